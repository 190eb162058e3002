"""One door to all surfaces."""

from collections.abc import Callable, Mapping

from crawler.catalogue.outlet_model import SurfaceKind
from crawler.outlet import Outlet, Surface
from crawler.surfaces import (
    blogger_feed,
    disway_kategori,
    disway_listtag,
    promedia_index,
    rss,
    sitemap,
    tribun_index,
    wordpress_rest,
)
from crawler.surfaces.page import SurfacePage

PARSERS: Mapping[SurfaceKind, Callable[[bytes, str, Outlet, Surface], SurfacePage]] = {
    "blogger_feed": blogger_feed.parse,
    "disway_kategori": disway_kategori.parse,
    "disway_listtag": disway_listtag.parse,
    "promedia_index": promedia_index.parse,
    "rss": rss.parse,
    "sitemap": sitemap.parse,
    "tribun_index": tribun_index.parse,
    "wordpress_rest": wordpress_rest.parse,
}


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """What one page of this surface gives. Malformed input is a `problem` of the page, never an exception."""
    return PARSERS[surface.kind](body, url, outlet, surface)
