"""Which page of an article this is, how many there are, and where the others stand."""

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.catalogue.outlet_model import Layout, Outlet
from crawler.extraction.dom import ancestors, signature, squeeze
from crawler.extraction.selectors import Page, all_elements, texts
from crawler.extraction.structured import Structured, unwayback

MAX_PAGES = 60
PAGE_KEYS = ("page", "p", "halaman", "hal", "pages", "paged")
_NEXT_WORDS = re.compile(
    r"^(?:halaman\s+)?(?:selanjutnya|berikutnya|lanjut|next(?:\s+page)?|›|»|>)\s*(?:›|»|>)?$", re.I
)
_PAGER_NAME = re.compile(
    r"pag(?:ing|ination|er|e-?links?|e-nav)|post-page-numbers|halaman|multipage|detail__(?:anchor|long-nav)|wp-pagenavi"
)
# Cheap first look at an address: does it end in a number, or name a page?
_PAGE_WORDS = re.compile(r"halaman|selanjutnya|berikutnya|sebelumnya|lanjut|next|prev|page|terakhir|semua", re.I)
_MAY_BE_PAGE = re.compile(r"(?:/\d{1,2}/?$|[?&](?:page|p|hal|halaman|pages|paged)=\d)", re.I)
_ALL = re.compile(r"^(?:all|semua|show_all)$")
# For a look at the bytes, in lower case: more than what counts as a page's number above, for these only sort out.
_HREF = re.compile(rb"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_NUMBER = r"/\d{1,3}/?\s*(?:$|[?#])|[?&;](?:page|p|hal|halaman|pages|paged|single)="
_HREF_NUMBER = re.compile(_NUMBER.encode(), re.M)
_URL_NUMBER = re.compile(_NUMBER, re.I)
_PAGER_SIGNS = (b"data-ci-pagination-page", b"pagecurrent")


@dataclass(frozen=True, slots=True)
class Paged:
    """`page` (1-based) of `pages`; `next_page`: address of the next; `others`: addresses of all other pages in order;
    `whole`: this response holds all pages (?page=all)."""

    page: int = 1
    pages: int = 1
    next_page: str | None = None
    others: tuple[str, ...] = ()
    whole: bool = False


def split_page(url: str) -> tuple[str, int | None, bool]:
    """(address without its page part, page number or None, True for "all"): ?page=N, /N/ behind a slug, ?page=all."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, None, False
    number: int | None = None
    whole = False
    query = []
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        named = key.lower() in PAGE_KEYS
        if named and re.fullmatch(r"\d{1,2}", value) and 0 < int(value) <= MAX_PAGES:
            number = int(value)
        elif (named and _ALL.match(value.lower())) or (key.lower() == "single" and value == "1"):
            whole = True
        else:
            query.append((key, value))
    path = parts.path
    match = re.search(r"^(?P<base>.*/[^/]*[a-z][^/]*-[^/]*)/(?:page/)?(?P<number>\d{1,2})/?$", path)
    if match and number is None and 1 < int(match["number"]) <= MAX_PAGES:
        number, path = int(match["number"]), match["base"] + "/"
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), "")), number, whole


def _key(url: str) -> str:
    """What two pages of one article have in common: host and path without page part, scheme and trailing slash."""
    base, _, _ = split_page(url)
    try:
        parts = urlsplit(base)
    except ValueError:
        return base
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}".rstrip("?")


def may_have_pages(body: bytes, url: str, outlet: Outlet) -> bool:
    """False only where `read_pages` would find no page but this one: nearly every article has one, and parsing it to
    learn that costs some ten milliseconds."""
    if b"\0" in body[:4096] or body.startswith((b"b'", b'b"', b"\x1f\x8b")) or "%" in url or url != unwayback(url):
        return True  # encodings and saved forms in which links do not show
    if any(layout.total_pages for layout in outlet.layouts):
        return True  # the page may print how many there are, without a link
    page = body.lower()
    if _URL_NUMBER.search(url) or any(sign in page for sign in _PAGER_SIGNS) or _links_to_one(page):
        return True
    links = b"\n".join(double or single or bare for double, single, bare in _HREF.findall(page))
    if b"&#" in links:
        links = html.unescape(links.decode("utf-8", "replace")).encode()
    key = _key(url.lower()).rstrip("/")
    return any(_may_lead_on(_line_at(links, found.start()), url, key) for found in _HREF_NUMBER.finditer(links))


def _links_to_one(page: bytes) -> bool:
    """Whether a link's text is "1"."""
    at = page.find(b">1<")
    while at >= 0:
        if page.startswith(b"<a", page.rfind(b"<", 0, at)):
            return True
        at = page.find(b">1<", at + 1)
    return False


def _line_at(text: bytes, place: int) -> bytes:
    end = text.find(b"\n", place)
    return text[text.rfind(b"\n", 0, place) + 1 : end if end >= 0 else len(text)]


def _may_lead_on(href: bytes, here: str, key: str) -> bool:
    """Whether a link's address (in lower case) may be that of a further page; `key`: of this page."""
    try:
        address = unwayback(html.unescape(href.decode("utf-8", "replace")))
        return _same_path(urljoin(here, address).lower(), key)
    except ValueError:
        return True


def read_pages(
    source: Page,
    structured: Structured,
    url: str | None,
    outlet: Outlet | None = None,
    layout: Layout | None = None,
) -> Paged:
    """The paging of an article page, from its links; a link counts only if it leads to the same address but for the
    page part, or the page's own pager numbers it (Disway writes offsets)."""
    here = url or next((link for link in structured.links.get("canonical", ())), None) or structured.meta("og:url")
    if not here:
        return Paged()
    here = unwayback(here)
    base, own, whole = split_page(here)
    listed = set(all_elements(source, layout.page_links)) if layout is not None else set()
    offsets = outlet is not None and outlet.paging.style == "link"
    if offsets:
        # The pager's own links count; what stands behind the slug is an offset, no page number.
        base, own = _without_offset(here), None
    found, after, current = _links(source.tree, structured, here, _key(base), listed, offsets)
    if whole:
        return Paged(1, max(found, default=1), None, (), True)
    page = own or (_current_in_pager(source.tree) if found else None) or current or 1
    total = _stated_total(source, layout) or 1
    pages = max([page, total, *found]) if found or after or own or total > 1 else 1
    if after and pages <= page:
        pages = page + 1
    following = found.get(page + 1) or after or _address_of(base, page + 1, pages, outlet)
    numbers = (number for number in range(1, min(pages, MAX_PAGES) + 1) if number != page)
    others = [
        address for number in numbers if (address := found.get(number) or _address_of(base, number, pages, outlet))
    ]
    if page >= pages:
        following = None
    elif following and following not in others:
        others.append(following)
    return Paged(page, pages, following, tuple(dict.fromkeys(others)))


def _links(
    tree: HtmlElement, structured: Structured, here: str, key: str, listed: set[HtmlElement], offsets: bool
) -> tuple[dict[int, str], str | None, int | None]:
    """(addresses by page number, address that a "next" leads to, number that the pager marks as this page)."""
    found: dict[int, str] = {}
    after: str | None = None
    current: int | None = None
    for link in tree.iter("a"):
        if not (
            _MAY_BE_PAGE.search(link.get("href") or "") or link.get("data-ci-pagination-page") or link.text == "1"
        ):
            if current is None and link.get("id") == "pagecurrent" and squeeze(link.text_content()).isdigit():
                current = int(squeeze(link.text_content()))
            continue
        number = _numbered(link, here, key, listed, offsets)
        if number is not None:
            found.setdefault(number[0], number[1])
        if after is None and not offsets and _leads_on(link, here, key):
            after = urljoin(here, unwayback(link.get("href", "")))
    for rel in structured.links.get("next", ()) if not offsets else ():
        address = urljoin(here, rel)
        number_in_it = split_page(address)[1]
        if _key(address) == key and number_in_it:
            after = after or address
            found.setdefault(number_in_it, address)
    return found, after, current


def _without_offset(url: str) -> str:
    return re.sub(r"(/[^/?]*[a-z][^/?]*)/\d{1,3}/?(?=$|\?)", r"\1", url)


def _address_of(base: str, number: int, pages: int, outlet: Outlet | None) -> str | None:
    """The address of page N by the family's habit, where no link gives it."""
    if number > pages:
        return None
    if number == 1:
        return base
    style = outlet.paging.style if outlet is not None else "none"
    if style == "query":
        return with_page(base, str(number))
    if style == "path":
        return base.split("?")[0].rstrip("/") + f"/{number}/"
    return None


def with_page(url: str, value: str) -> str:
    """The address with ?page=VALUE."""
    parts = urlsplit(url)
    query = [(key, old) for key, old in parse_qsl(parts.query, keep_blank_values=True) if key != "page"]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*query, ("page", value)]), ""))


