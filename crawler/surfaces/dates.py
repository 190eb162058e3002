"""Times as surfaces write them: ISO 8601, RFC 822, SQL-like, and Indonesian words by the outlet's forms."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from crawler.outlet import Outlet

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
# First three letters of Indonesian and English month names; "ags" and "agt" are common short forms of Agustus.
_NAMES = (
    ("jan",),
    ("feb", "peb"),
    ("mar",),
    ("apr",),
    ("mei", "may"),
    ("jun",),
    ("jul",),
    ("agu", "aug", "ags", "agt"),
    ("sep",),
    ("okt", "oct"),
    ("nov", "nop"),
    ("des", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
# RFC 822 names its zone last; the outlet's own forms would read past it.
_MAIL = re.compile(r"\d{4} \d{1,2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC?|Z)$")
_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*"
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?)?$"
)


def _zoned(naive: datetime, offset: str | None, outlet: Outlet) -> datetime:
    """Offset as written, save those the outlet is known to write wrongly: there the clock is right, not the zone."""
    if not offset:
        return naive.replace(tzinfo=outlet.zone)
    if offset == "Z":
        return naive.replace(tzinfo=UTC)
    sign, hours, minutes = offset[0], int(offset[1:3]), int(offset[-2:])
    if f"{sign}{hours:02d}:{minutes:02d}" in outlet.wrong_offsets:
        return naive.replace(tzinfo=outlet.zone)
    delta = timedelta(hours=hours, minutes=minutes)
    return naive.replace(tzinfo=timezone(delta if sign == "+" else -delta))


def _iso(text: str, outlet: Outlet) -> datetime | None:
    match = _ISO.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (
        int(match[name] or 0) for name in ("y", "m", "d", "hour", "minute", "second")
    )
    return _zoned(datetime(year, month, day, hour, minute, second), match["offset"], outlet)


def _words(text: str, outlet: Outlet) -> datetime | None:
    for form in outlet.date_forms:
        match = re.search(form, text)
        if not match:
            continue
        part = match.groupdict()
        month = part["month"]
        number = int(month) if month.isdigit() else MONTHS.get(month[:3].lower())
        if number is None:
            continue
        hour, minute, second = (int(part.get(name) or 0) for name in ("hour", "minute", "second"))
        zone = part.get("zone")
        naive = datetime(int(part["year"]), number, int(part["day"]), hour, minute, second)
        return naive.replace(tzinfo=ZoneInfo(ZONES[zone.upper()]) if zone else outlet.zone)
    return None


def parse_date(text: str | None, outlet: Outlet) -> datetime | None:
    """An aware time from what a surface prints; the outlet's zone where the text names none; midnight where it names
    no hour. None where there is no date ("10 jam lalu") or an impossible one (31 Februari)."""
    if not text or not (text := " ".join(text.split())):
        return None
    try:
        if _MAIL.search(text):
            moment = parsedate_to_datetime(text)
            return moment if moment.tzinfo is not None else moment.replace(tzinfo=outlet.zone)
        return _iso(text, outlet) or _words(text, outlet)
    except (ValueError, IndexError, OverflowError):
        return None
