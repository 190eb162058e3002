"""The archive: each exchange as WARC 1.1, gzip per record. The source of truth; what comes after can be made again.

The payload is stored as it was received, Content-Encoding kept (transfer coding undone, Content-Length set to what
is stored): that is what other WARC tools expect, and no later change of our decoder can touch it. We ask servers
for gzip and deflate alone, which every WARC reader undoes; `Exchange.body` is the body after `crawler.storage.decoding`.
"""

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from uuid import uuid4

from crawler.storage.archive_reading import Exchange, find_exchange, read_archive, read_archive_file
from crawler.storage.warc_records import DamagedRecord

__all__ = [
    "ArchiveError",
    "ArchiveWriter",
    "DamagedRecord",
    "Exchange",
    "Fetched",
    "Position",
    "body_digest",
    "find_exchange",
    "read_archive",
    "read_archive_file",
]

# Request headers that may hold a secret of the user are never written down.
SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
MAX_FILE_BYTES = 256 * 1024 * 1024
_GZIP_LEVEL = 4  # 6 takes half as long again for four per cent less
_GZIP_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"  # no name, no time, no system
_SMALL = 4096  # bytes
_DIGEST_OF_NOTHING = f"sha256:{hashlib.sha256().hexdigest()}"


class ArchiveError(OSError):
    """The archive cannot be written (disk full, read-only); the message names the file and what to do."""


@dataclass(frozen=True)
class Fetched:
    """One exchange to be written: `payload` as received; `meta` is the JSON of the metadata record."""

    url: str
    fetched_at: datetime
    method: str
    request_headers: Sequence[tuple[bytes, bytes]]
    status: int
    reason: str
    headers: Sequence[tuple[bytes, bytes]]
    payload: bytes
    meta: Mapping[str, Any]
    ip_address: str | None = None


@dataclass(frozen=True)
class Position:
    """Where an exchange lies: WARC file name, byte offset of its response record, and where its last record ends."""

    file: str
    offset: int
    end: int


