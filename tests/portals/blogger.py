"""The Blogger site: JSON, Atom and RSS feeds with their windows, the paged sitemap, posts and mobile twins."""

from collections.abc import Sequence
from datetime import datetime
from re import Match
from urllib.parse import quote, unquote

from portals import feeds
from portals.address import address
from portals.blogger_pages import (
    BLOG_ID,
    HANDLE,
    article_page,
    body_of,
    false_time,
    labels_of,
    menu,
    mobile_page,
    photo_of,
    post_id,
)
from portals.common import Route, front_door, not_found, open_gate, pages_in, sheet
from portals.newsroom import Item, Newsroom
from portals.piece import Piece
from portals.prose import attr, day_date, excerpt, fill, joined, local, text
from portals.web import RSS, Handler, Request, Response, as_json, page, plain, redirect, xml

DEFAULT_RESULTS = 25
MAX_RESULTS = 150
SITEMAP_PAGE = 150
LIST_SIZE = 10
ROBOTS = """User-agent: Mediapartners-Google
Disallow:

User-agent: *
Disallow: /search
Allow: /

Sitemap: {root}/sitemap.xml
"""


def _moment(value: str | None) -> datetime | None:
    try:
        when = datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
    return when if when is None or when.tzinfo else local(when.astimezone())


def _stamp(when: datetime) -> str:
    return false_time(when).isoformat(timespec="milliseconds")


