"""Feeds: RSS 2.0, RDF and Atom, forgiving as readers must be; WordPress feeds go on with ?paged=N."""

import html
import re
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.candidate import Candidate
from crawler.outlet import Outlet, Surface
from crawler.surfaces.dates import parse_date
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.requests import number, step
from crawler.surfaces.xml import XmlProblem, all_text, child_text, local, read_xml

SUMMARY_CHARS = 600
MAX_BYTES = 10_000_000
_TAG = re.compile(r"<[^>]*>")


def plain(markup: str | None) -> str | None:
    """The text of a piece of HTML in a feed, cut to a teaser; None where nothing is left (a lone picture)."""
    text = " ".join(html.unescape(_TAG.sub(" ", html.unescape(markup or ""))).split())
    return text[:SUMMARY_CHARS] or None


def _address(item: etree._Element) -> str | None:
    """`origLink` (proxied feeds), else `link` (its text, or Atom's href), else a `guid` that is a permalink."""
    original = child_text(item, "origLink")
    if original:
        return original
    links = [child for child in item if local(child) == "link"]
    for link in links:
        href = link.get("href")
        if href and link.get("rel", "alternate") == "alternate":
            return href.strip()
    text = child_text(item, "link")
    if text:
        return text
    guid = next((child for child in item if local(child) == "guid"), None)
    value = (guid.text or "").strip() if guid is not None and guid.get("isPermaLink", "true") == "true" else ""
    return value if value.startswith("http") else None


def _candidate(item: etree._Element, url: str, outlet: Outlet, surface: Surface) -> Candidate | None:
    address = _address(item)
    if not address:
        return None
    categories = [str(child.get("term") or all_text(child)).strip() for child in item if local(child) == "category"]
    return Candidate(
        url=urljoin(url, address),
        surface=surface.name,
        title=plain(child_text(item, "title")),
        published=parse_date(child_text(item, "pubDate", "published", "date", "issued"), outlet),
        summary=plain(child_text(item, "description", "summary")),
        tags=tuple(dict.fromkeys(name for name in categories if name)),
        modified=parse_date(child_text(item, "updated"), outlet),
    )


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """One feed page. A feed whose links all lead to the home page (www.tribunnews.com/rss did) is a problem, not an
    empty feed. The next page is asked for while a paged feed is full."""
    try:
        root = read_xml(body, limit=MAX_BYTES)
    except XmlProblem as error:
        return SurfacePage(problem=f"feed: {error}")
    if local(root) not in ("rss", "RDF", "feed"):
        return SurfacePage(problem=f"feed: expected rss, RDF or feed, got {local(root)}")
    items = [node for node in root.iter() if local(node) in ("item", "entry")]
    found = [_candidate(item, url, outlet, surface) for item in items]
    candidates = {entry.url: entry for entry in reversed(found) if entry}
    if candidates and all(urlsplit(address).path.strip("/") == "" for address in candidates):
        return SurfacePage(problem="feed: every link leads to the home page, so the articles cannot be found")
    problem = None
    if items and len(candidates) < len([entry for entry in found if entry]) // 2:
        problem = f"feed: {len(items)} items share {len(candidates)} addresses"
    if items and not candidates:
        problem = "feed: no item has an address"
    following: tuple[str, ...] = ()
    current = number(url, surface, "page", 1)
    if "{page}" in surface.url and len(items) >= max(surface.per_page, 1) and current < surface.max_pages:
        following = (step(url, outlet, surface, page=str(current + 1)),)
    return SurfacePage(tuple(reversed(candidates.values())), following, problem)
