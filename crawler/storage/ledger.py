"""The ledger: every URL that was seen, what became of it and why. One SQLite file beside the archive."""

import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from crawler.storage.ledger_schema import ADDED, COLUMNS, LEDGER_FILE, SCHEMA, UPSERT, Change, LedgerRow, as_row
from crawler.storage.ledger_walks import Known, Question, WalkKey, WalkState, next_state
from crawler.storage.outcomes import OPEN, as_outcome

__all__ = ["LEDGER_FILE", "Change", "Ledger", "LedgerError", "LedgerRow", "LedgerWriter", "count_days", "read_ledger"]


# {outlet: {role: {outcome: number of URLs}}}
Counts = dict[str, dict[str, dict[str, int]]]


# The rows that this process wrote: what a run did is counted without a look at all that earlier ones knew.
_TOUCHED = """
CREATE TEMP TABLE touched (outlet TEXT, url TEXT, PRIMARY KEY (outlet, url)) WITHOUT ROWID;
"""


class LedgerError(OSError):
    """The ledger cannot be opened, read or written; the message names the file and what to do."""


class LedgerWriter(Protocol):
    """What a spider is given as `crawler.netra_ledger`. `outlet` may be left out: it is that of the crawl."""

    def seen(
        self,
        url: str,
        *,
        outlet: str | None = None,
        surface: str = "",
        role: str = "article",
        title: str | None = None,
        date: str | None = None,
        discovered_from: str | None = None,
        selection: str | None = None,
    ) -> None:
        """A surface shows this URL: it gets a row, `pending` until an outcome is told. `selection`: why it is taken."""

    def outcome(
        self, url: str, *, outcome: str, reason: str = "", outlet: str | None = None, retry: bool | None = None
    ) -> None:
        """What became of the URL; the last word told counts. Raises OutcomeError on an unknown word."""

    def known(self, url: str, *, outlet: str | None = None) -> bool:
        """True where an earlier answer is final, so that the URL need not be asked for again."""

    def look(self, url: str, *, outlet: str | None = None) -> Known | None:
        """What the ledger has on an article's address; None: it was never seen."""

    def read(self, url: str, *, outlet: str, etag: str | None, last_modified: str | None) -> None:
        """All that this page of a surface shows is noted: from now on one may ask whether it has changed."""

    def walk(self, key: WalkKey) -> WalkState | None:
        """How far the last walk over this list came; None: there was none."""

    def walked(self, key: WalkKey, question: Question, *, complete: bool) -> None:
        """A walk begins, or (`complete`) has come to its end with all that it met in the ledger."""


