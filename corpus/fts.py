"""DuckDB's full-text index: the packaged extension, loaded by its path."""

from importlib.util import find_spec
from pathlib import Path

import duckdb

from corpus.errors import NetraError

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


def create_index(connection: duckdb.DuckDBPyConnection) -> None:
    """Index title and text of `articles`, with Indonesian stemming. Digits count as words ("SKB 2022")."""
    load(connection)
    connection.execute(
        "PRAGMA create_fts_index('articles', 'article_id', 'title', 'text', stemmer = 'indonesian', "
        "stopwords = 'none', ignore = '(\\.|[^a-z0-9])+', strip_accents = 1, lower = 1, overwrite = 1)"
    )
    connection.begin()
    for table, (comment, columns) in _COMMENTS.items():
        connection.execute(f"COMMENT ON TABLE {SCHEMA}.{table} IS '{comment}'")
        for column, words in columns.items():
            connection.execute(f"COMMENT ON COLUMN {SCHEMA}.{table}.{column} IS '{words}'")
    connection.commit()
