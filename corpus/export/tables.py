"""Tables and views of a corpus as Parquet, CSV or JSON lines, streamed by DuckDB."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

import duckdb

from corpus.errors import UsageProblem, disk_problem
from corpus.export.guard import check_tombstones
from corpus.query import Corpus
from corpus.tables.schema import Column, Table, describe


class FileFormat(StrEnum):
    """What a table is written as."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


_OPTIONS = {
    FileFormat.PARQUET: "FORMAT parquet, COMPRESSION zstd",
    FileFormat.CSV: "FORMAT csv, HEADER true",
    FileFormat.JSONL: "FORMAT json, ARRAY false",
}


@dataclass(frozen=True)
class Written:
    """One file that was written, and how many rows it holds."""

    table: str
    file: Path
    rows: int


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def chosen_tables(corpus: Corpus, names: Sequence[str], *, views: bool = False) -> list[Table]:
    """The tables (and views) of these names, in the order of the schema; none named: all tables, and with `views` all
    views. Raises UsageProblem, which names the nearest."""
    known = {table.name: table for table in describe(corpus.connection)}
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.4)
            raise UsageProblem(f"--table {name}: no such table{f'; did you mean {near[0]}?' if near else ''}")
    return [table for table in known.values() if (table.name in names if names else table.kind == "table" or views)]


def _cell(column: Column, form: FileFormat) -> str:
    """A column as the file can hold it. CSV has no lists and maps: they are JSON there, as in `netra sql`."""
    name = quoted(column.name)
    nested = column.type.endswith("]") or column.type.startswith(("MAP", "STRUCT"))
    return f"to_json({name})::VARCHAR AS {name}" if nested and form is FileFormat.CSV else name


def copy_query(connection: duckdb.DuckDBPyConnection, query: str, file: Path, options: str) -> int:
    """Write the result of a query by COPY, whole or not at all. Returns how many rows. Raises duckdb.Error, OSError."""
    part = file.with_name(f"{file.name}.part")
    try:
        row = connection.execute(f"COPY ({query}) TO {literal(str(part))} ({options})").fetchone()
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    return int(row[0]) if row else 0


def export_tables(
    corpus: Corpus, folder: Path, form: FileFormat, names: Sequence[str] = (), *, views: bool = False
) -> Iterator[Written]:
    """Write each table as `folder`/TABLE.FORMAT, one after the other; a file of that name is replaced. Times are in UTC.
    Before anything is written: raises UsageProblem on an unknown name, NetraError where tombstones are newer than the
    corpus. OSError and duckdb.Error where the disk fails."""
    tables = chosen_tables(corpus, names, views=views)
    check_tombstones(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    corpus.connection.execute("SET TimeZone = 'UTC'")
    for table in tables:
        columns = ", ".join(_cell(column, form) for column in table.columns)
        file = folder / f"{table.name}.{form}"
        try:
            rows = copy_query(corpus.connection, f"SELECT {columns} FROM {quoted(table.name)}", file, _OPTIONS[form])
        except duckdb.Error as error:
            if disk_problem(error) is None:
                error.add_note(f"while writing {table.name}")
            raise
        yield Written(table.name, file, rows)
