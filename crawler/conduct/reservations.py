"""Whether a site reserves text and data mining, by what it states for machines, and where its terms of use stand.

Read are: the TDM Reservation Protocol (W3C community group report of 2024-02: header or meta `tdm-reservation`, and
/.well-known/tdmrep.json), `Content-Signal` of robots.txt (contentsignals.org, 2025-09), and ai.txt (Spawning, 2023). What
stands in prose, in the terms, only a person can read."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawler.storage.archive_reading import Exchange
from crawler.surfaces.lists import read_html, words

TDMREP, AI_TXT = "/.well-known/tdmrep.json", "/ai.txt"
PATHS = (TDMREP, AI_TXT)
"""Where a host states it beside robots.txt and the pages themselves."""
Tdm = Literal["reserved", "not_reserved", "unknown"]
_TERMS = re.compile(
    r"ketentuan (?:pengguna(?:an)?|layanan)|syarat (?:penggunaan|(?:dan|&) ketentuan)|kebijakan penggunaan"
    r"|terms (?:of|and|&)|disclaimer",
    re.I,
)
_SIGNAL = re.compile(r"^\s*content-signal\s*:\s*([^#\n]+)", re.I | re.M)
_RULE = re.compile(r"^\s*(allow|disallow)\s*:\s*([^#\s]+)", re.I | re.M)
_ALL_TEXT = ("/", "*", "/*", "*.txt", "*.html", "*.htm")  # patterns of ai.txt that mean a page's text


@dataclass(frozen=True)
class Statement:
    """One statement: where it stands, its words, and whether it reserves mining."""

    place: str
    words: str
    reserved: bool


@dataclass(frozen=True)
class Facts:
    """What was found. `tdm`: reserved where one statement says so; unknown where there is none."""

    tdm: Tdm
    statements: tuple[Statement, ...] = ()
    terms_url: str | None = None


def terms_link(page: Selector, base: str) -> str | None:
    """The first link whose words are those of terms of use, absolute."""
    for link in page.css("a[href]"):
        if _TERMS.search(words(link)):
            address = urljoin(base, link.attrib["href"].strip())
            if address.startswith(("https://", "http://")):
                return address
    return None


def _page(exchange: Exchange) -> Selector | None:
    if "html" not in (exchange.header("content-type") or "html").lower():
        return None
    page = read_html(exchange.body)
    return None if isinstance(page, str) else page


def _of_page(exchange: Exchange, page: Selector | None) -> list[Statement]:
    """TDMRep in the header, which has the first word, or the meta element."""
    header = exchange.header("tdm-reservation")
    meta = page.css("meta[name='tdm-reservation']::attr(content)").get() if page is not None else None
    for place, value in (("header tdm-reservation", header), ("meta tdm-reservation", meta)):
        if (value or "").strip() in ("0", "1"):
            return [Statement(place, str(value).strip(), str(value).strip() == "1")]
    return []


def _fits(location: str, path: str) -> bool:
    pattern = re.escape(location.removesuffix("$")).replace(r"\*", ".*")
    return re.match(pattern + ("$" if location.endswith("$") else ""), path) is not None


def _of_tdmrep(body: bytes, path: str) -> list[Statement]:
    """The entry with the longest location that fits the path of an article."""
    try:
        entries: Any = json.loads(body.decode("utf-8-sig"))
    except ValueError:
        return []
    fitting = [
        entry
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict)
        and isinstance(entry.get("location"), str)
        and str(entry.get("tdm-reservation")) in ("0", "1")
        and _fits(entry["location"], path)
    ]
    if not fitting:
        return []
    found = max(fitting, key=lambda entry: len(entry["location"]))
    value = str(found["tdm-reservation"])
    return [Statement(TDMREP, f"{found['location']}: {value}", value == "1")]


def _of_robots(text: str) -> list[Statement]:
    """Content-Signal: training a model is what mining is to it; search=... is not."""
    for line in _SIGNAL.findall(text):
        signals = dict(part.strip().lower().split("=", 1) for part in line.split(",") if "=" in part)
        said = signals.get("ai-train")
        if said in ("yes", "no"):
            return [Statement("robots.txt", f"Content-Signal: ai-train={said}", said == "no")]
    return []


def _of_ai_txt(text: str) -> list[Statement]:
    if "<" in text[:200]:  # a page that says "not found" with status 200
        return []
    rules = [(word.lower(), pattern.lower()) for word, pattern in _RULE.findall(text) if pattern.lower() in _ALL_TEXT]
    closed = [pattern for word, pattern in rules if word == "disallow"]
    if not rules:
        return []
    return [Statement("ai.txt", f"{'Disallow' if closed else 'Allow'}: {(closed or [rules[0][1]])[0]}", bool(closed))]


def _well_known(url: str) -> str | None:
    """The path, if it is one of PATHS."""
    path = urlsplit(url).path
    return path if path in PATHS else None


def read_facts(exchanges: Iterable[Exchange]) -> Facts:
    """What these answers of one site state; pages that came with another status than 200 state nothing. Pure."""
    statements: list[Statement] = []
    terms: str | None = None
    answers = [one for one in exchanges if one.status == 200]
    articles = [urlsplit(one.url).path for one in answers if one.role == "article"]
    # the two files were asked for side by side; which came first is chance
    for one in sorted(answers, key=lambda answer: (None, *PATHS).index(_well_known(answer.url))):
        path = urlsplit(one.url).path
        if path == TDMREP:
            statements += _of_tdmrep(one.body, articles[-1] if articles else "/")
        elif one.role == "robots" or path == AI_TXT:
            text = one.body.decode("utf-8", "replace")
            statements += _of_robots(text) if one.role == "robots" else _of_ai_txt(text)
        else:
            page = _page(one)
            statements += _of_page(one, page)
            terms = terms or (terms_link(page, one.url) if page is not None else None)
    unique = tuple(dict.fromkeys(statements))
    tdm: Tdm = "unknown" if not unique else "reserved" if any(one.reserved for one in unique) else "not_reserved"
    return Facts(tdm, unique, terms)


def toml_lines(facts: Facts, day: str) -> list[str]:
    """These facts as lines of an outlet file. `day`: of the look, ISO."""
    said = "; ".join(f"{one.place}: {one.words}" for one in facts.statements)
    why = said or "nothing is stated for machines; read the terms"
    lines = [f'checked_on = "{day}"', f'tdm = "{facts.tdm}"  # {why}']
    if facts.terms_url:
        lines.append(f"terms_url = {json.dumps(facts.terms_url, ensure_ascii=False)}")
    return lines
