"""From the article's element to its paragraphs: furniture, teasers, captions, credits and sign-offs taken out."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from crawler.extraction.bylines import is_person
from crawler.extraction.dates import find_date, strip_dates
from crawler.extraction.dom import BLOCK_TAGS, HEADINGS, Block, ancestors, blocks_of, is_hidden, signature, text_of
from crawler.extraction.lines import Line, begins_furniture, kind_of
from crawler.extraction.names import Role, roles_of
from crawler.extraction.titles import fold_title

_URL = re.compile(r"^(?:https?://|www\.)\S+$", re.I)
_CAPS_TAIL = re.compile(r"^[A-Z]{2,4}(?:\s*/\s*[A-Z]{2,4})*$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
# A label in one element, the name in the next, nothing between: "PenulisAni Dewi".
_GLUED_LABEL = re.compile(r"^(Penulis|Reporter|Editor|Pewarta|Redaktur)(?=[A-Z][a-z])(?=.{3,60}$)")
_PHOTO_END = re.compile(
    r"[(\[]\s*(?:foto|photo|dok(?:umen(?:tasi)?)?|ist(?:imewa)?|sumber|ilustrasi|antara|getty|afp|reuters|[^\W\d][\w .-]{1,30}/)[^()\[\]]{0,60}[)\]]\.?$",
    re.I,
)
_LIST_MARK = re.compile(r"^(?:[a-z0-9]{1,2}[.)]|[•-])\s", re.I)
# Disway's picture lines: "Caption.-Photographer-radartegal.disway.id"
_GLUED_CAPTION = re.compile(r"^(?P<caption>.{10,300}?)\s*-\s?[^-.]{3,60}\s?-\s*(?:[\w-]+\.)+(?:id|com|co|net)$", re.I)
_PHOTO_CREDIT = re.compile(
    r"^\(?(?:(?:foto|photo|dok)\s*[:.]?\s*)?[\w.-]+(?: [\w.-]+){0,2}\s?/\s?[\w.]+(?: [\w.]+){0,3}\)?$", re.I
)
_CREDIT_NAME = re.compile(r"credit|author|source|sumber|photographer")
_WORD = re.compile(r"\w", re.U)


@dataclass(slots=True)
class Column:
    """What an article's column holds. `paragraphs`: the text; `credits`: byline, source and photo lines; `signoffs`;
    `teasers`: pointers to other articles; `deck`, `captions`; `dropped`: how many lines were left out;
    `first`, `last`: orders of the first and last text block among the page's blocks."""

    paragraphs: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    signoffs: list[str] = field(default_factory=list)
    teasers: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    deck: str | None = None
    kicker: str | None = None
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What an outlet adds: lines to drop, lines that end the article, byline lines; each None where it has none."""

    drop: re.Pattern[str] | None = None
    end: re.Pattern[str] | None = None
    byline: re.Pattern[str] | None = None


def furniture_in(element: HtmlElement) -> frozenset[HtmlElement]:
    """Elements inside an article's element that are furniture by name or tag: sharing, related, tags, captions.
    One that holds half of the text is the text, whatever its name."""
    total = len(element.text_content()) or 1
    found: set[HtmlElement] = set()
    for node in element.iter():
        if node is element or not isinstance(node.tag, str):
            continue
        if node.tag in ("figure", "figcaption", "aside", "nav", "footer", "amp-img"):
            apart = True
        elif node.tag == "table":
            apart = _is_picture_table(node)
        else:
            apart = bool(node.attrib) and (_is_named_apart(node) or is_hidden(node))
        if apart and len(node.text_content()) < 0.5 * total:
            found.add(node)
    return frozenset(found)


def _is_named_apart(node: HtmlElement) -> bool:
    """Furniture by name; or a short element that is named as date, byline or kicker and as nothing else."""
    roles = roles_of(node)
    if Role.JUNK in roles:
        return True
    meta = roles & {Role.DATE, Role.BYLINE, Role.KICKER}
    return bool(meta) and Role.BODY not in roles and node.tag in BLOCK_TAGS and len(node.text_content()) < 160


def _is_picture_table(node: HtmlElement) -> bool:
    """A table that only holds an image and its caption (old CMSs set pictures so)."""
    return (
        node.find(".//img") is not None and len(node.text_content().strip()) < 400 and len(list(node.iter("td"))) <= 3
    )


def caption_text(node: HtmlElement) -> str:
    """A caption's text without the line that only credits the photographer ("TRIBUN/Ani Budi")."""
    credits = frozenset(
        inner for inner in node.iter("span", "small", "em", "i", "b") if _CREDIT_NAME.search(signature(inner))
    )
    return " ".join(block.text for block in blocks_of(node, credits) if not _PHOTO_CREDIT.match(block.text))


