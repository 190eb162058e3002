"""`netra extract`: saved pages, a folder of them, or a WARC -> one mapping a page, in a fixed order."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.article import Article, NotArticle
from crawler.catalogue.family_match import outlet_for_page
from crawler.extract import extract_page
from crawler.extraction.decode import MAX_BYTES

FIELDS = (
    *("file", "url", "title", "text", "authors", "editors", "published", "published_raw", "modified", "dateline"),
    *("section", "tags", "page", "pages", "canonical_url"),
)
INDEX = "INDEX.tsv"
_records: Callable[[BinaryIO], Iterator[Any]] = ArchiveIterator  # warcio publishes no types
_WARC = (".warc", ".warc.gz")
_SKIPPED = frozenset(
    (
        *(".tsv", ".csv", ".json", ".jsonl", ".md", ".txt", ".toml", ".py", ".xml", ".css", ".js"),
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".zip", ".sqlite", ".duckdb"),
    )
)


@dataclass(frozen=True)
class Skipped:
    """A file or record that gave no article: `file` as it would be named, `url`, `reason`, `detail`."""

    file: str
    url: str | None
    reason: str
    detail: str


class InputError(ValueError):
    """What was named cannot be read; the message says which and what was expected."""


def extract_path(path: Path, url: str | None = None) -> Iterator[dict[str, Any] | Skipped]:
    """The pages of a file, folder or WARC: for each article a mapping with FIELDS in that order, for the rest what
    stands in the way. `url`: the address of a single page. Raises InputError where the path cannot be read."""
    if path.is_dir():
        yield from _folder(path)
    elif not path.is_file():
        raise InputError(f"{path}: no such file or folder; expected a saved page, a folder of them or a WARC")
    elif path.name.lower().endswith(_WARC):
        yield from _warc(path)
    else:
        yield _page(path.name, _read(path), url)


def _read(path: Path) -> bytes:
    """The file's bytes, at most one more than a page may have."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def read_index(folder: Path) -> Mapping[str, str]:
    """Addresses by file name from the folder's INDEX.tsv (columns file, url); empty without one. Raises InputError
    where the table lacks these columns."""
    index = folder / INDEX
    if not index.is_file():
        return {}
    with index.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"file", "url"} <= set(rows.fieldnames or ()):
            raise InputError(f"{index}: expected the columns file and url in the first line, got {rows.fieldnames}")
        return {row["file"]: row["url"].strip() for row in rows if row["file"] and row["url"]}


def _folder(folder: Path) -> Iterator[dict[str, Any] | Skipped]:
    """The pages of a folder by name; what INDEX.tsv names comes whatever its suffix, other files only if they can be
    pages. What is not HTML is skipped."""
    index = read_index(folder)
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith(".") or path.name == INDEX:
            continue
        if path.name.lower().endswith(_WARC):
            yield from _warc(path)
        elif path.name in index or path.suffix.lower() not in _SKIPPED:
            yield _page(path.name, _read(path), index.get(path.name))


def _warc(path: Path) -> Iterator[dict[str, Any] | Skipped]:
    """The responses of a WARC, in its order; a damaged record is told and ends the file, as nothing behind it can be
    found again in a stream."""
    with path.open("rb") as stream:
        records = _records(stream)
        number = 0
        while True:
            number += 1
            try:
                record = next(records, None)
                if record is None:
                    return
                if record.rec_type not in ("response", "resource"):
                    continue
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                body = record.content_stream().read(MAX_BYTES + 1)
            except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
                yield Skipped(path.name, None, "broken", f"record {number}: {error}")
                return
            headers = record.http_headers
            kind = headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")
            if headers is not None and headers.get_statuscode() not in ("200", "203", "206"):
                yield Skipped(path.name, url, "not_article", f"status {headers.get_statuscode()}")
                continue
            yield _page(path.name, body, url.strip("<>"), kind, _time(record.rec_headers.get_header("WARC-Date")))


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((text or "").replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        return None


def _page(
    name: str, body: bytes, url: str | None, kind: str | None = None, fetched_at: datetime | None = None
) -> dict[str, Any] | Skipped:
    found = extract_page(body, url, outlet_for_page(url, body), content_type=kind, fetched_at=fetched_at)
    if isinstance(found, NotArticle):
        return Skipped(name, url, found.reason, found.detail)
    return as_record(name, found)


def as_record(name: str, article: Article) -> dict[str, Any]:
    """An article as `netra extract` prints it; `url` is the one asked for, else the page's canonical, else None."""
    fields = article.as_dict()
    fields["file"] = name
    fields["url"] = article.url or article.canonical_url
    return {key: fields[key] for key in FIELDS}
