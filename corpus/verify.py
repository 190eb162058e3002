"""Does the published corpus say what the archive says? A sample of articles is made again from its archived records,
and compared with the tables; each difference is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from corpus.derived.steps import STEPS, DerivedBuild, Phase, run_steps
from corpus.duty.names import MASK
from corpus.errors import NothingThere
from corpus.folder import DataFolder, corpus_file
from corpus.gathering.accounting import local_date
from corpus.gathering.gather import extract, file_digest, name_article, page_read, page_ref
from corpus.loading.load import MENTIONS
from corpus.loading.staging import Staging, primary_key
from corpus.query import Corpus
from corpus.records import Collected, PageRead, Revision
from corpus.tagging.annotating import stage_article, tag_input
from corpus.tagging.batches import tag_batch
from corpus.tagging.parallel import batched
from corpus.versions import extractor_version
from crawler.article import Article, NotArticle
from crawler.extract import join_pages
from crawler.outlet import load_outlets
from crawler.storage.archive import DamagedRecord, Exchange, body_digest, find_exchange
from nlp.learned.ner import Engine, missing
from nlp.pipeline import tagger_version

BATCH = 100
_TABLES = ("articles", "article_revisions", *MENTIONS)
# When an article was last fetched is known from all its fetches, not from the pages that it was read from.
_NOT_HERE = {"articles": {"url", "last_fetched_at"}, "article_revisions": {"last_fetched_at"}}
# What this package knows of an import is the text; where it came from lies with the user.
_OF_IMPORT = ("text_digest", "words", "topic", "primary_region_code")


@dataclass(frozen=True)
class Difference:
    """Something that is not as it was published: in which article (None: a file), where, and what."""

    article_id: str | None
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.article_id}: {self.where}: {self.what}" if self.article_id else f"{self.where}: {self.what}"


@dataclass
class Verification:
    """What was looked at, what differs, and `notes` that explain differences (other versions, new files)."""

    build_id: str
    articles: int = 0
    records: int = 0
    files: int = 0
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Look:
    """One batch at work."""

    data: DataFolder
    connection: duckdb.DuckDBPyConnection
    result: Verification

    def differs(self, ident: str | None, where: str, what: str) -> None:
        self.result.differences.append(Difference(ident, where, what))

    def page(self, ident: str, row: Mapping[str, Any]) -> PageRead | None:
        """A page of the article read again from its record; None where that cannot be, which is told."""
        where = f"{row['warc_file']} at byte {row['warc_offset']}"
        self.result.records += 1
        try:
            found = find_exchange(self.data.archive, row["warc_file"], row["warc_offset"])
        except (OSError, LookupError) as error:
            self.differs(ident, where, str(error))
            return None
        if isinstance(found, DamagedRecord):
            self.differs(ident, where, found.reason)
            return None
        for what, told, here in _record_facts(row, found):
            if told != here:
                self.differs(ident, where, f"{what} is {here}, published {told}")
                if what == "digest":
                    return None
        page = page_ref(found)
        read = extract(page, found.body)
        if isinstance(read, NotArticle):
            self.differs(ident, where, f"read as no article: {read.reason}: {read.detail}")
            return None
        if name_article(page.outlet, page.first_url)[0] != ident:
            self.differs(ident, where, f"the address {page.first_url} is that of another article")
        return page_read(page, read)

    def archived(self, row: Mapping[str, Any], pages: Sequence[Mapping[str, Any]]) -> Collected | None:
        """An article from its archived pages."""
        ident, revisions = row["article_id"], []
        for _, group in groupby(pages, key=lambda page: page["revision"]):
            read = [self.page(ident, page) for page in group]
            whole = [page for page in read if page is not None]
            if len(whole) != len(read):
                return None
            texts = [page.article for page in whole]
            times = [page.fetched_at for page in whole]
            article = texts[0] if len(texts) == 1 else join_pages(texts)
            revisions.append(Revision(article, tuple(whole), min(times), max(times)))
        if not revisions:
            self.differs(ident, "article_pages", "no page is named: its provenance is lost")
            return None
        day = local_date(revisions[-1].article.published, load_outlets().get(row["outlet_id"]))
        return Collected(ident, row["outlet_id"], row["url"], row["origin"], tuple(revisions), day)


def _record_facts(row: Mapping[str, Any], found: Exchange) -> Iterator[tuple[str, object, object]]:
    """(what, as published, as archived)."""
    if "suppressed-" not in row["url"]:  # a name was masked in it (corpus/duty/names.py)
        yield "address", row["url"], found.url
    yield "digest", row["digest"], body_digest(found.body)
    yield "status", row["http_status"], found.status
    yield "time", row["fetched_at"].astimezone(UTC), found.fetched_at.astimezone(UTC)


def _imported(row: Mapping[str, Any]) -> Collected:
    """An imported article as the corpus has it."""
    article = Article(url=row["url"], title=row["title"], text=row["text"], caption=row["caption"], method="import")
    return Collected(
        row["article_id"], row["outlet_id"], row["url"], row["origin"], (Revision(article, (), None, None),),
        row["published_date"],
    )  # fmt: skip


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *params: object) -> list[dict[str, Any]]:
    found = connection.execute(query, list(params))
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _columns(connection: duckdb.DuckDBPyConnection, table: str, same_versions: bool) -> list[str]:
    """Columns of a table that follow from the article alone."""
    left_out = {name.split(".")[1] for step in STEPS for name in step.changes if name.split(".")[0] == table}
    left_out |= _NOT_HERE.get(table, set()) | (set() if same_versions else {"extractor", "tagger"})
    found = connection.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", [table]).fetchall()
    return [name for (name,) in found if name not in left_out]


def _short(value: object) -> str:
    text = str(value.isoformat() if isinstance(value, (date, datetime)) else value)
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


def _compare(look: _Look, table: str, idents: Sequence[str], imports: Sequence[str], same_versions: bool) -> None:
    """Tell what differs between the table made again and the published one, for these articles."""
    connection = look.connection
    columns = _columns(connection, table, same_versions)
    keys = [name for name in primary_key_of(connection, table) if name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    published = f"SELECT {names} FROM corpus.main.{table} WHERE article_id IN (SELECT unnest($1::VARCHAR[]))"
    again = f"SELECT {names} FROM {table} WHERE article_id IN (SELECT unnest($1::VARCHAR[]))"
    sides = []
    for one, other in ((published, again), (again, published)):
        found = _rows(connection, f"({one}) EXCEPT ALL ({other}) ORDER BY ALL", list(idents))
        sides.append({tuple(row[key] for key in keys): row for row in found})
    for key in sorted({*sides[0], *sides[1]}, key=str):
        old, new = sides[0].get(key), sides[1].get(key)
        where = f"{table}{' ' + ' '.join(map(str, key[1:])) if len(key) > 1 else ''}"
        if old is None or new is None:
            look.differs(key[0], where, "not in the corpus" if old is None else "not found again")
            continue
        for name in columns if key[0] not in imports or table != "articles" else _OF_IMPORT:
            if old[name] != new[name]:
                look.differs(key[0], where, f"{name} is {_short(new[name])}, published {_short(old[name])}")


def primary_key_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Columns of the primary key of a table of the published corpus."""
    found = connection.execute(
        "SELECT constraint_column_names FROM duckdb_constraints() WHERE database_name = 'corpus' AND table_name = ? "
        "AND constraint_type = 'PRIMARY KEY'",
        [table],
    ).fetchone()
    return list(found[0]) if found else primary_key(connection, table)


