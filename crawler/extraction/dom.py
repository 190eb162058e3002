"""Markup -> tree -> blocks. A block is one run of text between block-level borders: what a reader sees as a line or
paragraph. Parsed once (lxml: the tree is the one that trafilatura takes too, see docs/extraction.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    return _SPACE.sub(" ", text).strip()


def parse_page(text: str) -> HtmlElement | None:
    """The page's tree, or None where the markup holds nothing. libxml2's own depth limit (256) stays on."""
    # An XML declaration in a str makes lxml refuse the text; control characters have no place in a tree.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    text = re.sub(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text)
    try:
        tree = html.document_fromstring(text)
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


class _Collector:
    """Text runs of a walk, cut into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.linked = self.links = self.bold = 0
        self.in_link = self.in_bold = self.in_hidden = 0

    def add(self, text: str | None) -> None:
        if not text:
            return
        self.parts.append(text)
        size = len(text.strip())
        if self.in_link:
            self.linked += size
        if self.in_bold:
            self.bold += size

    def flush(self, element: HtmlElement) -> None:
        if self.parts:
            text = squeeze(mend_characters("".join(self.parts)))
            if text:
                size = len(text)
                self.blocks.append(
                    Block(
                        element,
                        text,
                        str(element.tag),
                        min(self.linked, size),
                        self.links,
                        min(self.bold, size),
                        self.in_hidden > 0,
                        len(self.blocks),
                    )
                )
        self.parts = []
        self.linked = self.bold = 0
        self.links = 1 if self.in_link else 0


def is_hidden(element: HtmlElement) -> bool:
    """True where the page's own markup hides the element from the reader."""
    if "hidden" in element.attrib and element.get("hidden") != "until-found":
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def blocks_of(root: HtmlElement, dropped: frozenset[HtmlElement] = frozenset()) -> list[Block]:
    """The blocks under an element, in page order; `dropped` elements and their content are left out.
    Raises TooManyElements."""
    out = _Collector()
    stack: list[HtmlElement] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    count = 0
    for event, node in walk:
        if event in ("comment", "pi"):
            out.add(node.tail)
            continue
        tag = node.tag
        if event == "start":
            count += 1
            if count > MAX_ELEMENTS:
                raise TooManyElements(f"more than {MAX_ELEMENTS} elements")
            if tag in SKIPPED_TAGS or node in dropped:
                walk.skip_subtree()
                # The end event still comes; nothing of the element itself is taken. What stands before a block that
                # is left out and what stands behind it are two runs.
                if stack and tag in BLOCK_TAGS:
                    out.flush(stack[-1])
                continue
            _enter(out, stack, node, tag)
        else:
            if not (tag in SKIPPED_TAGS or node in dropped):
                _leave(out, stack, node, tag)
            if node is not root:
                out.add(node.tail)
    if stack:
        out.flush(stack[-1])
    return out.blocks


def _enter(out: _Collector, stack: list[HtmlElement], node: HtmlElement, tag: str) -> None:
    if tag in BLOCK_TAGS:
        if stack:
            out.flush(stack[-1])
        stack.append(node)
    elif not stack:
        stack.append(node)
    elif tag == "br":
        out.flush(stack[-1])
    if is_hidden(node):
        out.in_hidden += 1
    if tag == "a":
        out.in_link += 1
        out.links += 1
    elif tag in ("b", "strong"):
        out.in_bold += 1
    out.add(node.text)


def _leave(out: _Collector, stack: list[HtmlElement], node: HtmlElement, tag: str) -> None:
    if tag in BLOCK_TAGS:
        out.flush(node)
        if stack and stack[-1] is node:
            stack.pop()
    if is_hidden(node):
        out.in_hidden -= 1
    if tag == "a":
        out.in_link -= 1
    elif tag in ("b", "strong"):
        out.in_bold -= 1


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
