"""Disway's lists by tag: /listtag/<number>/<slug>, the list of the categories under another address."""

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawler.outlet import Outlet, Surface
from crawler.surfaces import disway_kategori
from crawler.surfaces.lists import link_to, words
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.requests import fill, values_of

_TAG = re.compile(r"^/listtag/(\d+/[^/?#]+)")


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """One page of a tag's list; its entries carry the tag's words, since they are what the list is about."""
    page = disway_kategori.parse(body, url, outlet, surface)
    tag = values_of(url, surface).get("section", "").partition("/")[2].replace("-", " ")
    return replace(page, candidates=tuple(replace(entry, tags=(tag,) if tag else ()) for entry in page.candidates))


def tag_surface(outlet: Outlet) -> Surface | None:
    """The surface of an outlet's tag lists that only articles tell; None where it has none."""
    return next((one for one in outlet.surfaces if one.kind == "disway_listtag" and not one.sections), None)


def tag_lists(page: Selector, url: str, outlet: Outlet, surface: Surface) -> dict[str, str]:
    """The tag lists that an article links to: {address of the list's first page: the tag's words}."""
    found = {}
    for link in page.css("a[href*='/listtag/']"):
        address = link_to(link, url)
        tag = _TAG.match(urlsplit(urljoin(url, address)).path) if address else None
        if tag:
            slug = tag[1].partition("/")[2].replace("-", " ")
            found[fill(outlet, surface, {"section": tag[1]})] = f"{words(link).lstrip('#')} {slug}"
    return found
