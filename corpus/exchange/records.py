"""The codebook's objects (labels of a coder, or tags) to and from the inner shape."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from corpus.exchange.shape import (
    PARTS,
    PARTY,
    AnnotatedArticle,
    Annotation,
    ExchangeError,
    Relation,
    Value,
    cells,
    checked,
    layers,
    split_cells,
    storable,
)
from nlp.records import Part

Record = Mapping[str, Any]
_KINDS = {
    "region": "regions", "official": "officials", "violation": "violations", "prevention": "prevention",
    "election": "elections",
}  # fmt: skip
"""Layer -> key of the codebook."""
_META = ("published", "outlet", "url", "tagger")
_OFFICIAL = ("name", "position", "region", "role")


def from_record(record: Record, where: str = "records") -> AnnotatedArticle:
    """From an object of the codebook with title and text. With `spans` (what `netra tag` writes) these are the marks;
    without, quotes and names are looked up in the text, and what stands nowhere becomes a label of the article.
    Raises ExchangeError."""
    ident = storable(str(record.get("id") or ""))
    parts: dict[Part, str] = {part: storable(str(record.get(part) or "")) for part in PARTS}
    spans = list(_marked(record) if "spans" in record else _found(record, parts, f"{where}: article {ident!r}"))
    labels: dict[str, tuple[str, ...]] = {}
    if record.get("topic"):
        labels["topic"] = (record["topic"],)
    if record.get("primary_region"):
        labels["primary_region"] = (record["primary_region"],)
    labels["officials"] = tuple(_unmarked_officials(record, spans))
    for layer, key in (("region", "code"), ("election", "election"), ("prevention", "kind")):
        marked = {span.values.get(key) for span in spans if span.label == layer and span.part != "caption"}
        labels[_KINDS[layer]] = tuple(value for value in record.get(_KINDS[layer]) or () if value not in marked)
    meta = {key: storable(str(record[key])) for key in _META if record.get(key)}
    return checked(AnnotatedArticle(ident, parts, tuple(spans), tuple(_parties(spans)), labels, meta), where)


def values_of(layer: str, row: Record) -> dict[str, Value]:
    """The fields of a layer that a row has a value for."""
    found: dict[str, Value] = {}
    for one in layers()[layer]:
        value = row.get(one.name)
        if one.name == "parties":
            value = [cells(party["name"], party["office"]) for party in value or ()]
        if value:
            found[one.name] = tuple(storable(str(v)) for v in value) if one.many else storable(str(value))
    return found


def _marked(record: Record) -> Iterator[Annotation]:
    for layer, kind in _KINDS.items():
        for number, row in enumerate(record["spans"].get(kind) or ()):
            yield Annotation(
                f"{layer}-{number}", layer, row["part"], row["start"], row["stop"], values_of(layer, row)
            )


def _found(record: Record, parts: Mapping[Part, str], at: str) -> Iterator[Annotation]:
    """Quotes and names, where they stand first."""
    for number, entry in enumerate(record.get("violations") or ()):
        quote = storable(entry["quote"].strip())
        place = next((part for part in PARTS if quote and quote in parts[part]), None)
        if place is None:
            raise ExchangeError(f"{at}: the quote {quote[:60]!r} stands neither in title nor text")
        start = parts[place].index(quote)
        yield Annotation(
            f"violation-{number}", "violation", place, start, start + len(quote), values_of("violation", entry)
        )
    for number, person in enumerate(record.get("officials") or ()):
        name = storable(str(person.get("name") or ""))
        place = next((part for part in ("text", "title") if name and name in parts[part]), None)
        if place is not None:
            start = parts[place].index(name)
            yield Annotation(
                f"official-{number}", "official", place, start, start + len(name), values_of("official", person)
            )


def _unmarked_officials(record: Record, spans: Sequence[Annotation]) -> Iterator[str]:
    marked = {span.values.get("name") for span in spans if span.label == "official" and span.part != "caption"}
    for person in record.get("officials") or ():
        if storable(str(person.get("name") or "")) not in marked:
            yield cells(*(person.get(key) for key in _OFFICIAL))


def _parties(spans: Sequence[Annotation]) -> Iterator[Relation]:
    """Ties from a violation to the nearest mark of each official named as its party."""
    for violation in (span for span in spans if span.label == "violation"):
        for party in violation.values.get("parties", ()):
            name = split_cells(party)[0]
            people = [s for s in spans if s.label == "official" and name and s.values.get("name") == name]
            if people:
                nearest = min(
                    people, key=lambda s: (s.part != violation.part, abs(s.start - violation.start), s.start, s.id)
                )
                yield Relation(PARTY, violation.id, nearest.id)


def _person(article: AnnotatedArticle, span: Annotation) -> str:
    return str(span.values.get("name") or article.surface(span))


def to_record(article: AnnotatedArticle) -> dict[str, Any]:
    """The codebook's object with title, text, caption, what else is known, and `spans`; marks of the caption are in
    `spans` alone. Without a topic: "yes" where there is a violation, else "no"."""
    scored = [span for span in article.spans if span.part != "caption"]
    violations = [span for span in scored if span.label == "violation"]
    topic = article.labels.get("topic") or (("yes",) if violations else ("no",))
    return {
        "id": article.id,
        **{part: article.parts[part] for part in PARTS if part != "caption" or article.parts[part]},
        **article.meta,
        "topic": topic[0],
        "elections": _set(article, scored, "election", "election"),
        "regions": _set(article, scored, "region", "code"),
        "primary_region": next(iter(article.labels.get("primary_region", ())), None),
        "officials": _officials(article, scored),
        "violations": [_entry(article, span) for span in violations],
        "prevention": _set(article, scored, "prevention", "kind"),
        "spans": {
            kind: [_row(article, span) for span in article.spans if span.label == layer]
            for layer, kind in _KINDS.items()
        },
    }


def _set(article: AnnotatedArticle, spans: Iterable[Annotation], layer: str, key: str) -> list[str]:
    marked = [str(span.values[key]) for span in spans if span.label == layer]
    return list(dict.fromkeys([*marked, *article.labels.get(_KINDS[layer], ())]))


def _officials(article: AnnotatedArticle, spans: Iterable[Annotation]) -> list[dict[str, str | None]]:
    """One for each name: each field as the first mark has it that has it."""
    people: dict[str, dict[str, str | None]] = {}
    rows = [
        {**{key: span.values.get(key) for key in _OFFICIAL}, "name": _person(article, span)}
        for span in spans
        if span.label == "official"
    ]
    rows += [
        dict(zip(_OFFICIAL, split_cells(text) + [None] * 4, strict=False))
        for text in article.labels.get("officials", ())
    ]
    for row in rows:
        person = people.setdefault(str(row["name"]), dict.fromkeys(_OFFICIAL))
        for key in _OFFICIAL:
            person[key] = person[key] or (str(row[key]) if row.get(key) else None)
    return [{**one, "position": one["position"] or "", "role": one["role"] or "other"} for one in people.values()]


def _entry(article: AnnotatedArticle, span: Annotation) -> dict[str, Any]:
    return {"quote": article.surface(span), **_fields(article, span)}


def _fields(article: AnnotatedArticle, span: Annotation) -> dict[str, Any]:
    """All fields of the codebook, empty ones as None or []."""
    found: dict[str, Any] = {}
    for one in layers()[span.label]:
        value = span.values.get(one.name)
        if one.name == "parties":
            found[one.name] = _named(article, span)
        elif value is not None or one.name != "remark":
            found[one.name] = list(value or ()) if one.many else value
    return found


def _named(article: AnnotatedArticle, span: Annotation) -> list[dict[str, str | None]]:
    """The parties that the mark lists, and those that a relation adds."""
    people = {one.id: one for one in article.spans}
    listed = [[*split_cells(text), None] for text in span.values.get("parties", ())]
    found: list[dict[str, str | None]] = [{"name": name, "office": office} for name, office, *_ in listed]
    for relation in article.relations:
        name = _person(article, people[relation.target])
        if relation.source == span.id and name not in [party["name"] for party in found]:
            position = people[relation.target].values.get("position")
            found.append({"name": name, "office": str(position) if position else None})
    return found


def _row(article: AnnotatedArticle, span: Annotation) -> dict[str, Any]:
    place = {"part": span.part, "start": span.start, "stop": span.stop, "surface": article.surface(span)}
    fields = _fields(article, span)
    return {**place, **fields, **({"name": _person(article, span)} if span.label == "official" else {})}
