"""JSON lines in, JSON lines out: articles as `netra tag` takes them, tags as the codebook and their spans."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TextIO

from nlp.document import Document
from nlp.records import Annotations

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class BadLine:
    """A line that is no article: where it stands and what is wrong with it."""

    file: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.problem}"


def read_articles(path: Path) -> Iterator[Document | BadLine]:
    """The articles of a JSON-lines file in order, a BadLine for each line that is none; blank lines are skipped.
    Only `id` is required; a missing or null title or text is ""; unknown keys are ignored. Raises OSError."""
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            line = raw.removeprefix(_BOM) if number == 1 else raw
            if line.strip():
                yield _article(path.name, number, line)


def _article(file: str, number: int, line: bytes) -> Document | BadLine:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return BadLine(file, number, f"not UTF-8 ({error.reason} at byte {error.start})")
    except json.JSONDecodeError as error:
        return BadLine(file, number, f"not JSON ({error.msg} at column {error.colno})")
    except RecursionError:
        return BadLine(file, number, "not JSON that can be read (nested too deeply)")
    if not isinstance(record, dict):
        return BadLine(file, number, f"a JSON object is expected, not {type(record).__name__}")
    for key in ("title", "text", "caption"):
        if not isinstance(record.get(key), str | None):
            return BadLine(file, number, f"key {key!r} must be text or null, not {type(record[key]).__name__}")
    try:
        return Document.from_input(record)
    except ValueError as error:
        return BadLine(file, number, str(error))


def tag_line(tags: Annotations) -> Mapping[str, Any]:
    """The codebook's object with a key `spans` beside it: for each kind of tag its mentions (part, start, stop,
    surface and the mention's own fields), `facts`, the unvalidated findings (nlp.records.Facts; `breaches` in the order
    of `violations`), and `tagger`, the version that made them."""
    kinds = ("regions", "officials", "violations", "prevention", "elections")
    spans = {kind: [_flat(mention) for mention in getattr(tags, kind)] for kind in kinds}
    facts = {one.name: [_flat(mention) for mention in getattr(tags.facts, one.name)] for one in fields(tags.facts)}
    return {**tags.codebook(), "spans": spans, "facts": facts, "tagger": tags.tagger}


def _flat(mention: Any) -> dict[str, Any]:
    values = asdict(mention)
    values.pop("evidence", None)  # as long as the article itself; `netra explain` shows it
    span = values.pop("span", None)
    return {**span, **values} if span else values


def write_line(tags: Annotations, out: TextIO) -> None:
    """One line of JSON; a lone surrogate in the text is written as its escape."""
    record = tag_line(tags)
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(record)
    out.write(line + "\n")
