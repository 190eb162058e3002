"""Bytes of a page -> text: character set, mojibake, saved-by-accident forms, and what is no page at all."""

import ast
import codecs
import re
import zlib
from dataclasses import dataclass

MAX_BYTES = 8_000_000

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-zA-Z0-9_:.-]{2,40})["']""", re.I)
_HEADER = re.compile(r"""charset\s*=\s*["']?([a-zA-Z0-9_:.-]{2,40})""", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL_BYTES = bytes(byte for byte in range(32) if byte not in (9, 10, 11, 12, 13, 27))
# Magic numbers of what portals serve beside pages: images, PDF, archives, media.
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"PK\x03\x04",
    b"RIFF",
    b"\x00\x00\x00",
    b"ID3",
    b"OggS",
    b"7z\xbc",
)
# What Latin character sets mean in practice here: Indonesian needs none but CP1252, and labels are copied about.
_LATIN = re.compile(r"^(?:iso-?8859-\d+|latin-?\d*|ascii|us-ascii|(?:windows-|cp)125[02478]|utf.*)$")
_CONTROL = re.compile("[\x80-\x9f]")
_C1 = {n: bytes([n]).decode("cp1252", "ignore") or " " for n in range(0x80, 0xA0)}
# UTF-8 read as CP1252 once too often: quotes, dashes, ellipsis, no-break space.
_MOJIBAKE = re.compile("â€[\u0153\u009d\u201d\u2122\u02dc\u201c\u00a6\u00a2\u2039]|â€|Â\u00a0|Ã[\u00a0-\u00bf]")


@dataclass(frozen=True)
class Undecodable:
    """Why the bytes are no page: `reason` is the ledger's word, `detail` says it in words."""

    reason: str
    detail: str


def decode_page(body: bytes, content_type: str | None = None) -> str | Undecodable:
    """The page's markup as text, or why there is none. Never raises; at most MAX_BYTES are looked at."""
    if len(body) > MAX_BYTES:
        return Undecodable("too_large", f"{len(body)} bytes; more than {MAX_BYTES} is no article page")
    body = _unpacked(body)
    if not body.strip(b" \t\r\n\x00"):
        return Undecodable("empty", "no bytes but white space")
    if body.startswith(_BINARY) or _is_binary(body):
        return Undecodable("not_html", "binary data")
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind.startswith(("image/", "video/", "audio/", "font/")) or kind in ("application/pdf", "application/zip"):
        return Undecodable("not_html", f"content type {kind}")
    text = _mended(_from_repr(_decoded(body, content_type)))
    head = text[:4096].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("{", "[")) and not re.search(r"<(?:html|body|div|p)\b", text[:20000], re.I):
        return Undecodable("not_html", "JSON, not a page")
    if head.startswith("<?xml") and re.search(r"<(?:rss|feed|urlset|sitemapindex)\b", head):
        return Undecodable("not_html", "a feed or sitemap, not a page")
    if not re.search(r"<\s*(?:html|head|body|div|p|article|span|table|section|h1|meta|title|br)\b", text, re.I):
        return Undecodable("not_html", "no HTML element in the text")
    return text


def _unpacked(body: bytes) -> bytes:
    """gzip left in place by a saver or a server that mislabels its encoding; bounded, so a bomb stays small."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES)
    except zlib.error:
        return body


def _is_binary(body: bytes) -> bool:
    head = body[:4096]
    if body.startswith(tuple(bom for bom, _ in _BOMS)) or _utf16_without_bom(head):
        return False
    control = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return control > len(head) * 0.1 and b"<" not in head[:1024]


def _utf16_without_bom(head: bytes) -> str | None:
    odd, even = head[1::2].count(0), head[0::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


def _known(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip().lower()).name
    except (LookupError, ValueError):
        return None
    # Codecs such as "hex" or "rot13" are no character sets.
    return found if getattr(codecs.lookup(found), "_is_text_encoding", True) else None


def _decoded(body: bytes, content_type: str | None) -> str:
    """BOM; then UTF-8 where the bytes are valid (labels lie more often than UTF-8 fits by chance); then what the
    page's meta and the header claim; then UTF-8 with few faults (a cut or damaged page); then CP1252."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    if name16 := _utf16_without_bom(body[:4096]):
        return body.decode(name16, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    meta = _META.search(body[:8192]) or _XML.search(body[:200])
    header = _HEADER.search(content_type or "")
    claims = [_known(header[1] if header else None), _known(meta[1].decode("ascii") if meta else None)]
    loose = body.decode("utf-8", "replace")
    faults, letters = loose.count("\ufffd"), sum(byte > 0x7F for byte in body)
    if faults * 5 < letters or faults <= 2:
        return loose
    for claim in claims:
        if claim and not _LATIN.match(claim):
            try:
                return body.decode(claim)
            except (UnicodeDecodeError, ValueError):
                continue
    return body.decode("cp1252", "replace") if b"\x81" not in body else body.decode("latin-1")


def _from_repr(text: str) -> str:
    """A page that a script saved as the Python repr of its bytes (b'...'): literal escapes become characters."""
    start = text.lstrip()[:2]
    if start not in ("b'", 'b"'):
        return text
    literal = text.strip()
    if not literal.endswith(start[1]) or len(literal) < 4:
        literal += start[1]
    try:
        value = ast.literal_eval(literal)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        # A cut or doubly escaped repr: undo the escapes without parsing it as Python.
        value = codecs.escape_decode(literal[2:-1].encode("latin-1", "replace"))[0]
    return _decoded(value, None) if isinstance(value, bytes) else text


def _mended(text: str) -> str:
    """NULs out, C1 controls read as CP1252, UTF-8 that was decoded as CP1252 put right where it is plain."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return mend_characters(text)


def mend_characters(text: str) -> str:
    """C1 controls (also from references such as &#146;) as CP1252 has them; common mojibake undone."""
    if text.isascii():
        return text
    if "â€" not in text and _CONTROL.search(text):
        text = text.translate(_C1)
    if "â€" in text or "Â\u00a0" in text:
        text = _MOJIBAKE.sub(_repair, text)
    return text


def _repair(match: re.Match[str]) -> str:
    piece = match[0]
    try:
        raw = b"".join(bytes([ord(c)]) if ord(c) < 0x100 else c.encode("cp1252") for c in piece)
        return raw.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return {"â€": "”", "Â\u00a0": " "}.get(piece, piece)
