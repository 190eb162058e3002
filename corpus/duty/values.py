"""Which columns a correction may change, and to what: checked when it is made, so that no build fails on it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from corpus.errors import UsageProblem
from corpus.tables.reference import election_rows, region_rows
from corpus.tables.schema import empty_corpus
from nlp.learned.sentence_model import STATUS_OF

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("name", "position", "region_code", "role"),
    "articles": ("topic", "primary_region_code"),
    "official_mentions": (
        *("name", "position", "region_code", "role", "institution", "level", "branch", "acting", "former"),
    ),
    "violation_mentions": (
        *("status", "substatus", "reference", "temporal", "forms", "actors", "claimed_by", "sanctions"),
        *("sanction_modality", "stage", "tracks", "hedge_dropped"),
    ),
    "region_mentions": ("region_code",),
    "prevention_mentions": ("kind",),
    "election_mentions": ("election_id",),
    "law_mentions": ("law_id", "kind", "number", "year", "pasal"),
    "count_claims": ("value", "unit", "body", "as_of", "region_code", "election_id"),
    "sanction_mentions": ("kind", "modality", "body"),
    "verdicts": ("track", "outcome", "body"),
}


def _cast(connection: duckdb.DuckDBPyConnection, table: str, column: str, text: str) -> Any:
    """The value as JSON can hold it. Raises UsageProblem where the column cannot take it."""
    kind, nullable = connection.execute(
        "SELECT data_type, is_nullable FROM duckdb_columns() WHERE table_name = ? AND column_name = ?",
        [table, column],
    ).fetchall()[0]
    if text == "NULL":
        if not nullable:
            raise UsageProblem(f"--set {column}=NULL: {table}.{column} cannot be empty")
        return None
    given: Any = [one.strip() for one in text.split(",") if one.strip()] if kind.endswith("[]") else text
    try:
        (value,) = connection.execute(f"SELECT to_json(CAST(? AS {kind}))", [given]).fetchall()[0]
    except duckdb.Error as error:
        raise UsageProblem(
            f"--set {column}={text}: {table}.{column} is {kind}: {str(error).splitlines()[0]}"
        ) from error
    checks = connection.execute(
        "SELECT expression FROM duckdb_constraints() WHERE table_name = ? AND constraint_type = 'CHECK' AND "
        "constraint_column_names = [?]",
        [table, column],
    ).fetchall()
    for (check,) in checks:
        (fits,) = connection.execute(
            f'SELECT ({check}) FROM (SELECT CAST(? AS {kind}) AS "{column}")', [given]
        ).fetchall()[0]
        if fits is False:
            raise UsageProblem(f"--set {column}={text}: not allowed there: {check}")
    return json.loads(value)


def read(table: str, pairs: Sequence[str], row: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """`column=value` pairs as column -> value, checked against the schema; NULL empties, commas part a list. `row`: the
    mention as it is. Raises UsageProblem, which names what is allowed."""
    found: dict[str, Any] = {}
    real = "official_mentions" if table == "person" else table
    with empty_corpus() as connection:
        for pair in pairs:
            column, equals, text = pair.partition("=")
            if not equals or column not in COLUMNS[table]:
                raise UsageProblem(
                    f"--set {pair}: expected COLUMN=VALUE with COLUMN one of {', '.join(COLUMNS[table])}"
                )
            found[column] = _cast(connection, real, column, text)
    regions = {one["region_code"] for one in region_rows()} if any("region_code" in name for name in found) else set()
    for column, value in found.items():
        if value is not None and "region_code" in column and value not in regions:
            raise UsageProblem(f'--set {column}={value}: no such region; `netra sql "FROM regions"` lists them')
        if column == "election_id" and value not in {one["election_id"] for one in election_rows()}:
            raise UsageProblem(f'--set {column}={value}: no such election; `netra sql "FROM elections"` lists them')
    if {"status", "substatus"} & set(found):
        both = {name: found.get(name, (row or {}).get(name)) for name in ("status", "substatus")}
        if STATUS_OF.get(both["substatus"] or "") != both["status"]:
            fitting = ", ".join(name for name, status in STATUS_OF.items() if status == both["status"])
            raise UsageProblem(f"--set status={both['status']}: set substatus too, to one of {fitting}")
    return found
