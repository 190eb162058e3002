"""What a line of an article's column is, by its wording alone. The patterns are `lines.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path


class Line(StrEnum):
    """Kinds of line; TEXT is what belongs to the article."""

    TEXT = "text"
    TEASER = "teaser"
    FURNITURE = "furniture"
    CREDIT = "credit"
    SIGNOFF = "signoff"


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    with (Path(__file__).parent / "lines.toml").open("rb") as file:
        data = tomllib.load(file)
    return {kind: joined(entry["patterns"]) for kind, entry in data.items()}


def joined(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern out of many alternatives, case ignored; one that never matches where there are none."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", re.I)


@lru_cache(maxsize=4096)
def kind_of(text: str) -> Line:
    """What kind of line this is. Long lines are text unless they begin as a pointer or a credit does."""
    patterns = _patterns()
    for kind in (Line.TEASER, Line.CREDIT, Line.FURNITURE, Line.SIGNOFF):
        if patterns[kind.value].match(text) and (len(text) < 260 or kind in (Line.TEASER, Line.CREDIT)):
            return kind
    return Line.TEXT


def begins_furniture(text: str) -> bool:
    """True for a line behind which nothing of the article follows ("Berita Terkait", "Tags", "Komentar")."""
    return bool(_patterns()["end"].match(text))
