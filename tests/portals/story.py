"""An article's running text as blocks, in the order of the page, before a family's layout turns them into HTML."""

from dataclasses import dataclass
from typing import Literal

from portals.address import target_of
from portals.newsroom import Newsroom
from portals.piece import Piece
from portals.prose import attr, pick, text

Kind = Literal["laporan", "lead", "text", "baca", "sign", "copied", "contributor"]


@dataclass(frozen=True)
class Block:
    """One block; `href` for "baca" (the link) and "copied" (the original)."""

    kind: Kind
    text: str
    href: str = ""


def page_count(piece: Piece) -> int:
    return len(piece.pages)


def _signature(piece: Piece) -> str | None:
    if piece.initials:
        return f"({piece.initials})"
    return "(*)" if pick(piece.key + "sign", (True, False, False)) else None


def _closing(piece: Piece, room: Newsroom) -> list[Block]:
    blocks = []
    if (signature := _signature(piece)) is not None:
        blocks.append(Block("sign", signature))
    if piece.contributor and piece.family != "tribun":
        blocks.append(Block("contributor", piece.contributor))
    if (origin := room.origin(piece)) is not None:
        blocks.append(Block("copied", origin.title, room.address(origin)))
    return blocks


def blocks_of(piece: Piece, room: Newsroom, page: int | None = None) -> list[Block]:
    """The blocks of one page (counted from 1) or, with None, of the whole article."""
    edges = (0, *piece.page_breaks, len(piece.paragraphs))
    first, last = (0, len(piece.paragraphs)) if page is None else (edges[page - 1], edges[page])
    blocks: list[Block] = []
    if first == 0 and piece.laporan:
        blocks.append(Block("laporan", f"Laporan Wartawan {room.site.name}, {piece.reporter}"))
    elif first == 0 and piece.contributor and piece.family == "tribun":
        blocks.append(Block("laporan", f"Laporan Kontributor {room.site.name}, {piece.contributor}"))
    for index in range(first, last):
        blocks.append(Block("lead" if index == 0 else "text", piece.paragraphs[index]))
        for entry in piece.baca_juga:
            if entry.after == index + 1:
                blocks.append(Block("baca", entry.title, target_of(entry, piece, room.everything)))
    if last == len(piece.paragraphs):
        blocks += _closing(piece, room)
    return blocks


def merged_signature(blocks: list[Block], key: str) -> list[Block]:
    """For half of the articles the signature stands at the end of the last paragraph instead of a line of its own."""
    at = next((i for i, block in enumerate(blocks) if block.kind == "sign"), None)
    if at is None or at == 0 or blocks[at - 1].kind not in ("text", "lead") or pick(key + "tail", (True, False)):
        return blocks
    tail = Block(blocks[at - 1].kind, f"{blocks[at - 1].text} {blocks[at].text}")
    return [*blocks[: at - 1], tail, *blocks[at + 1 :]]


def copied_line(block: Block, shown_name: str) -> str:
    """ "Artikel ini telah tayang di ..." with both links, as the network's editors paste it."""
    return (
        f'Artikel ini telah tayang di <a href="{attr(block.href)}">{text(shown_name)}</a> '
        f'dengan judul <a href="{attr(block.href)}">{text(block.text)}</a>'
    )
