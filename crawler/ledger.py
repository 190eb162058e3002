"""The ledger: every URL that was seen, what became of it and why. One SQLite file beside the archive."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from crawler.outcomes import OPEN, Outcome, as_outcome

LEDGER_FILE = "ledger.sqlite"

_WORDS = ", ".join(f"'{word}'" for word in Outcome)
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS urls (
    outlet TEXT NOT NULL, url TEXT NOT NULL,
    surface TEXT NOT NULL, role TEXT NOT NULL,
    first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ({_WORDS})), reason TEXT NOT NULL,
    retry INTEGER NOT NULL, attempts INTEGER NOT NULL,
    status INTEGER, bytes INTEGER, digest TEXT, title TEXT, date TEXT,
    final_url TEXT, discovered_from TEXT, etag TEXT, last_modified TEXT,
    PRIMARY KEY (outlet, url)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS open_urls ON urls (outlet, role) WHERE retry = 1;
CREATE TABLE IF NOT EXISTS archive_files (name TEXT PRIMARY KEY, accounted INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
    run TEXT PRIMARY KEY, started TEXT NOT NULL, ended TEXT, outlets TEXT NOT NULL, exit_code INTEGER
) WITHOUT ROWID;
"""

# One statement for all changes: what a change does not say (NULL, or no outcome) leaves the row as it was.
_UPSERT = """
INSERT INTO urls VALUES (:outlet, :url, :surface, :role, :at, coalesce(:last, :at), coalesce(:outcome, 'pending'), :reason,
    :retry, :attempts, :status, :bytes, :digest, :title, :date, :final_url, :discovered_from, :etag, :last_modified)
ON CONFLICT (outlet, url) DO UPDATE SET
    last_seen = max(last_seen, excluded.last_seen),
    surface = CASE WHEN surface = '' THEN excluded.surface ELSE surface END,
    outcome = CASE WHEN :outcome IS NULL THEN outcome ELSE excluded.outcome END,
    reason = CASE WHEN :outcome IS NULL THEN reason ELSE excluded.reason END,
    retry = CASE WHEN :outcome IS NULL THEN retry ELSE excluded.retry END,
    attempts = attempts + excluded.attempts,
    status = coalesce(excluded.status, status), bytes = coalesce(excluded.bytes, bytes),
    digest = coalesce(excluded.digest, digest), title = coalesce(title, excluded.title),
    date = coalesce(date, excluded.date), final_url = coalesce(excluded.final_url, final_url),
    discovered_from = coalesce(discovered_from, excluded.discovered_from),
    etag = coalesce(excluded.etag, etag), last_modified = coalesce(excluded.last_modified, last_modified)
"""
_COLUMNS = (
    "outlet, url, surface, role, first_seen, last_seen, outcome, reason, attempts, status, bytes, digest, "
    "title, date, final_url, discovered_from, etag, last_modified, retry"
)


class LedgerError(OSError):
    """The ledger cannot be opened, read or written; the message names the file and what to do."""


@dataclass(frozen=True)
class LedgerRow:
    """One URL of one outlet. Times are aware UTC; `bytes` counts the body after decoding; `digest` is
    "sha256:<hex>" of it; `retry`: the next run asks again; `final_url`: where a redirect or duplicate led."""

    outlet: str
    url: str
    surface: str
    role: str
    first_seen: datetime
    last_seen: datetime
    outcome: Outcome
    reason: str
    attempts: int
    status: int | None
    bytes: int | None
    digest: str | None
    title: str | None
    date: str | None
    final_url: str | None
    discovered_from: str | None
    etag: str | None
    last_modified: str | None
    retry: bool


@dataclass
class Change:
    """What is new about one URL: None leaves what the row holds; `attempts` adds up; `retry` None: by the outcome."""

    outlet: str
    url: str
    at: str
    surface: str = ""
    role: str = "article"
    outcome: str | None = None
    reason: str = ""
    retry: int | None = None
    attempts: int = 0
    status: int | None = None
    bytes: int | None = None
    digest: str | None = None
    title: str | None = None
    date: str | None = None
    final_url: str | None = None
    discovered_from: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last: str | None = None  # of several merged changes, the time of the last

    def merge(self, later: "Change") -> None:
        """Take over what `later` says about the same URL."""
        for name in ("status", "bytes", "digest", "final_url", "etag", "last_modified"):
            setattr(self, name, getattr(later, name) if getattr(later, name) is not None else getattr(self, name))
        for name in ("title", "date", "discovered_from", "surface"):
            setattr(self, name, getattr(self, name) or getattr(later, name))
        if later.outcome is not None:
            self.outcome, self.reason, self.retry = later.outcome, later.reason, later.retry
        self.last, self.attempts = later.last or later.at, self.attempts + later.attempts


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
    ) -> None:
        """A surface shows this URL: it gets a row, `pending` until an outcome is told."""

    def outcome(
        self, url: str, *, outcome: str, reason: str = "", outlet: str | None = None, retry: bool | None = None
    ) -> None:
        """What became of the URL; the last word told counts. Raises OutcomeError on an unknown word."""

    def known(self, url: str, *, outlet: str | None = None) -> bool:
        """True where an earlier answer is final, so that the URL need not be asked for again."""


