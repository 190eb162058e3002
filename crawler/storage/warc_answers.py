"""An answer in a WARC record that another tool wrote: its HTTP head and body, with the habits of such tools undone."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.outlet import Outlet
from crawler.storage.archive_reading import read_http
from crawler.storage.warc_records import Record, Unreadable


@dataclass(frozen=True)
class Answer:
    """A record of a known outlet. `payload`: as it was sent, transfer coding undone."""

    file: str
    record: Record
    outlet: Outlet
    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    payload: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


def dechunk(payload: bytes) -> bytes:
    """The body with chunked transfer coding undone. Raises Unreadable where it is none, or ends early."""
    out, at = bytearray(), 0
    while True:
        line_end = payload.find(b"\r\n", at, at + 1024)
        size = payload[at:line_end].partition(b";")[0].strip() if line_end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            raise Unreadable("the chunked body is damaged or cut off") from None
        if length == 0:
            return bytes(out)
        out += payload[line_end + 2 : line_end + 2 + length]
        at = line_end + 2 + length + 2
        if length < 0 or at > len(payload):
            raise Unreadable("the chunked body is damaged or cut off")


def _check_digest(record: Record) -> None:
    """Raises Unreadable where the block is not what its digest says. Unknown algorithms pass."""
    algorithm, _, said = record.headers.get("warc-block-digest", "").partition(":")
    if algorithm.lower() not in ("sha1", "sha256") or not said:
        return
    digest = hashlib.new(algorithm.lower(), record.block, usedforsecurity=False).digest()
    try:
        same = said.lower() == digest.hex() or base64.b32decode(said.upper()) == digest
    except binascii.Error:
        same = False
    if not same:
        raise Unreadable(f"the block is not what its digest says ({algorithm})")


def address_of(record: Record) -> str:
    return record.headers.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")


def read_answer(file: str, record: Record, outlet: Outlet) -> Answer:
    """Raises Unreadable where the record does not hold what an answer needs."""
    _check_digest(record)
    try:
        at = datetime.fromisoformat(record.headers["warc-date"])
    except (KeyError, ValueError) as error:
        raise Unreadable(f"WARC-Date is missing or no time: {error}") from error
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    if record.kind == "resource":  # a page without its HTTP headers
        headers: tuple[tuple[str, str], ...] = (("Content-Type", record.headers.get("content-type", "")),)
        return Answer(file, record, outlet, address_of(record), at, 200, headers, record.block)
    status, headers, payload = read_http(record.block)
    if any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        try:
            payload = dechunk(payload)
        except Unreadable:
            # Most tools undo the coding and leave the header; a body that begins as no chunk is such a one.
            if payload[:1] in b"0123456789abcdefABCDEF" and payload[:64].partition(b"\r\n")[1]:
                raise
    return Answer(file, record, outlet, address_of(record), at, status, headers, payload)
