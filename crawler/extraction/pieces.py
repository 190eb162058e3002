"""Columns in pieces: paragraphs that share their parent with lists and boxes, texts cut into several elements."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.extraction.dom import HEADINGS, Block

TWIN_REACH = 3  # elements between two pieces of one text
MIN_TWIN = 45.0  # characters of prose in a piece of a text that is cut into several


@dataclass(slots=True)
class Weights:
    """Sums over the blocks under each element, keyed by the element; `own`: each block's weight; `teasers`: blocks
    that read as prose but stand in furniture or under another article's title."""

    total: dict[HtmlElement, float] = field(default_factory=dict)
    prose: dict[HtmlElement, float] = field(default_factory=dict)
    chars: dict[HtmlElement, float] = field(default_factory=dict)
    own: list[float] = field(default_factory=list)
    teasers: list[Block] = field(default_factory=list)


def best_runs(blocks: Sequence[Block], weights: Weights, least: float) -> dict[HtmlElement, float]:
    """For elements with much of the page's prose, the weight of the best run of neighbours among what stands directly
    in them: a column whose paragraphs share their parent with lists and boxes is no lighter for these."""
    wanted = {node for node, prose in weights.prose.items() if prose >= least}
    own: dict[HtmlElement, list[tuple[int, float]]] = {node: [] for node in wanted}
    first: dict[HtmlElement, int] = {}
    for block, value in zip(blocks, weights.own, strict=True):
        if block.element in wanted:
            own[block.element].append((block.order, value))
        parent = block.element.getparent()
        child = block.element
        while parent is not None and child not in first:
            first[child] = block.order
            child, parent = parent, parent.getparent()
    out: dict[HtmlElement, float] = {}
    for node in wanted:
        pieces = own[node] + [(first[child], weights.total[child]) for child in node if child in first]
        best = run = 0.0
        for _, value in sorted(pieces):
            run = max(0.0, run + value)
            best = max(best, run)
        out[node] = best
    return out


def with_twins(node: HtmlElement, weights: Weights) -> HtmlElement:
    """The parent, where prose stands in neighbours of the same tag and class too: a text cut into pieces."""
    parent = node.getparent()
    if parent is None or node.tag not in ("div", "section") or parent.tag == "body":
        return node
    children = list(parent)
    at = children.index(node)
    near = children[max(0, at - TWIN_REACH) : at + TWIN_REACH + 1]
    return parent if any(_is_twin(child, node, weights) for child in near) else node


def _is_twin(child: HtmlElement, node: HtmlElement, weights: Weights) -> bool:
    """True for a piece of the same text: the same kind of element, nearly all of it prose in paragraphs, no heading."""
    if child is node or child.tag != node.tag or child.get("class") != node.get("class"):
        return False
    prose, chars = weights.prose.get(child, 0.0), weights.chars.get(child, 0.0)
    if prose < MIN_TWIN or prose < 0.8 * min(chars, 700):
        return False
    return not any(part.tag in HEADINGS for part in child.iter()) and any(part.tag == "p" for part in child)
