"""Disway's lists by category: /kategori/<slug>, then /kategori/<slug>/30, /60 ... (offsets, 30 a page)."""

from parsel import Selector

from crawler.outlet import Outlet, Surface
from crawler.surfaces.lists import link_to, read_entries, read_html
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.requests import number, step

PAGER = "ul.pagination a[data-ci-pagination-page]"


def _has_more(page: Selector, url: str, surface: Surface) -> bool:
    """Whether CodeIgniter's pager links to a higher offset."""
    current = number(url, surface, "offset", 0)
    addresses = (link_to(link, url) for link in page.css(PAGER))
    return any(number(address, surface, "offset", 0) > current for address in addresses if address)


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """One list page; the next offset while the pager shows a higher one. Serves /listtag/ too, which has the same
    list. A page without a list is a problem, an empty list with its pager is the end."""
    page = read_html(body)
    if isinstance(page, str):
        return SurfacePage(problem=page)
    candidates = tuple(read_entries(page, url, outlet, surface))
    if not candidates:
        known = page.css(PAGER) or number(url, surface, "offset", 0) > 0
        return SurfacePage(
            problem=None if known else "no list of articles (h2.media-heading): the layout has changed"
        )
    behind = number(url, surface, "offset", 0) + surface.per_page
    if not _has_more(page, url, surface):
        return SurfacePage(candidates)
    if behind >= surface.per_page * surface.max_pages:
        return SurfacePage(candidates, problem=f"more than {surface.max_pages} pages; the rest is not asked for")
    return SurfacePage(candidates, (step(url, outlet, surface, offset=str(behind)),))
