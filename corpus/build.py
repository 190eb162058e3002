"""archive -> extract -> annotate -> load -> publish: one corpus from an archive and from files of texts."""

import json
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

import duckdb

from corpus.derived.steps import DerivedBuild
from corpus.duty.inputs import note_tombstones, same_tombstones
from corpus.errors import NothingThere
from corpus.folder import DataFolder
from corpus.gathering.gather import archive_articles, archive_fetches, read_all
from corpus.gathering.importing import check_files, import_file
from corpus.gathering.spool import Spool
from corpus.loading.cache import Cache
from corpus.loading.limits import check_memory
from corpus.loading.load import count_rows, load_all, new_database, unread_outlets
from corpus.loading.publish import KEEP, publish, workshop
from corpus.loading.staging import Staging
from corpus.records import Collected, Collection, Fetch, plain
from corpus.tables.reference import election_rows, outlet_rows, region_rows
from corpus.tables.schema import SCHEMA_VERSION
from corpus.tagging.annotating import Tagging, tag_all
from corpus.tagging.parallel import default_workers, pool
from corpus.versions import extractor_version, package_versions
from nlp.learned.ner import Engine
from nlp.syntax.words import Parser

Progress = Callable[[str, int, int | None], None]
"""Called with (what, done, of how many or None)."""


