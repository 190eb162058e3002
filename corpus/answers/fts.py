"""The full-text index: tables of our own (corpus/tables/search.sql), stemmed by DuckDB's extension, loaded by path.

Why not the extension's own index: docs/performance-corpus.md has the figures."""

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import duckdb

from corpus.errors import NetraError, disk_problem
from corpus.tables.schema import HERE, SCHEMA_VERSION

SCHEMA = "search"
TABLES = ("docs", "words", "terms", "postings")
# Articles whose words are in memory at a time: some 10 million words. More would make longer runs of one term, and fewer
# blocks to read; at a million articles a rare term lies in 20 blocks of 2,000.
_RUN = 50_000
_MARKED = "regexp_matches(title || ' ' || text, '[\\p{M}\u0130\u0131\u017f\u212a]')"


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
    """Load the extension from its file: no network, nothing written to the user's home. Its stem() is what is needed."""
    connection.execute(f"LOAD '{str(extension_file()).replace(chr(39), chr(39) * 2)}'")


def stems(connection: duckdb.DuckDBPyConnection, words: str) -> list[str]:
    """The stems of the words of a text, each once, as the index has them. Needs `load`."""
    row = connection.execute(
        "SELECT list_sort(list(DISTINCT stem(word, 'indonesian'))) FROM "
        "(SELECT unnest(string_split_regex(lower(strip_accents(?)), '[^a-z0-9]+')) AS word) WHERE word <> ''",
        [words],
    ).fetchone()
    return list(row[0] or ()) if row else []


def _index(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the empty tables of the index, run by run; numbers follow from the texts alone."""
    connection.execute(
        "CREATE TEMP TABLE numbered AS SELECT (row_number() OVER (ORDER BY article_id))::UINTEGER AS doc, article_id, "
        f"{_MARKED} AS marked FROM articles"
    )
    connection.execute("CREATE TEMP TABLE known_terms (term UINTEGER, stem VARCHAR)")
    connection.execute("CREATE TEMP TABLE known_words (word VARCHAR, term UINTEGER)")
    row = connection.execute("SELECT count(*) FROM numbered").fetchone()
    for first in range(1, (int(row[0]) if row else 0) + 1, _RUN):
        _index_run(connection, first)
    connection.execute(f"INSERT INTO {SCHEMA}.words FROM known_words ORDER BY word")
    connection.execute(
        f"INSERT INTO {SCHEMA}.terms SELECT term, stem, n FROM known_terms "
        f"JOIN (SELECT term, count(*) AS n FROM {SCHEMA}.postings GROUP BY term) USING (term) ORDER BY term"
    )
    connection.execute(
        f"INSERT INTO {SCHEMA}.docs SELECT doc, article_id, coalesce(n, 0), marked FROM numbered "
        f"LEFT JOIN (SELECT doc, sum(times) AS n FROM {SCHEMA}.postings GROUP BY doc) USING (doc) ORDER BY doc"
    )
    for table in ("numbered", "known_terms", "known_words"):
        connection.execute(f"DROP TABLE temp.{table}")


def _index_run(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    """Add the articles numbered from `first` on: words not seen before get their stem, then all are counted."""
    # a range of ids, not of numbers: articles lie in the order of their ids, so that no other text is read
    ends = connection.execute(
        "SELECT min(article_id), max(article_id) FROM numbered WHERE doc BETWEEN ? AND ?", [first, first + _RUN - 1]
    ).fetchone()
    connection.execute(
        "CREATE TEMP TABLE run_words AS SELECT doc, "
        "unnest(string_split_regex(lower(strip_accents(title || ' ' || text)), '[^a-z0-9]+')) AS word "
        "FROM articles a JOIN numbered USING (article_id) WHERE a.article_id BETWEEN ? AND ?",
        list(ends or ()),
    )
    connection.execute(
        "CREATE TEMP TABLE new_words AS SELECT word, stem(word, 'indonesian') AS stem FROM "
        "(SELECT DISTINCT word FROM run_words ANTI JOIN known_words USING (word) WHERE word <> '')"
    )
    connection.execute(
        "INSERT INTO known_terms SELECT (SELECT count(*) FROM known_terms) + row_number() OVER (ORDER BY stem), stem "
        "FROM (SELECT DISTINCT stem FROM new_words ANTI JOIN known_terms USING (stem)) ORDER BY stem"
    )
    connection.execute("INSERT INTO known_words SELECT word, term FROM new_words JOIN known_terms USING (stem)")
    connection.execute(
        f"INSERT INTO {SCHEMA}.postings SELECT term, doc, count(*) FROM run_words JOIN known_words USING (word) "
        "GROUP BY term, doc ORDER BY term, doc"
    )
    for table in ("run_words", "new_words"):
        connection.execute(f"DROP TABLE temp.{table}")


def _take_over(connection: duckdb.DuckDBPyConnection, published: Path) -> bool:
    """Take the index of an earlier corpus over if it has the same texts and was made by this DuckDB and this version of
    the tables; else False. A build in which only tags changed need not index again."""
    texts = "SELECT count(*), bit_xor(hash(article_id, title, text)), sum(hash(article_id, title, text)) FROM"
    connection.execute(f"ATTACH '{str(published).replace(chr(39), chr(39) * 2)}' AS before (READ_ONLY)")
    try:
        made_by = connection.execute(
            "SELECT package_versions['duckdb'], schema_version FROM before.builds"
        ).fetchone()
        if made_by != (duckdb.__version__, SCHEMA_VERSION):
            return False
        own, other = (connection.execute(f"{texts} {of}articles").fetchone() for of in ("", "before."))
        if own != other:
            return False
        connection.begin()
        for table in TABLES:
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
    an earlier corpus whose index is taken over where no text changed."""
    load(connection)
    connection.execute((HERE / "search.sql").read_text(encoding="utf-8"))
    if published is None or not _take_over(connection, published):
        _index(connection)
