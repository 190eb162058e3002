"""One page -> Article or NotArticle: the order in which the parts of `crawler.extraction` are asked."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.article import Article, NotArticle
from crawler.blockpages import block_sign
from crawler.extraction import pagetype
from crawler.extraction.body import read_column
from crawler.extraction.bylines import initials_in
from crawler.extraction.column import Column, Rules, joined_rules
from crawler.extraction.container import find_container
from crawler.extraction.datelines import find_dateline
from crawler.extraction.decode import Undecodable, decode_page
from crawler.extraction.dom import MAX_ELEMENTS, Block, TooManyElements, blocks_of, parse_page
from crawler.extraction.fields import canonical_of, kicker_of, section_of, tags_of
from crawler.extraction.furniture import caption_text
from crawler.extraction.pages import read_pages
from crawler.extraction.people import read_people
from crawler.extraction.published import read_dates, shown_texts
from crawler.extraction.second import agreement, second_paragraphs
from crawler.extraction.selectors import Page, all_elements, elements, layout_of, texts
from crawler.extraction.structured import Structured, read_structured
from crawler.extraction.titles import Title, find_title, fold_title
from crawler.extraction.zones import zone_for
from crawler.family_match import is_family_only, needs_comparison
from crawler.outlet import Outlet
from crawler.outlet_model import Layout

MIN_TEXT = 80  # characters: less is a picture page, a video page or nothing
SMALL_TEXT = 600  # below this, a page may be a notice that stands in the way
GOOD_TEXT = 400
GOOD_SHARE = 0.6  # share of the page's prose that the chosen element should hold
LITTLE_AGREEMENT = 0.4
MAX_ROOTS = 20
SAME_TEXT = 0.8  # agreement at which a family's selectors are believed on a host nobody has looked at
_WAYBACK_IDS = ("wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato")


@dataclass(frozen=True, slots=True)
class _Source:
    """A page as parsed, and what is known about it before its text is read."""

    page: Page
    blocks: Sequence[Block]
    structured: Structured
    title: Title | None
    url: str | None
    outlet: Outlet | None
    rules: Rules


@dataclass(slots=True)
class _Text:
    """What was read as the article's text, and how: `root` is its element, `layout` the outlet's era that gave it."""

    column: Column
    root: HtmlElement | None
    method: str
    layout: Layout | None
    problems: list[str]


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
    reason "broken"."""
    try:
        return _extract(body, url, outlet, content_type, fetched_at)
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
    tree = parse_page(markup)
    if tree is None:
        return NotArticle("broken", "the markup holds no element")
    _without_archive_toolbar(tree, markup)
    page = Page(tree)
    if len(page.nodes) > 4 * MAX_ELEMENTS:
        raise TooManyElements(f"{len(page.nodes)} nodes")
    blocks = blocks_of(tree)
    if not blocks:
        return NotArticle("empty", "the page shows no text")
    structured = read_structured(tree)
    if refused := _refused(url, outlet, structured):
        return refused
    rules = _rules(outlet.drop_lines, outlet.end_lines, outlet.byline_lines) if outlet is not None else Rules()
    source = _Source(page, blocks, structured, find_title(blocks, tree, structured), url, outlet, rules)
    text = _text(source)
    size = 0 if isinstance(text, NotArticle) else sum(map(len, text.column.paragraphs))
    if size < SMALL_TEXT and (sign := block_sign({}, body)):
        return NotArticle("blocked", f"{sign.kind} ({sign.name})")
    if isinstance(text, NotArticle):
        return text
    shown = source.title.text if source.title else structured.title
    if size < SMALL_TEXT / 2 and (error := pagetype.error_in(shown, blocks)):
        return NotArticle("not_article", f"an error page: {error!r}")
    return _article(source, text, fetched_at, _faults(text.column.paragraphs, markup))


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


def _text(source: _Source) -> _Text | NotArticle:
    """The text by the outlet's selectors where they fit, else by the weight of prose; on a host that only a broad
    family fits, by the selectors if both agree."""
    outlet = source.outlet
    layout = layout_of(source.page, outlet) if outlet is not None else None
    compare = outlet is not None and needs_comparison(outlet)
    by_layout = _by_layout(source, layout) if layout is not None else None
    if by_layout is not None and not compare:
        return by_layout
    generic = _generic(source, ["layout_unknown"] if outlet is not None and outlet.layouts and not compare else [])
    if by_layout is not None and isinstance(generic, _Text):
        if agreement(by_layout.column.paragraphs, generic.column.paragraphs) >= SAME_TEXT:
            return by_layout
        generic.problems.append("disagreement")
    return generic


def _by_layout(source: _Source, layout: Layout) -> _Text | None:
    """The text by an outlet's selectors, several body elements one after the other; None where there is none."""
    page, title = source.page, source.title.text if source.title else None
    roots = elements(page, layout.body)[:MAX_ROOTS]
    roots = [
        root for root in roots if not any(other is not root and other in root.iterancestors() for other in roots)
    ]
    dropped = frozenset(all_elements(page, layout.drop))
    whole = read_column(roots[0], title, source.rules, dropped=dropped)
    for root in roots[1:]:
        more = read_column(root, None, source.rules, dropped=dropped)
        whole.paragraphs += [text for text in more.paragraphs if text not in whole.paragraphs]
        whole.credits += more.credits
        whole.signoffs += more.signoffs
    if sum(map(len, whole.paragraphs)) < MIN_TEXT:
        return None
    if found := texts(page, layout.deck):
        whole.deck = found[0]
    if found := [text for node in elements(page, layout.caption) if (text := caption_text(node))]:
        whole.captions = found
    return _Text(whole, roots[0], f"rules {layout.name}", layout, [])


