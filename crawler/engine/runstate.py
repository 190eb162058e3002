"""What the crawls of one process share: clock, archive, ledger, state of the hosts. Made by run.py, or by the
extension where Scrapy itself starts the crawl."""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.conduct.breaker import HostState, Limits
from crawler.conduct.pace import Pace
from crawler.engine.disk import free_bytes, too_little
from crawler.engine.recovery import Unread, recover
from crawler.outlet import Outlet
from crawler.storage.archive import ArchiveWriter, Position
from crawler.storage.ledger import Ledger
from crawler.storage.lock import FolderLock
from crawler.urls import canonical_url


def run_name(started: datetime) -> str:
    """The name of a run: its start in UTC, "20240825T030405Z"."""
    return started.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


@dataclass
class RunState:
    """`started`: aware, the run's own idea of now (the clock goes on from there). `stopping`: why no further request
    is to be made, or None; `fatal`: the disk or the ledger failed, in words; `full`: the disk has less than `least_free`
    bytes left, in words; `free`: how many it has; `outlets`: all known ones."""

    folder: Path
    started: datetime
    software: str
    max_file_bytes: int
    limits: Limits = field(default_factory=Limits)
    monotonic: Callable[[], float] = time.monotonic
    stopping: str | None = None
    fatal: str | None = None
    full: str | None = None
    least_free: int = 0
    free: Callable[[Path], int] = free_bytes
    hosts: dict[str, HostState] = field(default_factory=dict)
    outlets: Callable[[], Mapping[str, Outlet]] = dict
    unread: Unread = field(default_factory=Unread)
    _writers: dict[str, ArchiveWriter] = field(default_factory=dict, init=False)
    _ledger: Ledger | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.pace = Pace(self.monotonic)
        self._zero = self.monotonic()
        # One thread for all files: compression leaves the reactor free, and the order of writes is that of arrival.
        self._lock = FolderLock(self.folder)
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="archive")

    def now(self) -> datetime:
        """The present moment, aware UTC, counted from the start of the run."""
        return self.started.astimezone(UTC) + timedelta(seconds=self.monotonic() - self._zero)

    @property
    def ledger(self) -> Ledger:
        """The ledger, opened at the first use. Raises LedgerError."""
        if self._ledger is None:
            self._ledger = Ledger(self.folder, self.now)
        return self._ledger

    def host(self, name: str) -> HostState:
        """The state of a host."""
        return self.hosts.setdefault(name, HostState(self.monotonic, self.limits))

    def writer(self, outlet: str) -> ArchiveWriter:
        """The archive writer of an outlet; to be used on `thread` alone."""
        if outlet not in self._writers:
            name = re.sub(r"[^A-Za-z0-9_-]", "_", outlet) or "unknown"
            self._writers[outlet] = ArchiveWriter(self.folder, name, self.started, self.software, self.max_file_bytes)
        return self._writers[outlet]

    def fail(self, error: OSError) -> None:
        """Note that archive or ledger cannot be written: the crawl is to stop."""
        self.fatal = self.fatal or str(error)
        self.stopping = self.stopping or "the disk failed"

    def check_disk(self) -> None:
        """Ask for a stop where the disk is nearly full: while there is room for what is under way, and for the ledger.
        Raises OSError where nobody can tell."""
        self.full = self.full or too_little(self.folder, self.least_free, self.free)
        if self.full:
            self.stopping = self.stopping or "the disk is nearly full"

    def begin(self, name: str, outlets: Iterable[str]) -> tuple[int, int]:
        """Lock the folder, let the ledger catch up with the archive, note the run: what `recover` gives. Raises
        LockedError, LedgerError, OSError (also where the disk is nearly full)."""
        self._lock.acquire(self.now())
        self.check_disk()
        if self.full:
            raise OSError(self.full)
        found = self.recover()
        self.ledger.start_run(name, outlets)
        return found

    def recover(self) -> tuple[int, int]:
        """Let the ledger catch up with the archive: (exchanges taken over, damaged records met). Raises LedgerError,
        OSError."""
        return recover(self.folder, self.ledger, self.outlets)

    def booked(self, position: Position, *, hold: bool) -> None:
        """An exchange is in archive and ledger. `hold`: a spider is still to read it (`read`)."""
        self.ledger.account(position.file, self.unread.add(position, hold=hold))

    def read(self, position: Position) -> None:
        """What the exchange leads to is in the ledger too."""
        self.ledger.account(position.file, self.unread.read(position))

    def close(self) -> None:
        """Close archive and ledger. Raises OSError (ArchiveError, LedgerError) where the disk fails."""
        self.thread.shutdown(wait=True)
        try:
            for writer in self._writers.values():
                writer.close()
        finally:
            try:
                if self._ledger is not None:
                    self._ledger.close()
                    self._ledger = None
            finally:
                self._lock.release()


def ledger_key(url: str, role: str, outlet: Outlet | None) -> str:
    """The address under which the ledger knows a URL: an article has one row whatever its tracking, page or twin."""
    return canonical_url(url, outlet) if role == "article" and outlet is not None else url
