"""A corpus as a DuckLake: Parquet files and a catalog on storage that a team shares, one snapshot for each export."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb

from corpus.errors import LockHeld, UsageProblem, disk_problem
from corpus.export.guard import check_tombstones
from corpus.export.tables import literal, quoted
from corpus.query import Corpus
from corpus.tables.schema import Table, describe

CATALOG = "catalog.ducklake"
KEEP = 3
"""Older snapshots that an export keeps where it is not told how many."""
_LAKE = "lake"


@dataclass(frozen=True)
class Lake:
    """What an export left: the catalog, the number of its snapshot, rows by table, older snapshots that were removed."""

    catalog: Path
    snapshot: int
    rows: dict[str, int]
    expired: int


def extension_file() -> Path:
    """The extension that the package duckdb-extension-ducklake holds for this DuckDB. Raises UsageProblem."""
    version = duckdb.__version__
    package = find_spec("duckdb_extension_ducklake")
    file = Path()
    if package is not None and package.origin is not None:
        file = Path(package.origin).parent / "extensions" / f"v{version}" / "ducklake.duckdb_extension"
    if not file.is_file():
        raise UsageProblem(
            f"DuckLake needs the package duckdb-extension-ducklake=={version}: pip install 'netra-corpus[ducklake]'"
        )
    return file


@contextmanager
def _attached(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[None]:
    """The lake of the folder, attached and current for the block; made where there is none. Raises LockHeld where
    somebody else has its catalog open."""
    catalog = folder / CATALOG
    connection.execute(f"LOAD {literal(str(extension_file()))}")
    try:
        connection.execute(
            f"ATTACH {literal(f'ducklake:{catalog}')} AS {_LAKE} (DATA_PATH {literal(str(folder / 'data'))}, "
            "DATA_INLINING_ROW_LIMIT 0)"
        )
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise LockHeld(
                f"{catalog}: somebody has it open: {str(error).splitlines()[0]}; try again later"
            ) from error
        raise
    try:
        connection.execute(f"USE {_LAKE}")
        yield
    finally:
        connection.execute("USE corpus")
        connection.execute(f"DETACH {_LAKE}")


def _copy(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    columns = ", ".join(
        f"{quoted(column.name)} {column.type}{'' if column.nullable else ' NOT NULL'}" for column in table.columns
    )
    name = quoted(table.name)
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
    row = connection.execute(f"INSERT INTO {name} FROM corpus.main.{name}").fetchone()
    _comment(connection, table)
    return int(row[0]) if row else 0


def _comment(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    name = quoted(table.name)
    connection.execute(f"COMMENT ON {table.kind} {name} IS {literal(table.comment or '')}")
    if table.kind == "table":
        for column in table.columns:
            connection.execute(f"COMMENT ON COLUMN {name}.{quoted(column.name)} IS {literal(column.comment or '')}")


def _drop_others(connection: duckdb.DuckDBPyConnection, kept: set[str]) -> None:
    """Tables and views of an earlier schema. Views first: they read tables."""
    for kind in ("view", "table"):
        found = connection.execute(
            f"SELECT {kind}_name FROM duckdb_{kind}s() WHERE database_name = ? AND NOT internal", [_LAKE]
        ).fetchall()
        for (name,) in found:
            if name not in kept:
                connection.execute(f"DROP {kind} {quoted(name)}")


def _views(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(name, SELECT) of each view of the corpus, in the order in which they were made."""
    found = connection.execute(
        "SELECT view_name, sql FROM duckdb_views() WHERE database_name = 'corpus' AND schema_name = 'main' "
        "AND NOT internal ORDER BY view_oid"
    ).fetchall()
    return [(name, sql[sql.index(" AS ") + 4 :].strip().rstrip(";")) for name, sql in found]


def _expire(connection: duckdb.DuckDBPyConnection, keep: int) -> int:
    """Forget all but the newest snapshots, and delete the files that none of them needs. Returns how many."""
    ids = [row[0] for row in connection.execute(
        f"SELECT snapshot_id FROM ducklake_snapshots('{_LAKE}') ORDER BY snapshot_id DESC"
    ).fetchall()]  # fmt: skip
    old = [ident for number, ident in enumerate(ids) if number > keep or (ident == 0 and len(ids) > 1)]  # 0 is empty
    if old:
        connection.execute(f"CALL ducklake_expire_snapshots('{_LAKE}', versions => {old})")
        connection.execute(f"CALL ducklake_cleanup_old_files('{_LAKE}', cleanup_all => true)")
    return len(old)


def export_lake(corpus: Corpus, folder: Path, *, keep: int = KEEP) -> Lake:
    """Write all tables and views of a corpus into the lake of a folder, in one snapshot: readers see the old corpus or
    the new one. `keep`: older snapshots kept (`AT (VERSION => n)`). Raises UsageProblem where the extension is missing,
    NetraError where tombstones are newer than the corpus, LockHeld, OSError and duckdb.Error where the disk fails; the
    lake is then as it was."""
    connection = corpus.connection
    check_tombstones(corpus)
    tables = list(describe(connection))
    views = _views(connection)
    extension_file()  # before a folder is made
    folder.mkdir(parents=True, exist_ok=True)
    with _attached(connection, folder.resolve()):
        connection.begin()
        try:
            _drop_others(connection, {table.name for table in tables})
            rows = {table.name: _copy(connection, table) for table in tables if table.kind == "table"}
            for name, query in views:
                connection.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS {query}")
            for table in tables:
                if table.kind == "view":
                    _comment(connection, table)
            told = literal(json.dumps({"build_id": corpus.build_id}))
            message = literal(f"build {corpus.build_id}")
            connection.execute(f"CALL {_LAKE}.set_commit_message('netra export', {message}, extra_info => {told})")
            connection.commit()
        except duckdb.Error as error:
            connection.rollback()
            if disk_problem(error) is None:
                error.add_note(f"while writing the lake {folder}")
            raise
        expired = _expire(connection, keep)
        row = connection.execute(f"SELECT max(snapshot_id) FROM ducklake_snapshots('{_LAKE}')").fetchone()
    return Lake(folder / CATALOG, int(row[0]) if row else 0, rows, expired)
