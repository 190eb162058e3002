"""Ten questions to a made-up corpus: in DuckDB as the cookbook asks them, in SQLite and in pandas.

SQLite gets the same tables with the same keys and an index on each foreign key, FTS5 for the search, and statistics
(ANALYZE). pandas gets the tables in memory, texts included. Where the three answer alike, the answers are compared."""

import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd

import corpus
from benchmarks.corpus_sides import PANDAS, SQLITE
from corpus.pages.describe_cookbook import read_questions

AGGREGATES = ("01", "03", "04", "05", "06", "07", "08", "09")
WORDS, KEYWORD, LIMIT = "pemerintah daerah kampanye", "kampanye", 200
TABLES = ("outlets", "regions", "articles", "coverage", "violation_mentions", "claims", "cases", "case_reports")
KEYS = {
    "articles": ("outlet_id", "published_date"), "violation_mentions": ("article_id",), "claims": ("article_id",),
    "case_reports": ("article_id",), "coverage": ("day",), "outlets": (), "regions": (), "cases": (),
}  # fmt: skip
_LONG_S, _ROUNDS = 20.0, 3
Tell = Callable[[str, object], None]


class Lap(NamedTuple):
    """Seconds by the clock, and of the processors: on a busy machine the first can be many times the second."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.3f} ({self.cpu:.3f})"


def seconds(work: Callable[[], Any]) -> tuple[Lap, Any]:
    """The quickest of three rounds after a first one, and the answer; of a slow one, the first alone. The quickest,
    since whatever else the machine does only ever adds."""
    laps: list[Lap] = []
    answer = None
    while len(laps) < 1 + _ROUNDS and not (laps and laps[0].wall > _LONG_S):
        wall, cpu = time.monotonic(), time.process_time()
        answer = work()
        laps.append(Lap(time.monotonic() - wall, time.process_time() - cpu))
    return min(laps[1:] or laps), answer


def plain(rows: Sequence[Sequence[Any]]) -> list[tuple[str, ...]]:
    """Rows as text, so that days and numbers of three libraries can be compared."""
    return sorted(
        tuple(f"{value:g}" if isinstance(value, float) else str(value)[:10] for value in row) for row in rows
    )


def _rows(connection: Any, query: str) -> Any:
    return connection.execute(query).fetchall()


def ask(file: Path, memory: str, threads: int, sides: Sequence[str], tell: Tell) -> None:
    """Ask all, print seconds by the clock (of the processors), and what differs."""
    wanted = {question.number: question for question in read_questions() if question.number in AGGREGATES}
    times: dict[str, dict[str, Lap]] = {}
    answers: dict[str, dict[str, list[tuple[str, ...]]]] = {}

    def note(
        side: str, number: str, work: Callable[[], Any], rows: Callable[[Any], Any] = lambda found: found
    ) -> None:
        taken, answer = seconds(work)
        times.setdefault(number, {})[side] = taken
        answers.setdefault(number, {})[side] = plain(rows(answer))
        tell(f"{side} {number}, s", taken)

    with corpus.open(file) as opened:
        opened.connection.execute(f"SET memory_limit = '{memory}'; SET threads = {threads}")
        for number, question in wanted.items():
            note("duckdb", number, partial(_rows, opened.connection, question.sql))
        note("duckdb", "search", lambda: opened.search(WORDS), lambda frame: frame[["article_id"]].values.tolist())
        note("duckdb", "kwic", lambda: opened.kwic(KEYWORD, limit=LIMIT), lambda f: f[["article_id"]].values.tolist())
        frequent = opened.sql("SELECT stem FROM search.terms ORDER BY articles DESC, stem LIMIT 3")["stem"]
        for words in ('"pemerintah daerah"', "inspektorat petahana", " ".join(frequent)):
            tell(f"duckdb search {words}, s", seconds(partial(opened.search, words))[0])
        tell("duckdb kwic pilkad*, s", seconds(lambda: opened.kwic("pilkad*", limit=LIMIT))[0])
        macro = f"FROM search_articles('{WORDS}') ORDER BY score DESC, article_id LIMIT 20"
        tell("duckdb search in SQL, s", seconds(lambda: opened.sql(macro))[0])
    if "sqlite" in sides or "sqlite-tables" in sides:
        with into_sqlite(file, tell, search="sqlite" in sides) as database:
            for number, query in SQLITE.items():
                note("sqlite", number, partial(_rows, database, query))
            if "sqlite" in sides:
                query = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found) LIMIT 20"
                note("sqlite", "search", lambda: database.execute(query, [WORDS.replace(" ", " OR ")]).fetchall())
                note("sqlite", "kwic", lambda: sqlite_kwic(database))
    if "pandas" in sides:
        start = time.monotonic()
        frames = into_pandas(file)
        tell("pandas, tables into memory, s", round(time.monotonic() - start, 1))
        for number, work in PANDAS.items():
            note("pandas", number, partial(work, frames), lambda f: f.values.tolist())
        note("pandas", "search", lambda: pandas_search(frames), lambda found: found)
        note("pandas", "kwic", lambda: pandas_kwic(frames), lambda found: found)
    for number, taken in times.items():
        same = "" if number == "search" else [s for s in taken if answers[number][s] != answers[number]["duckdb"]]
        base = taken["duckdb"]
        told = "  ".join(
            f"{side} {lap} {lap.wall / base.wall:.1f}x ({lap.cpu / base.cpu:.1f}x)" for side, lap in taken.items()
        )
        tell(number, told + (f"  other answer: {', '.join(same)}" if same else ""))


def into_sqlite(file: Path, tell: Tell, *, search: bool) -> sqlite3.Connection:
    """The tables in a new SQLite file beside the corpus; kept there."""
    target = file.with_suffix(".sqlite" if search else ".tables.sqlite")
    fresh = not target.exists()
    database = sqlite3.connect(target)
    database.execute("PRAGMA cache_size = -1000000")
    if not fresh:
        return database
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    start = time.monotonic()
    with duckdb.connect(str(file), read_only=True) as source:
        for table in TABLES:
            _copy(source, database, table)
    tell("sqlite, tables, s", round(time.monotonic() - start, 1))
    start = time.monotonic()
    if search:
        database.execute("CREATE VIRTUAL TABLE found USING fts5(title, text, content = '', tokenize = 'unicode61')")
        database.execute("INSERT INTO found (rowid, title, text) SELECT rowid, title, text FROM articles")
        tell("sqlite, FTS5, s", round(time.monotonic() - start, 1))
    database.execute("ANALYZE")
    database.commit()
    tell("sqlite, MB", round(target.stat().st_size / 1e6))
    return database


def _copy(source: duckdb.DuckDBPyConnection, database: sqlite3.Connection, table: str) -> None:
    described = source.execute("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid", [table]).fetchall()
    # lists become JSON, other types what SQLite has for them
    chosen = ", ".join(
        f'to_json("{name}")::VARCHAR' if kind.endswith("[]") or kind.startswith("MAP") else
        f'"{name}"::VARCHAR' if kind.startswith(("DATE", "TIMESTAMP")) else f'"{name}"'
        for name, kind, _ in described
    )  # fmt: skip
    columns = ", ".join(f'"{name}"' for name, *_ in described)
    keys = ", ".join(f'"{name}"' for name, _, key in described if key)
    database.execute(f"CREATE TABLE {table} ({columns}, PRIMARY KEY ({keys}))")
    marks = ", ".join("?" * len(described))
    cursor = source.execute(f"SELECT {chosen} FROM {table}")
    while rows := cursor.fetchmany(20_000):
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    for column in KEYS[table]:
        database.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    database.commit()


def sqlite_kwic(database: sqlite3.Connection) -> list[tuple[str]]:
    """The newest lines with the keyword, as `netra kwic` gives them, by FTS5 and a regular expression."""
    pattern, found = re.compile(rf"(?<![\w-]){KEYWORD}(?![\w-])", re.IGNORECASE), list[tuple[str]]()
    rows = database.execute(
        "SELECT a.article_id, a.title, a.text FROM articles a WHERE a.rowid IN "
        "(SELECT rowid FROM found WHERE found MATCH ?) ORDER BY a.published_date DESC, a.article_id",
        [KEYWORD],
    )
    for ident, *texts in rows:
        found += [(ident,) for text in texts for _ in pattern.finditer(text)]
        if len(found) >= LIMIT:
            break
    return found[:LIMIT]


def into_pandas(file: Path) -> dict[str, pd.DataFrame]:
    """Table -> frame."""
    with duckdb.connect(str(file), read_only=True) as source:
        return {table: source.execute(f"FROM {table}").df() for table in TABLES}


def pandas_search(frames: dict[str, pd.DataFrame]) -> list[tuple[str]]:
    """pandas ranks nothing: the articles that hold any of the words, by how many of them."""
    articles = frames["articles"]
    hits = sum(articles["text"].str.contains(rf"\b{word}", case=False).astype(int) for word in WORDS.split())
    best = articles.assign(hits=hits).query("hits > 0").sort_values(["hits", "article_id"], ascending=[False, True])
    return [(ident,) for ident in best["article_id"].head(20)]


def pandas_kwic(frames: dict[str, pd.DataFrame]) -> list[tuple[str]]:
    """The newest lines with the keyword."""
    pattern = re.compile(rf"(?<![\w-]){KEYWORD}(?![\w-])", re.IGNORECASE)
    articles = frames["articles"]
    title, text = (articles[part].str.lower().str.contains(KEYWORD, regex=False) for part in ("title", "text"))
    found: list[tuple[str]] = []
    chosen = articles[title | text].sort_values(["published_date", "article_id"], ascending=[False, True])
    for row in chosen.itertuples():
        found += [(str(row.article_id),) for text in (row.title, row.text) for _ in pattern.finditer(str(text))]
        if len(found) >= LIMIT:
            break
    return found[:LIMIT]
