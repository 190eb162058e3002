"""A made-up corpus of so many articles: load, publish, size, and ten questions of the cookbook beside SQLite and pandas.

    python -m benchmarks.corpus load FOLDER --articles 100000 [--memory 4GB] [--threads 2]
    python -m benchmarks.corpus ask FOLDER [--memory 4GB] [--threads 2] [--sides sqlite,pandas]
    python -m benchmarks.corpus index FOLDER [--memory 4GB] [--threads 2]

`load` stages rows as a build does and loads them by the code of the build, every derived table and the full-text index
included; tagging is not part of it (benchmarks/tagging.py). `ask` prints the quickest of three rounds after one that
warms up, in seconds by the clock (of the processors); where a round takes over 20 s, it is the only one. `index` makes
the full-text index anew on a copy of title and text, ours and that of DuckDB's extension. FOLDER is kept: remove it.
"""

import argparse
import json
import resource
import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import corpus_index, corpus_questions
from benchmarks.corpus_made import Maker
from corpus.answers import fts
from corpus.derived.steps import DerivedBuild
from corpus.loading import load
from corpus.loading.publish import publish, workshop
from corpus.loading.staging import Staging
from corpus.tables.reference import election_rows, outlet_rows, region_rows
from corpus.tables.schema import SCHEMA_VERSION

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def peak_mb() -> int:
    """Largest resident size of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def tell(what: str, value: object) -> None:
    """One line, at once: a long run is looked at while it goes on."""
    print(f"{what:32} {value}", flush=True)


def load_made(folder: Path, articles: int, memory: str, threads: int) -> None:
    """Make, load, publish; prints seconds and sizes."""
    target, laps = folder / "corpus.duckdb", dict[str, float]()
    with workshop(target) as shop, Staging(shop) as staging:
        start = time.monotonic()
        outlets, regions = list(outlet_rows({})), list(region_rows())
        for done in Maker(staging, regions, [row["outlet_id"] for row in outlets]).make(articles):
            if done % 100_000 == 0:
                tell("made", done)
        staging.add("outlets", outlets)
        staging.add("regions", regions)
        staging.add("elections", election_rows())
        tell("making the rows, s", round(time.monotonic() - start, 1))
        index = fts.create_index

        def timed(connection: duckdb.DuckDBPyConnection, published: Path | None = None) -> None:
            tell("load without the index, processor, s", round(time.process_time() - cpu, 1))
            begun = time.monotonic()
            index(connection, published)
            laps["index"] = time.monotonic() - begun

        fts.create_index = timed
        file, start, cpu = shop / "corpus.duckdb", time.monotonic(), time.process_time()
        with load.new_database(file, memory=memory, threads=threads) as connection:
            load.load_all(DerivedBuild(connection, staging, None, NOW))
            row: dict[str, Any] = {
                "build_id": f"made-{articles}", "started_at": NOW, "duration_s": 0, "schema_version": SCHEMA_VERSION,
                "netra_version": "made", "extractor": "made", "tagger": "made", "python_version": "",
                "damaged_records": 0, "package_versions": {}, "parameters": {}, "row_counts": load.count_rows(connection),
                "skipped_records": 0, "tagging_failures": 0,
            }  # fmt: skip
            marks = ", ".join("?" for _ in row)
            connection.execute(f"INSERT INTO builds ({', '.join(row)}) VALUES ({marks})", list(row.values()))
            tell("rows", json.dumps({name: count for name, count in row["row_counts"].items() if count}))
            connection.execute("CHECKPOINT")
        total = time.monotonic() - start
        tell("load and index, processor, s", round(time.process_time() - cpu, 1))
        tell("load without the index, s", round(total - laps["index"], 1))
        tell("full-text index, s", round(laps["index"], 1))
        start = time.monotonic()
        publish(file, target, keep=0)
        tell("publish, s", round(time.monotonic() - start, 3))
    tell("size of the corpus, MB", round(target.stat().st_size / 1e6))
    tell("peak memory of the process, MB", peak_mb())


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description="A made-up corpus: load it, ask it.")
    parser.add_argument("what", choices=("load", "ask", "index"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--memory", default="4GB", help="DuckDB's memory_limit")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--sides",
        default="sqlite,pandas",
        help="beside: pandas, sqlite or sqlite-tables (no FTS5)",
    )
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(options.folder).free < 20_000 * options.articles:
        sys.exit(f"{options.folder}: less than {options.articles // 50_000} GB free")
    if options.what == "load":
        load_made(options.folder, options.articles, options.memory, options.threads)
    elif options.what == "index":
        corpus_index.compare(options.folder, options.memory, options.threads, tell)
    else:
        sides = [side for side in options.sides.split(",") if side]
        corpus_questions.ask(options.folder / "corpus.duckdb", options.memory, options.threads, sides, tell)


if __name__ == "__main__":
    main()