def captions_in(dropped: Iterable[HtmlElement]) -> list[str]:
    """Texts of the captions among the dropped elements."""
    out: list[str] = []
    for node in dropped:
        names = roles_of(node)
        if node.tag in ("figure", "figcaption") or (
            Role.JUNK in names and re.search("caption|foto|photo", str(node.get("class")), re.I)
        ):
            text = caption_text(node)
            if text and text not in out:
                out.append(text)
    return out


def _credits_in(dropped: Iterable[HtmlElement]) -> list[str]:
    """Texts of the bylines among the dropped elements, in no order."""
    nodes = [node for node in dropped if Role.BYLINE in roles_of(node) and Role.JUNK not in roles_of(node)]
    return sorted(" ".join(block.text for block in blocks_of(node)) for node in nodes)


def _kicker_in(dropped: Iterable[HtmlElement]) -> str | None:
    found = [text_of(node) for node in dropped if Role.KICKER in roles_of(node) and Role.JUNK not in roles_of(node)]
    return min(found, default=None)


def read_column(
    element: HtmlElement,
    title: str | None,
    rules: Rules,
    *,
    dropped: frozenset[HtmlElement] = frozenset(),
    description: str | None = None,
    by_name: bool = True,
) -> Column:
    """The column of an article's element. `dropped`: elements an outlet's selectors leave out; `by_name`: also leave
    out what names call furniture; `description`: the page's own summary, which tells a deck."""
    named = furniture_in(element) if by_name else frozenset()
    column = Column(captions=captions_in(named | dropped), credits=_credits_in(named), kicker=_kicker_in(named))
    blocks = [block for block in blocks_of(element, named | dropped) if not block.hidden or by_name is False]
    blocks = _after_title(blocks, title)
    blocks = _before_end(blocks, rules)
    kept: list[Block] = []
    often = _often(blocks)
    for index, block in enumerate(blocks):
        if block.text not in often and _is_text(index, blocks, column, rules):
            kept.append(block)
        else:
            column.dropped += 1
            kept = _above_byline(kept, block, blocks[index + 1 :], column)
    kept = _without_caption(_with_opening(kept), column)
    kept = _without_deck(kept, column, title, description)
    _trim_tail(kept, column)
    column.paragraphs = _unique([block.text for block in kept], column)
    return column


def _often(blocks: Sequence[Block]) -> frozenset[str]:
    """Short lines that come three times and more: prompts between the paragraphs."""
    counts = Counter(block.text for block in blocks if len(block.text) < 90 and not _LIST_MARK.match(block.text))
    return frozenset(text for text, count in counts.items() if count >= 3)


def _above_byline(kept: list[Block], block: Block, rest: Sequence[Block], column: Column) -> list[Block]:
    """What stands above a byline or date at the column's head is deck and kicker, where the text follows below."""
    if not 1 <= len(kept) <= 2 or sum(len(other.text) for other in kept) > 400:
        return kept
    if any(opens_article(other.text) for other in kept) or sum(len(other.text) for other in rest) < 600:
        return kept
    if not (kind_of(block.text) is Line.CREDIT and not _IN_TEXT.match(block.text)) and not _is_date_line(block.text):
        return kept
    column.deck = kept[-1].text
    if len(kept) > 1:
        column.kicker = column.kicker or kept[0].text
    return []


def _after_title(blocks: list[Block], title: str | None) -> list[Block]:
    """What follows the headline, where the headline stands inside the element."""
    if not title:
        return blocks
    folded = fold_title(title)
    prose_before = 0
    for index, block in enumerate(blocks[:40]):
        text = fold_title(block.text)
        if text and (
            text == folded or (block.tag in HEADINGS and (folded.startswith(text) and len(text) > 0.6 * len(folded)))
        ):
            return blocks[index + 1 :] if prose_before < 250 else blocks[:index] + blocks[index + 1 :]
        if block.tag not in HEADINGS and block.link_share < 0.5 and len(block.text) > 60:
            prose_before += len(block.text)
    return blocks


def _before_end(blocks: list[Block], rules: Rules) -> list[Block]:
    """What stands before the first line that begins the page's furniture, once most of the prose is past."""
    total = sum(len(block.text) for block in blocks if block.link_share < 0.5) or 1
    seen = 0
    for index, block in enumerate(blocks):
        if seen > 0.3 * total:
            ends = bool(rules.end and rules.end.search(block.text)) or (
                seen > 0.6 * total and _is_editor_line(block.text)
            )
            if ends or (
                len(block.text) < 120
                and begins_furniture(block.text)
                and _only_links_follow(blocks[index + 1 :], seen)
            ):
                return blocks[: index + 1] if _is_editor_line(block.text) else blocks[:index]
        if block.link_share < 0.5:
            seen += len(block.text)
    return blocks


