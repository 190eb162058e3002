"""Why an entry has the fields that it has: the words and rules behind each, for `netra explain`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.breaches.actors import actor_words
from nlp.breaches.claims import source_words
from nlp.breaches.entries import Draft
from nlp.breaches.forms import loose_words
from nlp.breaches.linking import Link
from nlp.breaches.sanctions import modality_words, sanction_words
from nlp.document import Document
from nlp.learned.sentence_model import Opinion
from nlp.records import Evidence, Span


@dataclass(frozen=True)
class Filled:
    """What was decided of an entry and how. `source_by`: how the source was found (a word of claims.py and
    filling.py); `actors_by`: office, clause, paragraph or article; `view`: the learned model's opinion of the
    sentence, None where it was not asked."""

    links: Sequence[Link]
    source: str
    source_by: str
    forms: Sequence[str]
    actors: Sequence[str]
    actors_by: str
    village_lurah: bool
    sanctions: Sequence[str]
    modality: str | None
    view: Opinion | None


def evidence_for(document: Document, draft: Draft, filled: Filled) -> tuple[Evidence, ...]:
    """All evidence of one entry, field by field."""
    return (
        *_breaches(document, draft),
        *_status(document, draft, filled.view),
        _source(document, draft, filled),
        *_parties(document, draft, filled.links),
        *_forms(document, draft, filled.forms),
        *_actors(document, draft, filled),
        *_sanctions(document, draft, filled),
    )


def _span(document: Document, draft: Draft, start: int, stop: int) -> Span:
    sentence = draft.reading.sentence
    return document.span(sentence.part, sentence.start + start, sentence.start + stop)


def _breaches(document: Document, draft: Draft) -> Iterator[Evidence]:
    for breach in draft.breaches:
        if breach.kind != "form":
            yield Evidence("breach", breach.kind, breach.id, _span(document, draft, breach.start, breach.stop))


def _status(document: Document, draft: Draft, view: Opinion | None) -> Iterator[Evidence]:
    """The rule of the verdict first, with its words where it is a cue, then the other cues of the clause."""
    verdict = draft.verdict
    rule = verdict.rule.removeprefix("learned+")
    cues = [c for c in draft.reading.cues if draft.clause.holds(c.start)]
    deciding = next((c for c in cues if c.id == rule), None)
    words = _span(document, draft, deciding.start, deciding.stop) if deciding else None
    yield Evidence("status", f"{verdict.status}/{verdict.substatus}", verdict.rule, words)
    for cue in cues:
        if cue is not deciding:
            yield Evidence("cue", cue.name, cue.id, _span(document, draft, cue.start, cue.stop))
    if view is not None and (verdict.rule.startswith("learned") or not verdict.explicit):
        yield Evidence("model", f"{view.substatus} {view.sureness:.2f}", f"breach {view.breach:.2f}")


def _source(document: Document, draft: Draft, filled: Filled) -> Evidence:
    """The source with the words that name it, where they stand in the sentence itself."""
    if filled.source_by in ("carried on", "the text itself"):
        return Evidence("source", filled.source, filled.source_by)
    named = (m for rule, m in source_words(draft.reading.sentence.text) if rule.label == filled.source)
    first = min(named, key=lambda m: m.start(), default=None)
    words = _span(document, draft, first.start(), first.end()) if first else None
    return Evidence("source", filled.source, filled.source_by, words)


def _parties(document: Document, draft: Draft, links: Sequence[Link]) -> Iterator[Evidence]:
    for link in links:
        seen = next((s for s in draft.reading.seen if s.person == link.person), None)
        words = _span(document, draft, seen.start, seen.stop) if seen else None
        yield Evidence("party", link.person.name, link.level, words)


def _forms(document: Document, draft: Draft, forms: Sequence[str]) -> Iterator[Evidence]:
    told = set()
    for breach in draft.breaches:
        if breach.form in forms and breach.form != "umum":
            told.add(breach.form)
            yield Evidence("form", str(breach.form), breach.id, _span(document, draft, breach.start, breach.stop))
    for rule, match in loose_words(draft.piece):
        if rule.label in forms and rule.label not in told:
            told.add(rule.label)
            start = draft.clause.start
            yield Evidence(
                "form", rule.label, rule.id, _span(document, draft, start + match.start(), start + match.end())
            )
    for form in forms:
        if form not in told:
            yield Evidence("form", form, "no form named" if form == "umum" else "entry before")


def _actors(document: Document, draft: Draft, filled: Filled) -> Iterator[Evidence]:
    words = dict(actor_words(draft.piece, filled.village_lurah)) if filled.actors_by == "clause" else {}
    for actor in filled.actors:
        match = words.get(actor)
        start = draft.clause.start
        span = _span(document, draft, start + match.start(), start + match.end()) if match else None
        yield Evidence("actor", actor, filled.actors_by, span)


def _sanctions(document: Document, draft: Draft, filled: Filled) -> Iterator[Evidence]:
    start = draft.clause.start
    for rule, match in sanction_words(draft.piece):
        if rule.label in filled.sanctions:
            span = _span(document, draft, start + match.start(), start + match.end())
            yield Evidence("sanction", rule.label, rule.id, span)
    if filled.modality:
        hits = [(rule, match) for rule, match in modality_words(draft.piece) if rule.label == filled.modality]
        for rule, match in hits[:1]:
            span = _span(document, draft, start + match.start(), start + match.end())
            yield Evidence("modality", filled.modality, rule.id, span)
        if not hits:
            yield Evidence("modality", filled.modality, "by the status")
