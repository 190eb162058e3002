"""One page -> Article or NotArticle: the order in which the parts of `crawler.extraction` are asked."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.article import Article, NotArticle
from crawler.catalogue.family_match import is_family_only
from crawler.catalogue.outlet_model import Layout
from crawler.conduct.blockpages import block_sign
from crawler.extraction import pagetype
from crawler.extraction.bounds import TooExpensive, bounded
from crawler.extraction.bylines import initials_in, signed_by
from crawler.extraction.choice import Source, Text, choose_text
from crawler.extraction.claims import read_claims
from crawler.extraction.column import Rules, joined_rules
from crawler.extraction.datelines import find_dateline
from crawler.extraction.decode import Undecodable, decode_page
from crawler.extraction.dom import MAX_ELEMENTS, Block, TooManyElements, blocks_of, parse_page
from crawler.extraction.faults import faults_of
from crawler.extraction.fields import canonical_of, kicker_of, section_of, tags_of
from crawler.extraction.furniture import captions_among
from crawler.extraction.pages import read_pages
from crawler.extraction.people import read_people
from crawler.extraction.published import read_dates, shown_texts
from crawler.extraction.selectors import Page, texts
from crawler.extraction.structured import Structured, read_structured
from crawler.extraction.titles import find_title
from crawler.extraction.zones import zone_for
from crawler.outlet import Outlet

SMALL_TEXT = 600  # below this, a page may be a notice that stands in the way
MAX_TAGS = 4 * MAX_ELEMENTS  # "<" in the markup: more are not even parsed
_WAYBACK_IDS = ("wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato")


def extract_page(
    body: bytes,
    url: str | None,
    outlet: Outlet | None,
    *,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
) -> Article | NotArticle:
    """The article on a page, or why there is none. Pure: the same bytes give the same result. `fetched_at` (aware)
    bounds dates in the future and anchors "2 jam lalu". Raises nothing for any bytes; what fails on a page becomes
    reason "broken", what a page costs beyond all measure "too_expensive"."""
    try:
        with bounded():
            return _extract(body, url, outlet, content_type, fetched_at)
    except (TooExpensive, MemoryError) as error:
        return NotArticle("too_expensive", str(error) or "more memory than any page needs")
    except (OSError, ImportError, tomllib.TOMLDecodeError):
        raise  # our own files are damaged: every page would look broken
    except TooManyElements as error:
        return NotArticle("too_large", str(error))
    except Exception as error:  # the border: one page must not end a build; what went wrong is the ledger's reason
        return NotArticle("broken", f"{type(error).__name__}: {error}"[:300])


def _extract(
    body: bytes, url: str | None, outlet: Outlet | None, content_type: str | None, fetched_at: datetime | None
) -> Article | NotArticle:
    markup = decode_page(body, content_type)
    if isinstance(markup, Undecodable):
        return NotArticle(markup.reason, markup.detail)
    if markup.count("<") > MAX_TAGS:
        raise TooManyElements(f"more than {MAX_TAGS} tags")
    tree = parse_page(markup)
    if tree is None:
        return NotArticle("broken", "the markup holds no element")
    _without_archive_toolbar(tree, markup)
    page = Page(tree)
    blocks = blocks_of(tree)
    if not blocks:
        return NotArticle("empty", "the page shows no text")
    structured = read_structured(tree)
    if refused := _refused(url, outlet, structured):
        return refused
    rules = _rules(outlet.drop_lines, outlet.end_lines, outlet.byline_lines) if outlet is not None else Rules()
    title, claims = find_title(blocks, tree, structured), read_claims(structured)
    source = Source(page, blocks, structured, title, url, outlet, rules, claims)
    text = choose_text(source)
    size = 0 if isinstance(text, NotArticle) else sum(map(len, text.column.paragraphs))
    if size < SMALL_TEXT and (sign := block_sign({}, body)):
        return NotArticle("blocked", f"{sign.kind} ({sign.name})")
    if isinstance(text, NotArticle):
        return text
    shown = source.title.text if source.title else structured.title
    if size < SMALL_TEXT / 2 and (error := pagetype.error_in(shown, blocks)):
        return NotArticle("not_article", f"an error page: {error!r}")
    return _article(source, text, fetched_at, markup)


def _without_archive_toolbar(tree: HtmlElement, markup: str) -> None:
    """Takes the Internet Archive's toolbar out of a saved copy."""
    if "web.archive.org" not in markup:
        return
    for name in _WAYBACK_IDS:
        for element in tree.xpath(f"//*[@id='{name}']"):
            element.drop_tree()