def _numbered(
    link: HtmlElement, here: str, key: str, listed: set[HtmlElement], offsets: bool
) -> tuple[int, str] | None:
    """(number, address) of a link to a page of this article, or None; `offsets`: numbers in addresses are none."""
    href = (link.get("href") or "").strip()
    code = link.get("data-ci-pagination-page") or ""
    if not href or link.get("data-remote") or not (code or _MAY_BE_PAGE.search(href) or link.text == "1"):
        return None
    try:
        address = urljoin(here, unwayback(href))
    except ValueError:
        return None
    if code.isdigit() and 0 < int(code) <= MAX_PAGES:
        return (int(code), address) if link in listed or _same_path(address, key) else None
    if link in listed and _same_path(address, key) and squeeze(link.text_content()).isdigit():
        return int(squeeze(link.text_content())), address
    if offsets:
        return None
    if _key(address) != key:
        return None
    number = split_page(address)[1]
    words = squeeze(link.text_content())
    if number is None:
        return (1, address) if words == "1" else None
    # "Muat lebih banyak" loads other articles by the same kind of address.
    is_pager = (
        link in listed or re.fullmatch(r"\d{1,2}|.{0,3}", words) or _PAGE_WORDS.search(words) or _in_pager(link)
    )
    return (number, address) if is_pager else None


