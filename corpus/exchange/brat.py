"""brat standoff: a .txt and an .ann file an article in one folder, with the configuration that brat needs."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.exchange.joined import joined, lengths, placed, split, whole_spans
from corpus.exchange.names import check_new, file_names
from corpus.exchange.shape import (
    PARTY,
    REMARK,
    AnnotatedArticle,
    Annotation,
    ExchangeError,
    Relation,
    Value,
    checked,
    layers,
    marks,
)

LOSES = (
    "labels of the article (topic, primary region, sets without marks) have no place in brat: they stand in "
    "documents.jsonl beside the texts, where people can edit them",
    "lists and free text (forms, parties, name, position, codes) stand in a note as JSON: brat has attributes of one "
    "listed value only",
    "ids of marks are brat's own (T1, T2 ...) where a mark was made there",
)
DOCUMENTS = "documents.jsonl"
_LINE = re.compile(r"(?P<id>[TRA#]\d+)\t(?P<body>[^\t]*)(?:\t(?P<text>.*))?", re.DOTALL)
_PIECE = re.compile(r"[^\n]+")


def _plain(layer: str) -> tuple[str, ...]:
    """Fields of a layer that brat can show: one value of a list."""
    return tuple(one.name for one in layers()[layer] if one.values and not one.many)


def _attribute(layer: str, field: str) -> str:
    return f"{layer}_{field}"


def configuration() -> str:
    """brat's annotation.conf."""
    lines = ["[entities]", *marks(), "", "[relations]", f"{PARTY}\tArg1:violation, Arg2:official"]
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]"]
    for layer in marks():
        for one in layers()[layer]:
            if one.name in _plain(layer):
                lines.append(f"{_attribute(layer, one.name)}\tArg:{layer}, Value:{'|'.join(one.values)}")
    return "\n".join(lines) + "\n"


def write(articles: Iterable[AnnotatedArticle], target: Path) -> int:
    """Write articles into a new folder; returns how many. Offsets are code points; a mark over a line end has a piece a
    line, as brat asks."""
    check_new(target)
    (target / "annotation.conf").write_text(configuration(), encoding="utf-8")
    names, count = file_names(), 0
    with (target / DOCUMENTS).open("w", encoding="utf-8", newline="\n") as documents:
        for article in articles:
            name, whole = names(article.id), joined(article.parts)
            (target / f"{name}.txt").write_bytes(whole.encode("utf-8"))
            (target / f"{name}.ann").write_bytes("".join(_lines(article, whole)).encode("utf-8"))
            row = {
                "file": name, "id": article.id, "parts": lengths(article.parts), "labels": article.labels,
                "meta": article.meta,
            }  # fmt: skip
            documents.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _lines(article: AnnotatedArticle, whole: str) -> Iterator[str]:
    numbers: dict[str, int] = {}
    attributes = 0
    for number, (span, start, stop) in enumerate(whole_spans(article), start=1):
        numbers[span.id] = number
        pieces = [(start + m.start(), start + m.end()) for m in _PIECE.finditer(whole[start:stop])]
        words = " ".join(whole[a:b] for a, b in pieces)
        pieces = pieces or [(start, stop)]  # nothing but line ends
        place = ";".join(f"{a} {b}" for a, b in pieces)
        yield f"T{number}\t{span.label} {place}\t{words}\n"
        for field in _plain(span.label):
            if field in span.values:
                attributes += 1
                yield f"A{attributes}\t{_attribute(span.label, field)} T{number} {span.values[field]}\n"
        note = {"id": span.id, **{k: v for k, v in span.values.items() if k not in _plain(span.label)}}
        if (pieces[0][0], pieces[-1][1]) != (start, stop):
            note["at"] = (str(start), str(stop))  # brat's pieces leave out a line end at the border
        yield f"#{number}\tAnnotatorNotes T{number}\t{json.dumps(note, ensure_ascii=False)}\n"
    for number, relation in enumerate(article.relations, start=1):
        yield f"R{number}\t{relation.label} Arg1:T{numbers[relation.source]} Arg2:T{numbers[relation.target]}\n"


def read(source: Path) -> Iterator[AnnotatedArticle]:
    """Read a folder of .txt and .ann files. Without documents.jsonl (a folder of others) the file name is the id and the
    first line the title. A note that is no JSON becomes the mark's remark. Raises ExchangeError."""
    known: dict[str, Mapping[str, Any]] = {}
    if (source / DOCUMENTS).is_file():
        rows = (source / DOCUMENTS).read_text("utf-8").split("\n")
        known = {row["file"]: row for row in map(json.loads, filter(str.strip, rows))}
    texts = sorted(source.glob("*.txt")) if source.is_dir() else []
    if not texts:
        raise ExchangeError(f"{source}: not a folder with .txt files")
    for text in texts:
        yield _article(text, known.get(text.stem, {}))


