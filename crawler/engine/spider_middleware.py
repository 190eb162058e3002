"""Between spider and engine: the ledger is the queue of articles. What does not fit into memory waits there, and what
earlier runs left open is taken up; what is too deep is told, faults are booked."""

import logging
from collections.abc import AsyncIterator, Iterable
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from crawler.engine.book import Book
from crawler.engine.verdict import PAGE_ROLES, Verdict
from crawler.paging import fetch_url, other_pages
from crawler.spiders.base import OutletSpider
from crawler.storage.ledger import LedgerRow
from crawler.storage.outcomes import Outcome
from crawler.surfaces.disway_listtag import tag_surface
from crawler.urls import is_own

logger = logging.getLogger(__name__)


class NetraSpiderMiddleware(BaseSpiderMiddleware):
    """Articles beyond `max_queue` are not handed to the scheduler: they stand in the ledger as pending. When the spider
    has nothing left to do they come, with those that earlier runs saw and did not get, newest first."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.book: Book = crawler.netra_book  # type: ignore[attr-defined]  # set by crawler.engine.extensions
        self.max_depth = crawler.settings.getint("DEPTH_LIMIT")
        self.max_length = crawler.settings.getint("URLLENGTH_LIMIT")
        self.max_attempts = crawler.settings.getint("NETRA_MAX_ATTEMPTS")
        self.max_queue = crawler.settings.getint("NETRA_MAX_QUEUE")
        crawler.signals.connect(self.spider_idle, signal=signals.spider_idle)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for item in super().process_start(start):
            yield item
        for request in self._known_tag_lists():
            yield request

    def _known_tag_lists(self) -> Iterable[Request]:
        """Tag lists that articles of earlier runs told: those articles are not read again, and what such a list shows
        no other surface may."""
        spider = self.crawler.spider
        if not isinstance(spider, OutletSpider):
            return
        for outlet in (self.book.outlets.get(name) for name in self.book.outlet_ids):
            surface = tag_surface(outlet) if outlet is not None else None
            if outlet is not None and surface is not None:
                yield from spider.known_tag_lists(outlet, self.book.run.ledger.listed(outlet.id, surface.name))

    def spider_idle(self) -> None:
        """Nothing waits and nothing is under way. Raises DontCloseSpider where the ledger has more to ask for."""
        if self.book.run.stopping or self.crawler.engine is None:
            return
        rows = self._left_open()
        for row in rows:
            self.book.taken_up(row)  # once in a run: what it leads to is told in its place
            self.crawler.engine.crawl(self._again(row))
        if rows:
            raise DontCloseSpider

    def _left_open(self) -> list[LedgerRow]:
        roles, found = tuple(sorted(PAGE_ROLES)), list[LedgerRow]()
        for outlet in self.book.outlet_ids:
            left = self.max_queue - len(found)
            found += self.book.run.ledger.open_rows(outlet, roles, self.max_attempts, left) if left > 0 else []
        return found

    def _queue_is_full(self) -> bool:
        stats = self.crawler.stats
        if stats is None:
            return False
        waiting = stats.get_value("scheduler/enqueued", 0) - stats.get_value("scheduler/dequeued", 0)
        return bool(waiting >= self.max_queue)

    def _again(self, row: LedgerRow) -> Request:
        known = self.book.outlets.get(row.outlet)
        article = row.role == "article"
        kept = ("outlet", "surface", "role", "title", "date", "discovered_from", "selection")
        about = {name: getattr(row, name) for name in kept}
        about["article_url"] = None if article else row.discovered_from
        url = fetch_url(row.url, known) if article and known is not None else row.url
        return Request(url, callback=self.resumed, meta={"netra": about})

    def resumed(self, response: Response) -> Iterable[Request]:
        """The further pages of an article that was taken up, and the tag lists that it tells; what the first page says
        is in the archive now."""
        about = self.book.meta(response.request) if response.request else {"role": ""}
        outlet = self.book.outlets.get(about.get("outlet", ""))
        if about["role"] != "article" or outlet is None:
            return
        for address in other_pages(response.body, response.url, outlet):
            page = {
                **about,
                "role": "page",
                "selection": None,
                "article_url": response.url,
                "discovered_from": response.url,
            }
            request = Request(address, callback=self.resumed, meta={"netra": page})
            if is_own(address, outlet) and not self.book.known(request):
                self.book.scheduled(request)  # before the article counts as read
                yield request
        if isinstance(self.crawler.spider, OutletSpider):
            yield from self.crawler.spider.tags_of(outlet, response)

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """Scrapy drops what is too deep or too long without a word; the ledger is to know. An article that the queue
        has no room for stays in the ledger, as the spider noted it there."""
        depth = 0 if response is None else response.meta.get("depth", 0) + 1
        why = None
        if self.max_depth and depth > self.max_depth:
            why = f"more than {self.max_depth} links deep"
        elif self.max_length and len(request.url) > self.max_length:
            why = f"an address of {len(request.url)} characters"
        if why is None:
            held_back = self.book.meta(request)["role"] == "article" and self._queue_is_full()
            return None if held_back else request
        self.book.verdict(request, Verdict(Outcome.REFUSED, why))
        return None

    def process_spider_output(
        self, response: Response | None, result: Iterable[Any], spider: Any = None
    ) -> Iterable[Any]:
        del spider  # deprecated by Scrapy
        yield from super().process_spider_output(response, result)
        self._read(response)

    async def process_spider_output_async(
        self, response: Response | None, result: AsyncIterator[Any], spider: Any = None
    ) -> AsyncIterator[Any]:
        del spider  # deprecated by Scrapy
        async for item in super().process_spider_output_async(response, result):
            yield item
        self._read(response)

    def _read(self, response: Response | None) -> None:
        """The spider has told all that an article's page leads to."""
        position = response.meta.get("netra_unread") if response is not None and response.request else None
        if position is not None:
            self.book.run.read(position)

    def process_spider_exception(self, response: Response, exception: Exception) -> list[Any] | None:
        """A page that a spider cannot read is an outcome of that page, not the end of the crawl."""
        if response.request is None or not isinstance(exception, Exception) or _is_control(exception):
            return None
        reason = f"reading the page failed: {type(exception).__name__}: {exception}"[:200]
        self.book.verdict(response.request, Verdict(Outcome.ERROR, reason))
        self._read(response)
        logger.error("%s: %s", response.url, reason)
        logger.debug("in full:", exc_info=exception)
        return []


def _is_control(exception: Exception) -> bool:
    """Exceptions by which Scrapy steers itself (CloseSpider, IgnoreRequest ...)."""
    return type(exception).__module__.startswith("scrapy.")
