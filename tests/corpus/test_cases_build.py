"""Cases and copies in a built corpus: every report has its evidence, and titles decide nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from corpus.build import build

GOLD = Path(__file__).resolve().parent.parent / "gold" / "articles.jsonl"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A corpus of twelve gold articles, each of them in two outlets."""
    folder = tmp_path_factory.mktemp("cases")
    source = folder / "articles.jsonl"
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").split("\n") if line.strip()][:12]
    copies = [row | {"id": row["id"] + "-copy", "outlet": "Warta Salinan"} for row in rows]
    source.write_text("\n".join(json.dumps(row) for row in rows + copies), "utf-8")
    build(folder / "data", articles=[source], now=datetime(2024, 12, 1, tzinfo=UTC), workers=1)
    return duckdb.connect(str(folder / "data" / "corpus.duckdb"), read_only=True)


def test_each_article_on_the_topic_and_its_copy_are_one_group(corpus: duckdb.DuckDBPyConnection) -> None:
    on_topic = corpus.sql("SELECT count(*) // 2 FROM articles WHERE topic <> 'no'").fetchall()[0][0]
    groups = corpus.sql(
        "SELECT count(*), min(articles), max(articles), min(outlets) FROM duplicate_groups"
    ).fetchall()
    assert on_topic >= 10
    assert groups == [(on_topic, 2, 2, 2)]


def test_a_case_told_by_a_copy_counts_one_story(corpus: duckdb.DuckDBPyConnection) -> None:
    rows = corpus.sql("SELECT reports, stories FROM cases WHERE accused IS NOT NULL").fetchall()
    assert rows
    assert {(reports, stories) for reports, stories in rows if stories == 1} == {(2, 1)}


def test_no_report_rests_on_a_title(corpus: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT count(*) FROM case_reports r, unnest(r.mentions) AS m(mention)
        JOIN violation_mentions v ON v.article_id = r.article_id AND v.mention = m.mention WHERE v.part = 'title'
    """
    assert corpus.sql(query).fetchall() == [(0,)]


def test_every_report_belongs_to_a_case_with_an_outcome(corpus: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT count(*) FROM case_reports LEFT JOIN cases USING (case_id) WHERE outcome IS NULL"
    assert corpus.sql(query).fetchall() == [(0,)]
    assert corpus.sql("SELECT count(*) > 0 FROM cases").fetchall() == [(True,)]
