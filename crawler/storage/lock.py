"""One crawl at a time for an archive folder: two would book each other's half-written files as damaged."""

import fcntl
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

LOCK_FILE = "crawl.lock"


class LockedError(RuntimeError):
    """Another crawl works in this folder; the message names its process and since when."""


@dataclass
class FolderLock:
    """The lock of one folder. The system lets go of it when the process ends, however it ends: none is ever stale."""

    folder: Path
    _descriptor: int | None = field(default=None, init=False)

    def acquire(self, now: datetime) -> None:
        """Take the lock. Raises LockedError where another process has it, OSError where the folder cannot be used."""
        path = self.folder / LOCK_FILE
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise OSError(f"{path}: cannot write: {error}; is the disk full or read-only?") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 200).decode("utf-8", "replace").strip() or "another process"
            os.close(descriptor)
            raise LockedError(f"{path}: {holder} crawls into this folder; wait for it, or stop it") from error
        except OSError:
            os.close(descriptor)
            raise
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()}, since {now.isoformat(timespec='seconds')},\n".encode())
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go of the lock; the file stays, empty."""
        if self._descriptor is not None:
            try:
                os.ftruncate(self._descriptor, 0)
            finally:
                os.close(self._descriptor)
                self._descriptor = None
