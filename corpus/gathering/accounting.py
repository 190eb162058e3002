"""The account of each address: what the ledger says, what the archive holds, what the build made of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from corpus.records import Fetch
from crawler.article import Article, NotArticle
from crawler.outlet import Outlet
from crawler.storage.archive import Exchange
from crawler.storage.ledger import LedgerRow

PAGE_ROLES = frozenset({"article", "page"})
ROLES = PAGE_ROLES | {"index", "robots"}
Key = tuple[str, str]
"""Outlet id and address."""


@dataclass(frozen=True)
class Response:
    """An exchange without its body."""

    outlet_id: str
    url: str
    row: str
    """The address of its ledger row: the canonical one for an article, whatever twin was asked for."""
    role: str
    surface: str
    title: str | None
    date: str | None
    first_url: str
    fetched_at: datetime
    status: int
    bytes: int
    digest: str
    warc_file: str
    offset: int
    outcome: str
    reason: str


def response_of(exchange: Exchange) -> Response:
    """What the account needs of an exchange."""
    return Response(
        outlet_id=exchange.outlet_id,
        url=exchange.url,
        row=exchange.key or exchange.url,
        role=exchange.role if exchange.role in ROLES else "index",
        surface=exchange.surface,
        title=exchange.title,
        date=exchange.date,
        first_url=exchange.article_url or exchange.url,
        fetched_at=exchange.fetched_at,
        status=exchange.status,
        bytes=len(exchange.body),
        digest=exchange.digest,
        warc_file=exchange.warc_file,
        offset=exchange.offset,
        outcome=exchange.outcome,
        reason=exchange.reason,
    )


def local_date(value: str | None, outlet: Outlet | None) -> date | None:
    """The day that an ISO date or time means where the outlet is; None for anything else."""
    if not value:
        return None
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return None
    if time.tzinfo is None or outlet is None:
        return time.date()
    return time.astimezone(outlet.zone).date()


def from_ledger(row: LedgerRow, outlet: Outlet | None) -> Fetch:
    """The row that the ledger gives."""
    return Fetch(
        outlet_id=row.outlet,
        url=row.url,
        role=row.role if row.role in ROLES else "index",
        outcome=str(row.outcome),
        surface=row.surface or None,
        first_seen_at=row.first_seen,
        last_seen_at=row.last_seen,
        listed_title=row.title,
        listed_date=local_date(row.date, outlet),
        crawl_outcome=str(row.outcome),
        crawl_reason=row.reason or None,
        reason=row.reason or None,
        attempts=row.attempts,
        http_status=row.status,
        bytes=row.bytes,
        digest=row.digest,
        final_url=row.final_url,
        selection=row.selection,
    )


def from_archive(response: Response, outlet: Outlet | None) -> Fetch:
    """The row of an address that the ledger lost."""
    return Fetch(
        outlet_id=response.outlet_id,
        url=response.row,
        role=response.role,
        outcome=response.outcome or "fetched",
        surface=response.surface or None,
        first_seen_at=response.fetched_at,
        last_seen_at=response.fetched_at,
        listed_title=response.title,
        listed_date=local_date(response.date, outlet),
        reason=response.reason or None,
        attempts=1,
    )


def settle(
    fetch: Fetch,
    response: Response | None,
    result: Article | NotArticle | None,
    article_of: Mapping[Key, str],
    twins: Collection[Key],
) -> None:
    """Give the row its answer and its last word. `response`: the last one; `result`: what the page was read as."""
    key = (fetch.outlet_id, fetch.url)
    if response is not None:
        fetch.answered = True
        fetch.http_status, fetch.bytes, fetch.digest = response.status, response.bytes, response.digest
        fetch.warc_file, fetch.warc_offset = response.warc_file, response.offset
    if key in article_of:
        fetch.article_id = article_of[key]
        fetch.outcome, fetch.reason = (
            ("duplicate", "twin of the article's address") if key in twins else ("extracted", None)
        )
    elif isinstance(result, NotArticle):
        fetch.outcome, fetch.reason = result.reason, result.detail
    elif fetch.role not in PAGE_ROLES and fetch.outcome in ("fetched", "not_modified"):
        fetch.outcome = "index"
    elif fetch.outcome in ("fetched", "not_modified") and response is None:
        fetch.outcome, fetch.reason = "missing", "the ledger says fetched, the archive holds no readable response"
    elif fetch.outcome in ("fetched", "not_modified"):
        fetch.outcome, fetch.reason = "error", f"HTTP status {fetch.http_status}"


def date_fetch(fetch: Fetch, published: date | None, outlet: Outlet | None, built: datetime) -> None:
    """The day that the address counts under, and where it comes from."""
    seen = fetch.first_seen_at.astimezone(outlet.zone if outlet else UTC).date() if fetch.first_seen_at else None
    for day, origin in ((published, "published"), (fetch.listed_date, "listed"), (seen, "seen")):
        if day is not None:
            fetch.day, fetch.day_from = day, origin
            return
    fetch.day, fetch.day_from = built.date(), "built"
