"""Index pages of one day, page by page, then the day before: what the indexes of Tribun and Promedia have in common."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from parsel import Selector

from crawler.outlet import Outlet, Surface
from crawler.surfaces.lists import link_to, read_entries, read_html, words
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.requests import day_of, number, previous_day, step

_NEXT = re.compile(r"^(?:next|selanjutnya|berikutnya)\b|^[>»›]+$", re.I)


@dataclass(frozen=True)
class DayIndex:
    """How one family builds it. `path`: part of every address of the index; `pager`: links of the pager; `signs`:
    elements one of which every page of it has, an empty day's too; `selects`: the year, month and day it shows."""

    path: str
    pager: str
    signs: str
    selects: tuple[str, ...] = ()


def _has_next(page: Selector, url: str, surface: Surface, form: DayIndex) -> bool:
    """A link "Next", or one to a higher page number, in the pager."""
    current = number(url, surface, "page", 1)
    for link in page.css(form.pager):
        address = link_to(link, url)
        if address is None or form.path not in address:
            continue
        if _NEXT.match(words(link)) or link.attrib.get("rel") == "next":
            return True
        if number(address, surface, "page", 1) > current:
            return True
    return False


def _shown_day(page: Selector, form: DayIndex) -> date | None:
    """The day that the page says it shows, in its three selects; None where it has none."""
    parts = [page.css(f"{select} option[selected]::attr(value)").get("").strip() for select in form.selects]
    try:
        return date(*(int(part) for part in parts))
    except (ValueError, TypeError):
        return None


def parse_day(body: bytes, url: str, outlet: Outlet, surface: Surface, form: DayIndex) -> SurfacePage:
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
    if not candidates and not page.css(form.signs):
        problem = f"no list of articles and no pager ({form.signs}): the layout has changed or this is another page"
    shown = _shown_day(page, form)
    if asked and shown and shown != asked:
        problem = f"asked for {asked.isoformat()}, the page shows {shown.isoformat()}"
    elif asked:
        midnight = datetime.combine(asked, time(), tzinfo=outlet.zone)
        candidates = [entry if entry.published else replace(entry, published=midnight) for entry in candidates]
    current = number(url, surface, "page", 1)
    more = bool(candidates) and _has_next(page, url, surface, form)
    if more and current < surface.max_pages:
        return SurfacePage(tuple(candidates), (step(url, outlet, surface, page=str(current + 1)),), problem)
    if more and asked:
        problem = problem or f"the day has more than {surface.max_pages} pages; the rest is not asked for"
    return SurfacePage(tuple(candidates), after_day, problem)