@dataclass
class Ledger:
    """The open ledger of one archive folder. Changes are kept in memory and written by `flush`, which the engine
    calls every second and every `batch` URLs. Raises LedgerError when the file cannot be written."""

    folder: Path
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    batch: int = 500
    run: str = ""
    _changes: dict[tuple[str, str], Change] = field(default_factory=dict, init=False)
    _accounted: dict[str, int] = field(default_factory=dict, init=False)
    _walks: dict[WalkKey, WalkState] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.path = self.folder / LEDGER_FILE
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # autocommit; each flush is one explicit transaction, so that no lock is held between flushes
            self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(SCHEMA + _TOUCHED)
            for name in _lacking(self._db):
                self._db.execute(f"ALTER TABLE urls ADD COLUMN {name} TEXT")
        except (sqlite3.Error, OSError) as error:
            raise LedgerError(
                f"{self.path}: cannot open the ledger: {error}; is the disk full or read-only?"
            ) from error

    def now(self) -> str:
        return self.clock().astimezone(UTC).isoformat(timespec="seconds")

    def add(self, change: Change) -> None:
        """Note a change. Raises OutcomeError on an unknown outcome."""
        if change.outcome is not None:
            outcome = as_outcome(change.outcome)
            change.outcome = str(outcome)
            if change.retry is None:
                change.retry = int(outcome in OPEN)
        key = (change.outlet, change.url)
        if key in self._changes:
            self._changes[key].merge(change)
        else:
            self._changes[key] = change
        if len(self._changes) >= self.batch:
            self.flush()

    def account(self, warc_file: str, end: int) -> None:
        """All exchanges of that WARC file up to byte `end` have their outcome in the ledger (see `recover`)."""
        self._accounted[warc_file] = max(end, self._accounted.get(warc_file, 0))

    def accounted(self, warc_file: str) -> int:
        """Up to which byte of that file the ledger holds the outcomes."""
        found = self._db.execute("SELECT accounted FROM archive_files WHERE name = ?", (warc_file,)).fetchone()
        return max(int(found[0]) if found else 0, self._accounted.get(warc_file, 0))

    def flush(self) -> None:
        """Write what is new in one transaction. Raises LedgerError; what was not written is kept for the next try."""
        if not self._changes and not self._accounted and not self._walks:
            return
        rows = [
            {**vars(change), "run": self.run, "retry": 1 if change.retry is None else change.retry}
            for change in self._changes.values()
        ]
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(UPSERT, rows)
            self._db.executemany("INSERT OR IGNORE INTO touched VALUES (:outlet, :url)", rows)
            self._db.executemany("INSERT OR REPLACE INTO archive_files VALUES (?, ?)", list(self._accounted.items()))
            walks = [
                (*key, *vars(state.question).values(), state.complete, state.covered)
                for key, state in self._walks.items()
            ]
            # in one transaction with what the walks met: a walk is never known for more than its addresses are
            self._db.executemany("INSERT OR REPLACE INTO walks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", walks)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise LedgerError(f"{self.path}: cannot write: {error}; is the disk full or read-only?") from error
        self._changes.clear()
        self._accounted.clear()
        self._walks.clear()

    def row(self, outlet: str, url: str) -> LedgerRow | None:
        """The row of one URL, with what is not yet written."""
        if (outlet, url) in self._changes:
            self.flush()
        found = self._db.execute(f"SELECT {COLUMNS} FROM urls WHERE outlet = ? AND url = ?", (outlet, url)).fetchone()
        return as_row(found) if found else None

    def known(self, outlet: str, url: str) -> bool:
        """True where the URL has a final outcome: one look into memory, one into the primary key."""
        change = self._changes.get((outlet, url))
        if change is not None and change.outcome is not None:
            return not change.retry
        found = self._db.execute("SELECT retry FROM urls WHERE outlet = ? AND url = ?", (outlet, url)).fetchone()
        return found is not None and not found[0]

    def look(self, outlet: str, url: str) -> Known | None:
        """What there is on one URL; one look into memory, one into the primary key."""
        found = self._db.execute(
            "SELECT retry, outcome, first_seen, fetched_at, attempts FROM urls WHERE outlet = ? AND url = ?",
            (outlet, url),
        ).fetchone()
        change = self._changes.get((outlet, url))
        if found is None:
            if change is None:
                return None
            found = (1, "pending", change.at, None, 0)
        retry, outcome, first_seen, fetched_at, attempts = found
        if change is not None:
            fetched_at, attempts = change.fetched_at or fetched_at, attempts + change.attempts
            if change.outcome is not None:
                retry, outcome = change.retry, change.outcome
        return Known(not retry, outcome, first_seen, fetched_at, attempts)

    def walk(self, key: WalkKey) -> WalkState | None:
        """How far the last walk over this list came."""
        if key in self._walks:
            return self._walks[key]
        query = "SELECT since, until, topic, complete, covered FROM walks "
        query += "WHERE outlet = ? AND surface = ? AND section = ?"
        found = self._db.execute(query, key).fetchone()
        return WalkState(Question(*found[:3]), bool(found[3]), found[4]) if found else None

    def walked(self, key: WalkKey, question: Question, *, complete: bool) -> None:
        """A walk begins, or has ended well; one with a narrower question than the one before changes nothing."""
        state = next_state(self.walk(key), question, self.now(), complete=complete)
        if state is not None:
            self._walks[key] = state

    def open_rows(self, outlet: str, roles: tuple[str, ...], max_attempts: int, limit: int = -1) -> list[LedgerRow]:
        """What earlier runs left open, and what this one has seen and not asked for, newest first: to be asked for, if
        not tried `max_attempts` times. `limit`: so many at most."""
        self.flush()
        marks = ", ".join("?" for _ in roles)
        query = (
            # by this index: the rows come in order, and neither those that are done nor those behind `limit` are read
            f"SELECT {COLUMNS} FROM urls INDEXED BY to_ask "
            f"WHERE outlet = ? AND retry = 1 AND role IN ({marks}) AND attempts < ? "
            "AND outcome NOT IN ('out_of_range', 'off_topic') "  # open to another question, not for the asking
            "AND (run <> ? OR (outcome = 'pending' AND reason = '')) "
            "ORDER BY coalesce(date, first_seen) DESC, url LIMIT ?"
        )
        return [as_row(found) for found in self._db.execute(query, (outlet, *roles, max_attempts, self.run, limit))]

    def listed(self, outlet: str, surface: str) -> list[str]:
        """Addresses of the pages of a surface that were ever seen. Raises LedgerError."""
        query = "SELECT url FROM urls WHERE outlet = ? AND role = 'index' AND surface = ? ORDER BY url"
        self.flush()
        return [str(url) for (url,) in self._execute(query, (outlet, surface))]

    def cut_off_runs(self) -> list[str]:
        """Names of the runs that never came to their end and were not told before: from now on they have exit code 137
        (killed) and no end. Raises LedgerError."""
        query = "UPDATE runs SET exit_code = 137 WHERE ended IS NULL AND exit_code IS NULL RETURNING run"
        return [str(run) for (run,) in self._execute(query, ())]

    def reopen(self, outlet: str, archived: Container[str], why: str) -> int:
        """Open again what counts as fetched and is not among the keys that the archive has; how many. Raises
        LedgerError."""
        self.flush()
        query = "SELECT url FROM urls WHERE outlet = ? AND outcome = 'fetched' AND role IN ('article', 'page')"
        lost = [str(url) for (url,) in self._execute(query, (outlet,)) if url not in archived]
        for url in lost:
            self._execute(
                "UPDATE urls SET outcome = 'pending', retry = 1, reason = ? WHERE outlet = ? AND url = ?",
                (why, outlet, url),
            )
        return len(lost)

    def start_run(self, run: str, outlets: Iterable[str]) -> None:
        """Note that a run began; its name marks the rows that it touches. Raises LedgerError."""
        self.run = run
        self._execute(
            "INSERT OR REPLACE INTO runs VALUES (?, ?, NULL, ?, NULL)", (run, self.now(), " ".join(outlets))
        )

    def end_run(self, exit_code: int) -> Counts:
        """Note how the run ended and count its rows. What is left pending without a reason is given
        one. Raises LedgerError."""
        self.flush()
        why = "the run ended before it was asked"
        self._execute(
            "UPDATE urls SET reason = ? WHERE (outlet, url) IN (SELECT outlet, url FROM touched) "
            "AND outcome = 'pending' AND reason = '' AND run = ?",
            (why, self.run),
        )
        self._execute("UPDATE runs SET ended = ?, exit_code = ? WHERE run = ?", (self.now(), exit_code, self.run))
        return self.count_run()

    def count_run(self) -> Counts:
        """{outlet: {role: {outcome: URLs}}} of this run's rows: new, or told an outcome. Raises LedgerError."""
        counts: Counts = {}
        self.flush()
        query = (
            "SELECT outlet, role, outcome, count(*) FROM touched CROSS JOIN urls USING (outlet, url) WHERE run = ? "
            "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        for outlet, role, outcome, number in self._execute(query, (self.run,)):
            counts.setdefault(outlet, {}).setdefault(role, {})[outcome] = number
        return counts

    def _execute(self, statement: str, values: tuple[str | int, ...]) -> list[Any]:
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise LedgerError(f"{self.path}: cannot write: {error}; is the disk full or read-only?") from error

    def close(self) -> None:
        """Write the rest and close. Raises LedgerError when that fails; the file is closed all the same."""
        try:
            self.flush()
        finally:
            self._db.close()


def _connect(folder: Path) -> sqlite3.Connection:
    path = folder / LEDGER_FILE
    if not path.is_file():
        raise LedgerError(f"{path}: there is no ledger; `netra crawl` makes one")
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30)
        db.execute("SELECT 1 FROM urls LIMIT 1")
    except sqlite3.OperationalError:
        # on a read-only disk SQLite cannot lay its shared-memory file beside the ledger
        db = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)
    return db


