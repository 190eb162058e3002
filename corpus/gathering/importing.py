"""The import door: texts that somebody already has, as JSON lines or CSV, without an archive."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.errors import InputError, NothingThere, UsageProblem
from corpus.gathering.accounting import date_fetch
from corpus.gathering.dates import ReadDate, read_date
from corpus.gathering.spool import ARCHIVE, Spool
from corpus.records import Collected, Collection, Fetch, Input, OtherOutlet, Revision
from crawler.article import Article
from crawler.outlet import outlet_for_url
from crawler.urls import article_id, canonical_url

# Field -> column names that are taken for it without --map, first match first. docs/importing.md lists them.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "judul", "headline"),
    "text": ("text", "isi", "body", "content", "konten", "artikel", "teks"),
    "url": ("url", "link", "tautan", "address"),
    "published": ("published", "published_at", "date", "tanggal", "date_raw", "waktu", "datetime", "pubdate"),
    "outlet": ("outlet", "source", "media", "portal", "sumber", "publisher"),
    "id": ("id", "article_id", "no", "nomor"),
    "section": ("section", "category", "kategori", "rubrik", "kanal"),
    "authors": ("authors", "author", "penulis", "reporter", "wartawan"),
    "tags": ("tags", "tag", "keywords", "topik"),
    "captions": ("captions", "caption", "takarir", "keterangan_foto"),
}
_NO_OUTLET = OtherOutlet("Imported without an outlet", "imported")
_MAX_CELL = 64 * 1024 * 1024
# What UTF-8 (and so DuckDB) cannot hold, one code point for one: offsets stay.
_UNSTORABLE = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True)
class _Line:
    number: int
    record: Mapping[str, Any] | None
    problem: str = ""


def parse_map(pairs: list[str]) -> Mapping[str, str]:
    """`--map title=judul` options as field -> column. Raises UsageProblem, which names the fields there are."""
    found = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not column or field not in ALIASES:
            raise UsageProblem(f"--map {pair}: expected FIELD=COLUMN with FIELD one of {', '.join(ALIASES)}")
        found[field] = column
    return found


def _json_lines(path: Path) -> Iterator[_Line]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            try:
                record = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
            except UnicodeDecodeError as error:
                yield _Line(number, None, f"not UTF-8 at byte {error.start} of the line")
            except (ValueError, RecursionError) as error:
                yield _Line(number, None, f"not JSON: {error}")
            else:
                ok = isinstance(record, dict)
                yield _Line(
                    number, record if ok else None, "" if ok else f"expected an object, got {type(record).__name__}"
                )


def _csv_rows(path: Path) -> Iterator[_Line]:
    csv.field_size_limit(_MAX_CELL)
    with path.open(encoding="utf-8-sig", newline="", errors="strict") as file:
        sample = file.read(64 * 1024)
        file.seek(0)
        first = sample.partition("\n")[0]
        delimiter = max(",;\t|", key=first.count)
        rows = csv.DictReader(file, delimiter=delimiter, strict=True)
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield _Line(rows.line_num, None, f"not CSV: {error}")
                continue
            if None in row or None in row.values():
                wanted = len(rows.fieldnames or ())
                got = sum(v is not None for k, v in row.items() if k is not None) + len(row.get(None) or ())
                yield _Line(rows.line_num, None, f"expected {wanted} cells, got {got}")
            else:
                yield _Line(rows.line_num, row)


def _columns(record: Mapping[str, Any], given: Mapping[str, str], path: Path, *, strict: bool) -> Mapping[str, str]:
    """Field -> column of a record. `strict`: raises InputError where no column holds titles or texts, or where a
    column that was named is not there."""
    lower = {str(name).strip().lower(): str(name) for name in record}
    found = {}
    for field, names in ALIASES.items():
        if field in given:
            if strict and given[field] not in record:
                raise InputError(
                    f"{path.name}: --map {field}={given[field]}: no such column; there are {', '.join(record)}"
                )
            found[field] = given[field]
        else:
            found |= next(({field: lower[name]} for name in names if name in lower), {})
    if strict and "title" not in found and "text" not in found:
        raise InputError(
            f"{path.name}: no column for title or text among {', '.join(map(str, record))}; "
            "say which with --map title=... --map text=..."
        )
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    return _UNSTORABLE.sub("\ufffd", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _many(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else re.split(r"[;,]", _text(value))
    return tuple(text for part in parts if (text := _text(part).strip()))


def _captions(value: Any) -> tuple[str, ...]:
    """A list of captions, or one text with a caption a line."""
    parts = value if isinstance(value, list) else _text(value).split("\n")
    return tuple(text for part in parts if (text := _text(part).strip()))


def outlet_slug(name: str) -> str:
    """An outlet id from free text: lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "imported"


