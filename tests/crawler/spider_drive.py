"""Drives a spider without Scrapy's engine and without network: requests by priority, answers from a function."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from scrapy.http import HtmlResponse, Request
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from crawler.engine.verdict import Refused, Verdict
from crawler.spiders.base import OutletSpider
from crawler.storage.ledger_walks import Known, Question, WalkKey, WalkState, next_state
from crawler.storage.outcomes import OPEN, Outcome, as_outcome
from crawler.urls import canonical_url

Answer = tuple[int, bytes, dict[str, str]]
Site = Callable[[str], Answer]


@dataclass
class FakeLedger:
    """A LedgerWriter in memory: `rows` as the engine keeps them (an article by its canonical address)."""

    outlets: Any = None
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    clock: str = "2025-12-01T01:00:00+00:00"
    walks: dict[WalkKey, WalkState] = field(default_factory=dict)
    validators: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def _key(self, url: str, outlet: str | None) -> str:
        if self.roles.get(url, "article") == "article" and outlet in (self.outlets or {}):
            return canonical_url(url, self.outlets[outlet])
        return url

    def seen(
        self,
        url: str,
        *,
        outlet: str | None = None,
        surface: str = "",
        role: str = "article",
        title: str | None = None,
        date: str | None = None,
        discovered_from: str | None = None,
        selection: str | None = None,
    ) -> None:
        self.roles[url] = role
        row = {
            "outlet": outlet,
            "surface": surface,
            "role": role,
            "title": title,
            "date": date,
            "from": discovered_from,
        }
        new = row | {"outcome": "pending", "reason": "", "retry": True, "selection": None, "first_seen": self.clock}
        kept = self.rows.setdefault(self._key(url, outlet), new)
        kept["selection"] = selection or kept["selection"]

    def outcome(
        self, url: str, *, outcome: str, reason: str = "", outlet: str | None = None, retry: bool | None = None
    ) -> None:
        word = as_outcome(outcome)
        row = self.rows[self._key(url, outlet)]
        row.update(outcome=str(word), reason=reason, retry=word in OPEN if retry is None else retry)
        if word is Outcome.FETCHED:
            row.update(fetched_at=self.clock, attempts=row.get("attempts", 0) + 1)

    def known(self, url: str, *, outlet: str | None = None) -> bool:
        row = self.rows.get(self._key(url, outlet))
        return row is not None and not row["retry"]

    def look(self, url: str, *, outlet: str | None = None) -> Known | None:
        row = self.rows.get(self._key(url, outlet))
        if row is None:
            return None
        fetched = row.get("fetched_at")
        return Known(not row["retry"], row["outcome"], row["first_seen"], fetched, row.get("attempts", 1))

    def read(self, url: str, *, outlet: str, etag: str | None, last_modified: str | None) -> None:
        del outlet  # an address tells it
        self.validators[url] = (etag, last_modified)

    def walk(self, key: WalkKey) -> WalkState | None:
        return self.walks.get(key)

    def walked(self, key: WalkKey, question: Question, *, complete: bool) -> None:
        state = next_state(self.walks.get(key), question, self.clock, complete=complete)
        if state is not None:
            self.walks[key] = state

    def count(self, role: str = "article") -> Counter[str]:
        return Counter(row["outcome"] for row in self.rows.values() if row["role"] == role)

    def of(self, outcome: str) -> list[str]:
        return [url for url, row in self.rows.items() if row["outcome"] == outcome]


@dataclass
class Drive:
    """`asked`: requests in the order in which they were made."""

    spider: OutletSpider
    ledger: FakeLedger
    asked: list[Request] = field(default_factory=list)

    def urls(self, role: str) -> list[str]:
        return [request.url for request in self.asked if request.meta["netra"]["role"] == role]


def make(
    spider_class: type[OutletSpider], ledger: FakeLedger, *, now: str = "2025-12-01T08:00:00+07:00", **arguments: Any
) -> Drive:
    """A spider with that ledger, as Scrapy makes it."""
    crawler = get_crawler(spider_class)
    crawler.netra_ledger = ledger  # type: ignore[attr-defined]
    spider = spider_class.from_crawler(crawler, now=datetime.fromisoformat(now), **arguments)
    ledger.outlets = {outlet.id: outlet for outlet in spider.wanted.outlets}
    return Drive(spider, ledger)


async def _all(requests: Any) -> list[Request]:
    return [request async for request in requests]


def run(drive: Drive, site: Site, limit: int = 2000) -> Drive:
    """Ask until nothing is left: the highest priority first, among equals the latest (Scrapy's order)."""
    waiting: list[Request] = asyncio.run(_all(drive.spider.start()))
    seen: set[str] = set()
    while waiting:
        assert len(drive.asked) < limit, "the spider does not end"
        top = max(request.priority for request in waiting)
        request = [one for one in waiting if one.priority == top][-1]
        waiting.remove(request)
        if request.url in seen:
            continue  # Scrapy's filter of duplicates
        seen.add(request.url)
        drive.asked.append(request)
        waiting.extend(answer(drive, request, site))
    return drive


def answer(drive: Drive, request: Request, site: Site) -> list[Request]:
    """One exchange: redirects followed, 200 to the callback, anything else to the errback, the ledger told."""
    about, url, hops = request.meta["netra"], request.url, []
    status, body, headers = site(url)
    while status in (301, 302) and len(hops) < 5:
        hops.append(url)
        url = urljoin(url, headers["location"])
        status, body, headers = site(url)
    if hops:
        request = request.replace(url=url, meta={**request.meta, "redirect_urls": hops})
    word = {200: "fetched", 404: "gone", 403: "blocked", 304: "not_modified", 204: "empty"}.get(status, "error")
    told = {"outcome": word, "outlet": about["outlet"]}
    drive.ledger.seen(drive.asked[-1].url, outlet=about["outlet"], role=about["role"])
    drive.ledger.outcome(drive.asked[-1].url, **told)
    response = HtmlResponse(url, status=status, body=body, request=request)
    if status == 200:
        found = request.callback(response, **request.cb_kwargs)  # type: ignore[misc]
    else:
        # the engine keeps refusals and answers of no use away from spiders
        useless = {403: Outcome.BLOCKED, 204: Outcome.EMPTY}.get(status)
        error = Refused(Verdict(useless)) if useless else HttpError(response)
        failure = Failure(error)
        failure.request = request  # type: ignore[attr-defined]
        found = request.errback(failure)  # type: ignore[misc]
    if isinstance(found, AsyncIterator):
        return asyncio.run(_all(found))
    requests: Iterable[Request] = found or ()
    return list(requests)
