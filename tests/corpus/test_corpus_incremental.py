"""A build takes over what an earlier one made of the same input, and ends in the same tables as one that does not."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from archive_of import HOST, OUTLET, Page, write_archive
from made_articles import NOW, RECORDS, fake_annotate, write_jsonl
from test_corpus_build_archive import fake_extract, fake_join

import corpus.answers.fts
import corpus.gathering.gather
import nlp.pipeline
from corpus import versions
from corpus.build import BuildSummary, build
from corpus.derived import steps as derived
from corpus.folder import DataFolder
from corpus.loading.cache import Cache, cache_key
from corpus.tagging import annotating

T0 = datetime(2024, 9, 2, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CHANGED = "/2024/09/01/berubah"
FIRST = (
    Page(CHANGED, T0),
    Page("/2024/09/01/tetap", T0, text="Lurah netral."),
    Page("/2024/09/01/panjang?page=2", T0 + timedelta(seconds=9), text="dua", number=2, pages=2,
         of="/2024/09/01/panjang"),
    Page("/2024/09/01/panjang", T0, text="satu", pages=2),
    Page("/2024/09/01/indeks", T0, text=None),
)  # fmt: skip
SECOND = (
    Page(CHANGED, T0 + DAY, text="Camat Budi terbukti."),
    Page("/2024/09/02/baru", T0 + DAY, text="Kades netral."),
)


class Counted:
    """How often pages were read and articles tagged."""

    def __init__(self) -> None:
        self.pages = self.articles = 0

    def extract(self, *given: Any, **named: Any) -> Any:
        self.pages += 1
        return fake_extract(*given, **named)

    def annotate(self, articles: Iterable[Any], engines: Sequence[str] = ()) -> Iterator[Any]:
        found = list(articles)
        self.articles += len(found)
        return fake_annotate(found, engines)

    def taken(self) -> tuple[int, int]:
        counts = self.pages, self.articles
        self.pages = self.articles = 0
        return counts


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    made = Counted()
    monkeypatch.setattr(corpus.gathering.gather, "extract_page", made.extract)
    monkeypatch.setattr(corpus.gathering.gather, "join_pages", fake_join)
    monkeypatch.setattr(nlp.pipeline, "annotate", made.annotate)
    return made


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where tables are not compared, the derived ones need not be made."""
    monkeypatch.setattr(derived, "STEPS", [step for step in derived.STEPS if step.name in ("officials", "coverage")])


def archive(data: Path, pages: Sequence[Page], day: int = 0) -> None:
    write_archive(data / "archive", pages, started=T0 + day * DAY)


def built(data: Path, **named: Any) -> BuildSummary:
    return build(data, workers=1, now=NOW, **named)


def tables(file: Path, *, ordered_index: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Every table with its rows; of builds, all but how long it took. The index as one."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{file}' AS c (READ_ONLY)")
        names = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'c' AND schema_name = 'main'"
        ).fetchall()
        found = {
            name: connection.execute(
                f"SELECT {'* EXCLUDE (duration_s)' if name == 'builds' else '*'} FROM c.main.{name} ORDER BY ALL"
            ).fetchall()
            for (name,) in names
        }
        if ordered_index:
            found["terms"] = connection.execute(
                "SELECT d.*, p.*, t.*, w.* FROM c.search.docs d LEFT JOIN c.search.postings p USING (doc) "
                "LEFT JOIN c.search.terms t USING (term) LEFT JOIN c.search.words w USING (term) ORDER BY ALL"
            ).fetchall()
    return found


def differing(one: Path, other: Path, *, but: Sequence[str] = ()) -> list[str]:
    """Names of the tables that differ; all must hold the same tables, and articles."""
    left, right = tables(one), tables(other)
    assert left.keys() == right.keys()
    assert left["articles"]
    assert left["terms"]
    return [name for name in left if left[name] != right[name] and name not in but]


def test_only_what_is_new_is_read_and_tagged(tmp_path: Path, counted: Counted) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", RECORDS)
    archive(tmp_path, FIRST)
    assert not built(tmp_path, articles=[source]).reused
    assert counted.taken() == (5, 6)
    archive(tmp_path, SECOND, day=1)
    summary = built(tmp_path, articles=[source])
    assert counted.taken() == (2, 2)
    assert (summary.made, summary.reused) == ({"pages": 2, "articles": 2}, {"pages": 5, "articles": 5})
    incremental = tmp_path / "incremental.duckdb"
    incremental.write_bytes(summary.corpus.read_bytes())
    full = built(tmp_path, articles=[source], full=True)
    assert counted.taken() == (7, 7)
    assert not full.reused
    assert differing(incremental, full.corpus) == []


