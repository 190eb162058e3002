"""Checks every article file: `python tests/portals/check_articles.py` prints what is wrong, one line each."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

if __package__ in (None, ""):
    # Run as a script: this folder's modules must not stand in front of the standard library's.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from portals.piece import ARTICLES, ERAS, GENRES, OUTLET_IDS, Piece, PieceError, load_piece

MIN_ARTICLES = 15
MIN_TOPIC_GENRES = 5
MIN_COPIES = 4
MIN_PARAGRAPHS = 4
MIN_WORDS = 60
CUT = 39  # Blogger's slugs end near here
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LAYOUT_TEXT = re.compile(
    r"<[a-z/]|&[a-z]+;|\bbaca juga\b|artikel ini telah tayang|^\(?\*\)$|^(penulis|editor|reporter|sumber)\s*:",
    re.I | re.M,
)
_BRAND_START = re.compile(r"^\s*[A-Z][A-Z .]+,\s*[\w.-]+(\.com|\.co|\.id)\b|^\s*[A-Z-]+\.(COM|ID)", re.I)


def read_all(folder: Path = ARTICLES) -> tuple[dict[str, Piece], list[str]]:
    """The readable articles by key (copies keep an empty body), and one line for each that is not readable."""
    pieces: dict[str, Piece] = {}
    problems: list[str] = []
    for file in sorted(folder.glob("*/*")):
        if file.suffix != ".toml":
            problems.append(f"{file.parent.name}/{file.name}: not a .toml file")
            continue
        try:
            piece = load_piece(file)
        except PieceError as error:
            problems.append(str(error))
        else:
            pieces[piece.key] = piece
    return pieces, problems


def _text_problems(piece: Piece) -> Iterator[str]:
    if not piece.body and piece.copy_of:
        return
    if len(piece.paragraphs) < MIN_PARAGRAPHS or len(piece.body.split()) < MIN_WORDS:
        yield f"body: expected at least {MIN_PARAGRAPHS} paragraphs and {MIN_WORDS} words"
    if found := _LAYOUT_TEXT.search(piece.body):
        yield f"body: {found[0]!r} belongs to the layout, not to the body"
    if _BRAND_START.match(piece.body):
        yield "body: starts with a dateline; put the place into key dateline, the layout adds the brand"
    doubles = [text for text, n in Counter(piece.paragraphs).items() if n > 1]
    if doubles:
        yield f"body: paragraph twice: {doubles[0][:50]!r} (layouts make the duplicates)"


def _form_problems(piece: Piece) -> Iterator[str]:
    if not _SLUG.fullmatch(piece.slug):
        yield "file name: expected lower-case words joined by single hyphens"
    if piece.genre not in GENRES:
        yield f"genre: expected one of {', '.join(GENRES)}, got {piece.genre!r}"
    if piece.era is not None and piece.era not in ERAS[piece.family]:
        yield f"era: expected one of {', '.join(ERAS[piece.family])}, got {piece.era!r}"
    for key, when in (("published", piece.published), ("modified", piece.modified)):
        if when is not None and when.utcoffset() != timedelta(hours=7):
            yield f"{key}: expected the offset +07:00 (all seven outlets are WIB)"
    if piece.modified is not None and piece.modified < piece.published:
        yield "modified: earlier than published"
    if piece.dateline is not None and re.search(r"[,.|]|\s-\s|\.com", piece.dateline, re.I):
        yield f"dateline: expected the place only, got {piece.dateline!r}"
    if piece.laporan and not piece.reporter:
        yield "laporan: needs a reporter"
    if piece.image_credit and not piece.caption:
        yield "image_credit: needs a caption"


def _place_problems(piece: Piece, pieces: dict[str, Piece]) -> Iterator[str]:
    count = len(piece.paragraphs)
    if not piece.body and piece.copy_of in pieces:
        count = len(pieces[piece.copy_of].paragraphs)
    breaks = piece.page_breaks
    if list(breaks) != sorted(set(breaks)) or any(not 0 < b < count for b in breaks):
        yield f"page_breaks: expected rising numbers from 1 to {count - 1}, got {list(breaks)}"
    if breaks and piece.family == "blogger":
        yield "page_breaks: Blogger has no pages"
    for entry in piece.baca_juga:
        if not 1 <= entry.after <= count:
            yield f"baca_juga: after = {entry.after}, but there are {count} paragraphs"
        if entry.url is not None and not re.match(r"https?://[^/]+/", entry.url):
            yield f"baca_juga: url {entry.url!r} is no full address"


def _target_problems(piece: Piece, pieces: dict[str, Piece]) -> Iterator[str]:
    targets = [("related", slug) for slug in piece.related]
    targets += [("baca_juga", entry.slug) for entry in piece.baca_juga if entry.slug]
    for key, slug in targets:
        target = slug if "/" in slug else f"{piece.outlet}/{slug}"
        if target not in pieces:
            yield f"{key}: no article {target!r} (a foreign page is marked by url = ... in baca_juga)"
        elif target == piece.key:
            yield f"{key}: the article itself"
    if piece.copy_of is None:
        return
    original = pieces.get(piece.copy_of)
    if original is None:
        yield f"copy_of: no article {piece.copy_of!r}"
    elif original.copy_of is not None:
        yield f"copy_of: {piece.copy_of!r} is itself a copy"
    elif original.published >= piece.published:
        yield "copy_of: published before its original"


def _clash_problems(pieces: dict[str, Piece]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for piece in pieces.values():
        names = {piece.slug[:CUT] if piece.family == "blogger" else piece.slug, str(piece.id)}
        if piece.old_slug is not None:
            names.add(piece.old_slug)
        for name in names:
            # The three Disway and two Tribun sites number apart, so only the same outlet can clash.
            if (other := seen.setdefault((piece.outlet, name), piece.key)) != piece.key:
                yield f"{piece.key}.toml: {name!r} is also used by {other}.toml"


def problems_of(pieces: dict[str, Piece]) -> Iterator[str]:
    """One line for each thing that is wrong within the articles; nothing is said about how many there are."""
    for piece in pieces.values():
        for check in (_text_problems(piece), _form_problems(piece)):
            yield from (f"{piece.key}.toml: {line}" for line in check)
        for check in (_place_problems(piece, pieces), _target_problems(piece, pieces)):
            yield from (f"{piece.key}.toml: {line}" for line in check)
    yield from _clash_problems(pieces)


def shortfalls(pieces: Iterable[Piece]) -> Iterator[str]:
    """One line for each way in which the whole set is not yet what it must be."""
    known = list(pieces)
    for outlet in OUTLET_IDS:
        own = [p for p in known if p.outlet == outlet]
        off = sum(p.genre == "off_topic" for p in own)
        genres = {p.genre for p in own} - {"off_topic"}
        if len(own) < MIN_ARTICLES:
            yield f"{outlet}: {len(own)} articles, expected {MIN_ARTICLES}"
        if 2 * off < len(own):
            yield f"{outlet}: {off} of {len(own)} off topic, expected half or more"
        if len(genres) < MIN_TOPIC_GENRES:
            yield f"{outlet}: {len(genres)} genres on the topic, expected {MIN_TOPIC_GENRES}"
    copies = sum(p.copy_of is not None for p in known)
    if copies < MIN_COPIES:
        yield f"all: {copies} syndicated copies, expected {MIN_COPIES}"


def main() -> int:
    pieces, problems = read_all()
    problems += problems_of(pieces)
    for line in problems:
        print(f"wrong  {line}")
    for line in shortfalls(pieces.values()):
        print(f"short  {line}")
    print(f"{len(pieces)} articles, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
