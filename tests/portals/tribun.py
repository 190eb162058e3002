"""The Tribun sites: index by date, sitemaps, RSS, tag and topic pages, articles, AMP and mobile twins."""

import re
from collections.abc import Sequence
from datetime import date
from re import Match

from portals import feeds
from portals.address import address, path_of, slugify
from portals.common import Route, forbidden, front_door, is_browser, not_found, pages_in, sheet
from portals.newsroom import Item, Newsroom
from portals.piece import Piece
from portals.prose import MONTHS, attr, fill, joined, local, long_date, text
from portals.story import page_count
from portals.tribun_pages import amp_page, article_page, image_of, menu
from portals.web import RSS, Handler, Request, Response, as_json, page, plain, redirect, xml

PER_PAGE = 20
INDEX_CAP = 10  # the undated index: page 11 and later repeat page 10
NEWS_SITEMAP = 100
ROBOTS = """User-agent: *
Disallow: /api/
Disallow: /posts/
Disallow: /ajax/
Disallow: /json/
Disallow: /auth/
Disallow: /member/
Disallow: /komentar/
Disallow: /search
Disallow: /tag/
Disallow: /topic/

User-agent: Googlebot
Allow: /

User-agent: Googlebot-News
Allow: /

User-agent: bingbot
Allow: /

Sitemap: {root}/sitemap.xml
"""


