"""How much a focused crawl finds, estimated from its sample."""

from pathlib import Path

import duckdb
import pytest

import corpus
from corpus.build import BuildSummary
from corpus.tables.schema import empty_corpus
from corpus.watching.recall import Recall, topic_recall


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = empty_corpus()
    for outlet in ("koran", "warta"):
        connection.execute(
            "INSERT INTO outlets BY NAME SELECT ? AS outlet_id, ? AS name, 'wordpress' AS family, [] AS aliases, "
            "'active' AS status",
            [outlet, outlet],
        )
    return connection


def add(
    connection: duckdb.DuckDBPyConnection, outlet: str, selection: str | None, topic: str | None, number: int
) -> None:
    """So many addresses of that selection, read where there is a topic."""
    start = connection.execute("SELECT count(*) FROM fetches").fetchone()
    first = start[0] if start else 0
    if topic:
        connection.execute(
            "INSERT INTO articles BY NAME SELECT 'a' || i AS article_id, ? AS outlet_id, 1 AS revision, 'J' AS title, "
            "'I' AS text, [] AS authors, [] AS editors, [] AS contributors, [] AS tags, 1 AS pages, 1 AS pages_seen, "
            "1 AS words, ? AS topic, [] AS problems, 'archive' AS origin, 'd' AS text_digest, 'x' AS extractor "
            "FROM range(?, ?) t(i)",
            [outlet, topic, first, first + number],
        )
    connection.execute(
        "INSERT INTO fetches BY NAME SELECT ? AS outlet_id, 'u' || i AS url, 'article' AS role, ? AS crawl_outcome, "
        "? AS outcome, ? AS answered, ? AS selection, ? || i AS article_id, DATE '2024-09-01' AS day, 'seen' AS day_from "
        "FROM range(?, ?) t(i)",
        [
            outlet,
            "fetched" if topic else "off_topic",
            "extracted" if topic else "off_topic",
            topic is not None,
            selection,
            "a" if topic else None,
            first,
            first + number,
        ],
    )


def test_the_sample_tells_what_the_topic_misses(connection: duckdb.DuckDBPyConnection) -> None:
    add(connection, "koran", "topic", "yes", 80)
    add(connection, "koran", "topic", "no", 20)
    add(connection, "koran", "sample", "yes", 1)
    add(connection, "koran", "sample", "no", 49)
    add(connection, "koran", None, None, 950)
    add(connection, "warta", "all", "yes", 10)  # without a topic nothing is left out, and nothing is to be estimated
    rows = connection.execute("SELECT * FROM topic_recall ORDER BY outlet_id NULLS FIRST").fetchall()
    assert [row[0] for row in rows] == [None, "koran"]
    _, read, relevant, left_out, sample, sample_relevant, share, recall, low, high = rows[1]
    assert (read, relevant, left_out, sample, sample_relevant, share) == (100, 80, 1000, 50, 1, 0.02)
    assert recall == 0.8  # 80 found, 1,000 * 0.02 = 20 missed
    # Wilson's interval of 1 in 50: 0.0035 to 0.1050
    assert low == pytest.approx(80 / (80 + 105), abs=0.002)
    assert high == pytest.approx(80 / (80 + 3.5), abs=0.002)


def test_a_sample_without_a_hit_gives_a_lower_bound(connection: duckdb.DuckDBPyConnection) -> None:
    add(connection, "koran", "topic", "yes", 90)
    add(connection, "koran", "sample", "no", 100)
    add(connection, "koran", None, None, 900)
    row = connection.execute(
        "SELECT recall, recall_low, recall_high FROM topic_recall WHERE outlet_id IS NULL"
    ).fetchone()
    assert row is not None
    assert (row[0], row[2]) == (1.0, 1.0)
    assert row[1] == pytest.approx(90 / (90 + 37), abs=0.01)  # 0 in 100: up to 0.037


def test_without_a_sample_nothing_is_claimed(connection: duckdb.DuckDBPyConnection) -> None:
    add(connection, "koran", "topic", "yes", 5)
    add(connection, "koran", None, None, 5)
    row = connection.execute("SELECT recall, sample_read FROM topic_recall WHERE outlet_id IS NULL").fetchone()
    assert row == (None, 0)


def test_the_estimate_in_words(tmp_path: Path) -> None:
    assert topic_recall(tmp_path / "corpus.duckdb") is None
    assert (
        Recall(0.8, 0.43, 0.96, 50, 1).words
        == "topic: about 80% found (43% to 96%; sample of 50 articles, 1 on the topic)"
    )
    assert Recall(None, None, None, 0, 0).words == "topic: found share unknown (sample of 0 articles, 0 on the topic)"


def test_a_corpus_without_a_focused_crawl_has_no_estimate(made: BuildSummary) -> None:
    with corpus.open(made.corpus) as opened:
        assert opened.connection.execute("SELECT count(*) FROM topic_recall").fetchone() == (0,)
    assert topic_recall(made.corpus) is None
