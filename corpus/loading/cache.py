"""What earlier builds made of the same input: pages read and articles tagged, so that a build touches what is new.

Keys are digests of everything a result depends on (the bytes and address, the outlet's file, the code and its tables):
a result is never out of date, only unused. Results that a build did not use are removed at its end. The file can be
deleted at any time; the next build then reads and tags everything again, and makes the same tables."""

import json
import sqlite3
import zlib
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any

_FORMAT = 1
_COMMIT_EVERY = 500
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, value BLOB NOT NULL);
CREATE TEMP TABLE used (key BLOB PRIMARY KEY) WITHOUT ROWID;
"""


def cache_key(*parts: object) -> bytes:
    """The key of a result: a digest of all that it depends on."""
    return sha256(json.dumps(parts, default=str).encode()).digest()[:20]


class Cache:
    """The file of results, open; a context manager. A damaged file or one of another format is begun anew. Raises
    sqlite3.Error and OSError where the disk fails; what was written before is kept for the next build."""

    def __init__(self, file: Path, *, full: bool = False) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        if full:
            remove(file)
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise  # the disk, not the file
            remove(file)
            self._open()
        self._waiting = 0

    def _open(self) -> None:
        self._db = sqlite3.connect(self.file, isolation_level=None, check_same_thread=False)
        try:
            # temporary tables beside the file, not in memory: a million keys are used by one build
            self._db.execute("PRAGMA temp_store = FILE")
            self._db.execute("PRAGMA synchronous = NORMAL")
            found = self._db.execute("PRAGMA user_version").fetchone()[0]
            if found not in (0, _FORMAT):
                self._db.execute("DROP TABLE IF EXISTS results")
            self._db.executescript(_SCHEMA)
            self._db.execute(f"PRAGMA user_version = {_FORMAT}")
            self._db.execute("SELECT count(*) FROM (SELECT value FROM results LIMIT 1)").fetchone()
            self._db.execute("BEGIN")
        except sqlite3.Error:
            self._db.close()
            raise

    def __enter__(self) -> "Cache":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, key: bytes) -> Any:
        """The result (JSON values), or None; it then counts as used."""
        found = self._db.execute("SELECT value FROM results WHERE key = ?", (key,)).fetchone()
        if found is None:
            return None
        self._use(key)
        return json.loads(zlib.decompress(found[0]))

    def has(self, key: bytes) -> bool:
        """Whether there is a result; it then counts as used."""
        found = self._db.execute("SELECT 1 FROM results WHERE key = ?", (key,)).fetchone() is not None
        if found:
            self._use(key)
        return found

    def put(self, key: bytes, value: Any, *, keep: bool = True) -> None:
        """Note a result. `keep=False`: for this build alone, since another run might come to another one."""
        data = zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)
        self._db.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (key, data))
        if keep:
            self._use(key)
        self._waiting += 1
        if self._waiting >= _COMMIT_EVERY:
            self.commit()

    def _use(self, key: bytes) -> None:
        self._db.execute("INSERT OR IGNORE INTO temp.used VALUES (?)", (key,))

    def commit(self) -> None:
        """Write what waits, so that a build that is killed now does not lose it."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")
        self._waiting = 0

    def prune(self) -> int:
        """Remove what this build did not use, and give the space back where it is much. Returns how many."""
        gone = self._db.execute("DELETE FROM results WHERE key NOT IN (SELECT key FROM temp.used)").rowcount
        self._db.execute("COMMIT")
        pages = self._db.execute("PRAGMA page_count").fetchone()[0]
        free = self._db.execute("PRAGMA freelist_count").fetchone()[0]
        if free > pages / 2:
            self._db.execute("VACUUM")
        self._db.execute("BEGIN")
        return int(gone)

    def close(self) -> None:
        """Write what waits and close the file."""
        try:
            if self._db.in_transaction:
                self._db.execute("COMMIT")
        finally:
            self._db.close()


def remove(file: Path) -> None:
    """Delete the file of results, if there is one: it holds texts that a purge or a suppression must reach."""
    for path in (file, file.with_name(f"{file.name}-journal")):
        path.unlink(missing_ok=True)
