"""HTML lists of articles: what the index pages of Tribun and Disway have in common."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from parsel import Selector
from w3lib.encoding import html_to_unicode

from crawler.candidate import Candidate
from crawler.outlet import Outlet, Surface
from crawler.surfaces.dates import parse_date

MAX_BYTES = 10_000_000
_ENDS = re.compile(r"</(?:body|html)\s*>", re.I)


def read_html(body: bytes) -> Selector | str:
    """The page, or in words why it is none: empty, too large, not HTML."""
    if not body.strip():
        return "the page is empty"
    if len(body) > MAX_BYTES:
        return f"the page has {len(body)} bytes, expected at most {MAX_BYTES}"
    if b"\0" in body[:2000]:
        return "the page is no HTML: it holds zero bytes"
    _, text = html_to_unicode(None, body)
    if "<" not in text:
        return "the page is no HTML: it has no tag"
    # libxml2 drops what stands behind </html>, which browsers show and careless templates write
    return Selector(text=_ENDS.sub("", text), type="html")


def words(node: Selector) -> str:
    """All text of a node, blanks collapsed."""
    return " ".join("".join(node.xpath(".//text()").getall()).split())


def _first(node: Selector, selectors: Sequence[str]) -> Iterator[Selector]:
    """What the first selector that finds something finds."""
    for selector in selectors:
        found = node.css(selector)
        if found:
            yield from found
            return


def _date_texts(node: Selector, selectors: Sequence[str]) -> Iterator[str]:
    for selector in selectors:
        for found in node.css(selector):
            yield found.get() if "::" in selector else words(found)


def link_to(node: Selector, url: str) -> str | None:
    """The absolute address of a link; None without one or for a script. Tribun's image links lack their slash."""
    href = (node.attrib.get("href") or "").strip()
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return None
    if href[:5].isdigit() is False and href[:4].isdigit() and href[4:5] == "/":
        href = "/" + href
    try:
        return urljoin(url, href)
    except ValueError:
        return None


def read_entries(page: Selector, url: str, outlet: Outlet, surface: Surface) -> list[Candidate]:
    """The list's entries in order, each address once: link, its text as title, and the first time that parses."""
    candidates: dict[str, Candidate] = {}
    for entry in _first(page, surface.entry):
        for link in _first(entry, surface.link):
            address = link_to(link, url)
            title = words(link) or link.attrib.get("title") or None
            if address is None or (address in candidates and candidates[address].title):
                continue
            dates = (parse_date(text, outlet) for text in _date_texts(entry, surface.date))
            candidates[address] = Candidate(
                url=address,
                surface=surface.name,
                title=title,
                published=next((found for found in dates if found), None),
            )
            break
    return list(candidates.values())