def _check_batch(look: _Look, idents: Sequence[str], engines: Sequence[Engine], same_versions: bool) -> None:
    there = "WHERE article_id IN (SELECT unnest(?::VARCHAR[]))"
    rows = _rows(look.connection, f"SELECT * FROM corpus.main.articles {there} ORDER BY article_id", list(idents))
    query = f"SELECT * FROM corpus.main.article_pages {there} ORDER BY article_id, revision, page"
    pages = {
        ident: list(group)
        for ident, group in groupby(_rows(look.connection, query, list(idents)), key=lambda page: page["article_id"])
    }
    made, masked = [], 0
    for row in rows:
        if row["origin"] == "import" and MASK in f"{row['title']}{row['text']}{row['caption']}":
            masked += 1  # the text as it was lies with the user
            continue
        one = _imported(row) if row["origin"] == "import" else look.archived(row, pages.get(row["article_id"], []))
        if one is not None:
            made.append(one)
    if masked:
        look.result.notes.append(f"{masked} imported articles with masked names were not tagged again")
    imports = [one.article_id for one in made if one.origin == "import"]
    with TemporaryDirectory() as folder, Staging(Path(folder)) as staging:
        for one, tagged in zip(made, tag_batch([tag_input(one) for one in made], engines), strict=True):
            if tagged.failure:
                look.differs(one.article_id, "tagger", tagged.failure)
            stage_article(one, tagged, staging)
        staging.flush()
        for table in _TABLES:
            look.connection.execute(f"CREATE OR REPLACE TABLE main.{table} AS FROM corpus.main.{table} LIMIT 0")
        run_steps(Phase.STAGED, DerivedBuild(look.connection, staging, look.data.root, datetime.now(UTC)))
        for table in _TABLES:
            if (source := staging.source(look.connection, table)) is not None:
                look.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {source}")
    compared = [one.article_id for one in made]
    for table in _TABLES:
        wanted = compared if table != "article_revisions" else [one for one in compared if one not in imports]
        _compare(look, table, wanted, imports, same_versions)


