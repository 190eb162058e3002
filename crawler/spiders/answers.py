"""Small questions that the spiders ask of answers."""

from datetime import date, datetime, tzinfo

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.engine.verdict import Refused
from crawler.outlet import Outlet
from crawler.spiders.choose import local_day
from crawler.storage.outcomes import Outcome

AWAY = (Outcome.ROBOTS, Outcome.BLOCKED, Outcome.OFFSITE, Outcome.REFUSED, Outcome.PENDING)


def turned_away(error: BaseException | None) -> bool:
    """Whether the host or its robots.txt will not have us, so that its other pages need not be tried."""
    if isinstance(error, Refused):
        return error.verdict.outcome in AWAY
    return isinstance(error, IgnoreRequest) and not isinstance(error, HttpError)


def request_of(response: Response) -> Request:
    if response.request is None:
        raise RuntimeError(f"{response.url}: an answer without its request; Scrapy's engine always sets it")
    return response.request


def header_of(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def aware(moment: datetime, zone: tzinfo) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def published_day(body: bytes, url: str, outlet: Outlet) -> date | None:
    """The outlet's day on which a fetched article was published; None where the page does not say."""
    from crawler.extract import extract_page  # heavy, and needed for undated lists alone

    published = getattr(extract_page(body, url, outlet), "published", None)
    return local_day(aware(datetime.fromisoformat(published), outlet.zone), outlet) if published else None
