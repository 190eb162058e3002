"""Which of the prose in the chosen element is the article's own: the paragraphs' home and what belongs to it.

Paragraphs of one article share a parent. Prose elsewhere in the element (comments, the next article of an endless
page, the site's words about itself, a mobile copy) does not, and something stands between: a heading, a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml.html import HtmlElement

from crawler.extraction.dom import HEADINGS, Block, ancestors
from crawler.extraction.titles import fold_title

PARAGRAPH_TAGS = frozenset(("p", "li", "blockquote", "h2", "h3", "h4", "dd", "dt"))
MIN_HOME = 150.0  # characters of prose
SHARE_OF_LARGEST = 0.3
_LISTS = frozenset(("ul", "ol", "dl", "blockquote"))


@dataclass(slots=True)
class _Group:
    parent: HtmlElement
    prose: float
    first: int
    last: int


def settle(
    blocks: Sequence[Block],
    own: Sequence[float],
    teasers: Sequence[Block],
    root: HtmlElement,
    title_order: int | None,
) -> tuple[HtmlElement, frozenset[HtmlElement]]:
    """(the element that holds the article's prose and little else, elements inside it that are another's).
    `own`: the weight of each block; `teasers`: blocks judged another article's; `root`: the element chosen so far."""
    inside = [
        (block, value)
        for block, value in zip(blocks, own, strict=True)
        if value > 0 and root in ancestors(block.element)
    ]
    groups = _groups(inside)
    if not groups:
        return root, frozenset()
    home = _home(groups, title_order)
    chosen = [home]
    title = fold_title(blocks[title_order].text) if title_order is not None else ""
    home_path = _path(home.parent, root)
    borders = _Borders(blocks, title)
    for group in groups:
        if group is not home and _belongs(group, home, home_path, root, borders, title_order):
            chosen.append(group)
    parents = {group.parent for group in chosen}
    own_blocks = [block for block, _ in inside if any(node in parents for node in ancestors(block.element))]
    kept = {node for group in chosen for node in ancestors(group.parent, root)}
    kept.update(node for block in own_blocks for node in ancestors(block.element, root))
    known = {block.order for block in own_blocks}
    strangers = {_topmost(block.element, kept) for block, _ in inside if block.order not in known}
    foreign = [block for block in teasers if block.element not in kept and root in ancestors(block.element)]
    strangers.update(_topmost(block.element, kept) for block in foreign)
    whole = len(chosen) == len(groups)
    return root if whole else _common([group.parent for group in chosen], root), frozenset(strangers - kept)


class _Borders:
    """What may part two runs of prose, counted up to each block: headlines of others; headings and linked lines."""

    def __init__(self, blocks: Sequence[Block], title: str) -> None:
        headlines = (block.tag == "h1" and fold_title(block.text) != title for block in blocks)
        self._headlines = list(accumulate(headlines, initial=0))
        self._lines = list(
            accumulate((block.tag in HEADINGS or block.link_share > 0.6 for block in blocks), initial=0)
        )

    def has_headline(self, first: int, last: int) -> bool:
        return last > first and self._headlines[last] > self._headlines[first]

    def has_line(self, first: int, last: int) -> bool:
        return last > first and self._lines[last] > self._lines[first]


def _home(groups: Sequence[_Group], title_order: int | None) -> _Group:
    """The largest group; but the first one behind the headline if it is of some size."""
    largest = max(groups, key=lambda group: group.prose)
    if title_order is None:
        return largest
    enough = max(MIN_HOME, SHARE_OF_LARGEST * largest.prose)
    return next((group for group in groups if group.first > title_order and group.prose >= enough), largest)


def _groups(inside: Sequence[tuple[Block, float]]) -> list[_Group]:
    """Prose by the element that its paragraphs are children of, in page order."""
    counts: dict[HtmlElement, int] = {}
    for block, _ in inside:
        counts[block.element] = counts.get(block.element, 0) + 1
    found: dict[HtmlElement, _Group] = {}
    for block, value in inside:
        parent = _parent(block, counts[block.element])
        group = found.setdefault(parent, _Group(parent, 0.0, block.order, block.order))
        group.prose += value
        group.last = block.order
    return list(found.values())


def _parent(block: Block, shared: int) -> HtmlElement:
    node = block.element
    if node.tag not in PARAGRAPH_TAGS and shared > 1:
        return node  # text and <br> directly in a column
    parent = node.getparent()
    while parent is not None and parent.tag in _LISTS and parent.getparent() is not None:
        parent = parent.getparent()
    return node if parent is None else parent


def _path(node: HtmlElement, root: HtmlElement) -> tuple[tuple[str, str], ...]:
    return tuple((str(part.tag), part.get("class") or "") for part in ancestors(node, root))


def _belongs(
    group: _Group,
    home: _Group,
    home_path: tuple[tuple[str, str], ...],
    root: HtmlElement,
    borders: _Borders,
    title_order: int | None,
) -> bool:
    if home.parent in ancestors(group.parent) or group.parent in ancestors(home.parent):
        return True
    if home.first < group.first < home.last:
        return True
    low, high = sorted((home.last if group.first > home.last else group.last, max(home.first, group.first)))
    if _path(group.parent, root) == home_path:
        # Pages of one article, or a <div> a paragraph; but not the next article with a headline of its own.
        return not borders.has_headline(low + 1, high)
    if group.last < home.first and title_order is not None and group.first < title_order:
        return False
    return not borders.has_line(low + 1, high)


def _topmost(node: HtmlElement, kept: set[HtmlElement]) -> HtmlElement:
    """The outermost element around a stranger that holds nothing of the article."""
    while True:
        parent = node.getparent()
        if parent is None or parent in kept:
            return node
        node = parent


def _common(nodes: Sequence[HtmlElement], root: HtmlElement) -> HtmlElement:
    """The lowest element that holds all of these."""
    chains = [list(ancestors(node, root)) for node in nodes]
    for node in chains[0]:
        if all(node in chain for chain in chains[1:]):
            return node
    return root
