"""WARC records of a file, one by one: packed record by record (gzip, zstd) or plain; what is damaged is named and passed
over. Bounded: a record is never held larger than `MAX_RECORD_BYTES`."""

import mmap
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

# Scrapy itself requires it where Python lacks it.
if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_RECORD_BYTES = 128 * 1024 * 1024
_CHUNK = 65536
_LET_GO = 8 * 1024 * 1024
_RecordLoader: Any = ArcWarcRecordLoader  # warcio publishes no types
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
# A dictionary for all records stands in a frame of its own at the start: iipc's WARC with Zstandard, section 3.
_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
_PLAIN = b"WARC/"


@dataclass(frozen=True)
class DamagedRecord:
    """A record that cannot be read: WARC file name, byte offset and why. It was skipped."""

    warc_file: str
    offset: int
    reason: str


@dataclass(frozen=True)
class Record:
    """One WARC record: where it begins and ends in the file, its type, its headers (names in lower case), its block."""

    offset: int
    end: int
    kind: str
    headers: dict[str, str]
    block: bytes


class Unreadable(ValueError):
    """This is no whole WARC record."""


Unpack = Callable[["mmap.mmap", int, int], tuple[bytes, int]]
"""(data, offset, limit) -> (the record that begins there, unpacked; where it ends). Raises Unreadable; with more than
`limit` bytes it may stop there (a look at the start) unless that is MAX_RECORD_BYTES."""


@dataclass(frozen=True)
class Form:
    """How the records of a file are packed: what each begins with, and how one is unpacked."""

    magic: bytes
    unpack: Unpack


def _too_large(out: bytearray, limit: int) -> bool:
    if len(out) <= limit:
        return False
    if limit >= MAX_RECORD_BYTES:
        raise Unreadable(
            f"record of more than {MAX_RECORD_BYTES} bytes; a file packed as a whole is to be packed record by record "
            "(`warcio recompress`)"
        )
    return True


def _gzip(data: mmap.mmap, offset: int, limit: int) -> tuple[bytes, int]:
    inflater = zlib.decompressobj(31)
    out, position = bytearray(), offset
    try:
        while not inflater.eof and position < len(data):
            rest = data[position : position + _CHUNK]
            position += len(rest)
            while rest and not inflater.eof:
                out += inflater.decompress(rest, limit + 1)
                rest = inflater.unconsumed_tail
                if _too_large(out, limit):
                    return bytes(out), position
    except zlib.error as error:
        raise Unreadable(f"damaged gzip data: {error}") from error
    if not inflater.eof:
        raise Unreadable("the record is cut off")
    return bytes(out), position - len(inflater.unused_data)


def _zstd(dictionary: "zstd.ZstdDict | None") -> Unpack:
    def unpack(data: mmap.mmap, offset: int, limit: int) -> tuple[bytes, int]:
        inflater = zstd.ZstdDecompressor(dictionary)
        out, position = bytearray(), offset
        try:
            while not inflater.eof and (position < len(data) or not inflater.needs_input):
                more = data[position : position + _CHUNK] if inflater.needs_input else b""
                position += len(more)
                out += inflater.decompress(more, limit + 1)
                if _too_large(out, limit):
                    return bytes(out), position
        except zstd.ZstdError as error:
            raise Unreadable(f"damaged zstd data: {error}") from error
        if not inflater.eof:
            raise Unreadable("the record is cut off")
        return bytes(out), position - len(inflater.unused_data)

    return unpack


def _plain(data: mmap.mmap, offset: int, limit: int) -> tuple[bytes, int]:
    head_end = data.find(b"\r\n\r\n", offset, offset + _CHUNK)
    if head_end < 0:
        raise Unreadable("the record's headers do not end")
    for line in data[offset:head_end].split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            end = head_end + 4 + int(value)
            if end > len(data):
                raise Unreadable("the record is cut off")
            if end - offset > MAX_RECORD_BYTES:
                raise Unreadable(f"record of more than {MAX_RECORD_BYTES} bytes")
            while data[end : end + 2] == b"\r\n":
                end += 2
            return data[offset : min(end, offset + limit)], end
    raise Unreadable("the record has no Content-Length")


