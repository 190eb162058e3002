"""Reading the archive: exchanges in a fixed order; what is damaged is skipped, counted and named."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.storage.decoding import decode_body
from crawler.storage.warc_records import DamagedRecord, Record, Unreadable, warc_records

MAX_BODY_BYTES = 64 * 1024 * 1024


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


def read_http(block: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and payload of a response block. Raises Unreadable."""
    head, _, payload = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdigit():
        raise Unreadable(f"no HTTP status line: {first!r:.60}")
    pairs = (line.partition(":") for line in lines)
    return int(words[1]), tuple((name.strip(), value.strip()) for name, _, value in pairs), payload


def _exchange(response: Record, metadata: Record, warc_file: str) -> Exchange:
    """Raises Unreadable where the pair does not say what an exchange needs."""
    status, headers, payload = read_http(response.block)
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
        raise Unreadable(f"metadata record without what an exchange needs: {error!r}") from error


def read_archive_file(path: Path, start: int = 0) -> Iterator[Exchange | DamagedRecord]:
    """The exchanges of one WARC file that this project wrote, from the record at byte `start` on. Each record that
    cannot be read is one DamagedRecord; the rest of the file is still read. Raises OSError."""
    before: Record | None = None  # the request or response that waits for the record that completes it
    for record in warc_records(path, start):
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
            except Unreadable as error:
                yield DamagedRecord(path.name, response.offset, str(error))
        elif record.kind in ("request", "response"):
            if before is not None and (before.kind == "response" or record.kind == "request"):
                yield _alone(path, before)
            before = record
    if before is not None:
        yield _alone(path, before)


def _alone(path: Path, record: Record) -> DamagedRecord:
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
