"""Archive to tables: pages joined, revisions found, every address accounted for, whatever is damaged."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from archive_of import HOST, OUTLET, Page, fake_extract, fake_join, write_archive
from made_articles import NOW, RECORDS, fake_annotate, write_jsonl

import corpus
import corpus.gathering.gather
import nlp.pipeline
from corpus.build import BuildSummary, build
from crawler.storage.ledger import Ledger
from crawler.storage.ledger_schema import Change

T0 = datetime(2024, 9, 2, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


REVISED, LONG, BROKEN_OFF, TWIN = (f"/2024/09/01/{slug}" for slug in ("berubah", "panjang", "terputus", "kembar"))
NO_ARTICLE, GONE = "/2024/09/01/indeks", "/2024/09/01/hilang"
PAGES = (
    Page(REVISED, T0),
    Page(REVISED, T0 + DAY),
    Page(REVISED, T0 + 2 * DAY, text="Camat Budi terbukti netral."),
    Page(f"{LONG}?page=2", T0 + timedelta(seconds=9), text="dua", number=2, pages=2, of=LONG),
    Page(LONG, T0, text="satu", pages=2),
    Page(BROKEN_OFF, T0, text="satu", pages=2),
    Page(f"{BROKEN_OFF}?page=2", T0 + timedelta(seconds=9), text="dua", number=2, pages=2, of=BROKEN_OFF),
    Page(BROKEN_OFF, T0 + DAY, text="satu", pages=2),  # page 2 was not fetched again
    Page(TWIN, T0),
    Page(f"{HOST}/amp{TWIN}", T0 + DAY, text="Camat Budi diduga tidak netral, versi AMP."),
    Page(NO_ARTICLE, T0, text=None),
    Page(GONE, T0, status=404),
)
# What the ledger alone knows.
UNFETCHED = (("larangan", "robots", "Disallow: /"), ("lenyap", "fetched", ""), ("menunggu", "pending", ""))


@pytest.fixture(scope="module", autouse=True)
def fakes() -> Iterator[None]:
    """Pages are read and tagged by the doubles here; joining is real work of none of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus.gathering.gather, "extract_page", fake_extract)
        patch.setattr(corpus.gathering.gather, "join_pages", fake_join)
        patch.setattr(nlp.pipeline, "annotate", fake_annotate)
        yield


def collect(data: Path, pages: Sequence[Page]) -> BuildSummary:
    """Archive the pages in this order, add what the ledger alone knows, build."""
    write_archive(data / "archive", pages, started=T0)
    ledger = Ledger(data / "archive", lambda: T0)
    for slug, outcome, reason in UNFETCHED:
        url = f"{HOST}/2024/09/01/{slug}"
        ledger.add(Change(OUTLET, url, T0.isoformat(), outcome=outcome, reason=reason))
    ledger.close()
    return built(data)


