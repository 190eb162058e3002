"""How Disway's sites lay out an article: the template of 2022, its like of 2026, and the AMP twin."""

from datetime import datetime

from portals.address import WIB, address, amp_path_of, sites, slugify
from portals.newsroom import Newsroom
from portals.piece import Piece
from portals.prose import attr, excerpt, fill, joined, pick, quoted, short_date, text
from portals.story import Block, blocks_of, copied_line, merged_signature, page_count

READ_ALSO = ("BACA JUGA:{}", "BACA JUGA:{}", "BACA JUGA : {}", "BACA JUGA: {}")
FOLLOW = (
    "<p>Cek Berita dan Artikel yang lain di <a href='https://news.google.com/'>Google News</a></p>",
    "<p>Cek Berita dan Artikel yang lainnya di Google News dan WA Channel</p>",
    "<p>Simak breaking news dan berita pilihan kami langsung dari ponselmu.</p>",
    "<p>Dapatkan informasi terkini dan terlengkap hanya di {}</p>",
    "<p>--</p>",
    "",
)
PAGE_STEP = 15  # the number in the address of page 2; the scrapers only follow the links


def era_of(piece: Piece) -> str:
    if piece.era is not None:
        return piece.era
    return "2022" if piece.published < datetime(2024, 1, 1, tzinfo=WIB) else "2026"


def image_of(piece: Piece, room: Newsroom) -> str:
    return f"{room.site.root}/upload/{piece.id:032x}.jpg"


def _lead(block: Block, piece: Piece, room: Newsroom) -> str:
    words = quoted(block.text, pick(piece.key + "quotes", ("plain", "low", "named")))
    brand = pick(piece.key + "brand", room.site.datelines)
    if piece.dateline is None:
        return words if pick(piece.key + "bare", (True, False)) else f"<strong>{brand} -</strong> {words}"
    return f"<strong>{text(piece.dateline)}, {brand}{pick(piece.key + 'dash', (' -', '-', ' -'))}</strong> {words}"


def _element(block: Block, piece: Piece, room: Newsroom) -> str:
    if block.kind == "lead":
        return f"<p>{_lead(block, piece, room)}</p>"
    if block.kind == "baca":
        link = f'<a href="{attr(block.href)}">{text(block.text)}</a>'
        return f"<p><strong>{pick(piece.key + 'baca', READ_ALSO).format(link)}</strong></p>"
    if block.kind == "copied":
        origin = room.origin(piece)
        return f"<p>{copied_line(block, sites()[origin.outlet].watermark if origin else '')}</p>"
    if block.kind == "contributor":
        return f"<p>Kontributor: {text(block.text)}</p>"
    return f"<p>{quoted(block.text, pick(piece.key + 'quotes', ('plain', 'low', 'named')))}</p>"


def body_of(piece: Piece, room: Newsroom, page: int | None) -> str:
    """The paragraphs of one page. On some paged articles a page begins with the last paragraph of the one before."""
    blocks = merged_signature(blocks_of(piece, room, page), piece.key)
    if page is not None and page > 1 and pick(piece.key + "overlap", (True, False)):
        blocks.insert(0, Block("text", piece.pages[page - 2][-1]))
    elements = [_element(block, piece, room) for block in blocks]
    if page is None or page == page_count(piece):
        elements.append(pick(piece.key + "follow", FOLLOW).format(room.site.watermark))
        if pick(piece.key + "mark", (True, False, False)):
            elements.append(f"<p>{room.site.watermark}</p>")
    return "\n".join(elements)


def _photo(piece: Piece, room: Newsroom) -> str:
    picture = f'<img class="img-responsive" src="{image_of(piece, room)}" alt="{attr(piece.title)}">'
    if piece.caption is None:
        return picture
    # The CMS glues caption, photographer and its own name together.
    note = f"{text(piece.caption)}-{text(piece.image_credit or 'Istimewa')}-{room.site.watermark}"
    if pick(piece.key + "caption", (True, False)):
        return f"<figure>{picture}<figcaption>{note}</figcaption></figure>"
    return f"{picture}\n<p>{note}</p>"


def _byline(piece: Piece) -> str:
    author = f'<span id="author">Reporter: {text(piece.reporter)} |</span>' if piece.reporter else ""
    editor = f'<span id="editor">Editor: {text(piece.editor)} |</span>' if piece.editor else ""
    return f"{author} {editor}".strip()


def pager(base: str, number: int, total: int, step: int) -> str:
    """CodeIgniter's pager: page numbers in an attribute, offsets in the addresses."""
    if total <= 1:
        return ""

    def link(n: int, shown: str, rel: str = "") -> str:
        url = base if n == 1 else f"{base}/{(n - 1) * step}"
        return f'<li><a href="{url}" data-ci-pagination-page="{n}"{rel}>{shown}</a></li>'

    rows = [
        f'<li class="active"><a href="#">{n}</a></li>' if n == number else link(n, str(n))
        for n in range(1, total + 1)
    ]
    if number < total:
        rows.append(link(number + 1, "&gt;", ' rel="next"'))
        rows.append(link(total, "Last"))
    return f'<ul class="pagination">{"".join(rows)}</ul>'


def tag_path(tag: str) -> str:
    return f"/listtag/{sum(tag.encode())}/{slugify(tag)}"


def menu(room: Newsroom) -> str:
    return joined(
        room.site.menu, lambda name: f'<li><a href="{room.site.root}/kategori/{slugify(name)}">{name}</a></li>'
    )


def side_line(piece: Piece) -> str:
    """A line of a sidebar: h4, where the list itself has h2."""
    return (
        f'<div class="media"><h4 class="media-heading"><a href="{address(piece)}">{text(piece.title)}</a></h4></div>'
    )


def article_page(piece: Piece, room: Newsroom, page: int) -> str:
    era = era_of(piece)
    root = room.site.root
    sign = "#" if era == "2026" else ""
    form = '<li><a href="{}">{}</a></li>' if era == "2026" else '<a href="{}">{}</a>'
    tags = "" if page > 1 else joined(piece.tags, lambda tag: form.format(root + tag_path(tag), sign + text(tag)))
    return fill(
        f"disway/{era}.html",
        title_text=text(piece.title),
        title_attr=attr(piece.title),
        site_name=room.site.name,
        description=attr(excerpt(piece)),
        keywords=attr(", ".join(piece.tags)),
        canonical=address(piece),
        amp=root + amp_path_of(piece),
        image=image_of(piece, room),
        root=root,
        menu=menu(room),
        section=text(piece.section),
        section_slug=slugify(piece.section),
        byline=_byline(piece),
        date=short_date(piece.published),
        photo=_photo(piece, room) if page == 1 else "",
        body=body_of(piece, room, page),
        source=f'<p class="bottom-15"><small>Sumber: {text(piece.source)}</small></p>' if piece.source else "",
        pager=pager(address(piece), page, page_count(piece), PAGE_STEP),
        tags=tags,
        related=joined(room.related(piece), side_line),
        popular=joined(room.own[:6], side_line),
    )


def amp_page(piece: Piece, room: Newsroom) -> str:
    """The AMP twin holds the whole article."""
    return fill(
        "disway/amp.html",
        title_text=text(piece.title),
        site_name=room.site.name,
        canonical=address(piece),
        root=room.site.root,
        byline=_byline(piece),
        date=short_date(piece.published),
        body=body_of(piece, room, None),
    )
