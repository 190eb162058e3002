"""An outlet's CSS selectors on a parsed page: which layout era a page is of, and what its selectors yield."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement
from parsel.csstranslator import HTMLTranslator

from crawler.extraction.dom import squeeze, text_of
from crawler.outlet_model import Layout, Outlet

_ATTRIBUTE = re.compile(r"::attr\(([\w:-]+)\)\s*$")


@lru_cache(maxsize=2048)
def _compiled(css: str) -> tuple[etree.XPath, str | None]:
    match = _ATTRIBUTE.search(css)
    plain = css[: match.start()] if match else css.removesuffix("::text")
    return etree.XPath(HTMLTranslator().css_to_xpath(plain)), match[1] if match else None


def _selected(tree: HtmlElement, css: str) -> list[HtmlElement]:
    found = _compiled(css)[0](tree)
    return [node for node in found if isinstance(node, HtmlElement)] if isinstance(found, list) else []


def elements(tree: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    """What the first selector that yields something selects, in page order (of ::attr() the element)."""
    for css in selectors:
        found = _selected(tree, css)
        if found:
            return found
    return []


def texts(tree: HtmlElement, selectors: Sequence[str]) -> list[str]:
    """The texts (or attributes) of what the first selector that yields any text selects, squeezed, empty ones out."""
    for css in selectors:
        attribute = _compiled(css)[1]
        nodes = _selected(tree, css)
        found = [squeeze(node.get(attribute) or "") if attribute else text_of(node) for node in nodes]
        if any(found):
            return [text for text in found if text]
    return []


def all_elements(tree: HtmlElement, selectors: Iterable[str]) -> list[HtmlElement]:
    """What all selectors together select."""
    return [node for css in selectors for node in _selected(tree, css)]


def layout_of(tree: HtmlElement, outlet: Outlet) -> Layout | None:
    """The newest layout of the outlet whose marker and body the page has; None where none fits."""
    for layout in outlet.layouts:
        if elements(tree, [layout.marker]) and elements(tree, layout.body):
            return layout
    return None
