"""Blogger's feed: /feeds/posts/default?alt=json&start-index=N&published-min=..&published-max=.., newest first."""

from typing import Any

from crawler.candidate import Candidate
from crawler.outlet import Outlet, Surface
from crawler.surfaces.dates import parse_date
from crawler.surfaces.json_body import JsonProblem, read_json, text_at
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.requests import number, step
from crawler.surfaces.rss import plain


def _list(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _candidate(entry: Any, outlet: Outlet, surface: Surface) -> Candidate | None:
    """The entry's alternate link; its others are the feed's own and the comments'."""
    links = (text_at(link, "href") for link in _list(entry, "link") if text_at(link, "rel") == "alternate")
    address = next((link for link in links if link), None)
    if not address or not address.startswith(("http://", "https://")):
        return None
    labels = (text_at(label, "term") for label in _list(entry, "category"))
    return Candidate(
        url=address,
        surface=surface.name,
        title=plain(text_at(entry, "title", "$t")),
        published=parse_date(text_at(entry, "published", "$t"), outlet),
        summary=plain(text_at(entry, "summary", "$t") or text_at(entry, "content", "$t")),
        tags=tuple(label for label in labels if label),
        modified=parse_date(text_at(entry, "updated", "$t"), outlet),
    )


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """One page of the feed. The next one starts behind the entries received: Blogger sends fewer than asked for."""
    try:
        answer = read_json(body)
    except JsonProblem as error:
        return SurfacePage(problem=f"feed: {error}")
    feed = answer.get("feed") if isinstance(answer, dict) else None
    if not isinstance(feed, dict):
        return SurfacePage(problem="feed: expected an object with the key feed")
    entries = _list(feed, "entry")
    found = [entry for entry in (_candidate(raw, outlet, surface) for raw in entries) if entry]
    problem = None
    if len(found) < len(entries):
        problem = f"feed: {len(entries) - len(found)} of {len(entries)} entries have no address"
    start = number(url, surface, "start", 1)
    behind = start + len(entries)
    total = text_at(feed, "openSearch$totalResults", "$t") or ""
    more = behind <= int(total) if total.isascii() and total.isdigit() else len(entries) >= surface.per_page
    following: tuple[str, ...] = ()
    if entries and more and behind <= surface.per_page * surface.max_pages:
        following = (step(url, outlet, surface, start=str(behind)),)
    return SurfacePage(tuple(found), following, problem)
