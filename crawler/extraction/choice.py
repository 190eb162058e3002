"""Which text is the article's: by the outlet's selectors, by the weight of prose, by a second extractor, and what the
page's own data say; who is believed where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.article import NotArticle
from crawler.catalogue.agreement import is_sampled
from crawler.catalogue.family_match import needs_comparison
from crawler.catalogue.outlet_model import Layout
from crawler.extraction import pagetype
from crawler.extraction.body import read_column
from crawler.extraction.claims import Claims
from crawler.extraction.column import Column, Rules
from crawler.extraction.container import Container, find_container
from crawler.extraction.dom import Block
from crawler.extraction.furniture import caption_text
from crawler.extraction.home import PARAGRAPH_TAGS
from crawler.extraction.second import agreement, second_paragraphs, shingles
from crawler.extraction.selectors import Page, all_elements, elements, layout_of, texts
from crawler.extraction.structured import Structured
from crawler.extraction.titles import Title, fold_title
from crawler.outlet import Outlet

MIN_TEXT = 80  # characters: less is a picture page, a video page or nothing
GOOD_TEXT = 400
GOOD_SHARE = 0.6  # share of the page's prose that the chosen element should hold
LITTLE_AGREEMENT = 0.4
MAX_ROOTS = 20
SAME_TEXT = 0.8  # agreement at which a family's selectors are believed on a host nobody has looked at


@dataclass(frozen=True, slots=True)
class Source:
    """A page as parsed, and what is known about it before its text is read."""

    page: Page
    blocks: Sequence[Block]
    structured: Structured
    title: Title | None
    url: str | None
    outlet: Outlet | None
    rules: Rules
    claims: Claims


@dataclass(slots=True)
class Text:
    """What was read as the article's text, and how: `root` is its element, `layout` the outlet's era that gave it."""

    column: Column
    root: HtmlElement | None
    method: str
    layout: Layout | None
    problems: list[str]
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The weight of prose's answer; `size`: characters of text; `teasers`: summaries of other pages."""

    container: Container | None
    column: Column
    size: int
    teasers: int


def choose_text(source: Source) -> Text | NotArticle:
    """The text by the outlet's selectors where they fit, else by the weight of prose; on a host that only a broad
    family fits, by the selectors if both agree. On a sample of pages both are asked whatever fits."""
    outlet = source.outlet
    layout = layout_of(source.page, outlet) if outlet is not None else None
    compare = outlet is not None and needs_comparison(outlet)
    by_layout = _by_layout(source, layout) if layout is not None else None
    if by_layout is not None and not compare and not is_sampled(source.url):
        return by_layout
    generic = _generic(
        source, ["layout_unknown"] if outlet is not None and outlet.layouts and by_layout is None else []
    )
    if by_layout is None or isinstance(generic, NotArticle):
        return generic if by_layout is None or compare else by_layout
    by_layout.agreement = agreement(by_layout.column.paragraphs, generic.column.paragraphs)
    if not compare or by_layout.agreement >= SAME_TEXT:
        return by_layout
    generic.agreement = by_layout.agreement
    generic.problems.append("disagreement")
    return generic


def _by_layout(source: Source, layout: Layout) -> Text | None:
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
    return Text(whole, roots[0], f"rules {layout.name}", layout, [])


def _generic(source: Source, problems: list[str]) -> Text | NotArticle:
    """The text of a page whose layout nobody described."""
    title, structured = source.title, source.structured
    own = _by_weight(source, title.order if title else None)
    if own.container is not None and not (title is not None and title.method == "shown"):
        reason = _list_signs(own.container.element, source.blocks, own.column, structured)
        if reason:
            return NotArticle("not_article", reason)
    shown = title is not None and title.method != "stated"
    if not shown and not pagetype.states_article(structured) and own.teasers > max(4, 2 * len(own.column.paragraphs)):
        return NotArticle("not_article", f"no headline shown, {own.teasers} summaries of other pages: a list")
    own = _with_lead(source, own)
    method = "generic"
    if own.container is None or own.size < GOOD_TEXT or own.container.share < GOOD_SHARE or title is None:
        other = _second(source)
        if _is_better(other, own, source):
            return Text(Column(paragraphs=other), None, "generic, second", None, [*problems, "second_opinion"])
        if own.size >= MIN_TEXT and other and agreement(own.column.paragraphs, other) < LITTLE_AGREEMENT:
            problems.append("disagreement")
    if own.size < MIN_TEXT:
        if not pagetype.states_article(structured):
            return NotArticle("not_article", "no run of text like an article's")
        return NotArticle("empty", "an article page without text (a picture or video page)")
    return Text(own.column, own.container.element if own.container else None, method, None, problems)


