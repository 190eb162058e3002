"""spaCy DocBin: one file of Docs, marks as span groups (Prodigy and spaCy train from these)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.exchange.joined import joined, lengths, placed, split, whole_spans
from corpus.exchange.shape import (
    AnnotatedArticle,
    Annotation,
    ExchangeError,
    Relation,
    checked,
    layers,
    main_field,
    marks,
)
from corpus.exchange.words import cut

if TYPE_CHECKING:
    from spacy.tokens import Doc

LOSES: tuple[str, ...] = ()
_KEY = "netra"


def write(articles: Iterable[AnnotatedArticle], target: Path) -> int:
    """Write articles to a .spacy file; returns how many. Tokens are words cut at every border of a mark, so that each
    mark is a spaCy span: `doc.spans[layer]`, label the main value, id the mark's; the rest is JSON in `doc.user_data`."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    bundle = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True)
    count = 0
    for article in articles:
        bundle.add(_doc(article, vocab))
        count += 1
    bundle.to_disk(target)
    return count


def _doc(article: AnnotatedArticle, vocab: Any) -> "Doc":
    from spacy.tokens import Doc, Span, SpanGroup

    whole = joined(article.parts)
    places = list(whole_spans(article))
    cut_up = _words(whole, places)
    doc = Doc(vocab, words=cut_up.words, spaces=cut_up.spaces)
    if doc.text != whole:
        raise ExchangeError(f"article {article.id!r}: spaCy cannot hold its text as it is")
    for layer in marks():
        group = [
            Span(doc, cut_up.begins[start], cut_up.ends[stop], label=_label(span), span_id=span.id)
            for span, start, stop in places
            if span.label == layer
        ]
        if group:
            doc.spans[layer] = SpanGroup(doc, name=layer, spans=group)
    doc.user_data[_KEY] = json.dumps(
        {
            "id": article.id, "parts": lengths(article.parts), "labels": article.labels, "meta": article.meta,
            "values": {span.id: span.values for span in article.spans},
            "relations": [asdict(relation) for relation in article.relations],
        },
        ensure_ascii=False,
    )  # fmt: skip
    return doc


def _label(span: Annotation) -> str:
    return str(span.values.get(main_field(span.label).name, span.label))


@dataclass(frozen=True)
class _Words:
    """spaCy's words, whether a blank follows each, and at which word a mark begins or behind which one it ends."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    begins: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)

    def add(self, start: int, stop: int, text: str) -> None:
        self.begins[start] = len(self.words)
        self.words.append(text)
        self.spaces.append(False)
        self.ends[stop] = len(self.words)


def _words(whole: str, places: Sequence[tuple[Annotation, int, int]]) -> _Words:
    starts, stops = {start for _, start, _ in places}, {stop for _, _, stop in places}
    found = _Words()
    for start, stop, text in cut(whole, starts | stops):
        if text[0] == " " and found.words and start not in starts and start + 1 not in stops:
            found.spaces[-1] = True  # the blank behind a word is no word of spaCy's
            start, text = start + 1, text[1:]
        if text:
            found.add(start, stop, text)
    return found


def read(source: Path) -> Iterator[AnnotatedArticle]:
    """Read a .spacy file. Docs of others need no `user_data`: their id is their number, the first line the title, and a
    group named as a layer holds marks whose label is the main value. Raises ExchangeError."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        bundle = DocBin().from_disk(source)
        docs = list(bundle.get_docs(Vocab()))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise ExchangeError(f"{source.name}: not a spaCy DocBin ({type(error).__name__}: {error})") from error
    for number, doc in enumerate(docs, start=1):
        yield _article(doc, number, source.name)


def _article(doc: "Doc", number: int, file: str) -> AnnotatedArticle:
    where = f"{file}: document {number}"
    known: Mapping[str, Any] = json.loads(doc.user_data[_KEY]) if _KEY in doc.user_data else {}
    parts = split(doc.text, known.get("parts"), where)
    values = known.get("values", {})
    spans = []
    for layer in marks():
        for at, group in enumerate(doc.spans.get(layer, ())):
            ident = group.id_ or f"{layer}-new-{at}"
            held = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in values.get(ident, {}).items()
            }
            main = main_field(layer)
            if group.label_ and group.label_ != layer:  # what was changed in a tool
                held[main.name] = group.label_
            span = Annotation(ident, layer, "text", 0, 0, held)
            spans.append(placed(span, parts, group.start_char, group.end_char, where))
    return checked(
        AnnotatedArticle(
            known.get("id") or str(number), parts, tuple(spans),
            tuple(Relation(**row) for row in known.get("relations", ())),
            {name: tuple(value) for name, value in known.get("labels", {}).items() if name in _labels()},
            known.get("meta", {}),
        ),
        where,
    )  # fmt: skip


def _labels() -> set[str]:
    return {one.name for one in layers()["article"]}
