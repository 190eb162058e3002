"""Pages that stand in the way of the one asked for, told by their own signs (block_signs.toml)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SIGNS_FILE = Path(__file__).parent / "block_signs.toml"
_LOOKED_AT = 200_000
_TITLE = re.compile(r"<title[^>]*>\s*(.*?)\s*</title>", re.I | re.S)
_HIDDEN = re.compile(
    r"<(script|style|noscript|svg|head|template)\b.*?(</\1\s*>|$)|<!--.*?(-->|$)|<[^>]*>", re.I | re.S
)


class BlockSignError(ValueError):
    """block_signs.toml is wrong; the message names the sign and the key."""


@dataclass(frozen=True)
class Sign:
    """One sign: every part that is given must match. `kind` in words for the ledger; `max_text` in characters."""

    name: str
    kind: str
    example: str
    source: str
    header: str | None = None
    value: re.Pattern[str] | None = None
    title: re.Pattern[str] | None = None
    marker: re.Pattern[str] | None = None
    max_text: int | None = None


@cache
def load_signs(file: Path = SIGNS_FILE) -> tuple[Sign, ...]:
    """All signs of a file. Raises BlockSignError, which names file, sign and key."""
    signs = []
    for entry in tomllib.loads(file.read_text(encoding="utf-8"))["sign"]:
        name = entry.get("name", "?")
        try:
            patterns = {key: re.compile(entry[key], re.I) for key in ("value", "title", "marker") if key in entry}
            sign = Sign(**{**entry, **patterns})
        except (TypeError, re.error) as error:
            raise BlockSignError(f"{file.name}: sign {name!r}: {error}") from error
        if not (sign.title or sign.marker or (sign.header and sign.value)):
            raise BlockSignError(f"{file.name}: sign {name!r}: expected title, marker, or header with value")
        signs.append(sign)
    return tuple(signs)


def visible_text(page: str) -> str:
    """What a reader sees of a page, roughly: tags, scripts, styles and comments left out, blanks squeezed."""
    return " ".join(_HIDDEN.sub(" ", page).split())


def block_sign(headers: Mapping[str, str], body: bytes) -> Sign | None:
    """The sign by which this page is a block page, or None, whatever its status. `headers`: names in lower case."""
    page = body[:_LOOKED_AT].decode("utf-8", errors="replace")
    found = _TITLE.search(page)
    title = re.sub(r"\s+", " ", found[1]) if found else ""
    shown: int | None = None
    for sign in load_signs():
        if sign.header is not None and not (sign.value and sign.value.search(headers.get(sign.header, ""))):
            continue
        if sign.title is not None and not (title and sign.title.search(title)):
            continue
        if sign.marker is not None and not sign.marker.search(page):
            continue
        if sign.max_text is not None:
            shown = len(visible_text(page)) if shown is None else shown
            if shown >= sign.max_text or len(body) > _LOOKED_AT:
                continue
        return sign
    return None
