"""The headline: as the page shows it, found by what the page says of itself; else that, without the site's suffix."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extraction.dom import HEADINGS, Block, is_hidden, signature, text_of
from crawler.extraction.structured import Structured, text_in

_SEPARATOR = re.compile(r"\s+(?:[|»«•·:]|[-–—]{1,3}|::)\s+|\s*\|\s*")
_TITLE_NAME = re.compile(r"title|judul|headline|entry-title|read__title|jdl", re.I)
_PAGE_MARK = re.compile(r"\s*[-–|(]?\s*\(?(?:halaman|page|hal\.?)\s*\d+(?:\s*(?:dari|of|/)\s*\d+)?\)?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Title:
    """`text`: the headline. `order`: the block that shows it, None where the page only states it. `method` names the
    rule: shown (a heading that agrees with the page's metadata), heading, stated."""

    text: str
    order: int | None
    method: str


def fold_title(text: str) -> str:
    """Letters and digits only, lower case: for comparing headlines whatever their quotes and dashes."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]+", " ", plain).strip()


def stated_titles(structured: Structured) -> list[str]:
    """What the page's metadata say the title is, most reliable first, suffixes left on."""
    out = [
        structured.meta("og:title") or "",
        *(text_in(node.get("headline")) for node in structured.articles),
        structured.meta("twitter:title", "title", "dc.title", "sailthru.title", "headline", "name") or "",
        str(structured.next_data.get("title") or ""),
        structured.title,
    ]
    return [re.sub(r"<[^>]{1,100}>", "", text).strip() for text in out if text and text.strip()]


def find_title(blocks: Sequence[Block], tree: HtmlElement, structured: Structured) -> Title | None:
    """The headline, or None where the page neither shows nor states one."""
    stated = stated_titles(structured)
    best: tuple[float, int, str] | None = None
    claims = [(claim, fold_title(claim)) for claim in dict.fromkeys(stated)]
    exact = {folded for _, folded in claims}
    headings = _heading_texts(blocks, tree)
    for order, text, score in headings:
        folded = fold_title(text)
        agreement = max((_agreement(folded, text, claim, other) for claim, other in claims), default=0.0)
        if agreement <= 0:
            continue
        key = agreement * 10 + score - order * 1e-4
        if best is None or key > best[0]:
            best = (key, order, _without_kicker(text, stated) if folded not in exact else text)
    if best is not None:
        return Title(_clean(best[2]), best[1], "shown")
    if stated:
        site = site_names(structured)
        return Title(_clean(without_suffix(_fullest(stated), site)), None, "stated")
    for order, text, score in sorted(headings, key=lambda item: -item[2]):
        if score >= 4 and len(text) > 15:
            return Title(_clean(text), order, "heading")
    return None


def _without_kicker(text: str, stated: Sequence[str]) -> str:
    """The headline alone, where the heading element also holds a kicker before it."""
    folded = fold_title(text)
    for claim in stated:
        inner = fold_title(claim)
        if folded.endswith(" " + inner) and len(inner) > 20:
            return text[-len(claim) :] if fold_title(text[-len(claim) :]) == inner else claim
    return text


def _fullest(stated: Sequence[str]) -> str:
    """The first stated title, unless it breaks off (at an unescaped quote) where another one goes on."""
    first = stated[0]
    for text in stated[1:]:
        rest = text[len(first) :] if text.startswith(first) else ""
        if len(rest) > 3 and not _SEPARATOR.match(rest if rest[0] == " " else " " + rest):
            return text
    return first


def _heading_texts(blocks: Sequence[Block], tree: HtmlElement) -> list[tuple[int, str, float]]:
    """(order, text, score) of all that may be a shown headline: headings, and short blocks of any element."""
    out: list[tuple[int, str, float]] = []
    first_in: dict[HtmlElement, Block] = {}
    for block in blocks:
        first_in.setdefault(block.element, block)
        parent = block.element.getparent()
        if parent is not None and parent.tag in HEADINGS:
            first_in.setdefault(parent, block)
    for element in tree.iter("h1", "h2", "h3", "h4"):
        shown = first_in.get(element)
        if shown is None or is_hidden(element):
            continue
        block = shown
        text = text_of(element)
        if not 8 <= len(text) <= 300:
            continue
        score = {"h1": 5.0, "h2": 4.0, "h3": 2.5}.get(element.tag, 2.0)
        if _TITLE_NAME.search(signature(element)):
            score += 1
        if block.link_share > 0.5:
            score -= 2
        out.append((block.order, text, score))
    for block in blocks:
        if block.tag not in HEADINGS and 12 <= len(block.text) <= 250 and block.link_share < 0.5 and not block.hidden:
            score = 1.5 if _TITLE_NAME.search(signature(block.element)) else 1.0
            out.append((block.order, block.text, score))
    return out


def _agreement(a: str, shown: str, stated: str, b: str) -> float:
    """1 where both say the same, less where one goes on behind the other, 0 where they differ; `a`, `b`: folded."""
    if len(a) < 5 or not b:
        return 0.0
    if a == b:
        return 1.0
    if b.startswith(a + " ") and len(a) >= 0.35 * len(b) and _cut_at_separator(shown, stated):
        return 0.95
    if b.endswith(" " + a) and len(a) >= 0.5 * len(b) and len(a) > 20:
        return 0.9
    if (a.startswith(b) or a.endswith(" " + b)) and len(b) >= 0.5 * len(a) and len(b) > 20:
        return 0.8
    if b.startswith(a) and len(a) >= 0.6 * len(b) and len(a) > 20:
        return 0.6
    if len(a) > 25 and len(b) > 25 and _overlap(a, b) > 0.85:
        return 0.5
    return 0.0


def _cut_at_separator(shown: str, stated: str) -> bool:
    rest = stated[len(shown) - 2 :] if len(stated) > len(shown) else ""
    return bool(re.search(r"[|»•·:–—-]", rest[:8]))


def _overlap(a: str, b: str) -> float:
    x, y = set(a.split()), set(b.split())
    return len(x & y) / max(len(x), len(y))


def site_names(structured: Structured) -> tuple[str, ...]:
    """Folded names of the site, as the page gives them: og:site_name, publisher, application name."""
    names = [
        structured.meta("og:site_name", "application-name", "al:android:app_name", "apple-mobile-web-app-title") or ""
    ]
    for node in structured.articles:
        publisher = node.get("publisher")
        if isinstance(publisher, dict):
            names.append(text_in(publisher.get("name")))
    return tuple(fold_title(name) for name in names if name)


def without_suffix(title: str, sites: Sequence[str] = ()) -> str:
    """A stated title without what the site adds behind a separator: its name, or at most five words of a channel."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    cuts = [match.start() for match in _SEPARATOR.finditer(title)]
    keep = len(title)
    for cut, part in zip(reversed(cuts), reversed(parts[1:]), strict=True):
        folded = fold_title(part)
        known = any(folded and (folded in site or site in folded) for site in sites if len(site) > 2)
        looks = bool(
            re.search(
                r"\.(?:com|id|co|net|org|tv)\b|\b(?:news|online|pos|post|tribun|radar|media|koran|harian|berita|kabar|tv)\b",
                part,
                re.I,
            )
        )
        if (
            known
            or (looks and len(folded.split()) <= 5)
            or (title[cut : cut + 3].strip() == "|" and len(folded.split()) <= 4)
        ):
            keep = cut
        else:
            break
    kept = title[:keep].rstrip()
    return kept if len(fold_title(kept)) >= 10 else title


def _clean(text: str) -> str:
    return _PAGE_MARK.sub("", text).strip()
