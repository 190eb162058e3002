"""Dates as Indonesian pages write them. Reads every form of docs/extraction.md; no locale, no guess of a zone."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

EARLIEST = datetime(1995, 1, 1)  # Indonesian news is not on the web before (Republika Online, August 1995)
MAX_TEXT = 400  # what is longer is no date line; the first part of it is looked at


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read. `value` is aware only if the text gives a zone; `has_time` False means a day alone (value at
    midnight); `raw`: the text that was read; `doubtful`: the text's zone is one that lies (a false Z)."""

    value: datetime
    has_time: bool
    raw: str
    doubtful: bool = False

    @property
    def has_zone(self) -> bool:
        return self.value.tzinfo is not None


@cache
def _words() -> Mapping[str, Any]:
    with (Path(__file__).parent / "dates.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _months() -> Mapping[str, int]:
    return {word: int(number) for number, words in _words()["months"].items() for word in words}


@cache
def _weekdays() -> Mapping[str, int]:
    return {word: int(number) for number, words in _words()["weekdays"].items() for word in words}


def _alternatives(words: Iterable[object]) -> str:
    return "|".join(sorted((re.escape(str(word)) for word in words), key=len, reverse=True))


_TIME = (
    r"(?P<hour>[01]?\d|2[0-3])\s?[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?(?![\d.,]*\d{3})"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*\(?(?P<zone>WIB|WITA|WIT|UTC|GMT\s*[+-]?\s*\d{0,2}|[+-]\d\d:?\d\d)?\b\)?"
)
# What may stand between day and time: commas, bars, dashes, "pukul", "jam", "at", "on", a calendar glyph.
_GAP = r"[\s,|•·/@⋅–—-]*\(?(?:(?:pukul|pkl?\.?|jam|at|updated?)\b[\s.:]*)?[\s,|•·–—-]*"


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    months = _alternatives(_months())
    weekdays = _alternatives(_weekdays())
    year = r"(?P<year>(?:19|20)\d\d)"
    return (
        (
            "iso",
            re.compile(
                r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/](?P<month>[01]?\d)[-/](?P<day>[0-3]?\d)"
                r"(?:(?:\s*T\s*|\s+)(?P<hour>[01]?\d|2[0-3])(?P<mark>[:.-])(?P<minute>[0-5]\d)(?:[:.-](?P<second>[0-5]\d))?"
                r"(?:[.,]\d+)?\s*(?P<zone>[+-]\d\d:?\d\d|[+-]\d\d(?!\d)|Z|UTC|GMT|WITA|WIB|WIT)?(?P<extra>Z?))?(?!\d)",
                re.I,
            ),
        ),
        (
            "named",
            re.compile(
                rf"(?<!\d)(?P<day>[0-3]?\d)(?:st|nd|rd|th)?[\s./-]+(?P<month>{months})\.?[\s,./-]+{year}\b(?:{_GAP}{_TIME})?",
                re.I,
            ),
        ),
        (
            "named-mdy",
            re.compile(
                rf"\b(?P<month>{months})\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s+{year}\b(?:{_GAP}{_TIME})?", re.I
            ),
        ),
        (
            "numeric",
            re.compile(
                rf"(?<![\d/.-])(?P<day>[0-3]?\d)(?P<sep>[/.-])(?P<month>[0-3]?\d)(?P=sep){year}(?!\w)(?:{_GAP}{_TIME})?",
                re.I,
            ),
        ),
        (
            "compact",
            re.compile(
                r"(?<!\w)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)T(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)"
                r"(?P<second>[0-5]\d)?(?P<zone>[+-]\d\d:?\d\d|Z)?(?!\w)"
            ),
        ),
        (
            # Two digits for the year are believed behind a weekday and before a time only.
            "short-year",
            re.compile(
                rf"(?<!\w)(?:{weekdays})\s*,?\s*(?P<day>[0-3]?\d)(?P<sep>[/.-])(?P<month>[01]?\d)(?P=sep)(?P<year>\d\d)\b{_GAP}{_TIME}",
                re.I,
            ),
        ),
        (
            "time-first",
            re.compile(
                rf"{_TIME}[\s,|–—-]+(?:(?:{weekdays})\W{{1,3}})?(?P<day>[0-3]?\d)\s+(?P<month>{months})\.?\s+{year}\b",
                re.I,
            ),
        ),
    )


_RELATIVE = re.compile(
    r"(?<![\w.,])(?:(?P<count>\d{1,3})\s+|se(?=[mjh]))(?P<unit>detik|menit|jam|hari|minggu)\s+(?:yang\s+)?(?:lalu|silam)\b",
    re.I,
)
_DIGIT = re.compile(r"\d")
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*")


