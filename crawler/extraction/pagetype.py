"""What a page is when it is no article: a list, a home page, an error page. Refusals: `crawler.conduct.blockpages`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from crawler.catalogue.outlet_model import Outlet
from crawler.extraction.dom import Block
from crawler.extraction.lines import joined
from crawler.extraction.structured import Structured

_TRACKING = re.compile(r"^(?:utm_|fbclid|gclid|_g[al]$|ref$|source$|m$)")


@cache
def _signs() -> Mapping[str, re.Pattern[str]]:
    with (Path(__file__).parent / "pagetype.toml").open("rb") as file:
        data = tomllib.load(file)
    return {key: joined(value["patterns"]) for key, value in data.items()}


def error_in(title: str, blocks: Sequence[Block]) -> str | None:
    """What a page of error says (not found, server fault) where there is nothing else on it."""
    headings = " ".join(block.text for block in blocks if block.tag in ("h1", "h2", "h3"))[:400]
    match = _signs()["missing"].search(title) or _signs()["missing"].search(headings)
    return match[0] if match else None


def is_home(url: str | None, structured: Structured) -> bool:
    """True for a site's front page, by its address or, without one, by its canonical if nothing calls it an article
    (templates print the front page's address as canonical of every page)."""
    if not url and states_article(structured):
        return False
    addresses = (
        [url.split(" ")[0]] if url else [structured.meta("og:url"), *structured.links.get("canonical", ())[-1:]]
    )
    paths = [_path(address) for address in addresses if address]
    return bool(paths) and all(path in ("", "/", "/index.html", "/index.php", "/home", "/beranda") for path in paths)


def _path(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "?"
    own = [key for key, _ in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key.lower())]
    return "?" if own else parts.path.rstrip("/") or "/"


def is_list_address(url: str | None, outlet: Outlet | None) -> bool:
    """True for an address of lists: the outlet's own patterns, else what lists are called everywhere."""
    if not url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    if outlet is not None:
        return any(re.search(pattern, rest) for pattern in outlet.other_urls)
    return bool(_signs()["list_urls"].search(rest.lower()))


def states_article(structured: Structured) -> bool:
    """True where the page's metadata call it an article."""
    kind = (structured.meta("og:type") or "").lower()
    return (
        kind in ("article", "news", "blog")
        or bool(structured.articles)
        or bool(structured.meta("article:published_time"))
    )


def is_paywall(text: str) -> bool:
    """True for a line that asks to subscribe or log in to read on."""
    return bool(_signs()["paywall"].search(text))
