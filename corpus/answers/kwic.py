"""Keyword in context."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus.answers.filters import Filters
from corpus.errors import UsageProblem
from corpus.tables.portions import portions

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
_RUN = re.compile(r"[a-z0-9]+")
_HOW = {(False, False): "is", (False, True): "starts", (True, False): "ends", (True, True): "holds"}
_WHERE = {
    "is": "word = {}",
    "starts": "starts_with(word, {})",
    "ends": "ends_with(word, {})",
    "holds": "contains(word, {})",
}
# bits of a BIGINT; a longer pattern is found by its first words
_MOST_RUNS = 60


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


def word_runs(pattern: str) -> list[tuple[str, str]]:
    """What the index must hold of every text with a hit: (how, letters), `how` being one of is, starts, ends, holds. The
    index cuts words at all but a to z and digits, so a pattern word can be several."""
    found = []
    for word in pattern.lower().split():
        pieces = word.split("*")
        for n, piece in enumerate(pieces):
            if not piece.isascii():
                continue
            for match in _RUN.finditer(piece):
                open_left = match.start() == 0 and n > 0
                open_right = match.end() == len(piece) and n < len(pieces) - 1
                found.append((_HOW[open_left, open_right], match[0]))
    return sorted(set(found))


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
            text = getattr(row, part)
            # pandas gives NULL as NaN where another row has words
            for match in pattern.finditer(text) if isinstance(text, str) else ():
                start, stop = match.span()
                if start == stop:
                    continue
                left, right = _context(text, start, stop, window)
                statuses = _statuses(row.violations, part, start, stop)
                yield (
                    row.article_id, row.outlet_id, row.published_date, part, start, stop,
                    left, " ".join(match[0].split()), right, statuses,
                )  # fmt: skip


def _candidates(corpus: "Corpus", runs: Sequence[tuple[str, str]], parts: Sequence[str], where: Filters) -> list[str]:
    """Ids of the articles that can hold a hit, newest first: those with every run in the index; without runs, all."""
    condition, params = where.sql(), dict(where.params)
    if runs:
        runs = runs[:_MOST_RUNS]
        terms = " UNION ALL ".join(
            f"SELECT DISTINCT {1 << n}::BIGINT AS run, term FROM search.words WHERE {_WHERE[how].format(f'$run{n}')}"
            for n, (how, _) in enumerate(runs)
        )
        params |= {f"run{n}": letters for n, (_, letters) in enumerate(runs)}
        # the index has no captions
        caption = "OR a.caption IS NOT NULL" if "caption" in parts else ""
        condition = f"""
            (d.marked {caption} OR d.doc IN (
                SELECT doc FROM search.postings JOIN ({terms}) USING (term)
                GROUP BY doc HAVING bit_or(run) = {(1 << len(runs)) - 1}
            )) AND {condition}"""
    found = corpus.sql(
        f"SELECT a.article_id FROM articles a JOIN search.docs d USING (article_id) WHERE {condition} "
        "ORDER BY a.published_date DESC NULLS LAST, a.article_id",
        params,
    )
    return list(found["article_id"])


def find_lines(
    corpus: "Corpus",
    pattern: re.Pattern[str],
    runs: Sequence[tuple[str, str]],
    parts: Sequence[str],
    where: Filters,
    window: int,
    limit: int | None,
) -> pd.DataFrame:
    """The lines, newest article first. Raises UsageProblem on an unknown part or a negative window."""
    if wrong := [part for part in parts if part not in PARTS]:
        raise UsageProblem(f"part {wrong[0]!r}: expected one of {', '.join(PARTS)}")
    if window < 0:
        raise UsageProblem(f"window {window}: expected 0 or more words")
    found: list[tuple[Any, ...]] = []
    for some in portions(_candidates(corpus, runs, parts, where)):
        rows = corpus.sql(
            f"""
            SELECT a.article_id, a.outlet_id, a.published_date, a.title, a.text, a.caption,
                   coalesce(v.violations, []) AS violations
            FROM articles a LEFT JOIN (
                SELECT article_id, list({{'part': part, 'a': sentence_start, 'b': sentence_stop,
                                         'status': status || '/' || substatus}}) AS violations
                FROM violation_mentions WHERE {some.condition("article_id")} GROUP BY article_id
            ) v USING (article_id)
            WHERE {some.condition("a.article_id")}
            ORDER BY a.published_date DESC NULLS LAST, a.article_id
            """,
            [*some.params, *some.params],
        )
        for line in _lines(rows, pattern, parts, window):
            found.append(line)
            if limit is not None and len(found) >= limit:
                return pd.DataFrame(found, columns=list(COLUMNS))
    return pd.DataFrame(found, columns=list(COLUMNS))
