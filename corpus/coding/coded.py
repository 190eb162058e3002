"""A coding sheet as labels: the codebook's values for the columns that it has, each problem named with its cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from corpus.coding.maps import Column, SheetMap, allowed, is_set
from corpus.coding.sheets import Cell, bare, read_sheet
from corpus.errors import InputError
from corpus.tables.reference import region_rows
from nlp.places.gazetteer import regions
from nlp.subject.election_calendar import calendar

Value = str | None | frozenset[str]
_YES = frozenset({"x", "v", "ya", "y", "yes", "true", "benar", "1", "\u2713", "\u2714"})
_NO = frozenset({"", "-", "tidak", "t", "n", "no", "false", "salah", "0"})
_CODE = re.compile(r"(\d\d)(?:[.,](\d{1,2}))?")
# Excel keeps 15 digits of a number; a longer one was changed.
_EXACT = 10**15


@dataclass(frozen=True)
class CodedRow:
    """One row: the article as the sheet names it, its number, the words of an entry (rows of violations), and the value
    of each field that its cells gave."""

    key: str
    row: int
    quote: str | None
    values: Mapping[str, Value]


@dataclass
class Coded:
    """A sheet as read. `problems`: a line for the user for each cell or row that could not be used."""

    rows: list[CodedRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _CellProblem(Exception):
    """A cell whose value cannot be used."""


def read_coding(path: Path, layout: SheetMap) -> Coded:
    """The rows of a sheet. A cell that cannot be used leaves its field out of that row. Raises InputError where the sheet
    lacks a column of the map."""
    found = Coded()
    for number, cells in read_sheet(path, layout.sheet, layout.header):
        if number == layout.header + 1 or not found.rows:
            _check_columns(cells, layout, path)
        try:
            key = _key(_cell(cells, layout.id))
            quote = _usable(_cell(cells, layout.quote)).text if layout.quote else None
        except _CellProblem as problem:
            found.problems.append(f"{path.name}, row {number}: {problem}; row skipped")
            continue
        values: dict[str, Value] = {}
        for name, column in layout.columns.items():
            try:
                values[name] = _field(name, column, cells, layout)
            except _CellProblem as problem:
                found.problems.append(f"{path.name}, row {number}: {problem}; cell skipped")
        if quote == "":
            found.problems.append(f"{path.name}, row {number}: no words in {layout.quote!r}; row skipped")
        else:
            found.rows.append(CodedRow(key, number, quote, values))
    return found


def _check_columns(cells: Mapping[str, Cell], layout: SheetMap, path: Path) -> None:
    asked = [layout.id, *([layout.quote] if layout.quote else [])]
    for column in layout.columns.values():
        asked += [column.column] if column.column else list(column.flags)
    missing = [name for name in asked if bare(name) not in cells]
    if missing:
        raise InputError(f"{path.name}: there is no column {missing[0]!r}; there are {', '.join(cells)}")


def _cell(cells: Mapping[str, Cell], name: str) -> Cell:
    return cells[bare(name)]


def _usable(cell: Cell) -> Cell:
    if cell.problem is not None:
        raise _CellProblem(cell.problem)
    return cell


def _key(cell: Cell) -> str:
    """What names the article, as text."""
    cell = _usable(cell)
    if cell.kind == "empty":
        raise _CellProblem(f"{cell.place}: no article is named")
    if cell.kind == "date":
        raise _CellProblem(f"{cell.place} holds a date ({cell.text}): the program changed the id; format it as text")
    if (cell.kind == "number" and abs(float(cell.text)) >= _EXACT) or re.fullmatch(r"\d[.,]\d+E\+\d+", cell.text):
        raise _CellProblem(f"{cell.place} holds {cell.text}: the program rounded a long number; format it as text")
    return bare(cell.text)


def _field(name: str, column: Column, cells: Mapping[str, Cell], layout: SheetMap) -> Value:
    if column.flags:
        return frozenset(value for head, value in column.flags.items() if value and _flag(_cell(cells, head)))
    cell = _usable(_cell(cells, column.column or ""))
    several = is_set(name, layout.row)
    words = [cell.text]
    if several:
        words = [word.strip() for word in cell.text.split(layout.separator)]
    values = [one for word in words if word and (one := _value(name, column, word, cell))]
    return frozenset(values) if several else (values[0] if values else None)


def _flag(cell: Cell) -> bool:
    text = _usable(cell).text.casefold()
    if text in _NO or text in _YES:
        return text in _YES
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):  # NVivo counts passages or per cent
        return float(text.replace(",", ".")) > 0
    raise _CellProblem(f"{cell.place}: {cell.text[:40]!r} is neither yes nor no")


def _value(name: str, column: Column, word: str, cell: Cell) -> str | None:
    """The codebook's value of one word; None where the map says that it means nothing."""
    given = {key.strip().casefold(): value for key, value in column.values.items()}
    if word.casefold() in given:
        return given[word.casefold()] or None
    if name in ("regions", "primary_region"):
        return _region(word, cell)
    if name == "elections":
        if word.casefold() not in calendar():
            raise _CellProblem(f"{cell.place}: {word[:40]!r} is no election of the codebook (pilkada-2024)")
        return word.casefold()
    if name == "officials":
        return word
    if word.casefold() not in allowed(name):
        raise _CellProblem(
            f"{cell.place}: {word[:40]!r} is no value of {name} ({', '.join(allowed(name))}); "
            f"translate it under columns.{name}.values"
        )
    return word.casefold()


@cache
def _names() -> Mapping[str, str]:
    """Official name in small letters -> code."""
    return {str(row["name"]).casefold(): str(row["region_code"]) for row in region_rows()}


def _region(word: str, cell: Cell) -> str:
    """A code, as it was before a spreadsheet took it for a number (33.1 is 33.10), or the code of an official name."""
    if cell.kind == "date":
        raise _CellProblem(
            f"{cell.place} holds a date ({cell.text}): the program changed the code; format it as text"
        )
    match = _CODE.fullmatch(word)
    if match is None:
        code = _names().get(" ".join(word.casefold().split()), "")
    else:
        code = match[1] if match[2] is None else f"{match[1]}.{match[2].ljust(2, '0')}"
    if code not in regions():
        raise _CellProblem(f"{cell.place}: {word[:40]!r} is neither a Kemendagri code nor the name of a region")
    return code


def objects(coded: Sequence[CodedRow], layout: SheetMap) -> list[dict[str, Any]]:
    """The codebook's object of each article in the sheet, for the columns that it has: sets sorted; entries of a sheet of
    violations under `violations`, sets of a whole article's entries under `entries`."""
    found: dict[str, dict[str, Any]] = {}
    for row in coded:
        record = found.setdefault(row.key, {"id": row.key})
        plain = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in row.values.items()}
        if layout.row == "violation":
            record.setdefault("violations", []).append({"quote": row.quote, **plain})
            continue
        for name, value in plain.items():
            if name == "officials":
                record[name] = [{"name": one} for one in value or ()]
            elif name in ("topic", "primary_region", "regions", "elections", "prevention"):
                record[name] = value
            else:
                record.setdefault("entries", {})[name] = value
    return list(found.values())