@pytest.mark.usefixtures("few_steps")
@pytest.mark.parametrize("what", ["extractor_key", "tagger_key"])
def test_a_new_version_does_its_part_again(
    tmp_path: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    archive(tmp_path, FIRST)
    built(tmp_path)
    counted.taken()
    monkeypatch.setattr(corpus.gathering.gather if what == "extractor_key" else annotating, what, lambda *_: "new")
    built(tmp_path)
    assert counted.taken() == ((5, 0) if what == "extractor_key" else (0, 3))


@pytest.mark.usefixtures("few_steps")
def test_a_changed_outlet_file_reads_its_pages_again(
    tmp_path: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(tmp_path, FIRST)
    built(tmp_path)
    counted.taken()
    outlets = dict(corpus.gathering.gather.load_outlets())
    changed = {**outlets, OUTLET: outlets[OUTLET].model_copy(update={"drop_lines": ("^iklan",)})}
    monkeypatch.setattr(corpus.gathering.gather, "load_outlets", lambda: changed)
    built(tmp_path)
    assert counted.taken() == (5, 0)
    other = next(name for name in outlets if name != OUTLET)
    changed[other] = outlets[other].model_copy(update={"drop_lines": ("^iklan",)})
    built(tmp_path)
    assert counted.taken() == (0, 0)


@pytest.mark.usefixtures("few_steps")
def test_a_failure_is_tried_again(tmp_path: Path, counted: Counted) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [*RECORDS, {"id": "9", "judul": "BOOM", "isi": "x", "media": "a"}])
    assert built(tmp_path, articles=[source]).tagging_failures == 1
    counted.taken()
    assert built(tmp_path, articles=[source]).tagging_failures == 1
    assert counted.taken()[1] > 0


@pytest.mark.parametrize("after", [1, 4])
def test_an_interrupted_build_leaves_nothing_wrong(
    tmp_path: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """The build is stopped (Ctrl-C) while it tags; what it had done serves the next one, which ends like a full one."""
    monkeypatch.setattr(annotating, "BATCH", 1)
    archive(tmp_path, FIRST)
    source = write_jsonl(tmp_path / "a.jsonl", RECORDS)
    done = 0

    def stop(what: str, *_: object) -> None:
        nonlocal done
        done += what == "tagging"
        if done >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        built(tmp_path, articles=[source], progress=stop)
    assert not DataFolder(tmp_path).corpus.exists()
    assert not list(tmp_path.glob(".netra-build-*"))
    counted.taken()
    summary = built(tmp_path, articles=[source])
    assert counted.taken()[0] == 0
    assert summary.reused["articles"] == after
    resumed = tmp_path / "resumed.duckdb"
    resumed.write_bytes(summary.corpus.read_bytes())
    full = built(tmp_path, articles=[source], full=True)
    assert differing(resumed, full.corpus) == [], [
        (a, b) for a, b in zip(tables(resumed)["articles"], tables(full.corpus)["articles"], strict=True) if a != b
    ]


def test_one_archive_in_other_files_gives_the_same_tables(tmp_path: Path, counted: Counted) -> None:
    """The same answers in files of another order, and written in another order."""
    for name, pages in (("a", (FIRST, SECOND)), ("b", (SECOND[::-1], FIRST[::-1]))):
        for number, some in enumerate(pages):
            archive(tmp_path / name, some, day=number)
        built(tmp_path / name)
    # where a record lies, what was read, and what the ledger was told last differ as they must
    places = ("builds", "build_inputs")
    assert set(differing(tmp_path / "a/corpus.duckdb", tmp_path / "b/corpus.duckdb", but=places)) <= {
        "fetches", "article_pages"
    }  # fmt: skip
    left, right = tables(tmp_path / "a/corpus.duckdb"), tables(tmp_path / "b/corpus.duckdb")
    assert [row[:5] for row in left["article_pages"]] == [row[:5] for row in right["article_pages"]]
    with duckdb.connect() as connection:
        for name in "ab":
            connection.execute(f"ATTACH '{tmp_path / name}/corpus.duckdb' AS {name} (READ_ONLY)")
        told = "SELECT * EXCLUDE (warc_file, warc_offset, first_seen_at, last_seen_at) FROM {}.fetches ORDER BY ALL"
        assert connection.execute(told.format("a")).fetchall() == connection.execute(told.format("b")).fetchall()
    assert counted.taken()[0] > 0


@pytest.mark.usefixtures("few_steps")
def test_the_index_is_taken_over_only_where_no_text_changed(
    tmp_path: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed: list[int] = []
    make = corpus.answers.fts._index

    def watch(connection: duckdb.DuckDBPyConnection) -> None:
        row = connection.execute("SELECT count(*) FROM articles").fetchone()
        indexed.append(row[0] if row else 0)
        make(connection)

    monkeypatch.setattr(corpus.answers.fts, "_index", watch)
    archive(tmp_path, FIRST)
    built(tmp_path)
    monkeypatch.setattr(annotating, "tagger_key", lambda *_: "new")
    built(tmp_path)
    assert [n for n in indexed if n] == [3]
    with corpus.open(tmp_path) as opened:
        assert len(opened.search("netral")) == 2
    archive(tmp_path, SECOND, day=1)
    built(tmp_path)
    assert [n for n in indexed if n] == [3, 4]
    assert counted.taken()[0] > 0


@pytest.mark.usefixtures("few_steps")
def test_what_is_no_longer_used_leaves_the_cache(tmp_path: Path, counted: Counted) -> None:
    def kept() -> int:
        with sqlite3.connect(DataFolder(tmp_path).cache) as db:
            return int(db.execute("SELECT count(*) FROM results").fetchone()[0])

    source = write_jsonl(tmp_path / "a.jsonl", RECORDS)
    archive(tmp_path, FIRST)
    built(tmp_path, articles=[source])
    before = kept()
    built(tmp_path)
    assert kept() == before - len(RECORDS)
    assert counted.taken()[1] > 0


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 20, b""])
def test_a_damaged_cache_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "c.sqlite"
    file.write_bytes(content)
    with Cache(file) as cache:
        cache.put(cache_key("a"), {"b": [1]})
    with Cache(file) as cache:
        assert cache.get(cache_key("a")) == {"b": [1]}
        assert cache.get(cache_key("c")) is None


@pytest.mark.usefixtures("few_steps")
def test_an_address_that_the_crawler_saw_and_a_file_brings(tmp_path: Path, counted: Counted) -> None:
    """robots.txt forbids the page; the user has the text: the address keeps its row, the text its own."""
    archive(tmp_path, [*FIRST, Page("/2024/09/01/hilang", T0, status=404)])
    record = {"judul": "Hilang", "isi": "Ada di sini.", "url": f"{HOST}/2024/09/01/hilang"}
    built(tmp_path, articles=[write_jsonl(tmp_path / "a.jsonl", [record])])
    with corpus.open(tmp_path) as opened:
        found = opened.connection.execute(
            "SELECT url, outcome, article_id IS NULL FROM fetches WHERE url LIKE '%hilang' OR surface = 'import' "
            "ORDER BY url"
        ).fetchall()
    assert found == [(f"{HOST}/2024/09/01/hilang", "gone", True), ("import:a.jsonl#1", "extracted", False)]
    assert counted.taken()[1] > 0


def test_the_tagger_key_covers_the_code_that_makes_rows() -> None:
    """The modules of this package that corpus.tagging.batches is made of are in the key."""
    import corpus.tagging.batches

    source = Path(corpus.tagging.batches.__file__)
    imported = {
        line.split()[1].rpartition(".")[2] + ".py"
        for line in source.read_text("utf-8").splitlines()
        if line.startswith("from corpus.")
    }
    assert imported | {source.name} <= {file.name for file in versions.tagging_files()}


@pytest.mark.usefixtures("few_steps")
def test_replacing_a_page_is_seen(tmp_path: Path, counted: Counted) -> None:
    """Other bytes at the address that was read before."""
    archive(tmp_path, [FIRST[0]])
    built(tmp_path)
    (file,) = (tmp_path / "archive").glob("*.warc.gz")
    file.unlink()
    archive(tmp_path, [replace(FIRST[0], text="Bukan camat.")])
    built(tmp_path)
    with corpus.open(tmp_path) as opened:
        assert opened.connection.execute("SELECT text FROM articles").fetchall() == [("Bukan camat.",)]
    assert counted.taken() == (2, 2)
