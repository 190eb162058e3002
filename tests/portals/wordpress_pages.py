"""How the WordPress site lays out an article: a JNews-like theme whose several dates disagree."""

from datetime import UTC, datetime

from portals.address import address, sites, slugify
from portals.newsroom import Item, Newsroom
from portals.piece import Piece
from portals.prose import attr, day_date, excerpt, fill, joined, json_ld, local, pick, quoted, text
from portals.story import Block, blocks_of, copied_line, merged_signature, page_count

READ_ALSO = ("BACA JUGA  {}", "BACA JUGA :  {}", "Baca Juga : {}", "Baca juga: {}")
QUOTES = ("curly", "named", "c1")


def image_of(piece: Piece, room: Newsroom) -> str:
    return f"{room.site.root}/wp-content/uploads/{piece.published:%Y/%m}/{piece.slug[:40]}.jpg"


def _lead(block: Block, piece: Piece, room: Newsroom, style: str) -> str:
    words = quoted(block.text, style)
    if piece.dateline is None:
        return words
    dash = pick(piece.key + "dash", ("\u2013", "\u2013", "-", "&#8211;"))
    brand = pick(piece.key + "brand", room.site.datelines)
    return f"<strong>{text(piece.dateline)}, {brand}</strong> {dash} {words}"


def _element(block: Block, piece: Piece, room: Newsroom) -> str:
    style = pick(piece.key + "quotes", QUOTES)
    if block.kind == "lead":
        return f"<p>{_lead(block, piece, room, style)}</p>"
    if block.kind == "baca":
        link = f'<a href="{attr(block.href)}">{text(block.text)}</a>'
        line = f"<p><strong>{pick(piece.key + 'baca', READ_ALSO).format(link)}</strong></p>"
        return (
            f'<div class="jnews_inline_related_post">{line}</div>' if pick(piece.key + "box", (True, False)) else line
        )
    if block.kind == "copied":
        origin = room.origin(piece)
        return f"<p><em>{copied_line(block, sites()[origin.outlet].watermark if origin else '')}</em></p>"
    if block.kind == "contributor":
        return f"<p>Kontributor : {text(block.text)}</p>"
    return f"<p>{quoted(block.text, style)}</p>"


def body_of(piece: Piece, room: Newsroom, page: int | None) -> str:
    """The content of one page; with None all pages, parted by the comment that WordPress leaves in REST and feeds.
    A few posts hold one paragraph twice in a row, as a slip of the editor."""
    if page is None:
        return "\n<!--nextpage-->\n".join(body_of(piece, room, n) for n in range(1, page_count(piece) + 1))
    blocks = merged_signature(blocks_of(piece, room, page), piece.key)
    elements = [_element(block, piece, room) for block in blocks]
    if page == 1 and len(blocks) > 2 and blocks[1].kind == "text" and pick(piece.key + "twice", (True, *[False] * 5)):
        elements.insert(1, elements[1])
    if page == page_count(piece) and piece.source:
        elements.append(f"<p>Sumber : {text(piece.source)}</p>")
    return "\n\n\n\n".join(elements)


def _photo(piece: Piece, room: Newsroom) -> str:
    picture = f'<img src="{image_of(piece, room)}" alt="" class="wp-post-image"/>'
    if piece.caption is None:
        return f'<div class="thumbnail-container">{picture}</div>'
    credit = f" (Foto: {text(piece.image_credit)})" if piece.image_credit else ""
    note = f'<figcaption class="wp-caption-text">{text(piece.caption)}{credit}</figcaption>'
    return f'<figure class="wp-caption">{picture}{note}</figure>'


def author_of(piece: Piece) -> str:
    """The account that posted it: the reporter, else the desk."""
    return piece.reporter or "Redaksi"


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).isoformat()


