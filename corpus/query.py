"""What notebooks import: a published corpus, read only, answering with DataFrames."""

import os
import warnings
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pandas as pd

from corpus.answers import fts
from corpus.answers.filters import Filters, as_list
from corpus.answers.kwic import compile_pattern, find_lines, word_runs
from corpus.answers.searching import find_articles, parse_query
from corpus.errors import InputError, UsageProblem, disk_problem
from corpus.folder import corpus_file
from corpus.loading.snapshots import find_snapshot
from corpus.tables.schema import SCHEMA_VERSION

Params = Sequence[Any] | Mapping[str, Any] | None
STATUSES = ("proven", "alleged", "denied", "conditional", "prohibited")


def _version_problem(file: Path, found: int | None) -> str | None:
    """Why a corpus with tables of that version cannot be read, and what to do; None: it can."""
    if found == SCHEMA_VERSION:
        return None
    if found is None:
        return "not a netra corpus: its table builds is empty"
    if found > SCHEMA_VERSION:
        return (
            f"made by a newer netra: its tables have version {found}, this netra reads {SCHEMA_VERSION}; update netra, "
            "or read it with plain duckdb"
        )
    return (
        f"made by an older netra: its tables have version {found}, this netra reads {SCHEMA_VERSION}; build again "
        f"(`netra build --data {file.parent}`): the archive holds all that is needed"
    )