def built(data: Path) -> BuildSummary:
    return build(data, workers=1, now=NOW)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder built from PAGES."""
    folder = tmp_path_factory.mktemp("archive")
    collect(folder, PAGES)
    return folder


def rows(data: Path, query: str, *params: object) -> list[tuple[Any, ...]]:
    with corpus.open(data) as opened:
        return opened.connection.execute(query, list(params)).fetchall()


def article(data: Path, path: str, columns: str) -> tuple[Any, ...]:
    (found,) = rows(data, f"SELECT {columns} FROM articles WHERE url = ?", HOST + path)
    return found


def test_same_text_is_no_revision_a_changed_one_is(data: Path) -> None:
    ident, *current = article(data, REVISED, "article_id, revision, text")
    assert current == [2, "Camat Budi terbukti netral."]
    query = "SELECT revision, is_current, text, first_fetched_at, last_fetched_at FROM article_revisions "
    assert rows(data, query + "WHERE article_id = ? ORDER BY revision", ident) == [
        (1, False, "Camat Budi diduga tidak netral.", T0, T0 + DAY),
        (2, True, None, T0 + 2 * DAY, T0 + 2 * DAY),
    ]
    # mentions are those of the current wording alone
    assert rows(data, "SELECT count(*) FROM violation_mentions WHERE article_id = ?", ident) == [(0,)]


def test_day_is_that_of_the_outlet(data: Path) -> None:
    day = article(data, TWIN, "published_date, published_at")
    assert day == (date(2024, 9, 1), datetime(2024, 9, 1, 16, 30, tzinfo=UTC))


def test_pages_are_joined_and_their_records_named(data: Path) -> None:
    from crawler.storage.archive import Exchange, find_exchange

    ident, *joined = article(data, LONG, "article_id, text, pages, pages_seen")
    assert joined == ["satu\ndua", 2, 2]
    found = rows(
        data, "SELECT page, url, warc_file, warc_offset FROM article_pages WHERE article_id = ? ORDER BY page", ident
    )
    assert [(page, url) for page, url, _, _ in found] == [(1, HOST + LONG), (2, f"{HOST}{LONG}?page=2")]
    for _, url, file, offset in found:
        exchange = find_exchange(data / "archive", file, offset)
        assert isinstance(exchange, Exchange)
        assert exchange.url == url
    outcomes = rows(data, "SELECT role, outcome FROM fetches WHERE article_id = ? ORDER BY role", ident)
    assert outcomes == [("article", "extracted"), ("page", "extracted")]


def test_a_fetch_that_misses_a_page_is_no_shorter_text(data: Path) -> None:
    assert article(data, BROKEN_OFF, "revision, text") == (1, "satu\ndua")


def test_a_twin_is_no_revision(data: Path) -> None:
    ident, *current = article(data, TWIN, "article_id, revision, text")
    assert current == [1, "Camat Budi diduga tidak netral."]
    outcomes = rows(data, "SELECT outcome FROM fetches WHERE article_id = ? ORDER BY outcome", ident)
    assert outcomes == [("duplicate",), ("extracted",)]


def test_every_address_has_a_last_word(data: Path) -> None:
    query = "SELECT parse_filename(url), outcome, reason, answered FROM fetches WHERE article_id IS NULL ORDER BY url"
    assert rows(data, query) == [
        ("hilang", "gone", None, True),
        ("indeks", "not_article", "an index page", True),
        ("larangan", "robots", "Disallow: /", False),
        ("lenyap", "missing", "the ledger says fetched, the archive holds no readable response", False),
        ("menunggu", "pending", None, False),
    ]


def test_the_sums_reconcile(data: Path) -> None:
    names = ("urls_seen", "urls_fetched", "urls_extracted", "urls_excluded", "urls_not_fetched", "articles")
    sums = ", ".join(f"sum({name})" for name in names)
    assert rows(data, f"SELECT {sums} FROM coverage") == [(10, 7, 4, 3, 3, 4)]
    told = [reason for (by,) in rows(data, "SELECT excluded_by FROM coverage") for reason in by]
    assert sorted(told) == ["duplicate", "gone", "missing", "not_article", "pending", "robots"]


def test_the_order_of_fetching_does_not_matter(data: Path, tmp_path: Path) -> None:
    collect(tmp_path, PAGES[::-1])
    for table in ("sentences", "violation_mentions", "coverage", "officials", "official_mentions"):
        assert rows(tmp_path, f"FROM {table}") == rows(data, f"FROM {table}"), table
    columns = (
        "article_id, url, revision, text_digest, title, published_date, topic, first_fetched_at, last_fetched_at"
    )
    assert rows(tmp_path, f"SELECT {columns} FROM articles") == rows(data, f"SELECT {columns} FROM articles")


def test_damaged_records_are_skipped_counted_and_named(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    places = write_archive(archive, [Page("/2024/09/01/a", T0), Page("/2024/09/01/b", T0)], started=T0)
    file = archive / places[0].file
    raw = bytearray(file.read_bytes())
    raw[places[0].offset + 40 : places[0].offset + 60] = bytes(20)
    file.write_bytes(raw)
    summary = built(tmp_path)
    assert len(summary.damaged) >= 1
    assert summary.whole  # a damaged record stays for ever: it is told, not an error of this build
    assert rows(tmp_path, "SELECT count(*), any_value(warc_file) FROM damaged_records") == [
        (len(summary.damaged), places[0].file)
    ]
    assert rows(tmp_path, "SELECT right(url, 1), outcome FROM fetches ORDER BY url") == [
        ("a", "missing"), ("b", "extracted"),
    ]  # fmt: skip
    assert rows(tmp_path, "SELECT damaged_records FROM builds") == [(len(summary.damaged),)]


def test_an_outlet_that_can_no_longer_be_read_is_told(tmp_path: Path) -> None:
    pages = [Page(f"/2024/09/01/{n}", T0, text=None) for n in range(3)]
    write_archive(tmp_path / "archive", pages, started=T0)
    summary = built(tmp_path)
    assert (summary.unread, summary.whole) == ((OUTLET,), False)
    assert summary.problems[0].startswith(f"{OUTLET}: 3 article pages were fetched and none could be read")


def test_an_archive_without_its_ledger(tmp_path: Path) -> None:
    write_archive(tmp_path / "archive", [Page("/2024/09/01/a", T0)], started=T0, ledger=False)
    built(tmp_path)
    assert rows(tmp_path, "SELECT outcome, crawl_outcome, listed_date FROM fetches") == [
        ("extracted", None, date(2024, 9, 1))
    ]


def test_archive_and_imported_file_together(tmp_path: Path) -> None:
    write_archive(tmp_path / "archive", [Page("/2024/09/01/a", T0)], started=T0)
    same = {"judul": "lain", "isi": "Isi lain.", "url": f"{HOST}/2024/09/01/a?utm_source=x", "media": "apa saja"}
    source = write_jsonl(tmp_path / "x.jsonl", [RECORDS[0], same])
    build(tmp_path, articles=[source], workers=1, now=NOW)
    assert rows(tmp_path, "SELECT origin, title FROM articles ORDER BY origin") == [
        ("archive", "Camat dilaporkan"), ("import", RECORDS[0]["judul"]),
    ]  # fmt: skip
    assert rows(tmp_path, "SELECT outlet_id, reason FROM fetches WHERE outcome = 'duplicate'") == [
        (OUTLET, "the article stands in the archive")
    ]


def test_an_outlet_whose_file_is_gone_and_half_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_archive(tmp_path / "archive", [Page("/2024/09/01/a", T0), Page("/2024/09/01/b", T0)], started=T0)
    read = corpus.gathering.gather.read_archive_file

    def other(path: Path) -> Iterator[Any]:
        for found in read(path):
            yield replace(found, outlet_id="radar-lama", problem="cut off" if found.url.endswith("b") else None)

    monkeypatch.setattr(corpus.gathering.gather, "read_archive_file", other)
    (tmp_path / "archive" / "ledger.sqlite").unlink()
    built(tmp_path)
    assert rows(tmp_path, "SELECT family, status FROM outlets WHERE outlet_id = 'radar-lama'") == [
        ("unknown", "unknown")
    ]
    assert rows(tmp_path, "SELECT outcome, reason FROM fetches ORDER BY url") == [
        ("extracted", None),
        ("broken", "cut off"),
    ]