def graph_of(piece: Piece, room: Newsroom) -> str:
    """Yoast's graph: the right instants, in UTC."""
    person = f"{room.site.root}/#/schema/person/{slugify(author_of(piece))}"
    changed = piece.modified or piece.published
    article = {
        "@type": "Article",
        "@id": f"{address(piece)}#article",
        "headline": piece.title,
        "datePublished": _utc(piece.published),
        "dateModified": _utc(changed),
        "author": {"@id": person},
        "keywords": ", ".join(piece.tags),
        "articleSection": piece.section,
        "inLanguage": "id-ID",
    }
    site = {
        "@type": "WebSite",
        "@id": f"{room.site.root}/#website",
        "name": room.site.name,
        "url": f"{room.site.root}/",
    }
    who = {"@type": ["Person"], "@id": person, "name": author_of(piece)}
    return json_ld({"@context": "https://schema.org", "@graph": [site, article, who]})


def jnews_of(piece: Piece, room: Newsroom) -> str:
    """JNews's own data: local time without a zone, but the change in UTC without a zone."""
    changed = piece.modified or piece.published
    posting = {
        "@context": "http://schema.org",
        "@type": "BlogPosting",
        "dateCreated": f"{local(piece.published):%Y-%m-%d %H:%M:%S}",
        "datePublished": f"{local(piece.published):%Y-%m-%d %H:%M:%S}",
        "dateModified": f"{changed.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        "headline": piece.title,
        "author": {"@type": "Person", "name": author_of(piece)},
        "articleBody": body_of(piece, room, 1),
    }
    return json_ld(posting)


def _pager(piece: Piece, page: int) -> str:
    total = page_count(piece)
    if total == 1:
        return ""
    url = address(piece)

    def link(n: int) -> str:
        if n == page:
            return f'<span class="post-page-numbers current">{n}</span>'
        return f'<a href="{url if n == 1 else f"{url}{n}/"}" class="post-page-numbers">{n}</a>'

    return f'<div class="page-links jeg_pagelinks">Halaman: {" ".join(map(link, range(1, total + 1)))}</div>'


def _related(piece: Piece) -> str:
    """A related post, with the itemprops that mislead a reader of the whole page."""
    return (
        f'<article itemscope itemtype="http://schema.org/Article"><meta itemprop="datePublished" '
        f'content="{local(piece.published):%Y-%m-%d}"/><meta itemprop="author" content="{attr(author_of(piece))}"/>'
        f'<h3 class="jeg_post_title"><a href="{address(piece)}">{text(piece.title)}</a></h3></article>'
    )


def menu(room: Newsroom) -> str:
    return joined(
        room.site.menu, lambda name: f'<li><a href="{room.site.root}/category/{slugify(name)}/">{name}</a></li>'
    )


def list_row(item: Item, room: Newsroom) -> str:
    return (
        f'<article class="jeg_post"><h3 class="jeg_post_title"><a href="{room.url(item)}">{text(item.title)}</a></h3>'
        f'<div class="jeg_post_meta"><div class="jeg_meta_date">{day_date(item.when)}</div></div></article>'
    )


def article_page(piece: Piece, room: Newsroom, page: int) -> str:
    root = room.site.root
    changed = piece.modified or piece.published
    return fill(
        "wordpress/post.html",
        title_text=text(piece.title),
        title_attr=attr(piece.title),
        site_name=room.site.name,
        description=attr(excerpt(piece)),
        # Page 2 is canonical on its own in WordPress.
        canonical=address(piece) if page == 1 else f"{address(piece)}{page}/",
        root=root,
        graph=graph_of(piece, room),
        jnews=jnews_of(piece, room),
        number=piece.id,
        image=image_of(piece, room),
        published=local(piece.published).isoformat(),
        modified=local(changed).isoformat(),
        section=text(piece.section),
        section_slug=slugify(piece.section),
        menu=menu(room),
        kicker=f'<div class="jeg_post_kicker">{text(piece.kicker)}</div>' if piece.kicker else "",
        deck=f'<h2 class="jeg_post_subtitle">{text(piece.deck)}</h2>' if piece.deck else "",
        author=text(author_of(piece)),
        author_slug=slugify(author_of(piece)),
        date=day_date(piece.published),
        photo=_photo(piece, room),
        body=body_of(piece, room, page),
        pager=_pager(piece, page),
        tags=joined(piece.tags, lambda tag: f'<a href="{root}/tag/{slugify(tag)}/" rel="tag">{text(tag)}</a>'),
        related=joined(room.related(piece), _related),
        popular=joined(room.own[:5], lambda p: f'<li><a href="{address(p)}">{text(p.title)}</a></li>'),
    )
