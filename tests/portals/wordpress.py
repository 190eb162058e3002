"""The WordPress site: REST, feeds, sitemaps of core and Yoast, archives, posts of several pages.
Its www host and its REST interface refuse our agent, so that a crawl falls back on the feed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from re import Match

from portals import feeds
from portals.address import WIB, address, slugify
from portals.common import Route, forbidden, front_door, not_found, pages_in, sheet
from portals.newsroom import Item, Newsroom
from portals.piece import Piece
from portals.prose import attr, excerpt, fill, joined, local, text
from portals.story import page_count
from portals.web import RSS, Handler, Request, Response, as_json, page, plain, redirect, xml
from portals.wordpress_pages import article_page, author_of, body_of, list_row, menu

FEED_SIZE = 10
LIST_SIZE = 10
REFUSED_AGENT = "netra"
ROBOTS = """User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php

Sitemap: {root}/wp-sitemap.xml
Sitemap: {root}/sitemap_index.xml
"""


def _moment(value: str) -> datetime | None:
    """A REST date: with an offset, or local to the site."""
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=WIB)


def _naive(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S")


def _error(code: str, message: str) -> Response:
    return as_json({"code": code, "message": message, "data": {"status": 400}}, 400)


class WordPress:
    """The site's pages."""

    def __init__(self, room: Newsroom) -> None:
        self.room = room
        self.root = room.site.root

    def gate(self, request: Request) -> Response | None:
        """403 for our agent on the www host and on REST; robots.txt stays readable."""
        closed = request.host.startswith("www.") or request.path.startswith("/wp-json")
        if closed and request.path != "/robots.txt" and REFUSED_AGENT in request.agent.lower():
            return forbidden("cloudflare")
        return None

    def routes(self) -> list[Route]:
        return [
            (r"/(?:page/(?P<page>\d+)/?)?", self.home),
            (r"/robots\.txt", lambda _r, _m: plain(ROBOTS.format(root=self.root))),
            (r"/wp-json/?", self.rest_root),
            (r"/wp-json/wp/v2/posts/?", self.rest_posts),
            (r"/wp-json/wp/v2/posts/(?P<number>\d+)/?", self.rest_post),
            (r"/feed/?", self.feed),
            (r"/(?P<kind>tag|category)/(?P<name>[a-z0-9-]+)/feed/?", self.feed),
            (r"/(?P<kind>tag|category)/(?P<name>[a-z0-9-]+)/?(?:page/(?P<page>\d+)/?)?", self.archive),
            (r"/(?P<year>\d{4})/(?P<month>\d{2})(?:/(?P<day>\d{2}))?/?", self.by_date),
            (r"/wp-sitemap\.xml", self.core_sitemap),
            (r"/sitemap_index\.xml", self.yoast_sitemap),
            (
                r"/(?:wp-sitemap-posts-post-1|post-sitemap)\.xml",
                lambda _r, _m: xml(feeds.urlset(self.listed(), self.room)),
            ),
            (r"/(?:wp-sitemap-taxonomies-category-1|category-sitemap)\.xml", self.category_sitemap),
            (r"/(?P<slug>[a-z0-9-]+)(?:/(?P<page>\d+))?(?P<slash>/?)", self.post),
        ]

    def listed(self) -> list[Item]:
        return self.room.items(old=True)

    # HTML lists

    def _list(self, heading: str, items: Sequence[Item], number: int, base: str) -> Response:
        total = pages_in(len(items), LIST_SIZE)
        if number > total:
            return not_found(self.room)
        older = f'<a class="page_nav next" href="{base}page/{number + 1}/">Next</a>' if number < total else ""
        return page(
            fill(
                "wordpress/list.html",
                heading=text(heading),
                site_name=self.room.site.name,
                root=self.root,
                menu=menu(self.room),
                items=joined(items[sheet(number, LIST_SIZE)], lambda item: list_row(item, self.room)),
                pager=f'<div class="jeg_navigation">{older}</div>',
            )
        )

    def home(self, request: Request, match: Match[str]) -> Response:
        if number := request.query.get("p"):
            found = next((p for p in self.room.own if str(p.id) == number), None)
            return redirect(address(found)) if found else not_found(self.room)
        items = self.listed()
        if query := request.query.get("s"):
            items = [item for item in items if item.piece and _holds(item.piece, query)]
        return self._list(self.room.site.name, items, int(match["page"] or request.number("paged")), f"{self.root}/")

    def _chosen(self, match: Match[str]) -> list[Item]:
        groups = match.groupdict()
        if groups.get("kind") == "tag":
            return self.room.tagged(groups["name"])
        return self.room.items(groups["name"], old=True) if groups.get("kind") else self.listed()

    def archive(self, _request: Request, match: Match[str]) -> Response:
        items = self._chosen(match)
        if not items:
            return not_found(self.room)
        base = f"{self.root}/{match['kind']}/{match['name']}/"
        return self._list(match["name"].replace("-", " ").title(), items, int(match["page"] or 1), base)

    def by_date(self, _request: Request, match: Match[str]) -> Response:
        prefix = "-".join(part for part in (match["year"], match["month"], match["day"]) if part)
        items = [item for item in self.room.items() if f"{local(item.when):%Y-%m-%d}".startswith(prefix)]
        return (
            self._list(prefix, items, 1, f"{self.root}/{prefix.replace('-', '/')}/")
            if items
            else not_found(self.room)
        )

    # REST

    def rest_root(self, _request: Request, _match: Match[str]) -> Response:
        return as_json({"name": self.room.site.name, "url": self.root, "namespaces": ["oembed/1.0", "wp/v2"]})

    def _post(self, piece: Piece) -> dict[str, object]:
        changed = piece.modified or piece.published
        return {
            "id": piece.id,
            "date": _naive(local(piece.published)),
            "date_gmt": _naive(piece.published.astimezone(UTC)),
            "guid": {"rendered": f"{self.root}/?p={piece.id}"},
            "modified": _naive(local(changed)),
            "modified_gmt": _naive(changed.astimezone(UTC)),
            "slug": piece.slug,
            "status": "publish",
            "type": "post",
            "link": address(piece),
            "title": {"rendered": text(piece.title).replace('"', "&#8221;")},
            "content": {"rendered": body_of(piece, self.room, None), "protected": False},
            "excerpt": {"rendered": f"<p>{text(excerpt(piece))}</p>\n", "protected": False},
            "author": 2,
            "sticky": False,
            "format": "standard",
            "class_list": [
                f"post-{piece.id}",
                "post",
                "status-publish",
                f"category-{slugify(piece.section)}",
                *(f"tag-{slugify(tag)}" for tag in piece.tags),
            ],
        }

    def rest_posts(self, request: Request, _match: Match[str]) -> Response:
        """The posts of a window and page, with WordPress's headers and its errors (400)."""
        size, number = request.number("per_page", 10), request.number("page", 1)
        if not 1 <= size <= 100:
            return _error("rest_invalid_param", "Parameter tidak valid: per_page")
        pieces = list(self.room.own)
        for name in ("after", "before"):
            if name not in request.query:
                continue
            moment = _moment(request.query[name])
            if moment is None:
                return _error("rest_invalid_param", f"Parameter tidak valid: {name}")
            pieces = [p for p in pieces if (p.published > moment if name == "after" else p.published < moment)]
        if query := request.query.get("search"):
            pieces = [p for p in pieces if _holds(p, query)]
        if slug := request.query.get("slug"):
            pieces = [p for p in pieces if p.slug == slug]
        if request.query.get("order") == "asc":
            pieces.reverse()
        total = -(-len(pieces) // size)
        if number > max(1, total):
            return _error(
                "rest_post_invalid_page_number", "Nomor halaman yang diminta lebih besar dari yang tersedia."
            )
        headers = (("X-WP-Total", str(len(pieces))), ("X-WP-TotalPages", str(total)))
        posts = [self._post(piece) for piece in pieces[sheet(number, size)]]
        if fields := request.query.get("_fields"):
            posts = [{k: v for k, v in post.items() if k in fields.split(",")} for post in posts]
        return as_json(posts, headers=headers)

    def rest_post(self, _request: Request, match: Match[str]) -> Response:
        found = next((p for p in self.room.own if str(p.id) == match["number"]), None)
        if found is None:
            code = {"code": "rest_post_invalid_id", "message": "ID pos tidak valid.", "data": {"status": 404}}
            return as_json(code, 404)
        return as_json(self._post(found))

    # Feeds and sitemaps

    def feed(self, request: Request, match: Match[str]) -> Response:
        """The feed, ten posts a page; 404 beyond the last one."""
        items, number = self._chosen(match), max(1, request.number("paged"))
        if not items or number > pages_in(len(items), FEED_SIZE):
            return not_found(self.room)

        def more(item: Item) -> str:
            if item.piece is None:
                return ""
            creator = f"<dc:creator><![CDATA[{author_of(item.piece)}]]></dc:creator>"
            return f"{creator}<content:encoded><![CDATA[{body_of(item.piece, self.room, None)}]]></content:encoded>"

        shown = items[sheet(number, FEED_SIZE)]
        body = feeds.rss(shown, self.room, title=self.room.site.name, describe=feeds.summary, more=more)
        return xml(body, RSS)

    def core_sitemap(self, _request: Request, _match: Match[str]) -> Response:
        names = ("wp-sitemap-posts-post-1", "wp-sitemap-taxonomies-category-1")
        return xml(feeds.sitemap_index(f"{self.root}/{name}.xml" for name in names))

    def yoast_sitemap(self, _request: Request, _match: Match[str]) -> Response:
        return xml(feeds.sitemap_index(f"{self.root}/{name}.xml" for name in ("post-sitemap", "category-sitemap")))

    def category_sitemap(self, _request: Request, _match: Match[str]) -> Response:
        names = sorted({slugify(piece.section) for piece in self.room.own})
        rows = joined(names, lambda name: f"<url><loc>{attr(f'{self.root}/category/{name}/')}</loc></url>")
        return xml(f"<urlset {feeds.SITEMAP_NS}>\n{rows}\n</urlset>")

    # Posts

    def post(self, _request: Request, match: Match[str]) -> Response:
        """A post or one of its pages; without the closing slash a redirect to it."""
        path = f"/{match['slug']}/"
        piece = self.room.at(path)
        if piece is None:
            moved = self.room.moved(path)
            return redirect(address(moved)) if moved else not_found(self.room)
        number = int(match["page"] or 1)
        if number > page_count(piece):
            return not_found(self.room)
        if not match["slash"] or (match["page"] and number == 1):
            return redirect(address(piece) + (f"{number}/" if number > 1 else ""))
        return page(article_page(piece, self.room, number))


def _holds(piece: Piece, query: str) -> bool:
    words = f"{piece.title} {piece.body}".lower()
    return all(word in words for word in query.lower().split())


def wordpress_site(room: Newsroom) -> Handler:
    """The whole site as a function from request to response."""
    site = WordPress(room)
    return front_door(room, site.routes(), site.gate)
