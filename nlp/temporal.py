"""Whether a breach belongs to an earlier election or year than the article's own story (codebook `temporal`)."""

import re
from collections import Counter
from typing import Literal

from nlp.document import Document
from nlp.lexicon import pattern

_YEAR = re.compile(r"(?<![\d/.-])(20[0-3]\d)(?!\d)")
_DATE = re.compile(r"\b\d{1,2}[/ -](?:\d{1,2}|[a-z]+)[/ -](20[0-3]\d)\b", re.I)


def story_year(document: Document) -> int | None:
    """The year of the article's own story: its date, else the latest full date or year that its text states."""
    if document.published:
        return document.published.year
    text = document.folded["title"] + "\n" + document.folded["text"]
    dates = [int(y) for y in _DATE.findall(text)]
    if dates:
        return max(dates)
    years = Counter(int(y) for y in _YEAR.findall(pattern("law").sub(" ", text)))
    return max(years) if years else None


def is_past(text: str, year: int | None, election_year: int | None = None) -> Literal["past", "current"]:
    """`past` where the clause dates the breach before the story's year (or the election that the story is about), or
    says "the last election". Years inside law titles do not count."""
    plain = pattern("law").sub(lambda m: "_" * len(m[0]), text)
    years = [int(y) for y in pattern("dated").findall(plain)]
    limit = min(y for y in (year, election_year) if y) if year or election_year else None
    if years and limit is not None:
        return "past" if max(years) < limit else "current"
    return "past" if pattern("earlier").search(plain) else "current"
