"""An outlet's CSS selectors on a parsed page: which layout era a page is of, and what its selectors yield."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from lxml import etree
from lxml.html import HtmlElement
from parsel.csstranslator import HTMLTranslator

from crawler.catalogue.outlet_model import Layout, Outlet
from crawler.extraction.dom import squeeze, text_of
from crawler.extraction.quick import PageIndex, steps_of

_ATTRIBUTE = re.compile(r"::attr\(([\w:-]+)\)\s*$")


@lru_cache(maxsize=2048)
def _compiled(css: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(css))


class Page:
    """A parsed page for selecting from. Holds its nodes: lxml makes a new Python object for an element each time one
    is asked for; kept alive, they are made once."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.nodes: list[HtmlElement] = list(tree.iter())

    @cached_property
    def index(self) -> PageIndex:
        return PageIndex(self.nodes)

    def select(self, css: str) -> list[HtmlElement]:
        """What one selector selects, in page order (of ::attr() the element)."""
        plain = _ATTRIBUTE.sub("", css).removesuffix("::text")
        found: list[HtmlElement] = []
        for part in plain.split(",") if "(" not in plain else [plain]:
            steps = steps_of(part)
            if steps is None:
                return _by_xpath(self.tree, plain)
            found += self.index.select(steps)
        return sorted(dict.fromkeys(found), key=self.index.order.__getitem__) if "," in plain else found


def _by_xpath(tree: HtmlElement, css: str) -> list[HtmlElement]:
    found = _compiled(css)(tree)
    return [node for node in found if isinstance(node, HtmlElement)] if isinstance(found, list) else []


def elements(page: Page, selectors: Sequence[str]) -> list[HtmlElement]:
    """What the first selector that yields something selects, in page order (of ::attr() the element)."""
    return next((found for css in selectors if (found := page.select(css))), [])


def texts(page: Page, selectors: Sequence[str]) -> list[str]:
    """The texts (or attributes) of what the first selector that yields any text selects, squeezed, empty ones out."""
    for css in selectors:
        match = _ATTRIBUTE.search(css)
        nodes = page.select(css)
        found = [squeeze(node.get(match[1]) or "") if match else text_of(node) for node in nodes]
        if any(found):
            return [text for text in found if text]
    return []


def all_elements(page: Page, selectors: Iterable[str]) -> list[HtmlElement]:
    """What all selectors together select."""
    return [node for css in selectors for node in page.select(css)]


def layout_of(page: Page, outlet: Outlet) -> Layout | None:
    """The newest layout of the outlet whose marker and body the page has; None where none fits."""
    for layout in outlet.layouts:
        if elements(page, [layout.marker]) and elements(page, layout.body):
            return layout
    return None
