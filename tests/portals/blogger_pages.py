"""How the Blogger site lays out a post: no <p> anywhere, two canonicals, and the owner's zone never set."""

from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from portals.address import address, sites
from portals.newsroom import Newsroom
from portals.piece import Piece
from portals.prose import attr, excerpt, fill, joined, local, long_date, pick, quoted, text
from portals.story import Block, blocks_of, copied_line, merged_signature

# Blogger's default zone. The clock reads local (WIB) time, the offset behind it is California's: 14 or 15 hours off.
OWNER_ZONE = ZoneInfo("America/Los_Angeles")
BLOG_ID = 5142387960712345678
HANDLE = "riauantara"
READ_ALSO = ("Baca Juga : {}", "BACA JUGA: {}", "Baca juga: {}")


def false_time(when: datetime) -> datetime:
    """The local wall clock with the owner's never-set zone, as the page and the feeds print it."""
    return local(when).replace(tzinfo=OWNER_ZONE)


def post_id(piece: Piece) -> int:
    return 3_000_000_000_000_000_000 + piece.id


def era_of(piece: Piece) -> str:
    """Whether the text came from a word processor (`div`) or was typed in (`br`)."""
    return piece.era or pick(piece.key + "era", ("br", "div"))


def image_of(piece: Piece) -> str:
    return f"https://blogger.googleusercontent.com/img/{piece.slug[:30]}/s640/foto.jpg"


def _inner(block: Block, piece: Piece, room: Newsroom) -> str:
    style = pick(piece.key + "quotes", ("plain", "curly", "c1"))
    if block.kind == "lead":
        words = quoted(block.text, style)
        if piece.dateline is None:
            return words
        brand, mark = pick(piece.key + "brand", room.site.datelines), pick(piece.key + "mark", ("|", "|", "-"))
        return f"<b>{text(piece.dateline)}, {brand}</b> {mark} {words}"
    if block.kind == "baca":
        link = f'<a href="{attr(block.href)}">{text(block.text)}</a>'
        return f"<b>{pick(piece.key + 'baca', READ_ALSO).format(link)}</b>"
    if block.kind == "copied":
        origin = room.origin(piece)
        return f"<i>{copied_line(block, sites()[origin.outlet].watermark if origin else '')}</i>"
    if block.kind == "contributor":
        return f"Kontributor : {text(block.text)}"
    return quoted(block.text, style)


def _credit_lines(piece: Piece) -> list[str]:
    pairs = (("Penulis", piece.reporter), ("Editor", piece.editor), ("Sumber", piece.source))
    return [f"{label} : {text(name)}" for label, name in pairs if name]


def body_of(piece: Piece, room: Newsroom) -> str:
    """The post's text: <br> between runs of text, or one <div> a paragraph with empty ones between."""
    lines = [_inner(block, piece, room) for block in merged_signature(blocks_of(piece, room), piece.key)]
    lines += _credit_lines(piece)
    if era_of(piece) == "br":
        return "<br /><br />\n".join(
            line.replace(" ", "&nbsp;", 1) if n == 2 else line for n, line in enumerate(lines)
        )
    empty = '<div style="text-align: justify;"><br /></div>'
    return empty.join(f'<div style="text-align: justify;">{line}</div>' for line in lines)


def photo_of(piece: Piece) -> str:
    picture = f'<img border="0" src="{image_of(piece)}" width="640" />'
    if piece.caption is None:
        return f'<div class="separator" style="clear: both; text-align: center;">{picture}</div>'
    credit = f" (Foto: {text(piece.image_credit)})" if piece.image_credit else ""
    return (
        '<table class="tr-caption-container"><tbody><tr><td>' + picture + "</td></tr>"
        f'<tr><td class="tr-caption" style="text-align: center;">{text(piece.caption)}{credit}</td></tr>'
        "</tbody></table>"
    )


def labels_of(piece: Piece) -> list[str]:
    return [piece.section, *piece.tags]


def menu(room: Newsroom) -> str:
    return joined(
        room.site.menu, lambda name: f"<li><a href='{room.site.root}/search/label/{quote(name)}'>{name}</a></li>"
    )


def link_line(piece: Piece) -> str:
    return f"<li><a href='{address(piece)}'>{text(piece.title)}</a></li>"


def _fields(piece: Piece, room: Newsroom) -> dict[str, object]:
    head = f"<div class='kicker'>{text(piece.kicker)}</div>" if piece.kicker else ""
    return {
        "title_text": text(piece.title),
        "title_attr": attr(piece.title),
        "site_name": room.site.name,
        "site_domain": room.site.watermark,
        "root": room.site.root,
        "canonical": address(piece),
        "description": attr(excerpt(piece)),
        "image": image_of(piece),
        "menu": menu(room),
        "section": text(piece.section),
        "section_label": quote(piece.section),
        "date": long_date(piece.published, between=" | ", zone=" WIB"),
        "stamp": false_time(piece.published).isoformat(),
        "author": HANDLE,
        "number": post_id(piece),
        "photo": head + photo_of(piece),
        "body": body_of(piece, room),
        "labels": joined(
            labels_of(piece),
            lambda label: f"<a href='{room.site.root}/search/label/{quote(label)}' rel='tag'>{text(label)}</a>",
        ),
        "related": joined(room.related(piece), link_line),
        "popular": joined(room.own[:5], link_line),
    }


def article_page(piece: Piece, room: Newsroom) -> str:
    return fill("blogger/post.html", **_fields(piece, room))


def mobile_page(piece: Piece, room: Newsroom) -> str:
    """The `?m=1` twin: the same text, the plain mobile template."""
    return fill("blogger/mobile.html", **_fields(piece, room))
