"""Sitemaps: an index of sitemaps, or a list of addresses, with the news extension where there is one; gzip too."""

import re
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.candidate import Candidate
from crawler.outlet import Outlet, Surface
from crawler.surfaces.dates import parse_date
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.xml import XmlProblem, child_text, local, stream_xml

MAX_URLS = 50_000  # the protocol's own limit for one file
# Children that hold no articles: pictures, videos, lists by tag, section or author, fixed pages.
_NO_ARTICLES = re.compile(
    r"[-_/](?:images?|videos?|post_tag|tags?|categor(?:y|ies)|taxonom(?:y|ies)|authors?|users?|pages?)"
    r"(?:[-_.\d][^/]*)?$",
    re.I,
)
_NEWS = re.compile(r"[-_]news\b", re.I)


def _candidate(node: etree._Element, url: str, outlet: Outlet, surface: Surface) -> Candidate | None:
    address = child_text(node, "loc")
    if not address:
        return None
    news = next((child for child in node if local(child) == "news"), None)
    keywords = child_text(news, "keywords") if news is not None else None
    return Candidate(
        url=urljoin(url, address),
        surface=surface.name,
        title=child_text(news, "title") if news is not None else None,
        published=parse_date(child_text(news, "publication_date"), outlet) if news is not None else None,
        tags=tuple(word.strip() for word in (keywords or "").split(",") if word.strip()),
        modified=parse_date(child_text(node, "lastmod"), outlet),
    )


def _child(node: etree._Element, url: str, outlet: Outlet) -> tuple[str, datetime | None] | None:
    """A sitemap of an index and its lastmod; None for one that holds no articles."""
    address = child_text(node, "loc")
    if not address or _NO_ARTICLES.search(urlsplit(address).path.removesuffix(".gz").removesuffix(".xml")):
        return None
    return urljoin(url, address), parse_date(child_text(node, "lastmod"), outlet)


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """One sitemap file. Of an index the children are the next addresses: news before others, then by lastmod (those
    of pictures, tags and authors are left out). Of a list the entries are the candidates, newest first where dated.
    Of a file that breaks off, what stands before the break, with the problem."""
    children: dict[str, datetime | None] = {}
    entries: dict[str, Candidate] = {}
    problem = None
    kind = ""
    try:
        for node in stream_xml(body, ("url", "sitemap")):
            if not kind:
                kind = local(node)
                if kind not in ("urlset", "sitemapindex"):
                    return SurfacePage(problem=f"sitemap: expected urlset or sitemapindex, got {kind}")
            elif len(entries) + len(children) >= MAX_URLS:
                problem = f"sitemap: more than {MAX_URLS} addresses; the rest is not read"
                break
            elif local(node) == "url" and (entry := _candidate(node, url, outlet, surface)):
                entries.setdefault(entry.url, entry)
            elif local(node) == "sitemap" and (child := _child(node, url, outlet)):
                children.setdefault(*child)
    except XmlProblem as error:
        problem = f"sitemap: {error}"
    oldest = datetime.min.replace(tzinfo=UTC)
    following = sorted(children, key=lambda address: children[address] or oldest, reverse=True)
    following.sort(key=lambda address: _NEWS.search(address) is None)
    candidates = sorted(entries.values(), key=lambda entry: entry.published or entry.modified or oldest, reverse=True)
    modified = {address: moment for address, moment in children.items() if moment}
    return SurfacePage(tuple(candidates), tuple(following), problem, modified)
