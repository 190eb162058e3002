"""What an outlet gave, against what its file expects and what it gave before: silence, few or many, a field that fell.

Pure: a day's figures come in, findings go out. A day is one on which the outlet was crawled; days between are no silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import sqrt
from statistics import median

from crawler.catalogue.outlet_model import Expect

HISTORY = 28  # crawl days before the last one that it is compared with
ENOUGH = 10  # articles that a share must rest on
MISSED = 5.0  # articles that should have come, by the rate so far, before silence is called
FEW, MANY = 0.25, 5.0  # of the usual rate; beyond it the day is no longer usual
USUAL_FEW, USUAL_MANY = 4.0, 20.0  # rates below which a factor says nothing
FALL = 0.2  # of a share, against the days before
FIELDS = ("body", "published", "author", "dateline")


@dataclass(frozen=True)
class CrawlDay:
    """One outlet on one day on which it was crawled. `new`: addresses of articles seen for the first time; `articles`:
    of the pages fetched that day, those read as an article; `filled`: {field of FIELDS: of these, how many have it}."""

    day: date
    new: int
    articles: int
    filled: Mapping[str, int]


@dataclass(frozen=True)
class Finding:
    """`kind`: silent, few, many, fell, drift. `value`, `usual`: articles a day, or a share. `alarm`: something is broken;
    else it is unusual. `words` say it to a person."""

    kind: str
    words: str
    alarm: bool
    value: float
    usual: float
    field: str | None = None


def _rates(days: Sequence[CrawlDay]) -> list[float]:
    """New articles a day between crawls. The first crawl has no day before it: what it saw is an archive."""
    return [later.new / max((later.day - earlier.day).days, 1) for earlier, later in pairwise(days)]


def _silence(expect: Expect, days: Sequence[CrawlDay]) -> Finding | None:
    """Silence is called when more than MISSED articles should have come since the last one."""
    if days[-1].new:
        return None
    gave = [place for place, day in enumerate(days) if day.new]
    least = float(expect.per_day[0]) if expect.per_day else 0.0
    if not gave:
        words = f"nothing since it was first crawled on {days[0].day.isoformat()}"
        return Finding("silent", words, True, 0.0, least) if least or len(days) >= 3 else None
    last = days[gave[-1]].day
    usual = median(_rates(days[: gave[-1] + 1]) or [least])
    missed = usual * (days[-1].day - last).days
    if missed < MISSED:
        return None
    words = f"nothing since {last.isoformat()}; {usual:.3g} a day were usual"
    return Finding("silent", words, True, 0.0, usual)


def _volume(expect: Expect, days: Sequence[CrawlDay]) -> Finding | None:
    """Too few or many on the last crawl, by the file's bounds and by the rates before."""
    rates = _rates(days)
    if not rates or not days[-1].new:
        return None
    rate, usual = rates[-1], median(rates[:-1]) if len(rates) > 3 else None
    least, most = expect.per_day or (0, None)
    if rate < least or (usual is not None and usual >= USUAL_FEW and rate < FEW * usual):
        against = float(least) if usual is None else usual
        return Finding("few", f"{rate:.3g} new articles a day; {against:.3g} were expected", False, rate, against)
    if (most is not None and rate > most) or (usual is not None and rate > USUAL_MANY and rate > MANY * usual):
        against = float(most or 0) if usual is None else usual
        return Finding("many", f"{rate:.3g} new articles a day; {against:.3g} were expected", False, rate, against)
    return None


def _recent(days: Sequence[CrawlDay]) -> int:
    """Where the last days begin that together have ENOUGH articles; 0 where all together have not."""
    total = 0
    for place in range(len(days) - 1, -1, -1):
        total += days[place].articles
        if total >= ENOUGH:
            return place
    return 0


def _articles(days: Sequence[CrawlDay]) -> int:
    return sum(day.articles for day in days)


def _share(days: Sequence[CrawlDay], field: str) -> float | None:
    articles = _articles(days)
    return sum(day.filled.get(field, 0) for day in days) / articles if articles >= ENOUGH else None


def _chance(share: float, articles: int) -> float:
    """How far below a true share that of so few articles may lie by chance: two standard deviations."""
    return 2 * sqrt(share * (1 - share) / articles)


def _falls(expect: Expect, days: Sequence[CrawlDay]) -> list[Finding]:
    """Fields whose share lies below the file's, or FALL below that of the days before."""
    found = []
    begin = _recent(days)
    for name in FIELDS:
        now, before = _share(days[begin:], name), _share(days[:begin], name)
        least: float | None = getattr(expect, name)
        if now is None:
            continue
        below = least is not None and now < least - _chance(least, _articles(days[begin:]))
        usual = before if before is not None and now < before - FALL else least if below else None
        if usual is not None:
            words = (
                f"{name} in {now:.0%} of the articles since {days[begin].day.isoformat()}; {usual:.0%} were expected"
            )
            found.append(Finding("fell", words, True, now, usual, name))
    return found


def findings(expect: Expect, days: Sequence[CrawlDay]) -> list[Finding]:
    """What is to be said about an outlet after its last crawl day. `days`: its crawl days in order, zeros among them;
    of those before the last, HISTORY are looked at. Alarms first."""
    looked = list(days[-HISTORY - 1 :])
    if not looked:
        return []
    said = [one for one in (_silence(expect, looked), _volume(expect, looked)) if one]
    return sorted([*said, *_falls(expect, looked)], key=lambda one: not one.alarm)
