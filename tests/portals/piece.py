"""One invented article of a replica portal, and reading the TOML files that hold them."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_type_hints
from zlib import crc32

ARTICLES = Path(__file__).resolve().parent / "articles"
OUTLET_IDS = (
    "tribun-jateng",
    "tribun-pantura",
    "eranasional",
    "diswayjogja",
    "radar-brebes",
    "radar-tegal",
    "riauantara",
)
GENRES = (
    "reminder",
    "ikrar",
    "allegation",
    "verdict",
    "denial",
    "statistics",
    "rules",
    "mention",
    "off_topic",
)
ERAS: Mapping[str, tuple[str, ...]] = {
    "tribun": ("2015", "2020", "2025"),
    "disway": ("2022", "2026"),
    "wordpress": ("theme",),
    "blogger": ("div", "br"),
}
FAMILY: Mapping[str, str] = {
    "tribun-jateng": "tribun",
    "tribun-pantura": "tribun",
    "eranasional": "wordpress",
    "diswayjogja": "disway",
    "radar-brebes": "disway",
    "radar-tegal": "disway",
    "riauantara": "blogger",
}


class PieceError(ValueError):
    """An article file is wrong; the message names file, key and what was expected."""


@dataclass(frozen=True)
class ReadAlso:
    """A "Baca juga" line after paragraph `after` (1 = first): to `slug` (ours, "outlet/slug") or a foreign `url`."""

    after: int
    title: str
    slug: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Piece:
    """One article as data. `body` holds paragraphs parted by a blank line; layouts add dateline, inserts, credits."""

    outlet: str
    slug: str
    title: str
    published: datetime
    section: str
    genre: str
    body: str = ""
    modified: datetime | None = None
    reporter: str | None = None
    editor: str | None = None
    contributor: str | None = None
    initials: str | None = None
    tags: tuple[str, ...] = ()
    kicker: str | None = None
    deck: str | None = None
    caption: str | None = None
    image_credit: str | None = None
    dateline: str | None = None
    era: str | None = None
    number: int | None = None
    source: str | None = None
    copy_of: str | None = None
    laporan: bool = False
    old_slug: str | None = None
    refused: bool = False
    page_breaks: tuple[int, ...] = ()
    related: tuple[str, ...] = ()
    baca_juga: tuple[ReadAlso, ...] = field(default=())

    @property
    def key(self) -> str:
        return f"{self.outlet}/{self.slug}"

    @property
    def family(self) -> str:
        return FAMILY[self.outlet]

    @property
    def id(self) -> int:
        """The CMS's number: the file's, else one made from the key (stable when other articles come and go)."""
        return self.number if self.number is not None else 600_000 + crc32(self.key.encode()) % 150_000

    @property
    def paragraphs(self) -> tuple[str, ...]:
        blocks = re.split(r"\n\s*\n", self.body.strip())
        return tuple(" ".join(block.split()) for block in blocks if block.strip())

    @property
    def pages(self) -> tuple[tuple[str, ...], ...]:
        """Paragraphs by page; one page where `page_breaks` is empty."""
        edges = (0, *self.page_breaks, len(self.paragraphs))
        return tuple(self.paragraphs[a:b] for a, b in pairwise(edges))


REQUIRED = ("title", "published", "section", "genre")
KEYS = tuple(f.name for f in fields(Piece) if f.name not in ("outlet", "slug"))
_HINTS = get_type_hints(Piece)


def _fail(file: Path, key: str, expected: str) -> PieceError:
    return PieceError(f"{file.parent.name}/{file.name}: key {key!r}: {expected}")


def _unknown(file: Path, key: str, known: Sequence[str]) -> PieceError:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
    return _fail(file, key, f"unknown; {hint}")


def _typed(file: Path, key: str, value: Any) -> Any:
    if key == "baca_juga":
        return tuple(_read_also(file, entry) for entry in value)
    hint = _HINTS[key]
    if key in ("tags", "related", "page_breaks"):
        item = get_args(hint)[0]
        if not isinstance(value, list) or not all(type(v) is item for v in value):
            raise _fail(file, key, f"expected a list of {item.__name__}")
        return tuple(value)
    allowed = [t for t in (get_args(hint) or (hint,)) if t is not type(None)]
    if type(value) not in allowed:
        raise _fail(file, key, f"expected {allowed[0].__name__}, got {value!r:.60}")
    if isinstance(value, datetime) and value.tzinfo is None:
        raise _fail(file, key, "expected a time with an offset, as 2024-08-27T15:10:00+07:00")
    return value


def _read_also(file: Path, entry: Any) -> ReadAlso:
    known = [f.name for f in fields(ReadAlso)]
    if not isinstance(entry, dict):
        raise _fail(file, "baca_juga", 'expected tables like { after = 2, title = "...", slug = "..." }')
    for key in entry:
        if key not in known:
            raise _unknown(file, f"baca_juga.{key}", [f"baca_juga.{k}" for k in known])
    if type(entry.get("after")) is not int or not isinstance(entry.get("title"), str):
        raise _fail(file, "baca_juga", "each entry needs after (a number) and title (a text)")
    if ("slug" in entry) == ("url" in entry):
        raise _fail(file, "baca_juga", "each entry needs either slug (one of our articles) or url (a foreign page)")
    return ReadAlso(**entry)


def load_piece(file: Path) -> Piece:
    """Read one article file; outlet and slug come from its folder and name. Raises PieceError."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PieceError(f"{file.parent.name}/{file.name}: not valid TOML: {error}") from error
    for key in data:
        if key not in KEYS:
            raise _unknown(file, key, KEYS)
    for key in REQUIRED:
        if key not in data:
            raise _fail(file, key, "missing")
    if "body" not in data and "copy_of" not in data:
        raise _fail(file, "body", "missing (only a copy_of may leave it out)")
    if file.parent.name not in OUTLET_IDS:
        raise PieceError(f"{file.parent.name}/: expected a folder named {', '.join(OUTLET_IDS)}")
    values = {key: _typed(file, key, value) for key, value in data.items()}
    return Piece(outlet=file.parent.name, slug=file.stem, **values)


def load_pieces(folder: Path = ARTICLES) -> dict[str, Piece]:
    """All articles by "outlet/slug", newest first; a copy without a body takes that of its original.
    Raises PieceError on the first wrong file or a copy of what is not there."""
    pieces = {p.key: p for p in map(load_piece, sorted(folder.glob("*/*.toml")))}
    for key, piece in pieces.items():
        if piece.copy_of is None:
            continue
        original = pieces.get(piece.copy_of)
        if original is None:
            raise PieceError(f"{key}.toml: key 'copy_of': no article {piece.copy_of!r}")
        if not piece.body:
            pieces[key] = replace(piece, body=original.body, dateline=piece.dateline or original.dateline)
    return dict(sorted(pieces.items(), key=lambda kv: (kv[1].published, kv[0]), reverse=True))
