"""What a page says about itself to machines: meta elements, links, JSON-LD. Read once, without judging it."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from crawler.extraction.dom import squeeze, text_of

ARTICLE_TYPES = frozenset(
    (
        "newsarticle",
        "article",
        "blogposting",
        "reportagenewsarticle",
        "opinionnewsarticle",
        "posting",
        "report",
        "analysisnewsarticle",
        "liveblogposting",
    )
)
MAX_SCRIPT = 400_000
_WAYBACK = re.compile(r"^https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:)", re.I)
_COMMENT = re.compile(r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?:-->|\]\]>|//\s*\]\]>)\s*$")


@dataclass(frozen=True, slots=True)
class Structured:
    """`metas`: values by lower-case name, property or itemprop, in page order. `links`: hrefs by rel. `articles`:
    JSON-LD nodes of an article type; `pages`: of type WebPage; `types`: all JSON-LD types; `title`: the
    title element; `next_data`: the article in a Next.js page's data."""

    metas: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    articles: tuple[Mapping[str, Any], ...]
    pages: tuple[Mapping[str, Any], ...]
    types: frozenset[str]
    title: str
    next_data: Mapping[str, Any] = field(default_factory=dict)

    def meta(self, *names: str) -> str | None:
        """The first non-empty value among these names, in the order given."""
        for name in names:
            for value in self.metas.get(name, ()):
                if value:
                    return value
        return None


def unwayback(url: str) -> str:
    """An address without the Internet Archive's prefix."""
    return _WAYBACK.sub("", url.strip())


def read_structured(tree: HtmlElement) -> Structured:
    """Metas, links and JSON-LD of a parsed page. Broken JSON-LD is left out, never raised."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        if content is None:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = meta.get(key)
            if name:
                metas.setdefault(name.strip().lower(), []).append(squeeze(html.unescape(content)))
    links: dict[str, list[str]] = {}
    for link in tree.iter("link", "a"):
        rel = link.get("rel")
        if rel and link.get("href"):
            for word in rel.lower().split():
                if word in ("canonical", "amphtml", "next", "prev") or (link.tag == "link" and word == "alternate"):
                    links.setdefault(word, []).append(unwayback(link.get("href", "")))
    nodes = list(_nodes(tree))
    types = [(_types(node), node) for node in nodes]
    title = tree.find(".//title")
    return Structured(
        metas={name: tuple(values) for name, values in metas.items()},
        links={rel: tuple(values) for rel, values in links.items()},
        articles=tuple(node for kinds, node in types if kinds & ARTICLE_TYPES),
        pages=tuple(node for kinds, node in types if "webpage" in kinds),
        types=frozenset(kind for kinds, _ in types for kind in kinds),
        title=text_of(title) if isinstance(title, HtmlElement) else "",
        next_data=_next_article(tree),
    )


def _types(node: Mapping[str, Any]) -> set[str]:
    kind = node.get("@type")
    words = kind if isinstance(kind, list) else [kind]
    return {str(word).rsplit("/", 1)[-1].lower() for word in words if word}


def _nodes(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _flatten(_loads(script.text or "".join(script.itertext())), 0)


def _flatten(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _flatten(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), (list, dict)):
                yield from _flatten(value[key], depth + 1)


def _loads(text: str) -> Any:
    """JSON as pages have it: comment wrappers, raw line breaks, trailing commas, double escapes of a saver."""
    text = _COMMENT.sub("", text[:MAX_SCRIPT].strip()).strip().rstrip(";")
    found = _loads_plain(text)
    if found is None:
        found = _loads_plain(re.sub(r",\s*([}\]])", r"\1", re.sub(r"[\x00-\x1f]+", " ", text)))
    if found is None:
        found = _loads_plain(text.replace("\\\\", "\\"))
    return _loads_plain(html.unescape(text)) if found is None else found


def _next_article(tree: HtmlElement) -> Mapping[str, Any]:
    """The article in a Next.js page's own data (props.pageProps.article or .post or .detail), or nothing."""
    for script in tree.iter("script"):
        if script.get("id") == "__NEXT_DATA__":
            data = _loads_plain(script.text or "")
            props = data.get("props", {}) if isinstance(data, dict) else {}
            inner = props.get("pageProps", {}) if isinstance(props, dict) else {}
            for key in ("article", "post", "detail", "data", "news"):
                found = inner.get(key) if isinstance(inner, dict) else None
                if isinstance(found, dict) and isinstance(found.get("title"), str):
                    return found
    return {}


def _loads_plain(text: str) -> Any:
    try:
        return json.loads(text[:4_000_000], strict=False)
    except (ValueError, RecursionError):
        return None


def names_in(value: Any) -> tuple[str, ...]:
    """Names in a JSON-LD author or editor value: a string, an object with `name`, or a list of either."""
    if isinstance(value, str):
        return (squeeze(html.unescape(value)),) if value.strip() else ()
    if isinstance(value, dict):
        return names_in(value.get("name"))
    if isinstance(value, list):
        return tuple(name for item in value[:12] for name in names_in(item))
    return ()


def text_in(value: Any) -> str:
    """A JSON-LD value as plain text: tags and entities gone."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return (
        squeeze(html.unescape(re.sub(r"<[^>]{0,200}>", "", str(value))))
        if isinstance(value, (str, int, float))
        else ""
    )
