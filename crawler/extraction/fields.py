"""The smaller fields of an article: section, tags, canonical address, kicker, source of a copy."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.catalogue.outlet_model import Layout, Outlet
from crawler.extraction.dom import Block, ancestors, signature, squeeze, text_of
from crawler.extraction.names import Role, roles_of
from crawler.extraction.pages import split_page
from crawler.extraction.selectors import Page, texts
from crawler.extraction.structured import Structured, text_in, unwayback
from crawler.urls import canonical_url

_TRACKING = re.compile(r"^(?:utm_|fbclid|gclid|_ga|_gl|ref$|source$|outputtype$|m$|amp$|page$|spm$|cx_)")
_NO_TAG = re.compile(
    r"^(?:tags?|topik(?:\s+terkait)?|label|lihat\s+semua|more|#|terkait|keyword|kata\s+kunci)\s*:?$", re.I
)
_HOME = re.compile(r"^(?:detail(?:\s+berita)?|indeks|home|beranda|depan|berita|news|index|utama)$", re.I)
_LABEL = re.compile(r"(?:tags?|topik(?:\s+terkait)?|kata\s+kunci|keywords?|label)\b\s*:?\s*", re.I)
_TAG_WORDS = ("tag", "label", "keyword", "topik")
_TAG_NAME = re.compile(r"(?:^|[\s_-])tags?(?:$|[\s_-])|tagging|tagcloud|tag-links|label-info|keyword|topik")


def canonical_of(structured: Structured, url: str | None, outlet: Outlet | None) -> str | None:
    """The page's own address: its canonical that is no home page, else og:url where it is no other page's, else the
    address asked for; without page part and tracking, as the outlet's rules have it where there is an outlet."""
    candidates = [*structured.links.get("canonical", ()), structured.meta("og:url") or ""]
    for candidate in candidates:
        address = _mended(urljoin(url or "", unwayback(candidate))) if candidate else ""
        if address and _is_page(address) and (url is None or _alike(address, url)):
            return _bare(address, outlet)
    return _bare(unwayback(url), outlet) if url else None


def _mended(address: str) -> str:
    return re.sub(r"^https?:/{1,2}(https?):/{1,2}", r"\1://", address)


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.path.strip("/") or re.search(r"(?:^|&)p=\d", parts.query))


def _alike(address: str, url: str) -> bool:
    """True where both can be the same article: one site, and slugs that agree (mobile and AMP twins do)."""
    a, b = urlsplit(address), urlsplit(unwayback(url))
    if (a.hostname or "").split(".")[-2:] != (b.hostname or "").split(".")[-2:]:
        return False
    words = [set(re.findall(r"[a-z0-9]{3,}", part.path.lower())) for part in (a, b)]
    return not words[1] or len(words[0] & words[1]) >= 0.5 * min(len(words[0]), len(words[1]))


def _bare(address: str, outlet: Outlet | None) -> str:
    if outlet is not None:
        return canonical_url(address, outlet)
    base, _, _ = split_page(address)
    parts = urlsplit(base)
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(key.lower())
    ]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))


def _spoken_of(tag: str, words: set[str]) -> bool:
    parts = re.findall(r"\w+", tag.lower())
    return 0 < len(parts) <= 6 and all(part in words for part in parts)


def tags_of(
    structured: Structured, page: Page, layout: Layout | None, about: str, behind: Sequence[Block] = ()
) -> tuple[str, ...]:
    """Tags as the page shows them; else those it states whose words the article (`about`) has, all of a list of which
    it has half. `behind`: the blocks that follow the text."""
    found = texts(page, layout.tags) if layout is not None else []
    if not found:
        found = _tag_links(page.tree) or _labelled_links(behind)
    if not found:
        found = list(structured.metas.get("article:tag", ()))
        if len(found) == 1 and "," in found[0]:
            found = found[0].split(",")
    if not found:
        words = set(re.findall(r"\w+", about.lower()))
        stated = next(
            (text_in_list(node.get("keywords")) for node in structured.articles if node.get("keywords")), []
        )
        lists = [stated] + [
            (structured.meta(name) or "").split(",") for name in ("news_keywords", "content_tag", "keywords")
        ]
        # Portals put their own slogans here; a tag is a thing that the article speaks of.
        found = max(
            (_own_tags(tags, words) for tags in lists if len(tags) <= 15),
            key=len,
            default=[],
        )
        if found and all(" " not in tag.strip() for tag in found) and len(found) > 8:
            found = []
    tidy = (squeeze(tag).strip(" #,;:") for tag in found)
    return tuple(dict.fromkeys(tag for tag in tidy if 1 < len(tag) <= 80 and not _NO_TAG.match(tag)))[:30]


