"""`netra outlets check` and `new`: a few pages of one site, with the conduct of every crawl."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.conduct.reservations import PATHS
from crawler.outlet import Outlet, Surface
from crawler.paging import fetch_url
from crawler.spiders.base import SPIDERS, OutletSpider
from crawler.spiders.choose import refuse, stamp
from crawler.spiders.marks import mark
from crawler.spiders.walk import Walk
from crawler.surfaces.parse import parse as parse_surface
from crawler.surfaces.requests import first_urls
from crawler.urls import canonical_url

TRIES = 3  # articles asked for until one comes
ANY_PAGE = Surface(name="look", kind="rss", url="https://{host}/")  # what pages are booked under that are no surface


class LookSpider(OutletSpider):
    """With the setting NETRA_LOOK (JSON list of addresses) these pages alone; without it the first page of the first
    surface that lists an article, and that article. What came is read from the archive."""

    name = "look"
    families = tuple(SPIDERS)

    async def start(self) -> AsyncIterator[Request]:
        """The pages that are asked for, or the first surface of each outlet."""
        pages: list[str] = json.loads(self.settings.get("NETRA_LOOK") or "[]")
        for outlet in self.wanted.outlets:
            walk = Walk(outlet, ANY_PAGE)
            for url in pages:
                yield self._ask(walk, url, "index", callback=self.parse_nothing, errback=self.article_failed)
            if not pages:
                for request in self._surface(outlet, 0):
                    yield request
                for path in PATHS:
                    url = f"https://{outlet.host}{path}"
                    yield self._ask(walk, url, "index", callback=self.parse_nothing, errback=self.article_failed)

    def _ask(self, walk: Walk, url: str, role: str, **more: Any) -> Request:
        about = {key: more.pop(key) for key in ("title", "date", "discovered_from") if key in more}
        self.intake.ledger.seen(url, outlet=walk.outlet.id, surface=walk.surface.name, role=role, **about)
        return Request(url, meta=mark(walk, role, **about), **more)

    def _surface(self, outlet: Outlet, place: int) -> Iterator[Request]:
        """The first page of the outlet's surface at this place, or of the next one that has an address."""
        for number, surface in enumerate(outlet.surfaces[place:], start=place):
            today = self.now.astimezone(outlet.zone).date()
            for url in first_urls(outlet, surface, None, None, today=today)[:1]:
                yield self._ask(
                    Walk(outlet, surface),
                    url,
                    "index",
                    callback=self.parse_list,
                    errback=self.list_failed,
                    cb_kwargs={"outlet": outlet, "place": number},
                )
                return

    def parse_list(self, response: Response, outlet: Outlet, place: int) -> Iterator[Request]:
        """The articles that the page lists: the first is asked for; without any the next surface is."""
        surface = outlet.surfaces[place]
        page = parse_surface(response.body, response.url, outlet, surface)
        entries = [entry for entry in page.candidates if refuse(entry, outlet, self.wanted) is None][:TRIES]
        if not entries:
            yield from self._surface(outlet, place + 1)
            return
        requests = [
            self._ask(
                Walk(outlet, surface),
                fetch_url(canonical_url(entry.url, outlet), outlet),
                "article",
                callback=self.parse_nothing,
                errback=self.try_the_next,
                title=entry.title,
                date=stamp(entry.published, outlet),
                discovered_from=response.url,
            )
            for entry in entries
        ]
        for request, following in zip(requests, [*requests[1:], None], strict=True):
            request.cb_kwargs["following"] = following
        yield requests[0]

    def list_failed(self, failure: Failure) -> Iterator[Request]:
        """The surface did not come: the next one. The engine has told the ledger why."""
        given = failure.request.cb_kwargs  # type: ignore[attr-defined]  # Scrapy sets it on every errback
        yield from self._surface(given["outlet"], given["place"] + 1)

    def try_the_next(self, failure: Failure) -> Iterator[Request]:
        """The article did not come: another one of the list."""
        following: Request | None = failure.request.cb_kwargs["following"]  # type: ignore[attr-defined]  # as above
        if following is not None:
            yield following

    def parse_nothing(self, response: Response, following: Request | None = None) -> None:
        """The archive has the page; the parent process reads it there."""
