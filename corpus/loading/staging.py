"""Rows on their way into DuckDB: one JSON-lines file a table, read back with the types of the schema.

Files rather than data frames: memory stays flat however many articles there are, and a column of empty lists or NULLs
keeps its type, which a data frame would guess."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import duckdb

Row = Mapping[str, Any]
# DuckDB takes twice as much for each thread, however short the rows are: it is raised only where a row is longer
_ROW_BYTES = 16 * 1024 * 1024


def to_line(row: Row) -> str:
    """The row as one JSON line."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


class Staging:
    """Open files of rows by table; a context manager. `counts` is what was written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self._longest: Counter[str] = Counter()
        self._left_out: dict[str, list[str]] = {}
        self._replaced: dict[str, dict[str, str]] = {}
        self._files: dict[str, TextIO] = {}
        self._stack = ExitStack()

    def __enter__(self) -> "Staging":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.jsonl"

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Append rows."""
        self.add_lines(table, [to_line(row) for row in rows])

    def add_lines(self, table: str, lines: list[str]) -> None:
        """Append rows that are lines already."""
        if not lines:
            return
        if table not in self._files:
            self._files[table] = self._stack.enter_context(self.path(table).open("w", encoding="utf-8"))
        self._files[table].writelines(lines)
        self.counts[table] += len(lines)
        self._longest[table] = max(self._longest[table], *map(len, lines))

    def flush(self) -> None:
        """Write out what is buffered, so that DuckDB can read it."""
        for file in self._files.values():
            file.flush()

    def edit(self, table: str, change: Callable[[str], str | None]) -> None:
        """Pass every staged line of a table through `change`; None leaves it out. For changes that SQL cannot tell."""
        if not self.counts[table]:
            return
        self._files[table].close()
        edited, left = self.path(table).with_suffix(".edited"), 0
        with self.path(table).open(encoding="utf-8") as before, edited.open("w", encoding="utf-8") as after:
            for line in before:
                if (new := change(line)) is not None:
                    after.write(new)
                    self._longest[table] = max(self._longest[table], len(new))
                    left += 1
        os.replace(edited, self.path(table))
        self.counts[table] = left
        self._files[table] = self._stack.enter_context(self.path(table).open("a", encoding="utf-8"))

    def leave_out(self, table: str, condition: str) -> None:
        """Keep rows of a table for which the SQL condition over its columns is true from being loaded."""
        self._left_out.setdefault(table, []).append(condition)

    def replace(self, table: str, column: str, expression: str) -> None:
        """Load the SQL expression over the table's columns instead of a column's value."""
        self._replaced.setdefault(table, {})[column] = expression

    def source(self, connection: duckdb.DuckDBPyConnection, table: str) -> str | None:
        """A table expression over the staged rows of a table, with the schema's columns and types; None: no rows."""
        if not self.counts[table]:
            return None
        columns = column_types(connection, table)
        listed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        file = str(self.path(table)).replace("'", "''")
        rows = (
            f"read_json('{file}', format = 'newline_delimited', columns = {{{listed}}}, "
            f"maximum_object_size = {max(_ROW_BYTES, 4 * self._longest[table])})"
        )
        gone, new = self._left_out.get(table, []), self._replaced.get(table, {})
        if not gone and not new:
            return rows
        replaced = ", ".join(f'{expression} AS "{column}"' for column, expression in new.items())
        chosen = f"* REPLACE ({replaced})" if new else "*"
        kept = " AND ".join(f"({condition}) IS NOT TRUE" for condition in gone) or "TRUE"
        return f"(SELECT {chosen} FROM {rows} WHERE {kept})"

    def load(self, connection: duckdb.DuckDBPyConnection, table: str) -> int:
        """Insert the staged rows of a table in the order of its key, whatever the order they came in. Returns how
        many. Raises duckdb.Error where a row breaks the schema."""
        source = self.source(connection, table)
        if source is None:
            return 0
        names = ", ".join(f'"{name}"' for name in column_types(connection, table))
        keys = ", ".join(f'"{name}"' for name in primary_key(connection, table))
        connection.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM {source} ORDER BY {keys}')
        return self.counts[table]


def column_types(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Column name -> SQL type, in the order of the table."""
    found = connection.execute("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", [table]).fetchall()
    return {str(name): str(kind) for name, kind in found}


def primary_key(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Columns of the primary key."""
    found = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY cid", [table]).fetchall()
    return [str(name) for (name,) in found]
