"""The dates that a page states for machines: metas, JSON-LD, page data, time elements, the address."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement

from crawler.extraction.dates import Moment, find_date, find_epoch
from crawler.extraction.dom import ancestors
from crawler.extraction.names import Role, roles_of
from crawler.extraction.structured import Structured, text_in

MAX_ELEMENTS_READ = 60
IN_LIST = 20  # rank from which an element is of a list of other articles


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date with where it was found."""

    moment: Moment
    source: str
    raw: str


@cache
def meta_names() -> Mapping[str, Any]:
    """Names of metas that hold dates, in the order they are believed, by "published" and "modified"."""
    with (Path(__file__).parent / "dates.toml").open("rb") as file:
        metas: Mapping[str, Any] = tomllib.load(file)["metas"]
    return metas


def stated_dates(structured: Structured, tree: HtmlElement, title_element: HtmlElement | None) -> Iterator[Candidate]:
    """Machine-readable dates: metas, JSON-LD of this article, time and abbr elements."""
    for name in meta_names()["published"]:
        for text in structured.metas.get(name, ())[:1]:
            if moment := find_date(text) or find_epoch(text):
                yield Candidate(moment, f"meta {name}", text)
    for node in (*structured.articles, *structured.pages):
        for key in ("datePublished", "dateCreated"):
            text = text_in(node.get(key))
            if text and (moment := find_date(text)):
                yield Candidate(moment, f"json-ld {key}", text)
    for key in ("published_at", "publishedAt", "publish_date", "published_date", "datePublished"):
        text = str(structured.next_data.get(key) or "")
        if text and (moment := find_date(text) or find_epoch(text)):
            yield Candidate(moment, f"next-data {key}", text)
            break
    yield from _elements(tree, title_element)


def _elements(tree: HtmlElement, title_element: HtmlElement | None) -> Iterator[Candidate]:
    """<time datetime>, <abbr title> and itemprop dates of the article itself: those in the headline's surroundings
    first, then the first of the page that no list of other articles holds."""
    near = list(ancestors(title_element))[1:6] if title_element is not None else []
    ranked: list[tuple[int, int, Candidate]] = []
    for number, element in enumerate(tree.iter("time", "abbr", "span", "meta", "div")):
        prop = element.get("itemprop")
        if prop is None and element.tag in ("span", "div", "meta"):
            continue
        prop = (prop or "").lower()
        if element.tag in ("span", "div", "meta") and "datepublished" not in prop:
            continue
        if element.tag == "meta" and element.getparent() is not None and element.getparent().tag == "head":
            continue
        text = (
            element.get("datetime")
            or element.get("content")
            or (element.get("title") if element.tag == "abbr" else None)
        )
        changed = "modified" in prop or (element.get("class") == "updated" and element.tag != "abbr")
        moment = find_date(text) or find_epoch(text) if text and not changed else None
        if moment is None or text is None:
            continue
        ranked.append((_rank(element, near), number, Candidate(moment, f"{element.tag} element", text)))
        if len(ranked) > MAX_ELEMENTS_READ:
            break
    for rank, _, candidate in sorted(ranked, key=lambda item: item[:2])[:2]:
        if rank < IN_LIST:
            yield candidate


def _rank(element: HtmlElement, near: list[HtmlElement]) -> int:
    """How far a dated element stands from the headline and how little it says that it is the publication's."""
    chain = list(ancestors(element))
    depth = next((at for at, node in enumerate(near) if node in chain), 9)
    marked = bool(element.get("itemprop")) or "published" in (element.get("class") or "")
    in_list = any(node.tag in ("aside", "footer", "nav") or Role.JUNK in roles_of(node) for node in chain[:8])
    # An <li> in the headline's own surroundings is a line of metadata; elsewhere it is another article's.
    item = depth > 2 and any(node.tag == "li" for node in chain[:8])
    return depth + (0 if marked else 3) + (IN_LIST if in_list or item else 0)


def stated_changes(structured: Structured) -> Iterator[Candidate]:
    """When the page says it was changed."""
    for name in meta_names()["modified"]:
        for text in structured.metas.get(name, ())[:1]:
            if moment := find_date(text):
                yield Candidate(moment, f"meta {name}", text)
    for node in (*structured.articles, *structured.pages):
        text = text_in(node.get("dateModified"))
        if text and (moment := find_date(text)):
            yield Candidate(moment, "json-ld dateModified", text)


def date_in_url(url: str | None) -> Iterator[Candidate]:
    """A day in the address, with the time where Kompas and detik write it behind (/2015/06/17/22260808/)."""
    if not url:
        return
    match = re.search(r"/((?:19|20)\d\d)/(\d{2})/(\d{2})(?:/([01]\d|2[0-3])([0-5]\d)\d{2,4}/)?", url)
    if match:
        clock = f" {match[4]}:{match[5]}" if match[4] else ""
        moment = find_date(f"{match[1]}-{match[2]}-{match[3]}{clock}")
        if moment:
            yield Candidate(moment, "url", match[0].strip("/"))
