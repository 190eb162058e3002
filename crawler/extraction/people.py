"""Credits of a page, gathered from every place that names them, the surest first: an outlet's own selectors and line
forms; labelled lines; elements named as byline; metadata, unless it repeats the editor or names a house."""

import re
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from crawler.catalogue.outlet_model import Layout, Outlet
from crawler.extraction.bylines import Credits, is_person, meta_names, names_from, read_credits, tidy_name
from crawler.extraction.column import Column
from crawler.extraction.datelines import is_place
from crawler.extraction.dom import Block, ancestors, signature, text_of
from crawler.extraction.names import Role, roles_of
from crawler.extraction.opening import is_dated_name
from crawler.extraction.selectors import Page, texts
from crawler.extraction.structured import Structured, names_in
from crawler.extraction.titles import fold_title, site_names

_OTHERS = re.compile(r"related|terkait|comment|komentar|populer|terbaru|latest|sidebar|recommend|rekomen")
FOOT = 22  # blocks behind the text in which credits are looked for


def read_people(
    structured: Structured,
    page: Page,
    blocks: Sequence[Block],
    column: Column,
    span: tuple[int, int],
    title_order: int | None,
    outlet: Outlet | None = None,
    layout: Layout | None = None,
) -> Credits:
    """Reporters, editors, contributors and source of a page. `span`: orders of the text's first and last block."""
    found = Credits()
    head, foot = _surroundings(blocks, span, title_order)
    if outlet is not None and layout is not None:
        _by_rules(page, [*column.credits], outlet, layout, found)
    if not found.authors or not found.editors:
        read_credits(map(_credit_text, head), found, list(map(_group, head)))
        read_credits(column.credits, found)
        read_credits(column.signoffs[-2:], found)
        read_credits(map(_credit_text, foot), found, list(map(_group, foot)))
    else:
        found.contributors = found.contributors or read_credits(column.credits).contributors
        found.source = found.source or read_credits(column.credits).source
    if not found.authors:
        _by_name([*head, *foot], found)
    if not found.authors and not found.contributors:
        _by_metadata(structured, found)
    if not found.authors and not found.contributors:
        _by_dated_line(head, blocks, found)
    _without_houses(found, structured)
    return found


_LABEL_GLUED = re.compile(r"^(Penulis|Reporter|Editor|Pewarta|Redaktur)(?=[A-Z][a-z])(?=.{3,60}$)")


def _credit_text(block: Block) -> str:
    """The block's text; where several linked names run together in it, with commas between them."""
    if _LABEL_GLUED.match(block.text):
        return _LABEL_GLUED.sub(r"\1: ", block.text)
    if block.links < 2 or len(block.text) > 160 or not _is_whole(block):
        return block.text
    names = [text_of(link) for link in block.element.iter("a")]
    joined = "".join(names)
    if len(names) > 1 and joined in block.text and all(is_person(tidy_name(name)) for name in names):
        return block.text.replace(joined, ", ".join(names))
    return block.text


def _group(block: Block) -> HtmlElement | None:
    """The row or list that a block is part of."""
    chain = list(islice(ancestors(block.element), 4))
    for node in chain:
        if node.tag in ("tr", "ul", "ol", "dl"):
            return node
    return chain[1] if len(chain) > 1 else None


def _surroundings(
    blocks: Sequence[Block], span: tuple[int, int], title_order: int | None
) -> tuple[list[Block], list[Block]]:
    """Blocks between headline and text (and just above the headline), and those behind the text, lists left out."""
    first, last = span
    start = max(0, (title_order if title_order is not None else first) - 4)
    start = max(start, first - 70)
    head = [block for block in blocks[start:first] if not _in_list_of_others(block)]
    foot = [block for block in blocks[last + 1 : last + 1 + FOOT] if not _in_list_of_others(block)]
    return head, foot


def _in_list_of_others(block: Block) -> bool:
    """True for a block of related articles, comments or a sidebar, which name other people."""
    for node in islice(ancestors(block.element), 4):
        name = str(node.get("class") or "").lower()
        if node.tag == "aside" or (name and _OTHERS.search(name)):
            return True
    return False


def _by_rules(page: Page, lines: Sequence[str], outlet: Outlet, layout: Layout, found: Credits) -> None:
    """Credits by an outlet's selectors, then by its line forms."""
    refused = [re.compile(pattern, re.I) for pattern in outlet.not_authors]
    for role, selectors in (("author", layout.authors), ("editor", layout.editors)):
        for text in texts(page, selectors):
            labelled = read_credits([text])
            if labelled.authors or labelled.editors:
                _add(found, "author", labelled.authors, refused)
                _add(found, "editor", labelled.editors, refused)
            else:
                _add(found, role, names_from(text), refused)
    for text in (*texts(page, layout.byline), *lines):
        for form in outlet.bylines:
            match = re.search(form, text)
            for role, value in match.groupdict().items() if match else ():
                if value and role == "source":
                    found.add(role, value.strip(" .|"))
                elif value and role in ("author", "editor", "contributor"):
                    _add(found, role, names_from(value), refused)
    for text in texts(page, layout.source)[:1]:
        if source := re.sub(r"^sumber\s*:\s*", "", text, flags=re.I):
            found.add("source", source)


