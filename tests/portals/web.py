"""Requests and responses of the replica sites, without any network: a site is a function from one to the other."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=UTF-8"
XML = "application/xml; charset=UTF-8"
RSS = "application/rss+xml; charset=UTF-8"


@dataclass(frozen=True)
class Request:
    """One request: lower-case host, path and query apart, header names in lower case."""

    host: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"

    @property
    def agent(self) -> str:
        return self.headers.get("user-agent", "")

    def number(self, name: str, default: int = 1) -> int:
        """A whole number of the query; what is no number counts as the default, as PHP's intval would."""
        value = self.query.get(name, "")
        return int(value) if re.fullmatch(r"\d{1,9}", value) else default


def request_for(url: str, agent: str = "Mozilla/5.0", **headers: str) -> Request:
    """A request for a full address; for tests that need no network."""
    parts = urlsplit(url)
    return Request(
        host=(parts.hostname or "").lower(),
        path=parts.path or "/",
        query=dict(parse_qsl(parts.query, keep_blank_values=True)),
        headers={"user-agent": agent, **headers},
    )


@dataclass(frozen=True)
class Response:
    """One response. The last ones make bad ones: the body sent `repeat` times, `missing` bytes declared but never
    sent (below 0: sent but not declared), `pause` seconds between twelve parts of the body, the body sent `endless`ly
    and without a length, `raw` bytes in place of an answer before the connection ends."""

    status: int = 200
    body: bytes = b""
    content_type: str | None = HTML
    headers: tuple[tuple[str, str], ...] = ()
    repeat: int = 1
    missing: int = 0
    pause: float = 0.0
    endless: bool = False
    raw: bytes | None = None

    @property
    def plain(self) -> bool:
        """Whether it is sent whole and as it is, so that it may be compressed."""
        whole = self.repeat == 1 and self.missing == 0 and self.pause == 0.0 and not self.endless and self.raw is None
        return whole and self.header("Content-Encoding") is None

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def with_header(self, name: str, value: str) -> "Response":
        return replace(self, headers=(*self.headers, (name, value)))


Handler = Callable[[Request], Response]
REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    421: "Misdirected Request",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}


def page(markup: str, status: int = 200) -> Response:
    return Response(status, markup.encode("utf-8"))


def xml(markup: str, content_type: str = XML) -> Response:
    return Response(200, ('<?xml version="1.0" encoding="UTF-8"?>\n' + markup).encode("utf-8"), content_type)


def as_json(value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    body = json.dumps(value, ensure_ascii=False).encode("utf-8")
    return Response(status, body, "application/json; charset=UTF-8", headers)


def plain(body: str) -> Response:
    return Response(200, body.encode("utf-8"), "text/plain; charset=UTF-8")


def redirect(to: str, status: int = 301) -> Response:
    body = f"<html><head><title>{status} {REASONS[status]}</title></head><body>{REASONS[status]}</body></html>"
    return Response(status, body.encode("utf-8"), headers=(("Location", to),))