class Corpus:
    """One snapshot of a published corpus. It stays what it was when opened, however often a newer one is published;
    open again to see that. `build_id` is what to cite. Not to be shared by threads: open one for each."""

    def __init__(self, file: Path) -> None:
        self.file = file
        # In memory, with the file attached: duckdb.connect(file) would hand out the old database of this process
        # when a new file was published under the same name. No extension is fetched from the network.
        self.connection = duckdb.connect(
            ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        )
        try:
            fts.load(self.connection)
            self.connection.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS corpus (READ_ONLY)")
            self.connection.execute("USE corpus")
            self.connection.execute("SET TimeZone = 'Asia/Jakarta'")
            found = self.connection.execute("SELECT schema_version, build_id FROM builds").fetchone()
        except duckdb.Error as error:
            self.connection.close()
            raise InputError(f"{file}: not a netra corpus: {str(error).splitlines()[0]}") from error
        problem = _version_problem(file, found[0] if found else None)
        if problem is not None or found is None:
            self.connection.close()
            raise InputError(f"{file}: {problem}")
        self.build_id: str = found[1]

    def __enter__(self) -> "Corpus":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Corpus {self.file}>"

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def sql(self, query: str, params: Params = None) -> pd.DataFrame:
        """The result of one SQL query. `params`: values for ? (a list) or $name (a mapping). Times come in WIB.
        Raises UsageProblem, which holds DuckDB's message."""
        try:
            with warnings.catch_warnings():
                # DuckDB 1.5 calls DataFrame.drop in a way that pandas 3 will give up; the result is right
                warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*inplace.*")
                warnings.filterwarnings("ignore", category=FutureWarning, message=".*inplace.*")
                return self.connection.execute(query, params).df()
        except duckdb.Error as error:
            raise UsageProblem(f"SQL: {error}") from error

    def arrow(self, query: str, params: Params = None) -> Any:
        """The result of one SQL query as a pyarrow.Table. Raises UsageProblem, also where pyarrow is not installed."""
        _need("pyarrow", "arrow")
        return self._run(query, params).to_arrow_table()

    def polars(self, query: str, params: Params = None) -> Any:
        """The result of one SQL query as a polars.DataFrame. Raises UsageProblem, also where polars or pyarrow, through
        which it comes, is not installed."""
        _need("polars", "polars")
        _need("pyarrow", "polars")
        return self._run(query, params).pl()

    def write_parquet(self, query: str, file: Path) -> int:
        """Write the result of one SQL query as a Parquet file, whole or not at all. Returns how many rows. Raises
        UsageProblem, OSError."""
        part = file.with_name(f"{file.name}.part")
        part.touch()  # a folder that is not there is the system's error, not one of the query
        try:
            relation = self.connection.sql(query)
            if relation is None:
                raise UsageProblem("SQL: this statement has no result to write")
            relation.write_parquet(str(part))
            row = duckdb.read_parquet(str(part), connection=self.connection).count("*").fetchone()
            os.replace(part, file)
        except duckdb.Error as error:
            if disk_problem(error) is not None:
                raise
            raise UsageProblem(f"SQL: {error}") from error
        finally:
            part.unlink(missing_ok=True)
        return int(row[0]) if row else 0

    def _run(self, query: str, params: Params) -> duckdb.DuckDBPyConnection:
        try:
            return self.connection.execute(query, params)
        except duckdb.Error as error:
            raise UsageProblem(f"SQL: {error}") from error

    def articles(
        self,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        outlet: str | Sequence[str] | None = None,
        region: str | Sequence[str] | None = None,
        topic: str | Sequence[str] | None = None,
        text: bool = False,
    ) -> pd.DataFrame:
        """Articles, newest first: article_id, outlet_id, published_date, title, topic, statuses (of its violation
        mentions of reference case or count), primary region, words, problems, url; `text=True` adds the body.
        `since`, `until`: days, both included. `region`: Kemendagri codes; a province code takes in its regions.
        `topic`: yes, mention or no. Raises UsageProblem."""
        where = Filters(since=since, until=until, outlet=outlet, region=region, topic=topic)
        body = ", a.text" if text else ""
        return self.sql(
            f"""
            SELECT a.article_id, a.outlet_id, a.published_date, a.title, a.topic,
                   coalesce(s.statuses, []) AS statuses,
                   a.primary_region_code AS region_code, r.name AS region, a.words, a.problems, a.url{body}
            FROM articles a
            LEFT JOIN regions r ON r.region_code = a.primary_region_code
            LEFT JOIN (SELECT article_id, list_sort(list(DISTINCT status || '/' || substatus)) AS statuses
                       FROM violation_mentions WHERE reference IN ('case', 'count') GROUP BY article_id) s
                   USING (article_id)
            WHERE {where.sql()}
            ORDER BY a.published_date DESC NULLS LAST, a.article_id
            """,
            where.params,
        )

    def violations(
        self,
        *,
        status: str | Sequence[str] | None = None,
        substatus: str | Sequence[str] | None = None,
        reference: str | Sequence[str] | None = ("case", "count"),
        temporal: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        outlet: str | Sequence[str] | None = None,
        region: str | Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Mentions of breaches with quote, status, substatus, parties and article (the view `violations`), newest
        article first. Rules ("ASN dilarang ...") are left out unless `reference=None` or "rule": a count with them
        counts warnings. A mention is not a case. Raises UsageProblem on an unknown status."""
        for given in as_list(status) or ():
            if given not in STATUSES:
                raise UsageProblem(f"status {given!r}: expected one of {', '.join(STATUSES)}")
        where = Filters(since=since, until=until, outlet=outlet, region=region)
        for column, values in (("status", status), ("substatus", substatus), ("reference", reference)):
            where.one_of(f"v.{column}", values)
        where.one_of("v.temporal", temporal)
        return self.sql(
            f"""
            SELECT v.* FROM violations v JOIN articles a USING (article_id) WHERE {where.sql()}
            ORDER BY v.published_date DESC NULLS LAST, v.article_id, v.mention
            """,
            where.params,
        )

    def officials(self, name: str | None = None) -> pd.DataFrame:
        """Named officials, most mentioned first: name, positions, region, articles, and in `statuses` every breach
        that names them (status/substatus; empty: none). `name`: part of a name, in any case."""
        return self.sql(
            """
            SELECT o.name, o.positions, o.region_code, r.name AS region, o.statuses, o.articles, o.mentions,
                   o.first_seen_date, o.last_seen_date, o.official_id
            FROM officials o LEFT JOIN regions r USING (region_code)
            WHERE $name IS NULL OR contains(lower(o.name), lower($name))
            ORDER BY o.mentions DESC, o.name, o.official_id
            """,
            {"name": name},
        )

    def kwic(
        self,
        pattern: str,
        window: int = 8,
        *,
        regex: bool = False,
        part: str | Sequence[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        outlet: str | Sequence[str] | None = None,
        region: str | Sequence[str] | None = None,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Keyword in context: one row a hit with left, keyword, right (`window` words each side), where it stands
        (article_id, part, start, stop) and `statuses`, those of the violation mentions whose sentence holds it.
        `pattern`: words with * for any letters ("netral*", "tidak netral"); `regex=True`: a Python expression.
        Case does not matter. `part`: title, text or caption (default title and text). Raises UsageProblem."""
        where = Filters(since=since, until=until, outlet=outlet, region=region)
        parts = as_list(part) or ["title", "text"]
        runs = [] if regex else word_runs(pattern)
        return find_lines(self, compile_pattern(pattern, regex), runs, parts, where, window, limit)

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        since: date | str | None = None,
        until: date | str | None = None,
        outlet: str | Sequence[str] | None = None,
        region: str | Sequence[str] | None = None,
        status: str | Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Articles by relevance (BM25 over title and text, Indonesian stemming: "melanggar" finds "pelanggaran").
        Words in double quotes must stand together. `status`: only articles with such a violation mention of
        reference case or count. Columns: score, article_id, outlet_id, published_date, title, statuses, lead, url.
        Raises UsageProblem where the query holds no word."""
        terms, phrases = parse_query(query)
        where = Filters(since=since, until=until, outlet=outlet, region=region)
        if status is not None:
            clause = "a.article_id IN (SELECT article_id FROM violation_mentions WHERE reference <> 'rule' AND {})"
            where.add(clause.replace("{}", "status IN (SELECT unnest({}))"), as_list(status))
        return find_articles(self, terms, phrases, where, limit)


def _need(module: str, what: str) -> None:
    if find_spec(module) is None:
        raise UsageProblem(f"Corpus.{what}() needs the package {module}: pip install {module}")


def open(path: str | Path, *, snapshot: str | None = None) -> Corpus:
    """Open a published corpus: the .duckdb file or the data folder that holds it; `snapshot`: an older one of the
    folder, by its build id or the beginning of it. Raises NothingThere where there is none, InputError where the file is
    no corpus of this version."""
    given = Path(path)
    if snapshot is not None:
        return Corpus(find_snapshot(given if given.is_dir() else given.parent, snapshot))
    return Corpus(corpus_file(given))
