"""Pages that stand in the way of the one asked for, told by their own signs (block_signs.toml)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SIGNS_FILE = Path(__file__).parent / "block_signs.toml"
_LOOKED_AT = 200_000
# Pages with a marker and hardly any text are small; a longer one is not searched for markers.
_SMALL = 60_000
_TITLE = re.compile(rb"<title[^>]*>(.{0,500}?)</title>", re.S)
_HIDDEN = re.compile(
    r"<(script|style|noscript|svg|head|template)\b.*?(</\1\s*>|$)|<!--.*?(-->|$)|<[^>]*>", re.I | re.S
)


class BlockSignError(ValueError):
    """block_signs.toml is wrong; the message names the sign and the key."""


@dataclass(frozen=True)
class Sign:
    """One sign: every part that is given must match. `kind` in words for the ledger; `max_text` in characters.
    `words`: plain text of which one stands in the page wherever `marker` can match."""

    name: str
    kind: str
    example: str
    source: str
    header: str | None = None
    value: re.Pattern[str] | None = None
    title: re.Pattern[str] | None = None
    marker: re.Pattern[str] | None = None
    words: tuple[bytes, ...] = ()
    max_text: int | None = None


def _compiled(pattern: str) -> re.Pattern[str]:
    plain = re.sub(r"\\.", "", pattern)
    if plain != plain.lower():
        raise ValueError(f"expected lower case, as pages are looked at, got {pattern!r}")
    return re.compile(pattern)


@cache
def load_signs(file: Path = SIGNS_FILE) -> tuple[Sign, ...]:
    """All signs of a file. Raises BlockSignError, which names file, sign and key."""
    signs = []
    for entry in tomllib.loads(file.read_text(encoding="utf-8"))["sign"]:
        name = entry.get("name", "?")
        try:
            patterns = {key: _compiled(entry[key]) for key in ("value", "title", "marker") if key in entry}
            words = tuple(word.encode() for word in entry.get("words", ()))
            sign = Sign(**{**entry, **patterns, "words": words})
        except (TypeError, ValueError, re.error) as error:
            raise BlockSignError(f"{file.name}: sign {name!r}: {error}") from error
        if bool(sign.marker) != bool(sign.words):
            raise BlockSignError(f"{file.name}: sign {name!r}: expected words beside a marker, in lower case")
        if not (sign.title or sign.marker or (sign.header and sign.value)):
            raise BlockSignError(f"{file.name}: sign {name!r}: expected title, marker, or header with value")
        signs.append(sign)
    return tuple(signs)


def visible_text(page: str) -> str:
    """What a reader sees of a page, roughly: tags, scripts, styles and comments left out, blanks squeezed."""
    return " ".join(_HIDDEN.sub(" ", page).split())


def block_sign(headers: Mapping[str, str], body: bytes) -> Sign | None:
    """The sign by which this page is a block page, or None, whatever its status. `headers`: names in lower case."""
    start = body[:_LOOKED_AT].lower()
    page: str | None = None
    title = _title(start)
    shown: int | None = None
    for sign in load_signs():
        if sign.header is not None and not (sign.value and sign.value.search(headers.get(sign.header, "").lower())):
            continue
        if sign.title is not None and not (title and sign.title.search(title)):
            continue
        if sign.marker is not None:
            if len(body) > _SMALL or not any(word in start for word in sign.words):
                continue
            page = start.decode("utf-8", errors="replace") if page is None else page
            if not sign.marker.search(page):
                continue
        if sign.max_text is not None:
            shown = len(visible_text(start.decode("utf-8", errors="replace"))) if shown is None else shown
            if shown >= sign.max_text or len(body) > _LOOKED_AT:
                continue
        return sign
    return None


def _title(start: bytes) -> str:
    """The text of the title element, blanks squeezed; "" where there is none."""
    found = _TITLE.search(start)
    return " ".join(found[1].decode("utf-8", errors="replace").split()) if found else ""
