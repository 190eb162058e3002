"""Articles to rows of mentions: runs the tagger in batches, in this process or in others."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import Any

from corpus.loading.staging import to_line
from corpus.tables.fact_rows import breach_columns, fact_rows
from corpus.tagging.protected import protect
from nlp.document import Document
from nlp.learned.ner import Engine
from nlp.records import Annotations, BreachFacts, OfficialMention, Span, ViolationMention

BATCH = 24


@dataclass(frozen=True)
class TagInput:
    """What the tagger is given of one article. `published`: ISO date or None."""

    id: str
    title: str
    text: str
    published: str | None
    outlet: str | None
    caption: str | None = None


@dataclass(frozen=True)
class Tagged:
    """One article tagged: `lines` are JSON rows by table; `failure` says why there are none."""

    id: str
    topic: str | None = None
    primary_region: str | None = None
    tagger: str | None = None
    lines: Mapping[str, list[str]] = field(default_factory=dict)
    failure: str | None = None


def official_id(name: str, region: str | None) -> str:
    """Digest of the name in lower case and the region code, 16 hex digits."""
    key = f"{' '.join(name.casefold().split())}\x1f{region or ''}"
    return sha256(key.encode("utf-8")).hexdigest()[:16]


class _Sentences:
    """Finds the sentence that holds an offset."""

    def __init__(self, document: Document) -> None:
        self._starts: dict[str, list[int]] = defaultdict(list)
        self._indexes: dict[str, list[int]] = defaultdict(list)
        for sentence in (*document.sentences, *document.caption_sentences):
            self._starts[sentence.part].append(sentence.start)
            self._indexes[sentence.part].append(sentence.index)

    def index(self, span: Span) -> int | None:
        at = bisect_right(self._starts[span.part], span.start) - 1
        return self._indexes[span.part][at] if at >= 0 else None


def _statuses(violations: Iterable[ViolationMention]) -> Mapping[str, list[str]]:
    """Name -> status/substatus of the breaches that name it, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for mention in violations:
        for party in mention.parties:
            if party.name:
                found[party.name.casefold()].add(f"{mention.status}/{mention.substatus}")
    return {name: sorted(statuses) for name, statuses in found.items()}


def _person_ids(officials: Iterable[OfficialMention]) -> Mapping[str, str]:
    return {mention.name.casefold(): official_id(mention.name, mention.region) for mention in officials}


def _check_spans(found: Annotations, document: Document) -> None:
    """Raises ValueError where a span does not give its surface back: such a mention would be no evidence."""
    spans = chain(
        (m.span for m in found.regions),
        (m.span for m in found.officials),
        (m.span for m in found.violations),
        (m.span for m in found.prevention),
        (m.span for m in found.elections),
        (m.span for m in found.facts.laws),
        (m.span for m in found.facts.counts),
        (m.span for m in found.facts.sanctions),
        (m.span for m in found.facts.verdicts),
        (m.span for m in found.facts.stages if m.span is not None),
    )
    for span in spans:
        if span.stop <= span.start or document.span(span.part, span.start, span.stop).surface != span.surface:
            raise ValueError(f"span {span.part}[{span.start}:{span.stop}] does not hold {span.surface[:60]!r}")


def _place(article: str, number: int, span: Span, sentences: _Sentences) -> dict[str, Any]:
    return {
        "article_id": article,
        "mention": number,
        "part": span.part,
        "start": span.start,
        "stop": span.stop,
        "surface": span.surface,
        "sentence": sentences.index(span),
    }