def body_digest(body: bytes) -> str:
    """ "sha256:<hex>" of a body after decoding."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _warc_date(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _record(kind: str, block: tuple[bytes, bytes], about: list[tuple[str, str]], kind_of_block: str) -> bytes:
    """One record as one gzip member; `block`: its head and its payload, which is empty where the block is all head.
    A warcinfo record has no payload digest."""
    head, payload = block
    block_digest = hashlib.sha256(head)
    block_digest.update(payload)
    lines = [
        ("WARC-Type", kind),
        *about,
        ("WARC-Block-Digest", f"sha256:{block_digest.hexdigest()}"),
        ("Content-Type", kind_of_block),
        ("Content-Length", str(len(head) + len(payload))),
    ]
    text = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return _member(f"WARC/1.1\r\n{text}\r\n".encode() + head, payload + b"\r\n\r\n")


def _member(head: bytes, rest: bytes) -> bytes:
    """One gzip member of both. A long rest that is compressed already (its gzip or zlib header says so) is stored: to
    press it again takes as long as a page does and saves nothing."""
    packed = len(rest) > _SMALL and rest.startswith((b"\x1f\x8b", b"\x78\x9c", b"\x78\x01", b"\x78\xda"))
    # zlib's usual tables are 268 kB, which take longer to lay out than a short text to press
    tables = (-12, 5) if packed or len(head) + len(rest) < _SMALL else (-15, 8)
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, *tables)
    if packed:
        store = zlib.compressobj(0, zlib.DEFLATED, -9, 1)
        # the head ends on a whole byte, and stored blocks refer to nothing before them
        data = [packer.compress(head), packer.flush(zlib.Z_FULL_FLUSH), store.compress(rest), store.flush()]
    else:
        data = [packer.compress(head), packer.compress(rest), packer.flush()]
    check = zlib.crc32(rest, zlib.crc32(head))
    return b"".join((_GZIP_HEAD, *data, struct.pack("<II", check, (len(head) + len(rest)) & 0xFFFFFFFF)))


def _lines(first: str, headers: Sequence[tuple[bytes, bytes]], drop: frozenset[str]) -> bytes:
    kept = [name + b": " + value for name, value in headers if name.decode("latin-1").lower() not in drop]
    return b"\r\n".join([first.encode("latin-1", "replace"), *kept, b"", b""])


def pack(fetched: Fetched) -> tuple[bytes, int]:
    """The three records (request, response, metadata) as bytes, and where in them the response begins."""
    parts = urlsplit(fetched.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    response_id, date = f"<urn:uuid:{uuid4()}>", _warc_date(fetched.fetched_at)
    common = [("WARC-Target-URI", fetched.url), ("WARC-Date", date)]

    request_head = [(b"Host", parts.netloc.rpartition("@")[2].encode()), *fetched.request_headers]
    request = _record(
        "request",
        (_lines(f"{fetched.method} {target} HTTP/1.1", request_head, SECRET_HEADERS), b""),
        [
            ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
            *common,
            ("WARC-Concurrent-To", response_id),
            ("WARC-Payload-Digest", _DIGEST_OF_NOTHING),
        ],
        "application/http; msgtype=request",
    )
    # Transfer coding is undone by the time we see the body: the length is that of what is stored.
    given = [pair for pair in fetched.headers if pair[0].lower() not in (b"content-length", b"transfer-encoding")]
    length = (b"Content-Length", str(len(fetched.payload)).encode())
    head = _lines(f"HTTP/1.1 {fetched.status} {fetched.reason}".rstrip(), [*given, length], frozenset())
    about = [("WARC-Record-ID", response_id), *common]
    if fetched.ip_address:
        about.append(("WARC-IP-Address", fetched.ip_address))
    about.append(("WARC-Payload-Digest", body_digest(fetched.payload)))
    response = _record("response", (head, fetched.payload), about, "application/http; msgtype=response")
    said = json.dumps(dict(fetched.meta), ensure_ascii=False, sort_keys=True).encode()
    metadata = _record(
        "metadata",
        (said, b""),
        [
            ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
            *common,
            ("WARC-Refers-To", response_id),
            ("WARC-Payload-Digest", body_digest(said)),
        ],
        "application/json",
    )
    return request + response + metadata, len(request)


@dataclass
class ArchiveWriter:
    """Writes the exchanges of one outlet and run to `<outlet>-<run time>-<number>.warc.gz`. No file is opened before
    there is something to write; an existing file is never appended to, so that what a kill cut off stays at its end.
    Not thread-safe: one thread writes."""

    folder: Path
    outlet: str
    started: datetime
    software: str
    max_bytes: int = MAX_FILE_BYTES
    _file: BinaryIO | None = field(default=None, init=False, repr=False)
    _name: str = field(default="", init=False)
    _number: int = field(default=0, init=False)

    def write(self, fetched: Fetched) -> Position:
        """Append one exchange and hand it to the operating system. Raises ArchiveError; the file then ends with the
        last whole record where the disk still allows to cut it."""
        data, skip = pack(fetched)
        try:
            file = self._file if self._file is not None else self._open()
            start = file.tell()
            self._append(file, start, data)
            if start + len(data) >= self.max_bytes:
                self.close()
        except OSError as error:
            where = self.folder / self._name
            raise ArchiveError(f"{where}: cannot write: {error}; free the disk or choose another folder") from error
        return Position(self._name, start + skip, start + len(data))

    @staticmethod
    def _append(file: BinaryIO, start: int, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view:  # an unbuffered file may take less than it is given
                view = view[file.write(view) :]
        except OSError:
            os.ftruncate(file.fileno(), start)
            file.seek(start)
            raise

    def _open(self) -> BinaryIO:
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = self.started.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        while True:
            self._name = f"{self.outlet}-{stamp}-{self._number:03}.warc.gz"
            self._number += 1
            try:
                file = (self.folder / self._name).open("xb", buffering=0)
                break
            except FileExistsError:
                continue  # an earlier run of the same second
        info = (
            f"software: {self.software}\r\nformat: WARC File Format 1.1\r\n"
            f"robots: obey\r\nisPartOf: {self.outlet}\r\n"
        )
        headers = [
            ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
            ("WARC-Date", _warc_date(self.started)),
            ("WARC-Filename", self._name),
        ]
        try:
            self._append(file, 0, _record("warcinfo", (info.encode(), b""), headers, "application/warc-fields"))
        except OSError:
            file.close()
            raise
        self._file = file
        return file

    def close(self) -> None:
        """Close the present file, safely on disk; the next write begins another one. Raises OSError."""
        if self._file is not None:
            try:
                os.fsync(self._file.fileno())
            finally:
                self._file.close()
                self._file = None
