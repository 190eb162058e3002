"""What stands above the blocks of a page: sums over the elements that hold them, and which of these are furniture."""

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from crawler.extraction.dom import Block
from crawler.extraction.names import Role, roles_of


class Above:
    """The elements above the blocks, up to the root: each element's parent, and all of them deepest first."""

    def __init__(self, blocks: Sequence[Block], root: HtmlElement) -> None:
        self.parent: dict[HtmlElement, HtmlElement | None] = {}
        for block in blocks:
            node: HtmlElement | None = block.element
            while node is not None and node not in self.parent:
                above = None if node is root else node.getparent()
                self.parent[node] = above
                node = above
        depth: dict[HtmlElement, int] = {}
        for start in self.parent:
            path = []
            at: HtmlElement | None = start
            while at is not None and at not in depth:
                path.append(at)
                at = self.parent[at]
            base = depth[at] if at is not None else 0
            for number, node in enumerate(reversed(path), base + 1):
                depth[node] = number
        self.deepest_first = sorted(self.parent, key=depth.__getitem__, reverse=True)

    def chain(self, element: HtmlElement) -> tuple[HtmlElement, ...]:
        """The element and what stands above it."""
        out = []
        node: HtmlElement | None = element
        while node is not None:
            out.append(node)
            node = self.parent[node]
        return tuple(out)

    def sums(self, own: Iterable[tuple[HtmlElement, float]]) -> dict[HtmlElement, float]:
        """Values of elements added up into all that stand above them; elements without any have no entry."""
        out: dict[HtmlElement, float] = {}
        for element, value in own:
            out[element] = out.get(element, 0.0) + value
        for node in self.deepest_first:
            above = self.parent[node]
            if above is not None and node in out:
                out[above] = out.get(above, 0.0) + out[node]
        return out


class Junk:
    """Which elements stand in one that is named as furniture and is not the bulk of the page itself."""

    def __init__(self, above: Above, prose: dict[HtmlElement, float], bulk: float) -> None:
        self._above, self._prose, self._bulk = above, prose, bulk
        self._known: dict[HtmlElement, bool] = {}

    def holds(self, element: HtmlElement) -> bool:
        """True where the element or one above it is furniture."""
        path: list[HtmlElement] = []
        node: HtmlElement | None = element
        while node is not None and node not in self._known:
            path.append(node)
            node = self._above.parent[node]
        found = self._known[node] if node is not None else False
        for one in reversed(path):
            found = self._known[one] = found or self._is_furniture(one)
        return found

    def _is_furniture(self, node: HtmlElement) -> bool:
        if node.tag == "header" or self._prose.get(node, 0.0) >= self._bulk:
            return False
        return node.tag in ("nav", "aside", "footer", "figcaption") or Role.JUNK in roles_of(node)
