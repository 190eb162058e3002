"""The Disway sites: categories by offset, tag lists, RSS, articles whose slug is ignored, AMP twins."""

from collections.abc import Sequence
from re import Match

from portals import feeds
from portals.address import slugify
from portals.common import Route, front_door, not_found, open_gate, pages_in
from portals.disway_pages import PAGE_STEP, amp_page, article_page, image_of, menu, pager, side_line
from portals.newsroom import Item, Newsroom
from portals.piece import Piece
from portals.prose import attr, fill, joined, short_date, text
from portals.story import page_count
from portals.web import RSS, Handler, Request, Response, page, plain, xml

PER_PAGE = 30
HUB = "lokal"  # the category that lists everything
# No robots.txt of the network is known, so the three sites differ: none, an open one, one with a closed corner.
ROBOTS = {
    "radar-tegal": "User-agent: *\nDisallow:\n",
    "diswayjogja": "User-agent: *\nDisallow: /admin/\nDisallow: /cari\n",
}


class Disway:
    """One site's pages."""

    def __init__(self, room: Newsroom, per_page: int = PER_PAGE) -> None:
        self.room = room
        self.per_page = per_page
        self.by_number = {piece.id: piece for piece in room.own}

    def routes(self) -> list[Route]:
        return [
            (r"/", self.home),
            (r"/robots\.txt", self.robots),
            (r"/kategori/(?P<section>[a-z0-9-]+)(?:/(?P<offset>\d+))?/?", self.category),
            (r"/listtag/(?P<number>\d+)/(?P<tag>[a-z0-9-]+)(?:/(?P<offset>\d+))?/?", self.tag),
            (r"/rss(?:/(?P<section>[a-z0-9-]+))?/?", self.rss),
            # The slug is ignored, and so is the channel before /read/.
            (r"(?:/[a-z0-9-]+)?/read/(?P<number>\d+)(?:/(?P<slug>[^/]*))?(?:/(?P<offset>\d+))?/?", self.article),
            (r"/amp/(?P<number>\d+)(?:/[^/]*)?/?", self.amp),
        ]

    def robots(self, _request: Request, _match: Match[str]) -> Response:
        text_of = ROBOTS.get(self.room.site.outlet)
        return plain(text_of) if text_of is not None else not_found(self.room)

    def _row(self, item: Item) -> str:
        image = image_of(item.piece, self.room) if item.piece else "/upload/kosong.jpg"
        url = self.room.url(item)
        return (
            f'<div class="media"><div class="media-left"><a href="{url}"><img src="{image}" alt=""></a></div>'
            f'<div class="media-body"><h2 class="media-heading"><a href="{url}" title="{attr(item.title)}">'
            f'{text(item.title)}</a></h2><p><span class="kategori">{text(item.section)}</span> '
            f'<span class="date">{short_date(item.when)}</span></p></div></div>'
        )

    def _list(self, heading: str, items: Sequence[Item], base: str, offset: int) -> Response:
        number = offset // self.per_page + 1
        return page(
            fill(
                "disway/list.html",
                heading=text(heading),
                site_name=self.room.site.name,
                menu=menu(self.room),
                items=joined(items[offset : offset + self.per_page], self._row),
                pager=pager(self.room.site.root + base, number, pages_in(len(items), self.per_page), self.per_page),
                popular=joined(self.room.own[:5], side_line),
            )
        )

    def home(self, _request: Request, _match: Match[str]) -> Response:
        return self._list(self.room.site.name, self.room.items(old=True), f"/kategori/{HUB}", 0)

    def category(self, _request: Request, match: Match[str]) -> Response:
        """A category by offset; beyond the end the list is empty, as CodeIgniter's is."""
        section = match["section"]
        items = self.room.items(None if section == HUB else section, old=True)
        if not items and section not in {slugify(name) for name in self.room.site.menu}:
            return not_found(self.room)
        return self._list(section.title(), items, f"/kategori/{section}", int(match["offset"] or 0))

    def tag(self, _request: Request, match: Match[str]) -> Response:
        items = self.room.tagged(match["tag"])
        if not items:
            return not_found(self.room)
        base = f"/listtag/{match['number']}/{match['tag']}"
        return self._list(f"#{match['tag']}", items, base, int(match["offset"] or 0))

    def rss(self, _request: Request, match: Match[str]) -> Response:
        section = match["section"]
        items = self.room.items(None if section in (None, HUB) else section, old=True)[: self.per_page]
        if not items:
            return not_found(self.room)
        return xml(feeds.rss(items, self.room, title=f"{self.room.site.name} RSS", describe=feeds.summary), RSS)

    def _piece(self, match: Match[str]) -> Piece | None:
        return self.by_number.get(int(match["number"]))

    def article(self, _request: Request, match: Match[str]) -> Response:
        piece = self._piece(match)
        if piece is None:
            return not_found(self.room)
        number = int(match["offset"] or 0) // PAGE_STEP + 1
        if number > page_count(piece):
            return not_found(self.room)
        return page(article_page(piece, self.room, number))

    def amp(self, _request: Request, match: Match[str]) -> Response:
        piece = self._piece(match)
        return page(amp_page(piece, self.room)) if piece else not_found(self.room)


def disway_site(room: Newsroom) -> Handler:
    """The whole site as a function from request to response."""
    return front_door(room, Disway(room).routes(), open_gate)
