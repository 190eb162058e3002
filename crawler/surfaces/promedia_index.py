"""Promedia's index of a day: /indeks-berita?daterange=D Month YYYY - D Month YYYY&page=N (months in English)."""

from crawler.outlet import Outlet, Surface
from crawler.surfaces.day_index import DayIndex, parse_day
from crawler.surfaces.page import SurfacePage

_FORM = DayIndex(
    path="indeks-berita",
    pager=".paging a, a.paging__link, a[rel=next]",
    signs=".latest__item, .latest, .latest__wrap, .paging, input[name=daterange]",
)


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """One index page; it does not say which day it shows, so entries of another day are left to the question."""
    return parse_day(body, url, outlet, surface, _FORM)
