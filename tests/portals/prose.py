"""Small things that all layouts share: dates as printed, escaping, quotes, auto-links, templates, JSON-LD."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from html import escape
from string import Template
from typing import TypeVar
from zlib import crc32

from portals.address import HERE, WIB, slugify
from portals.piece import Piece

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
NBSP = "\u00a0"
T = TypeVar("T")


def pick(key: str, options: Sequence[T]) -> T:
    """The same one of the options for the same key, in every process."""
    return options[crc32(key.encode()) % len(options)]


def local(when: datetime) -> datetime:
    return when.astimezone(WIB)


def long_date(when: datetime, between: str = " ", zone: str = "") -> str:
    """ "Selasa, 27 Agustus 2024 15:10" with what stands between date and hour, and the zone if any."""
    at = local(when)
    day = f"{DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year}"
    return f"{day}{between}{at:%H:%M}{zone}"


def short_date(when: datetime) -> str:
    """ "Sabtu, 12 Feb 2022 - 14:06 WIB", Disway's form."""
    at = local(when)
    return f"{DAYS[at.weekday()]}, {at.day:02d} {MONTHS[at.month - 1][:3]} {at.year} - {at:%H:%M} WIB"


def day_date(when: datetime) -> str:
    at = local(when)
    return f"{DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year}"


def text(value: str | None) -> str:
    """Escaped for text; "" for None."""
    return escape(value or "", quote=False)


def attr(value: str | None) -> str:
    """Escaped for an attribute; "" for None."""
    return escape(value or "", quote=True)


def curl(value: str) -> str:
    """Straight double quotes as typographic ones, paired."""
    return re.sub(r'"([^"]*)"', "\u201c\\1\u201d", value)


def _replace(value: str, table: dict[str, str]) -> str:
    return value.translate({ord(mark): entity for mark, entity in table.items()})


def quoted(value: str, style: str) -> str:
    """HTML text in one of the ways in which quotes reach the page: plain, curly, named entities, CP1252 numbers
    (`&#147;`), CP1252 bytes read as Unicode (`c1`), or Disway's closing quote on both sides (`low`)."""
    if style == "low":
        return text(re.sub(r'"([^"]*)"', '\u201d\\1"', value))
    if style == "plain":
        return text(value)
    curly = text(curl(value))
    if style == "named":
        return _replace(curly, {"\u201c": "&ldquo;", "\u201d": "&rdquo;", "\u2019": "&rsquo;", "\u2013": "&ndash;"})
    if style == "numeric":
        return _replace(curly, {"\u201c": "&#147;", "\u201d": "&#148;", "\u2019": "&#146;", "\u2013": "&#150;"})
    if style == "c1":
        return _replace(curly, {"\u201c": "\x93", "\u201d": "\x94", "\u2019": "\x92", "\u2013": "\x96"})
    return curly


def auto_link(markup: str, piece: Piece, root: str, nbsp: bool = True) -> str:
    """The first occurrence of each tag as a link, with `&nbsp;` around it as Tribun's editor leaves them."""
    for tag in piece.tags:
        spot = re.search(rf"(?<![\w>/-]){re.escape(text(tag))}(?![\w<-])", markup)
        if spot is None or "<" in markup[max(0, spot.start() - 1) : spot.start()]:
            continue
        link = f"<a href='{root}/tag/{slugify(tag)}' title='{attr(tag)}'>{spot[0]}</a>"
        before, after = markup[: spot.start()], markup[spot.end() :]
        if _inside_tag(before):
            continue
        if nbsp and before.endswith(" ") and after.startswith(" "):
            before, after = before[:-1] + "&nbsp;", "&nbsp;" + after[1:]
        markup = before + link + after
    return markup


def _inside_tag(before: str) -> bool:
    return before.rfind("<") > before.rfind(">") or before.count("<a ") > before.count("</a>")


@cache
def _template(name: str) -> Template:
    return Template((HERE / "templates" / name).read_text(encoding="utf-8"))


def fill(name: str, **fields: object) -> str:
    """A template of templates/ with its fields; a field that is missing is a KeyError."""
    return _template(name).substitute({key: str(value) for key, value in fields.items()})


def json_ld(value: object) -> str:
    """A JSON-LD script element; `</` is kept from ending it."""
    body = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{body}</script>'


def joined(items: Sequence[T], form: Callable[[T], str]) -> str:
    return "\n".join(form(item) for item in items)


def excerpt(piece: Piece, length: int = 150) -> str:
    """The deck, or the lead cut at a word's end."""
    if piece.deck:
        return piece.deck
    lead = piece.paragraphs[0]
    return lead if len(lead) <= length else lead[: lead.rfind(" ", 0, length)] + "..."
