"""The download handler: Scrapy's own, behind the last checks before a byte leaves this machine."""

import asyncio

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future

from crawler.conduct.addresses import PrivateAddressError, PublicResolver, why_private
from crawler.conduct.breaker import HostState
from crawler.conduct.politeness import group_delay_s
from crawler.engine.book import Book
from crawler.engine.hosts import host_of, tell_host
from crawler.engine.runstate import RunState
from crawler.engine.verdict import Refused, Verdict, status_trouble
from crawler.storage.outcomes import Outcome

_TICK_S = 0.2


class PoliteDownloadHandler(HTTP11DownloadHandler):
    """Refuses private addresses, waits while a host asks for rest, holds the circuit breaker. It sits here and not in
    a middleware because a slot's queue stands still while its one request waits. Raises Refused."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._run: RunState = crawler.netra_run  # type: ignore[attr-defined]  # set by crawler.engine.extensions
        self._allow_loopback = crawler.settings.getbool("NETRA_ALLOW_LOOPBACK")

    @property
    def _book(self) -> Book:
        # looked up late: this handler may be made before the extension has set it
        book: Book = self._crawler.netra_book  # type: ignore[attr-defined]  # set by crawler.engine.extensions
        return book

    async def download_request(self, request: Request) -> Response:
        host = host_of(request)
        if not self._allow_loopback:
            await self._refuse_private(request, host)
        await self._wait_for_turn(request)
        await self._admit(self._run.host(host))
        response = await super().download_request(request)
        trouble = status_trouble(response.status, self._book.meta(request)["role"])
        # here, while the slot is still taken: the next request must not leave before it is heard
        if trouble is not None:
            tell_host(self._run, request, response, trouble)
        return response

    async def _refuse_private(self, request: Request, host: str) -> None:
        why = why_private(request.url)
        if why is None and not request.meta.get("proxy"):
            # Behind a proxy the proxy resolves; else the address looked up here is the one connected to (cached).
            from twisted.internet import reactor  # as Scrapy does: the reactor is chosen before this is imported

            resolver = getattr(reactor, "resolver", None)
            if isinstance(resolver, PublicResolver):
                try:
                    await maybe_deferred_to_future(resolver.getHostByName(host))
                except PrivateAddressError as error:
                    why = str(error)
                except OSError:
                    why = None  # a name that does not resolve fails below, with its own reason
        if why is not None:
            raise Refused(Verdict(Outcome.REFUSED, why))

    async def _wait_for_turn(self, request: Request) -> None:
        """Wait for the turn of the outlet's group. Raises Refused where the run stops."""
        outlet = self._book.outlets.get(self._book.meta(request)["outlet"])
        if outlet is None or outlet.delay_group is None:
            return
        left = self._run.pace.claim(outlet.delay_group, group_delay_s(self._crawler.settings, outlet))
        while left > 0:
            self._go_on()
            await asyncio.sleep(min(_TICK_S, left))
            left -= _TICK_S

    def _go_on(self) -> None:
        if self._run.stopping or not self._crawler.crawling:
            raise Refused(Verdict(Outcome.PENDING, self._run.stopping or "the run was stopped"))

    async def _admit(self, host: HostState) -> None:
        """Wait for a host that rests. Raises Refused where the breaker is open or the run stops."""
        while True:
            self._go_on()
            why = host.refusal(claim=True)
            if why is not None:
                raise Refused(Verdict(Outcome.BLOCKED if host.refused_us else Outcome.PENDING, why))
            rest = host.rest_s()
            if rest <= 0:
                return
            await asyncio.sleep(min(_TICK_S, rest))