def _refused(url: str | None, outlet: Outlet | None, structured: Structured) -> NotArticle | None:
    if pagetype.is_home(url, structured):
        return NotArticle("not_article", "a front page")
    if pagetype.is_list_address(url, outlet) and not structured.meta("article:published_time"):
        return NotArticle("not_article", "the address is one of lists")
    return None


@lru_cache(maxsize=256)
def _rules(drop: tuple[str, ...], end: tuple[str, ...], byline: tuple[str, ...]) -> Rules:
    return joined_rules(drop, end, byline)


def _span(blocks: Sequence[Block], root: HtmlElement | None, paragraphs: Sequence[str]) -> tuple[int, int]:
    """Orders of the first and last block of the text."""
    wanted = {paragraphs[0], paragraphs[-1]} if paragraphs else set()
    inside = [
        block.order
        for block in blocks
        if block.text in wanted and (root is None or block.element is root or root in block.element.iterancestors())
    ]
    return (min(inside), max(inside)) if inside else (len(blocks), len(blocks))


def _headline(source: Source, layout: Layout | None) -> str:
    """The headline that the page shows and states; where it only states one, what the outlet's selector yields."""
    if source.title is not None and source.title.method == "shown":
        return source.title.text
    selected = texts(source.page, layout.title) if layout is not None else []
    return selected[0] if selected else source.title.text if source.title else ""


def _within(text: str, others: Sequence[str]) -> bool:
    """True for a piece of a longer text among the others (a caption of two lines)."""
    return any(text in other for other in others)


def _article(source: Source, text: Text, fetched_at: datetime | None, markup: str) -> Article:
    page, blocks, structured = source.page, source.blocks, source.structured
    outlet, layout, column = source.outlet, text.layout, text.column
    known = None if outlet is None or is_family_only(outlet) else outlet
    order = source.title.order if source.title else None
    span = _span(blocks, text.root, column.paragraphs)
    zone, zone_source = zone_for(source.url or structured.meta("og:url"), outlet.zone if outlet is not None else None)
    dates = read_dates(
        structured,
        page.tree,
        (texts(page, layout.published) if layout is not None else []) + shown_texts(blocks, order, *span),
        zone,
        zone_source,
        url=source.url,
        now=fetched_at,
        wrong_offsets=outlet.wrong_offsets if outlet is not None else (),
        title_element=blocks[order].element if order is not None else None,
    )
    people = read_people(structured, page, blocks, column, span, order, outlet, layout)
    paged = read_pages(page, structured, source.url, outlet, layout)
    headline = _headline(source, layout)
    shown = captions_among(blocks[order if order is not None else span[0] : span[1]])
    captions = tuple(dict.fromkeys([*column.captions, *(one for one in shown if not _within(one, column.captions))]))
    paragraphs, faults = faults_of(column, blocks[span[1] + 1 :], headline, source.claims, markup)
    initials = initials_in([*column.signoffs, *paragraphs[-1:]])
    partial = ["partial"] if paged.pages > 1 and not paged.whole else []
    problems = [*text.problems, *([] if headline else ["no_title"]), *dates.problems, *partial, *faults]
    return Article(
        url=source.url,
        title=headline,
        text="\n".join(paragraphs),
        outlet_id=known.id if known is not None else None,
        authors=tuple(people.authors),
        editors=tuple(people.editors),
        contributors=tuple(people.contributors),
        published=dates.published,
        published_raw=dates.raw,
        published_method=dates.method,
        modified=dates.modified,
        dateline=find_dateline(paragraphs, outlet.brands if outlet is not None else ()),
        kicker=kicker_of(blocks, order, layout, page) or column.kicker,
        deck=column.deck,
        caption=captions[0] if captions else None,
        captions=captions,
        section=section_of(structured, page, layout, headline),
        tags=tags_of(structured, page, layout, " ".join([headline, *paragraphs]), blocks[span[1] + 1 : span[1] + 25]),
        initials=initials,
        signed_by=signed_by(initials, [*people.authors, *people.editors, *people.contributors]),
        source=people.source,
        page=paged.page,
        pages=paged.pages,
        pages_seen=paged.pages if paged.whole else 1,
        next_page=paged.next_page,
        canonical_url=canonical_of(structured, source.url, known),
        layout=layout.name if layout is not None else None,
        method=text.method,
        agreement=text.agreement,
        problems=tuple(dict.fromkeys(problems)),
    )
