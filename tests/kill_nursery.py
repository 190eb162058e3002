"""Crawls that are killed: a process that has everything loaded and forks one child a job, to be killed at a moment.

`Nursery().crawl(job, env, moment)` runs a job as `python -m crawler.run JOB` does, without loading everything anew.
Run as a script it is that process: a JSON line in, the child's end as a JSON line out.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Run as a script: the checkout is found, as under pytest.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from crawler.engine.job import Job

# Where a crawl may be killed, each counted from 1 (docs/crawling.md says what becomes of each).
MOMENTS = (
    "half",  # half of an exchange's records is on disk
    "archived",  # an exchange is on disk, the ledger has not heard of it
    "booked",  # an exchange is in the ledger and that is on disk, the spider has not seen it
    "seen",  # an address is in the ledger and on disk, those behind it on the same page are not
    "commit",  # the ledger's transaction is written, not committed
    "asked",  # a request is about to leave
)


@dataclass(frozen=True)
class Moment:
    """Kill at the `count`th time that `kind` happens; where `only` is given, only addresses with it count."""

    kind: str
    count: int = 1
    only: str = ""


@dataclass(frozen=True)
class Ended:
    """How a crawl ended: `killed`, else its exit code; `said`: its last event; `log`: what it wrote on standard error."""

    killed: bool
    code: int
    said: Mapping[str, Any] = field(default_factory=dict)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _counter(moment: Moment) -> Callable[[str], bool]:
    """Whether this is the time, told the address that it is about."""
    met = 0

    def now(address: str) -> bool:
        nonlocal met
        met += moment.only in address
        return met == moment.count and moment.only in address

    return now


def _before_a_request(now: Callable[[str], bool]) -> None:
    from crawler.engine.handlers import PoliteDownloadHandler

    ask = PoliteDownloadHandler.download_request

    async def asked(self: PoliteDownloadHandler, request: Any) -> Any:
        if now(request.url):
            _die()
        return await ask(self, request)

    PoliteDownloadHandler.download_request = asked  # type: ignore[method-assign]  # this process is there to be killed


def _install(moment: Moment) -> None:
    """Have this process kill itself at that moment."""
    from crawler.engine import book
    from crawler.storage import archive, ledger

    now = _counter(moment)
    if moment.kind == "asked":
        _before_a_request(now)
        return
    write, append = archive.ArchiveWriter.write, archive.ArchiveWriter._append
    flush, add, seen = ledger.Ledger.flush, ledger.Ledger.add, book.Book.seen

    def half(self: archive.ArchiveWriter, fetched: archive.Fetched) -> archive.Position:
        if now(fetched.url):
            data, _ = archive.pack(fetched)
            file = self._file if self._file is not None else self._open()
            append(file, file.tell(), data[: len(data) // 2])
            _die()
        return write(self, fetched)

    def archived(self: archive.ArchiveWriter, fetched: archive.Fetched) -> archive.Position:
        position = write(self, fetched)
        if now(fetched.url):
            _die()
        return position

    def booked(self: ledger.Ledger, change: ledger.Change) -> None:
        add(self, change)
        if change.digest is not None and now(change.url):  # an answer; its place in the archive is noted with it
            flush(self)
            _die()

    def saw(self: book.Book, url: str, **about: Any) -> None:
        seen(self, url, **about)
        if now(url):
            self.run.ledger.flush()
            _die()

    def commit(self: ledger.Ledger) -> None:
        if self._changes and now(" ".join(url for _, url in self._changes)):
            self._db.set_trace_callback(lambda statement: _die() if statement == "COMMIT" else None)
        flush(self)

    place: dict[str, tuple[type, str, Any]] = {
        "half": (archive.ArchiveWriter, "write", half),
        "archived": (archive.ArchiveWriter, "write", archived),
        "booked": (ledger.Ledger, "add", booked),
        "seen": (book.Book, "seen", saw),
        "commit": (ledger.Ledger, "flush", commit),
    }
    owner, name, instead = place[moment.kind]
    setattr(owner, name, instead)


def _child(order: Mapping[str, Any], said: int) -> None:
    """The forked process: the job, with standard output into the pipe; never returns."""
    code = 70
    try:
        os.environ.update(order["env"])
        sys.path[:0] = filter(None, order["env"].get("PYTHONPATH", "").split(os.pathsep))
        os.dup2(said, 1)
        idle, _ = os.pipe()  # an open end keeps it from thinking that its parent has gone
        os.dup2(idle, 0)
        if order["moment"]:
            _install(Moment(**order["moment"]))
        from crawler.engine.child import run_job

        code = int(run_job(Job.from_json(order["job"])))
    finally:
        with suppress(Exception):
            sys.stdout.flush()
        os._exit(code)


def _serve() -> None:
    """Fork one child for each line of standard input."""
    import crawler.engine.child
    import crawler.extract
    import crawler.paging
    import crawler.spiders.portal
    import crawler.spiders.radar
    import crawler.spiders.tribun  # noqa: F401  # loaded once, for all children
    from crawler.outlet import load_outlets

    load_outlets()
    for line in sys.stdin:
        out, into = os.pipe()
        sys.stdout.flush()
        if (child := os.fork()) == 0:
            os.close(out)
            _child(json.loads(line), into)
        os.close(into)
        last = "{}"
        with os.fdopen(out, encoding="utf-8") as events:
            for event in events:
                last = event if event.startswith('{"event": "end"') else last
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        code = -1 if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        sys.stdout.write(json.dumps({"killed": killed, "code": code, "said": json.loads(last)}) + "\n")
        sys.stdout.flush()


class Nursery:
    """The process that forks the crawls; one crawl at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lock = threading.Lock()

    def crawl(self, job: Job, env: Mapping[str, str], moment: Moment | None = None) -> Ended:
        """Run the job to its end, or until it is killed at the moment."""
        order = {"job": job.to_json(), "env": dict(env), "moment": vars(moment) if moment else None}
        with self._lock:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return Ended(**json.loads(self._process.stdout.readline()))


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery for the time of the block."""
    command = [sys.executable, str(Path(__file__).resolve())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()


if __name__ == "__main__":
    _serve()
