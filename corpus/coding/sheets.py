"""Cells of a coding sheet, CSV or XLSX, with where they stand; nothing in it is ever calculated."""

import csv
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

from corpus.errors import InputError

Kind = Literal["text", "number", "date", "bool", "formula", "error", "empty"]
# Unpacked; a sheet of 100,000 rows has a tenth of it.
_MOST_BYTES = 256 * 1024 * 1024
_MAX_CELL = 4 * 1024 * 1024
# NVivo puts a letter before each column and a number before each row: "A : Imbauan", "1 : g101".
_NVIVO = re.compile(r"^(?:[A-Z]{1,3}|\d+) : ")
# A leading apostrophe guards what a spreadsheet would take for a formula.
_GUARDED = re.compile(r"^'(?=[=+\-@\t\r])")


@dataclass(frozen=True)
class Cell:
    """One cell: `text` as shown (a number in full, without exponent), what kind it was, and its place ("B7")."""

    text: str
    kind: Kind
    place: str

    @property
    def problem(self) -> str | None:
        """Why its value cannot be used; None: it can."""
        if self.kind == "formula":
            return (
                f"{self.place} holds a formula without a stored value: open it in the program that made it and save"
            )
        if self.kind == "error":
            return (
                f"{self.place} holds {self.text}: the words were taken for a formula; write an apostrophe before them"
            )
        return None


def bare(text: str) -> str:
    """A name of a column or row without NVivo's numbering."""
    return _NVIVO.sub("", " ".join(text.replace("\u00a0", " ").split()))


def read_sheet(path: Path, sheet: str | None = None, header: int = 1) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """(row number, column name -> cell) below the header row; empty rows are passed over. Raises InputError (no table,
    two columns of one name, not UTF-8, no such sheet)."""
    rows = _xlsx(path, sheet) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
    names: list[str] = []
    for number, cells in rows:
        if number < header:
            continue
        if number == header:
            names = [bare(cell.text) for cell in cells]
            _check_names(names, path)
        elif any(cell.kind != "empty" for cell in cells):
            padded = [*cells, *(Cell("", "empty", _place(at, number)) for at in range(len(cells), len(names)))]
            yield number, {name: cell for name, cell in zip(names, padded, strict=False) if name}
    if not names:
        raise InputError(f"{path.name}: row {header} should hold the names of the columns; the sheet ends before")


def _check_names(names: Sequence[str], path: Path) -> None:
    twice = {name for name in names if name and names.count(name) > 1}
    if not any(names):
        raise InputError(f"{path.name}: the header row is empty; say which it is with header = N in the map")
    if twice:
        raise InputError(f"{path.name}: two columns are named {sorted(twice)[0]!r}; rename one")


def _place(column: int, row: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _csv(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    csv.field_size_limit(_MAX_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="", errors="strict") as file:
            first = file.readline()
            file.seek(0)
            # Indonesian Excel writes semicolons
            delimiter = max(",;\t", key=first.count)
            for number, row in enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1):
                yield number, [_text(value, _place(at, number)) for at, value in enumerate(row)]
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: not UTF-8 ({error}); save it as CSV UTF-8") from error
    except csv.Error as error:
        raise InputError(f"{path.name}: not CSV ({error})") from error


def _text(value: str, place: str) -> Cell:
    text = _GUARDED.sub("", value.replace("\u00a0", " ").strip())
    if text.startswith("=") and not value.lstrip().startswith("'"):
        return Cell(text, "formula", place)
    if re.fullmatch(r"#(?:N/A|NAME\?|VALUE!|REF!|DIV/0!|NULL!|NUM!)", text):
        return Cell(text, "error", place)
    return Cell(text, "text" if text else "empty", place)


def _xlsx(path: Path, sheet: str | None) -> Iterator[tuple[int, list[Cell]]]:
    try:
        from openpyxl.reader.excel import load_workbook
    except ImportError as error:
        raise InputError(
            "XLSX needs openpyxl: pip install 'netra-corpus[exchange]', or save the sheet as CSV"
        ) from error
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > _MOST_BYTES:
                raise InputError(
                    f"{path.name}: unpacked it is larger than {_MOST_BYTES // 2**20} MB: no coding sheet"
                )
        # twice: once for what the formulas gave when the file was saved, once to know which cells are formulas
        values = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise InputError(f"{path.name}: not an XLSX workbook ({error})") from error
    try:
        if sheet is not None and sheet not in values.sheetnames:
            raise InputError(f"{path.name}: no sheet {sheet!r}; there are {', '.join(values.sheetnames)}")
        name = sheet or values.sheetnames[0]
        both = zip(values[name].iter_rows(values_only=True), formulas[name].iter_rows(values_only=True), strict=False)
        for number, (row, typed) in enumerate(both, start=1):
            yield (
                number,
                [
                    _value(value, written, _place(at, number))
                    for at, (value, written) in enumerate(zip(row, typed, strict=False))
                ],
            )
    finally:
        values.close()
        formulas.close()


def _value(value: Any, written: Any, place: str) -> Cell:
    calculated = isinstance(written, str) and written.startswith("=")
    if value is None:
        return Cell(str(written), "formula", place) if calculated else Cell("", "empty", place)
    if isinstance(value, bool):
        return Cell("1" if value else "0", "bool", place)
    if isinstance(value, (datetime, date, time)):
        return Cell(value.isoformat(), "date", place)
    if isinstance(value, (int, float)):
        whole = isinstance(value, float) and value.is_integer()
        return Cell(str(int(value)) if whole else str(value), "number", place)
    cell = _text(str(value), place)
    # text that begins with = and is no formula was typed behind an apostrophe
    return Cell(cell.text, "text", place) if cell.kind == "formula" else cell