def _lacking(db: sqlite3.Connection) -> list[str]:
    """The columns that a ledger of an earlier version lacks."""
    there = {str(about[1]) for about in db.execute("PRAGMA table_info(urls)")}
    return [name for name in ADDED if name not in there]


def read_ledger(folder: Path) -> Iterator[LedgerRow]:
    """All rows, by outlet and URL. Raises LedgerError where there is no ledger or the file is damaged."""
    try:
        with closing(_connect(folder)) as db:
            columns = COLUMNS
            for name in _lacking(db):
                columns = columns.replace(name, f"NULL AS {name}")
            for values in db.execute(f"SELECT {columns} FROM urls ORDER BY outlet, url"):
                yield as_row(values)
    except sqlite3.Error as error:
        raise LedgerError(f"{folder / LEDGER_FILE}: cannot read the ledger: {error}") from error


def followed_outlets(folder: Path) -> frozenset[str]:
    """Ids of the outlets that any crawl into this folder was for; none without a ledger. Raises LedgerError."""
    if not (folder / LEDGER_FILE).is_file():
        return frozenset()
    try:
        with closing(_connect(folder)) as db:
            return frozenset(name for (names,) in db.execute("SELECT outlets FROM runs") for name in names.split())
    except sqlite3.Error as error:
        raise LedgerError(f"{folder / LEDGER_FILE}: cannot read the ledger: {error}") from error


