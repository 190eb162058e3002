"""Feeds and sitemaps in the forms that these sites write."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime

from portals.newsroom import Item, Newsroom
from portals.prose import attr, excerpt, joined, local, text

SITEMAP_NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS_NS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE_NS = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def rfc822(when: datetime) -> str:
    return format_datetime(local(when))


def sitemap_index(urls: Iterable[str]) -> str:
    rows = joined(list(urls), lambda url: f"<sitemap><loc>{text(url)}</loc></sitemap>")
    return f"<sitemapindex {SITEMAP_NS}>\n{rows}\n</sitemapindex>"


def urlset(items: Sequence[Item], room: Newsroom) -> str:
    rows = joined(
        items,
        lambda item: (
            f"<url><loc>{text(room.url(item))}</loc><lastmod>{local(changed(item)).isoformat()}</lastmod></url>"
        ),
    )
    return f"<urlset {SITEMAP_NS}>\n{rows}\n</urlset>"


def changed(item: Item) -> datetime:
    return (item.piece.modified if item.piece else None) or item.when


def news_sitemap(items: Sequence[Item], room: Newsroom) -> str:
    """A news sitemap: each address with publication, time and keywords."""

    def row(item: Item) -> str:
        words = ", ".join(item.piece.tags) if item.piece else ""
        return (
            f"<url><loc>{text(room.url(item))}</loc><news:news><news:publication><news:name>{text(room.site.name)}"
            "</news:name><news:language>id</news:language></news:publication>"
            f"<news:publication_date>{local(item.when).isoformat()}</news:publication_date>"
            f"<news:title>{text(item.title)}</news:title><news:keywords>{text(words)}</news:keywords></news:news></url>"
        )

    return f"<urlset {SITEMAP_NS} {NEWS_NS}>\n{joined(items, row)}\n</urlset>"


def image_sitemap(items: Sequence[Item], room: Newsroom, image: Callable[[Item], str]) -> str:
    rows = joined(
        items,
        lambda item: (
            f"<url><loc>{text(room.url(item))}</loc><image:image><image:loc>{attr(image(item))}</image:loc>"
            "</image:image></url>"
        ),
    )
    return f"<urlset {SITEMAP_NS} {IMAGE_NS}>\n{rows}\n</urlset>"


def rss(
    items: Sequence[Item],
    room: Newsroom,
    *,
    title: str,
    describe: Callable[[Item], str],
    more: Callable[[Item], str] = lambda _item: "",
) -> str:
    """RSS 2.0; `describe` gives the escaped or CDATA description, `more` what else an item holds."""

    def row(item: Item) -> str:
        section = f"<category><![CDATA[{item.section}]]></category>"
        return (
            f"<item><title><![CDATA[{item.title}]]></title><link>{text(room.url(item))}</link>{section}"
            f'<guid isPermaLink="true">{text(room.url(item))}</guid><pubDate>{rfc822(item.when)}</pubDate>'
            f"<description>{describe(item)}</description>{more(item)}</item>"
        )

    built = rfc822(items[0].when) if items else ""
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>'
        f"<title>{text(title)}</title><link>{room.site.root}</link><description>{text(title)}</description>"
        f"<language>id</language><lastBuildDate>{built}</lastBuildDate>\n{joined(items, row)}\n</channel></rss>"
    )


def summary(item: Item) -> str:
    """The usual description: the deck or the lead's beginning."""
    return f"<![CDATA[{excerpt(item.piece) if item.piece else item.title}]]>"
