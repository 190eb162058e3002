"""Positions spelled out: short names of offices, and what the article itself says an abbreviation stands for."""

import re
from collections.abc import Container, Sequence
from functools import cache

from nlp.persons.titles import Title
from nlp.tables import TableError, read_table

_WHEN = frozenset(["always", "article"])


@cache
def _short_names() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    """(pattern, full name, only where the article has it), the longest first. Raises TableError on an unknown
    `when`."""
    found: list[tuple[str, str, bool]] = []
    for row in read_table("unit_abbreviations.csv", ("abbr", "full", "when")):
        if row["when"] not in _WHEN:
            raise TableError(f"nlp/data/unit_abbreviations.csv, {row['abbr']!r}: when must be one of {sorted(_WHEN)}")
        found.append((row["abbr"], row["full"], row["when"] == "article"))
    found.sort(key=lambda f: -len(f[0]))
    return tuple((re.compile(rf"(?<!\w){re.escape(abbr)}(?!\w)"), full, only) for abbr, full, only in found)


def spell_out(position: str, article: str) -> str:
    """A position with its short names in full. `article`: the folded text, which decides for names such as BKD."""
    for pattern, full, only in _short_names():
        if full in position or not pattern.search(position) or (only and full.lower() not in article.lower()):
            continue
        position = pattern.sub(full, position, count=1)
    return re.sub(r"\b(Dinas|Badan|Kantor) \1\b", r"\1", position)


def fuller(title: Title, titles: Sequence[Title], named: Container[int]) -> str:
    """The position of a bare title ("kedua pegawai tersebut", "kepala bidang itu") as another title of the article
    with the same head, of nobody else (not in `named`, by id), has it ("pegawai Dinas Pertanian"); else its own."""
    if title.position != title.head.position:
        return title.position
    longer = {t.position for t in titles if t.position.startswith(f"{title.position} ") and id(t) not in named}
    return longer.pop() if len(longer) == 1 else title.position
