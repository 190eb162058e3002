"""Pages of one article: which addresses to fetch besides the first. `crawler.extract` joins what is on them."""

from crawler.extraction.decode import Undecodable, decode_page
from crawler.extraction.dom import parse_page
from crawler.extraction.pages import may_have_pages, read_pages, split_page, with_page
from crawler.extraction.selectors import Page, layout_of
from crawler.extraction.structured import read_structured, unwayback
from crawler.outlet import Outlet

__all__ = ["fetch_url", "other_pages"]


def other_pages(body: bytes, url: str, outlet: Outlet) -> tuple[str, ...]:
    """Addresses of the other pages of the article on this page, in page order; () for one page, for a response that
    holds the whole (?page=all) and for what is no page."""
    if split_page(unwayback(url))[2] or not may_have_pages(body, url, outlet):
        return ()
    text = decode_page(body)
    if isinstance(text, Undecodable):
        return ()
    tree = parse_page(text)
    if tree is None:
        return ()
    page = Page(tree)
    paged = read_pages(page, read_structured(tree), url, outlet, layout_of(page, outlet))
    return () if paged.whole else tuple(other for other in paged.others if other != url)


def fetch_url(url: str, outlet: Outlet) -> str:
    """The address to fetch for an article: with ?page=all where the outlet's family has it, else as it is."""
    if outlet.paging.style == "query" and outlet.paging.all_pages:
        base, _, _ = split_page(url)
        return with_page(base, outlet.paging.all_pages)
    return url
