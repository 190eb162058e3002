"""What a host's answer means for the next request to it: told to its state (breaker, rest)."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Headers, Response

from crawler.conduct.breaker import http_date, retry_after_s
from crawler.engine.runstate import RunState
from crawler.engine.verdict import Verdict


def plain_headers(headers: Headers) -> dict[str, str]:
    """The last value of each header, names in lower case."""
    return {
        name.decode("latin-1").lower(): values[-1].decode("latin-1") for name, values in headers.items() if values
    }


def host_of(request: Request) -> str:
    """The host of a request's address, in small letters."""
    return (urlsplit(request.url).hostname or "").lower()


def tell_host(run: RunState, request: Request, response: Response, verdict: Verdict) -> None:
    """Note trouble or success of the host that answered."""
    host = run.host(host_of(request))
    if verdict.trouble is None:
        host.success()
        return
    headers = plain_headers(response.headers)
    # a date in Retry-After is by the server's clock, as its Date is: ours may be wrong, or set to another day
    now = http_date(headers.get("date")) or run.now()
    wait = retry_after_s(headers.get("retry-after"), now)
    overloaded = response.status in (429, 503)
    host.failure(verdict.trouble, wait if overloaded else None, overloaded=overloaded)