def _check_files(look: _Look, wanted: Sequence[str] | None) -> None:
    """Compare the WARC files with what the build read; `wanted`: only these (None: all)."""
    inputs = _rows(look.connection, "SELECT file, bytes, digest FROM corpus.main.build_inputs WHERE kind = 'warc'")
    for row in inputs:
        path = look.data.archive / row["file"]
        if not path.is_file():
            look.differs(None, row["file"], "the file is no longer in the archive")
        elif path.stat().st_size != row["bytes"]:
            look.differs(None, row["file"], f"{path.stat().st_size} bytes, published {row['bytes']}")
        elif wanted is None or row["file"] in wanted:
            look.result.files += 1
            if (digest := file_digest(path)) != row["digest"]:
                look.differs(None, row["file"], f"digest is {digest}, published {row['digest']}")
    known = {row["file"] for row in inputs}
    new = [path.name for path in look.data.archive.glob("*.warc.gz") if path.name not in known]
    if new:
        look.result.notes.append(f"{len(new)} WARC files came after this build; `netra build` takes them in")


def _check_versions(look: _Look, engines: Sequence[Engine]) -> bool:
    (row,) = _rows(look.connection, "SELECT extractor, tagger FROM corpus.main.builds")
    here = {"extractor": extractor_version(), "tagger": tagger_version(tuple(engines))}
    other = [f"{name} {row[name]}, here {here[name]}" for name in here if row[name] and row[name] != here[name]]
    if other:
        look.result.notes.append(
            f"another version made this corpus ({'; '.join(other)}): differences may come from that; build again"
        )
    return not other


def verify(
    data: Path,
    *,
    sample: int | None = None,
    seed: int = 0,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> Verification:
    """Make a sample of articles again (None: all), from their archived records, and compare records, files and tables
    with the published corpus. `seed` chooses another sample. Derived columns (`Step.changes`) are not compared. Raises
    NothingThere (also where a recogniser that took part is not installed), InputError."""
    folder = DataFolder(data)
    with Corpus(corpus_file(data)) as opened:
        connection = opened.connection
        connection.execute("ATTACH ':memory:' AS scratch")
        connection.execute("USE scratch")
        connection.execute("SET TimeZone = 'UTC'")
        look = _Look(folder, connection, Verification(opened.build_id))
        (build,) = _rows(connection, "SELECT parameters['models'] AS models FROM corpus.main.builds")
        engines: tuple[Any, ...] = tuple((build["models"] or "").split())
        for engine in engines:
            if (reason := missing(engine)) is not None:
                raise NothingThere(f"{data}: the recogniser {engine} took part in this corpus: {reason}")
        same_versions = _check_versions(look, engines)
        chosen = "SELECT article_id FROM corpus.main.articles ORDER BY md5(article_id || ?), article_id"
        idents = [ident for (ident,) in connection.execute(chosen, [str(seed)]).fetchall()][:sample]
        for some in batched(idents, BATCH):
            _check_batch(look, some, engines, same_versions)
            look.result.articles += len(some)
            tick(look.result.articles, len(idents))
        query = (
            "SELECT DISTINCT warc_file FROM corpus.main.article_pages "
            "WHERE article_id IN (SELECT unnest(?::VARCHAR[]))"
        )
        files = [name for (name,) in connection.execute(query, [idents]).fetchall()]
        _check_files(look, None if sample is None else files)
    return look.result
