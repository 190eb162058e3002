"""Conduct towards hosts: robots.txt before anything else, and the pause between two requests.

The rules themselves are beside this file: robots (robots.txt, fails closed), breaker (Retry-After, circuit breaker)
and blockpages; here they meet Scrapy. Waiting and refusing at the last moment is done in crawler.engine.handlers.
"""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from crawler.conduct.robots import Rules, closed, read_robots
from crawler.engine.book import Book
from crawler.engine.hosts import plain_headers
from crawler.engine.verdict import Refused, Verdict
from crawler.outlet import Outlet
from crawler.storage.outcomes import Outcome

_FIRST = 1000  # priority of requests for robots.txt


@dataclass
class _Known:
    rules: Rules
    until: float


@dataclass
class _Cache:
    """Rules by scheme and host, and those that are being asked for."""

    known: dict[str, _Known] = field(default_factory=dict)
    asked: dict[str, "asyncio.Future[Rules]"] = field(default_factory=dict)


class RobotsMiddleware:
    """Asks each host for robots.txt before anything else of it, and refuses what is not allowed. Unlike Scrapy's own
    it refuses everything while robots.txt cannot be had, and tells the ledger why."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off: the user answers for that")
        self.crawler = crawler
        self.book: Book = crawler.netra_book  # type: ignore[attr-defined]  # set by crawler.engine.extensions
        self.token = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self.timeout_s = crawler.settings.getfloat("NETRA_ROBOTS_TIMEOUT_S")
        self._cache = _Cache()
        crawler.netra_robots = self  # type: ignore[attr-defined]  # read by HostDelays

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises Refused where robots.txt or the host's state is against it."""
        meta, parts = self.book.meta(request), urlsplit(request.url)
        if meta["role"] == "robots" or parts.scheme not in ("http", "https"):
            return
        host = self.book.run.host((parts.hostname or "").lower())
        why = host.refusal()  # told at once: a thousand queued requests need not wait for their turn to hear it
        if why is not None:
            raise Refused(Verdict(Outcome.BLOCKED if host.refused_us else Outcome.PENDING, why))
        rules = await self._rules(f"{parts.scheme}://{parts.netloc}", meta["outlet"])
        why = rules.refusal(request.url, self.token)
        if why is not None:
            raise Refused(Verdict(Outcome.ROBOTS, why, retry=rules.closed is not None))

    def delay_s(self, site: str) -> float:
        """The Crawl-delay of a site ("https://host"), seconds; 0 where none is known."""
        known = self._cache.known.get(site)
        return known.rules.delay_s(self.token) if known else 0.0

    async def _rules(self, site: str, outlet: str) -> Rules:
        known = self._cache.known.get(site)
        if known is not None and self.book.run.monotonic() < known.until:
            return known.rules
        if site in self._cache.asked:
            return await self._cache.asked[site]
        asked = self._cache.asked[site] = asyncio.get_running_loop().create_future()
        rules = closed("the run was stopped")  # what the others hear if this request is cancelled
        try:
            rules = await self._ask(site, outlet)
        finally:
            self._cache.known[site] = _Known(rules, self.book.run.monotonic() + rules.lifetime_s)
            del self._cache.asked[site]
            asked.set_result(rules)
        return rules

    async def _ask(self, site: str, outlet: str) -> Rules:
        request = Request(
            f"{site}/robots.txt",
            priority=_FIRST,
            callback=NO_CALLBACK,
            meta={
                "netra": {"outlet": outlet, "surface": "robots.txt", "role": "robots"},
                "allow_offsite": True,  # robots.txt may redirect to the www host
                "download_timeout": self.timeout_s,
                "max_retry_times": 1,
            },
        )
        try:
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest as error:
            return closed(str(error))
        return read_robots(response.status, response.body, plain_headers(response.headers))


class HostDelays:
    """Sets the pause of each host before its requests leave: the outlet's `delay_s`, or the user's DOWNLOAD_DELAY
    where that was set on purpose (command line, run), and never less than the site's Crawl-delay. Jitter only adds:
    Scrapy's varies both ways, so its middle is moved up."""

    def __init__(self, crawler: Crawler, book: Book) -> None:
        self.crawler, self.book = crawler, book
        self.jitter = min(0.9, max(0.0, crawler.settings.getfloat("DOWNLOAD_DELAY_JITTER")))

    def reached_downloader(self, request: Request) -> None:
        """Signal request_reached_downloader: the slot is there, and has not sent the request yet."""
        slot = self.crawler.engine.downloader.slots[request.meta["download_slot"]]
        slot.delay = self.delay_s(request) / (1 - self.jitter)
        slot.jitter = self.jitter

    def delay_s(self, request: Request) -> float:
        """The least pause before this request, in seconds."""
        outlet = self.book.outlets.get(self.book.meta(request)["outlet"])
        parts = urlsplit(request.url)
        robots: RobotsMiddleware | None = getattr(self.crawler, "netra_robots", None)
        asked_for = robots.delay_s(f"{parts.scheme}://{parts.netloc}") if robots is not None else 0.0
        return max(own_delay_s(self.crawler.settings, outlet), asked_for)


def group_delay_s(settings: BaseSettings, outlet: Outlet) -> float:
    """Seconds between two requests to the outlet's group of hosts; not more than a pause that the user chose."""
    chosen = (settings.getpriority("DOWNLOAD_DELAY") or 0) > SETTINGS_PRIORITIES["project"]
    return min(outlet.group_delay_s, settings.getfloat("DOWNLOAD_DELAY")) if chosen else outlet.group_delay_s


def own_delay_s(settings: BaseSettings, outlet: Outlet | None) -> float:
    """The pause that we choose ourselves, in seconds."""
    chosen = (settings.getpriority("DOWNLOAD_DELAY") or 0) > SETTINGS_PRIORITIES["project"]
    return settings.getfloat("DOWNLOAD_DELAY") if chosen or outlet is None else outlet.delay_s
