"""Staged rows into a new database, in the order that the keys ask for."""

from pathlib import Path

import duckdb

from corpus.answers import fts
from corpus.derived.steps import DerivedBuild, Phase, run_steps
from corpus.errors import UsageProblem
from corpus.loading.limits import set_memory
from corpus.loading.snapshots import is_corpus
from corpus.tables import schema

# Parents before children; builds and build_inputs come last, when everything is counted.
BASE = (
    "outlets",
    "regions",
    "elections",
    "fetches",
    "damaged_records",
    "articles",
    "article_revisions",
    "article_pages",
)
MENTIONS = (
    "sentences",
    "region_mentions",
    "official_mentions",
    "violation_mentions",
    "breach_parties",
    "prevention_mentions",
    "election_mentions",
    "law_mentions",
    "count_claims",
    "sanction_mentions",
    "verdicts",
    "claims",
    "article_stages",
)


def new_database(file: Path, *, memory: str | None = None, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A database file with every table, empty; spills beside itself, never elsewhere; days are those of UTC. `memory`:
    DuckDB's memory_limit ("4GB"; None: 80 % of the machine's), beyond which it spills; `threads`: of DuckDB (None: one a
    core). Raises UsageProblem where memory is no size."""
    config: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False}
    config |= {"threads": threads} if threads else {}
    connection = duckdb.connect(str(file), config=config)
    try:
        set_memory(connection, memory)
    except UsageProblem:
        connection.close()
        raise
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"SET temp_directory = '{str(file.parent / 'spill').replace(chr(39), chr(39) * 2)}'")
    schema.create(connection)
    return connection


def fill_coverage(build: DerivedBuild) -> None:
    """Derive `coverage` from fetches and articles."""
    build.connection.execute((schema.HERE / "derive.sql").read_text(encoding="utf-8"))


def load_all(build: DerivedBuild, published: Path | None = None) -> None:
    """Load every staged table, run the steps of corpus/derived/steps.py, and index the texts; the index of the corpus
    that was published before serves again where no text changed. Raises duckdb.Error."""
    connection, staging = build.connection, build.staging
    staging.flush()
    if published is not None and not is_corpus(published):
        published = None
    run_steps(Phase.STAGED, build)
    for table in BASE:
        staging.load(connection, table)
    run_steps(Phase.BASE, build)
    for table in MENTIONS:
        staging.load(connection, table)
    run_steps(Phase.LOADED, build)
    fts.create_index(connection, published)


def unread_outlets(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """(outlet, pages) of outlets whose article pages were fetched and none of which was read as an article: a new
    layout, or block pages."""
    found = connection.execute(
        """
        SELECT outlet_id, count(*) FROM fetches WHERE role = 'article' AND http_status BETWEEN 200 AND 299
        GROUP BY outlet_id HAVING count(*) FILTER (outcome = 'extracted') = 0 ORDER BY outlet_id
        """
    ).fetchall()
    return [(str(outlet), int(pages)) for outlet, pages in found]


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Table -> rows."""
    names = [
        name
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'"
        ).fetchall()
    ]
    counts = {}
    for name in names:
        row = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        counts[name] = int(row[0]) if row else 0
    return counts
