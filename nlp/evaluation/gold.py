"""Labelled articles: JSON lines of the codebook's object with title and text."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_NEEDED = (
    "id",
    "title",
    "text",
    "topic",
    "elections",
    "regions",
    "primary_region",
    "officials",
    "violations",
    "prevention",
)


class GoldError(ValueError):
    """A file of labels or tags that cannot be used; the message names file, line and key."""


def read_rows(path: Path, needed: tuple[str, ...] = ("id",)) -> list[Mapping[str, Any]]:
    """The objects of a JSON-lines file. Raises GoldError where a line is no object or lacks a needed key, OSError."""
    rows: list[Mapping[str, Any]] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise GoldError(f"{path.name}, line {number}: not JSON ({error})") from error
        if not isinstance(row, dict):
            raise GoldError(f"{path.name}, line {number}: a JSON object is expected, not {type(row).__name__}")
        if missing := [key for key in needed if key not in row]:
            raise GoldError(f"{path.name}, line {number}: key {missing[0]!r} is missing")
        rows.append(row)
    return rows


def read_gold(path: Path) -> list[Mapping[str, Any]]:
    """Labelled articles of a file. Raises GoldError (which line, which key), OSError."""
    return read_rows(path, _NEEDED)
