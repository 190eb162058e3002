"""robots.txt after RFC 9309, failing closed: what cannot be read forbids; pure functions over status and body.

Scrapy itself lets everything through when robots.txt fails, and reads the body of an error page as rules.
"""

from dataclasses import dataclass

from protego import Protego

from crawler.conduct.blockpages import block_sign

# RFC 9309, 2.5: a parser must read at least 500 KiB; what lies beyond is not read.
MAX_RULES_BYTES = 512 * 1024
# RFC 9309, 2.4: not longer than 24 hours without asking again.
LIFETIME_S = 24 * 3600.0
# A host whose robots.txt could not be had is asked again after this time.
RETRY_S = 15 * 60.0


@dataclass(frozen=True)
class Rules:
    """What a host allows. `closed`: why nothing at all may be fetched ("robots.txt: 503 ..."), else None. `parser`
    None: no rules, all is allowed. `lifetime_s`: how long this holds, seconds."""

    parser: Protego | None = None
    closed: str | None = None
    lifetime_s: float = LIFETIME_S

    def refusal(self, url: str, token: str) -> str | None:
        """Why the product token may not fetch the URL, or None where it may."""
        if self.closed is not None:
            return self.closed
        if self.parser is None or self.parser.can_fetch(url, token):
            return None
        return "robots.txt: disallowed by a rule"

    def delay_s(self, token: str) -> float:
        """The Crawl-delay for the product token in seconds; 0 where there is none. A request-rate counts as one."""
        if self.parser is None:
            return 0.0
        rate = self.parser.request_rate(token)
        return max(self.parser.crawl_delay(token) or 0.0, rate.seconds / rate.requests if rate else 0.0)


def closed(why: str) -> Rules:
    """Nothing of the host may be fetched until robots.txt has been asked for again."""
    return Rules(closed=f"robots.txt unreachable: {why}", lifetime_s=RETRY_S)


def read_robots(status: int, body: bytes, headers: dict[str, str] | None = None) -> Rules:
    """The rules that an answer for robots.txt states (RFC 9309, 2.3.1). 2xx: its rules; 4xx: none; 429, 5xx and
    whatever else: closed. So is a block page with status 200, and a body that is no text."""
    if status == 429:
        return closed("429, the host asks for fewer requests")  # RFC 9309 would allow; a host under strain is spared
    if 400 <= status < 500:
        return Rules()
    if not 200 <= status < 300:
        return closed(f"status {status}")
    sign = block_sign(headers or {}, body)
    if sign is not None:
        return closed(f"a block page instead ({sign.name})")
    body = body[:MAX_RULES_BYTES]
    if b"\0" in body:
        return closed("not a text file")
    if len(body) == MAX_RULES_BYTES:
        body = body.rpartition(b"\n")[0]  # half a line at the end could allow or forbid too much
    return Rules(parser=Protego.parse(body.decode("utf-8-sig", errors="replace")))