def _row(values: tuple[str | int | None, ...]) -> LedgerRow:
    fields = dict(zip(_COLUMNS.replace(",", "").split(), values, strict=True))
    for name in ("first_seen", "last_seen"):
        fields[name] = datetime.fromisoformat(str(fields[name]))  # type: ignore[assignment]  # text becomes a time
    fields["outcome"], fields["retry"] = Outcome(str(fields["outcome"])), bool(fields["retry"])
    return LedgerRow(**fields)  # type: ignore[arg-type]  # the columns are checked by the schema


@dataclass
class Ledger:
    """The open ledger of one archive folder. Changes are kept in memory and written by `flush`, which the engine
    calls every second and every `batch` URLs. Raises LedgerError when the file cannot be written."""

    folder: Path
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    batch: int = 500
    _changes: dict[tuple[str, str], Change] = field(default_factory=dict, init=False)
    _accounted: dict[str, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.path = self.folder / LEDGER_FILE
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # autocommit; each flush is one explicit transaction, so that no lock is held between flushes
            self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(SCHEMA)
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
        if not self._changes and not self._accounted:
            return
        rows = [
            {**vars(change), "retry": 1 if change.retry is None else change.retry}
            for change in self._changes.values()
        ]
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(_UPSERT, rows)
            self._db.executemany("INSERT OR REPLACE INTO archive_files VALUES (?, ?)", list(self._accounted.items()))
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise LedgerError(f"{self.path}: cannot write: {error}; is the disk full or read-only?") from error
        self._changes.clear()
        self._accounted.clear()

    def row(self, outlet: str, url: str) -> LedgerRow | None:
        """The row of one URL, with what is not yet written."""
        if (outlet, url) in self._changes:
            self.flush()
        found = self._db.execute(
            f"SELECT {_COLUMNS} FROM urls WHERE outlet = ? AND url = ?", (outlet, url)
        ).fetchone()
        return _row(found) if found else None

    def known(self, outlet: str, url: str) -> bool:
        """True where the URL has a final outcome: one look into memory, one into the primary key."""
        change = self._changes.get((outlet, url))
        if change is not None and change.outcome is not None:
            return not change.retry
        found = self._db.execute("SELECT retry FROM urls WHERE outlet = ? AND url = ?", (outlet, url)).fetchone()
        return found is not None and not found[0]

    def open_rows(self, outlet: str, roles: tuple[str, ...], max_attempts: int) -> list[LedgerRow]:
        """What earlier runs left open, newest first: to be asked for again, if not tried `max_attempts` times."""
        self.flush()
        marks = ", ".join("?" for _ in roles)
        query = (
            f"SELECT {_COLUMNS} FROM urls WHERE outlet = ? AND retry = 1 AND role IN ({marks}) AND attempts < ? "
            "ORDER BY coalesce(date, first_seen) DESC, url"
        )
        return [_row(found) for found in self._db.execute(query, (outlet, *roles, max_attempts))]

    def start_run(self, run: str, outlets: tuple[str, ...]) -> None:
        """Note that a run began. Raises LedgerError."""
        self._execute(
            "INSERT OR REPLACE INTO runs VALUES (?, ?, NULL, ?, NULL)", (run, self.now(), " ".join(outlets))
        )

    def end_run(self, run: str, exit_code: int) -> None:
        """Note how a run ended. Raises LedgerError."""
        self._execute("UPDATE runs SET ended = ?, exit_code = ? WHERE run = ?", (self.now(), exit_code, run))

    def _execute(self, statement: str, values: tuple[str | int, ...]) -> None:
        try:
            self._db.execute(statement, values)
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


def read_ledger(folder: Path) -> Iterator[LedgerRow]:
    """All rows, by outlet and URL. Raises LedgerError where there is no ledger or the file is damaged."""
    try:
        with closing(_connect(folder)) as db:
            for values in db.execute(f"SELECT {_COLUMNS} FROM urls ORDER BY outlet, url"):
                yield _row(values)
    except sqlite3.Error as error:
        raise LedgerError(f"{folder / LEDGER_FILE}: cannot read the ledger: {error}") from error


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