class Blogger:
    """The site's pages; `sitemap_page` is how many addresses one page of the sitemap holds."""

    def __init__(self, room: Newsroom, sitemap_page: int = SITEMAP_PAGE) -> None:
        self.room = room
        self.root = room.site.root
        self.sitemap_page = sitemap_page

    def routes(self) -> list[Route]:
        return [
            (r"/", self.home),
            (r"/robots\.txt", lambda _r, _m: plain(ROBOTS.format(root=self.root))),
            (r"/feeds/posts/(?P<amount>default|summary)(?:/-/(?P<label>[^/]+))?/?", self.feed),
            (r"/(?:atom|rss)\.xml", self.old_feed),
            (r"/sitemap\.xml", self.sitemap),
            (r"/search(?:/label/(?P<label>[^/]+))?/?", self.search),
            (r"/(?P<year>\d{4})/(?:(?P<month>\d{2})/)?", self.by_month),
            (r"(?P<path>/\d{4}/\d{2}/[^/]+\.html)", self.article),
        ]

    # Lists (robots forbids /search)

    def _row(self, item: Item) -> str:
        link = f"<a href='{self.room.url(item)}'>{text(item.title)}</a>"
        shown = f"<span class='date-header-item'>{day_date(item.when)}</span>"
        return f"<div class='post hentry auto-read-more'><h2 class='post-title'>{link}</h2>{shown}</div>"

    def _list(self, heading: str, items: Sequence[Item], older: str = "") -> Response:
        return page(
            fill(
                "blogger/list.html",
                heading=text(heading),
                site_name=self.room.site.name,
                root=self.root,
                menu=menu(self.room),
                items=joined(items, self._row),
                pager=f"<a class='blog-pager-older-link' href='{attr(older)}'>Postingan Lama</a>" if older else "",
            )
        )

    def home(self, _request: Request, _match: Match[str]) -> Response:
        items = self.room.items()
        older = ""
        if len(items) > LIST_SIZE:
            last = quote(_stamp(items[LIST_SIZE - 1].when), safe="")
            older = f"{self.root}/search?updated-max={last}&max-results={LIST_SIZE}"
        return self._list(self.room.site.name, items[:LIST_SIZE], older)

    def search(self, request: Request, match: Match[str]) -> Response:
        items = self.room.items(extras=False)
        if match["label"] is not None:
            items = [i for i in items if i.piece and unquote(match["label"]) in labels_of(i.piece)]
        if query := request.query.get("q"):
            items = [i for i in items if i.piece and query.lower() in f"{i.title} {i.piece.body}".lower()]
        if (latest := _moment(request.query.get("updated-max"))) is not None:
            items = [i for i in items if false_time(i.when) < latest]
        return self._list("Hasil penelusuran", items[: request.number("max-results", LIST_SIZE)])

    def by_month(self, _request: Request, match: Match[str]) -> Response:
        prefix = match["year"] + (f"/{match['month']}" if match["month"] else "")
        items = [i for i in self.room.items(extras=False) if f"{local(i.when):%Y/%m}".startswith(prefix)]
        return self._list(prefix, items) if items else not_found(self.room)

    # Feeds

    def _window(self, request: Request, label: str | None) -> list[Item]:
        items = self.room.items()
        if label is not None:
            items = [i for i in items if i.piece and unquote(label) in labels_of(i.piece)]
        if query := request.query.get("q"):
            items = [i for i in items if i.piece and query.lower() in f"{i.title} {i.piece.body}".lower()]
        # updated-min and updated-max are ignored unless orderby=updated, which no one asks for here.
        first, last = _moment(request.query.get("published-min")), _moment(request.query.get("published-max"))
        items = [i for i in items if first is None or false_time(i.when) >= first]
        return [i for i in items if last is None or false_time(i.when) < last]

    def _content(self, item: Item) -> str:
        return (
            photo_of(item.piece) + body_of(item.piece, self.room)
            if item.piece
            else "<div>Halaman ini sudah dihapus.</div>"
        )

    def _entry(self, item: Item, full: bool) -> dict[str, object]:
        piece = item.piece
        number = post_id(piece) if piece else post_id(Piece("riauantara", "hilang", "", item.when, "", "off_topic"))
        changed = (piece.modified if piece else None) or item.when
        labels = labels_of(piece) if piece else [item.section]
        words = {"content": {"type": "html", "$t": self._content(item)}}
        if not full:
            words = {"summary": {"type": "text", "$t": excerpt(piece) if piece else item.title}}
        return {
            "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{number}"},
            "published": {"$t": _stamp(item.when)},
            "updated": {"$t": _stamp(changed)},
            "category": [{"scheme": "http://www.blogger.com/atom/ns#", "term": label} for label in labels],
            "title": {"type": "text", "$t": item.title},
            **words,
            "link": [
                {
                    "rel": "edit",
                    "type": "application/atom+xml",
                    "href": f"https://www.blogger.com/feeds/{BLOG_ID}/posts/default/{number}",
                },
                {"rel": "alternate", "type": "text/html", "href": self.room.url(item), "title": item.title},
            ],
            "author": [{"name": {"$t": HANDLE}, "email": {"$t": "noreply@blogger.com"}}],
        }

    def feed(self, request: Request, match: Match[str]) -> Response:
        """The posts feed: alt=json, rss or Atom; start-index (from 1), max-results, published-min and -max, q."""
        items = self._window(request, match["label"])
        start = max(1, request.number("start-index"))
        size = min(request.number("max-results", DEFAULT_RESULTS), MAX_RESULTS)
        shown = items[start - 1 : start - 1 + size]
        form = request.query.get("alt", "atom")
        if form == "rss":
            return xml(
                feeds.rss(shown, self.room, title=self.room.site.name, describe=lambda i: text(self._content(i))), RSS
            )
        if form != "json":
            return xml(self._atom(shown, items, start, size), "application/atom+xml; charset=UTF-8")
        feed: dict[str, object] = {
            "xmlns": "http://www.w3.org/2005/Atom",
            "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}"},
            "updated": {"$t": _stamp(self.room.own[0].published)},
            "title": {"type": "text", "$t": self.room.site.name},
            "link": self._feed_links(len(items), start, size),
            "openSearch$totalResults": {"$t": str(len(items))},
            "openSearch$startIndex": {"$t": str(start)},
            "openSearch$itemsPerPage": {"$t": str(size)},
        }
        if shown:
            feed["entry"] = [self._entry(item, match["amount"] == "default") for item in shown]
        return as_json({"version": "1.0", "encoding": "UTF-8", "feed": feed})

    def _feed_links(self, total: int, start: int, size: int) -> list[dict[str, str]]:
        base = f"{self.root}/feeds/posts/default"
        links = [{"rel": "alternate", "type": "text/html", "href": f"{self.root}/"}]
        if start + size <= total:
            href = f"{base}?alt=json&start-index={start + size}&max-results={size}"
            links.append({"rel": "next", "type": "application/atom+xml", "href": href})
        return links

    def _atom(self, shown: Sequence[Item], items: Sequence[Item], start: int, size: int) -> str:
        def row(item: Item) -> str:
            return (
                f"<entry><id>{text(self.room.url(item))}</id><published>{_stamp(item.when)}</published>"
                f"<title type='text'>{text(item.title)}</title>"
                f"<content type='html'>{text(self._content(item))}</content>"
                f"<link rel='alternate' type='text/html' href='{attr(self.room.url(item))}'/>"
                f"<author><name>{HANDLE}</name></author></entry>"
            )

        return (
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'>"
            f"<id>tag:blogger.com,1999:blog-{BLOG_ID}</id><title type='text'>{text(self.room.site.name)}</title>"
            f"<openSearch:totalResults>{len(items)}</openSearch:totalResults><openSearch:startIndex>{start}"
            f"</openSearch:startIndex><openSearch:itemsPerPage>{size}</openSearch:itemsPerPage>\n"
            f"{joined(shown, row)}\n</feed>"
        )

    def old_feed(self, request: Request, _match: Match[str]) -> Response:
        form = "?alt=rss" if request.path == "/rss.xml" else ""
        return redirect(f"{self.root}/feeds/posts/default{form}", 302)

    def sitemap(self, request: Request, _match: Match[str]) -> Response:
        """The sitemap: an index of `?page=N`, each a list of addresses."""
        items = self.room.items()
        total = pages_in(len(items), self.sitemap_page)
        if "page" not in request.query:
            return xml(feeds.sitemap_index(f"{self.root}/sitemap.xml?page={n}" for n in range(1, total + 1)))
        number = request.number("page")
        if not 1 <= number <= total:
            return not_found(self.room)
        return xml(feeds.urlset(items[sheet(number, self.sitemap_page)], self.room))

    # Posts

    def article(self, request: Request, match: Match[str]) -> Response:
        piece = self.room.at(match["path"])
        if piece is None:
            moved = self.room.moved(match["path"])
            return redirect(address(moved)) if moved else not_found(self.room)
        return page((mobile_page if request.query.get("m") == "1" else article_page)(piece, self.room))


def blogger_site(room: Newsroom) -> Handler:
    """The whole site as a function from request to response."""
    return front_door(room, Blogger(room).routes(), open_gate)
