"""Content-Encoding undone, the same live and from the archive: bounded, and never an exception."""

import gzip
import zlib

import brotli
import pytest

from crawler.storage.decoding import decode_body

TEXT = b"<p>Netralitas aparatur sipil negara.</p>" * 50
RAW_DEFLATE = zlib.compressobj(wbits=-15)
RAW = RAW_DEFLATE.compress(TEXT) + RAW_DEFLATE.flush()


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (TEXT, None),
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT, mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0), "GZIP"),
        (gzip.compress(TEXT, mtime=0), "x-gzip"),
        (gzip.compress(TEXT[:40], mtime=0) + gzip.compress(TEXT[40:], mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0) + b"\0" * 40, "gzip"),
        (gzip.compress(TEXT, mtime=0) + b"ekor", "gzip"),
        (TEXT, "gzip"),  # labelled, not packed
        (zlib.compress(TEXT), "deflate"),
        (RAW, "deflate"),
        (brotli.compress(TEXT), "br"),
        (gzip.compress(zlib.compress(TEXT), mtime=0), "deflate, gzip"),
    ],
)
def test_bodies_are_decoded(body: bytes, encoding: str | None) -> None:
    decoded = decode_body(body, encoding, 10_000)
    assert (decoded.body, decoded.problem) == (TEXT, None)


def test_an_empty_body_is_empty_whatever_its_label() -> None:
    assert decode_body(b"", "gzip", 10).body == b""
    assert decode_body(b"", "gzip", 10).problem is None


@pytest.mark.parametrize(
    ("body", "encoding", "problem"),
    [
        (TEXT, None, "too_large"),
        (gzip.compress(b"\0" * 10_000_000, mtime=0), "gzip", "too_large"),
        (zlib.compress(b"\0" * 10_000_000), "deflate", "too_large"),
        (brotli.compress(b"\0" * 10_000_000), "br", "too_large"),
        (gzip.compress(b"x" * 50, mtime=0)[:-4], "gzip", "truncated"),
        (brotli.compress(TEXT)[:20], "br", "truncated"),
        (gzip.compress(b"x" * 50, mtime=0)[:-8] + b"\0" * 8, "gzip", "broken"),
        (b"\x1f\x8b\x08bukan gzip sama sekali", "gzip", "broken"),
        (b"bukan brotli", "br", "broken"),
        (b"bukan deflate", "deflate", "broken"),
        (b"(\xb5/\xfd", "zstd", "unknown"),
    ],
)
def test_faults_are_named_and_the_size_is_bounded(body: bytes, encoding: str | None, problem: str) -> None:
    decoded = decode_body(body, encoding, 1000)
    assert decoded.problem == problem
    assert decoded.detail
    assert len(decoded.body) <= 1000
