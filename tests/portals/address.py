"""The seven sites as data, and the address that each family gives to an article."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from portals.piece import Piece, ReadAlso

HERE = Path(__file__).resolve().parent
WIB = timezone(timedelta(hours=7), "WIB")
NEW_TRIBUN_ADDRESSES = datetime(2025, 7, 1, tzinfo=WIB)
BLOGGER_CUT = 39


@dataclass(frozen=True)
class Site:
    """One outlet's site: `mirrors` serve the same pages, `redirects` send every request to `host`."""

    outlet: str
    name: str
    host: str
    datelines: tuple[str, ...]
    watermark: str
    menu: tuple[str, ...]
    mirrors: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        return f"https://{self.host}"

    @property
    def hosts(self) -> tuple[str, ...]:
        return (self.host, *self.mirrors, *self.redirects)


@cache
def sites() -> Mapping[str, Site]:
    """The sites by outlet id, from sites.toml."""
    raw = tomllib.loads((HERE / "sites.toml").read_text(encoding="utf-8"))
    known: dict[str, Site] = {}
    for outlet, entry in raw.items():
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
        known[outlet] = Site(outlet=outlet, **values)
    return known


def slugify(text: str) -> str:
    """Lower-case words joined by hyphens, as every one of these CMSs does."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def blogger_slug(slug: str) -> str:
    """Blogger cuts a slug near 40 characters, at a word's end where there is one."""
    if len(slug) <= BLOGGER_CUT:
        return slug
    cut = slug[: BLOGGER_CUT + 1]
    return cut[: cut.rfind("-")] if "-" in cut else slug[:BLOGGER_CUT]


def path_of(piece: Piece) -> str:
    """The path of an article on its own site."""
    when = piece.published.astimezone(WIB)
    if piece.family == "tribun":
        if when >= NEW_TRIBUN_ADDRESSES:
            return f"/{slugify(piece.section)}/{piece.id}/{piece.slug}"
        return f"/{when:%Y/%m/%d}/{piece.slug}"
    if piece.family == "disway":
        return f"/read/{piece.id}/{piece.slug}"
    if piece.family == "wordpress":
        return f"/{piece.slug}/"
    return f"/{when:%Y/%m}/{blogger_slug(piece.slug)}.html"


def old_path_of(piece: Piece) -> str | None:
    """The path that redirects to the article, where it had another slug once."""
    return path_of(replace(piece, slug=piece.old_slug, number=piece.id)) if piece.old_slug else None


def address(piece: Piece) -> str:
    """The canonical address of an article."""
    return sites()[piece.outlet].root + path_of(piece)


def amp_path_of(piece: Piece) -> str:
    """The path of the AMP twin (Tribun and Disway)."""
    return path_of(piece).replace("/read/", "/amp/") if piece.family == "disway" else "/amp" + path_of(piece)


def target_of(entry: ReadAlso, piece: Piece, pieces: Mapping[str, Piece]) -> str:
    """Where a "Baca juga" line leads: one of our articles, or the foreign page that it names."""
    if entry.url is not None:
        return entry.url
    slug = entry.slug or ""
    return address(pieces[slug if "/" in slug else f"{piece.outlet}/{slug}"])
