"""A page of a host without an outlet file: the outlet that its family's file makes of it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from crawler.catalogue.outlet_files import read_family
from crawler.extraction.zones import WIB, host_of, zone_of_host
from crawler.outlet import FAMILIES, Outlet, outlet_for_url

_LOOKED_AT = 200_000
_PREFIX = "family-"


@dataclass(frozen=True, slots=True)
class _Sign:
    family: str
    hosts: tuple[str, ...]
    words: tuple[bytes, ...]
    markup: re.Pattern[bytes] | None


@cache
def _table() -> Mapping[str, Any]:
    with (Path(__file__).parent.parent / "extraction" / "families.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _signs() -> tuple[_Sign, ...]:
    return tuple(
        _Sign(
            family,
            tuple(entry["hosts"]),
            tuple(word.encode() for word in entry.get("words", ())),
            re.compile(entry["markup"].encode(), re.I) if "markup" in entry else None,
        )
        for family, entry in _table().items()
    )


def outlet_for_page(url: str | None, body: bytes) -> Outlet | None:
    """The outlet to read a page by: that of its host; else one made of the family that the host's suffix or the
    markup tells; None where neither does."""
    if url and (known := outlet_for_url(url)):
        return known
    host = host_of(url)
    for sign in _signs():
        if host and any(host == suffix or host.endswith("." + suffix) for suffix in sign.hosts):
            return family_outlet(sign.family, host)
    head = body[:_LOOKED_AT]
    low = head.lower()
    for sign in _signs():
        if sign.markup is not None and any(word in low for word in sign.words) and sign.markup.search(head):
            return family_outlet(sign.family, host)
    return None


@lru_cache(maxsize=512)
def family_outlet(family: str, host: str) -> Outlet:
    """An outlet that consists of its family's file alone, for a host without a file of its own; its id says so."""
    raw, models = read_family(FAMILIES / f"{family}.toml")
    zone = zone_of_host(host)
    known = host if re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", host) else "unknown.invalid"
    own = {
        "id": _PREFIX + family,
        "name": known,
        "family": family,
        "hosts": (known,),
        "timezone": zone.key if zone else WIB,
    }
    return Outlet.model_validate({**raw, **models, **own})


def is_family_only(outlet: Outlet) -> bool:
    """True for an outlet that `family_outlet` made."""
    return outlet.id.startswith(_PREFIX)


def needs_comparison(outlet: Outlet) -> bool:
    """True where nobody has seen the host's pages and its family is too broad for its selectors to be believed there."""
    return outlet.compare
