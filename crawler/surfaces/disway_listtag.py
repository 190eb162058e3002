"""Disway's lists by tag: /listtag/<number>/<slug>, the list of the categories under another address."""

import re
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawler.outlet import Outlet, Surface
from crawler.surfaces.disway_kategori import parse as parse
from crawler.surfaces.lists import link_to, words
from crawler.surfaces.requests import fill

_TAG = re.compile(r"^/listtag/(\d+/[^/?#]+)")


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