def offset_minutes(text: str | None) -> int | None:
    """Minutes east of UTC that a zone word or offset means ("WITA", "+0700", "GMT+7", "Z"); else None."""
    if not text:
        return None
    word = re.sub(r"\s+", "", text).lower()
    if word in _words()["zones"]:
        return int(_words()["zones"][word])
    match = re.fullmatch(r"(?:gmt|utc)?([+-])(\d{1,2})(?::?(\d\d))?", word)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return None if minutes > 14 * 60 else (-minutes if match[1] == "-" else minutes)


def find_date(text: str) -> Moment | None:
    """The first date in a text that is a real day, with its time and zone where they stand beside it."""
    best: tuple[int, int, Moment] | None = None
    text = text[:MAX_TEXT]
    if not _DIGIT.search(text):
        return None
    for rank, (name, pattern) in enumerate(_forms()):
        for match in pattern.finditer(text):
            moment = _moment(name, match, text)
            if moment is None:
                continue
            # A form that reads the time too beats one that reads the day of the same place.
            key = (
                match.start() if name != "time-first" else match.start("day") - 1,
                -int(moment.has_time) * 10 + rank,
            )
            if best is None or key < best[:2]:
                best = (*key, moment)
            break
    return best[2] if best else None


def find_epoch(text: str) -> Moment | None:
    """The instant of a text that is nothing but seconds (or milliseconds) since 1970, as machines write it."""
    match = _EPOCH.fullmatch(text)
    return Moment(datetime.fromtimestamp(int(match[1]), UTC), True, text.strip()) if match else None


def find_relative(text: str, now: datetime) -> Moment | None:
    """A date told as distance from the time of fetching ("10 jam lalu"), aware as `now` is; no time from a day on."""
    match = _RELATIVE.search(text)
    if not match:
        return None
    seconds = int(match["count"] or 1) * int(_words()["relative"][match["unit"].lower()])
    return Moment(now - timedelta(seconds=seconds), seconds < 86400, match[0])


def _is_swapped(match: re.Match[str], text: str, year: int, month: int, day: int) -> bool:
    """True where the weekday before a numeric date says that the month stands first ("Rabu, 08/07/2024")."""
    before = re.search(r"([^\W\d_]+(?:[’'`]at)?)\s*,?\s*$", text[: match.start()])
    weekday = _weekdays().get(before[1].lower()) if before else None
    if weekday is None or not (1 <= day <= 12 and 1 <= month <= 12):
        return False
    return date(year, month, day).weekday() != weekday == date(year, day, month).weekday()


def _moment(form: str, match: re.Match[str], text: str) -> Moment | None:
    part = match.groupdict()
    month_text = part["month"].lower()
    month = _months().get(month_text) or (int(month_text) if month_text.isdigit() else 0)
    day, year = int(part["day"]), int(part["year"])
    year += 2000 if year < 100 else 0
    if form == "numeric" and (month > 12 >= day or _is_swapped(match, text, year, month, day)):
        day, month = month, day
    hour = int(part["hour"]) if part.get("hour") else 0
    half = (part.get("half") or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    try:
        value = datetime(year, month, day, hour, int(part.get("minute") or 0), int(part.get("second") or 0))
    except ValueError:
        return None
    minutes = offset_minutes(part.get("zone"))
    # detik writes local time with hyphens, or with a blank before T, and a Z that is not meant.
    doubtful = form == "iso" and minutes == 0 and (part.get("mark") == "-" or bool(re.search(r"\d\s+T", match[0])))
    if minutes is not None and not doubtful:
        value = value.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    return Moment(value, part.get("hour") is not None, match[0].strip(" ,|-–—"), doubtful)


def strip_dates(text: str) -> str:
    """The text without its dates, weekdays and what holds them together: what else stands on a dateline or byline."""
    for _, pattern in _forms() if _DIGIT.search(text) else ():
        text = pattern.sub(" ", text)
    weekdays = _alternatives(_weekdays())
    text = re.sub(rf"(?<!\w)(?:{weekdays})(?!\w)\s*,?", " ", text, flags=re.I)
    text = re.sub(
        r"\b(?:WIB|WITA|WIT|pukul|tayang|diperbarui|update[d]?|dibaca|views?)\b\s*:?", " ", text, flags=re.I
    )
    return re.sub(r"\s+", " ", text).strip(" ,|/•·-–—:")
