"""Markup -> tree -> blocks. A block is one run of text between block-level borders: what a reader sees as a line or
paragraph. Parsed once (lxml: the tree is the one that trafilatura takes too, see docs/extraction.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.extraction.decode import mend_characters

BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "amp-img",
        "amp-carousel",
        "amp-ad",
        "noindex",
    ]
)
SKIPPED_TAGS = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "canvas",
        "button",
        "select",
        "option",
        "textarea",
        "input",
        "object",
        "embed",
        "applet",
        "map",
        "head",
        "video",
        "audio",
        "source",
        "track",
        "math",
        "amp-ad",
        "amp-iframe",
        "amp-video",
        "amp-youtube",
        "amp-social-share",
        "ins",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
MAX_ELEMENTS = 25_000
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"[\s\u00a0\u200b\u2060\ufeff\u00ad]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


class TooManyElements(ValueError):
    """The page has more elements than any article page; it is not read further."""


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text. `element`: the nearest block-level element; `linked`, `bold`: characters inside links and
    bold type; `links`: how many links; `hidden`: not shown by the page's own style; `order`: position in the page."""

    element: HtmlElement
    text: str
    tag: str
    linked: int
    links: int
    bold: int
    hidden: bool
    order: int

    @property
    def link_share(self) -> float:
        """Share of the text that is linked, 0 to 1."""
        return self.linked / len(self.text) if self.text else 0.0

    @property
    def bold_share(self) -> float:
        """Share of the text that is bold, 0 to 1."""
        return self.bold / len(self.text) if self.text else 0.0


def squeeze(text: str) -> str:
    """White space (no-break, zero-width, soft hyphen too) to single spaces, ends trimmed."""
    if text.isascii():
        return " ".join(text.split())
    return _SPACE.sub(" ", text).strip()


@cache
def _parser() -> html.HTMLParser:
    """lxml's HTML parser, every element of the one class that we use: its own choice by tag is a Python call each."""
    parser = html.HTMLParser()
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement, comment=html.HtmlComment))
    return parser


def parse_page(text: str) -> HtmlElement | None:
    """The page's tree, or None where the markup holds nothing. libxml2's own depth limit (256) stays on."""
    # An XML declaration in a str makes lxml refuse the text; control characters have no place in a tree.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    text = _CONTROLS.sub("", text)
    try:
        tree = html.document_fromstring(text, parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def text_of(element: HtmlElement) -> str:
    """All text under an element on one line; scripts and styles left out."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            if node.tag in ("script", "style", "noscript", "template"):
                continue
            if node.tag in BLOCK_TAGS or node.tag == "br":
                parts.append(" ")
            if node.text:
                parts.append(node.text)
        elif node is not element and node.tail:
            parts.append(node.tail if event != "end" or node.tag not in BLOCK_TAGS else " " + node.tail)
    return squeeze(mend_characters("".join(parts)))


def is_hidden(element: HtmlElement) -> bool:
    """True where the page's own markup hides the element from the reader."""
    style = element.get("style")
    if style and _HIDDEN.search(style):
        return True
    return element.get("hidden") not in (None, "until-found")


def blocks_of(root: HtmlElement, dropped: frozenset[HtmlElement] = frozenset()) -> list[Block]:
    """The blocks under an element, in page order; `dropped` elements and their content are left out.
    Raises TooManyElements."""
    walk = _Walk(root, dropped)
    walk.visit(root)
    walk.flush()
    return walk.blocks


class _Walk:
    """Text runs of a walk over a tree, cut into blocks. The tree's depth is bounded by the parser (256)."""

    __slots__ = (
        "blocks",
        "bold",
        "count",
        "current",
        "dropped",
        "in_bold",
        "in_hidden",
        "in_link",
        "linked",
        "links",
        "parts",
    )

    def __init__(self, root: HtmlElement, dropped: frozenset[HtmlElement]) -> None:
        self.blocks: list[Block] = []
        self.current = root
        self.dropped = dropped
        self.parts: list[str] = []
        self.linked = self.links = self.bold = self.count = 0
        self.in_link = self.in_bold = self.in_hidden = 0

    def visit(self, node: HtmlElement) -> None:
        """Takes in an element and all below it; its tail is its parent's."""
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise TooManyElements(f"more than {MAX_ELEMENTS} elements")
        tag = node.tag
        is_block = tag in BLOCK_TAGS
        outer = self.current
        if is_block:
            self.flush()
            self.current = node
        elif tag == "br":
            self.flush()
        hidden = is_hidden(node)
        linked, bold = tag == "a", tag in ("b", "strong")
        self.in_hidden += hidden
        self.in_bold += bold
        if linked:
            self.in_link += 1
            self.links += 1
        if node.text:
            self.add(node.text)
        for child in node:
            child_tag = child.tag
            if not isinstance(child_tag, str):
                pass  # a comment or processing instruction: its tail is text of the page
            elif child_tag not in SKIPPED_TAGS and child not in self.dropped:
                self.visit(child)
            elif child_tag in BLOCK_TAGS:
                # What stands before a block that is left out and what stands behind it are two runs.
                self.flush()
            if child.tail:
                self.add(child.tail)
        if is_block:
            self.flush()
            self.current = outer
        self.in_hidden -= hidden
        self.in_bold -= bold
        self.in_link -= linked

    def add(self, text: str) -> None:
        """Takes in a piece of text; blanks between two blocks are none."""
        if not self.parts and text.isspace():
            return
        self.parts.append(text)
        if self.in_link or self.in_bold:
            size = len(text.strip())
            self.linked += size if self.in_link else 0
            self.bold += size if self.in_bold else 0

    def flush(self) -> None:
        """Ends the block, if there is one."""
        if self.parts:
            text = squeeze(mend_characters("".join(self.parts)))
            if text:
                size = len(text)
                linked, bold = min(self.linked, size), min(self.bold, size)
                hidden, tag = self.in_hidden > 0, str(self.current.tag)
                self.blocks.append(Block(self.current, text, tag, linked, self.links, bold, hidden, len(self.blocks)))
            self.parts = []
        self.linked = self.bold = 0
        self.links = 1 if self.in_link else 0


def ancestors(element: HtmlElement, stop: HtmlElement | None = None) -> Iterator[HtmlElement]:
    """The element and its ancestors, up to and including `stop`."""
    node: HtmlElement | None = element
    while node is not None:
        yield node
        if node is stop:
            return
        node = node.getparent()


def signature(element: HtmlElement) -> str:
    """Class, id and role of an element in one lower-case string: what the rules for names are matched against."""
    return " ".join(
        filter(None, (element.get("class"), element.get("id"), element.get("role"), element.get("itemprop")))
    ).lower()
