"""The one shape that every format maps to and from: an article's parts, spans with values, relations, labels."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from corpus.errors import InputError
from nlp.records import Part

PARTS: tuple[Part, ...] = get_args(Part)
ARTICLE = "article"
PARTY = "party"
"""The one kind of relation: from a violation to the official who is said to have done it."""
REMARK = "remark"
Value = str | tuple[str, ...]
Layer = Literal["region", "official", "violation", "prevention", "election"]
# What UTF-8 cannot hold; one code point for one, so that offsets stay (as corpus.gathering.importing does).
_SURROGATE = re.compile("[\ud800-\udfff]")
_CELL = re.compile(r"(?:[^\\|]|\\.)*", re.DOTALL)


class ExchangeError(InputError):
    """A file of annotations that cannot be read; the message names file, article, mark and what is expected."""


@dataclass(frozen=True)
class Field:
    """One field of a layer. `values`: those allowed (empty: free text); `many`: a tuple of them; `main`: shown beside
    the mark; `needed`: a mark without it is refused."""

    name: str
    values: tuple[str, ...] = ()
    many: bool = False
    main: bool = False
    needed: bool = False
    about: str = ""


@dataclass(frozen=True)
class Annotation:
    """One mark: half-open code points of `part`, its layer (`label`), and values by field; a field without a value is
    absent. `id` is unique in the article."""

    id: str
    label: str
    part: Part
    start: int
    stop: int
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Relation:
    """A tie between two marks, by their ids."""

    label: str
    source: str
    target: str


@dataclass(frozen=True)
class AnnotatedArticle:
    """One article: all `parts` (empty string: none), marks in text order, relations, `labels` of the whole article, and
    `meta` (published, outlet, url, tagger ...: shown, never read back as a label)."""

    id: str
    parts: Mapping[Part, str]
    spans: tuple[Annotation, ...] = ()
    relations: tuple[Relation, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)

    def surface(self, span: Annotation) -> str:
        """The words of a mark."""
        return self.parts[span.part][span.start : span.stop]


@cache
def layers() -> Mapping[str, tuple[Field, ...]]:
    """Layer -> its fields, `remark` last; `article` holds the labels of the whole article (layers.toml)."""
    found = {}
    for layer, rows in tomllib.loads(files("corpus.exchange").joinpath("layers.toml").read_text("utf-8")).items():
        fields = [Field(name, **{**row, "values": tuple(row.get("values", ()))}) for name, row in rows.items()]
        found[layer] = tuple(fields if layer == ARTICLE else [*fields, Field(REMARK, about="Anything")])
    return found


def marks() -> tuple[str, ...]:
    """The layers that can be marked."""
    return tuple(layer for layer in layers() if layer != ARTICLE)


def main_field(layer: str) -> Field:
    """The field that a tool shows beside the mark."""
    return next(one for one in layers()[layer] if one.main)


def cells(*values: str | None) -> str:
    """Values in one string, "name | office"; a bar or backslash inside one is escaped."""
    return " | ".join((value or "").replace("\\", "\\\\").replace("|", "\\|") for value in values)


def split_cells(text: str) -> list[str | None]:
    """What `cells` joined; an empty one is None."""
    found, at = [], 0
    while True:
        match = _CELL.match(text, at)
        piece = match[0] if match else ""
        found.append(re.sub(r"\\(.)", r"\1", piece.strip(), flags=re.DOTALL) or None)
        at += len(piece) + 1
        if at > len(text):
            return found


def storable(text: str) -> str:
    """The text with halves of surrogate pairs as U+FFFD, one for one."""
    return _SURROGATE.sub("\ufffd", text)


def in_order(spans: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Marks in text order: title, text, caption; the longer first where two begin together."""
    rank = {label: n for n, label in enumerate(layers())}
    ordered = sorted(
        spans, key=lambda s: (PARTS.index(s.part), s.start, -s.stop, rank.get(s.label, 99), len(s.id), s.id)
    )
    return tuple(ordered)


def checked(article: AnnotatedArticle, where: str) -> AnnotatedArticle:
    """The article in order, when it is one: marks inside their part and not empty, layers, fields and values known,
    relations between marks that are there. `where` opens the message. Raises ExchangeError."""
    at = f"{where}: article {article.id!r}"
    if not article.id:
        raise ExchangeError(f"{where}: an article has no id")
    seen: set[str] = set()
    for span in article.spans:
        _check_span(article, span, at)
        if span.id in seen:
            raise ExchangeError(f"{at}: two marks have the id {span.id!r}")
        seen.add(span.id)
    for relation in article.relations:
        _check_relation(relation, {span.id: span.label for span in article.spans}, at)
    for name, values in article.labels.items():
        _check_value(ARTICLE, name, values, at)
    labels = {name: values for name, values in article.labels.items() if values}
    return replace(article, spans=in_order(article.spans), relations=_unique(article.relations), labels=labels)


def _unique(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    return tuple(sorted(set(relations), key=lambda r: (r.label, r.source, r.target)))


def _check_span(article: AnnotatedArticle, span: Annotation, at: str) -> None:
    here = f"{at}: mark {span.id!r}"
    if span.label not in marks():
        raise ExchangeError(f"{here}: layer {span.label!r} is unknown; there are {', '.join(marks())}")
    length = len(article.parts[span.part])
    if not 0 <= span.start < span.stop <= length:
        raise ExchangeError(
            f"{here}: {span.part}[{span.start}:{span.stop}] is not a piece of its {length} characters"
        )
    for name, value in span.values.items():
        _check_value(span.label, name, value, here)
    missing = [one.name for one in layers()[span.label] if one.needed and not span.values.get(one.name)]
    if missing:
        raise ExchangeError(f"{here} ({article.surface(span)[:60]!r}): field {missing[0]!r} has no value")


def _check_value(layer: str, name: str, value: Value, at: str) -> None:
    field_ = next((one for one in layers()[layer] if one.name == name), None)
    if field_ is None:
        known = ", ".join(one.name for one in layers()[layer])
        raise ExchangeError(f"{at}: a {layer} has no field {name!r}; there are {known}")
    single = not field_.many and layer != ARTICLE
    if isinstance(value, str) != single:
        raise ExchangeError(f"{at}: field {name!r} takes {'one value' if single else 'a list'}, not {value!r}")
    values = (value,) if isinstance(value, str) else value
    if not field_.many and len(values) > 1:
        raise ExchangeError(f"{at}: field {name!r} takes one value, not {', '.join(values)}")
    for one in values:
        if field_.values and one not in field_.values:
            raise ExchangeError(f"{at}: {name} {one!r} is unknown; it is one of {', '.join(field_.values)}")


def _check_relation(relation: Relation, labels: Mapping[str, str], at: str) -> None:
    ends = (labels.get(relation.source), labels.get(relation.target))
    if relation.label != PARTY or ends != ("violation", "official"):
        raise ExchangeError(
            f"{at}: relation {relation.label!r} from {relation.source!r} to {relation.target!r}: "
            f"only {PARTY!r} from a violation to an official is known"
        )