GZIP = Form(_GZIP, _gzip)
PLAIN = Form(_PLAIN, _plain)


def _zstd_form(data: mmap.mmap) -> tuple[Form, int]:
    """The form of a zstd file and where its first record begins. Raises Unreadable where its dictionary is damaged."""
    if data[:4] != _ZSTD_DICTIONARY:
        return Form(_ZSTD, _zstd(None)), 0
    end = 8 + int.from_bytes(data[4:8], "little")
    raw = data[8:end]
    try:
        if raw.startswith(_ZSTD):
            raw = zstd.ZstdDecompressor().decompress(raw, _CHUNK * 64)
        return Form(_ZSTD, _zstd(zstd.ZstdDict(raw))), end
    except (zstd.ZstdError, ValueError) as error:
        raise Unreadable(f"the file's zstd dictionary is damaged: {error}") from error


def _form_of(data: mmap.mmap) -> tuple[Form, int]:
    head = data[:5]
    if head.startswith((_ZSTD, _ZSTD_DICTIONARY)):
        return _zstd_form(data)
    if head.startswith(_PLAIN):
        return PLAIN, 0
    return GZIP, 0


def _begins_record(data: mmap.mmap, offset: int, form: Form) -> bool:
    if form is PLAIN:
        return data[offset - 1 : offset] == b"\n"
    try:
        return form.unpack(data, offset, 16)[0].startswith(b"WARC/")
    except Unreadable:
        return False


def _next(data: mmap.mmap, offset: int, form: Form) -> int:
    """Where the next readable record begins at or after `offset`; the length of the data if there is none."""
    found = data.find(form.magic, offset)
    while found >= 0:
        if _begins_record(data, found, form):
            return found
        found = data.find(form.magic, found + 1)
    return len(data)


def _parse(member: bytes, offset: int, end: int) -> Record:
    """The WARC record of these bytes. Raises Unreadable."""
    try:
        loader = _RecordLoader(verify_http=False, arc2warc=False)
        record = loader.parse_record_stream(BytesIO(member), known_format="warc", no_record_parse=True)
        block = record.raw_stream.read()
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError) as error:
        raise Unreadable(f"not a WARC record: {error}") from error
    if record.length is None or len(block) != record.length:
        raise Unreadable(f"Content-Length {record.length}, but {len(block)} bytes")
    headers = {name.lower(): value for name, value in record.rec_headers.headers}
    return Record(offset, end, record.rec_type or "", headers, block)


def _let_go(data: mmap.mmap, offset: int) -> int:
    """Tell the system that what lies before `offset` is read: else a file of a gigabyte would count as memory in use.
    Returns up to where."""
    end = offset - offset % mmap.PAGESIZE
    if hasattr(data, "madvise"):  # not on Windows
        data.madvise(mmap.MADV_DONTNEED, 0, end)
    return end


def warc_records(path: Path, start: int = 0) -> Iterator[Record | DamagedRecord]:
    """The records of one WARC file from the one at byte `start` on; each that cannot be read is one DamagedRecord, and
    the rest of the file is still read. Raises OSError."""
    with path.open("rb") as file:
        file.seek(0, 2)
        if file.tell() == 0:
            yield DamagedRecord(path.name, 0, "empty file: the run ended before its first record")
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                form, first = _form_of(data)
            except Unreadable as error:
                yield DamagedRecord(path.name, 0, str(error))
                return
            offset = dropped = max(start, first)
            while offset < len(data):
                if offset - dropped > _LET_GO:
                    dropped = _let_go(data, offset)
                try:
                    member, end = form.unpack(data, offset, MAX_RECORD_BYTES)
                    yield _parse(member, offset, end)
                    offset = end
                except Unreadable as error:
                    yield DamagedRecord(path.name, offset, str(error))
                    offset = _next(data, offset + 1, form)
