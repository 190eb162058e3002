"""Reading the archive: exchanges in a fixed order; what is damaged is skipped, counted and named."""

import json
import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from crawler.decoding import decode_body

MAX_RECORD_BYTES = 128 * 1024 * 1024
MAX_BODY_BYTES = 64 * 1024 * 1024
_RecordLoader: Any = ArcWarcRecordLoader  # warcio publishes no types
_GZIP = b"\x1f\x8b\x08"


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. `body`: after decoding; `problem`: why it is not whole, or None. `offset`: of the
    response record in `warc_file`. `digest`: "sha256:<hex>" of the body. `outcome`, `reason`: what the crawl made of
    it, `key`: the URL of its ledger row. `discovered_from`, `redirected_from`: where the address came from; `selection`:
    why it was asked for."""

    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    outlet_id: str
    surface: str
    role: str
    title: str | None
    date: str | None
    article_url: str | None
    warc_file: str
    offset: int
    digest: str
    outcome: str = ""
    reason: str = ""
    discovered_from: str | None = None
    redirected_from: tuple[str, ...] = ()
    problem: str | None = None
    end: int = 0
    key: str = ""
    selection: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class DamagedRecord:
    """A record that cannot be read: WARC file name, byte offset and why. It was skipped."""

    warc_file: str
    offset: int
    reason: str


@dataclass(frozen=True)
class _Record:
    offset: int
    end: int
    kind: str
    headers: dict[str, str]
    block: bytes


class _Unreadable(ValueError):
    """This member is no whole WARC record."""


def _member(data: mmap.mmap, offset: int) -> tuple[bytes, int]:
    """The gzip member at `offset`, unpacked, and where it ends. Raises _Unreadable."""
    inflater = zlib.decompressobj(31)
    out, position = bytearray(), offset
    try:
        while not inflater.eof and position < len(data):
            chunk = data[position : position + 65536]
            position += len(chunk)
            out += inflater.decompress(chunk)
            if len(out) > MAX_RECORD_BYTES:
                raise _Unreadable(f"record of more than {MAX_RECORD_BYTES} bytes")
    except zlib.error as error:
        raise _Unreadable(f"damaged gzip data: {error}") from error
    if not inflater.eof:
        raise _Unreadable("the record is cut off")
    return bytes(out), position - len(inflater.unused_data)


def _begins_record(data: mmap.mmap, offset: int) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data[offset : offset + 512], 16).startswith(b"WARC/")
    except zlib.error:
        return False


def _next_member(data: mmap.mmap, offset: int) -> int:
    """Where the next readable record begins at or after `offset`; the length of the data if there is none."""
    found = data.find(_GZIP, offset)
    while found >= 0:
        if _begins_record(data, found):
            return found
        found = data.find(_GZIP, found + 1)
    return len(data)


def _parse(member: bytes, offset: int, end: int) -> _Record:
    """The WARC record of one member. Raises _Unreadable."""
    try:
        loader = _RecordLoader(verify_http=False, arc2warc=False)
        record = loader.parse_record_stream(BytesIO(member), known_format="warc", no_record_parse=True)
        block = record.raw_stream.read()
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError) as error:
        raise _Unreadable(f"not a WARC record: {error}") from error
    if record.length is None or len(block) != record.length:
        raise _Unreadable(f"Content-Length {record.length}, but {len(block)} bytes")
    headers = {name.lower(): value for name, value in record.rec_headers.headers}
    return _Record(offset, end, record.rec_type or "", headers, block)


def _records(path: Path, start: int) -> Iterator[_Record | DamagedRecord]:
    with path.open("rb") as file:
        file.seek(0, 2)
        if file.tell() == 0:
            yield DamagedRecord(path.name, 0, "empty file: the run ended before its first record")
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            offset = start
            while offset < len(data):
                try:
                    member, end = _member(data, offset)
                    yield _parse(member, offset, end)
                    offset = end
                except _Unreadable as error:
                    yield DamagedRecord(path.name, offset, str(error))
                    offset = _next_member(data, offset + 1)


def _http(block: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and payload of a response block. Raises _Unreadable."""
    head, _, payload = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdigit():
        raise _Unreadable(f"no HTTP status line: {first!r:.60}")
    pairs = (line.partition(":") for line in lines)
    return int(words[1]), tuple((name.strip(), value.strip()) for name, _, value in pairs), payload


