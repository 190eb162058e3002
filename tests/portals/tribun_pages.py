"""How Tribun's regional sites lay out an article: 2015-2017, 2020 and 2025, and the AMP twin."""

from datetime import datetime

from portals.address import WIB, address, amp_path_of, path_of, sites, slugify
from portals.newsroom import Newsroom
from portals.piece import Piece
from portals.prose import attr, auto_link, excerpt, fill, joined, json_ld, local, long_date, pick, quoted, text
from portals.story import Block, blocks_of, copied_line, merged_signature, page_count

SEPARATORS = ("-", "-", "-", "-", "-", "-", "\u2013", "--", "|", "I")
QUOTES = {"2015": ("plain", "numeric"), "2020": ("plain", "named", "curly"), "2025": ("plain", "curly")}


def era_of(piece: Piece) -> str:
    """The layout that a page of this age has: the file's word, else by the date of publication."""
    if piece.era is not None:
        return piece.era
    if piece.published < datetime(2018, 1, 1, tzinfo=WIB):
        return "2015"
    return "2020" if piece.published < datetime(2023, 7, 1, tzinfo=WIB) else "2025"


def image_of(piece: Piece, room: Newsroom) -> str:
    sub = room.site.host.split(".")[0]
    return f"https://asset-2.tstatic.net/{sub}/foto/bank/images/{piece.slug[:40]}.jpg"


def menu(room: Newsroom) -> str:
    return joined(room.site.menu, lambda name: f'<li><a href="{room.site.root}/{slugify(name)}">{name}</a></li>')


def _words(value: str, piece: Piece, room: Newsroom, era: str) -> str:
    markup = quoted(value, pick(piece.key + "quotes", QUOTES[era]))
    return auto_link(markup, piece, room.site.root, nbsp=era != "2015")


def _lead(block: Block, piece: Piece, room: Newsroom, era: str) -> str:
    words = _words(block.text, piece, room, era)
    if piece.dateline is None:
        return words
    mark = pick(piece.key + "separator", SEPARATORS)
    label = f"{pick(piece.key + 'brand', room.site.datelines)}, {text(piece.dateline)}"
    if era == "2015":
        return f"<strong>{label}</strong> {mark} {words}"
    return f"<strong>{label} {mark}</strong> {words}"


def _read_also(block: Block, piece: Piece, era: str) -> str:
    link = f'<a title="{attr(block.text)}" href="{attr(block.href)}">{text(block.text)}</a>'
    if era == "2025":
        return f'<p class="baca">Baca juga: <strong>{link}</strong></p>'
    if era == "2015":
        return f"<p><strong>{pick(piece.key + 'baca', ('Baca:', 'Baca juga:'))} {link}</strong></p>"
    # In 2020 most inserts had no label: the bare title, or a bullet.
    form = pick(piece.key + "baca", ("<p>{}</p>", "<p>\u2022 {}</p>", "<p><strong>Baca juga: {}</strong></p>"))
    return form.format(link)


def _element(block: Block, piece: Piece, room: Newsroom, era: str) -> str:
    if block.kind == "laporan":
        return f"<p><strong>{text(block.text)}</strong></p>"
    if block.kind == "lead":
        return f"<p>{_lead(block, piece, room, era)}</p>"
    if block.kind == "baca":
        return _read_also(block, piece, era)
    if block.kind == "copied":
        origin = room.origin(piece)
        return f"<p>{copied_line(block, sites()[origin.outlet].watermark if origin else '')}</p>"
    return f"<p>{_words(block.text, piece, room, era)}</p>"


def _summary(piece: Piece) -> str:
    """ "Ringkasan Berita", which repeats what the text says."""
    points = [paragraph.split(". ")[0].strip('"') for paragraph in piece.paragraphs[:3]]
    lines = joined(points, lambda point: f"<li>{text(point)}</li>")
    return f'<blockquote class="summary-article"><strong>Ringkasan Berita:</strong><ul>{lines}</ul></blockquote>'


FOLLOW = (
    '<p>Ikuti kami di <a href="https://news.google.com/">Google News</a></p>',
    '<p>Update informasi lainnya di Google News <a href="https://news.google.com/">{}</a></p>',
    '<p>Ikuti saluran WhatsApp {} di <a href="https://whatsapp.com/channel/">WhatsApp</a></p>',
    "",
)


