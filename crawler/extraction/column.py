"""What is read out of an article's column, and what an outlet adds to the reading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Column:
    """What an article's column holds. `paragraphs`: the text; `credits`: byline, source and photo lines; `signoffs`;
    `teasers`: pointers to other articles; `deck`, `kicker`, `captions`; `dropped`: how many lines were
    left out; `repeated`: characters of paragraphs that stood there twice."""

    paragraphs: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    signoffs: list[str] = field(default_factory=list)
    teasers: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    deck: str | None = None
    kicker: str | None = None
    dropped: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What an outlet adds: lines to drop, lines that end the article, byline lines; each None where it has none."""

    drop: re.Pattern[str] | None = None
    end: re.Pattern[str] | None = None
    byline: re.Pattern[str] | None = None


def joined_rules(drop: Sequence[str], end: Sequence[str], byline: Sequence[str]) -> Rules:
    """An outlet's line patterns, compiled; case is ignored."""
    return Rules(_joined(drop), _joined(end), _joined(byline))


def _joined(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I) if patterns else None
