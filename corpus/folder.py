"""The data folder: where the archive, the published corpus and the lock lie."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpus.errors import LockHeld, NothingThere, disk_errors

CORPUS_FILE = "corpus.duckdb"
SNAPSHOTS = "snapshots"


@dataclass(frozen=True)
class DataFolder:
    """One data folder: `root/archive` (WARC files and ledger), `root/corpus.duckdb`, `root/snapshots` (older corpora),
    `root/cache` (what builds take over from each other; may be deleted), `root/netra.lock`."""

    root: Path

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def corpus(self) -> Path:
        return self.root / CORPUS_FILE

    @property
    def snapshots(self) -> Path:
        return self.root / SNAPSHOTS

    @property
    def cache(self) -> Path:
        return self.root / "cache" / "build.sqlite"

    @property
    def lock(self) -> Path:
        return self.root / "netra.lock"


def corpus_file(path: Path) -> Path:
    """The DuckDB file meant by a data folder or the file itself. Raises NothingThere, which says how to make one."""
    file = path / CORPUS_FILE if path.is_dir() or not path.suffix else path
    if not file.is_file():
        raise NothingThere(
            f"{file}: there is no corpus; `netra build --data {file.parent}` or `netra demo` makes one"
        )
    return file


def lock_holder(lock: Path) -> str | None:
    """Who holds the lock now, in words, or None where nobody does."""
    if not lock.is_file():
        return None
    with lock.open("r", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _holder(handle.read())
    return None


def _holder(content: str) -> str:
    try:
        who = json.loads(content)
        return f"`{who['command']}`, process {who['pid']} on {who['host']}, since {who['since']}"
    except (ValueError, KeyError, TypeError):
        return "another process, which has not yet written its name"


@contextmanager
def locked(folder: DataFolder, command: str, now: datetime) -> Iterator[str | None]:
    """Hold the folder's lock file for the time of the block; the system frees it however the process ends, so that a
    name that still stands in a free lock is that of a process which was cut off: it is given to the block, in words.
    Raises LockHeld, which says who has it; DiskError where the file cannot be written."""
    with disk_errors(folder.root, any_os_error=True):
        folder.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder.lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            who = _holder(os.pread(handle, 4096, 0).decode("utf-8", "replace"))
            raise LockHeld(f"{folder.lock}: held by {who}; wait for it, or use another --data folder") from error
        entry = {
            "command": command,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": now.isoformat(timespec="seconds"),
        }
        with disk_errors(folder.lock, any_os_error=True):
            left = os.pread(handle, 4096, 0).decode("utf-8", "replace")
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps(entry).encode(), 0)
        try:
            yield _holder(left) if left.strip() else None
        finally:
            with disk_errors(folder.lock, any_os_error=True):
                os.ftruncate(handle, 0)
    finally:
        os.close(handle)
