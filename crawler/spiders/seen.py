"""What one run has met: millions of addresses in a scratch table, so that memory does not grow with a sitemap."""

import sqlite3
from dataclasses import dataclass, field

_CACHE_KIB = 8192
_SCHEMA = """
CREATE TABLE articles (
    outlet TEXT, ident TEXT, first TEXT NOT NULL, first_seen TEXT, settled INTEGER NOT NULL, sampled INTEGER NOT NULL,
    PRIMARY KEY (outlet, ident)
) WITHOUT ROWID;
CREATE TABLE told (outlet TEXT, url TEXT, PRIMARY KEY (outlet, url)) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Met:
    """An article of this run. `first`: the address by which it was met first; `first_seen`: when an earlier run saw it
    (ISO, UTC), None: it is new; `settled`: asked for, or known; `sampled`: taken for the sample."""

    first: str
    first_seen: str | None = None
    settled: bool = False
    sampled: bool = False


def _scratch() -> sqlite3.Connection:
    """A database of this process alone; SQLite moves it to a temporary file when it outgrows its cache."""
    db = sqlite3.connect("", isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    db.executescript(_SCHEMA)
    return db


@dataclass
class Seen:
    """Articles by outlet and article id, and the addresses of which the ledger was told a refusal."""

    _db: sqlite3.Connection = field(default_factory=_scratch, repr=False)

    def get(self, outlet: str, ident: str) -> Met | None:
        """The article, if this run has met it."""
        query = "SELECT first, first_seen, settled, sampled FROM articles WHERE outlet = ? AND ident = ?"
        found = self._db.execute(query, (outlet, ident)).fetchone()
        return Met(found[0], found[1], bool(found[2]), bool(found[3])) if found else None

    def put(self, outlet: str, ident: str, met: Met) -> None:
        """Note the article as it is now."""
        values = (outlet, ident, met.first, met.first_seen, met.settled, met.sampled)
        self._db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?)", values)

    def first_word(self, outlet: str, url: str) -> bool:
        """Whether no refusal of this address was told yet in this run; it counts as told from now on."""
        return self._db.execute("INSERT OR IGNORE INTO told VALUES (?, ?)", (outlet, url)).rowcount == 1
