"""The fields of an entry: reference, time, forms, actors, parties, on whose word, sanctions, quote."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from nlp.breaches.actors import actors_in, has_village_lurah, office_actors, usual_actors
from nlp.breaches.claims import Sources, source_in
from nlp.breaches.clauses import Clause
from nlp.breaches.entries import Draft
from nlp.breaches.forms import find_forms, loose_forms, ordered, sure_forms
from nlp.breaches.lexicon import pattern
from nlp.breaches.linking import Linking
from nlp.breaches.office_names import office_words
from nlp.breaches.parties import Person, as_parties
from nlp.breaches.party_words import party_pattern
from nlp.breaches.readings import Reading
from nlp.breaches.sanctions import modality_of, sanctions_in
from nlp.breaches.temporal import is_past, main_election, story_year
from nlp.breaches.why import Filled, evidence_for
from nlp.document import Document
from nlp.learned.sentence_model import Opinion
from nlp.records import ViolationMention


class Filling:
    """Fills in the fields of the entries in text order; remembers who was accused so far."""

    def __init__(
        self,
        document: Document,
        sources: Sources,
        group: Sequence[Person],
        readings: Sequence[Reading],
        views: Sequence[Opinion] = (),
    ) -> None:
        self.document, self.sources, self.group, self.views = document, sources, group, views
        self.year = story_year(document)
        self.election = main_election(document)
        self.village_lurah = has_village_lurah(document.folded["text"])
        self.linking = Linking(readings, group)
        self.known_forms: tuple[str, ...] = ()
        self.near_actors: tuple[int, tuple[str, ...]] = (-1, ())

    def fill(self, drafts: Sequence[Draft]) -> list[ViolationMention]:
        own = [actors_in(d.piece, self.village_lurah) for d in drafts]
        usual = usual_actors(own)
        return [self._mention(draft, actors, usual) for draft, actors in zip(drafts, own, strict=True)]

    def _mention(self, draft: Draft, own: tuple[str, ...], usual: tuple[str, ...]) -> ViolationMention:
        reading, clause, verdict, piece = draft.reading, draft.clause, draft.verdict, draft.piece
        sentence = reading.sentence
        reference = self._reference(draft)
        links = self.linking.people(draft) if reference == "case" else []
        people = [link.person for link in links]
        sanctions = sanctions_in(piece)
        source, source_by = self._source(draft, bool(links))
        start, stop = _quote(reading, clause)
        forms = self._forms(draft, reference)
        by_office = office_actors([p.office for p in people], self.village_lurah)
        actors, actors_by = self._actors(by_office, own, sentence.paragraph, usual)
        modality = modality_of(piece, verdict.status, sanctions, source)
        view = self.views[sentence.index] if self.views else None
        filled = Filled(
            links, source, source_by, forms, actors, actors_by, self.village_lurah, sanctions, modality, view
        )
        return ViolationMention(
            span=self.document.span(sentence.part, sentence.start + start, sentence.start + stop),
            status=verdict.status,
            substatus=_substatus(draft, source),
            reference=reference,
            temporal=is_past(piece, self.year, self.election),
            forms=forms,
            actors=actors,
            parties=as_parties(people),
            claimed_by=(source,),
            sanctions=sanctions,
            sanction_modality=modality,
            sentence=self.document.span(sentence.part, sentence.start, sentence.stop),
            rule=verdict.rule,
            evidence=evidence_for(self.document, draft, filled),
        )

    def _actors(
        self, office: tuple[str, ...], own: tuple[str, ...], paragraph: int, usual: tuple[str, ...]
    ) -> tuple[tuple[str, ...], str]:
        """The kinds of the office meant, else those named with the entry, else those of the last entry in its
        paragraph, else the article's; and which of these it is."""
        if office or own:
            self.near_actors = (paragraph, office or own)
            return (office, "office") if office else (own, "clause")
        return (self.near_actors[1], "paragraph") if self.near_actors[0] == paragraph else (usual, "article")

    def _forms(self, draft: Draft, reference: str) -> tuple[str, ...]:
        """The forms of the clause; an item of a list of people has those of the entry before ("dilarang
        mengikutsertakan: a. hakim;")."""
        found = self._forms_of(draft)
        listed = reference == "rule" and pattern("bullet_or_item").search(draft.piece) is not None
        if found == ("umum",) and self.known_forms and listed:
            return self.known_forms
        if found != ("umum",):
            self.known_forms = found
        elif self.known_forms and reference == "case" and self._refers_back(draft):
            return self.known_forms
        return found

    @staticmethod
    def _refers_back(draft: Draft) -> bool:
        """Whether a clause on a case speaks of the act itself ("Ia tak menyangkal berada di sana"): it names neither a
        breach in general nor a step of the procedure nor a sanction."""
        told = draft.verdict.status in ("alleged", "denied") and not draft.reading.is_title
        plain = told and not any(b.kind == "strong" for b in draft.breaches) and not draft.reading.sanctions
        return plain and pattern("refers_back").search(draft.piece) is not None

    @staticmethod
    def _forms_of(draft: Draft) -> tuple[str, ...]:
        """The forms by the terms in the clause, else by looser words."""
        start, piece = draft.clause.start, draft.piece
        found = find_forms(piece, [replace(b, start=b.start - start, stop=b.stop - start) for b in draft.breaches])
        loose = loose_forms(piece) if found == ("umum",) else sure_forms(piece)
        return (loose or found) if found == ("umum",) else ordered((*found, *loose))

    def _source(self, draft: Draft, linked: bool) -> tuple[str, str]:
        """On whose word the entry stands, and how that is known: who speaks; a body whose finding the speaker hands on;
        the accused where they deny or own up."""
        reading, verdict = draft.reading, draft.verdict
        source, named = self.sources.of(reading.sentence.index)
        by = "in the sentence" if named else "carried on" if source != "media" else "the text itself"
        handed = pattern("body_says").search(draft.piece)
        if handed and verdict.status in ("proven", "denied") and verdict.substatus != "denied_by_party":
            return source_in(handed[0]) or source, "finding handed on"
        if verdict.substatus == "denied_by_party":
            return self._denier(reading, source, named), "who denies"
        if (
            verdict.status in ("proven", "alleged")
            and not reading.is_title
            and pattern("owns_up").search(draft.piece)
        ):
            return "terlapor", "owns up"
        if verdict.substatus in ("suspected", "asserted") and not reading.is_title and self.group:
            answer = party_pattern("own_answer").search(draft.piece)
            if answer and (linked or answer["who"]):
                return "terlapor", "owns up"
        if verdict.substatus == "asserted" and reading.sentence.paragraph == 0 and not named and not reading.is_title:
            return "media", "told in the lede"
        return source, by

    def _denier(self, reading: Reading, source: str, named: bool) -> str:
        """Who denies: the accused, or somebody for them (a superior, their force, a side, a citizen)."""
        said = pattern("denial").search(reading.text)
        subject = reading.text[: said.start()] if said else reading.text[:60]
        lead = pattern("connective").match(subject)
        subject = subject[lead.end() :] if lead else subject
        own = any(s.person in self.group and s.start < len(subject) for s in reading.seen)
        offices = office_words(subject)
        own = own or any(p.office and office_words(p.office) <= offices for p in self.group)
        if own:
            return "terlapor"
        others = [s.person for s in reading.seen if s.person not in self.group and s.start < len(subject)]
        kind = next((k for p in others if (k := source_in(p.office or ""))), None) or source_in(subject[-60:])
        if kind and (others or reading.is_title or pattern("superior").match(subject)):
            return kind if kind != "pengawas" else "terlapor"
        if named and source in ("peserta", "warga"):
            return source
        if named and source == "ppk_atasan" and any(s.person not in self.group for s in reading.seen):
            return source
        return "terlapor"

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
