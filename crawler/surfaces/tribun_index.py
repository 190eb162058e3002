"""Tribun's index of a day: /index-news?date=YYYY-M-D&page=N, about 20 entries a page, then the day before."""

from crawler.outlet import Outlet, Surface
from crawler.surfaces.day_index import DayIndex, parse_day
from crawler.surfaces.page import SurfacePage

_FORM = DayIndex(
    path="index-news",
    pager="#paginga a, .paging a, a[rel=next]",
    signs="ul.lsi, #paginga, #dayindex",
    selects=("#yearindex", "#monthindex", "#dayindex"),
)


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """One index page; the page says in three selects which day it shows."""
    return parse_day(body, url, outlet, surface, _FORM)
