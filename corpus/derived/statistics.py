"""Fills official_statistics from corpus/data/official_statistics.csv."""

import csv
from collections.abc import Mapping
from importlib.resources import files

from corpus.derived.steps import DerivedBuild
from corpus.errors import NetraError

_COLUMNS = ("election", "region", "body", "measure", "about", "value", "at_least", "unit", "as_of", "note", "source")
_FILE = "official_statistics.csv"


class StatisticsError(NetraError):
    """A row of the table that cannot be used; the message names file, row and column."""


def read_statistics() -> list[Mapping[str, str]]:
    """Rows of the table, in its order, cells stripped. Raises StatisticsError where a cell is missing."""
    text = files("corpus").joinpath("data", _FILE).read_text("utf-8")
    reader = csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))
    rows: list[Mapping[str, str]] = []
    for number, row in enumerate(reader, start=1):
        for column in _COLUMNS:
            if row.get(column) is None:
                raise StatisticsError(
                    f"corpus/data/{_FILE}, row {number}: column {column!r} is missing; add the cell"
                )
        rows.append({column: row[column].strip() for column in _COLUMNS})
    return rows


def fill(build: DerivedBuild) -> None:
    """Load official_statistics."""
    renamed = {"election": "election_id", "region": "region_code"}
    build.insert(
        "official_statistics",
        (
            {renamed.get(column, column): value or None for column, value in row.items()}
            | {"statistic": n, "value": int(row["value"]), "at_least": row["at_least"] == "true"}
            for n, row in enumerate(read_statistics())
        ),
    )
