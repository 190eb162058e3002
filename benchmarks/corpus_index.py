"""The full-text index of corpus/answers/fts.py beside that of DuckDB's extension, on the same articles."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.corpus_questions import WORDS, Lap, seconds
from corpus.answers import fts

Tell = Callable[[str, object], None]
_EXTENSION = (
    "PRAGMA create_fts_index('articles', 'article_id', 'title', 'text', stemmer = 'indonesian', stopwords = 'none', "
    "ignore = '(\\.|[^a-z0-9])+', strip_accents = 1, lower = 1)"
)
_ASK = {
    "own": "SELECT article_id FROM search_articles($words) ORDER BY score DESC, article_id LIMIT 20",
    "extension": "SELECT article_id FROM (SELECT article_id, fts_main_articles.match_bm25(article_id, $words) AS score "
    "FROM articles) WHERE score IS NOT NULL ORDER BY score DESC, article_id LIMIT 20",
}


def _rows(connection: duckdb.DuckDBPyConnection, query: str, words: str) -> Any:
    return connection.execute(query, {"words": words}).fetchall()


def _size_of(connection: duckdb.DuckDBPyConnection) -> int:
    """Bytes of blocks in use, not the length of the file, which keeps what was freed."""
    row = connection.execute(
        "SELECT used_blocks * block_size FROM pragma_database_size() WHERE database_name = current_database()"
    ).fetchone()
    return int(row[0]) if row else 0


def compare(folder: Path, memory: str, threads: int, tell: Tell) -> None:
    """Print seconds to index, MB on disk, and seconds to ask, of both; and whether the first twenty are the same."""
    answers: dict[str, dict[str, Any]] = {}
    for side, query in _ASK.items():
        file = folder / f"index-{side}.duckdb"
        file.unlink(missing_ok=True)
        config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory, "threads": threads}
        with duckdb.connect(str(file), config=config) as connection:
            connection.execute(f"ATTACH '{folder / 'corpus.duckdb'}' AS made (READ_ONLY)")
            connection.execute("CREATE TABLE articles AS SELECT article_id, title, text FROM made.articles")
            frequent = connection.execute(
                "SELECT stem FROM made.search.terms ORDER BY articles DESC LIMIT 3"
            ).fetchall()
            connection.execute("CHECKPOINT")
            before = _size_of(connection)
            fts.load(connection)
            start, cpu = time.monotonic(), time.process_time()
            if side == "own":
                fts.create_index(connection)
            else:
                connection.execute(_EXTENSION)
            connection.execute("CHECKPOINT")
            tell(f"{side}: index, s", Lap(time.monotonic() - start, time.process_time() - cpu))
            tell(f"{side}: index, MB", round((_size_of(connection) - before) / 1e6))
            for words in (WORDS.split()[0], WORDS, " ".join(stem for (stem,) in frequent)):
                taken, answer = seconds(partial(_rows, connection, query, words))
                answers.setdefault(words, {})[side] = answer
                tell(f"{side}: {words}, s", taken)
        file.unlink()
    tell("same first twenty", [found["own"] == found["extension"] for found in answers.values()])