def _same_path(address: str, key: str) -> bool:
    """True where the address is this article's with something behind it (an offset)."""
    return _key(address).rstrip("/").startswith(key.rstrip("/"))


def _leads_on(link: HtmlElement, here: str, key: str) -> bool:
    href = (link.get("href") or "").strip()
    if (
        link.get("data-remote")
        or not _MAY_BE_PAGE.search(href)
        or not _NEXT_WORDS.match(squeeze(link.text_content()))
    ):
        return False
    try:
        address = urljoin(here, unwayback(href))
    except ValueError:
        return False
    number = split_page(address)[1]
    own = split_page(here)[1] or 1
    return _key(address) == key and (number or 0) > own


def _current_in_pager(tree: HtmlElement) -> int | None:
    """The number that a pager marks as the one shown."""
    for element in tree.iter("span", "a", "li", "strong"):
        name = signature(element)
        if "current" in name or "active" in name:
            words = squeeze(element.text_content()) if len(element) < 4 else ""
            if words.isdigit() and 0 < int(words) <= MAX_PAGES and _in_pager(element):
                return int(words)
    return None


def _in_pager(element: HtmlElement) -> bool:
    return any(_PAGER_NAME.search(signature(node)) for node in list(ancestors(element))[:4])


def _stated_total(source: Page, layout: Layout | None) -> int | None:
    """The number of pages that the page prints ("Halaman 1/3")."""
    for text in texts(source, layout.total_pages) if layout is not None else ():
        match = re.search(r"(\d{1,2})\D*$", text)
        if match and int(match[1]) <= MAX_PAGES:
            return int(match[1])
    return None