def body_of(piece: Piece, room: Newsroom, page: int | None, era: str) -> str:
    """The children of `.txt-article` on one page (None: the whole article)."""
    blocks = merged_signature(blocks_of(piece, room, page), piece.key)
    elements = [_element(block, piece, room, era) for block in blocks]
    if era == "2015" and pick(piece.key + "breaks", (True, False)):
        # Editors of that time often put two paragraphs into one <p>.
        for at in range(len(blocks) - 1, 0, -1):
            if blocks[at].kind == "text" and blocks[at - 1].kind in ("text", "lead") and at % 2:
                elements[at - 1 : at + 1] = [elements[at - 1][:-4] + "<br /> <br />" + elements[at][3:]]
    if era == "2025":
        elements.insert(min(2, len(elements)), '<div class="ads-placeholder"><p>Advertisement</p></div>')
        if page in (None, 1) and pick(piece.key + "summary", (True, False, False)):
            elements.insert(0, _summary(piece))
        if page is None or page == page_count(piece):
            elements.append(pick(piece.key + "follow", FOLLOW).format(room.site.name))
    return "\n".join(elements)


def _photo(piece: Piece, room: Newsroom, era: str) -> str:
    picture = f'<img class="imgfull" src="{image_of(piece, room)}" alt="{attr(piece.title)}" />'
    credit = text(piece.image_credit or "Istimewa")
    if piece.caption is None:
        return f'<div class="pb20 ovh">{picture}</div>'
    if era == "2025":
        note = f'<span class="credit-photo">{credit}</span> {text(piece.caption)}'
        return f"<figure>{picture}<figcaption>{note}</figcaption></figure>"
    return (
        f'<div class="pb20 ovh"><div class="ovh imgfull_div">{picture}</div><div class="cl2"></div>'
        f'<div class="f11 white pa3 fr pos_rel ar" style="margin-top:-21px">{credit}</div><div class="cl2"></div>'
        f'<div class="arial f12 pt5 grey2">{text(piece.caption)}&nbsp;</div></div>'
    )


def date_of(piece: Piece, era: str) -> str:
    if era == "2025":
        stamp = local(piece.published).strftime("%Y-%m-%dT%H:%M+07:00")
        return f'<time datetime="{stamp}">{long_date(piece.published, zone=" WIB")}</time>'
    tag = "h3" if local(piece.published).year < 2017 else "time"
    return f"<{tag}>{long_date(piece.published)}</{tag}>"


def credits_of(piece: Piece, era: str) -> str:
    names = [(label, name) for label, name in (("Penulis", piece.reporter), ("Editor", piece.editor)) if name]
    if era != "2025":
        lines = joined(names, lambda n: f"<div>\n\t\t{n[0]}: {text(n[1])}\t\t</div>")
        return lines + (f"\n<div>Sumber: <a href='#'>{text(piece.source)}</a></div>" if piece.source else "")
    links = [(label, f'<a href="/{label.lower()}/{slugify(name)}">{text(name)}</a>') for label, name in names]
    if piece.published >= datetime(2025, 7, 1, tzinfo=WIB):
        return f'<h5 id="penulis">{" | ".join(f"{label}: {link}" for label, link in links)}</h5>'
    return joined(links, lambda n: f'<div id="{n[0].lower()}">{n[0]}: {n[1]}</div>')


def paging_of(piece: Piece, page: int | None, era: str) -> str:
    total = page_count(piece)
    if total == 1 or page is None:
        return ""
    url = address(piece)
    if era == "2025":
        links = joined(range(1, total + 1), lambda n: f'<a href="{url}?page={n}" rel="page-{n}">{n}</a>')
        shown = f'<span class="total-page">Halaman {page}/{total}</span>'
        every = f'<a href="{url}?page=all" rel="page-all">Semua Halaman</a>'
        return f'<div class="paging"><div class="pagination-wrap">{shown}{links}{every}</div></div>'
    onward = f'<div class="mb20"><a class="bgblue" href="{url}?page={page + 1}">Halaman selanjutnya</a></div>'
    links = joined(
        range(1, total + 1),
        lambda n: f'<a id="pagecurrent" href="#">{n}</a>' if n == page else f'<a href="{url}?page={n}">{n}</a>',
    )
    return (onward if page < total else "") + f'<div class="paging">{links}</div>'


def _news_article(piece: Piece, room: Newsroom) -> dict[str, object]:
    modified = piece.modified or piece.published
    return {
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": address(piece)},
        "headline": piece.title,
        "image": {"@type": "ImageObject", "url": image_of(piece, room)},
        "datePublished": local(piece.published).isoformat(),
        "dateModified": local(modified).isoformat(),
        "publisher": {"@type": "Organization", "name": room.site.name},
        "description": excerpt(piece),
    }


