"""`netra tag` on several cores: nlp.tagfile's lines, in the order of the input."""

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.tagging.parallel import batched, ordered_map
from nlp.document import Document
from nlp.learned.ner import Engine
from nlp.pipeline import annotate
from nlp.records import Annotations
from nlp.tagfile import BadLine, read_articles, write_line

BATCH = 24


@dataclass(frozen=True)
class TagLine:
    """One line's outcome: `output` is a JSON line, or `problem` says why there is none."""

    output: str | None
    problem: str | None = None


def _line(tags: Annotations) -> TagLine:
    out = io.StringIO()
    write_line(tags, out)
    return TagLine(out.getvalue())


def _tag_one(document: Document, engines: Sequence[Engine]) -> TagLine:
    try:
        return _line(next(iter(annotate([document], engines))))
    except Exception as error:  # one article must not cost the others: named, counted, exit code 3
        return TagLine(None, f"id {document.id!r}: the tagger failed: {type(error).__name__}: {error}")


def _tag_batch(batch: Sequence[Document | BadLine], engines: Sequence[Engine]) -> list[TagLine]:
    try:
        tagged = annotate([entry for entry in batch if isinstance(entry, Document)], engines)
        return [TagLine(None, str(entry)) if isinstance(entry, BadLine) else _line(next(tagged)) for entry in batch]
    except Exception:  # find out which one it was
        return [
            TagLine(None, str(entry)) if isinstance(entry, BadLine) else _tag_one(entry, engines) for entry in batch
        ]


def tag_lines(source: Path, executor: Executor | None, engines: Sequence[Engine] = ()) -> Iterator[TagLine]:
    """Tag each line of a JSON-lines file, in order, with the rules and the learned recognisers named; blank lines are
    passed over. Raises OSError."""
    for batch in ordered_map(partial(_tag_batch, engines=engines), batched(read_articles(source), BATCH), executor):
        yield from batch
