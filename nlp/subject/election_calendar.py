"""The elections of the codebook with their voting days, and which of them a day or a year points to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from nlp.tables import read_table

# Offices speak of "calon" and "kampanye" this long before a vote, and of what happened then this long after.
_AHEAD_DAYS, _AFTERMATH_DAYS = 330, 60
_TWO_YEARS = 730


@dataclass(frozen=True)
class Election:
    """One election: its family, year, voting day, and the days whose articles mean it by the bare word."""

    id: str
    family: str
    year: int
    vote: date
    since: date
    until: date


@cache
def calendar() -> Mapping[str, Election]:
    """All elections of the codebook by id, in order of their voting day."""
    columns = ("election", "family", "year", "vote", "since", "until")
    rows = [
        Election(
            row["election"], row["family"], int(row["year"]),
            *(date.fromisoformat(row[key]) for key in ("vote", "since", "until")),
        )
        for row in read_table("elections.csv", columns)
    ]  # fmt: skip
    return {row.id: row for row in sorted(rows, key=lambda e: e.vote)}


def of_year(family: str, year: int) -> str | None:
    """The election of this family and year."""
    ids = [e.id for e in calendar().values() if e.family == family and e.year == year]
    return ids[0] if ids else None


def on_day(number: int | None, month: int, year: int | None, day: date | None, family: str | None) -> str | None:
    """The one election voted on this day (or in this month); without a year, the one whose time the article's day
    falls into."""
    fitting = [
        e
        for e in calendar().values()
        if (e.family == family if family else e.family in ("pemilu", "pilkada"))
        and e.vote.month == month
        and number in (None, e.vote.day)
        and year in (None, e.year)
        and (year is not None or day is None or e.since <= day <= e.until)
    ]
    return fitting[0].id if len(fitting) == 1 else None


def current(family: str, day: date) -> str | None:
    """The election that an article of this day means by the family's bare word."""
    ids = [e.id for e in calendar().values() if e.family == family and e.since <= day <= e.until]
    return ids[0] if ids else None


def ahead(family: str, day: date) -> str | None:
    """The next election of the family within two years: what "pileg" or "pilpres" means early in its stages."""
    ids = [e.id for e in calendar().values() if e.family == family and 0 <= (e.vote - day).days <= _TWO_YEARS]
    return ids[0] if ids else None


def coming(day: date) -> str | None:
    """The election that an article of this day means when it only speaks of candidates or a campaign: the next one,
    or one that has just been held."""
    away = {e.id: (e.vote - day).days for e in calendar().values() if e.family in ("pemilu", "pilkada")}
    near = {name: days for name, days in away.items() if -_AFTERMATH_DAYS <= days <= _AHEAD_DAYS}
    return min(near, key=lambda name: near[name] if near[name] >= 0 else -4 * near[name]) if near else None