def last_successes(folder: Path) -> dict[str, datetime]:
    """{outlet: when one of its pages was last seen that is in the archive}; {} without a ledger. Raises LedgerError."""
    if not (folder / LEDGER_FILE).is_file():
        return {}
    question = (
        "SELECT outlet, max(last_seen) FROM urls WHERE outcome IN ('fetched', 'not_modified') AND role <> 'robots' "
        "AND surface <> 'warc' GROUP BY outlet"
    )
    try:
        with closing(_connect(folder)) as db:
            return {outlet: datetime.fromisoformat(when) for outlet, when in db.execute(question)}
    except sqlite3.Error as error:
        raise LedgerError(f"{folder / LEDGER_FILE}: cannot read the ledger: {error}") from error


def crawl_days(folder: Path) -> dict[str, dict[date, int]]:
    """{outlet: {UTC day on which it was crawled: addresses of articles first seen then}}, days in order, those without
    any too; {} without a ledger. Raises LedgerError."""
    if not (folder / LEDGER_FILE).is_file():
        return {}
    found: dict[str, dict[date, int]] = {}
    question = (
        "SELECT outlet, substr(first_seen, 1, 10), count(*) FROM urls WHERE role = 'article' "
        "AND surface <> 'warc' AND outcome NOT IN "
        "('not_article', 'offsite', 'refused', 'duplicate', 'redirected') GROUP BY 1, 2"
    )
    try:
        with closing(_connect(folder)) as db:
            for started, names in db.execute("SELECT started, outlets FROM runs"):
                for name in names.split():
                    found.setdefault(name, {})[date.fromisoformat(started[:10])] = 0
            for outlet, day, number in db.execute(question):
                found.setdefault(outlet, {})[date.fromisoformat(day)] = number
    except sqlite3.Error as error:
        raise LedgerError(f"{folder / LEDGER_FILE}: cannot read the ledger: {error}") from error
    return {outlet: dict(sorted(days.items())) for outlet, days in sorted(found.items())}


def count_days(folder: Path) -> Iterator[tuple[str, str, int, dict[str, int]]]:
    """(outlet, UTC day of first sight, URLs seen, {outcome: URLs}), by outlet and day. Raises LedgerError."""
    day = "substr(first_seen, 1, 10)"
    try:
        with closing(_connect(folder)) as db:
            seen = db.execute(f"SELECT outlet, {day}, count(*) FROM urls GROUP BY 1, 2 ORDER BY 1, 2").fetchall()
            outcomes: dict[tuple[str, str], dict[str, int]] = {}
            for outlet, when, word, n in db.execute(
                f"SELECT outlet, {day}, outcome, count(*) FROM urls GROUP BY 1, 2, 3"
            ):
                outcomes.setdefault((outlet, when), {})[word] = n
    except sqlite3.Error as error:
        raise LedgerError(f"{folder / LEDGER_FILE}: cannot read the ledger: {error}") from error
    for outlet, when, n in seen:
        yield outlet, when, n, outcomes[outlet, when]