def _own_tags(tags: Sequence[str], words: set[str]) -> list[str]:
    """Those of a stated list that the article speaks of; the whole list where that is half of it."""
    spoken = [tag for tag in tags if _spoken_of(tag, words)]
    return [tag for tag in tags if tag.strip()] if 2 * len(spoken) >= len(tags) else spoken


def _labelled_links(behind: Sequence[Block]) -> list[str]:
    """The linked words that follow a label ("Tags", "Topik :") behind the text, or stand in one line with it."""
    for at, block in enumerate(behind):
        label = _LABEL.match(block.text)
        if label is None:
            continue
        if block.links and len(block.text) < 300 and re.match(r"[^:#]{3,18}[:#]", block.text):
            return [text for link in block.element.iter("a") if 1 < len(text := text_of(link)) < 50]
        if label.end() == len(block.text):
            out: list[str] = []
            for other in behind[at + 1 : at + 16]:
                if other.link_share < 0.8 or len(other.text) > 40 * max(1, other.links):
                    break
                out += [text_of(link) for link in other.element.iter("a")] if other.links > 1 else [other.text]
            return out
    return []


def text_in_list(value: object) -> list[str]:
    """A JSON-LD keywords value as a list: it comes as list or as one string with commas."""
    return [text_in(item) for item in value] if isinstance(value, list) else str(value or "").split(",")


def _tag_links(tree: HtmlElement) -> list[str]:
    """Links that the page marks as tags: rel=tag (categories apart), or in an element so named that is no cloud of
    the whole site."""
    marked = [
        text_of(link)
        for link in tree.iter("a")
        if "tag" in (link.get("rel") or "").split()
        and "category" not in (link.get("rel") or "")
        and not _in_widget(link)
    ]
    if marked:
        return marked[:30]
    groups: dict[str, list[str]] = {}
    for element in tree.iter("div", "ul", "p", "section", "span", "h5", "h4"):
        name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if any(word in name for word in _TAG_WORDS) and _TAG_NAME.search(name) and not _in_widget(element):
            links = [text_of(link) for link in element.iter("a")]
            links = [text for text in links if text and len(text) < 60]
            if 0 < len(links) <= 20:
                groups.setdefault(name, []).extend(text for text in links if text not in groups.get(name, ()))
    fitting = [links for links in groups.values() if len(links) <= 20]
    return max(fitting, key=len, default=[])


def _in_widget(element: HtmlElement) -> bool:
    return any(
        node.tag in ("aside", "nav", "header")
        or re.search(r"sidebar|widget|trending|populer|popular|menu|related", signature(node))
        for node in list(ancestors(element))[:7]
    )


def section_of(structured: Structured, page: Page, layout: Layout | None, title: str) -> str | None:
    """The channel an article stands in."""
    found = texts(page, layout.section)[-1:] if layout is not None else []
    stated = [structured.meta("article:section") or ""]
    stated += [text_in(node.get("articleSection")) for node in structured.articles]
    stated += [(structured.meta("adx:sections", "content_category") or "").split("/")[-1]]
    for text in (*found, *stated, _last_crumb(page.tree, title)):
        text = squeeze(text).strip(" »>/|")
        if text and len(text) < 60 and not _HOME.match(text):
            return text
    return None


def _last_crumb(tree: HtmlElement, title: str) -> str:
    for element in tree.iter("ul", "ol", "div", "nav", "p", "h4"):
        name = f"{element.get('class')} {element.get('id')} {element.get('itemprop')}".lower()
        if "bread" in name or "crumb" in name:
            links = [text_of(link) for link in element.iter("a")]
            links = [
                text
                for text in links
                if text and text.lower() != title.lower() and not _HOME.match(text) and len(text) < 40
            ]
            if links:
                return links[-1]
    return ""


def kicker_of(blocks: Sequence[Block], title_order: int | None, layout: Layout | None, page: Page) -> str | None:
    """The line above the headline that names its theme."""
    if layout is not None and (found := texts(page, layout.kicker)):
        return found[0]
    if title_order is None:
        return None
    for block in blocks[max(0, title_order - 2) : title_order]:
        if len(block.text) < 80 and any(Role.KICKER in roles_of(node) for node in list(ancestors(block.element))[:2]):
            return block.text
    return None
