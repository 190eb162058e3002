"""The ledger's table, a row of it, and a change to a row."""

from dataclasses import dataclass
from datetime import datetime

from crawler.storage.ledger_walks import WALKS_SCHEMA
from crawler.storage.outcomes import Outcome

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
    final_url TEXT, discovered_from TEXT, etag TEXT, last_modified TEXT, run TEXT NOT NULL,
    fetched_at TEXT, selection TEXT,
    PRIMARY KEY (outlet, url)
) WITHOUT ROWID;
DROP INDEX IF EXISTS open_urls;
CREATE INDEX IF NOT EXISTS to_ask ON urls (outlet, coalesce(date, first_seen) DESC, url)
    WHERE retry = 1 AND outcome NOT IN ('out_of_range', 'off_topic');
CREATE TABLE IF NOT EXISTS archive_files (name TEXT PRIMARY KEY, accounted INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
    run TEXT PRIMARY KEY, started TEXT NOT NULL, ended TEXT, outlets TEXT NOT NULL, exit_code INTEGER
) WITHOUT ROWID;
{WALKS_SCHEMA}"""
# Columns that older ledgers lack, in the order in which they stand behind the others.
ADDED = ("fetched_at", "selection")

# One statement for all changes: what a change does not say (NULL, or no outcome) leaves the row as it was.
UPSERT = """
INSERT INTO urls VALUES (:outlet, :url, :surface, :role, :at, coalesce(:last, :at),
    coalesce(:outcome, 'pending'), :reason, :retry, :attempts,
    :status, :bytes, :digest, :title, :date, :final_url, :discovered_from, :etag, :last_modified, :run,
    :fetched_at, :selection)
ON CONFLICT (outlet, url) DO UPDATE SET
    last_seen = max(last_seen, excluded.last_seen),
    run = CASE WHEN :outcome IS NULL THEN run ELSE excluded.run END,
    surface = CASE WHEN surface = '' THEN excluded.surface ELSE surface END,
    outcome = CASE WHEN :outcome IS NULL THEN outcome ELSE excluded.outcome END,
    reason = CASE WHEN :outcome IS NULL THEN reason ELSE excluded.reason END,
    retry = CASE WHEN :outcome IS NULL THEN retry ELSE excluded.retry END,
    attempts = attempts + excluded.attempts,
    status = coalesce(excluded.status, status), bytes = coalesce(excluded.bytes, bytes),
    digest = coalesce(excluded.digest, digest), title = coalesce(title, excluded.title),
    date = coalesce(date, excluded.date), final_url = coalesce(excluded.final_url, final_url),
    discovered_from = coalesce(discovered_from, excluded.discovered_from),
    etag = coalesce(excluded.etag, etag), last_modified = coalesce(excluded.last_modified, last_modified),
    fetched_at = coalesce(excluded.fetched_at, fetched_at), selection = coalesce(excluded.selection, selection)
"""
COLUMNS = (
    "outlet, url, surface, role, first_seen, last_seen, outcome, reason, attempts, status, bytes, digest, "
    "title, date, final_url, discovered_from, etag, last_modified, run, retry, fetched_at, selection"
)


@dataclass(frozen=True)
class LedgerRow:
    """One URL of one outlet. Times are aware UTC; `bytes` counts the body after decoding; `digest` is
    "sha256:<hex>" of it; `retry`: the next run asks again; `final_url`: where a redirect or duplicate led; `run`: the
    run that told the outcome, or first saw it; `fetched_at`: when the answer came that the archive has; `selection`:
    why an article was asked for: topic, sample (of what is off topic) or all."""

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
    run: str
    retry: bool
    fetched_at: datetime | None = None
    selection: str | None = None


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
    fetched_at: str | None = None
    selection: str | None = None
    last: str | None = None  # of several merged changes, the time of the last

    def merge(self, later: "Change") -> None:
        """Take over what `later` says about the same URL."""
        for name in ("status", "bytes", "digest", "final_url", "etag", "last_modified", "fetched_at", "selection"):
            setattr(self, name, getattr(later, name) if getattr(later, name) is not None else getattr(self, name))
        for name in ("title", "date", "discovered_from", "surface"):
            setattr(self, name, getattr(self, name) or getattr(later, name))
        if later.outcome is not None:
            self.outcome, self.reason, self.retry = later.outcome, later.reason, later.retry
        self.last, self.attempts = later.last or later.at, self.attempts + later.attempts


def as_row(values: tuple[str | int | None, ...]) -> LedgerRow:
    """A row from the values of `COLUMNS`."""
    fields = dict(zip(COLUMNS.replace(",", "").split(), values, strict=True))
    for name in ("first_seen", "last_seen"):
        fields[name] = datetime.fromisoformat(str(fields[name]))  # type: ignore[assignment]  # text becomes a time
    if fields["fetched_at"] is not None:
        fields["fetched_at"] = datetime.fromisoformat(str(fields["fetched_at"]))  # type: ignore[assignment]  # as above
    fields["outcome"], fields["retry"] = Outcome(str(fields["outcome"])), bool(fields["retry"])
    return LedgerRow(**fields)  # type: ignore[arg-type]  # the columns are checked by the schema
