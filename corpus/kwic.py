"""Keyword in context."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus.errors import UsageProblem
from corpus.filters import Filters

if TYPE_CHECKING:
    from corpus.query import Corpus

COLUMNS = (
    "article_id",
    "outlet_id",
    "published_date",
    "part",
    "start",
    "stop",
    "left",
    "keyword",
    "right",
    "statuses",
)
PARTS = ("title", "text", "caption")
_WORD = re.compile(r"\S+")
# Letters, digits and the hyphen of "e-mail" or "anak-anak" are one word; * stands for any of them.
_LETTER = r"[\w-]"


def compile_pattern(pattern: str, regex: bool) -> re.Pattern[str]:
    """The pattern as a regular expression, whole words unless `regex`. Raises UsageProblem."""
    try:
        if regex:
            compiled = re.compile(pattern, re.IGNORECASE)
        else:
            words = r"\s+".join(re.escape(word).replace(r"\*", f"{_LETTER}*") for word in pattern.split())
            compiled = re.compile(rf"(?<!{_LETTER}){words}(?!{_LETTER})", re.IGNORECASE)
    except re.error as error:
        raise UsageProblem(f"pattern {pattern!r}: not a regular expression: {error}") from error
    if not pattern.strip() or compiled.search(""):
        raise UsageProblem(f"pattern {pattern!r}: it would match the empty string")
    return compiled


def literal_pieces(pattern: str) -> list[str]:
    """Pieces that every text with a hit must hold, in lower case: the database can leave the other texts out."""
    return [piece.lower() for piece in re.split(r"[*\s]+", pattern) if piece and piece.isascii()]


def _context(text: str, start: int, stop: int, window: int) -> tuple[str, str]:
    """`window` words before and after, on one line."""
    # 40 letters a word are more than enough: the rest of the text need not be split
    before = text[max(0, start - 40 * window) : start].split()
    after = text[stop : stop + 40 * window].split()
    return " ".join(before[-window:] if window else []), " ".join(after[:window])


def _statuses(sentences: Any, part: str, start: int, stop: int) -> list[str]:
    inside = (s for s in sentences if s["part"] == part and s["a"] <= start and stop <= s["b"])
    return sorted({s["status"] for s in inside})


def _lines(
    rows: pd.DataFrame, pattern: re.Pattern[str], parts: Sequence[str], window: int
) -> Iterator[tuple[Any, ...]]:
    for row in rows.itertuples(index=False):
        for part in parts:
            text = getattr(row, part) or ""
            for match in pattern.finditer(text):
                start, stop = match.span()
                if start == stop:
                    continue
                left, right = _context(text, start, stop, window)
                statuses = _statuses(row.violations, part, start, stop)
                yield (
                    row.article_id, row.outlet_id, row.published_date, part, start, stop,
                    left, " ".join(match[0].split()), right, statuses,
                )  # fmt: skip


def find_lines(
    corpus: "Corpus", pattern: re.Pattern[str], parts: Sequence[str], where: Filters, window: int, limit: int | None
) -> pd.DataFrame:
    """The lines, newest article first. Raises UsageProblem on an unknown part or a negative window."""
    if wrong := [part for part in parts if part not in PARTS]:
        raise UsageProblem(f"part {wrong[0]!r}: expected one of {', '.join(PARTS)}")
    if window < 0:
        raise UsageProblem(f"window {window}: expected 0 or more words")
    rows = corpus.sql(
        f"""
        SELECT a.article_id, a.outlet_id, a.published_date, a.title, a.text, a.caption,
               coalesce((SELECT list({{'part': v.part, 'a': v.sentence_start, 'b': v.sentence_stop,
                                       'status': v.status || '/' || v.substatus}})
                         FROM violation_mentions v WHERE v.article_id = a.article_id), []) AS violations
        FROM articles a WHERE {where.sql()}
        ORDER BY a.published_date DESC NULLS LAST, a.article_id
        """,
        where.params,
    )
    found = []
    for line in _lines(rows.astype({"caption": object}), pattern, parts, window):
        found.append(line)
        if limit is not None and len(found) >= limit:
            break
    return pd.DataFrame(found, columns=list(COLUMNS))
