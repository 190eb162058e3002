"""What an answer, or the lack of one, means: pure functions from status, body and exception to outcome and reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.conduct.blockpages import block_sign
from crawler.conduct.breaker import Trouble
from crawler.storage.decoding import Decoded
from crawler.storage.outcomes import Outcome

PAGE_ROLES = frozenset({"article", "page"})

# What portals serve beside pages, by its first bytes.
_MAGIC = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1f\x8b", "gzip"),
    (b"RIFF", "RIFF"),
    (b"ID3", "MP3"),
    (b"OggS", "Ogg"),
    (b"\x00\x00\x00", "media"),
)
# What no text holds, save by accident.
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(rb"<\s*(!doctype|html|head|body|div|p|article|title|meta|span|h1|table)\b", re.I)


@dataclass(frozen=True)
class Verdict:
    """`retry`: whether the next run asks again; None: as the outcome says. `trouble`: what the breaker is told."""

    outcome: Outcome
    reason: str = ""
    retry: bool | None = None
    trouble: Trouble | None = None


class Refused(IgnoreRequest):
    """A request that was not made, or whose answer is of no use; carries the verdict for the ledger."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


def _binary(body: bytes) -> str | None:
    """What kind of binary file this is, or None for text."""
    if body.startswith(_UTF16):
        return None
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    head = body[:4096]
    control = len(head) - len(head.translate(None, _CONTROL))
    return "binary data" if control > len(head) // 20 else None


def _judge_status(status: int) -> Verdict | None:
    if status == 304:
        return Verdict(Outcome.NOT_MODIFIED, "304")
    if status in (404, 410):
        return Verdict(Outcome.GONE, str(status))
    if status in (401, 403, 451):
        return Verdict(Outcome.BLOCKED, f"{status}: the host refuses our user agent or address", trouble="403")
    if status == 429:
        return Verdict(Outcome.ERROR, "429: too many requests", trouble="429")
    if status >= 500:
        return Verdict(Outcome.ERROR, f"status {status}", trouble="5xx")
    if status >= 400:
        return Verdict(Outcome.ERROR, f"status {status}")
    return None


def status_trouble(status: int, role: str) -> Verdict | None:
    """What a status alone says against going on with a host (429, 403, 5xx), before the body is looked at; None:
    nothing. A robots.txt that is forbidden is no trouble: it means no rules."""
    verdict = _judge_status(status)
    if verdict is None or verdict.trouble is None or (role == "robots" and verdict.trouble == "403"):
        return None
    return verdict


def _judge_page(body: bytes, content_type: str) -> Verdict | None:
    """Of an article's page: whether it is HTML at all."""
    kind = _binary(body)
    label = content_type.partition(";")[0].strip().lower() or "no content type"
    if kind is not None:
        return Verdict(Outcome.NOT_ARTICLE, f"{kind}, labelled {label}")
    text = body[:65536].replace(b"\0", b"")
    if not _TAG.search(text):
        return Verdict(Outcome.NOT_ARTICLE, f"no HTML, labelled {label}")
    return None


def judge(status: int, headers: Mapping[str, str], decoded: Decoded, role: str) -> Verdict:
    """What an answer means for a request of that role. `headers`: names in lower case. A redirect with a Location is
    the redirect middleware's business. robots.txt is never anything but fetched: `crawler.conduct.robots` reads it."""
    by_status = _judge_status(status)
    if role == "robots":
        against = status_trouble(status, role)
        trouble = against.trouble if against else None
        return Verdict(Outcome.FETCHED, f"status {status}" if status != 200 else "", trouble=trouble)
    if by_status is not None:
        return by_status
    if 300 <= status < 400:
        return Verdict(Outcome.ERROR, f"status {status} without a usable Location")
    if decoded.problem == "too_large":
        return Verdict(Outcome.TOO_LARGE, decoded.detail)
    if decoded.problem is not None:
        return Verdict(Outcome.ERROR, f"{decoded.problem}: {decoded.detail}")
    if not decoded.body.strip():
        return Verdict(Outcome.EMPTY, f"status {status}, {len(decoded.body)} bytes")
    sign = block_sign(headers, decoded.body)
    if sign is not None:
        return Verdict(Outcome.BLOCKED, f"{sign.kind} instead of the page ({sign.name})", trouble="403")
    page = _judge_page(decoded.body, headers.get("content-type", "")) if role in PAGE_ROLES else None
    return page or Verdict(Outcome.FETCHED)


def _detail(error: BaseException) -> str:
    """The innermost message of a chain of exceptions, on one line."""
    inner = error
    while inner.__cause__ is not None:
        inner = inner.__cause__
    reasons = getattr(inner, "reasons", None)
    if reasons:  # Twisted's ResponseFailed wraps failures
        inner = getattr(reasons[0], "value", inner)
    text = re.sub(r"\s+", " ", str(inner)).strip()
    return f"{type(inner).__name__}: {text}"[:200] if text else type(inner).__name__


def judge_exception(error: BaseException) -> Verdict | None:
    """What a failed download means; None for an exception that no network fault explains (a fault of ours)."""
    if isinstance(error, Refused):
        return error.verdict
    if isinstance(error, DownloadTimeoutError):
        return Verdict(Outcome.ERROR, "timeout", trouble="timeout")
    if isinstance(error, ResponseDataLossError):
        return Verdict(Outcome.ERROR, "truncated: the body ended early", trouble="connection")
    if isinstance(error, CannotResolveHostError):
        return Verdict(Outcome.ERROR, "the host name does not resolve", trouble="connection")
    if isinstance(error, DownloadCancelledError):
        found = re.search(r"(\d+) bytes which is larger than download max size \((\d+)\)", str(error))
        what = f"{found[1]} bytes announced, at most {found[2]}" if found else "more bytes than allowed"
        return Verdict(Outcome.TOO_LARGE, what)
    if isinstance(error, (NotSupported, UnsupportedURLSchemeError)):
        return Verdict(Outcome.REFUSED, _detail(error))
    if isinstance(error, IgnoreRequest):
        return Verdict(Outcome.REFUSED, str(error) or type(error).__name__)
    if isinstance(error, (DownloadConnectionRefusedError, DownloadFailedError, OSError)) or _of_twisted(error):
        return Verdict(Outcome.ERROR, f"connection: {_detail(error)}", trouble="connection")
    return None


def fault_of_ours(error: BaseException) -> Verdict:
    """The verdict on an exception that no network fault explains."""
    return Verdict(Outcome.ERROR, f"internal: {type(error).__name__}: {error}"[:200])


def _of_twisted(error: BaseException) -> bool:
    """Network faults that Scrapy hands on as they are: TLS errors, a proxy that opens no tunnel, odd answers."""
    module = type(error).__module__
    return module.startswith(("twisted.", "OpenSSL", "service_identity")) or type(error).__name__ == "TunnelError"
