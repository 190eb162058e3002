"""WordPress REST: /wp-json/wp/v2/posts?per_page=..&page=N&after=..&before=.., newest first."""

from typing import Any

from crawler.candidate import Candidate
from crawler.outlet import Outlet, Surface
from crawler.surfaces.dates import parse_date
from crawler.surfaces.json_body import JsonProblem, read_json, text_at
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.requests import number, step
from crawler.surfaces.rss import plain

# WordPress answers a page behind the last with this code: the end of the walk, not a fault.
PAST_THE_END = ("rest_post_invalid_page_number", "rest_invalid_param_page")


def _tags(post: Any) -> tuple[str, ...]:
    """Tag and category names from the post's CSS classes (tag-netralitas-asn); their ids say nothing."""
    classes = post.get("class_list") if isinstance(post, dict) else None
    values = classes.values() if isinstance(classes, dict) else classes if isinstance(classes, list) else ()
    names = [str(name).partition("-")[2] for name in values if str(name).startswith(("tag-", "category-"))]
    return tuple(name.replace("-", " ") for name in names)


def _candidate(post: Any, outlet: Outlet, surface: Surface) -> Candidate | None:
    """`date` is local to the site, `date_gmt` is UTC: the latter where it is there, since it names its zone."""
    address = text_at(post, "link")
    if not address or not address.startswith(("http://", "https://")):
        return None
    utc, changed = text_at(post, "date_gmt"), text_at(post, "modified_gmt")
    return Candidate(
        url=address,
        surface=surface.name,
        title=plain(text_at(post, "title", "rendered")),
        published=parse_date(f"{utc}Z" if utc else text_at(post, "date"), outlet),
        summary=plain(text_at(post, "excerpt", "rendered")),
        tags=_tags(post),
        modified=parse_date(f"{changed}Z", outlet) if changed else None,
    )


def parse(body: bytes, url: str, outlet: Outlet, surface: Surface) -> SurfacePage:
    """One page of posts. The next page is asked for while this one is full; X-WP-TotalPages is not needed."""
    try:
        posts = read_json(body)
    except JsonProblem as error:
        return SurfacePage(problem=f"REST: {error}")
    if isinstance(posts, dict) and "code" in posts:
        code = str(posts["code"])
        return SurfacePage(problem=None if code in PAST_THE_END else f"REST: WordPress answers {code}")
    if not isinstance(posts, list):
        return SurfacePage(problem=f"REST: expected a list of posts, got {type(posts).__name__}")
    found = [entry for entry in (_candidate(post, outlet, surface) for post in posts) if entry]
    problem = None
    if len(found) < len(posts):
        problem = f"REST: {len(posts) - len(found)} of {len(posts)} posts have no address"
    following: tuple[str, ...] = ()
    current = number(url, surface, "page", 1)
    if len(posts) >= surface.per_page and current < surface.max_pages:
        following = (step(url, outlet, surface, page=str(current + 1)),)
    return SurfacePage(tuple(found), following, problem)