def json_ld_of(piece: Piece, room: Newsroom, era: str) -> str:
    """2020: the author named here is the editor, not the reporter. 2025: one graph, with both."""
    if era == "2015":
        return ""
    article = _news_article(piece, room)
    if era == "2020":
        person = {"@type": "Person", "name": piece.editor or room.site.name}
        page = {"@context": "https://schema.org", "@type": "WebPage", "headline": piece.title, "url": address(piece)}
        return json_ld({"@context": "https://schema.org", **article, "author": person}) + json_ld(page)
    article["author"] = [{"@type": "Person", "name": piece.reporter or piece.editor or room.site.name}]
    article["editor"] = {"@type": "Person", "name": piece.editor or room.site.name}
    article["keywords"] = list(piece.tags)
    article["articleSection"] = piece.section
    article["isAccessibleForFree"] = True
    crumbs = [{"@type": "ListItem", "position": 1, "name": "Home", "item": room.site.root}]
    crumbs.append(
        {
            "@type": "ListItem",
            "position": 2,
            "name": piece.section,
            "item": f"{room.site.root}/{slugify(piece.section)}",
        }
    )
    graph = [article, {"@type": "BreadcrumbList", "itemListElement": crumbs}]
    return json_ld({"@context": "https://schema.org", "@graph": graph})


def _tags(piece: Piece, room: Newsroom, era: str) -> str:
    cls = "tagcload3 tagcloud3" if era == "2015" and piece.published.year > 2016 else "tagcloud3"
    back = f"/?url={path_of(piece).lstrip('/')}" if era != "2025" else ""
    return joined(
        piece.tags,
        lambda tag: (
            f"<h5 class='{cls}'><a class='rd2' href='{room.site.root}/tag/{slugify(tag)}{back}' "
            f"title='{attr(tag)}'>{text(tag)}</a></h5>"
        ),
    )


def _line(piece: Piece) -> str:
    return f'<li class="pb7"><h3><a href="{address(piece)}" class="fbo2 f15">{text(piece.title)}</a></h3></li>'


def article_page(piece: Piece, room: Newsroom, page: int | None) -> str:
    """The page of an article; `page` None is `?page=all`."""
    era = era_of(piece)
    root = room.site.root
    kicker = (
        f'<h2 class="red f16"><a href="{root}/topic/{slugify(piece.kicker)}">{text(piece.kicker)}</a></h2>'
        if piece.kicker
        else ""
    )
    deck = f'<h4 class="{"hide" if era != "2025" else "deck"}">{text(piece.deck)}</h4>' if piece.deck else ""
    body_class = {"2015": " mb20 helvetica" if piece.published.year == 2015 else "", "2020": ""}.get(
        era, " editcontent" if piece.published >= datetime(2025, 7, 1, tzinfo=WIB) else ""
    )
    source = (
        f'<div class="sources"><h6>Sumber: <a title="{attr(piece.source)}">{text(piece.source)}</a></h6></div>'
        if piece.source
        else ""
    )
    return fill(
        f"tribun/{era}.html",
        title_text=text(piece.title),
        title_attr=attr(piece.title),
        site_name=room.site.name,
        description=attr(excerpt(piece)),
        keywords=attr(", ".join(piece.tags)),
        section=text(piece.section),
        section_slug=slugify(piece.section),
        canonical=address(piece),
        amp_link=""
        if local(piece.published).year < 2017
        else f'<link rel="amphtml" href="{root}{amp_path_of(piece)}">',
        mobile=f"https://m.tribunnews.com{path_of(piece)}",
        image=image_of(piece, room),
        root=root,
        menu=menu(room),
        kicker=kicker,
        deck=deck,
        date=date_of(piece, era),
        photo=_photo(piece, room, era),
        body_class=body_class,
        body=body_of(piece, room, page, era),
        paging=paging_of(piece, page, era),
        tags=_tags(piece, room, era),
        related=joined(room.related(piece), _line),
        credits=credits_of(piece, era),
        popular=joined(room.own[:6], _line),
        json_ld=json_ld_of(piece, room, era),
        number=piece.id,
        source=source,
        year=2026,
    )


def amp_page(piece: Piece, room: Newsroom, page: int | None) -> str:
    """The AMP twin: the same text in plain paragraphs, no tags, no related column."""
    era = era_of(piece)
    total = page_count(piece)
    links = ""
    if total > 1 and page is not None:
        url = room.site.root + amp_path_of(piece)
        links = joined(range(1, total + 1), lambda n: f'<a href="{url}?page={n}">{n}</a>')
    return fill(
        "tribun/amp.html",
        title_text=text(piece.title),
        site_name=room.site.name,
        canonical=address(piece),
        root=room.site.root,
        date=long_date(piece.published, zone=" WIB"),
        image=image_of(piece, room),
        body=body_of(piece, room, page, era),
        paging=f'<div class="paging">{links}</div>' if links else "",
        credits=text(
            " | ".join(f"{k}: {v}" for k, v in (("Penulis", piece.reporter), ("Editor", piece.editor)) if v)
        ),
        year=2026,
    )
