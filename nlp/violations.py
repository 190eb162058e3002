"""Violation mentions: every sentence that names a breach of neutrality, its status, and who is said to be guilty."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from nlp.actors import actors_in, usual_actors
from nlp.breach import find_theme, may_concern
from nlp.claims import Sources, name_sources, source_in
from nlp.clauses import Clause
from nlp.document import Document
from nlp.entries import Draft, Drafting
from nlp.forms import find_forms
from nlp.lexicon import pattern
from nlp.parties import Person, all_meant, as_parties, evidence, find_people, meant, points_back, proved
from nlp.readings import Reading, read_article
from nlp.records import OfficialMention, RegionMention, ViolationMention
from nlp.sanctions import modality_of, sanctions_in
from nlp.temporal import is_past, main_election, story_year


def find_violations(
    document: Document, regions: Sequence[RegionMention], officials: Sequence[OfficialMention]
) -> tuple[ViolationMention, ...]:
    """Every entry of the codebook's `violations` in text order. `officials` serve to name parties and speakers; with
    none given, parties are known by initials only. An article that is not about neutrality is refused cheaply."""
    del regions
    if not may_concern(document):
        return ()
    seen, _ = find_people(document.sentences, officials)
    readings = read_article(document, seen)
    theme = find_theme([(r.is_title, r.text, r.breaches) for r in readings])
    if theme.level == "no":
        return ()
    group = accused(readings)
    sources = Sources(
        document.sentences,
        [r.quote for r in readings],
        name_sources(document.sentences, officials),
        frozenset(word.lower() for person in group for word in person.words),
    )
    drafts = Drafting(readings, theme, sources, group).run()
    return tuple(_Filling(document, sources, group, readings).fill(drafts))


def accused(readings: Sequence[Reading]) -> list[Person]:
    """Everybody who is said, somewhere in the article, to have done it; in order of mention. A person who only
    speaks, or acts for a body that decides, is not accused by standing in the sentence."""
    found: list[Person] = []
    told = False
    for reading in readings:
        breach = any(b.kind in ("strong", "act") for b in reading.breaches) or bool(
            reading.cues and {c.name for c in reading.cues} & _ACCUSING
        )
        introduces = told and pattern("group_intro").search(reading.text) is not None
        if reading.seen and (breach or introduces or reading.sanctions):
            for person, kind in evidence(reading.text, reading.seen).items():
                if person not in found and _is_accused(person, kind, reading, introduces):
                    found.append(person)
        told = breach or introduces
    return found


def _is_accused(person: Person, kind: str, reading: Reading, introduces: bool) -> bool:
    if not person.role or person.role == "accused":
        return True
    if person.role == "candidate" or (not kind and not introduces):
        return False
    body = source_in(person.office or "")
    if body in _BODIES and not pattern("organiser_accused").search(reading.text):
        return False
    return kind in ("accused", "denies") or introduces


_ACCUSING = frozenset({"suspect", "proven", "process", "deny", "cleared", "judged"})
_BODIES = frozenset({"pengawas", "kasn_bkn", "penegak_hukum"})


class _Filling:
    """Fills in the fields of the entries in text order; remembers who was accused so far."""

    def __init__(
        self, document: Document, sources: Sources, group: Sequence[Person], readings: Sequence[Reading]
    ) -> None:
        self.document, self.sources, self.group = document, sources, group
        self.year = story_year(document)
        self.election = main_election(document)
        self.first = {
            p: next(r.sentence.index for r in readings if any(s.person == p for s in r.seen)) for p in group
        }
        self.proven: list[Person] = []
        self.settled = False
        self.last: Person | None = None

    def fill(self, drafts: Sequence[Draft]) -> list[ViolationMention]:
        own = [actors_in(d.piece) for d in drafts]
        usual = usual_actors(own)
        return [self._mention(draft, actors or usual) for draft, actors in zip(drafts, own, strict=True)]

    def _mention(self, draft: Draft, actors: tuple[str, ...]) -> ViolationMention:
        reading, clause, verdict, piece = draft.reading, draft.clause, draft.verdict, draft.piece
        sentence = reading.sentence
        reference = self._reference(draft)
        people = self._people(draft) if reference == "case" else []
        self.last = people[-1] if people else self.last
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
            forms=find_forms(
                piece,
                [replace(b, start=b.start - clause.start, stop=b.stop - clause.start) for b in draft.breaches],
            ),
            actors=actors,
            parties=as_parties(people),
            claimed_by=(source,),
            sanctions=sanctions,
            sanction_modality=modality_of(piece, verdict.status, sanctions),
            sentence=self.document.span(sentence.part, sentence.start, sentence.stop),
            rule=verdict.rule,
        )

    def _speaks_for(self, reading: Reading, source: str) -> bool:
        """Whether a denial comes from somebody else than the accused: a superior body, a side, another person."""
        if source in ("peserta", "warga"):
            return True
        other = any(s.person not in self.group for s in reading.seen)
        return source == "ppk_atasan" and (other or pattern("superior").match(reading.text) is not None)

    def _reference(self, draft: Draft) -> Literal["case", "count", "rule"]:
        verdict = draft.verdict
        if verdict.status == "prohibited" or verdict.substatus == "risk":
            return "rule"
        if verdict.status == "conditional":
            ruled = any(c.name in ("rel", "tolerance") for c in draft.reading.cues)
            generic = ruled or pattern("generic_if").search(draft.reading.text) is not None
            return "case" if draft.in_case and not generic else "rule"
        return "count" if draft.counts else "case"

    def _people(self, draft: Draft) -> list[Person]:
        """Who is said to have done it. For `proven` a name needs evidence of its own: a finding beside it, or a word
        that points back to people who were found guilty before."""
        reading = draft.reading
        kinds = {p: k for p, k in evidence(reading.text, reading.seen).items() if p in self.group}
        if draft.verdict.status == "proven":
            return self._proven(draft, kinds)
        if kinds or reading.is_title:
            return list(kinds)
        shown = self._shown(reading)
        if not shown and (len(self.group) == 1 or all_meant(reading.text, self.group)):
            shown = [p for p in self.group if p.role != "source"]
        return meant(reading.text, shown, self.last)

    def _proven(self, draft: Draft, kinds: Mapping[Person, str]) -> list[Person]:
        reading, verdict = draft.reading, draft.verdict
        sure = verdict.explicit and verdict.rule != "plain"
        told = {s.person for s in reading.seen if draft.clause.holds(s.start) and proved(reading.text, s)}
        here = [p for p, k in kinds.items() if (p in told and sure) or (k and p in self.proven)]
        if not here and not kinds and sure and self.settled:
            shown = self._shown(reading)
            if all_meant(reading.text, shown) and pattern("plural").search(reading.text):
                here = shown
            elif points_back(reading.text):
                here = meant(reading.text, [p for p in shown if p in self.proven], self.last)
        if sure:
            self.proven += [p for p in here if p not in self.proven]
        self.settled = self.settled or (sure and verdict.substatus != "asserted")
        return here

    def _shown(self, reading: Reading) -> list[Person]:
        """The accused who have been named up to this sentence."""
        return [p for p in self.group if self.first[p] <= reading.sentence.index]


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
