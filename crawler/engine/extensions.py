"""The extension that ties archive, ledger and conduct to a Scrapy crawl: on for `scrapy crawl` as for run.py."""

import asyncio
import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.settings import BaseSettings

from crawler.conduct.breaker import Limits
from crawler.conduct.politeness import HostDelays
from crawler.engine.book import Book
from crawler.engine.runstate import RunState, ledger_key, run_name
from crawler.engine.verdict import Verdict
from crawler.outlet import Outlet, load_outlets, outlets_with
from crawler.storage.lock import LockedError
from crawler.storage.outcomes import Outcome

logger = logging.getLogger(__name__)

_TICK_S = 0.5


def known_outlets(settings: BaseSettings) -> Mapping[str, Outlet]:
    """The packaged outlets with those of the folder NETRA_OUTLETS over them. Raises OutletError."""
    return outlets_with(Path(settings["NETRA_OUTLETS"])) if settings["NETRA_OUTLETS"] else load_outlets()


def make_run(settings: BaseSettings) -> RunState:
    """The state that the crawls of a process share, from their settings. Raises ValueError on a wrong NETRA_NOW."""
    given = settings["NETRA_NOW"]
    started = datetime.fromisoformat(given) if given else datetime.now(UTC)
    return RunState(
        folder=Path(settings["NETRA_DATA"]),
        started=started if started.tzinfo else started.replace(tzinfo=UTC),
        software=str(settings["USER_AGENT"]),
        max_file_bytes=settings.getint("NETRA_WARC_MAX_BYTES"),
        limits=Limits(
            failures=settings.getint("NETRA_BREAKER_FAILURES"),
            open_s=settings.getfloat("NETRA_BREAKER_OPEN_S"),
            backoff_s=settings.getfloat("NETRA_BACKOFF_S"),
            patience_s=settings.getfloat("NETRA_PATIENCE_S"),
        ),
        outlets=partial(known_outlets, settings),
        least_free=settings.getint("NETRA_MIN_FREE_BYTES"),
    )


class NetraExtension:
    """Sets on the crawler: `netra_run` (unless run.py did), `netra_book`, and `netra_ledger`, the LedgerWriter that
    spiders use. Writes the ledger twice a second; closes the crawl when the run is to stop."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        given: RunState | None = getattr(crawler, "netra_run", None)
        self.own = given is None
        self.run = make_run(crawler.settings) if given is None else given
        self.book = Book(self.run, str(getattr(crawler, "netra_outlet", "")), known_outlets(crawler.settings))
        self.book.on_failure = self._close_crawl
        self.delays = HostDelays(crawler, self.book)
        self._ticking: asyncio.Task[None] | None = None
        self._closing: asyncio.Future[None] | None = None
        crawler.netra_run = self.run  # type: ignore[attr-defined]  # how Scrapy's parts find each other
        crawler.netra_book = crawler.netra_ledger = self.book  # type: ignore[attr-defined]
        for handler, signal in (
            (self.spider_opened, signals.spider_opened),
            (self.spider_closed, signals.spider_closed),
            (self.request_scheduled, signals.request_scheduled),
            (self.request_dropped, signals.request_dropped),
            (self.request_reached_downloader, signals.request_reached_downloader),
        ):
            crawler.signals.connect(handler, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "NetraExtension":
        return cls(crawler)

    def spider_opened(self, spider: Spider) -> None:
        self.book.outlet_ids = self.book.outlet_ids or outlets_of(spider)
        self.book.outlet_id = self.book.outlet_id or next(iter(self.book.outlet_ids), "unknown")
        if self.own:
            try:
                taken, damaged = self.run.begin(f"{run_name(self.run.started)}-{os.getpid()}", self.book.outlet_ids)
            except (LockedError, OSError) as error:
                logger.error("%s", error)
                raise CloseSpider("locked" if isinstance(error, LockedError) else "disk") from error
            logger.info("Archive checked: %d exchanges taken over, %d damaged records", taken, damaged)
        self._ticking = asyncio.ensure_future(self._tick())

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            try:
                self.run.ledger.flush()
                self.run.check_disk()
            except OSError as error:
                self.book.stop_for(error)
            if self.run.stopping:
                self._close_crawl()
            if self._closing is not None or not self.crawler.crawling:
                self._hurry()

    def _close_crawl(self) -> None:
        if self._closing is None and self.crawler.engine.spider is not None:
            reason = "disk" if self.run.fatal else "stopped"
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    def _hurry(self) -> None:
        """The crawl is to end: requests that still queue are refused by the handler, they need no pause for that."""
        for slot in self.crawler.engine.downloader.slots.values():
            slot.delay = 0.0

    def request_scheduled(self, request: Request) -> None:
        self.book.scheduled(request)

    def request_dropped(self, request: Request) -> None:
        """A request that Scrapy met before: behind a redirect that is a circle, unless the target has its answer."""
        meta = self.book.meta(request)
        before = {ledger_key(url, meta["role"], self.book.outlets.get(meta["outlet"])) for url in _chain(request)}
        if self.book.key(request) in before and not self.book.fetched(request):
            self.book.verdict(request, Verdict(Outcome.REFUSED, "redirects in a circle"))

    def request_reached_downloader(self, request: Request) -> None:
        if self._closing is None and self.crawler.crawling:
            self.delays.reached_downloader(request)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
        try:
            if self.own and reason in ("locked", "disk"):
                self.run.close()
            elif self.own:
                self.run.ledger.end_run(0 if reason == "finished" else 1)
                self.run.close()
            else:
                self.run.ledger.flush()
        except OSError as error:
            self.run.fail(error)
        if self.run.fatal or self.run.full:
            logger.error("%s: the crawl stopped: %s", spider.name, self.run.fatal or self.run.full)


def _chain(request: Request) -> list[str]:
    return list(request.meta.get("redirect_urls", []))


def outlets_of(spider: Spider) -> tuple[str, ...]:
    """The ids of the outlets that a spider was asked for: of its checked arguments, else of its argument `outlet`."""
    wanted = getattr(spider, "wanted", None)
    if wanted is not None:
        return tuple(outlet.id for outlet in wanted.outlets)
    return tuple(name.strip() for name in str(getattr(spider, "outlet", "") or "").split(",") if name.strip())
