"""Downloader middlewares: archive and ledger, redirects, hosts that are not ours.

Order (settings.py): FinalWord, Offsite, Robots, ..., Scrapy's Retry, Redirect, ..., Archive next to the network.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.engine.book import Book
from crawler.engine.changes import change_from
from crawler.engine.hosts import host_of, plain_headers, tell_host
from crawler.engine.verdict import Refused, Verdict, fault_of_ours, judge, judge_exception, status_trouble
from crawler.storage.archive import ArchiveError, Fetched, Position, body_digest
from crawler.storage.decoding import Decoded, decode_body
from crawler.storage.ledger import LedgerError
from crawler.storage.outcomes import Outcome

logger = logging.getLogger(__name__)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What the archive keeps of request.meta["netra"].
_ARCHIVED = ("outlet", "surface", "role", "title", "date", "article_url", "discovered_from", "selection")


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _pairs(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in headers.items() for value in values]


@dataclass(frozen=True)
class _Kept:
    """An answer as it was read, what it means, and where it lies now."""

    decoded: Decoded
    verdict: Verdict
    digest: str
    position: Position


def _judge(response: Response, decoded: Decoded, role: str) -> Verdict:
    if response.status in _REDIRECTS and b"Location" in response.headers:
        location = response.headers[b"Location"] or b""
        return Verdict(Outcome.REDIRECTED, f"{response.status} to {location.decode('latin-1')[:200]}")
    return judge(response.status, plain_headers(response.headers), decoded, role)


class ArchiveMiddleware:
    """Next to the network: decodes, judges, archives and books every answer before anybody else sees it, and every
    failure to get one. Answers that are of no use end here (Refused)."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.book: Book = crawler.netra_book  # type: ignore[attr-defined]  # set by crawler.engine.extensions
        self.run = self.book.run
        self.max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self.max_index_size = crawler.settings.getint("NETRA_INDEX_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ArchiveMiddleware":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Give surfaces their larger size limit, and their validators where the spider asks for that."""
        meta = self.book.meta(request)
        if meta["role"] == "index":
            request.meta.setdefault("download_maxsize", self.max_index_size)
            row = self.run.ledger.row(meta["outlet"], request.url) if meta.get("conditional") else None
            if row is not None and row.etag:
                request.headers.setdefault(b"If-None-Match", row.etag.encode("latin-1"))
            if row is not None and row.last_modified:
                request.headers.setdefault(b"If-Modified-Since", row.last_modified.encode("latin-1"))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Raises Refused where nobody else is to see the answer."""
        try:
            return await self._take(request, response)
        except IgnoreRequest:
            raise
        except Exception as error:  # Scrapy asks no process_exception about what is raised here
            verdict = fault_of_ours(error)
            self.book.verdict(request, verdict)
            logger.exception("Fault while reading the answer for %s", request.url)
            raise Refused(verdict) from error

    async def _take(self, request: Request, response: Response) -> Response:
        meta, key, at = self.book.meta(request), self.book.key(request), self.run.now()
        loop = asyncio.get_running_loop()
        try:
            # decoding, digests, packing and writing leave the reactor free; the order of writes is that of arrival
            kept = await loop.run_in_executor(self.run.thread, self._keep, request, response, meta, key, at)
            self._book(request, response, kept, meta, key, at)
        except (ArchiveError, LedgerError) as error:
            self.book.stop_for(error)
            raise Refused(Verdict(Outcome.PENDING, "the disk failed")) from error
        verdict = kept.verdict
        self.book.count(verdict.outcome)
        useless = verdict.outcome in (Outcome.EMPTY, Outcome.NOT_ARTICLE) and meta["role"] != "robots"
        if verdict.outcome in (Outcome.BLOCKED, Outcome.TOO_LARGE) or kept.decoded.problem or useless:
            raise Refused(verdict)
        return self._decoded(response, kept.decoded)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Book a failure; whether it is tried again is for Retry to say."""
        verdict = judge_exception(exception)
        if verdict is None:
            return  # a fault of ours: FinalWord books it, with its traceback in the log
        if verdict.trouble:
            self.run.host(host_of(request)).failure(verdict.trouble)
        elif verdict.outcome is Outcome.TOO_LARGE:
            self.run.host(host_of(request)).success()
        self.book.verdict(request, verdict, attempts=0 if isinstance(exception, IgnoreRequest) else 1)

    def _keep(self, request: Request, response: Response, meta: Mapping[str, Any], key: str, at: datetime) -> _Kept:
        """On the archive's thread: decode, judge and archive an answer. Raises ArchiveError."""
        limit = request.meta.get("download_maxsize", self.max_size)
        encoding = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        decoded = decode_body(response.body, encoding, limit)
        verdict, digest = _judge(response, decoded, meta["role"]), body_digest(decoded.body)
        fetched = Fetched(
            url=response.url,
            fetched_at=at,
            method=request.method,
            request_headers=_pairs(request.headers),
            status=response.status,
            reason=_reason(response.status),
            headers=_pairs(response.headers),
            payload=response.body,
            meta={
                **{name: meta.get(name) for name in _ARCHIVED},
                "outcome": str(verdict.outcome),
                "reason": verdict.reason,
                "digest": digest,
                "key": key,
                "redirected_from": request.meta.get("redirect_urls", []),
                "retries": request.meta.get("retry_times", 0),
            },
            ip_address=str(response.ip_address) if response.ip_address and not request.meta.get("proxy") else None,
        )
        # the writer is looked up on its own thread: opening a file is a write too
        return _Kept(decoded, verdict, digest, self.run.writer(meta["outlet"]).write(fetched))

    def _book(
        self, request: Request, response: Response, kept: _Kept, meta: Mapping[str, Any], key: str, at: datetime
    ) -> None:
        """Archive first, then ledger: what the ledger calls fetched is in the archive, whatever happens between.
        Raises LedgerError."""
        verdict = kept.verdict
        if status_trouble(response.status, meta["role"]) is None:  # else the handler has told it
            tell_host(self.run, request, response, verdict)
        said = {"outcome": str(verdict.outcome), "reason": verdict.reason}
        same = verdict.outcome is Outcome.NOT_MODIFIED  # then the row's size and digest are still those of the page
        self.run.ledger.add(
            change_from(
                meta,
                key,
                at,
                # of a redirect the redirect middleware speaks: it knows whether the target is the same article
                **({} if verdict.outcome is Outcome.REDIRECTED else said),
                digest=None if same else kept.digest,
                status=response.status,
                bytes=None if same else len(kept.decoded.body),
                retry=verdict.retry,
            )
        )
        unread = meta["role"] == "article" and verdict.outcome is Outcome.FETCHED
        self.run.booked(kept.position, hold=unread)
        request.meta["netra_unread"] = kept.position if unread else None

    @staticmethod
    def _decoded(response: Response, decoded: Decoded) -> Response:
        """The response with its body decoded, as the class (HTML, XML, text) that the body asks for."""
        headers = Headers(response.headers)
        headers.pop(b"Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=decoded.body)
        return response.replace(cls=kind, headers=headers, body=decoded.body)


class NetraRedirectMiddleware(RedirectMiddleware):
    """Scrapy's redirects (at most REDIRECT_MAX_TIMES, http and https only), each told to the ledger: an address that
    leads elsewhere is `redirected`, or `duplicate` where the article behind it is known already."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._referer_spider_middleware = None

    def _engine_started(self) -> None:
        """Referrers are switched off; Scrapy's own method would warn about it."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        del spider  # deprecated by Scrapy
        book: Book = self.crawler.netra_book  # type: ignore[attr-defined]  # set by crawler.engine.extensions
        role = book.meta(request)["role"]
        try:
            result = super().process_response(request, response)
        except IgnoreRequest:
            book.verdict(request, Verdict(Outcome.REFUSED, f"more than {self.max_redirect_times} redirects"))
            raise
        if isinstance(result, Request):
            own, target = book.key(request), book.key(result)
            if role == "article" and own != target and book.fetched(result):
                verdict = Verdict(Outcome.DUPLICATE, "redirects to an article that is known")
                book.verdict(request, verdict, final_url=result.url)
                raise Refused(verdict)
            if own != target:
                reason = f"{response.status} to {result.url}"
                book.verdict(request, Verdict(Outcome.REDIRECTED, reason), final_url=result.url)
            return result
        if response.status in _REDIRECTS and b"Location" in response.headers:
            location = (response.headers[b"Location"] or b"").decode("latin-1")
            scheme = urlsplit(urljoin(request.url, location)).scheme
            verdict = Verdict(Outcome.REFUSED, f"{response.status} to a {scheme or 'broken'}: address")
            book.verdict(request, verdict)
            raise Refused(verdict)
        return response


class NetraOffsiteMiddleware(OffsiteMiddleware):
    """Scrapy's check of allowed_domains, told to the ledger; unlike Scrapy's it lets no retried or redirected request
    through unseen (those carry dont_filter)."""

    def request_scheduled(self, request: Request, spider: Any) -> None:
        """Nothing is dropped when scheduled: `process_request` sees every request, and tells the ledger."""

    def process_request(self, request: Request, spider: Any = None) -> None:
        del spider  # deprecated by Scrapy
        if (
            self.crawler.spider is None
            or request.meta.get("allow_offsite")
            or self.should_follow(request, self.crawler.spider)
        ):
            return
        raise Refused(Verdict(Outcome.OFFSITE, f"{host_of(request)} is not a host of this outlet"))


class FinalWordMiddleware:
    """Outermost: when nothing tries again, a failure becomes Refused, which Scrapy drops without a traceback. Faults
    of ours are logged with theirs."""

    def __init__(self, crawler: Crawler) -> None:
        self.book: Book = crawler.netra_book  # type: ignore[attr-defined]  # set by crawler.engine.extensions

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "FinalWordMiddleware":
        return cls(crawler)

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, (IgnoreRequest, StopDownload)):
            return
        verdict = judge_exception(exception)
        if verdict is None:
            verdict = fault_of_ours(exception)
            self.book.verdict(request, verdict, attempts=1)
            logger.error("Fault while asking for %s", request.url, exc_info=exception)
        else:
            logger.info("%s: %s", request.url, verdict.reason)
        raise Refused(verdict) from exception