def _exchange(response: _Record, metadata: _Record, warc_file: str) -> Exchange:
    """Raises _Unreadable where the pair does not say what an exchange needs."""
    status, headers, payload = _http(response.block)
    try:
        meta: dict[str, Any] = json.loads(metadata.block)
        encoding = next((value for name, value in headers if name.lower() == "content-encoding"), None)
        decoded = decode_body(payload, encoding, MAX_BODY_BYTES)
        return Exchange(
            url=response.headers["warc-target-uri"],
            fetched_at=datetime.fromisoformat(response.headers["warc-date"]),
            status=status,
            headers=headers,
            body=decoded.body,
            outlet_id=meta["outlet"],
            surface=meta["surface"],
            role=meta["role"],
            title=meta.get("title"),
            date=meta.get("date"),
            article_url=meta.get("article_url"),
            warc_file=warc_file,
            offset=response.offset,
            digest=meta["digest"],
            outcome=meta.get("outcome", ""),
            reason=meta.get("reason", ""),
            discovered_from=meta.get("discovered_from"),
            redirected_from=tuple(meta.get("redirected_from", ())),
            problem=decoded.problem,
            end=metadata.end,
            key=meta.get("key") or response.headers["warc-target-uri"],
            selection=meta.get("selection"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _Unreadable(f"metadata record without what an exchange needs: {error!r}") from error


def read_archive_file(path: Path, start: int = 0) -> Iterator[Exchange | DamagedRecord]:
    """The exchanges of one WARC file that this project wrote, from the record at byte `start` on. Each record that
    cannot be read is one DamagedRecord; the rest of the file is still read. Raises OSError."""
    before: _Record | None = None  # the request or response that waits for the record that completes it
    for record in _records(path, start):
        if isinstance(record, DamagedRecord):
            yield record
            if before is not None and before.kind == "request":
                before = None  # the damaged record is its response: one loss, counted once
            continue
        if record.kind == "metadata":
            response, before = before, None
            if response is None or response.kind != "response":
                continue  # what it describes is damaged, and counted
            if record.headers.get("warc-refers-to") != response.headers.get("warc-record-id"):
                yield _alone(path, response)
                continue
            try:
                yield _exchange(response, record, path.name)
            except _Unreadable as error:
                yield DamagedRecord(path.name, response.offset, str(error))
        elif record.kind in ("request", "response"):
            if before is not None and (before.kind == "response" or record.kind == "request"):
                yield _alone(path, before)
            before = record
    if before is not None:
        yield _alone(path, before)


def _alone(path: Path, record: _Record) -> DamagedRecord:
    missing = "response" if record.kind == "request" else "metadata"
    return DamagedRecord(path.name, record.offset, f"{record.kind} record without its {missing} record: cut off")


def read_archive(folder: Path) -> Iterator[Exchange | DamagedRecord]:
    """All exchanges of an archive folder, by file name and offset: always in the same order. Raises OSError."""
    for path in sorted(folder.glob("*.warc.gz")):
        yield from read_archive_file(path)


def find_exchange(folder: Path, warc_file: str, offset: int) -> Exchange | DamagedRecord:
    """One exchange by its place (as in `Exchange.warc_file`, `.offset`). Raises OSError, LookupError."""
    for found in read_archive_file(folder / warc_file, offset):
        return found
    raise LookupError(f"{warc_file}: no exchange at byte {offset}")
