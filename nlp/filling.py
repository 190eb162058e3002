"""The fields of an entry: reference, time, forms, actors, parties, on whose word, sanctions, quote."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from nlp.accused import Linking
from nlp.actors import actors_in, usual_actors
from nlp.claims import Sources
from nlp.clauses import Clause
from nlp.document import Document
from nlp.entries import Draft
from nlp.forms import find_forms, loose_forms, ordered, sure_forms
from nlp.lexicon import pattern
from nlp.parties import Person, as_parties
from nlp.readings import Reading
from nlp.records import ViolationMention
from nlp.sanctions import modality_of, sanctions_in
from nlp.temporal import is_past, main_election, story_year


class Filling:
    """Fills in the fields of the entries in text order; remembers who was accused so far."""

    def __init__(
        self, document: Document, sources: Sources, group: Sequence[Person], readings: Sequence[Reading]
    ) -> None:
        self.document, self.sources, self.group = document, sources, group
        self.year = story_year(document)
        self.election = main_election(document)
        self.linking = Linking(readings, group)
        self.known_forms: tuple[str, ...] = ()

    def fill(self, drafts: Sequence[Draft]) -> list[ViolationMention]:
        own = [actors_in(d.piece) for d in drafts]
        usual = usual_actors(own)
        return [self._mention(draft, actors or usual) for draft, actors in zip(drafts, own, strict=True)]

    def _mention(self, draft: Draft, actors: tuple[str, ...]) -> ViolationMention:
        reading, clause, verdict, piece = draft.reading, draft.clause, draft.verdict, draft.piece
        sentence = reading.sentence
        reference = self._reference(draft)
        people = self.linking.people(draft) if reference == "case" else []
        sanctions = sanctions_in(piece)
        source, named = self.sources.of(sentence.index)
        if verdict.substatus == "denied_by_party" and not (named and self._speaks_for(reading, source)):
            source = "terlapor"
        start, stop = _quote(reading, clause)
        return ViolationMention(
            span=self.document.span(sentence.part, sentence.start + start, sentence.start + stop),
            status=verdict.status,
            substatus=_substatus(draft, source),
            reference=reference,
            temporal=is_past(piece, self.year, self.election),
            forms=self._forms(draft, reference),
            actors=actors,
            parties=as_parties(people),
            claimed_by=(source,),
            sanctions=sanctions,
            sanction_modality=modality_of(piece, verdict.status, sanctions, source),
            sentence=self.document.span(sentence.part, sentence.start, sentence.stop),
            rule=verdict.rule,
        )

    def _forms(self, draft: Draft, reference: str) -> tuple[str, ...]:
        """The forms of the clause; an item of a list of people has those of the entry before ("dilarang
        mengikutsertakan: a. hakim;")."""
        found = self._forms_of(draft)
        listed = reference == "rule" and pattern("bullet_or_item").search(draft.piece) is not None
        if found == ("umum",) and self.known_forms and listed:
            return self.known_forms
        if found != ("umum",):
            self.known_forms = found
        return found

    @staticmethod
    def _forms_of(draft: Draft) -> tuple[str, ...]:
        """The forms by the terms in the clause, else by looser words."""
        start, piece = draft.clause.start, draft.piece
        found = find_forms(piece, [replace(b, start=b.start - start, stop=b.stop - start) for b in draft.breaches])
        loose = loose_forms(piece) if found == ("umum",) else sure_forms(piece)
        return (loose or found) if found == ("umum",) else ordered((*found, *loose))

    def _speaks_for(self, reading: Reading, source: str) -> bool:
        """Whether a denial comes from somebody else than the accused: a superior body, a side, another person."""
        if source in ("peserta", "warga"):
            return True
        other = any(s.person not in self.group for s in reading.seen)
        return source == "ppk_atasan" and (other or pattern("superior").match(reading.text) is not None)

    def _reference(self, draft: Draft) -> Literal["case", "count", "rule"]:
        verdict, text = draft.verdict, draft.reading.text
        if verdict.status == "prohibited" and pattern("hoped_number").search(draft.piece):
            return "count"
        if verdict.status == "prohibited" or verdict.substatus == "risk":
            return "rule"
        if verdict.status == "conditional":
            ruled = any(c.name in ("rel", "tolerance") for c in draft.reading.cues)
            generic = ruled or pattern("generic_if").search(text) or pattern("whoever").search(text)
            return "case" if draft.in_case and not generic else "rule"
        return "count" if self._counted(draft) else "case"

    def _counted(self, draft: Draft) -> bool:
        """Whether it speaks of a number of breaches: not of few people with what they did, of one report with its
        matter, of witnesses, months or shares of pay."""
        piece = draft.piece
        if not draft.counts:
            return False
        if draft.verdict.substatus == "none_reported":
            return pattern("that_person").search(piece) is None
        if pattern("one_matter").search(piece):
            return False
        bare = pattern("other_number").sub(lambda m: "_" * len(m[0]), piece)
        if bare != piece and not pattern("any_number").search(bare):
            return False
        few = pattern("few_people").search(bare) is not None and pattern("large_number").search(bare) is None
        return not (few and pattern("count_cases").search(bare) is None and self._forms_of(draft) != ("umum",))


def _substatus(draft: Draft, source: str) -> str:
    verdict = draft.verdict
    if verdict.status != "proven" or verdict.substatus == "asserted":
        return verdict.substatus
    if (
        verdict.substatus == "decided"
        or draft.reading.sanctions
        or source in ("kasn_bkn", "penegak_hukum", "ppk_atasan")
        or pattern("decider").search(draft.piece)
    ):
        return "decided"
    return "found"


def _quote(reading: Reading, clause: Clause) -> tuple[int, int]:
    """The clause without what only says who speaks: the quoted part of it, where the breach stands in one."""
    start, stop = clause.start, clause.stop
    if start == 0 and stop == len(reading.text):
        marks = [b.start for b in reading.breaches if b.kind != "form"] or [len(reading.text) // 2]
        inner = [(a, b) for a, b in reading.quote.parts if any(a <= m < b for m in marks)]
        outside = [m for m in marks if not reading.quote.holds(m)]
        if inner and len(outside) < len(marks):
            start, stop = max(inner, key=lambda p: p[1] - p[0])
    piece = reading.sentence.text[start:stop]
    left = len(piece) - len(piece.lstrip(" ,;\"'"))
    right = len(piece.rstrip(" ,;\"'"))
    return start + left, start + max(right, left + 1)
