"""Elements inside an article's element that are no text of it: sharing, related titles, pictures, captions."""

import re
from collections.abc import Iterable
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.dom import BLOCK_TAGS, Block, ancestors, blocks_of, is_hidden, signature, text_of
from crawler.extraction.names import Role, roles_of

_PHOTO_CREDIT = re.compile(
    r"^\(?(?:(?:foto|photo|dok)\s*[:.]?\s*)?[\w.-]+(?: [\w.-]+){0,2}\s?/\s?[\w.]+(?: [\w.]+){0,3}\)?$", re.I
)
_CAPTION_NAME = re.compile("caption|foto|photo", re.I)
_BARE_CREDIT = re.compile(r"^\(?(?:foto|photo|dok(?:umentasi)?|sumber)\b\s*[.:/].{0,50}$", re.I)
_CREDIT_END = re.compile(
    r"[(\[][^()\[\]]{0,40}(?:/|\b(?:foto|photo|dok|ist|istimewa|sumber|antara|reuters|afp)\b)[^()\[\]]{0,40}[)\]]\.?$"
    r"|\b(?:foto|photo|dok)\b\s*[.:/]\s*[^.]{2,40}\.?$",
    re.I,
)
_CREDIT_NAME = re.compile(r"credit|author|source|sumber|photographer")


def furniture_in(element: HtmlElement) -> frozenset[HtmlElement]:
    """Elements inside an article's element that are furniture by name or tag: sharing, related, tags, captions.
    One that holds half of the text is the text, whatever its name."""
    total = len(element.text_content()) or 1
    found: set[HtmlElement] = set()
    for node in element.iter():
        if node is element or not isinstance(node.tag, str):
            continue
        if node.tag in ("figure", "figcaption", "aside", "nav", "footer", "amp-img"):
            apart = True
        elif node.tag == "table":
            apart = _is_picture_table(node) or _is_data_table(node)
        else:
            apart = bool(node.attrib) and (_is_named_apart(node) or is_hidden(node))
        if apart and len(node.text_content()) < 0.5 * total:
            found.add(node)
    return frozenset(found)


def _is_named_apart(node: HtmlElement) -> bool:
    """Furniture by name; or a short element that is named as date, byline or kicker and as nothing else."""
    roles = roles_of(node)
    if Role.JUNK in roles:
        return True
    meta = roles & {Role.DATE, Role.BYLINE, Role.KICKER}
    return bool(meta) and Role.BODY not in roles and node.tag in BLOCK_TAGS and len(node.text_content()) < 160


def _is_picture_table(node: HtmlElement) -> bool:
    """A table that only holds an image and its caption (old CMSs set pictures so)."""
    return (
        node.find(".//img") is not None and len(node.text_content().strip()) < 400 and len(list(node.iter("td"))) <= 3
    )


def _is_data_table(node: HtmlElement) -> bool:
    """A table of figures or names: many cells, all short. Tables that lay out a page hold paragraphs."""
    sizes = [len(cell.text_content().strip()) for cell in node.iter("td", "th")]
    return len(sizes) >= 6 and max(sizes) < 120 and sum(sizes) < 40 * len(sizes)


def caption_text(node: HtmlElement) -> str:
    """A caption's text without the line that only credits the photographer ("TRIBUN/Ani Budi")."""
    credits = frozenset(
        inner for inner in node.iter("span", "small", "em", "i", "b") if _CREDIT_NAME.search(signature(inner))
    )
    return " ".join(block.text for block in blocks_of(node, credits) if not _PHOTO_CREDIT.match(block.text))


def captions_in(element: HtmlElement, dropped: frozenset[HtmlElement]) -> list[str]:
    """Texts of the captions among the dropped elements inside an element, in page order."""
    out: list[str] = []
    for node in element.iter() if dropped else ():
        if node in dropped and _is_caption(node):
            text = caption_text(node)
            if text and text not in out:
                out.append(text)
    return out


def _is_caption(node: HtmlElement) -> bool:
    if node.tag in ("figure", "figcaption"):
        return True
    name = str(node.get("class"))
    return bool(_CAPTION_NAME.search(name)) and Role.JUNK in roles_of(node)


def _is_credit(text: str) -> bool:
    return bool(_PHOTO_CREDIT.match(text) or _BARE_CREDIT.match(text))


def captions_among(blocks: Iterable[Block]) -> list[str]:
    """Texts of the blocks that stand in a caption's element, as the page orders them: pictures above the text."""
    out: list[str] = []
    for block in blocks:
        text = block.text
        if 10 <= len(text) <= 600 and block.link_share < 0.5 and not _is_credit(text) and text not in out:
            chain = islice(ancestors(block.element), 3)
            if is_under_picture(block) or any(
                node.tag == "figcaption" or (node.tag != "figure" and _is_caption(node)) for node in chain
            ):
                out.append(text)
    return out


def is_under_picture(block: Block) -> bool:
    """True for a text that ends in a photo credit and shares a small element with an image."""
    if not _CREDIT_END.search(block.text):
        return False
    parent = block.element.getparent()
    return any(
        node is not None and node.find(".//img") is not None and len(node.text_content()) < len(block.text) + 60
        for node in (block.element, parent)
    )


def credits_in(dropped: Iterable[HtmlElement]) -> list[str]:
    """Texts of the bylines among the dropped elements, in no order."""
    nodes = [node for node in dropped if Role.BYLINE in roles_of(node) and Role.JUNK not in roles_of(node)]
    return sorted(" ".join(block.text for block in blocks_of(node)) for node in nodes)


def kicker_in(dropped: Iterable[HtmlElement]) -> str | None:
    """The kicker among the dropped elements, or None."""
    found = [text_of(node) for node in dropped if Role.KICKER in roles_of(node) and Role.JUNK not in roles_of(node)]
    return min(found, default=None)
