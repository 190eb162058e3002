"""Archive to tables: pages joined, revisions found, every address accounted for, whatever is damaged."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from archive_of import HOST, OUTLET, Page, write_archive
from made_articles import NOW, RECORDS, write_jsonl

import corpus
import corpus.gather
from corpus.build import BuildSummary, build
from crawler.article import Article, NotArticle
from crawler.ledger import Ledger
from crawler.ledger_schema import Change
from crawler.outlet import Outlet

T0 = datetime(2024, 9, 2, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def fake_extract(body: bytes, url: str | None, outlet: Outlet | None, **_: object) -> Article | NotArticle:
    """Reads Page.body."""
    kind, _, rest = body.decode().partition("|")
    if kind != "ARTICLE":
        return NotArticle("not_article", "an index page")
    title, number, pages, text = rest.split("|", 3)
    return Article(
        url=url, title=title, text=text, outlet_id=outlet.id if outlet else None, method="test",
        published="2024-09-01T23:30:00+07:00", page=int(number), pages=int(pages),
    )  # fmt: skip


def fake_join(pages: Sequence[Article]) -> Article:
    from dataclasses import replace

    return replace(pages[0], text="\n".join(page.text for page in pages), pages_seen=len(pages))


pytestmark = pytest.mark.usefixtures("fake_tagger", "fake_pages")


@pytest.fixture
def fake_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.gather, "extract_page", fake_extract)
    monkeypatch.setattr(corpus.gather, "join_pages", fake_join)


def built(data: Path) -> BuildSummary:
    return build(data, workers=1, now=NOW)


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with corpus.open(data) as opened:
        return opened.connection.execute(query).fetchall()


def test_same_text_is_no_revision_a_changed_one_is(tmp_path: Path) -> None:
    path = "/2024/09/01/camat-dilaporkan"
    pages = [Page(path, T0), Page(path, T0 + DAY), Page(path, T0 + 2 * DAY, text="Camat Budi terbukti netral.")]
    write_archive(tmp_path / "archive", pages, started=T0)
    built(tmp_path)
    assert rows(tmp_path, "SELECT revision, text FROM articles") == [(2, "Camat Budi terbukti netral.")]
    found = rows(tmp_path, "SELECT revision, is_current, text, first_fetched_at, last_fetched_at "
                           "FROM article_revisions ORDER BY revision")  # fmt: skip
    assert found == [
        (1, False, "Camat Budi diduga tidak netral.", T0, T0 + DAY),
        (2, True, None, T0 + 2 * DAY, T0 + 2 * DAY),
    ]
    assert rows(tmp_path, "SELECT count(*) FROM violation_mentions") == [(0,)]  # of the current wording alone


def test_day_is_that_of_the_outlet(tmp_path: Path) -> None:
    write_archive(tmp_path / "archive", [Page("/2024/09/01/x", T0)], started=T0)
    built(tmp_path)
    assert rows(tmp_path, "SELECT published_date, published_at FROM articles") == [
        (date(2024, 9, 1), datetime(2024, 9, 1, 16, 30, tzinfo=UTC))
    ]


def test_pages_are_joined_and_their_records_named(tmp_path: Path) -> None:
    first = "/2024/09/01/panjang"
    pages = [
        Page(f"{first}?page=2", T0 + timedelta(seconds=9), text="dua", number=2, pages=2, of=first),
        Page(first, T0, text="satu", pages=2),
    ]
    places = write_archive(tmp_path / "archive", pages, started=T0)
    built(tmp_path)
    assert rows(tmp_path, "SELECT text, pages, pages_seen FROM articles") == [("satu\ndua", 2, 2)]
    found = rows(tmp_path, "SELECT page, warc_file, warc_offset FROM article_pages ORDER BY page")
    assert found == [(1, places[1].file, places[1].offset), (2, places[0].file, places[0].offset)]
    assert rows(tmp_path, "SELECT role, outcome FROM fetches ORDER BY role") == [
        ("article", "extracted"),
        ("page", "extracted"),
    ]
    assert rows(tmp_path, "SELECT count(DISTINCT article_id) FROM fetches") == [(1,)]


def test_a_fetch_that_misses_a_page_is_no_shorter_text(tmp_path: Path) -> None:
    first = "/2024/09/01/panjang"
    second = Page(f"{first}?page=2", T0 + timedelta(seconds=9), text="dua", number=2, pages=2, of=first)
    pages = [Page(first, T0, text="satu", pages=2), second, Page(first, T0 + DAY, text="satu", pages=2)]
    write_archive(tmp_path / "archive", pages, started=T0)
    built(tmp_path)
    assert rows(tmp_path, "SELECT revision, text FROM articles") == [(1, "satu\ndua")]


def test_a_twin_is_no_revision(tmp_path: Path) -> None:
    amp = Page(f"{HOST}/amp/2024/09/01/camat", T0 + DAY, text="Camat Budi diduga tidak netral, versi AMP.")
    write_archive(tmp_path / "archive", [Page("/2024/09/01/camat", T0), amp], started=T0)
    built(tmp_path)
    assert rows(tmp_path, "SELECT revision, text FROM articles") == [(1, "Camat Budi diduga tidak netral.")]
    assert rows(tmp_path, "SELECT outcome FROM fetches ORDER BY url") == [("extracted",), ("duplicate",)]


def test_every_address_has_a_last_word_and_the_sums_reconcile(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    pages = [
        Page("/2024/09/01/a", T0),
        Page("/2024/09/01/b", T0, text=None),
        Page("/2024/09/01/c", T0, status=404),
    ]
    write_archive(archive, pages, started=T0)
    ledger = Ledger(archive, lambda: T0)
    for path, outcome, reason in (("d", "robots", "Disallow: /"), ("e", "fetched", ""), ("f", "pending", "")):
        ledger.add(Change(OUTLET, f"{HOST}/2024/09/01/{path}", T0.isoformat(), outcome=outcome, reason=reason))
    ledger.close()
    summary = built(tmp_path)
    assert rows(tmp_path, "SELECT right(url, 1), outcome, reason, answered FROM fetches ORDER BY url") == [
        ("a", "extracted", None, True),
        ("b", "not_article", "an index page", True),
        ("c", "gone", None, True),
        ("d", "robots", "Disallow: /", False),
        ("e", "missing", "the ledger says fetched, the archive holds no readable response", False),
        ("f", "pending", None, False),
    ]
    found = rows(tmp_path, "SELECT sum(urls_seen), sum(urls_fetched), sum(urls_extracted), sum(urls_excluded), "
                           "sum(urls_not_fetched), sum(articles) FROM coverage")  # fmt: skip
    assert found == [(6, 3, 1, 2, 3, 1)]
    query = "SELECT excluded_by FROM coverage WHERE day = '2024-09-02' OR urls_seen > 0 ORDER BY day"
    told = [reason for (reasons,) in rows(tmp_path, query) for reason in reasons]
    assert sorted(told) == ["gone", "missing", "not_article", "pending", "robots"]
    assert summary.row_counts["fetches"] == 6


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


def test_the_order_of_fetching_does_not_matter(tmp_path: Path) -> None:
    pages = [Page(f"/2024/09/0{n}/artikel-{n}", T0 + n * DAY, title=f"Judul {n}") for n in range(1, 6)]
    tables = {}
    for name, order in (("a", pages), ("b", pages[::-1])):
        write_archive(tmp_path / name / "archive", order, started=T0)
        built(tmp_path / name)
        skip = "article_id, url, text_digest, title, published_date, topic, revision"
        tables[name] = [
            rows(tmp_path / name, f"SELECT {skip} FROM articles"),
            rows(tmp_path / name, "SELECT * FROM violation_mentions"),
            rows(tmp_path / name, "SELECT * FROM coverage"),
            rows(tmp_path / name, "SELECT * FROM officials"),
        ]
    assert tables["a"] == tables["b"]
    assert len(tables["a"][0]) == 5
