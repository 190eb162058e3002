"""Addresses of surfaces: the first ones to ask, and the next ones from a given one."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from crawler.outlet import Outlet, Surface

_FIELD = re.compile(r"\{(\w+)\}")
_NUMBERS = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_RANGE = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]+),? (?P<year>\d{4}) - (?P=day) (?P=month),? (?P=year)")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _day(day: date | None, surface: Surface) -> str:
    """A day as the surface wants it: Tribun 2024-8-1, Promedia the range "1 August 2024 - 1 August 2024"."""
    if day is None:
        return ""
    if surface.kind != "promedia_index":
        return f"{day.year}-{day.month}-{day.day}"
    words = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{words} - {words}"


def _moment(day: date | None, outlet: Outlet, surface: Surface) -> str:
    """Midnight of that day in the form of the surface: WordPress takes local time, Blogger wants an offset."""
    if day is None:
        return ""
    if surface.kind != "blogger_feed":
        return f"{day.isoformat()}T00:00:00"
    return datetime(day.year, day.month, day.day, tzinfo=outlet.zone).isoformat()


def fill(outlet: Outlet, surface: Surface, values: dict[str, str]) -> str:
    """The surface's address with these values. A query parameter whose value is empty is left out, and so is an
    empty last segment of the path."""
    values = {"host": outlet.host, "per_page": str(surface.per_page), **values}

    def value(match: re.Match[str]) -> str:
        safe = "/" if match[1] == "section" else ""
        return quote(values.get(match[1], ""), safe=safe)

    address, mark, query = surface.url.partition("?")
    address = _FIELD.sub(value, address)
    if "{offset}" in surface.url and not values.get("offset"):
        address = address.rstrip("/")
    kept = []
    for pair in query.split("&") if mark else []:
        filled = _FIELD.sub(value, pair)
        if not filled.endswith("="):
            kept.append(filled)
    return address + ("?" + "&".join(kept) if kept else "")


def values_of(url: str, surface: Surface) -> dict[str, str]:
    """The placeholders' values in one of the surface's addresses; {} where the address is not of its shape."""
    template = urlsplit(surface.url.replace("{host}", "host"))
    parts = urlsplit(url)
    pattern = re.escape(template.path).replace(r"\{", "{").replace(r"\}", "}")
    pattern = pattern.replace("/{offset}", r"(?:/(?P<offset>\d*))?")
    pattern = pattern.replace("{section}", r"(?P<section>.+?)")
    pattern = _FIELD.sub(r"(?P<\1>[^/]*)", pattern)
    match = re.fullmatch(pattern, parts.path)
    if not match:
        return {}
    values = {key: unquote(value) for key, value in match.groupdict().items() if value}
    asked = dict(parse_qsl(parts.query))
    for key, placeholder in parse_qsl(template.query):
        name = _FIELD.fullmatch(placeholder)
        if name and key in asked:
            values[name[1]] = asked[key]
    return values


def step(url: str, outlet: Outlet, surface: Surface, **changes: str) -> str:
    """The surface's address like `url` with other values."""
    return fill(outlet, surface, {**values_of(url, surface), **changes})


def number(url: str, surface: Surface, name: str, default: int) -> int:
    """A placeholder's value as a number; the default where it is absent or no number."""
    value = values_of(url, surface).get(name, "")
    return int(value) if value.isascii() and value.isdigit() else default


def is_later_page(url: str, surface: Surface) -> bool:
    """Whether this address is not the first page of its list."""
    return any(
        number(url, surface, name, first) > first for name, first in (("page", 1), ("offset", 0), ("start", 1))
    )


def day_of(url: str, surface: Surface) -> date | None:
    """The day that a dated index address is about; None for an undated or impossible one."""
    value = values_of(url, surface).get("date", "")
    found = _NUMBERS.fullmatch(value) or _RANGE.fullmatch(value)
    if not found:
        return None
    month = found["month"]
    try:
        number_of = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        return date(int(found["year"]), number_of, int(found["day"]))
    except ValueError:
        return None


def previous_day(url: str, outlet: Outlet, surface: Surface) -> str | None:
    """Page 1 of the day before, for a dated index; None for any other."""
    day = day_of(url, surface)
    if day is None or day == date.min:
        return None
    return step(url, outlet, surface, date=_day(day - timedelta(days=1), surface), page="1")


def first_urls(
    outlet: Outlet, surface: Surface, since: date | None, until: date | None, *, today: date | None = None
) -> tuple[str, ...]:
    """Where a walk over the surface begins, one address per section: newest first. A dated index begins at `until`
    (or `today` when only `since` is given); with neither it is the undated index. Days are the outlet's own."""
    start = until or (today if since else None)
    if today is not None and start is not None:
        start = min(start, today)
    values = {
        "date": _day(start, surface),
        "page": "1",
        "start": "1",
        "offset": "",
        "after": _moment(since, outlet, surface),
        "before": _moment(until + timedelta(days=1) if until and until < date.max else None, outlet, surface),
    }
    if "{section}" not in surface.url:
        return (fill(outlet, surface, values),)
    return tuple(fill(outlet, surface, {**values, "section": section}) for section in surface.sections)
