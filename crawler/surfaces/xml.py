"""Reading XML from strangers: bounded in size, without DTD, entities and network, and forgiving where asked to be."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

MAX_BYTES = 50_000_000  # the sitemap protocol's bound for one file, uncompressed
# Atomic groups: a crafted row of comments must not make the search walk back and forth.
_DOCTYPE = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!\s*(?:DOCTYPE|ENTITY)", re.I | re.S)
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class XmlProblem(ValueError):
    """The document cannot be read; the message says why, in words for the ledger."""


def unzip(body: bytes, limit: int = MAX_BYTES) -> bytes:
    """The body, decompressed if it is gzip. Raises XmlProblem when it is damaged or would exceed `limit` bytes."""
    plain = body
    if body.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(body)) as stream:
                plain = stream.read(limit + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise XmlProblem(f"damaged gzip: {error}") from error
    if len(plain) > limit:
        raise XmlProblem(f"more than {limit} bytes")
    return plain


def _checked(body: bytes, limit: int) -> bytes:
    plain = unzip(body, limit).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not plain:
        raise XmlProblem("the document is empty")
    if plain[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise XmlProblem("UTF-16, expected UTF-8")  # no surface sends it, and it would hide a DOCTYPE from the check
    if plain[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise XmlProblem("an HTML page instead of XML")
    if _DOCTYPE.match(plain):
        raise XmlProblem("it declares a DOCTYPE or ENTITY, which is refused")
    return plain


def read_xml(body: bytes, *, limit: int = MAX_BYTES) -> etree._Element:
    """The root element of a feed, reading what can be read of a damaged one. Raises XmlProblem on an empty, too large
    or hopeless document, and on DOCTYPE or ENTITY: no feed needs them, and they are how parsers are attacked."""
    plain = _checked(body, limit)
    try:
        root = etree.fromstring(plain, etree.XMLParser(recover=True, remove_pis=True, **_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlProblem(f"not well-formed XML: {error}") from error
    if root is None:
        raise XmlProblem("no XML element in it")
    return root


def stream_xml(body: bytes, names: tuple[str, ...], *, limit: int = MAX_BYTES) -> Iterator[etree._Element]:
    """The root element when it opens, then each element of these local names when it is complete; what was yielded is
    emptied again, so a large file needs no large memory. Raises XmlProblem as `read_xml`, and where the document
    breaks off, after the elements before the break."""
    plain = _checked(body, limit)
    events = etree.iterparse(io.BytesIO(plain), events=("start", "end"), **_SAFE)
    root: etree._Element | None = None
    try:
        for event, node in events:
            if root is None:
                root = node
                yield node
            elif event == "end" and local(node) in names and node.getparent() is root:
                yield node
                node.clear()
                while node.getprevious() is not None:
                    del root[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlProblem(f"not well-formed XML: {error}") from error


def local(node: etree._Element) -> str:
    """The tag's name without its namespace; "" for comments."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def all_text(node: etree._Element) -> str:
    """All text in a node, blanks collapsed."""
    return " ".join("".join(str(piece) for piece in node.itertext()).split())


def child_text(node: etree._Element, *names: str) -> str | None:
    """The text of the first child so called (namespace ignored), blanks collapsed; None if absent or empty."""
    for name in names:
        for child in node:
            if local(child) == name:
                text = all_text(child)
                if text:
                    return text
    return None