def _add(found: Credits, role: str, names: Sequence[str], refused: Sequence[re.Pattern[str]]) -> None:
    for name in names:
        if not any(pattern.search(name) for pattern in refused):
            found.add(role, name)


def _by_name(blocks: Sequence[Block], found: Credits) -> None:
    """Names in elements that are named as byline; each link in one is a person of its own."""
    for block in blocks:
        chain = list(islice(ancestors(block.element), 3 if len(block.text) < 50 else 2))
        named = any(Role.BYLINE in roles_of(node) for node in chain)
        named = named or (_is_whole(block) and _has_author_mark(block.element))
        if not named or len(block.text) > 120 or (block.link_share > 0.6 and _is_button(block)):
            continue
        names = " ".join(signature(node) for node in chain[:2])
        role = "editor" if re.search(r"editor|redaktur", names) else "author"
        links = [tidy_name(text_of(link)) for link in block.element.iter("a")] if _is_whole(block) else []
        people = [name for name in links if is_person(name)]
        editors = {fold_title(name) for name in found.editors}
        for name in people or names_from(block.text):
            if fold_title(name) not in editors:
                found.add(role, name)
        if found.authors:
            return


def _by_dated_line(head: Sequence[Block], blocks: Sequence[Block], found: Credits) -> None:
    """A name beside the date between headline and text ("Ani Dewi - Senin, 5 Agustus 2024"), of two words and more
    that are no channel: nothing else on the page is linked by them."""
    linked = {fold_title(block.text) for block in blocks if block.link_share > 0.8 and len(block.text) < 60}
    for block in head:
        if len(block.text) > 120 or block.link_share > 0.5 or not is_dated_name(block.text):
            continue
        known = {fold_title(name) for name in (*found.editors, *found.contributors)}
        for name in names_from(block.text)[:1]:
            words = name.split()
            whole = all(word[0].isupper() and len(word) > 1 for word in words) and 2 <= len(words) <= 4
            if whole and fold_title(name) not in linked | known and not is_place(name):
                found.add("author", name)
                return


def _is_whole(block: Block) -> bool:
    """True where the block's element holds little but the block's text."""
    return len(block.element.text_content()) <= 2 * len(block.text) + 80


def _is_button(block: Block) -> bool:
    """True for a linked word of an interface (share, print, more), told by where it leads."""
    for link in [*block.element.iter("a"), *(node for node in list(ancestors(block.element))[:3] if node.tag == "a")]:
        href = link.get("href") or "#"
        if href.startswith(("#", "javascript")) or re.search(
            r"facebook|twitter|whatsapp|share|mailto|plus\.google|t\.me", href
        ):
            return True
    return False


def _has_author_mark(element: HtmlElement) -> bool:
    """True where an element holds a link or span that the page marks as the author's."""
    for node in element.iter("a", "span", "strong", "b", "i", "em", "small", "author"):
        if (
            node.get("rel") == "author"
            or node.tag == "author"
            or Role.BYLINE in roles_of(node)
            or "author" in (node.get("itemprop") or "")
        ):
            return True
        if re.search(r"/(?:author|penulis|reporter|profil|wartawan|indeks-penulis)/", node.get("href") or ""):
            return True
    return False


def _by_metadata(structured: Structured, found: Credits) -> None:
    for name in meta_names()["editor"]:
        value = structured.meta(name)
        if value:
            for person in names_from(value):
                found.add("editor", person)
    for node in structured.articles:
        for person in (name for value in names_in(node.get("editor")) for name in names_from(value)):
            found.add("editor", person)
    editors = {fold_title(name) for name in found.editors}
    candidates = [name for node in structured.articles for name in names_in(node.get("author"))]
    candidates += [value for name in meta_names()["author"] for value in structured.metas.get(name, ())[:1]]
    candidates += list(names_in(structured.next_data.get("authors") or structured.next_data.get("author")))
    for candidate in candidates:
        if re.search(r"https?://|www\.|@", candidate):
            continue
        for person in names_from(candidate):
            if fold_title(person) not in editors:
                found.add("author", person)
        if found.authors:
            return


def _without_houses(found: Credits, structured: Structured) -> None:
    """Takes out "names" that are the site's own name."""
    sites = {site.replace(" ", "") for site in site_names(structured)}
    for names in (found.authors, found.editors, found.contributors):
        names[:] = [name for name in names if fold_title(name).replace(" ", "") not in sites]
