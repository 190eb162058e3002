"""Articles and options put together: host names to sites, without any network."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portals import hostile
from portals.address import Site, sites
from portals.blogger import blogger_site
from portals.disway import disway_site
from portals.fillers import fillers_of
from portals.newsroom import Newsroom
from portals.piece import ARTICLES, FAMILY, Piece, PieceError, load_pieces
from portals.tribun import tribun_site
from portals.web import Handler
from portals.wordpress import wordpress_site

MAKERS = {"tribun": tribun_site, "disway": disway_site, "wordpress": wordpress_site, "blogger": blogger_site}


@dataclass(frozen=True)
class Options:
    """`hostile`: the bad pages are there and listed. `fillers`: so many generated short items an outlet."""

    hostile: bool = False
    fillers: int = 0


def newsroom(site: Site, pieces: Mapping[str, Piece], options: Options) -> Newsroom:
    """One site's newsroom. Raises PieceError where the outlet has no article."""
    own = [piece for piece in pieces.values() if piece.outlet == site.outlet]
    if not own:
        raise PieceError(f"articles/{site.outlet}/: no article; each outlet needs at least one")
    own += fillers_of(site.outlet, options.fillers, own[0].published)
    own.sort(key=lambda piece: (piece.published, piece.key), reverse=True)
    return Newsroom(site, tuple(own), pieces, options.hostile)


def handlers(options: Options = Options(), folder: Path = ARTICLES) -> dict[str, Handler]:
    """Every host of the seven outlets with the site that answers for it; with `hostile` the hosts of that kind too."""
    pieces = load_pieces(folder)
    by_host: dict[str, Handler] = dict(hostile.sites()) if options.hostile else {}
    for outlet, site in sites().items():
        answer = MAKERS[FAMILY[outlet]](newsroom(site, pieces, options))
        by_host.update(dict.fromkeys(site.hosts, answer))
    return by_host
