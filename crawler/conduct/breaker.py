"""How a host in trouble, or one that says no, is treated: Retry-After, back-off, circuit breaker. No own clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

Trouble = Literal["403", "429", "5xx", "timeout", "connection"]


def http_date(value: str | None) -> datetime | None:
    """The aware time that an HTTP date names; None where there is none or it makes no sense."""
    try:
        when = parsedate_to_datetime(value or "")
    except (TypeError, ValueError):
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds to wait that a Retry-After header asks for, in either form (seconds, HTTP date); None where it is
    absent or makes no sense. `now`: aware."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    when = http_date(text)
    return max(0.0, (when - now).total_seconds()) if when is not None else None


@dataclass(frozen=True)
class Limits:
    """`failures` in a row open the breaker for `open_s` seconds; a 429 or 503 without Retry-After rests the host
    `backoff_s`, doubled each time in a row; a rest of more than `patience_s` is left to the next run."""

    failures: int = 5
    open_s: float = 300.0
    backoff_s: float = 30.0
    patience_s: float = 120.0


@dataclass
class HostState:
    """One host: closed (all is well), resting until a time, or open (too many failures in a row). `monotonic` gives
    seconds. After `open_s` one request is let through; its success closes the breaker, its failure opens it again."""

    monotonic: Callable[[], float]
    limits: Limits = field(default_factory=Limits)
    _row: int = field(default=0, init=False)
    _kind: str = field(default="", init=False)
    _rest_until: float = field(default=0.0, init=False)
    _open_until: float | None = field(default=None, init=False)
    _probing: bool = field(default=False, init=False)

    def rest_s(self) -> float:
        """Seconds until the host may be asked again because it asked for it; 0 where it need not be waited for."""
        return max(0.0, self._rest_until - self.monotonic())

    def refusal(self, *, claim: bool = False) -> str | None:
        """Why no request may go to the host at present, or None. `claim`: the request goes now; of those that wait
        for an open breaker to be tried again only the first may."""
        if self._open_until is not None:
            if self._probing or self.monotonic() < self._open_until:
                return f"circuit breaker: {self._row} times {self._kind} in a row"
            self._probing = claim
        if self.rest_s() > self.limits.patience_s:
            return f"the host asks to wait {self.rest_s():.0f} s ({self._kind})"
        return None

    @property
    def refused_us(self) -> bool:
        """Whether what opened the breaker was a run of 403: the host does not want us."""
        return self._open_until is not None and self._kind == "403"

    def success(self) -> None:
        """The host answered well."""
        self._row, self._kind, self._open_until, self._probing = 0, "", None, False

    def failure(self, kind: Trouble, retry_after: float | None = None, *, overloaded: bool = False) -> None:
        """The host answered with trouble; `overloaded`: 429 or 503, after which it rests (`retry_after` seconds,
        or the back-off)."""
        self._row, self._kind = self._row + 1, kind
        self._probing = False
        now = self.monotonic()
        if overloaded or retry_after is not None:
            backoff = self.limits.backoff_s * 2 ** (min(self._row, 8) - 1)
            self._rest_until = max(self._rest_until, now + (backoff if retry_after is None else retry_after))
        if self._row >= self.limits.failures:
            self._open_until = now + self.limits.open_s
