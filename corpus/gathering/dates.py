"""Dates as people keep them in files: ISO, and Indonesian words with WIB, WITA or WIT."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from crawler.surfaces.dates import MONTHS, ZONES

_WORDS = re.compile(
    r"(?P<day>\d{1,2})[ /-](?P<month>[A-Za-z]{3,}|\d{1,2})[ /-](?P<year>\d{4})"
    r"(?:\D{0,6}(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?)?\s*(?P<zone>WITA|WIB|WIT)?\b",
    re.IGNORECASE,
)
_DEFAULT_ZONE = "Asia/Jakarta"


@dataclass(frozen=True)
class ReadDate:
    """`day` where the file's zone is; `time` ISO 8601 with offset, None where only the day is given; `method`."""

    day: date
    time: str | None
    method: str


def read_date(raw: str, zone: str | None = None) -> ReadDate | None:
    """The date in a string, or None. A time without zone is taken in `zone` (default WIB), and `method` says so."""
    text = " ".join(raw.split())
    assumed = ZoneInfo(zone or _DEFAULT_ZONE)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return ReadDate(date.fromisoformat(text), None, "iso_day")
        time = datetime.fromisoformat(text)
        zoned = time.tzinfo is not None
        time = time if zoned else time.replace(tzinfo=assumed)
        day = time.astimezone(assumed).date()
        return ReadDate(day, time.isoformat(timespec="seconds"), "iso" if zoned else "iso_zone_assumed")
    except ValueError:
        return _in_words(text, assumed)


def _in_words(text: str, assumed: ZoneInfo) -> ReadDate | None:
    match = _WORDS.search(text)
    if not match:
        return None
    word = match["month"]
    month = int(word) if word.isdigit() else MONTHS.get(word[:3].lower())
    try:
        day = date(int(match["year"]), month or 0, int(match["day"]))
        if match["hour"] is None:
            return ReadDate(day, None, "words_day")
        zone = ZoneInfo(ZONES[match["zone"].upper()]) if match["zone"] else assumed
        hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
        time = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    except ValueError:  # 31 Februari, 25:70
        return None
    return ReadDate(day, time.isoformat(timespec="seconds"), "words" if match["zone"] else "words_zone_assumed")
