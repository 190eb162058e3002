"""The ledger: every URL seen has one row, one outcome and one reason; nothing is lost between runs."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.storage.ledger import LEDGER_FILE, Change, Ledger, LedgerError, LedgerRow, count_days, read_ledger
from crawler.storage.ledger_walks import Question, WalkState
from crawler.storage.outcomes import OPEN, Outcome, OutcomeError

START = datetime(2024, 8, 25, 23, 50, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    return Ledger(tmp_path, clock)


def change(ledger: Ledger, url: str, outcome: str | None = None, outlet: str = "uji", **fields: object) -> None:
    ledger.add(Change(outlet, url, ledger.now(), outcome=outcome, **fields))  # type: ignore[arg-type]  # test helper


def rows(folder: Path) -> dict[str, LedgerRow]:
    return {row.url: row for row in read_ledger(folder)}


def test_a_url_is_pending_until_its_outcome_is_told(ledger: Ledger, tmp_path: Path, clock: Clock) -> None:
    change(ledger, "https://uji.example/1", surface="rss", title="ASN netral", date="2024-08-25")
    ledger.flush()
    row = rows(tmp_path)["https://uji.example/1"]
    assert (row.outcome, row.retry, row.attempts) == (Outcome.PENDING, True, 0)
    clock.now += timedelta(minutes=1)
    change(ledger, "https://uji.example/1", "fetched", status=200, bytes=10, digest="sha256:ab", attempts=1)
    ledger.close()
    row = rows(tmp_path)["https://uji.example/1"]
    assert (row.outcome, row.retry, row.attempts, row.status) == (Outcome.FETCHED, False, 1, 200)
    assert (row.first_seen, row.last_seen) == (START, START + timedelta(minutes=1))
    assert (row.surface, row.title, row.date, row.digest) == ("rss", "ASN netral", "2024-08-25", "sha256:ab")


@pytest.mark.parametrize("flush_between", [True, False])
def test_a_later_word_counts_and_a_later_sight_does_not_undo_it(
    ledger: Ledger, tmp_path: Path, flush_between: bool
) -> None:
    between: Callable[[], None] = ledger.flush if flush_between else lambda: None
    change(ledger, "u", "fetched", reason="", attempts=1, status=200)
    between()
    change(ledger, "u", "out_of_range", reason="published 2019-01-01")
    between()
    change(ledger, "u", surface="sitemap", title="Judul")  # seen again, on another surface
    ledger.close()
    row = rows(tmp_path)["u"]
    assert (row.outcome, row.reason, row.retry) == (Outcome.OUT_OF_RANGE, "published 2019-01-01", False)
    assert (row.attempts, row.status, row.title, row.surface) == (1, 200, "Judul", "sitemap")


def test_attempts_add_up(ledger: Ledger, tmp_path: Path) -> None:
    for _ in range(3):
        change(ledger, "u", "error", reason="timeout", attempts=1)
        ledger.flush()
    assert rows(tmp_path)["u"].attempts == 3


@pytest.mark.parametrize("outcome", list(Outcome))
def test_known_means_that_nobody_need_ask_again(ledger: Ledger, outcome: Outcome) -> None:
    assert not ledger.known("uji", "u")
    change(ledger, "u", outcome)
    assert ledger.known("uji", "u") == (outcome not in OPEN)
    ledger.flush()
    assert ledger.known("uji", "u") == (outcome not in OPEN)
    assert not ledger.known("lain", "u")  # another outlet's row


def test_the_caller_may_say_that_a_url_is_to_be_tried_again(ledger: Ledger) -> None:
    change(ledger, "u", "robots", reason="robots.txt: 503", retry=1)
    assert not ledger.known("uji", "u")
    change(ledger, "v", "robots", reason="Disallow: /tag/")
    assert ledger.known("uji", "v")


def test_open_rows_are_the_newest_first_and_end_after_enough_attempts(ledger: Ledger) -> None:
    change(ledger, "old", date="2024-08-01")
    change(ledger, "new", date="2024-08-20")
    change(ledger, "done", "fetched", date="2024-08-21")
    change(ledger, "tired", "error", attempts=9, date="2024-08-22")
    change(ledger, "index", role="index")
    change(ledger, "late", "out_of_range", retry=1)
    assert [row.url for row in ledger.open_rows("uji", ("article", "page"), 9)] == ["new", "old"]


def test_an_unknown_outcome_names_the_nearest(ledger: Ledger) -> None:
    with pytest.raises(OutcomeError, match=r"'fetchd'.*'fetched'"):
        change(ledger, "u", "fetchd")


def test_counts_per_day_add_up_to_what_was_seen(ledger: Ledger, tmp_path: Path, clock: Clock) -> None:
    words = [None, "fetched", "fetched", "robots", "error"]
    for number, word in enumerate(words):
        change(ledger, f"u{number}", word)
    clock.now += timedelta(minutes=20)  # the next UTC day
    change(ledger, "u9", "gone")
    change(ledger, "u0", "fetched")  # the pending one of the day before
    change(ledger, "u1", outlet="lain")
    ledger.close()
    assert list(count_days(tmp_path)) == [
        ("lain", "2024-08-26", 1, {"pending": 1}),
        ("uji", "2024-08-25", 5, {"error": 1, "fetched": 3, "robots": 1}),
        ("uji", "2024-08-26", 1, {"gone": 1}),
    ]
    assert all(seen == sum(counts.values()) for _, _, seen, counts in count_days(tmp_path))


def test_writes_are_batched_and_a_reader_sees_whole_batches(tmp_path: Path, clock: Clock) -> None:
    ledger = Ledger(tmp_path, clock, batch=10)
    for number in range(19):
        change(ledger, f"u{number}", "fetched")
    assert len(rows(tmp_path)) == 10
    ledger.close()
    assert len(rows(tmp_path)) == 19


def test_a_killed_run_leaves_a_readable_ledger(ledger: Ledger, tmp_path: Path, clock: Clock) -> None:
    change(ledger, "u", "fetched")
    ledger.flush()
    change(ledger, "v", "fetched")  # never written: the process is gone
    again = Ledger(tmp_path, clock)
    assert again.known("uji", "u")
    assert not again.known("uji", "v")


def test_accounted_positions_only_grow(ledger: Ledger) -> None:
    assert ledger.accounted("a.warc.gz") == 0
    ledger.account("a.warc.gz", 500)
    ledger.account("a.warc.gz", 300)
    assert ledger.accounted("a.warc.gz") == 500
    ledger.flush()
    assert ledger.accounted("a.warc.gz") == 500


def test_a_full_disk_is_a_clear_error_and_keeps_what_was_to_be_written(ledger: Ledger, tmp_path: Path) -> None:
    ledger._db.execute("PRAGMA max_page_count = 1")  # SQLite then answers as on a full disk
    for number in range(400):
        change(ledger, f"https://uji.example/{number}" + "x" * 200, "fetched")
    with pytest.raises(LedgerError, match=r"ledger\.sqlite: cannot write: .*full"):
        ledger.flush()
    ledger._db.execute("PRAGMA max_page_count = 100000")
    ledger.close()
    assert len(rows(tmp_path)) == 400


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "arsip").write_text("a file stands in the way")
    with pytest.raises(LedgerError, match="cannot open the ledger"):
        Ledger(tmp_path / "arsip")


def test_reading_where_there_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="netra crawl"):
        list(read_ledger(tmp_path))


def test_reading_a_damaged_ledger(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).write_bytes(b"bukan basis data" * 100)
    with pytest.raises(LedgerError, match="cannot read the ledger"):
        list(read_ledger(tmp_path))


def test_the_database_refuses_a_word_that_is_no_outcome(ledger: Ledger) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        ledger._db.execute(
            "INSERT INTO urls SELECT 'a','b','','','','','hilang','',0,0" + ",NULL" * 9 + ",'',NULL,NULL"
        )


def test_a_run_counts_what_it_touched_and_gives_the_rest_a_reason(ledger: Ledger, tmp_path: Path) -> None:
    ledger.start_run("first", ("uji", "lain"))
    change(ledger, "u", "fetched")
    change(ledger, "v")
    assert ledger.end_run(130) == {"uji": {"article": {"fetched": 1, "pending": 1}}}
    assert rows(tmp_path)["v"].reason == "the run ended before it was asked"
    ledger.start_run("second", ("uji",))
    change(ledger, "u")  # seen again, long known
    change(ledger, "v", "gone", reason="404")
    change(ledger, "w", "fetched", outlet="lain")
    assert ledger.end_run(0) == {"lain": {"article": {"fetched": 1}}, "uji": {"article": {"gone": 1}}}
    assert ledger._db.execute("SELECT run, outlets, exit_code FROM runs ORDER BY run").fetchall() == [
        ("first", "uji lain", 130),
        ("second", "uji", 0),
    ]


def test_a_ledger_of_an_earlier_version_is_read_and_gains_its_columns(tmp_path: Path, clock: Clock) -> None:
    with sqlite3.connect(tmp_path / LEDGER_FILE) as db:
        db.execute(
            "CREATE TABLE urls (outlet, url, surface, role, first_seen, last_seen, outcome, reason, retry, attempts, "
            "status, bytes, digest, title, date, final_url, discovered_from, etag, last_modified, run, "
            "PRIMARY KEY (outlet, url)) WITHOUT ROWID"
        )
        old = ("uji", "u", "rss", "article", START.isoformat(), START.isoformat(), "fetched", "", 0, 1)
        db.execute(f"INSERT INTO urls VALUES ({', '.join('?' * 10)}{', NULL' * 9}, 'run')", old)
    (row,) = read_ledger(tmp_path)
    assert (row.url, row.fetched_at, row.selection) == ("u", None, None)
    ledger = Ledger(tmp_path, clock)
    change(ledger, "v", "fetched", selection="topic", fetched_at=START.isoformat())
    ledger.close()
    assert {row.url: (row.selection, row.fetched_at) for row in read_ledger(tmp_path)} == {
        "u": (None, None),
        "v": ("topic", START),
    }


@pytest.mark.parametrize("flush_between", [True, False])
def test_a_look_tells_what_is_written_and_what_is_not_yet(ledger: Ledger, clock: Clock, flush_between: bool) -> None:
    assert ledger.look("uji", "u") is None
    change(ledger, "u")
    if flush_between:
        ledger.flush()
    clock.now += timedelta(hours=1)
    found = ledger.look("uji", "u")
    assert found is not None
    assert (found.settled, found.outcome, found.first_seen, found.fetched_at) == (
        False,
        "pending",
        START.isoformat(),
        None,
    )
    change(ledger, "u", "fetched", attempts=1, fetched_at=ledger.now())
    found = ledger.look("uji", "u")
    assert found is not None
    assert (found.settled, found.first_seen, found.fetched_at, found.attempts) == (
        True,
        START.isoformat(),
        clock.now.isoformat(),
        1,
    )


def test_walks_are_remembered_over_runs(ledger: Ledger, tmp_path: Path, clock: Clock) -> None:
    key, question = ("uji", "rss", ""), Question("2024-08-01")
    assert ledger.walk(key) is None
    ledger.walked(key, question, complete=False)
    ledger.flush()
    ledger.walked(key, question, complete=True)
    ledger.close()
    again = Ledger(tmp_path, clock)
    assert again.walk(key) == WalkState(question, True, START.isoformat())
    again.walked(key, question, complete=False)
    assert again.walk(key) == WalkState(question, False, START.isoformat())
    again.walked(("uji", "rss", "lokal"), question, complete=False)
    assert again.walk(("uji", "rss", "lokal")) == WalkState(question, False, None)
