"""What the public bundle holds (bundle.toml), as SQL over a corpus and as a Frictionless schema."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from corpus.errors import NetraError, UsageProblem
from corpus.export.keys import hash_sql
from corpus.export.tables import quoted
from corpus.tables.schema import Column, Table

SHAPES = Path(__file__).with_name("bundle.toml")
KINDS = ("keep", "hash", "hashes", "month", "office", "offices", "word", "sum")
_NOTES = {
    "hash": " A keyed hash, not the id of the corpus (README.md).",
    "hashes": " Keyed hashes, not the ids of the corpus (README.md).",
    "month": " Of the day, the month.",
    "office": " As far as its words are in the vocabulary of offices.",
    "offices": " As far as their words are in the vocabulary of offices.",
    "word": " Without what follows a colon.",
}
_PEOPLE = frozenset({"official_id", "official_ids"})
_TYPES = {
    "VARCHAR": "string", "DATE": "date", "BOOLEAN": "boolean", "DOUBLE": "number", "FLOAT": "number",
    "TINYINT": "integer", "SMALLINT": "integer", "INTEGER": "integer", "BIGINT": "integer", "HUGEINT": "integer",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One table of the bundle. `columns`: column -> kind; `extra`: column -> its words; `source`: table or view."""

    name: str
    columns: Mapping[str, str]
    extra: Mapping[str, str]
    about: str | None
    where: str | None

    @property
    def source(self) -> str:
        """The view of people.sql where there is one."""
        return f"out_{self.name}" if self.name in ("officials", "official_mentions", "breach_parties") else self.name


@cache
def load_shapes(file: Path = SHAPES) -> tuple[Shape, ...]:
    """The tables of the bundle, in order. Raises NetraError, which names table and key."""
    found = []
    for name, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
        unknown = set(table) - {"columns", "extra", "about", "where"}
        wrong = sorted(f"{column} = {kind!r}" for column, kind in table["columns"].items() if kind not in KINDS)
        if unknown or wrong:
            raise NetraError(f"{file.name}: [{name}]: {', '.join([*sorted(unknown), *wrong])}: expected {KINDS}")
        found.append(Shape(name, table["columns"], table.get("extra", {}), table.get("about"), table.get("where")))
    return tuple(found)


def public_name(column: str, kind: str) -> str:
    """How a column is called in the bundle: a hash is no id, a month no date."""
    if kind == "hash":
        return column.removesuffix("_id")
    if kind == "hashes":
        return column.removesuffix("_ids") + "s"
    if kind == "month":
        return (
            "month"
            if column in ("day", "date")
            else f"{column.removesuffix('_date').removesuffix('_at').removesuffix('_on')}_month"
        )
    return column


def _value(column: str, kind: str, key: str) -> str:
    """The column as SQL."""
    name = quoted(column)
    if kind == "hash":
        value = hash_sql(key, name)
        hidden = "(SELECT official_id FROM hidden_officials)"
        return f"CASE WHEN {name} IN {hidden} THEN NULL ELSE {value} END" if column in _PEOPLE else value
    if kind == "hashes":
        shown = f"list_filter({name}, lambda x: NOT list_contains(getvariable('hidden_officials'), x))"
        return f"to_json(list_transform({shown}, lambda x: {hash_sql(key, 'x')}))::VARCHAR"
    if kind == "month":
        return f"strftime({name}, '%Y-%m')"
    if kind == "office":
        return f"(SELECT p.public FROM public_offices p WHERE p.written = t.{name})"
    if kind == "offices":
        listed = f"SELECT list_sort(list(DISTINCT p.public)) FROM unnest(t.{name}) u (one)"
        return f"to_json(coalesce(({listed} JOIN public_offices p ON p.written = u.one), []))::VARCHAR"
    if kind == "word":
        return f"to_json(list_transform({name}, lambda x: split_part(x, ':', 1)))::VARCHAR"
    return f"sum({name})" if kind == "sum" else name


