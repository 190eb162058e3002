"""Every table and column says what it is; the page about them is made from that."""

from pathlib import Path

import duckdb
import pytest

from corpus.build import BuildSummary
from corpus.pages.describe import pages
from corpus.tables.schema import SCHEMA_VERSION, create, describe, empty_corpus

ROOT = Path(__file__).resolve().parents[2]


def uncommented(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    """Tables, views and columns without a comment, the full-text index included."""
    return connection.execute(
        """
        SELECT schema_name, table_name, '' FROM duckdb_tables() WHERE NOT internal AND coalesce(comment, '') = ''
        UNION ALL SELECT schema_name, view_name, '' FROM duckdb_views()
        WHERE NOT internal AND coalesce(comment, '') = ''
        UNION ALL SELECT schema_name, table_name, column_name FROM duckdb_columns()
        WHERE NOT internal AND coalesce(comment, '') = ''
        """
    ).fetchall()


def test_nothing_is_without_a_comment(made: BuildSummary) -> None:
    with duckdb.connect(str(made.corpus), read_only=True) as connection:
        assert uncommented(connection) == []
        assert {table.name for table in describe(connection, "search")} == {"docs", "words", "terms", "postings"}


def test_a_missing_comment_is_seen() -> None:
    with empty_corpus() as connection:
        connection.execute("CREATE TABLE extra (a INTEGER)")
        assert uncommented(connection) == [("main", "extra", ""), ("main", "extra", "a")]


def test_each_table_has_a_key() -> None:
    with empty_corpus() as connection:
        without = [
            t.name
            for t in describe(connection)
            if t.kind == "table" and not any("PRIMARY" in c for c in t.constraints)
        ]
    assert without == []


def test_the_pages_are_made_from_the_schema() -> None:
    made = pages()
    assert list(made) == ["tables.md", "tables-tags.md", "tables-views.md"]
    for name, page in made.items():
        assert (ROOT / "docs" / name).read_text("utf-8") == page, "run: python -m corpus.pages.describe docs"
        assert len(page.splitlines()) < 500


def test_each_table_stands_on_one_page() -> None:
    with empty_corpus() as connection:
        names = {table.name for table in describe(connection)}
    found = [line.removeprefix("### ") for page in pages().values() for line in page.splitlines() if "### " in line]
    assert sorted(found) == sorted(names)


def test_what_has_no_gold_is_marked() -> None:
    """Every column of facts.sql that a rule fills says so, or its table does."""
    with empty_corpus() as connection:
        facts = [t for t in describe(connection) if t.name in ("law_mentions", "count_claims", "verdicts", "claims")]
        (breaches,) = (t for t in describe(connection) if t.name == "violation_mentions")
    assert all("unvalidated" in (table.comment or "") for table in facts)
    marked = {column.name for column in breaches.columns if (column.comment or "").startswith("unvalidated")}
    assert marked >= {"stage", "tracks", "beneficiaries", "ranks", "form_codes", "skb_items", "hedge_dropped"}


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("violation_mentions", "status", "guilty"),
        ("violation_mentions", "reference", "person"),
        ("violation_mentions", "part", "body"),
        ("articles", "topic", "perhaps"),
        ("official_mentions", "role", "victim"),
    ],
)
def test_values_outside_the_codebook_are_refused(
    made: BuildSummary, tmp_path: Path, table: str, column: str, value: str
) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(made.corpus.read_bytes())
    with duckdb.connect(str(copy)) as connection, pytest.raises(duckdb.ConstraintException):
        connection.execute(f"UPDATE {table} SET {column} = ?", [value])


def test_schema_version_is_written(made: BuildSummary) -> None:
    with duckdb.connect(str(made.corpus), read_only=True) as connection:
        assert connection.execute("SELECT schema_version FROM builds").fetchall() == [(SCHEMA_VERSION,)]


def test_the_files_run_in_plain_duckdb() -> None:
    with duckdb.connect() as connection:
        create(connection)
        assert {table.name for table in describe(connection)} >= {"articles", "coverage", "violations_by_month"}
