"""Where on a page the article's text stands: the element whose blocks weigh most, found over the whole tree at once.

Every block gets a weight (prose positive; link lists, short scraps and teasers negative); an element weighs what its
blocks weigh together. The article's column is the heaviest element, narrowed to a child that holds nearly all of its
prose. This is the maximum subarray, on a tree; it needs no class names, which only tip the balance."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extraction.above import Above, Junk
from crawler.extraction.dom import HEADINGS, Block, ancestors
from crawler.extraction.home import PARAGRAPH_TAGS, settle
from crawler.extraction.lines import Line, kind_of
from crawler.extraction.names import Role, roles_of
from crawler.extraction.pieces import Weights, best_runs, with_twins

# Function words of Indonesian prose; navigation, names and tables have few of them.
_FUNCTION_WORDS = re.compile(
    r"\b(?:yang|dan|di|ke|dari|untuk|pada|dengan|ini|itu|akan|dalam|tidak|juga|oleh|sebagai|telah|sudah|karena|bahwa|"
    r"saat|adalah|bisa|kata|agar|para|serta|atau|kepada|ada|mereka|kami|kita|saya|the|of|and|to|in)\b",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_TEASER_ENDS = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])$")

_LATELY = re.compile(r"\b\d{1,2}\s+(?:menit|jam|hari|minggu|bulan|tahun)\s+(?:yang\s+)?lalu$", re.I)

RUN_GAP = 14  # blocks without prose that part one run of prose from the next
NEAR_TITLE = 60  # blocks between a headline and its text, at most
TITLE_BONUS = 3.0
RUN_SHARE = 0.25  # of the page's prose that an element must hold for its best run to be looked for
RUN_WORTH = 0.8  # of a run beside an element that weighs as much as a whole
FAR_PROSE = 0.15
ENOUGH_BEFORE = 80.0  # characters of prose between two headlines that make the first an article of its own
ENOUGH_BELOW = 250.0  # characters of prose below a headline that make what stands above it doubtful


@dataclass(frozen=True, slots=True)
class Container:
    """The chosen element. `prose`: characters of prose in it; `share`: of the page's prose; `named`: a body name;
    `strangers`: elements inside it that are no part of the article."""

    element: HtmlElement
    prose: float
    share: float
    named: bool
    strangers: frozenset[HtmlElement] = frozenset()


def prose_weight(block: Block) -> float:
    """How much of a block is article prose, in characters; 0 for everything else."""
    size = len(block.text)
    if size < 45 or block.link_share > 0.5:
        return 0.0
    words = len(_FUNCTION_WORDS.findall(block.text))
    ends = bool(_SENTENCE_END.search(block.text))
    if size < 80 and not (ends and words >= 1):
        return 0.0
    if words * 22 < size * 0.5 and not (ends and words * 40 > size * 0.5):
        # Too few function words for its length: a list of names, a table, code, another language.
        return 0.0 if words == 0 else min(size, 700) * 0.3
    if kind_of(block.text) is not Line.TEXT:
        return 0.0
    return min(size, 700) * (1 - block.link_share)


def _scrap_weight(block: Block) -> float:
    """The cost of a block that is no prose."""
    size = len(block.text)
    if block.link_share > 0.6:
        return -(8.0 + min(size, 80) * 0.5)
    return -3.0 if block.tag in ("p", "h2", "h3", "h4", "li", "blockquote") else -7.0


def weigh(blocks: Sequence[Block], root: HtmlElement, after: int | None = None) -> Weights:
    """Weights of every element that holds a block; `after`: see find_container."""
    out = Weights()
    above = Above(blocks, root)
    prose = [0.0 if block.hidden else prose_weight(block) for block in blocks]
    page_prose = sum(prose) or 1.0
    out.prose = above.sums((block.element, value) for block, value in zip(blocks, prose, strict=True))
    out.chars = above.sums((block.element, len(block.text)) for block in blocks)
    linked = above.sums((block.element, 1) for block in blocks if _is_linked_heading(block))
    junk = Junk(above, out.prose, 0.5 * page_prose)
    summaries = _under_linked_headings(blocks, prose)
    around = _around_title(blocks, after)
    for block, value in zip(blocks, prose, strict=True):
        if value and (
            block.order in summaries or junk.holds(block.element) or _is_teaser(block, above, out, linked, around)
        ):
            value = -min(value, 60.0) * 0.5
            out.teasers.append(block)
        elif not value:
            value = 0.0 if block.hidden else _scrap_weight(block)
        out.own.append(value)
    _behind_title(out.own, after)
    _before_next(blocks, out.own, after)
    _focus(
        [above.chain(block.element) if value > 0 else () for block, value in zip(blocks, out.own, strict=True)],
        out.own,
        after,
    )
    out.total = above.sums((block.element, value) for block, value in zip(blocks, out.own, strict=True))
    # What is left of the prose counts once more: teasers and junk are out now.
    out.prose = above.sums((block.element, value) for block, value in zip(blocks, out.own, strict=True) if value > 0)
    return out


def _behind_title(own: list[float], after: int | None) -> None:
    """Lowers prose above the headline where enough stands below it: an article follows its headline."""
    if after is None:
        return
    below = sum(value for value in own[after + 1 : after + 1 + 2 * NEAR_TITLE] if value > 0)
    if below >= ENOUGH_BELOW:
        own[:after] = [value * FAR_PROSE if value > 0 else value for value in own[:after]]


def _before_next(blocks: Sequence[Block], own: list[float], after: int | None) -> None:
    """Lowers prose behind another article's headline (a page that goes on with the next one), where this one's
    stands before it."""
    if after is None:
        return
    title = blocks[after].text
    seen = 0.0
    for at in range(after + 1, len(blocks)):
        seen += max(0.0, own[at])
        if blocks[at].tag == "h1" and blocks[at].text != title and seen >= ENOUGH_BEFORE:
            own[at:] = [value * FAR_PROSE if value > 0 else value for value in own[at:]]
            return


def _focus(chains: Sequence[tuple[HtmlElement, ...]], own: list[float], after: int | None) -> None:
    """Lowers prose that stands far from the article's: runs of prose a long stretch of other blocks apart, in other
    elements (a glossary, the site's words about itself, a list of summaries). The run behind the headline counts
    most."""
    runs: list[list[int]] = []
    for index, value in enumerate(own):
        if value <= 0:
            continue
        if runs and (index - runs[-1][-1] <= RUN_GAP or _neighbours(chains[index], chains[runs[-1][-1]])):
            runs[-1].append(index)
        else:
            runs.append([index])
    if len(runs) < 2:
        return
    weights = [sum(own[index] for index in run) for run in runs]
    if after is not None:
        behind = [number for number, run in enumerate(runs) if run[-1] > after]
        if behind and runs[behind[0]][0] - after < NEAR_TITLE:
            weights[behind[0]] *= TITLE_BONUS
    main = max(range(len(runs)), key=weights.__getitem__)
    for number, run in enumerate(runs):
        if number != main:
            for index in run:
                own[index] *= FAR_PROSE


def _neighbours(chain: tuple[HtmlElement, ...], other: tuple[HtmlElement, ...]) -> bool:
    """True where two blocks are children of one element, or grandchildren of one that a body name marks."""
    if len(chain) < 3 or len(other) < 3:
        return False
    if chain[1] is other[1] and chain[0].tag == "p":
        return True
    return any(node in other[1:4] and Role.BODY in roles_of(node) for node in chain[1:4])


def _under_linked_headings(blocks: Sequence[Block], prose: Sequence[float]) -> frozenset[int]:
    """Orders of short prose that stands directly under a heading which is a link, or under "2 jam lalu", where that is
    the habit of a list (of articles, of comments): three times and more under one parent."""
    found: dict[HtmlElement, list[int]] = {}
    for before, block, value in zip(blocks, blocks[1:], prose[1:], strict=False):
        heads = before.tag in HEADINGS and before.link_share > 0.8
        if value and len(block.text) <= 330 and (heads or _LATELY.search(before.text[-60:])):
            parent = block.element.getparent()
            above = parent.getparent() if parent is not None and parent is not before.element.getparent() else parent
            if above is not None:
                found.setdefault(above, []).append(block.order)
    return frozenset(order for orders in found.values() if len(orders) >= 3 for order in orders)


def _is_linked_heading(block: Block) -> bool:
    return 20 <= len(block.text) <= 220 and block.link_share > 0.8


def _around_title(blocks: Sequence[Block], after: int | None) -> frozenset[HtmlElement]:
    """The elements that hold the headline: no card of another article."""
    block = next((block for block in blocks if block.order == after), None)
    return frozenset(ancestors(block.element)) if block is not None else frozenset()


def _is_teaser(
    block: Block, above: Above, weights: Weights, linked: dict[HtmlElement, float], around: frozenset[HtmlElement]
) -> bool:
    """True for the summary under another article's linked title: a small element that holds both."""
    size = len(block.text)
    if size > 330:
        return False
    chain = above.chain(block.element)
    for node in chain[1:]:  # a linked line in the same element is an insert between line breaks, no card
        chars = weights.chars[node]
        if chars > 2.2 * size + 260 or node in around:
            break
        if linked.get(node) and weights.prose.get(node, 0.0) <= size * 1.3:
            return True
    else:
        return False
    # A list item or a card that ends in an ellipsis, among siblings of its kind.
    return bool(_TEASER_ENDS.search(block.text)) and any(node.tag in ("li", "article") for node in chain[:4])


def find_container(
    blocks: Sequence[Block], root: HtmlElement, after: int | None = None
) -> tuple[Container | None, Weights]:
    """The article's element among the blocks; `after`: order of the headline's block, if it was found: the text
    follows it. None where the page has no prose."""
    weights = weigh(blocks, root, after)
    if not weights.prose:
        return None, weights
    last: dict[HtmlElement, int] = {}
    for block, value in zip(blocks, weights.own, strict=True):
        if value > 0:
            for node in ancestors(block.element, root):
                last[node] = block.order
    page_prose = sum(value for value in weights.own if value > 0) or 1.0

    runs = best_runs(blocks, weights, RUN_SHARE * page_prose)

    def score(node: HtmlElement) -> float:
        value = max(weights.total[node], RUN_WORTH * runs.get(node, 0.0))
        roles = roles_of(node)
        if Role.BODY in roles or node.tag == "article":
            value *= 1.15
        if Role.JUNK in roles and weights.prose[node] < 0.5 * page_prose:
            value *= 0.3
        if after is not None and last[node] < after:
            value *= 0.25
        return value

    best = max(weights.prose, key=lambda node: (score(node), -weights.chars[node]))
    best = with_twins(_narrow(best, weights), weights)
    if best.tag in PARAGRAPH_TAGS and (parent := best.getparent()) is not None and parent.tag != "body":
        own = sum(value > 0 and block.element is best for block, value in zip(blocks, weights.own, strict=True))
        best = parent if own == 1 else best  # a paragraph is part of a column, be it the only one with prose
    best, strangers = settle(blocks, weights.own, weights.teasers, best, after)
    named = any(Role.BODY in roles_of(node) for node in [best, *list(ancestors(best, root))[1:3]])
    return Container(best, weights.prose[best], weights.prose[best] / page_prose, named, strangers), weights


def _children_with_prose(node: HtmlElement, weights: Weights) -> Iterator[HtmlElement]:
    for child in node:
        if weights.prose.get(child):
            yield child


def _narrow(node: HtmlElement, weights: Weights) -> HtmlElement:
    """The deepest element that still holds nearly all of the prose; what is left outside must be little or named as
    deck, caption or furniture (a first paragraph set apart stays in)."""
    while True:
        children = list(_children_with_prose(node, weights))
        if not children:
            return node
        main = max(children, key=lambda child: weights.prose[child])
        rest = weights.prose[node] - weights.prose[main]
        if main.tag in ("p", "li", "blockquote", "h2", "h3") and len(children) > 1:
            return node
        if rest > 0 and not (rest < 0.04 * weights.prose[node] or _is_set_apart(main, children, weights, node)):
            return node
        if main.tag == "p":
            return node
        node = main


def _is_set_apart(main: HtmlElement, children: Sequence[HtmlElement], weights: Weights, node: HtmlElement) -> bool:
    """True where all prose outside `main` stands in elements named as deck, caption, byline or furniture."""
    if weights.prose[main] < 0.6 * weights.prose[node]:
        return False
    return all(child is main or _named_apart(child) for child in children)


def _named_apart(element: HtmlElement) -> bool:
    if element.tag in ("figure", "figcaption", "aside", "footer", "nav", "h1", "h2", "h3", "h4"):
        return True
    roles = roles_of(element)
    return bool(roles & {Role.JUNK, Role.DECK, Role.KICKER, Role.BYLINE, Role.DATE})
