"""Content-Encoding undone, bounded: the one decoder that the live crawl and the replay from the archive share."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]  # publishes no types; Scrapy itself requires it

_CHUNK = 65536
KNOWN = frozenset({"gzip", "x-gzip", "deflate", "br"})


@dataclass(frozen=True)
class Decoded:
    """A body after decoding. `problem` is None, or "too_large", "truncated", "broken" or "unknown" with `detail`;
    `body` then holds what could be read (never more than the limit)."""

    body: bytes
    problem: str | None = None
    detail: str = ""


def _inflate(data: bytes, new: Callable[[], "zlib._Decompress"], limit: int) -> Decoded:
    out = bytearray()
    while data:  # a gzip body may consist of several members
        inflater = new()
        rest = data
        while not inflater.eof:
            out += inflater.decompress(rest, limit + 1 - len(out))  # one call for nearly every body
            if len(out) > limit:
                return Decoded(bytes(out[:limit]), "too_large", f"more than {limit} bytes after decompression")
            if inflater.eof or not inflater.unconsumed_tail:
                break
            rest = inflater.unconsumed_tail
        if not inflater.eof:
            return Decoded(bytes(out), "truncated", "the compressed body ends early")
        data = inflater.unused_data.lstrip(b"\0")  # padding after the last member is legal
        if data[:2] != b"\x1f\x8b":
            break  # what follows the stream is not part of it; browsers ignore it too
    return Decoded(bytes(out))


def _gzip(data: bytes, limit: int) -> Decoded:
    return _inflate(data, lambda: zlib.decompressobj(31), limit)


def _deflate(data: bytes, limit: int) -> Decoded:
    try:
        return _inflate(data, lambda: zlib.decompressobj(), limit)
    except zlib.error:  # some servers send raw deflate without the zlib header
        return _inflate(data, lambda: zlib.decompressobj(-15), limit)


def _brotli(data: bytes, limit: int) -> Decoded:
    inflater = brotli.Decompressor()
    out = bytearray(inflater.process(data, output_buffer_limit=_CHUNK))
    while len(out) <= limit and not inflater.is_finished():
        more = inflater.process(b"", output_buffer_limit=_CHUNK)
        if not more:
            return Decoded(bytes(out), "truncated", "the compressed body ends early")
        out += more
    if len(out) > limit:
        return Decoded(bytes(out[:limit]), "too_large", f"more than {limit} bytes after decompression")
    return Decoded(bytes(out))


def decode_body(body: bytes, content_encoding: str | None, limit: int) -> Decoded:
    """The body with its Content-Encoding undone, at most `limit` bytes of it; never raises. An encoding that we did
    not ask for and do not know (zstd ...) gives problem "unknown" and the body as it came."""
    encodings = [word.strip().lower() for word in (content_encoding or "").split(",") if word.strip()]
    for encoding in reversed([word for word in encodings if word != "identity"]):
        if encoding not in KNOWN:
            return Decoded(body, "unknown", f"Content-Encoding {encoding!r} was not asked for and is not known")
        if not body:
            return Decoded(b"")
        decode = {"deflate": _deflate, "br": _brotli}.get(encoding, _gzip)
        try:
            decoded = decode(body, limit)
        except (zlib.error, brotli.error) as error:
            if encoding in ("gzip", "x-gzip") and body[:2] != b"\x1f\x8b":
                continue  # labelled gzip, sent plain: a common fault of caches
            return Decoded(b"", "broken", f"Content-Encoding {encoding}: {error}")
        if decoded.problem:
            return decoded
        body = decoded.body
    if len(body) > limit:
        return Decoded(body[:limit], "too_large", f"{len(body)} bytes, more than {limit}")
    return Decoded(body)
