"""Whether a breach belongs to an earlier election or year than the article's own story (codebook `temporal`)."""

import re
from collections import Counter
from typing import Literal

from nlp.breaches.lexicon import pattern
from nlp.document import Document

_YEAR = re.compile(r"(?<![\d/.-])(20[0-3]\d)(?!\d)")
_MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
_DATE = re.compile(rf"\b\d{{1,2}}(?:[/-]\d{{1,2}}[/-]| (?:{_MONTHS}) )(20[0-3]\d)\b", re.I)


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


def main_election(document: Document) -> str | None:
    """The election that the story is about, as a folded "pilkada 2024": the first one that title or text names with a
    year; None where none is."""
    text = document.folded["title"] + "\n" + document.folded["text"]
    if pattern("rerun").search(text):
        return None
    match = pattern("named_election").search(text)
    return re.sub(r"\s+", " ", match[0]).lower() if match else None


def is_past(text: str, year: int | None, election: str | None = None) -> Literal["past", "current"]:
    """`past` where the clause dates the breach before the story's year and election, or says "the last election".
    Years inside law titles do not count. `election`: what `main_election` gives."""
    plain = pattern("law").sub(lambda m: "_" * len(m[0]), text)
    own = election is not None and any(
        re.sub(r"\s+", " ", m[0]).lower() == election for m in pattern("named_election").finditer(plain)
    )
    if own:
        return "current"
    if pattern("earlier").search(plain):
        return "past"
    years = [int(m[1]) for m in pattern("dated").finditer(plain)]
    known = [y for y in (year, int(election[-4:]) if election else None) if y]
    return "past" if years and known and max(years) < min(known) else "current"
