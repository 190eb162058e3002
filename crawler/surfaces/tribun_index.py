"""Tribun's index of a day: /index-news?date=YYYY-M-D&page=N, about 20 entries a page, then the day before."""

import re
from dataclasses import replace
from datetime import date, datetime, time

from parsel import Selector

from crawler.outlet import Outlet, Surface
from crawler.surfaces.lists import link_to, read_entries, read_html, words
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.requests import day_of, number, previous_day, step

_NEXT = re.compile(r"^(?:next|selanjutnya|berikutnya)\b|^[>»›]+$", re.I)
_DAY_SELECTS = ("#yearindex", "#monthindex", "#dayindex")


def _has_next(page: Selector, url: str, surface: Surface) -> bool:
    """A link "Next", or one to a higher page number, in the pager."""
    current = number(url, surface, "page", 1)
    for link in page.css("#paginga a, .paging a, a[rel=next]"):
        address = link_to(link, url)
        if address is None or "index-news" not in address:
            continue
        if _NEXT.match(words(link)) or link.attrib.get("rel") == "next":
            return True
        if number(address, surface, "page", 1) > current:
            return True
    return False


def _shown_day(page: Selector) -> date | None:
    """The day that the page says it shows, in its three selects."""
    parts = [page.css(f"{select} option[selected]::attr(value)").get("").strip() for select in _DAY_SELECTS]
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """One index page. Entries without a readable time get the day asked for, at midnight. The walk goes to the next
    page of the day while the pager has one, then to the day before; a page without the list is a problem."""
    asked = day_of(url, surface)
    before = previous_day(url, outlet, surface)
    after_day = (before,) if before else ()
    page = read_html(body)
    if isinstance(page, str):
        return SurfacePage(next_urls=after_day, problem=page)
    candidates = read_entries(page, url, outlet, surface)
    problem = None
    if not candidates and not page.css("ul.lsi, #paginga, #dayindex"):
        problem = "no list of articles (ul.lsi) and no pager: the layout has changed or this is another page"
    shown = _shown_day(page)
    if asked and shown and shown != asked:
        problem = f"asked for {asked.isoformat()}, the page shows {shown.isoformat()}"
    elif asked:
        midnight = datetime.combine(asked, time(), tzinfo=outlet.zone)
        candidates = [entry if entry.published else replace(entry, published=midnight) for entry in candidates]
    current = number(url, surface, "page", 1)
    more = bool(candidates) and _has_next(page, url, surface)
    if more and current < surface.max_pages:
        return SurfacePage(tuple(candidates), (step(url, outlet, surface, page=str(current + 1)),), problem)
    if more and asked:
        problem = problem or f"the day has more than {surface.max_pages} pages; the rest is not asked for"
    return SurfacePage(tuple(candidates), after_day, problem)