_EDITOR_LINE = re.compile(r"^\(?\s*(?:editor|redaktur|penyunting)\s*[:.|]\s*\S.{0,80}$", re.I)


def _is_editor_line(text: str) -> bool:
    """An editor named on a line of its own behind the text: what follows is the page's, not the article's."""
    return bool(_EDITOR_LINE.match(text))


def _only_links_follow(rest: Sequence[Block], seen: int) -> bool:
    """True where what follows is links and scraps, or the like of a list: no run of paragraphs of the article."""
    run = 0
    paragraphs = 0
    linked = 0
    for block in rest:
        if block.link_share > 0.6:
            linked += 1
            run = 0
        elif len(block.text) > 120 and _SENTENCE_END.search(block.text) and kind_of(block.text) is Line.TEXT:
            run += 1
            paragraphs = max(paragraphs, run)
    return paragraphs < 2 or (paragraphs < 3 and linked > 3 and seen > 1500)


def _is_text(index: int, blocks: Sequence[Block], column: Column, rules: Rules) -> bool:
    """Whether a block is a paragraph of the article; what it is instead goes into the column's other lists."""
    block = blocks[index]
    text = block.text
    if not _WORD.search(text):
        return False
    if glued := _GLUED_CAPTION.match(text):
        column.captions.append(glued["caption"])
        return False
    if rules.byline and rules.byline.search(text) and len(text) < 200:
        column.credits.append(text)
        return False
    if rules.drop and rules.drop.search(text):
        _file(column, kind_of(text), text)
        return False
    if len(text) < 90 and _is_date_line(text):
        return False
    if _GLUED_LABEL.match(text):
        column.credits.append(_GLUED_LABEL.sub(r"\1: ", text))
        return False
    kind = kind_of(text)
    if kind is Line.FURNITURE and len(text) > 60 and block.link_share < 0.2 and _reads_as_prose(text):
        kind = Line.TEXT
    if kind is not Line.TEXT:
        _file(column, kind, text)
        return False
    if _is_linked_teaser(block) or _is_teaser_list(index, blocks):
        column.teasers.append(text)
        return False
    return True


def _is_date_line(text: str) -> bool:
    """A line that holds a date with its time and nothing else."""
    moment = find_date(text) if re.search(r"\d{4}", text) else None
    return moment is not None and len(strip_dates(text)) < 4


def _reads_as_prose(text: str) -> bool:
    return bool(_SENTENCE_END.search(text)) and text.count(",") + text.count(".") >= 3


def _file(column: Column, kind: Line, text: str) -> None:
    target = {Line.CREDIT: column.credits, Line.SIGNOFF: column.signoffs, Line.TEASER: column.teasers}.get(kind)
    if target is not None:
        target.append(text)


def _is_linked_teaser(block: Block) -> bool:
    """A line that is nothing but a link to another article: title-like, no sentence."""
    text = block.text
    if block.link_share < 0.85 or _URL.match(text):
        return False
    if block.element.tag == "blockquote":
        return True
    ends = bool(re.search(r"[.;:,][\"'”’)\]]*$", text)) and not text.endswith("...")
    return len(text) < 200 and not (ends and len(text) > 60)


def _is_teaser_list(index: int, blocks: Sequence[Block]) -> bool:
    """A bold or heading line with no sentence that stands directly before linked lines: the head of a link list."""
    block = blocks[index]
    if len(block.text) > 60 or _SENTENCE_END.search(block.text) or index + 1 >= len(blocks):
        return False
    following = blocks[index + 1 : index + 3]
    return len(following) == 2 and all(_is_linked_teaser(other) for other in following)


_OPENING_ALONE = re.compile(
    r"^(?=.{3,60}$)(?:[A-Z][\w.,/|() -]*?\s*(?:-{1,2}|–|—)|[\w-]+\.(?:COM|ID|CO\.ID|NET|CO|com|id|co\.id|net)\s*[,|]\s*[A-Z][A-Z .]+)$"
)


_IN_TEXT = re.compile(
    r"^\(?\s*(?:foto|photo|ilustrasi|gambar|dok|sumber|caption|keterangan|artikel|berita|tags?|baca)", re.I
)


def _with_opening(kept: list[Block]) -> list[Block]:
    """A dateline that the markup sets apart ("Jakarta, CNN Indonesia --") put before the paragraph it opens."""
    if len(kept) < 2 or not _OPENING_ALONE.match(kept[0].text):
        return kept
    first, second = kept[0], kept[1]
    return [replace(second, text=f"{first.text} {second.text}"), *kept[2:]]


