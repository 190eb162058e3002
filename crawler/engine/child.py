"""The child process of a crawl: several outlets side by side in one reactor; progress as JSON lines on stdout.

Exit codes are those of `ExitCode`; docs/crawling.md explains them.
"""

import asyncio
import json
import logging
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.ossignal import install_shutdown_handlers

from crawler.engine.extensions import known_outlets, make_run
from crawler.engine.job import ExitCode, Job
from crawler.engine.runstate import RunState, run_name
from crawler.settings import user_agent
from crawler.spiders.base import SPIDERS
from crawler.storage.ledger import Counts
from crawler.storage.lock import LockedError

logger = logging.getLogger(__name__)

_PROGRESS_S = 0.5
_SIDE_BY_SIDE = 32  # outlets at a time; each is one host with a pause, so that this is few requests a second


def make_settings(job: Job, log_file: Path | None) -> Settings:
    """crawler.settings, and over it what the job says."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    own = {"NETRA_DATA": job.archive, "NETRA_NOW": job.now, "LOG_FILE": str(log_file) if log_file else None}
    if "NETRA_CONTACT_URL" in job.settings:
        own["USER_AGENT"] = user_agent(job.settings["NETRA_CONTACT_URL"])
    settings.setdict({**own, **job.settings}, priority="cmdline")
    return settings


def emit(event: str, **fields: Any) -> None:
    """One JSON line for the parent."""
    with suppress(BrokenPipeError):  # the parent is gone: the ledger is to be closed all the same
        sys.stdout.write(json.dumps({"event": event, **fields}) + "\n")
        sys.stdout.flush()


@dataclass
class _Crawl:
    """The crawls of one job. `crawlers`: all that were begun, by outlet."""

    job: Job
    settings: Settings
    run: RunState
    process: AsyncCrawlerProcess
    crawlers: dict[str, Crawler] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    async def all(self) -> None:
        """Crawl every outlet, so many side by side, until all are done or the run is to stop."""
        gate = asyncio.Semaphore(_SIDE_BY_SIDE)
        telling = asyncio.ensure_future(self._tell())
        await asyncio.gather(*(self._one(outlet, gate) for outlet in self.job.outlets))
        telling.cancel()
        emit("progress", outlets=self.progress())

    async def _one(self, outlet: str, gate: asyncio.Semaphore) -> None:
        async with gate:
            if self.run.stopping:
                return
            given = {"since": self.job.since, "until": self.job.until, "topic": self.job.topic}
            arguments: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
            if self.settings["NETRA_OUTLETS"]:
                arguments["outlets"] = known_outlets(self.settings)
            try:
                name = self.settings.get("NETRA_SPIDER") or SPIDERS[self.job.families[outlet]]
                crawler = self.process.create_crawler(name)
                crawler.netra_run, crawler.netra_outlet = self.run, outlet  # type: ignore[attr-defined]  # for the extension
                self.crawlers[outlet] = crawler
                await self.process.crawl(crawler, outlet=outlet, **arguments)
                reason = crawler.stats.get_value("finish_reason")
                if reason not in ("finished", "stopped", "shutdown"):
                    self.failed[outlet] = f"the crawl ended early: {reason}"
            except (Exception, SystemExit) as error:  # one outlet's fault must not end the others' crawl
                logger.exception("%s: the crawl failed", outlet)
                self.failed[outlet] = f"{type(error).__name__}: {error}"

    def progress(self) -> dict[str, dict[str, int]]:
        """{outlet: {outcome: how often told}} so far."""
        books = {outlet: getattr(crawler, "netra_book", None) for outlet, crawler in self.crawlers.items()}
        return {outlet: dict(book.counts) for outlet, book in books.items() if book is not None}

    async def _tell(self) -> None:
        last: dict[str, dict[str, int]] = {}
        while True:
            await asyncio.sleep(_PROGRESS_S)
            now = self.progress()
            if now != last:
                emit("progress", outlets=now)
                last = now


def _watch_parent(run: RunState) -> None:
    """Stop when whoever started us is gone: our standard input ends with them."""

    def wait() -> None:
        sys.stdin.buffer.read()
        run.stopping = run.stopping or "the parent process ended"

    threading.Thread(target=wait, name="parent", daemon=True).start()


def _run_reactor(crawl: _Crawl) -> None:
    from twisted.internet import reactor as installed  # by AsyncCrawlerProcess

    reactor: Any = installed

    def stop(signum: int, _: Any) -> None:
        if crawl.run.stopping == "interrupted":  # the second time: at once
            reactor.callFromThread(reactor.stop)
        crawl.run.stopping = "interrupted"
        logger.info("Signal %d: stopping", signum)

    async def everything() -> None:
        try:
            await crawl.all()
        finally:
            reactor.callLater(0, reactor.stop)

    reactor.addSystemEventTrigger("after", "startup", install_shutdown_handlers, stop)
    main_task = asyncio.get_event_loop().create_task(everything())
    crawl.process.start(stop_after_crawl=False, install_signal_handlers=False)
    if main_task.done() and not main_task.cancelled():
        error = main_task.exception()
        if error is not None:
            raise error


def _nothing_from(outlet: str, counts: Counts) -> str | None:
    """Why an outlet gave nothing at all, or None where it gave something."""
    pages = [outcomes for role, outcomes in counts.get(outlet, {}).items() if role != "robots"]
    if any(outcomes.get(word) for outcomes in pages for word in ("fetched", "not_modified")):
        return None
    words = sorted({word for outcomes in pages for word in outcomes})
    return "nothing could be fetched: " + (", ".join(words) or "no address was found")


def _end(run: RunState, crawl: _Crawl | None, code: ExitCode, message: str, log: Path | None, found: Any) -> ExitCode:
    """Close ledger and archive and tell the parent; the exit code may turn worse."""
    counts: Counts = {}
    failed = dict(crawl.failed) if crawl else {}
    try:
        if crawl is not None and run.fatal is None:
            counts = run.ledger.count_run()
            if code is ExitCode.OK:
                for outlet in crawl.job.outlets:
                    why = failed.get(outlet) or _nothing_from(outlet, counts)
                    if why:
                        failed[outlet] = why
                code = ExitCode.PARTIAL if failed else code
            counts = run.ledger.end_run(int(ExitCode.STORAGE if run.full else code))
        run.close()
    except OSError as error:
        run.fail(error)
    if run.fatal or run.full:
        code, message = ExitCode.STORAGE, run.fatal or run.full or ""
    taken, damaged = found
    emit(
        "end",
        run=run_name(run.started),
        exit_code=int(code),
        counts=counts,
        failed=failed,
        recovered=taken,
        damaged=damaged,
        message=message,
        log=str(log) if log else None,
    )
    return code


def _log_file(job: Job, started: datetime) -> Path | None:
    """Where to log. Raises OSError where the folder cannot be made."""
    if job.log is None:
        return None
    folder = Path(job.log)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"crawl-{run_name(started)}-{os.getpid()}.log"


def run_job(job: Job) -> ExitCode:
    """Do the job in this process, once. Everything that happens is told on stdout and in the log."""
    run = make_run(make_settings(job, None))
    found, log = (0, 0), None
    try:
        log = _log_file(job, run.started)
        if log is not None:
            log.touch()
        found = run.begin(f"{run_name(run.started)}-{os.getpid()}", job.outlets)
    except LockedError as error:
        return _end(run, None, ExitCode.LOCKED, str(error), None, found)
    except OSError as error:
        run.fail(error)
        return _end(run, None, ExitCode.STORAGE, str(error), None, found)
    settings = make_settings(job, log)
    crawl = _Crawl(job, settings, run, AsyncCrawlerProcess(settings))
    _watch_parent(run)
    _run_reactor(crawl)
    code = ExitCode.INTERRUPTED if run.stopping else ExitCode.OK
    return _end(run, crawl, code, f"stopped: {run.stopping}" if run.stopping else "", log, found)


def main(arguments: Sequence[str]) -> int:
    """Entry of `python -m crawler.run JOB`."""
    try:
        (text,) = arguments
        job = Job.from_json(text)
    except (ValueError, TypeError, KeyError) as error:
        sys.stderr.write(f"expected one argument, the job as JSON: {error}\n")
        return int(ExitCode.USAGE)
    return int(run_job(job))