def _by_weight(source: Source, after: int | None) -> _Weighed:
    """What the weight of prose gives, behind the block `after` if there is one."""
    container, weights = find_container(source.blocks, source.page.tree, after)
    column = Column()
    if container is not None:
        headline = source.title.text if source.title else None
        column = read_column(container.element, headline, source.rules, dropped=container.strangers)
    return _Weighed(container, column, sum(map(len, column.paragraphs)), len(weights.teasers))


def _with_lead(source: Source, own: _Weighed) -> _Weighed:
    """The text chosen anew behind the words with which the page says that its text begins, where they stand on the
    page outside the text chosen first."""
    lead = source.claims.lead
    if not lead or lead in fold_title(" ".join([*own.column.paragraphs, own.column.deck or ""])):
        return own
    order = next((block.order for block in source.blocks if not block.hidden and _opens_with(block.text, lead)), None)
    if order is None:
        return own
    for again in (_by_weight(source, order - 1 if order else None), _around(source, order)):
        told = lead in fold_title(" ".join(again.column.paragraphs))
        if told and again.size >= max(MIN_TEXT, own.size / 3):
            return again
    return own


def _around(source: Source, order: int) -> _Weighed:
    """The text of the element in which a block stands among others."""
    block = next(block for block in source.blocks if block.order == order)
    parent = block.element.getparent()
    alone = block.element.tag in PARAGRAPH_TAGS or not any(
        other.element is block.element for other in source.blocks if other is not block
    )
    root = parent if alone and parent is not None else block.element
    column = read_column(root, source.title.text if source.title else None, source.rules)
    prose = float(sum(map(len, column.paragraphs)))
    return _Weighed(Container(root, prose, 1.0, False), column, int(prose), 0)


def _opens_with(text: str, lead: str) -> bool:
    return len(text) > len(lead) and lead in fold_title(text[: len(lead) + 80])


def _second(source: Source) -> list[str]:
    folded = fold_title(source.title.text) if source.title else ""
    found = second_paragraphs(source.page.tree, source.url)
    return [line for line in found if fold_title(line) != folded]


def _is_better(other: Sequence[str], own: _Weighed, source: Source) -> bool:
    """True where the second extractor's text is believed: ours is next to nothing, or the page's own data (body,
    beginning of the text) are with it and not with ours."""
    size = sum(map(len, other))
    if size < 2 * MIN_TEXT or not pagetype.states_article(source.structured):
        return False
    if own.size < MIN_TEXT:
        return True
    claims = source.claims
    if claims.body:
        known = shingles(claims.body)
        return len(shingles(other) & known) > 2 * len(shingles(own.column.paragraphs) & known)
    if not claims.lead:
        return False
    lead_in = [claims.lead in fold_title(" ".join(text)) for text in (other, own.column.paragraphs)]
    return lead_in == [True, False] and size > own.size


def _list_signs(root: HtmlElement, blocks: Sequence[Block], column: Column, structured: Structured) -> str | None:
    """Why the chosen element is a list of articles, or None."""
    inside = [block for block in blocks if block.element is root or root in block.element.iterancestors()]
    linked = sum(block.link_share > 0.8 and len(block.text) > 25 for block in inside)
    if linked >= 8 and linked > 1.2 * len(column.paragraphs) and not pagetype.states_article(structured):
        return f"{linked} linked titles and {len(column.paragraphs)} paragraphs: a list"
    return None
