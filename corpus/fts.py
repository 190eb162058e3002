"""DuckDB's full-text index: the packaged extension, loaded by its path."""

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import duckdb

from corpus.errors import NetraError, disk_problem

SCHEMA = "fts_main_articles"
# What the extension makes is described here, since it comes without comments.
_COMMENTS = {
    "docs": ("Full-text index: one indexed article.", {
        "docid": "Number of the article in the index.",
        "name": "article_id.",
        "len": "Terms in title and text.",
    }),
    "fields": ("Full-text index: one indexed column of articles.", {
        "fieldid": "Number of the column.",
        "field": "title or text.",
    }),
    "dict": ("Full-text index: one stemmed term.", {
        "termid": "Number of the term.",
        "term": "The stem (Snowball, Indonesian).",
        "df": "Articles that hold it.",
    }),
    "terms": ("Full-text index: one occurrence of a term.", {
        "docid": "Number of the article.",
        "fieldid": "Number of the column.",
        "termid": "Number of the term.",
    }),
    "stats": ("Full-text index: one row of totals.", {
        "num_docs": "Articles indexed.",
        "avgdl": "Mean number of terms in an article.",
    }),
    "stopwords": ("Full-text index: words left out (none: in titles a small word can matter).", {
        "sw": "The word.",
    }),
}  # fmt: skip


def extension_file() -> Path:
    """The extension that the package duckdb-extension-fts holds for this DuckDB. Raises NetraError."""
    version = duckdb.__version__
    package = find_spec("duckdb_extension_fts")
    if package is None or package.origin is None:
        raise NetraError(f"no full-text extension; install duckdb-extension-fts=={version}")
    folder = Path(package.origin).parent
    file = folder / "extensions" / f"v{version}" / "fts.duckdb_extension"
    if not file.is_file():
        raise NetraError(
            f"{folder}: no full-text extension for DuckDB {version}; install duckdb-extension-fts=={version}"
        )
    return file


def load(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the extension from its file: no network, nothing written to the user's home."""
    connection.execute(f"LOAD '{str(extension_file()).replace(chr(39), chr(39) * 2)}'")


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """The index of no article, before `articles` is filled: what `take_over` fills."""
    load(connection)
    _index(connection)


def _index(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "PRAGMA create_fts_index('articles', 'article_id', 'title', 'text', stemmer = 'indonesian', "
        "stopwords = 'none', ignore = '(\\.|[^a-z0-9])+', strip_accents = 1, lower = 1, overwrite = 1)"
    )


def take_over(connection: duckdb.DuckDBPyConnection, published: Path) -> bool:
    """Take the index of an earlier corpus over if it has the same texts and was made by this DuckDB; else False. Needs
    `prepare`. Indexing takes most of the time of a build in which only tags changed."""
    texts = "SELECT count(*), bit_xor(hash(article_id, title, text)), sum(hash(article_id, title, text)) FROM"
    connection.execute(f"ATTACH '{str(published).replace(chr(39), chr(39) * 2)}' AS before (READ_ONLY)")
    try:
        same = (
            connection.execute(f"{texts} articles").fetchone()
            == connection.execute(f"{texts} before.articles").fetchone()
        )
        made_by = connection.execute("SELECT package_versions['duckdb'] FROM before.builds").fetchone()
        if not same or made_by != (duckdb.__version__,):
            return False
        connection.begin()
        for table in _COMMENTS:
            connection.execute(f"DELETE FROM {SCHEMA}.{table}")
            connection.execute(f"INSERT INTO {SCHEMA}.{table} FROM before.{SCHEMA}.{table}")
        connection.commit()
        return True
    except duckdb.Error as error:  # a corpus of other tables, without an index
        if disk_problem(error) is not None:
            raise
        with suppress(duckdb.TransactionException):
            connection.rollback()
        return False
    finally:
        connection.execute("DETACH before")


def create_index(connection: duckdb.DuckDBPyConnection, published: Path | None = None) -> None:
    """Index title and text of `articles`, with Indonesian stemming. Digits count as words ("SKB 2022"). `published`:
    an earlier corpus whose index is taken over where no text changed (after `prepare`)."""
    load(connection)
    if published is None or not take_over(connection, published):
        _index(connection)
    connection.begin()
    for table, (comment, columns) in _COMMENTS.items():
        connection.execute(f"COMMENT ON TABLE {SCHEMA}.{table} IS '{comment}'")
        for column, words in columns.items():
            connection.execute(f"COMMENT ON COLUMN {SCHEMA}.{table}.{column} IS '{words}'")
    connection.commit()
