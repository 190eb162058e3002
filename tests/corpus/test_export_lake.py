"""A corpus as a DuckLake, read back by a plain DuckDB with the extension."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import corpus
from corpus.build import BuildSummary
from corpus.errors import LockHeld, UsageProblem
from corpus.export import lake
from corpus.export.lake import CATALOG, export_lake, extension_file
from corpus.tables.schema import Table, describe

FEW = ("articles", "outlets", "builds", "region_mentions")


def few_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """Those of FEW, to be quick."""
    return [table for table in describe(connection) if table.name in FEW]


def export(file: Path, folder: Path, keep: int = 3) -> lake.Lake:
    with corpus.open(file) as opened:
        return export_lake(opened, folder, keep=keep)


@pytest.fixture(scope="module")
def twice(made: BuildSummary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with a few tables of the made corpus and one that is of no corpus; then the whole, without one table's
    rows."""
    folder = tmp_path_factory.mktemp("lake")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lake, "describe", few_tables)
        patch.setattr(lake, "_views", lambda _: [])
        export(made.corpus, folder / "lake")
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{extension_file()}'")
        connection.execute(f"ATTACH 'ducklake:{folder / 'lake' / CATALOG}' AS team")
        connection.execute("CREATE TABLE team.of_before (a INTEGER)")
    second = folder / "second.duckdb"
    shutil.copy(made.corpus, second)
    with duckdb.connect(str(second)) as connection:
        connection.execute("DELETE FROM region_mentions")
    export(second, folder / "lake")
    return folder / "lake"


def plain(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB of somebody else."""
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})
    connection.execute(f"LOAD '{extension_file()}'")
    connection.execute(f"ATTACH 'ducklake:{folder / CATALOG}' AS team (READ_ONLY)")
    return connection


@pytest.fixture
def reader(twice: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with plain(twice) as connection:
        yield connection


def test_plain_duckdb_reads_what_the_corpus_has(made: BuildSummary, reader: duckdb.DuckDBPyConnection) -> None:
    with corpus.open(made.corpus) as opened:
        for table in ("articles", "violation_mentions", "coverage", "builds"):
            query = f"SELECT * FROM {table} ORDER BY ALL"
            there = reader.execute(query.replace(table, f"team.{table}", 1)).fetchall()
            here = opened.connection.execute(query).fetchall()
            assert len(there) == len(here) > 0
        columns = ["article_id", "title", "text", "tags", "published_date"]
        query = f"SELECT {', '.join(columns)} FROM {{}}articles ORDER BY article_id"
        assert (
            reader.execute(query.format("team.")).fetchall() == opened.connection.execute(query.format("")).fetchall()
        )


def test_views_and_comments_come_along(reader: duckdb.DuckDBPyConnection) -> None:
    found = reader.execute("SELECT status, count(*) FROM team.violations GROUP BY ALL").fetchall()
    assert found
    comments = reader.execute(
        "SELECT count(*) FROM duckdb_columns() c JOIN duckdb_tables() t USING (database_name, table_name) "
        "WHERE database_name = 'team' AND c.comment IS NULL"
    ).fetchone()
    assert comments == (0,)


def test_a_second_export_is_a_second_snapshot(made: BuildSummary, reader: duckdb.DuckDBPyConnection) -> None:
    before = made.row_counts["region_mentions"]
    assert before > 0
    assert reader.execute("SELECT count(*) FROM team.region_mentions").fetchone() == (0,)
    assert reader.execute("SELECT count(*) FROM team.region_mentions AT (VERSION => 1)").fetchone() == (before,)
    messages = reader.execute("SELECT commit_message FROM ducklake_snapshots('team') ORDER BY snapshot_id").fetchall()
    assert messages[0] == messages[-1] == (f"build {made.build_id}",)


def test_a_table_of_an_older_schema_goes(reader: duckdb.DuckDBPyConnection) -> None:
    names = reader.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'team'").fetchall()
    assert ("articles",) in names
    assert ("of_before",) not in names


def test_old_snapshots_go_with_their_files(
    made: BuildSummary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "describe", few_tables)
    monkeypatch.setattr(lake, "_views", lambda _: [])
    first = export(made.corpus, tmp_path / "lake")
    files = set((tmp_path / "lake" / "data").rglob("*.parquet"))
    assert files
    second = export(made.corpus, tmp_path / "lake", keep=0)
    assert second.snapshot > first.snapshot
    assert second.expired == 1
    left = set((tmp_path / "lake" / "data").rglob("*.parquet"))
    assert left.isdisjoint(files)
    assert len(left) == len(files)
    with plain(tmp_path / "lake") as connection:
        assert connection.execute("SELECT count(*) FROM ducklake_snapshots('team')").fetchone() == (1,)


def test_a_failed_export_leaves_the_lake_as_it_was(
    made: BuildSummary, twice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = "SELECT max(snapshot_id) FROM ducklake_snapshots('team')"
    with plain(twice) as connection:
        before = connection.execute(newest).fetchone()
    monkeypatch.setattr(lake, "describe", few_tables)
    monkeypatch.setattr(lake, "_views", lambda _: [("broken", "SELECT * FROM nowhere")])
    with pytest.raises(duckdb.Error):
        export(made.corpus, twice)
    with plain(twice) as connection:
        assert connection.execute(newest).fetchone() == before
        assert connection.execute("SELECT count(*) FROM team.violations").fetchone() != (0,)


def test_who_has_the_catalog_open_is_in_the_way(made: BuildSummary, twice: Path) -> None:
    code = (
        "import duckdb, sys; c = duckdb.connect(); c.execute(f\"LOAD '{sys.argv[1]}'\"); "
        "c.execute(f\"ATTACH 'ducklake:{sys.argv[2]}' AS team\"); c.execute('SELECT count(*) FROM team.articles'); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(extension_file()), str(twice / CATALOG)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(LockHeld, match="somebody has it open"):
            export(made.corpus, twice)
        other.communicate()


def test_without_the_extension_it_says_what_to_install(
    made: BuildSummary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "find_spec", lambda _: None)
    with pytest.raises(UsageProblem, match=r"netra-corpus\[ducklake\]"):
        export(made.corpus, tmp_path / "lake")
    assert not (tmp_path / "lake").exists()
