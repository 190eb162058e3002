"""What one site has to tell: its own articles, all others (for copies and links), and what its lists show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from portals import hostile
from portals.address import Site, address, old_path_of, path_of, slugify
from portals.piece import Piece
from portals.prose import local

NO_PAGE = "Kabar Duka dari Pasar Lama yang Sudah Dihapus Redaksi"


@dataclass(frozen=True)
class Item:
    """One line of a list: an article, or (`piece` None) an address that leads to no article."""

    title: str
    path: str
    when: datetime
    section: str
    piece: Piece | None = None


@dataclass(frozen=True)
class Newsroom:
    """A site with its articles, newest first."""

    site: Site
    own: tuple[Piece, ...]
    everything: Mapping[str, Piece]
    hostile: bool = False
    _slugs: dict[str, Piece] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for piece in self.own:
            self._slugs[path_of(piece)] = piece

    def at(self, path: str) -> Piece | None:
        """The article whose canonical path this is."""
        return self._slugs.get(path)

    def moved(self, path: str) -> Piece | None:
        """The article that once had this path."""
        return next((p for p in self.own if old_path_of(p) == path), None)

    def _shaped_like_an_article(self, title: str, when: datetime, slug: str) -> Item:
        """A path that this family could give to an article, though no article of ours has it."""
        model = self.own[0]
        from_model = Piece(model.outlet, slug, title, when, model.section, "off_topic")
        return Item(title, path_of(from_model), when, model.section)

    def dead(self) -> Item:
        """The link in every list whose page is gone."""
        return self._shaped_like_an_article(
            NO_PAGE, self.own[0].published - timedelta(minutes=7), "kabar-duka-dari-pasar-lama"
        )

    def traps(self) -> tuple[Item, ...]:
        """The hostile pages, dated like the newest article so that a crawl meets them; none unless switched on."""
        if not self.hostile:
            return ()
        at = self.own[0].published
        found = []
        for n, kind in enumerate(hostile.kinds_of(self.site.outlet)):
            item = self._shaped_like_an_article(
                hostile.TITLES[kind], at - timedelta(minutes=8 + n), hostile.slug_of(kind)
            )
            found += [replace(item, path=item.path + junk) for junk in hostile.JUNK.get(kind, ("",))]
        return tuple(found)

    def trap_at(self, path: str) -> str | None:
        """The kind of hostile page at this path, if any."""
        titles = {item.path.partition("?")[0]: item.title for item in self.traps()}
        return hostile.KINDS.get(titles.get(path, ""))

    def items(self, section: str | None = None, *, extras: bool = True, old: bool = False) -> list[Item]:
        """The lines of a list, newest first: of one section (its slug) or all; with `extras` the dead link and the
        hostile pages; with `old` an article that has moved stands under its old path."""
        lines = [Item(p.title, (old and old_path_of(p)) or path_of(p), p.published, p.section, p) for p in self.own]
        if extras:
            lines += [self.dead(), *self.traps()]
        if section is not None:
            lines = [line for line in lines if slugify(line.section) == section]
        return sorted(lines, key=lambda line: line.when, reverse=True)

    def on_day(self, day: date) -> list[Item]:
        return [line for line in self.items(old=True) if local(line.when).date() == day]

    def tagged(self, tag: str) -> list[Item]:
        return [i for i in self.items() if i.piece and tag in (slugify(t) for t in i.piece.tags)]

    def related(self, piece: Piece, count: int = 5) -> Sequence[Piece]:
        """The related column: the article's own list first, then the newest others."""
        named = [self.everything[s if "/" in s else f"{piece.outlet}/{s}"] for s in piece.related]
        rest = [p for p in self.own if p.key != piece.key and p not in named]
        return [*named, *rest][:count]

    def origin(self, piece: Piece) -> Piece | None:
        """Of a syndicated copy: the article that it copies."""
        return self.everything[piece.copy_of] if piece.copy_of else None

    def url(self, item: Item) -> str:
        return self.site.root + item.path

    @staticmethod
    def address(piece: Piece) -> str:
        return address(piece)
