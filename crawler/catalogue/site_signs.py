"""What a site's front page says about how it is built, who it is, and what it allows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawler.catalogue.family_match import outlet_for_page
from crawler.conduct.reservations import Tdm, read_facts, terms_link
from crawler.extraction.structured import read_structured
from crawler.storage.archive import Exchange
from crawler.surfaces.lists import read_html

_SITEMAP = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.I | re.M)
_FEEDS = ("application/rss+xml", "application/atom+xml")


@dataclass(frozen=True)
class Signs:
    """`host`: where the front page was served from in the end; `generator`: of the meta element; `family`: None where
    nothing tells it; `feeds`, `sitemaps`: addresses on this host; `rest`: it links WordPress' REST; `json_ld`: its
    types; `tdm`: what it states for machines (crawler/conduct/reservations.py)."""

    host: str
    name: str
    family: str | None
    generator: str | None
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    rest: bool
    json_ld: tuple[str, ...]
    terms_url: str | None
    tdm: Tdm


def host_of(url: str) -> str:
    """The host of an address in lower case, without port. Raises ValueError where it has none."""
    host = (urlsplit(url).hostname or "").lower().rstrip(".")
    if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", host):
        raise ValueError(f"expected the address of a site such as https://www.contoh.co.id, got {url!r}")
    return host


def _name(page: Selector, host: str) -> str:
    """The site's name: as it states it, else the part of its title that has a word of the host, else the host."""
    stated = page.css(
        "meta[property='og:site_name']::attr(content), meta[name='application-name']::attr(content)"
    ).get()
    if stated and stated.strip():
        return " ".join(stated.split())
    label = re.sub(r"[^a-z0-9]", "", host.removeprefix("www.").split(".")[0])
    parts = re.split(r"\s+[-–|:]\s+", " ".join(page.css("title::text").get("").split()))
    like = [part for part in parts if part and re.sub(r"[^a-z0-9]", "", part.lower()) in (label, host)]
    return like[0] if like else parts[0] if len(parts) == 1 and parts[0] else host


def _own(addresses: Iterable[str | None], base: str, host: str) -> tuple[str, ...]:
    """These addresses, absolute, of this host or its www twin, each once."""
    bare = host.removeprefix("www.")
    found = [urljoin(base, address.strip()) for address in addresses if address and address.strip()]
    own = [one for one in found if (urlsplit(one).hostname or "").lower().removeprefix("www.") == bare]
    return tuple(dict.fromkeys(own))


def read_signs(home: Exchange, robots: Exchange | None = None) -> Signs | None:
    """The signs of a front page (and robots.txt, for its sitemaps); None where it is no HTML page."""
    page = read_html(home.body)
    if isinstance(page, str):
        return None
    host = host_of(home.url)
    matched = outlet_for_page(home.url, home.body)
    structured = read_structured(page.root) if hasattr(page.root, "iter") else None
    declared = [found.decode("ascii", "replace") for found in _SITEMAP.findall(robots.body)] if robots else []
    return Signs(
        host=host,
        name=_name(page, host),
        family=matched.family if matched else None,
        generator=page.css("meta[name=generator]::attr(content), meta[name=Generator]::attr(content)").get(),
        feeds=_own(
            (
                link.attrib.get("href")
                for link in page.css("link[rel=alternate]")
                if link.attrib.get("type") in _FEEDS
            ),
            home.url,
            host,
        ),
        sitemaps=_own(declared, home.url, host),
        rest=bool(page.css("link[rel='https://api.w.org/']")),
        json_ld=tuple(sorted(structured.types)) if structured else (),
        terms_url=terms_link(page, home.url),
        tdm=read_facts([one for one in (robots, home) if one is not None]).tdm,
    )
