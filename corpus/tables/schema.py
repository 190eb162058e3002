"""The tables of the corpus: made from the SQL files here, described from their own comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

# Raised whenever a table changes; an older netra that opens a newer file says so.
SCHEMA_VERSION = 3
HERE = Path(__file__).parent
FILES = (
    "schema.sql",
    "mentions.sql",
    "facts.sql",
    "duplicates.sql",
    "cases.sql",
    "tokens.sql",
    "duty.sql",
    "views.sql",
    "second_looks.sql",
    "recall.sql",
)


@dataclass(frozen=True)
class Column:
    """A column, its SQL type, whether it may be NULL, and its comment."""

    name: str
    type: str
    nullable: bool
    comment: str | None


@dataclass(frozen=True)
class Table:
    """A table or view with its comment, columns and constraints (as SQL)."""

    name: str
    kind: str
    comment: str | None
    columns: tuple[Column, ...]
    constraints: tuple[str, ...]


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every table and view, empty."""
    connection.begin()  # some five hundred statements, one write
    for name in FILES:
        connection.execute((HERE / name).read_text(encoding="utf-8"))
    connection.commit()


def describe(connection: duckdb.DuckDBPyConnection, schema: str = "main") -> Iterator[Table]:
    """Tables, then views, of the connected database, in the order they were made."""
    query = """
        SELECT table_name, 'table' AS kind, comment, table_oid FROM duckdb_tables()
        WHERE schema_name = $1 AND NOT internal AND database_name = current_database()
        UNION ALL
        SELECT view_name, 'view', comment, view_oid FROM duckdb_views()
        WHERE schema_name = $1 AND NOT internal AND database_name = current_database()
        ORDER BY kind, 4
    """
    for name, kind, comment, _ in connection.execute(query, [schema]).fetchall():
        columns = connection.execute(
            "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE schema_name = ? "
            "AND table_name = ? AND database_name = current_database() ORDER BY column_index",
            [schema, name],
        ).fetchall()
        constraints = connection.execute(
            "SELECT constraint_text FROM duckdb_constraints() WHERE schema_name = ? AND table_name = ? "
            "AND database_name = current_database() AND constraint_type <> 'NOT NULL' ORDER BY constraint_index",
            [schema, name],
        ).fetchall()
        yield Table(
            name, kind, comment, tuple(Column(*column) for column in columns), tuple(text for (text,) in constraints)
        )


def empty_corpus() -> duckdb.DuckDBPyConnection:
    """An in-memory database with all tables, no rows."""
    connection = duckdb.connect(":memory:")
    create(connection)
    return connection
