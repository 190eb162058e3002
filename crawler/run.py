"""A crawl as a child process: `crawl(...)` starts it, follows it, stops it; `python -m crawler.run JOB` is the child.

A process of its own because Twisted's reactor runs once in a process, and because a crawl is stopped by a signal.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from crawler.engine.job import ExitCode, Job
from crawler.outlet import Outlet, find_outlet, load_outlets, outlets_with
from crawler.storage.ledger import Counts

__all__ = ["CrawlSummary", "ExitCode", "Progress", "crawl"]

ARCHIVE = "archive"
# {outlet: {outcome: how often it was told so far}}
Progress = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class CrawlSummary:
    """What a crawl did. `counts`: {outlet: {role: {outcome: URLs}}} of the URLs that this run saw first or asked
    for (what was known before is not counted); `failed`: outlets that gave nothing, and why; `recovered`: exchanges
    of an interrupted run that the ledger took over; `damaged`: records it skipped; `message`: what went wrong, in
    words; `log`: the log file."""

    run: str
    exit_code: ExitCode
    counts: Counts = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    recovered: int = 0
    damaged: int = 0
    message: str = ""
    log: Path | None = None

    def outcomes(self, outlet: str) -> dict[str, int]:
        """{outcome: URLs} of one outlet, all roles together."""
        total: dict[str, int] = {}
        for outcomes in self.counts.get(outlet, {}).values():
            for outcome, number in outcomes.items():
                total[outcome] = total.get(outcome, 0) + number
        return total

    def articles(self, outlet: str) -> int:
        """Articles of one outlet that this run fetched."""
        return self.counts.get(outlet, {}).get("article", {}).get("fetched", 0)


def chosen_outlets(names: Sequence[str], folder: str | None) -> tuple[Outlet, ...]:
    """The outlets of these ids; all active ones where none is named. Raises OutletError, which names the nearest."""
    known = outlets_with(Path(folder)) if folder else load_outlets()
    if not names:
        return tuple(outlet for outlet in known.values() if outlet.status == "active")
    return tuple(find_outlet(name, known) for name in dict.fromkeys(names))


def crawl(
    data: Path,
    outlets: Sequence[str],
    *,
    since: date | None = None,
    until: date | None = None,
    topic: str | None = None,
    env: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
    now: datetime | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> CrawlSummary:
    """Crawl these outlets (none named: all active) into `data`/archive. `env` is added to the environment; `settings`
    are Scrapy's, over crawler.settings; `now` (aware) is the run's clock at its start. Ctrl-C stops cleanly, a second
    one at once. Raises OutletError on an unknown outlet, ValueError where `since` lies after `until`."""
    if since and until and since > until:
        raise ValueError(f"since: expected a day not after until={until}, got {since}")
    chosen = chosen_outlets(outlets, (settings or {}).get("NETRA_OUTLETS"))
    job = Job(
        archive=str((data / ARCHIVE).resolve()),
        outlets=tuple(outlet.id for outlet in chosen),
        families={outlet.id: outlet.family for outlet in chosen},
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        topic=topic,
        settings=dict(settings or {}),
        now=now.isoformat() if now else None,
        log=str((data / "logs").resolve()),
    )
    with tempfile.TemporaryFile() as errors:
        child = _start(job, {**os.environ, **(env or {})}, errors)
        last = _follow(child, progress)
        return _summary(last, child.returncode, errors)


def _start(job: Job, env: Mapping[str, str], errors: IO[bytes]) -> "subprocess.Popen[str]":
    """The child process, begun."""
    return subprocess.Popen(
        [sys.executable, "-m", "crawler.run", job.to_json()],
        stdin=subprocess.PIPE,  # its end tells the child that we are gone
        stdout=subprocess.PIPE,
        stderr=errors,
        env=env,
        text=True,
        start_new_session=True,  # Ctrl-C reaches us alone; we tell the child once
    )


def _follow(child: "subprocess.Popen[str]", progress: Callable[[Progress], None] | None) -> dict[str, Any]:
    """Hand on the child's progress until it ends; its last event."""
    last: dict[str, Any] = {}
    asked = False
    while True:
        try:
            line = child.stdout.readline() if child.stdout else ""
            if line:
                event = json.loads(line)
                if event["event"] == "progress" and progress is not None:
                    progress(event["outlets"])
                elif event["event"] == "end":
                    last = event
                continue
            child.wait()
            return last
        except KeyboardInterrupt:
            child.send_signal(signal.SIGKILL if asked else signal.SIGINT)
            asked = True
        except BaseException:
            child.kill()
            child.wait()
            raise


def _summary(end: Mapping[str, Any], returncode: int, errors: IO[bytes]) -> CrawlSummary:
    if not end:
        errors.seek(0)
        said = errors.read()[-2000:].decode("utf-8", "replace").strip()
        how = f"was killed by signal {-returncode}" if returncode < 0 else f"ended with code {returncode}"
        code = ExitCode.INTERRUPTED if returncode in (-signal.SIGKILL, -signal.SIGINT) else ExitCode.FAULT
        return CrawlSummary("", code, message=f"the crawl {how}; the next one goes on from there. {said}".strip())
    return CrawlSummary(
        run=end["run"],
        exit_code=ExitCode(end["exit_code"]),
        counts=end["counts"],
        failed=end["failed"],
        recovered=end["recovered"],
        damaged=end["damaged"],
        message=end["message"],
        log=Path(end["log"]) if end["log"] else None,
    )


if __name__ == "__main__":
    from crawler.engine.child import main

    sys.exit(main(sys.argv[1:]))