def _generic(source: _Source, problems: list[str]) -> _Text | NotArticle:
    """The text of a page whose layout nobody described."""
    title, structured = source.title, source.structured
    container, weights = find_container(source.blocks, source.page.tree, title.order if title else None)
    column = Column()
    if container is not None:
        headline = title.text if title else None
        column = read_column(container.element, headline, source.rules, dropped=container.strangers)
        shown_here = title is not None and title.method == "shown"
        if not shown_here and (reason := _list_signs(container.element, source.blocks, column, structured)):
            return NotArticle("not_article", reason)
    size = sum(map(len, column.paragraphs))
    shown = title is not None and title.method != "stated"
    teasers = len(weights.teasers)
    if not shown and not pagetype.states_article(structured) and teasers > max(4, 2 * len(column.paragraphs)):
        return NotArticle("not_article", f"no headline shown, {teasers} summaries of other pages: a list")
    if container is None or size < GOOD_TEXT or container.share < GOOD_SHARE or title is None:
        other = second_paragraphs(source.page.tree, source.url)
        if size < MIN_TEXT <= sum(map(len, other)) / 2 and pagetype.states_article(structured):
            folded = fold_title(title.text) if title else ""
            column = Column(paragraphs=[line for line in other if fold_title(line) != folded])
            return _Text(column, None, "generic, second", None, [*problems, "second_opinion"])
        if size >= MIN_TEXT and other and agreement(column.paragraphs, other) < LITTLE_AGREEMENT:
            problems.append("disagreement")
    if size < MIN_TEXT:
        if not pagetype.states_article(structured):
            return NotArticle("not_article", "no run of text like an article's")
        return NotArticle("empty", "an article page without text (a picture or video page)")
    return _Text(column, container.element if container else None, "generic", None, problems)


def _list_signs(root: HtmlElement, blocks: Sequence[Block], column: Column, structured: Structured) -> str | None:
    """Why the chosen element is a list of articles, or None."""
    inside = [block for block in blocks if block.element is root or root in block.element.iterancestors()]
    linked = sum(block.link_share > 0.8 and len(block.text) > 25 for block in inside)
    if linked >= 8 and linked > 1.2 * len(column.paragraphs) and not pagetype.states_article(structured):
        return f"{linked} linked titles and {len(column.paragraphs)} paragraphs: a list"
    return None


def _span(blocks: Sequence[Block], root: HtmlElement | None, paragraphs: Sequence[str]) -> tuple[int, int]:
    """Orders of the first and last block of the text."""
    wanted = {paragraphs[0], paragraphs[-1]} if paragraphs else set()
    inside = [
        block.order
        for block in blocks
        if block.text in wanted and (root is None or block.element is root or root in block.element.iterancestors())
    ]
    return (min(inside), max(inside)) if inside else (len(blocks), len(blocks))


def _headline(source: _Source, layout: Layout | None) -> str:
    """The headline that the page shows and states; where it only states one, what the outlet's selector yields."""
    if source.title is not None and source.title.method == "shown":
        return source.title.text
    selected = texts(source.page, layout.title) if layout is not None else []
    return selected[0] if selected else source.title.text if source.title else ""


def _article(source: _Source, text: _Text, fetched_at: datetime | None, faults: list[str]) -> Article:
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
    partial = ["partial"] if paged.pages > 1 and not paged.whole else []
    problems = [*text.problems, *([] if headline else ["no_title"]), *dates.problems, *partial, *faults]
    return Article(
        url=source.url,
        title=headline,
        text="\n".join(column.paragraphs),
        outlet_id=known.id if known is not None else None,
        authors=tuple(people.authors),
        editors=tuple(people.editors),
        contributors=tuple(people.contributors),
        published=dates.published,
        published_raw=dates.raw,
        published_method=dates.method,
        modified=dates.modified,
        dateline=find_dateline(column.paragraphs, outlet.brands if outlet is not None else ()),
        kicker=kicker_of(blocks, order, layout, page) or column.kicker,
        deck=column.deck,
        caption=column.captions[0] if column.captions else None,
        section=section_of(structured, page, layout, headline),
        tags=tags_of(structured, page, layout, " ".join([headline, *column.paragraphs])),
        initials=initials_in([*column.signoffs, *column.paragraphs[-1:]]),
        source=people.source,
        page=paged.page,
        pages=paged.pages,
        pages_seen=paged.pages if paged.whole else 1,
        next_page=paged.next_page,
        canonical_url=canonical_of(structured, source.url, known),
        layout=layout.name if layout is not None else None,
        method=text.method,
        problems=tuple(dict.fromkeys(problems)),
    )


def _faults(paragraphs: Sequence[str], markup: str) -> list[str]:
    """Named faults of a text: cut off with its page, a stub before a paywall."""
    out = []
    tail = markup[-3000:].lower()
    if "</html" not in tail and "</body" not in tail and not re.search(r"[.!?\"”)]$", paragraphs[-1]):
        out.append("cut_off")
    if sum(map(len, paragraphs)) < 1200 and any(pagetype.is_paywall(text) for text in paragraphs[-2:]):
        out.append("paywall")
    return out
