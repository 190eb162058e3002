"""From the article's element to its paragraphs: furniture, teasers, captions, credits and sign-offs taken out."""

import re
from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extraction.bylines import is_person
from crawler.extraction.column import Column, Rules
from crawler.extraction.dom import HEADINGS, Block, blocks_of, squeeze
from crawler.extraction.furniture import captions_in, credits_in, furniture_in, kicker_in
from crawler.extraction.lines import Line, begins_furniture, kind_of
from crawler.extraction.opening import (
    above_byline,
    is_date_line,
    is_dated_name,
    is_picture_line,
    with_opening,
    without_caption,
    without_deck,
)
from crawler.extraction.titles import fold_title

MAX_LABEL = 45  # characters before a linked headline
_URL = re.compile(r"^(?:https?://|www\.)\S+$", re.I)
_CAPS_TAIL = re.compile(r"^[A-Z]{2,4}(?:\s*/\s*[A-Z]{2,4})*$")
# Who the author is, told behind the text: "Ani Dewi adalah jurnalis yang ..."
_BIO = re.compile(
    r"(?:[A-Z][\w.'’]*,?\s+){1,6}(?:adalah|merupakan)\s+(?:seorang\s+)?(?:jurnalis|wartawan|penulis|reporter|kontributor"
    r"|editor|redaktur|kolumnis|pewarta|blogger)\b"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
# A label in one element, the name in the next, nothing between: "PenulisAni Dewi".
_GLUED_LABEL = re.compile(r"^(Penulis|Reporter|Editor|Pewarta|Redaktur)(?=[A-Z][a-z])(?=.{3,60}$)")
_LIST_MARK = re.compile(r"^(?:[a-z0-9]{1,2}[.)]|[•-])\s", re.I)
# Disway's picture lines: "Caption.-Photographer-radartegal.disway.id"
_GLUED_CAPTION = re.compile(r"^(?P<caption>.{10,300}?)\s*-\s?[^-.]{3,60}\s?-\s*(?:[\w-]+\.)+(?:id|com|co|net)$", re.I)
_WORD = re.compile(r"\w", re.U)


def read_column(
    element: HtmlElement,
    title: str | None,
    rules: Rules,
    *,
    dropped: frozenset[HtmlElement] = frozenset(),
) -> Column:
    """The column of an article's element. `title`: the headline, which may stand in it; `dropped`: elements that an
    outlet's selectors leave out, or that are another article's."""
    named = furniture_in(element)
    column = Column(
        captions=captions_in(element, named | dropped), credits=credits_in(named), kicker=kicker_in(named)
    )
    blocks = [block for block in blocks_of(element, named | dropped) if not block.hidden]
    blocks = _after_title(blocks, title)
    blocks = _before_end(blocks, rules)
    kept: list[Block] = []
    often = _often(blocks)
    for index, block in enumerate(blocks):
        if block.text not in often and _is_text(index, blocks, column, rules):
            kept.append(block)
        else:
            column.dropped += 1
            kept = above_byline(kept, block, blocks[index + 1 :], column)
    kept = without_caption(with_opening(kept), column)
    kept = without_deck(kept, column, title)
    _trim_tail(kept, column)
    column.paragraphs = _unique([block.text for block in kept], column)
    return column


def _often(blocks: Sequence[Block]) -> frozenset[str]:
    """Short lines that come three times and more: prompts between the paragraphs."""
    counts = Counter(block.text for block in blocks if 10 <= len(block.text) < 90 and _is_scrap(block.text))
    return frozenset(text for text, count in counts.items() if count >= 3)


def _is_scrap(text: str) -> bool:
    return not _LIST_MARK.match(text) and not _SENTENCE_END.search(text)


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
                and not (kind_of(block.text) is Line.TEASER and _goes_on(blocks, index))
            ):
                return blocks[: index + 1] if _is_editor_line(block.text) else blocks[:index]
        if block.link_share < 0.5:
            seen += len(block.text)
    return blocks


_EDITOR_LINE = re.compile(r"^\(?\s*(?:editor|redaktur|penyunting)\s*[:.|]\s*\S.{0,80}$", re.I)


def _is_editor_line(text: str) -> bool:
    """An editor named on a line of its own behind the text: what follows is the page's, not the article's."""
    return bool(_EDITOR_LINE.match(text))


def _goes_on(blocks: Sequence[Block], index: int) -> bool:
    """True where paragraphs follow among those that stand before: children of the same element or of one of its kind,
    not linked. The head of a link list inside the text ends nothing."""
    homes = Counter(_home_of(block) for block in blocks[:index] if len(block.text) > 80)
    home = homes.most_common(1)[0][0] if homes else None
    return home is not None and any(
        len(block.text) > 45
        and block.link_share < 0.2
        and _home_of(block) == home
        and kind_of(block.text) is Line.TEXT
        and bool(_SENTENCE_END.search(block.text))
        for block in blocks[index + 1 :]
    )


def _home_of(block: Block) -> tuple[object, ...]:
    """What paragraphs of one text have in common: their own tag, the element above or its tag and class, and the one
    above that."""
    parent = block.element.getparent()
    if parent is None:
        return (block.tag,)
    return (block.tag, parent.tag, parent.get("class"), parent.getparent())


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
    if len(text) < 90 and is_date_line(text):
        return False
    if len(text) < 120 and is_dated_name(text):
        column.credits.append(text)
        return False
    if is_picture_line(block):
        column.captions.append(text)
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
    if _is_linked_teaser(block) or _is_labelled_link(block) or _is_teaser_list(index, blocks):
        column.teasers.append(text)
        return False
    return True


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


def _is_labelled_link(block: Block) -> bool:
    """A few words and a linked headline behind them ("Populer: Harga Cabai Turun ..."), whatever the words: no
    sentence, and nothing behind the link."""
    text = block.text
    if not 0.45 <= block.link_share < 0.97 or len(text) > 220 or block.links > 2 or _SENTENCE_END.search(text):
        return False
    link = next(iter(block.element.iter("a")), None)
    linked = squeeze(link.text_content()) if link is not None else ""
    label = text[: -len(linked)] if linked and text.endswith(linked) else text
    return len(label) <= MAX_LABEL and len(linked.split()) >= 4 and not label.rstrip().endswith((".", ","))


def _is_teaser_list(index: int, blocks: Sequence[Block]) -> bool:
    """A bold or heading line with no sentence that stands directly before linked lines: the head of a link list."""
    block = blocks[index]
    if len(block.text) > 60 or _SENTENCE_END.search(block.text) or index + 1 >= len(blocks):
        return False
    following = blocks[index + 1 : index + 3]
    return len(following) == 2 and all(_is_linked_teaser(other) for other in following)


def _trim_tail(kept: list[Block], column: Column) -> None:
    """Takes headings without text and initials in capitals off the end."""
    while kept:
        last = kept[-1]
        if _CAPS_TAIL.match(last.text):
            column.signoffs.append(last.text)
        elif len(kept) > 2 and _BIO.match(last.text):
            column.credits.append(last.text)
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
            column.repeated += len(text)
            continue
        seen.add(key)
        out.append(text)
    return out
