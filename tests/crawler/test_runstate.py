"""What the crawls of a process share, and how the ledger catches up with the archive after a kill."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings

from crawler.engine.book import Book
from crawler.engine.middlewares import ArchiveMiddleware
from crawler.engine.recovery import Unread
from crawler.engine.runstate import RunState, ledger_key, run_name
from crawler.outlet import load_outlets
from crawler.storage.archive import Fetched, Position, body_digest
from crawler.storage.ledger import Change
from crawler.storage.lock import LockedError
from crawler.storage.outcomes import Outcome

START = datetime(2024, 8, 25, 5, 0, tzinfo=UTC)
BODY = b"<p>ASN netral</p>"


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def run(tmp_path: Path) -> RunState:
    return RunState(tmp_path, START, "netra/0.1", 10**6, monotonic=Clock())


def archived(run: RunState, name: str, outcome: str) -> None:
    meta = {
        "outlet": "uji", "surface": "rss", "role": "article", "title": "Judul", "date": "2024-08-25",
        "outcome": outcome, "reason": "", "digest": body_digest(BODY), "key": f"https://uji.example/{name}",
    }  # fmt: skip
    url = f"https://uji.example/{name}?page=all"
    run.writer("uji").write(Fetched(url, run.now(), "GET", [], 200, "OK", [], BODY, meta))


def test_the_ledger_takes_over_what_a_killed_run_archived(run: RunState, tmp_path: Path) -> None:
    archived(run, "satu", "fetched")
    archived(run, "pindah", "redirected")
    again = RunState(tmp_path, START + timedelta(hours=1), "netra/0.1", 10**6)
    assert again.recover() == (2, 0)
    row = again.ledger.row("uji", "https://uji.example/satu")
    assert row is not None
    assert (row.outcome, row.status, row.digest, row.title) == ("fetched", 200, body_digest(BODY), "Judul")
    moved = again.ledger.row("uji", "https://uji.example/pindah")
    assert moved is not None
    assert (moved.outcome, moved.retry) == (Outcome.PENDING, True)  # its target may never have been asked for
    assert again.recover() == (0, 0)  # once is enough


def test_a_record_that_was_cut_off_is_counted_once(run: RunState, tmp_path: Path) -> None:
    archived(run, "satu", "fetched")
    archived(run, "dua", "fetched")
    (path,) = tmp_path.glob("*.warc.gz")
    path.write_bytes(path.read_bytes()[:-50])
    again = RunState(tmp_path, START, "netra/0.1", 10**6)
    taken, damaged = again.recover()
    assert (taken, damaged > 0) == (1, True)
    assert again.recover() == (0, 0)


def test_what_the_ledger_knows_better_stays(run: RunState, tmp_path: Path) -> None:
    archived(run, "satu", "fetched")
    run.ledger.add(
        Change("uji", "https://uji.example/satu", run.ledger.now(), outcome="not_article", reason="galeri")
    )
    run.close()
    again = RunState(tmp_path, START, "netra/0.1", 10**6)
    assert again.recover() == (0, 0)
    row = again.ledger.row("uji", "https://uji.example/satu")
    assert row is not None
    assert row.reason == "galeri"


@pytest.mark.parametrize("loss", ["short", "zeros"])
def test_a_power_cut_that_took_the_end_of_a_file_opens_what_it_held_again(
    run: RunState, tmp_path: Path, loss: str
) -> None:
    """The ledger may have reached the disk before the archive did."""
    run.begin("20240825T050000Z-1", ("uji",))
    for name in ("satu", "dua"):
        archived(run, name, "fetched")
    (path,) = tmp_path.glob("*.warc.gz")
    size = path.stat().st_size
    run.ledger.account(path.name, size)
    for name in ("satu", "dua"):
        about = {"outcome": "fetched", "digest": body_digest(BODY)}
        run.ledger.add(Change("uji", f"https://uji.example/{name}", run.ledger.now(), **about))
    run.ledger.flush()
    with path.open("r+b") as file:
        file.truncate(size - 200)
        file.truncate(size if loss == "zeros" else size - 200)
    again = RunState(tmp_path, START + timedelta(hours=1), "netra/0.1", 10**6)
    for _ in range(2):  # the second time there is nothing left to find out
        again.recover()
        rows = {
            row.url: (str(row.outcome), row.retry, row.reason)
            for row in again.ledger.open_rows("uji", ("article",), 12)
        }
        assert rows == {"https://uji.example/dua": ("pending", True, "its archived answer was lost with the machine")}
    run.close()


def test_answers_that_no_spider_has_read_hold_their_file_back() -> None:
    unread = Unread()
    assert unread.add(Position("a", 10, 30), hold=True) == 10
    assert unread.add(Position("a", 30, 50), hold=False) == 10
    assert unread.add(Position("a", 50, 70), hold=True) == 10
    assert unread.add(Position("b", 5, 9), hold=False) == 9
    assert unread.read(Position("a", 10, 30)) == 50
    assert unread.read(Position("a", 50, 70)) == 70


def test_one_crawl_at_a_time_works_in_a_folder(run: RunState, tmp_path: Path) -> None:
    assert run.begin("first", ("uji",)) == (0, 0)
    second = RunState(tmp_path, START, "netra/0.1", 10**6)
    with pytest.raises(LockedError, match=rf"crawl\.lock: process {os.getpid()}, since 2024-08-25T05:00:00"):
        second.begin("second", ("uji",))
    run.close()
    assert second.begin("second", ("uji",)) == (0, 0)
    second.close()


def test_the_clock_goes_on_from_the_start_of_the_run(run: RunState) -> None:
    assert run.now() == START
    run.monotonic.now += 90  # type: ignore[attr-defined]  # the test's own clock
    assert run.now() == START + timedelta(seconds=90)
    assert run_name(START) == "20240825T050000Z"


@pytest.mark.parametrize(
    ("url", "role", "key"),
    [
        ("https://jateng.tribunnews.com/2024/08/25/asn?page=all", "article", "https://jateng.tribunnews.com/2024/08/25/asn"),
        ("http://jateng.tribunnews.com/2024/08/25/asn?utm_source=x#top", "article", "https://jateng.tribunnews.com/2024/08/25/asn"),
        ("https://jateng.tribunnews.com/2024/08/25/asn?page=2", "page", "https://jateng.tribunnews.com/2024/08/25/asn?page=2"),
        ("https://jateng.tribunnews.com/index-news?page=2", "index", "https://jateng.tribunnews.com/index-news?page=2"),
    ],
)  # fmt: skip
def test_an_article_has_one_row_whatever_its_address(url: str, role: str, key: str) -> None:
    assert ledger_key(url, role, load_outlets()["tribun-jateng"]) == key


def test_outlets_with_odd_names_get_file_names(run: RunState) -> None:
    assert run.writer("../luar").outlet == "___luar"
    run.fail(OSError("penuh"))
    run.fail(OSError("lagi"))
    assert (run.fatal, run.stopping) == ("penuh", "the disk failed")


def test_a_surface_is_asked_whether_it_changed_where_the_spider_wants_that(run: RunState) -> None:
    url = "https://uji.example/feed/"
    fields = {"outcome": "fetched", "role": "index", "etag": '"v1"', "last_modified": "Sun, 25 Aug 2024 05:00:00 GMT"}
    run.ledger.add(Change("uji", url, run.ledger.now(), **fields))

    class FakeCrawler:
        settings = Settings({"DOWNLOAD_MAXSIZE": 10, "NETRA_INDEX_MAXSIZE": 50})
        netra_book = Book(run, "uji")

    middleware = ArchiveMiddleware(FakeCrawler())  # type: ignore[arg-type]  # no more of it is used
    plain = Request(url, meta={"netra": {"role": "index"}})
    middleware.process_request(plain)
    assert (plain.headers, plain.meta["download_maxsize"]) == ({}, 50)
    asking = Request(url, meta={"netra": {"role": "index", "conditional": True}})
    middleware.process_request(asking)
    assert asking.headers[b"If-None-Match"] == b'"v1"'
    assert asking.headers[b"If-Modified-Since"] == b"Sun, 25 Aug 2024 05:00:00 GMT"