@dataclass(frozen=True)
class BuildSummary:
    """What a build did. `problems`: one line each for the user; `skipped`: lines of imports that gave no article;
    `unread`: outlets with fetched article pages and no article; `made`, `reused`: pages read and articles tagged by
    this build, and those taken over from an earlier one."""

    corpus: Path
    build_id: str
    row_counts: Mapping[str, int]
    damaged: Sequence[tuple[str, int, str]]
    skipped: int
    tagging_failures: int
    unread: Sequence[str]
    problems: Sequence[str]
    duration_s: float
    made: Mapping[str, int] = field(default_factory=dict)
    reused: Mapping[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """False where an input line, an article's tags or a whole outlet's articles are missing."""
        return self.skipped == 0 and self.tagging_failures == 0 and not self.unread


def _silent(_what: str, _done: int, _total: int | None) -> None:
    """No progress."""


@dataclass(frozen=True)
class _Work:
    """What the parts of one build share."""

    folder: DataFolder
    articles: Sequence[Path]
    columns: Mapping[str, str]
    now: datetime
    progress: Progress
    collection: Collection
    staging: Staging
    spool: Spool
    cache: Cache

    def stage_fetch(self, fetch: Fetch) -> None:
        self.staging.add("fetches", [{key: plain(value) for key, value in asdict(fetch).items()}])

    def read(self, executor: Executor | None) -> None:
        """Read archive and ledger."""
        count = 0

        def tick() -> None:
            nonlocal count
            count += 1
            self.progress("reading", count, None)

        if self.folder.archive.is_dir():
            read_all(self.folder.archive, self.collection, self.spool, self.cache, executor, tick)

    def found(self) -> Iterator[Collected]:
        """Every article: those of the files, then those of the archive; then each address is accounted for."""
        for path in self.articles:
            yield from import_file(
                path, self.columns, self.collection, self.spool, self.stage_fetch, self.now, lambda: None
            )
        yield from archive_articles(self.spool, self.cache)
        for fetch in archive_fetches(self.folder.archive, self.collection, self.spool, self.now):
            self.stage_fetch(fetch)

    def tag(self, engines: Sequence[Engine], executor: Executor | None) -> Tagging:
        """Tag and stage the articles."""
        total = None if self.articles else self.spool.count_articles()
        return tag_all(
            self.found(), self.collection, self.staging, self.cache, engines, executor,
            lambda done: self.progress("tagging", done, total),
        )  # fmt: skip

    def stage_rest(self) -> None:
        """The tables that do not come from articles."""
        self.staging.add("outlets", outlet_rows(self.collection.other_outlets))
        self.staging.add("regions", region_rows())
        self.staging.add("elections", election_rows())
        self.staging.add(
            "damaged_records",
            ({"warc_file": file, "warc_offset": at, "reason": why} for file, at, why in self.collection.damaged),
        )


def _parameters(
    articles: Sequence[Path], columns: Mapping[str, str], engines: Sequence[Engine], parser: Parser | None
) -> dict[str, str]:
    # neither the number of workers nor what was reused is a parameter of the result
    found = {"articles": " ".join(path.name for path in articles)} if articles else {}
    found |= {"models": " ".join(engines)} if engines else {}
    found |= {"tokens": parser.name} if parser else {}
    return found | {f"map.{field}": column for field, column in sorted(columns.items())}


def _build_id(collection: Collection, tagger: str, parameters: Mapping[str, str]) -> str:
    inputs = sorted((one.file, one.digest) for one in collection.inputs)
    key = [
        SCHEMA_VERSION,
        extractor_version(),
        tagger,
        sorted(package_versions().items()),
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
    parser: Parser | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    now: datetime | None = None,
    progress: Progress = _silent,
    full: bool = False,
    keep: int = KEEP,
    memory: str | None = None,
) -> BuildSummary:
    """Build the corpus of a data folder from its archive and from files of texts, and publish it as
    `data/corpus.duckdb`. The tables are the same whatever the number of workers; `executor` (any of
    concurrent.futures, a cluster's too) replaces them. `engines`: learned recognisers that confirm names; `parser`
    fills `tokens`. What an earlier build made of the same bytes with the same versions is taken over, unless `full`.
    `keep`: older corpora kept as snapshots; `memory`: what DuckDB may take while it loads ("4GB"). Raises UsageProblem,
    NothingThere, InputError, TaggerError, DiskError; the corpus that was published before is then untouched."""
    start, now = monotonic(), now or datetime.now(UTC)
    folder, columns, collection = DataFolder(data), columns or {}, Collection()
    check_files(articles)
    check_memory(memory)
    if not folder.archive.is_dir() and not articles:
        raise NothingThere(
            f"{folder.archive}: there is no archive; `netra crawl --data {data}` makes one, "
            "or give texts with --articles FILE"
        )
    with (
        workshop(folder.corpus) as shop,
        Staging(shop) as staging,
        Spool(shop) as spool,
        Cache(folder.cache, full=full) as cache,
    ):
        work = _Work(folder, articles, columns, now, progress, collection, staging, spool, cache)
        with pool(workers or default_workers()) if executor is None else nullcontext(executor) as processes:
            work.read(processes)
            tagging = work.tag(engines, processes)
        cache.commit()
        work.stage_rest()
        note_tombstones(data, collection)
        progress("loading", 0, None)
        file, parameters = shop / "corpus.duckdb", _parameters(articles, columns, engines, parser)
        with new_database(file, memory=memory, threads=workers) as connection:
            load_all(DerivedBuild(connection, staging, data, now, collection.problems, parser, cache), folder.corpus)
            unread = _say_unread(connection, collection)
            row: dict[str, Any] = {
                "build_id": _build_id(collection, tagging.tagger, parameters),
                "started_at": now,
                "duration_s": round(monotonic() - start, 3),
                "schema_version": SCHEMA_VERSION,
                "netra_version": version("netra-corpus"),
                "extractor": extractor_version(),
                "tagger": tagging.tagger,
                "python_version": platform.python_version(),
                "package_versions": package_versions(),
                "parameters": parameters,
                "row_counts": count_rows(connection),
                "damaged_records": len(collection.damaged),
                "skipped_records": collection.skipped,
                "tagging_failures": tagging.failures,
            }
            _record_build(connection, row, collection)
            connection.execute("CHECKPOINT")
        progress("publishing", 0, None)
        # an older corpus still shows what was suppressed since
        keep = keep if same_tombstones(data, folder.corpus) else 0
        publish(file, folder.corpus, build_id=str(row["build_id"]), keep=keep)
        cache.prune()
    return BuildSummary(
        corpus=folder.corpus,
        build_id=str(row["build_id"]),
        row_counts=row["row_counts"],
        damaged=tuple(collection.damaged),
        skipped=collection.skipped,
        tagging_failures=tagging.failures,
        unread=tuple(unread),
        problems=tuple(collection.problems),
        duration_s=round(monotonic() - start, 3),
        made=dict(collection.made),
        reused=dict(collection.reused),
    )
