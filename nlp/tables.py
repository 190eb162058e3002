"""Rules and vocabulary as data: the CSV tables of `nlp/data`; what is wrong in one is told with file and line."""

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

_FOLDER = files("nlp.data")


class TableError(ValueError):
    """A table of `nlp/data` that cannot be used; the message names file, line and column."""


def read_table(name: str, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """Rows of `nlp/data/<name>` (CSV, UTF-8, `#` lines are comments) with at least `columns`, cells stripped.
    Raises TableError where a column is missing or a row has too few or too many cells."""
    lines = [
        (number, line)
        for number, line in enumerate(_FOLDER.joinpath(name).read_text("utf-8").splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    reader = csv.reader(line for _, line in lines)
    header = next(reader, [])
    missing = [column for column in columns if column not in header]
    if missing:
        raise TableError(f"nlp/data/{name}: column {missing[0]!r} is missing; the header must hold {list(columns)}")
    for cells in reader:
        if len(cells) != len(header):
            number = lines[reader.line_num - 1][0]
            raise TableError(f"nlp/data/{name}, line {number}: {len(cells)} cells where the header has {len(header)}")
        yield {key: cell.strip() for key, cell in zip(header, cells, strict=True)}


def read_toml(name: str) -> Mapping[str, Any]:
    """The table `nlp/data/<name>`. Raises TableError where it is no TOML, with the line."""
    try:
        return tomllib.loads(_FOLDER.joinpath(name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"nlp/data/{name}: {error}") from error


@cache
def data_digest() -> str:
    """First 12 hex digits of the SHA-256 over all tables and models of `nlp/data`, in name order."""
    digest = hashlib.sha256()
    for entry in sorted(_FOLDER.iterdir(), key=lambda e: e.name):
        if entry.is_file() and not entry.name.endswith((".py", ".pyc", ".md")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
