"""The one permitted rewrite of the archive: exchanges are overwritten by a tombstone of the same length, so that every
other record keeps its place, and the ledger forgets all of an address but that it is never asked for again."""

import json
import os
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from crawler.storage.archive import ArchiveError, body_digest
from crawler.storage.ledger import Ledger
from crawler.storage.ledger_schema import LEDGER_FILE, Change
from crawler.storage.outcomes import Outcome
from crawler.storage.warc_records import DamagedRecord, Record, warc_records

LOG_FILE = "purges.jsonl"
_HEAD = b"\x1f\x8b\x08%b\x00\x00\x00\x00\x00\xff"
_STORED = 65535
_EXTRA = 65535
_FORGOTTEN = ("status", "bytes", "digest", "title", "date", "final_url", "discovered_from", "etag", "last_modified")


@dataclass(frozen=True)
class Purged:
    """What was done to one WARC file: its digests before and after, and how many exchanges were overwritten."""

    file: str
    before: str
    after: str
    exchanges: int


def _file_digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return f"sha256:{digest.hexdigest()}"


def _tombstone(about: Mapping[str, str], when: datetime, blanks: int) -> bytes:
    """A metadata record that says that something stood here, and nothing of what; `blanks` fill it up."""
    block = json.dumps(dict(about), sort_keys=True).encode() + b" " * blanks
    lines = (
        "WARC/1.1",
        "WARC-Type: metadata",
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>",
        f"WARC-Date: {when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"WARC-Block-Digest: {body_digest(block)}",
        "Content-Type: application/json",
        f"Content-Length: {len(block)}",
    )
    return "\r\n".join((*lines, "", "")).encode() + block + b"\r\n\r\n"


def _stored(data: bytes) -> bytes:
    """The data as deflate blocks that are not compressed."""
    pieces = [data[at : at + _STORED] for at in range(0, len(data), _STORED)]
    last = len(pieces) - 1
    return b"".join(
        bytes((number == last,)) + struct.pack("<HH", len(piece), len(piece) ^ 0xFFFF) + piece
        for number, piece in enumerate(pieces)
    )


def _packed(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _member(record: bytes, body: bytes, length: int) -> bytes | None:
    """One gzip member of exactly this length; what is left over goes into its extra field. None: it does not fit."""
    left = length - 18 - len(body)
    if left not in (0, *range(2, _EXTRA + 3)):
        return None
    extra = struct.pack("<H", left - 2) + b"\0" * (left - 2) if left else b""
    check = struct.pack("<II", zlib.crc32(record), len(record) & 0xFFFFFFFF)
    return (_HEAD % (b"\x04" if left else b"\x00")) + extra + body + check


def padded(about: Mapping[str, str], when: datetime, length: int) -> bytes:
    """A tombstone record as one gzip member of exactly `length` bytes. Raises ArchiveError where that is too short for
    one, which no exchange is."""
    bare = len(_tombstone(about, when, 0))
    for blanks in range(max(0, length - 18 - bare - 5 * (length // _STORED + 1) - 16), -1, -8):
        record = _tombstone(about, when, blanks)
        if (member := _member(record, _stored(record), length)) is not None:
            return member
        if blanks == 0:
            break
    record = _tombstone(about, when, 0)
    for body in (_stored(record), _packed(record)):
        if (member := _member(record, body, length)) is not None:
            return member
    raise ArchiveError(f"{length} bytes are too few for the record of a purge")


def _regions(path: Path, offsets: Collection[int]) -> list[tuple[int, int]]:
    """(start, stop) of the exchanges, from request to metadata, whose response records begin there."""
    found = []
    before: Record | None = None
    response: tuple[int, Record] | None = None
    for record in warc_records(path, 0):
        if isinstance(record, DamagedRecord):
            before = response = None
            continue
        if response is not None:
            of_it = record.kind == "metadata" and record.offset == response[1].end
            found.append((response[0], record.end if of_it else response[1].end))
            response = None
        if record.kind == "response" and record.offset in offsets:
            mine = before is not None and before.kind == "request" and before.end == record.offset
            response = (before.offset if mine and before is not None else record.offset, record)
        before = record
    if response is not None:
        found.append((response[0], response[1].end))
    return found


def _copy(source: BinaryIO, target: BinaryIO, stop: int) -> None:
    while (left := stop - source.tell()) > 0:
        target.write(source.read(min(left, 1 << 20)))


def overwrite(path: Path, offsets: Collection[int], about: Mapping[str, str], when: datetime) -> Purged:
    """Overwrite the exchanges of a WARC file whose response records begin at `offsets`; each other byte stays where it
    is. The new file takes the old one's place at once. Raises OSError, ArchiveError."""
    regions, before = _regions(path, offsets), _file_digest(path)
    beside = path.with_name(f".{path.name}.purge")
    try:
        with path.open("rb") as source, beside.open("wb") as target:
            for start, stop in regions:
                _copy(source, target, start)
                target.write(padded(about, when, stop - start))
                source.seek(stop)
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return Purged(path.name, before, _file_digest(path), len(regions))


def forget(folder: Path, addresses: Iterable[tuple[str, str]], reason: str, clock: Callable[[], datetime]) -> int:
    """Leave of these (outlet, url) in the ledger that they are not asked for again, and nothing else: no title, no
    digest, not in its free pages either. Returns how many. Raises LedgerError, sqlite3.Error."""
    if not (folder / LEDGER_FILE).is_file():
        return 0
    wanted = sorted(set(addresses))
    ledger = Ledger(folder, clock)
    try:
        for outlet, url in wanted:
            ledger.add(
                Change(outlet, url, ledger.now(), outcome=str(Outcome.REFUSED), reason=reason, retry=0)
            )  # fmt: skip
    finally:
        ledger.close()
    with closing(sqlite3.connect(folder / LEDGER_FILE, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")
        emptied = ", ".join(f"{name} = NULL" for name in _FORGOTTEN)
        db.executemany(f"UPDATE urls SET {emptied} WHERE outlet = ? AND url = ?", wanted)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(wanted)


def note(folder: Path, entry: Mapping[str, object]) -> None:
    """Append a line to the archive's log of purges. Raises OSError."""
    with (folder / LOG_FILE).open("a", encoding="utf-8") as log:
        log.write(json.dumps(dict(entry), ensure_ascii=False, sort_keys=True) + "\n")
        log.flush()
        os.fsync(log.fileno())