def _day(value: str) -> date | None:
    """A day as `2024-8-7` or `2024-08-07`; None for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


class Tribun:
    """One site's pages; `index_cap` and `per_page` are what the real sites have."""

    def __init__(self, room: Newsroom, per_page: int = PER_PAGE, index_cap: int = INDEX_CAP) -> None:
        self.room = room
        self.per_page = per_page
        self.index_cap = index_cap
        # pantura's sitemap children have the underscore form of 2026, jateng's the hyphen.
        self.mark = "_" if room.site.outlet == "tribun-pantura" else "-"

    def gate(self, request: Request) -> Response | None:
        """403 in CloudFront's words for the articles that take browsers only, on every twin of theirs."""
        piece = self.room.at(request.path.removeprefix("/amp"))
        return forbidden("cloudfront") if piece and piece.refused and not is_browser(request.agent) else None

    def routes(self) -> list[Route]:
        return [
            (r"/", self.home),
            (r"/robots\.txt", lambda _r, _m: plain(ROBOTS.format(root=self.room.site.root))),
            (r"/index-news(?:/(?P<section>[a-z0-9-]+))?/?", self.index),
            (r"/sitemap\.xml", self.sitemap),
            (r"(?:/[a-z0-9-]+)?/sitemap[-_](?P<kind>news|web|images)\.xml", self.child_sitemap),
            (r"/rss(?:/(?P<section>[a-z0-9-]+))?/?", self.rss),
            (r"/tag/(?P<tag>[a-z0-9-]+)/?", self.tag),
            (r"/topic/(?P<tag>[a-z0-9-]+)/?", self.topic),
            (r"/ajax/latest(?:_section)?", self.ajax),
            (r"/amp(?P<path>/.+)", self.amp),
            (r"(?P<path>(?:/\d{4}/\d{2}/\d{2}|/[a-z0-9-]+/\d{5,})/[^/]+)/?", self.article),
            (r"/(?P<section>[a-z0-9-]+)/?", self.hub),
        ]

    # Lists

    def _row(self, item: Item) -> str:
        at = local(item.when)
        image = image_of(item.piece, self.room) if item.piece else "https://asset-2.tstatic.net/kosong.jpg"
        url, title = self.room.url(item), attr(item.title)
        # As on the real lists: the picture's link is relative without a slash, the headline's is absolute.
        return (
            f'<li class="ptb15"><div class="fr mt5 pos_rel"><a href="{item.path[1:]}" title="{title}">'
            f'<img src="{image}" alt="" /></a></div><div class="mr140">'
            f'<h4 class="f14"><a href="/topic/{slugify(item.section)}">{text(item.section)}</a></h4>'
            f'<h3 class="f16 fbo"><a href="{url}" title="{title}">{text(item.title)}</a></h3><div class="grey pt5">'
            f'<time class="grey" title="{at:%Y-%m-%d %H:%M:%S}">{long_date(item.when)}</time></div></div></li>'
        )

    def _list(self, heading: str, items: Sequence[Item], pager: str = "", form: str = "", cls: str = "") -> Response:
        return page(
            fill(
                "tribun/list.html",
                heading=text(heading),
                site_name=self.room.site.name,
                root=self.room.site.root,
                menu=menu(self.room),
                form=form,
                list_class=cls,
                items=joined(items, self._row),
                pager=pager,
                popular=joined(self.room.own[:5], lambda p: f'<li><a href="{address(p)}">{text(p.title)}</a></li>'),
            )
        )

    def _pager(self, base: str, number: int, total: int) -> str:
        if total <= 1:
            return ""
        joiner = "&" if "?" in base else "?"
        links = [f'<a href="{attr(base + joiner)}page={n}">{n}</a>' for n in range(1, total + 1)]
        if number < total:
            links.append(f'<a href="{attr(base + joiner)}page={number + 1}">Next</a>')
        return f'<div id="paginga"><div class="paging">{"".join(links)}</div></div>'

    @staticmethod
    def _form(shown: date) -> str:
        def options(name: str, values: Sequence[int], chosen: int, label: Sequence[str] | None = None) -> str:
            rows = "".join(
                f'<option value="{v}"{" selected" if v == chosen else ""}>{label[v - 1] if label else v}</option>'
                for v in values
            )
            return f'<select id="{name}">{rows}</select>'

        days = options("dayindex", range(1, 32), shown.day)
        months = options("monthindex", range(1, 13), shown.month, MONTHS)
        return f"<form>{days}{months}{options('yearindex', range(2010, 2027), shown.year)}</form>"

    def index(self, request: Request, match: Match[str]) -> Response:
        """The index of one day, or of all days up to the cap."""
        section = match["section"]
        day = _day(request.query.get("date", ""))
        base = self.room.site.root + request.path
        items = self.room.on_day(day) if day else self.room.items(old=True)
        if section is not None:
            items = [item for item in items if slugify(item.section) == section]
        total = pages_in(len(items), self.per_page)
        number = max(1, request.number("page"))
        if day is None:
            total = min(total, self.index_cap)
            number = min(number, total)
        else:
            base += f"?date={request.query['date']}"
        shown = items[sheet(number, self.per_page)]
        form = self._form(day or local(self.room.own[0].published).date())
        return self._list("Index Berita", shown, self._pager(base, number, total), form)

    def hub(self, _request: Request, match: Match[str]) -> Response:
        """A section's page; its ?page= has no effect, as on the real sites."""
        items = self.room.items(match["section"])
        known = {slugify(name) for name in self.room.site.menu}
        if not items and match["section"] not in known:
            return not_found(self.room)
        return self._list(match["section"].replace("-", " ").title(), items[: self.per_page])

    def home(self, _request: Request, _match: Match[str]) -> Response:
        return self._list(self.room.site.name, self.room.items()[: self.per_page])

    def tag(self, request: Request, match: Match[str]) -> Response:
        items = self.room.tagged(match["tag"])
        number = max(1, request.number("page"))
        pager = self._pager(self.room.site.root + request.path, number, pages_in(len(items), self.per_page))
        return self._list(f"Tag {match['tag']}", items[sheet(number, self.per_page)], pager)

    def topic(self, request: Request, match: Match[str]) -> Response:
        """A topic page; with ?url= it sends on to the article, as the related columns of 2017 use it."""
        if path := request.query.get("url"):
            return redirect(f"{self.room.site.root}/{path.lstrip('/')}", 302)
        items = self.room.tagged(match["tag"]) or self.room.items(match["tag"])
        return self._list(f"Topik {match['tag']}", items[: self.per_page], cls=" lsi bdr")

    def ajax(self, request: Request, _match: Match[str]) -> Response:
        start = request.number("start", 0)
        posts = [
            {"title": i.title, "url": self.room.url(i), "date": f"{local(i.when):%Y-%m-%d %H:%M:%S}"}
            for i in self.room.items()
        ]
        return as_json({"posts": posts[start : start + self.per_page]})

    # Machine-readable surfaces

    def sitemap(self, _request: Request, _match: Match[str]) -> Response:
        kinds = ("news", "web", "images")
        return xml(feeds.sitemap_index(f"{self.room.site.root}/news/sitemap{self.mark}{kind}.xml" for kind in kinds))

    def child_sitemap(self, _request: Request, match: Match[str]) -> Response:
        items = self.room.items()
        if match["kind"] == "news":
            return xml(feeds.news_sitemap(items[:NEWS_SITEMAP], self.room))
        if match["kind"] == "images":
            with_piece = [item for item in items if item.piece]
            return xml(
                feeds.image_sitemap(with_piece, self.room, lambda i: image_of(i.piece, self.room) if i.piece else "")
            )
        return xml(feeds.urlset(items, self.room))

    def rss(self, _request: Request, match: Match[str]) -> Response:
        """The feed; pantura's has only a picture in each description, and a type that names no encoding."""
        items = self.room.items(match["section"], old=True)[: self.per_page]
        if self.mark == "_":
            body = feeds.rss(items, self.room, title=self.room.site.name, describe=self._picture)
            return xml(body, "text/xml")
        return xml(feeds.rss(items, self.room, title=self.room.site.name, describe=feeds.summary), RSS)

    def _picture(self, item: Item) -> str:
        image = image_of(item.piece, self.room) if item.piece else "https://asset-2.tstatic.net/kosong.jpg"
        return f'<![CDATA[<img src="{image}" align="left" border="0">]]>'

    # Articles

    @staticmethod
    def _page_number(request: Request, piece: Piece) -> int | None:
        if request.query.get("page") == "all":
            return None
        return min(max(1, request.number("page")), page_count(piece))

    def article(self, request: Request, match: Match[str]) -> Response:
        piece = self.room.at(match["path"])
        if piece is None:
            moved = self.room.moved(match["path"])
            return redirect(address(moved)) if moved else not_found(self.room)
        return page(article_page(piece, self.room, self._page_number(request, piece)))

    def amp(self, request: Request, match: Match[str]) -> Response:
        piece = self.room.at(match["path"])
        if piece is None or path_of(piece) != match["path"]:
            return not_found(self.room)
        return page(amp_page(piece, self.room, self._page_number(request, piece)))


def tribun_site(room: Newsroom) -> Handler:
    """The whole site as a function from request to response."""
    site = Tribun(room)
    return front_door(room, site.routes(), site.gate)
