"""Results on standard output: a table for people, CSV and JSON for programs."""

import csv
import json
import math
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.commands.stream import readers_may_leave

if TYPE_CHECKING:
    import pandas as pd


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


FormatOption = Annotated[
    Format,
    typer.Option("--format", help="table for reading; csv; json: one array of objects. Lists in csv are JSON."),
]
_WIDE = 240


def plain(value: Any) -> Any:
    """A value of a result as JSON can hold it: ISO dates, lists, NULL for NaN."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (datetime, date)):
        return None if value != value else value.isoformat()
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Format) -> None:
    """Print a result on standard output."""
    values = [[plain(value) for value in row] for row in rows]
    with readers_may_leave():
        _print(columns, values, form)


def _print(columns: Sequence[str], values: Sequence[Sequence[Any]], form: Format) -> None:
    if form is Format.JSON:
        objects = [dict(zip(columns, row, strict=True)) for row in values]
        sys.stdout.write(json.dumps(objects, ensure_ascii=False, indent=1) + "\n")
    elif form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in values)
    else:
        _print_table(columns, values)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, markup=False, highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
        if _print_narrow(columns, rows):
            return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    console.print(table)


def _print_narrow(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bool:
    """Print the table line by line where no cell needs folding, far quicker than rich; whether it was printed."""
    from rich.cells import cell_len

    lines = [list(columns), *([_cell(value) for value in row] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    if sum(widths) + 2 * len(widths) > _WIDE or any(not cell.isprintable() for line in lines for cell in line):
        return False
    for line in lines:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    return True


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Format, file: Path) -> None:
    """Write a result into a file, whole or not at all. Raises OSError."""
    values = [[plain(value) for value in row] for row in rows]
    part = file.with_name(f"{file.name}.part")
    with part.open("w", encoding="utf-8") as handle, redirect_stdout(handle):
        _print(columns, values, form)
    os.replace(part, file)


def print_frame(frame: "pd.DataFrame", form: Format) -> None:
    """Print a DataFrame on standard output."""
    days = {name for name in frame.columns if name.endswith("_date")}
    clean = frame.astype(dict.fromkeys(days, object))
    for name in days:
        clean[name] = [None if value != value else str(value)[:10] for value in clean[name]]
    print_rows(list(clean.columns), clean.itertuples(index=False, name=None), form)
