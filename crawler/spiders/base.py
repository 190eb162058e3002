"""What the spiders share: walk surfaces newest first, choose among their candidates, ask for articles and pages."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import scrapy
from parsel import Selector
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.outlet import Outlet, OutletError, Surface, load_outlets, outlets_with
from crawler.spiders.answers import aware, header_of, published_day, request_of, turned_away
from crawler.spiders.arguments import ArgumentError, read_arguments
from crawler.spiders.choose import Refusal, local_day, stamp
from crawler.spiders.intake import Intake
from crawler.spiders.marks import mark
from crawler.spiders.sample import NO_SAMPLE, Sample
from crawler.spiders.walk import MAX_DEPTH, Walk
from crawler.storage.ledger import LedgerWriter
from crawler.storage.ledger_walks import WalkKey, next_state
from crawler.storage.outcomes import Outcome
from crawler.surfaces.disway_listtag import tag_lists, tag_surface
from crawler.surfaces.lists import read_html
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.parse import parse as parse_surface
from crawler.surfaces.requests import first_urls, is_later_page, previous_day, values_of
from crawler.urls import is_own, slug_words

# Which spider serves an outlet's family.
SPIDERS: Mapping[str, str] = {
    "tribun": "tribun",
    "disway": "radar",
    "promedia": "radar",
    "jawapos": "radar",
    "wordpress": "portal",
    "blogger": "portal",
    "antara": "portal",
    "generic": "portal",
}
# Scrapy's queues are last in, first out within one priority; these keep a page's articles in its order and let them
# go before the next index page, so that undated lists can stop in time.
PAGE_PRIORITY = 2000
ARTICLE_PRIORITY = 1000
AT_A_TIME = 100  # candidates of a page
NOT_MODIFIED = 304
PAST_THE_END = (400, 404, 410)


class OutletSpider(scrapy.Spider):
    """Arguments: `outlet` (id, or several by commas; all of the spider's families without it), `since`, `until`
    (YYYY-MM-DD, both included), `topic`. Yields no items: what is fetched is archived by the engine."""

    families: tuple[str, ...] = ()

    def __init__(
        self,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        topic: str | None = None,
        *,
        now: datetime | None = None,
        outlets: Mapping[str, Outlet] | None = None,
        sample: Sample = NO_SAMPLE,
        name: str | None = None,
        **unknown: Any,
    ) -> None:
        super().__init__(name)
        known = load_outlets() if outlets is None else outlets
        self.wanted = read_arguments(
            self.families,
            SPIDERS,
            known,
            outlet=outlet,
            since=since,
            until=until,
            topic=topic,
            sample=sample,
            unknown=unknown,
        )
        self.now = now or datetime.now(UTC)
        self.allowed_domains = [host for chosen in self.wanted.outlets for host in (*chosen.hosts, *chosen.aliases)]
        self.walks: dict[WalkKey, Walk] = {}
        self.reading = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """As Scrapy calls it. A wrong argument ends the process with its message and exit code 1. Settings: NETRA_NOW
        (ISO 8601) stands for the clock, NETRA_OUTLETS for a folder of the user's own outlet files."""
        clock, folder = crawler.settings.get("NETRA_NOW"), crawler.settings.get("NETRA_OUTLETS")
        try:
            share = crawler.settings.getfloat("NETRA_TOPIC_SAMPLE", 0.0)
            kwargs.setdefault("sample", Sample(share, crawler.settings.get("NETRA_TOPIC_SEED") or Sample.seed))
            if clock:
                kwargs.setdefault("now", aware(datetime.fromisoformat(clock), UTC))
            if folder and "outlets" not in kwargs:
                kwargs["outlets"] = outlets_with(Path(folder))
            return super().from_crawler(crawler, *args, **kwargs)
        except (ArgumentError, OutletError, ValueError) as error:
            raise SystemExit(f"{cls.name}: {error}") from error

    @cached_property
    def intake(self) -> Intake:
        """What this run has seen, with the engine's ledger. Raises RuntimeError where its extension is off."""
        ledger: LedgerWriter | None = getattr(self.crawler, "netra_ledger", None)
        if ledger is None:
            raise RuntimeError("no ledger: keep the EXTENSIONS of crawler.settings, they open it")
        return Intake(self.wanted, ledger, self.now)

    async def start(self) -> AsyncIterator[Request]:
        """The first pages of every outlet's surfaces, without the fallbacks."""
        for outlet in self.wanted.outlets:
            for request in self._begin(outlet, fallback=False):
                yield request

    def _begin(self, outlet: Outlet, *, fallback: bool) -> Iterator[Request]:
        """Start the surfaces of this kind; of the fallbacks the first that was not yet asked."""
        today = self.now.astimezone(outlet.zone).date()
        for surface in outlet.surfaces:
            addresses = first_urls(outlet, surface, self.wanted.since, self.wanted.until, today=today)
            begun = any(key[:2] == (outlet.id, surface.name) for key in self.walks)
            if surface.fallback != fallback or begun or not addresses:
                continue
            for address in addresses:
                yield from self._index(self._walk(outlet, surface, address), address)
            if fallback:
                return

    def _walk(self, outlet: Outlet, surface: Surface, url: str) -> Walk:
        """The walk over this list, begun where there is none; each section or tag of a surface is one of its own."""
        key = (outlet.id, surface.name, values_of(url, surface).get("section", ""))
        if key not in self.walks:
            walk = self.walks[key] = Walk(outlet, surface, self.wanted.since, key[2])
            question = self.wanted.question
            before = self.intake.ledger.walk(key)
            if before is not None and before.holds_for(question):
                walk.covered, walk.conditional = before.covered, before.complete
            walk.counts = next_state(before, question, "", complete=False) is not None
            self.intake.ledger.walked(key, question, complete=False)
        return self.walks[key]

    def _index(self, walk: Walk, url: str, source: str | None = None, depth: int = 0) -> Iterator[Request]:
        """Ask for one page of a surface, once."""
        if url in walk.asked:
            return
        refusal = None
        if not is_own(url, walk.outlet):
            refusal = Refusal(Outcome.OFFSITE, f"no host of {walk.outlet.id}")
        elif walk.surface.kind == "sitemap" and (len(walk.asked) >= walk.surface.max_pages or depth > MAX_DEPTH):
            refusal = Refusal(Outcome.REFUSED, f"more than {walk.surface.max_pages} sitemaps, or {MAX_DEPTH} deep")
        walk.asked.add(url)
        if refusal:
            self.intake.tell(url, walk.outlet, refusal, surface=walk.surface.name, role="index", source=source)
            return
        walk.open += 1
        self.intake.ledger.seen(
            url, outlet=walk.outlet.id, surface=walk.surface.name, role="index", discovered_from=source
        )
        yield Request(
            url,
            callback=self.parse_index,
            errback=self.index_failed,
            cb_kwargs={"depth": depth},
            meta=mark(walk, "index", discovered_from=source, conditional=walk.conditional),
        )

    def _walk_of(self, request: Request) -> Walk:
        about = request.meta["netra"]
        return self.walks[about["outlet"], about["surface"], request.meta["netra_section"]]

    async def parse_index(self, response: Response, depth: int = 0) -> AsyncIterator[Request]:
        """One page of a surface: its candidates, and the pages after it. The other hosts have their turn in between: a
        sitemap of 50,000 addresses takes long enough for their answers to time out. One page is read at a time, so that
        one such sitemap is in memory."""
        async with self.reading:
            async for request in self._read_index(response, depth):
                yield request

    async def _read_index(self, response: Response, depth: int) -> AsyncIterator[Request]:
        walk = self._walk_of(request_of(response))
        url = response.meta.get("redirect_urls", [response.url])[0]
        page = parse_surface(response.body, url, walk.outlet, walk.surface)
        if page.problem:
            self.logger.warning("%s: %s", url, page.problem)
        news = 0
        edited = self.intake.edited(page.candidates, walk.outlet, walk.covered)
        for place, candidate in enumerate(page.candidates):
            if place % AT_A_TIME == AT_A_TIME - 1:
                await asyncio.sleep(0)
            taken = self.intake.take(
                candidate,
                walk.outlet,
                url,
                passed=walk.passed,
                covered=walk.covered,
                edited=candidate.url in edited,
            )
            news += taken.news
            if taken.url:
                day = stamp(candidate.published, walk.outlet)
                yield self._article(
                    taken.url,
                    ARTICLE_PRIORITY - min(place, ARTICLE_PRIORITY - 1),
                    mark(
                        walk,
                        "article",
                        title=candidate.title,
                        date=day,
                        discovered_from=url,
                        selection=taken.selection,
                        again=taken.again,
                    ),
                )
        for address in walk.note(page, url, news):
            if not self._passed_by(address, page, walk, url):
                deeper = depth + 1 if walk.surface.kind == "sitemap" else depth
                for request in self._index(walk, address, url, deeper):
                    yield request
        if page.problem is None and walk.counts:
            validators = {"etag": header_of(response, "ETag"), "last_modified": header_of(response, "Last-Modified")}
            self.intake.ledger.read(request_of(response).url, outlet=walk.outlet.id, **validators)
        for request in self._closed(walk):
            yield request

    def _passed_by(self, address: str, page: SurfacePage, walk: Walk, source: str) -> bool:
        """Whether a sitemap states that all in this one is older than `since` (the ledger is told), or as it was when
        the last complete walk read it."""
        changed = page.modified.get(address)
        if walk.unchanged(changed):
            about = {"outlet": walk.outlet.id, "surface": walk.surface.name}
            self.intake.ledger.seen(address, role="index", discovered_from=source, **about)
            if self.intake.ledger.known(address, outlet=walk.outlet.id):
                return True
        if not self.wanted.since or changed is None or local_day(changed, walk.outlet) >= self.wanted.since:
            return False
        refusal = Refusal(Outcome.OUT_OF_RANGE, f"changed last on {local_day(changed, walk.outlet)}")
        self.intake.tell(address, walk.outlet, refusal, surface=walk.surface.name, role="index", source=source)
        return True

    def index_failed(self, failure: Failure) -> Iterator[Request]:
        """A page of a surface did not come. The engine has told the ledger; here the walk goes on or ends."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every errback
        walk = self._walk_of(request)
        url = request.meta.get("redirect_urls", [request.url])[0]
        error = failure.value
        status = error.response.status if isinstance(error, HttpError) else None
        if status == NOT_MODIFIED:
            walk.found += 1  # the same page as last time: nothing new, and no reason for a fallback
        elif not (status in PAST_THE_END and is_later_page(url, walk.surface)):
            before = previous_day(url, walk.outlet, walk.surface)
            if not walk.fault() and before and not turned_away(error):
                for address in walk.next_of((before,)):
                    yield from self._index(walk, address, url)
        yield from self._closed(walk)

    def _closed(self, walk: Walk) -> Iterator[Request]:
        """One page less is open; when all walks of the outlet are done without success, the next fallback begins."""
        walk.open -= 1
        if walk.done and not walk.failed:
            key = (walk.outlet.id, walk.surface.name, walk.section)
            self.intake.ledger.walked(key, self.wanted.question, complete=True)
        walks = [other for other in self.walks.values() if other.outlet.id == walk.outlet.id]
        if all(other.done and other.wants_help for other in walks):
            yield from self._begin(walk.outlet, fallback=True)

    def _article(self, url: str, priority: int, meta: dict[str, Any]) -> Request:
        return Request(url, callback=self.parse_article, errback=self.article_failed, priority=priority, meta=meta)

    def parse_article(self, response: Response) -> Iterator[Request]:
        """The other pages of the article, the lists of its tags on the topic, and its day where the list had none."""
        from crawler.paging import other_pages  # the extraction's; spiders without it could still be listed

        walk = self._walk_of(request_of(response))
        about = request_of(response).meta["netra"]
        if about["role"] != "article":
            return
        for address in other_pages(response.body, response.url, walk.outlet):
            again = bool(about.get("again"))
            if self.intake.take_page(address, walk.outlet, walk.surface.name, response.url, again=again):
                meta = mark(
                    walk,
                    "page",
                    title=about["title"],
                    date=about["date"],
                    article_url=response.url,
                    discovered_from=response.url,
                )
                yield self._article(address, PAGE_PRIORITY, meta)
        yield from self.tags_of(walk.outlet, response)
        if about["date"] is None and self.wanted.since:
            walk.aged(published_day(response.body, response.url, walk.outlet))

    def known_tag_lists(self, outlet: Outlet, addresses: Iterable[str]) -> Iterator[Request]:
        """Of these tag lists, which articles of earlier runs told, the ones on the topic: those articles are not read
        again."""
        topic, surface = self.wanted.topic, tag_surface(outlet)
        for address in addresses if topic and surface else ():
            assert topic is not None
            assert surface is not None
            if not is_later_page(address, surface) and topic.suggests(slug_words(address)):
                yield from self._index(self._walk(outlet, surface, address), address)

    def tags_of(self, outlet: Outlet, response: Response) -> Iterator[Request]:
        """Lists of tags that suggest the topic, for outlets whose tag lists have numbers that only articles tell."""
        topic, surface = self.wanted.topic, tag_surface(outlet)
        page = read_html(response.body) if surface and topic else None
        if surface is None or topic is None or not isinstance(page, Selector):
            return
        for address, words in tag_lists(page, response.url, outlet, surface).items():
            if topic.suggests(words):
                yield from self._index(self._walk(outlet, surface, address), address, response.url)

    def article_failed(self, failure: Failure) -> None:
        """One line instead of a traceback; the engine has told the ledger the outcome."""
        self.logger.info("%s: %s", failure.request.url, failure.getErrorMessage())  # type: ignore[attr-defined]  # as above