def _violation_rows(found: Annotations, sentences: _Sentences) -> Iterable[tuple[str, dict[str, Any]]]:
    people = _person_ids(found.officials)
    beside = found.facts.breaches or tuple(BreachFacts() for _ in found.violations)
    for number, (m, facts) in enumerate(zip(found.violations, beside, strict=True)):
        yield (
            "violation_mentions",
            {
                **_place(found.id, number, m.span, sentences),
                "sentence_start": m.sentence.start,
                "sentence_stop": m.sentence.stop,
                "status": m.status,
                "substatus": m.substatus,
                "reference": m.reference,
                "temporal": m.temporal,
                "forms": m.forms,
                "actors": m.actors,
                "claimed_by": m.claimed_by,
                "sanctions": m.sanctions,
                "sanction_modality": m.sanction_modality,
                **breach_columns(facts),
                "rule": m.rule,
                "tagger": found.tagger,
            },
        )
        for ordinal, party in enumerate(m.parties):
            yield (
                "breach_parties",
                {
                    "article_id": found.id,
                    "mention": number,
                    "party": ordinal,
                    "name": party.name,
                    "office": party.office,
                    "official_id": people.get(party.name.casefold()) if party.name else None,
                    "status": m.status,
                    "substatus": m.substatus,
                    "temporal": m.temporal,
                },
            )


def mention_rows(found: Annotations, document: Document) -> Iterable[tuple[str, dict[str, Any]]]:
    """(table, row) of everything found in one article, its sentences included."""
    sentences, statuses, tagger = _Sentences(document), _statuses(found.violations), found.tagger
    for s in (*document.sentences, *document.caption_sentences):
        yield (
            "sentences",
            {
                "article_id": found.id,
                "sentence": s.index,
                "part": s.part,
                "start": s.start,
                "stop": s.stop,
                "paragraph": s.paragraph,
            },
        )
    for number, r in enumerate(found.regions):
        yield (
            "region_mentions",
            {
                **_place(found.id, number, r.span, sentences),
                "region_code": r.code,
                "candidates": r.candidates,
                "resolved_by": r.resolved_by,
                "precision": r.precision,
                "is_primary": r.code == found.primary_region,
                "tagger": tagger,
            },
        )
    for number, o in enumerate(found.officials):
        yield (
            "official_mentions",
            {
                **_place(found.id, number, o.span, sentences),
                "official_id": official_id(o.name, o.region),
                "name": o.name,
                "position": o.position,
                "region_code": o.region,
                "role": o.role,
                "statuses": statuses.get(o.name.casefold(), []),
                "institution": o.institution,
                "level": o.level,
                "branch": o.branch,
                "acting": o.acting,
                "former": o.former,
                "rule": o.rule,
                "confirmed_by": o.confirmed_by,
                "tagger": tagger,
            },
        )
    yield from _violation_rows(found, sentences)
    for number, p in enumerate(found.prevention):
        row = _place(found.id, number, p.span, sentences)
        yield "prevention_mentions", {**row, "kind": p.kind, "rule": p.rule, "tagger": tagger}
    for number, e in enumerate(found.elections):
        row = _place(found.id, number, e.span, sentences)
        yield "election_mentions", {**row, "election_id": e.election, "resolved_by": e.resolved_by, "tagger": tagger}
    yield from fact_rows(found, lambda n, span: _place(found.id, n, span, sentences), _person_ids(found.officials))


def _tagged(item: TagInput, found: Annotations) -> Tagged:
    document = Document.from_input(item)
    found = protect(found, document)
    _check_spans(found, document)
    lines: dict[str, list[str]] = defaultdict(list)
    for table, row in mention_rows(found, document):
        lines[table].append(to_line(row))
    return Tagged(item.id, found.topic, found.primary_region, found.tagger, dict(lines))


def _tag_one(item: TagInput, engines: Sequence[Engine]) -> Tagged:
    from nlp.pipeline import annotate

    try:
        return _tagged(item, next(iter(annotate([item], engines))))
    except Exception as error:  # one article must not cost the others; the failure is a row, a count and a message
        return Tagged(item.id, failure=f"{type(error).__name__}: {error}")


def tag_batch(batch: Sequence[TagInput], engines: Sequence[Engine] = ()) -> list[Tagged]:
    """Tag a batch, in order, with the rules and the learned recognisers named. An article on which the tagger fails
    comes back with `failure`, the rest tagged."""
    # here, not above: the process that hands out the work need not load spaCy
    from nlp.pipeline import annotate

    try:
        found = list(annotate(batch, engines))
        return [_tagged(item, one) for item, one in zip(batch, found, strict=True)]
    except Exception:  # find out which one it was
        return [_tag_one(item, engines) for item in batch]
