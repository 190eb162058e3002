"""Addresses: one canonical form per article, its id, and whether an address is an article at all."""

import re
from functools import cache, lru_cache
from hashlib import sha256
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from crawler.outlet import Outlet, load_outlets

# Query parameters that never change which article is served. `url` is Tribun's on tag links, `m` Blogger's mobile
# switch, `page` the page of an article; index pages are not passed through here.
# fmt: off
DROPPED = frozenset({
    "page", "m", "amp", "url", "ref", "source", "src",
    "from", "share", "spm", "outputtype", "no_redirect", "fbclid", "gclid",
    "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga",
    "_gl", "wbraid", "gbraid", "replytocom", "showcomment",
})
# fmt: on
DROPPED_PREFIXES = ("utm_", "at_", "cx_")
TWINS = ("m.", "amp.")


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@lru_cache(maxsize=4096)  # one address is looked at seven times on its way through a crawl
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(safe_url_string(url.strip()))
        host = parts.hostname  # raises on a malformed host, as .port does on a bad port
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or port not in (None, 80, 443):
        return None
    return parts


def _own_host(host: str, outlet: Outlet) -> str | None:
    """The canonical host where `host` (or its m. or amp. twin) is one of the outlet's, else None."""
    host = host.lower().rstrip(".")
    bare = next((host.removeprefix(twin) for twin in TWINS if host.startswith(twin)), host)
    for name in (host, bare, f"www.{bare}"):
        if name in outlet.hosts or name in outlet.aliases:
            return name if name in outlet.hosts else outlet.host
    return None


def _path(path: str, outlet: Outlet) -> str:
    path = re.sub(r"/{2,}", "/", path) or "/"
    path = re.sub(r"^/((?:[a-z0-9-]+/)?)amp/(?=\d+(?:/|$))", r"/\1read/", path) if outlet.family == "disway" else path
    path = re.sub(r"(^|/)amp(?=/|$)", r"\1", path) if outlet.family != "disway" else path
    path = re.sub(r"/{2,}", "/", path) or "/"
    if outlet.paging.style == "path":
        # /<slug>/2/ is page 2 of the article; a day's archive (/2024/08/01/) is none
        path = re.sub(r"(/[^/]*[a-z][^/]*/)\d{1,2}/?$", r"\1", path)
        return path if "." in path.rpartition("/")[2] or path.endswith("/") else path + "/"
    return path.rstrip("/") or "/"


def canonical_url(url: str, outlet: Outlet) -> str:
    """The one address of an article: https, canonical host for aliases and m./amp. twins, without AMP path, page,
    tracking and fragment. An address that is not http(s) or not of this outlet is returned stripped, otherwise as is.
    """
    parts = _split(url)
    host = _own_host(parts.hostname or "", outlet) if parts else None
    if parts is None or host is None:
        return url.strip()
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in DROPPED and not key.lower().startswith(DROPPED_PREFIXES)
    ]
    path = _path(parts.path, outlet)
    return urlunsplit(("https", host, path, urlencode(kept), ""))


def article_id(outlet_id: str, canonical: str, outlet: Outlet | None = None) -> str:
    """20 hex digits of SHA-256 over outlet id and canonical URL (host and number where the outlet's `article_id`
    finds one: slugs vary there). `outlet`: where it is not one of the packaged files."""
    known = outlet if outlet is not None else load_outlets().get(outlet_id)
    address = re.sub(r"^https?://", "", canonical.strip())
    host, _, rest = address.partition("/")
    key = f"{host.lower()}/{rest.rstrip('/')}"
    if known is not None and known.article_id:
        found = _pattern(known.article_id).search("/" + rest)
        if found:
            key = f"{host.lower()}#{found['id']}"
    return sha256(f"{outlet_id}\n{key}".encode()).hexdigest()[:20]


def is_own(url: str, outlet: Outlet) -> bool:
    """Whether one of the outlet's hosts, aliases or their twins serves this address."""
    parts = _split(url)
    return parts is not None and _own_host(parts.hostname or "", outlet) is not None


def is_article(url: str, outlet: Outlet) -> bool:
    """Whether the address has the shape of an article of this outlet (nothing is fetched)."""
    if not is_own(url, outlet):
        return False
    parts = urlsplit(canonical_url(url, outlet))
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    if any(_pattern(other).search(target) for other in outlet.other_urls):
        return False
    return any(_pattern(article).search(target) for article in outlet.article_urls)


def slug_words(url: str) -> str:
    """The words of the address's last segment, for a surface that shows no title; "" where it has none."""
    path = urlsplit(url).path.rstrip("/")
    slug = re.sub(r"\.html?$", "", path.rpartition("/")[2])
    return " ".join(word for word in re.split(r"[-_]+", slug) if not word.isdigit())