def _without_caption(kept: list[Block], column: Column) -> list[Block]:
    """Takes a first line off that is a picture's caption by its place: no paragraph element where the text has only
    such, and an image stands in it or directly before it."""
    if (
        len(kept) >= 3
        and len(kept[0].text) < 260
        and _PHOTO_END.search(kept[0].text)
        and not opens_article(kept[0].text)
    ):
        column.captions.append(kept[0].text)
        return kept[1:]
    if len(kept) < 3 or kept[0].tag == "p" or sum(block.tag == "p" for block in kept[1:]) < 0.9 * (len(kept) - 1):
        return kept
    first = kept[0]
    if len(first.text) > 260 or opens_article(first.text) or not _has_image_before(first.element):
        return kept
    column.captions.append(first.text)
    return kept[1:]


def _has_image_before(element: HtmlElement) -> bool:
    if element.find(".//img") is not None:
        return True
    before = element.getprevious()
    for _ in range(3):
        if before is None:
            return False
        if before.tag == "img" or (isinstance(before.tag, str) and before.find(".//img") is not None):
            return True
        before = before.getprevious()
    return False


def _without_deck(kept: list[Block], column: Column, title: str | None, description: str | None) -> list[Block]:
    """Takes a deck off the top: a heading, or a bold first line that the page's description repeats, or an element
    named so. The text's own first paragraph, however bold, stays when it opens with a dateline."""
    if len(kept) < 2:
        return kept
    first = kept[0]
    folded = fold_title(first.text)
    if title and folded == fold_title(title):
        return kept[1:]
    named = any(Role.DECK in roles_of(node) for node in list(ancestors(first.element))[:2])
    heading = first.tag in HEADINGS and len(first.text) < 400
    second_opens = opens_article(kept[1].text)
    if (named or heading or (second_opens and len(first.text) < 400)) and not opens_article(first.text):
        column.deck = first.text
        return kept[1:]
    return kept


_OPENING = re.compile(
    r"^(?:[A-Z0-9][\w.&' -]{1,40}\.(?:COM|CO\.ID|ID|NET|CO|com|co\.id|id|net|co|Com)\b\s*[,|–—-]"
    r"|[A-Z][A-Z .'’/()-]{2,60},\s*[A-Za-z0-9. -]{3,40}?\s*(?:-{1,2}|–|—|\|)\s"
    r"|[A-Z][A-Z .'’()/-]{3,40}\s*(?:\([^)]{2,40}\)\s*)?(?:-{1,2}|–|—|\|)\s"
    r"|[A-Z][\w .'’/-]{2,40}\s*\((?:ANTARA|Antara)[^)]{0,20}\)\s*(?:-{1,2}|–|—))"
)


def opens_article(text: str) -> bool:
    """True for a paragraph that opens with a brand and place as articles do."""
    return bool(_OPENING.match(text))


def _trim_tail(kept: list[Block], column: Column) -> None:
    """Takes headings without text and initials in capitals off the end."""
    while kept:
        last = kept[-1]
        if _CAPS_TAIL.match(last.text):
            column.signoffs.append(last.text)
        elif len(kept) > 2 and _is_signature(last):
            column.credits.append(f"Penulis: {last.text}")
        elif last.tag in HEADINGS and len(last.text) < 90 and len(kept) > 2:
            column.teasers.append(last.text)
        else:
            return
        kept.pop()


def _is_signature(block: Block) -> bool:
    """Names alone at the end, in capitals or bold type ("ANI BUDI | CICI DIDI"), as Tempo signs its articles."""
    text = block.text
    pieces = [piece.strip(" ()*.") for piece in re.split(r"\s*[|/,]\s*|\s+(?:dan|&)\s+", text)]
    strong = text == text.upper() or block.bold_share > 0.9
    return strong and len(text) < 90 and all(" " in piece and is_person(piece) for piece in pieces)


def _unique(paragraphs: list[str], column: Column) -> list[str]:
    """Each paragraph once: a long one that repeats is the page's doing (pull quote, mobile twin)."""
    seen: set[str] = set()
    out: list[str] = []
    for text in paragraphs:
        key = fold_title(text)
        if len(key) > 45 and key in seen and not _LIST_MARK.match(text):
            column.dropped += 1
            continue
        seen.add(key)
        out.append(text)
    return out


def joined_rules(drop: Sequence[str], end: Sequence[str], byline: Sequence[str]) -> Rules:
    """An outlet's line patterns, compiled."""
    make: Callable[[Sequence[str]], re.Pattern[str] | None] = lambda patterns: (
        re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I) if patterns else None
    )
    return Rules(make(drop), make(end), make(byline))