def _field(column: Column, kind: str, key_columns: frozenset[str]) -> dict[str, Any]:
    name = public_name(column.name, kind)
    field: dict[str, Any] = {"name": name}
    if kind == "month":
        field |= {"type": "yearmonth"}
    elif kind in ("hashes", "offices", "word") or column.type.endswith("]"):
        field |= {"type": "array"}
    elif column.type.startswith(("MAP", "STRUCT")):
        field |= {"type": "object"}
    else:
        field |= {"type": _TYPES.get(column.type, "string") if kind in ("keep", "sum") else "string"}
    field["description"] = f"{column.comment}{_NOTES.get(kind, '')}"
    if name in key_columns or (not column.nullable and field["type"] in ("integer", "boolean")):
        field["constraints"] = {"required": True}
    return field


@dataclass(frozen=True)
class Resource:
    """One file of the bundle: the query that fills it, its description and Frictionless schema."""

    name: str
    about: str
    query: str
    schema: Mapping[str, Any]


def _keys(connection: duckdb.DuckDBPyConnection, shape: Shape) -> Iterator[tuple[str, list[str], str, list[str]]]:
    """(kind, columns, other table, its columns) of primary and foreign keys."""
    query = (
        "SELECT constraint_type, constraint_column_names, referenced_table, referenced_column_names "
        "FROM duckdb_constraints() WHERE table_name = ? AND database_name = current_database() "
        "AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY constraint_index"
    )
    yield from connection.execute(query, [shape.name]).fetchall()


def _schema(
    connection: duckdb.DuckDBPyConnection, shape: Shape, table: Table, among: Sequence[Shape]
) -> dict[str, Any]:
    def shown(columns: list[str], of: Shape) -> list[str] | None:
        names = [public_name(column, of.columns[column]) for column in columns if column in of.columns]
        return names if len(names) == len(columns) else None

    shapes = {one.name: one for one in among}
    primary: list[str] = []
    foreign = []
    for kind, columns, other, theirs in _keys(connection, shape):
        mine = shown(columns, shape)
        if mine and kind == "PRIMARY KEY":
            primary = mine
        elif mine and other in shapes and (others := shown(theirs, shapes[other])):
            foreign.append({"fields": mine, "reference": {"resource": other, "fields": others}})
    by_name = {column.name: column for column in table.columns}
    fields = [_field(by_name[name], kind, frozenset(primary)) for name, kind in shape.columns.items()]
    counted = {"cases"}
    for name, words in shape.extra.items():
        kind = "integer" if name in counted else "yearmonth" if name.endswith("_month") else "string"
        fields.append({"name": name, "type": kind, "description": words})
    schema: dict[str, Any] = {"fields": fields}
    if primary:
        schema["primaryKey"] = primary
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def chosen_shapes(without: Sequence[str]) -> tuple[Shape, ...]:
    """The tables of the bundle but these. Raises UsageProblem on an unknown name."""
    known = {shape.name for shape in load_shapes()}
    for name in without:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.4)
            raise UsageProblem(
                f"--without {name}: no table of the bundle{f'; did you mean {near[0]}?' if near else ''}"
            )
    return tuple(shape for shape in load_shapes() if shape.name not in without)


def resources(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Table], key: str, shapes: Sequence[Shape]
) -> Iterator[Resource]:
    """The files of the bundle, over a connection that `people.prepare` made ready. Raises NetraError where bundle.toml
    names what the schema has not."""
    for shape in shapes:
        table = tables.get(shape.name)
        known = {column.name: column for column in table.columns} if table else {}
        missing = [name for name in shape.columns if name not in known]
        if table is None or missing:
            raise NetraError(f"{SHAPES.name}: [{shape.name}]: the schema has no {', '.join(missing) or 'such table'}")
        columns = []
        for name, kind in shape.columns.items():
            value = _value(name, kind, key)
            if kind == "keep" and (known[name].type.endswith("]") or known[name].type.startswith("MAP")):
                value = f"to_json({value})::VARCHAR"
            columns.append(f"{value} AS {quoted(public_name(name, kind))}")
        columns += [quoted(name) for name in shape.extra]
        where = f" WHERE {shape.where}" if shape.where else ""
        group = " GROUP BY ALL" if "sum" in shape.columns.values() else ""
        query = f"SELECT {', '.join(columns)} FROM {shape.source} t{where}{group} ORDER BY ALL"
        schema = _schema(connection, shape, table, shapes)
        yield Resource(shape.name, shape.about or table.comment or "", query, schema)