class _Importer:
    def __init__(
        self,
        path: Path,
        given: Mapping[str, str],
        collection: Collection,
        spool: Spool,
        stage: Callable[[Fetch], None],
        built: datetime,
    ) -> None:
        self.path = path
        self.given = given
        self.collection = collection
        self.spool = spool
        self.stage = stage
        self.built = built
        self.columns: dict[tuple[str, ...], Mapping[str, str]] = {}

    def skip(self, line: int, outcome: str, problem: str) -> None:
        """Account for a line that gives no article."""
        self.collection.problems.append(f"{self.path.name}:{line}: {problem}; line skipped")
        self.collection.skipped += 1
        self._fetch(line, "imported", None, outcome, problem, None, None)

    def _fetch(
        self,
        line: int,
        outlet: str,
        url: str | None,
        outcome: str,
        reason: str | None,
        ident: str | None,
        date: ReadDate | None,
    ) -> None:
        fetch = Fetch(outlet, url or f"import:{self.path.name}#{line}", "article", outcome, surface="import")
        fetch.reason, fetch.article_id, fetch.answered = reason, ident, True
        fetch.warc_file, fetch.warc_offset = self.path.name, line
        date_fetch(fetch, date.day if date else None, None, self.built)
        self.stage(fetch)
        if outlet == "imported":
            self.collection.other_outlets.setdefault(outlet, _NO_OUTLET)

    def _outlet(self, name: str, url: str | None) -> tuple[str, str | None]:
        """Outlet id and canonical address."""
        outlet = outlet_for_url(url) if url else None
        if outlet is not None and url is not None:
            return outlet.id, canonical_url(url, outlet)
        ident = outlet_slug(name)
        self.collection.other_outlets.setdefault(ident, OtherOutlet(name, "imported") if name else _NO_OUTLET)
        return ident, url.partition("#")[0] if url else None

    def take(self, line: int, record: Mapping[str, Any]) -> Collected | None:
        """The article of a record, if it is new; every record is accounted for."""
        # JSON lines need not have the same keys in each line; the first line decides whether the file can be used
        keys = tuple(record)
        if keys not in self.columns:
            self.columns[keys] = _columns(record, self.given, self.path, strict=not self.columns)
        values = {field: record.get(column) for field, column in self.columns[keys].items()}
        title, text = _text(values.get("title")).strip(), _text(values.get("text"))
        if not title and not text.strip():
            self.skip(line, "empty", "neither title nor text")
            return None
        url = _text(values.get("url")).strip() or None
        outlet, address = self._outlet(_text(values.get("outlet")).strip(), url)
        raw = _text(values.get("published")).strip() or None
        date = read_date(raw) if raw else None
        key = address or _text(values.get("id")).strip() or sha256(f"{title}\x1f{text}".encode()).hexdigest()
        ident = article_id(outlet, key)
        if (place := self.spool.take(ident, f"{self.path.name}:{line}")) is not None:
            file, _, number = place.rpartition(":")
            where = place if place == ARCHIVE else f"line {number}" if file == self.path.name else "an earlier file"
            # counted, not a fault of the line; the row keeps its own name, since the address is taken
            self._fetch(line, outlet, None, "duplicate", f"the article stands in {where}", ident, date)
            return None
        captions = _captions(values.get("captions"))
        article = Article(
            url=address,
            title=title,
            text=text,
            outlet_id=outlet,
            authors=_many(values.get("authors")),
            published=date.time if date else None,
            published_raw=raw,
            published_method=date.method if date else None,
            section=_text(values.get("section")).strip() or None,
            tags=_many(values.get("tags")),
            caption=next(iter(captions), None),
            captions=captions,
            method="import",
            problems=() if date else ("no_date",),
        )
        revision = Revision(article, (), None, None)
        collected = Collected(ident, outlet, address, "import", (revision,), date.day if date else None)
        # an address that the crawler saw and did not read keeps its own row: what became of it stays told
        own = address if address and not self.spool.is_known(outlet, address) else None
        self._fetch(line, outlet, own, "extracted", None, ident, date)
        return collected


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return f"sha256:{digest.hexdigest()}"


def check_files(paths: Sequence[Path]) -> None:
    """Raises NothingThere for a file that is not there, InputError for two of one name."""
    for number, path in enumerate(paths):
        if not path.is_file():
            raise NothingThere(f"{path}: there is no such file")
        if any(known.name == path.name for known in paths[:number]):
            raise InputError(f"{path}: a file of this name was read already; rows are told apart by it, rename one")


def import_file(
    path: Path,
    given: Mapping[str, str],
    collection: Collection,
    spool: Spool,
    stage: Callable[[Fetch], None],
    built: datetime,
    tick: Callable[[], None],
) -> Iterator[Collected]:
    """The articles of a .jsonl or .csv file; each record's row of fetches goes to `stage`. A line that cannot be read is
    a problem with file and line, and such a row; the rest goes on. Raises InputError (no usable column, not text)."""
    reader = _csv_rows if path.suffix.lower() in (".csv", ".tsv") else _json_lines
    importer = _Importer(path, given, collection, spool, stage, built)
    count = 0
    try:
        for line in reader(path):
            tick()
            count += 1
            if line.record is None:
                importer.skip(line.number, "malformed", line.problem)
            elif (found := importer.take(line.number, line.record)) is not None:
                yield found
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path.name}: not UTF-8 text ({error}); convert it first, for example with iconv"
        ) from error
    collection.inputs.append(Input(path.name, "import", path.stat().st_size, _digest(path), count))