def _article(file: Path, known: Mapping[str, Any]) -> AnnotatedArticle:
    notes = file.with_suffix(".ann")
    if not notes.is_file():
        raise ExchangeError(f"{notes}: missing beside {file.name}")
    whole = file.read_bytes().decode("utf-8")
    parts = split(whole, known.get("parts"), file.name)
    found = _Standoff(notes.name, whole)
    for number, line in enumerate(notes.read_bytes().decode("utf-8").split("\n"), start=1):
        if line.strip():
            found.take(line, number)
    spans = [
        placed(found.annotation(key), parts, start, stop, f"{notes.name}: {key}")
        for key, (start, stop) in found.places().items()
    ]
    ids = {key: found.annotation(key).id for key in found.labels}
    relations = [Relation(label, ids.get(a, a), ids.get(b, b)) for label, a, b in found.ties]
    labels = {name: tuple(value) for name, value in known.get("labels", {}).items()}
    return checked(
        AnnotatedArticle(
            known.get("id") or file.stem, parts, tuple(spans), tuple(relations), labels, known.get("meta", {})
        ),
        notes.name,
    )


class _Standoff:
    """The lines of one .ann file."""

    def __init__(self, file: str, whole: str) -> None:
        self.file = file
        self.whole = whole
        self.labels: dict[str, str] = {}
        self.spots: dict[str, tuple[int, int]] = {}
        self.attributes: dict[str, dict[str, Value]] = {}
        self.notes: dict[str, dict[str, Any]] = {}
        self.ties: list[tuple[str, str, str]] = []

    def take(self, line: str, number: int) -> None:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ExchangeError(f"{self.file}, line {number}: {line[:60]!r} is no line of standoff that netra knows")
        words = match["body"].split(" ")
        where = f"{self.file}, line {number}"
        try:
            if match["id"][0] == "T":
                self._mark(match["id"], words, match["text"] or "", where)
            elif match["id"][0] == "A":
                self._attribute(words, where)
            elif match["id"][0] == "R":
                self.ties.append((words[0], words[1].partition(":")[2], words[2].partition(":")[2]))
            else:
                self._note(words[1], match["text"] or "")
        except (IndexError, ValueError) as error:
            raise ExchangeError(f"{where}: {line[:60]!r} cannot be read ({error})") from error

    def _mark(self, key: str, words: list[str], text: str, where: str) -> None:
        pieces = [tuple(map(int, piece.split(" "))) for piece in " ".join(words[1:]).split(";")]
        start, stop = pieces[0][0], pieces[-1][1]
        if " ".join(self.whole[a:b] for a, b in pieces).split() != text.split():
            raise ExchangeError(
                f"{where}: {start} to {stop} holds {self.whole[start:stop][:60]!r}, not {text[:60]!r}: "
                "the text was changed"
            )
        between = [self.whole[a[1] : b[0]] for a, b in pairwise(pieces)]
        if any(gap.strip() for gap in between):
            raise ExchangeError(f"{where}: a mark of several pieces with words between them cannot be taken over")
        self.labels[key], self.spots[key] = words[0], (start, stop)

    def _attribute(self, words: list[str], where: str) -> None:
        layer, _, field = words[0].partition("_")
        if len(words) < 3 or layer not in marks():
            raise ExchangeError(f"{where}: attribute {words[0]!r} is unknown; annotation.conf lists them")
        self.attributes.setdefault(words[1], {})[field] = words[2]

    def _note(self, key: str, text: str) -> None:
        held = self.notes.setdefault(key, {})
        if text.startswith("{"):
            held |= json.loads(text)
        elif text:
            held[REMARK] = f"{held[REMARK]} {text}" if REMARK in held else text

    def places(self) -> dict[str, tuple[int, int]]:
        """Each mark's place, with the line ends at its borders."""
        found = {}
        for key, (start, stop) in self.spots.items():
            at = self.notes.get(key, {}).get("at")
            wide = (int(at[0]), int(at[1])) if at else (start, stop)
            # only while the mark is where it was
            same = self.whole[wide[0] : wide[1]].strip("\n") == self.whole[start:stop]
            found[key] = wide if same else (start, stop)
        return found

    def annotation(self, key: str) -> Annotation:
        """The mark, its place still to be found."""
        note = {k: tuple(v) if isinstance(v, list) else v for k, v in self.notes.get(key, {}).items() if k != "at"}
        ident = str(note.pop("id", key))
        return Annotation(ident, self.labels[key], "text", 0, 0, {**note, **self.attributes.get(key, {})})
