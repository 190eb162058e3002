"""The head of an article's column: dateline, deck, kicker and the caption of the first picture told apart."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.extraction.bylines import is_person
from crawler.extraction.column import Column
from crawler.extraction.dates import find_date, strip_dates
from crawler.extraction.dom import HEADINGS, Block, ancestors
from crawler.extraction.furniture import is_under_picture
from crawler.extraction.lines import Line, kind_of
from crawler.extraction.names import Role, roles_of
from crawler.extraction.titles import fold_title

# A caption's end: "(Foto: Ani/Harian)", "[suara.com/Ani]", "(ANTARA/Ani)"; a date in brackets is none.
_PHOTO_END = re.compile(
    r"[(\[]\s*(?:foto|photo|dok(?:umen(?:tasi)?)?|ist(?:imewa)?|sumber|ilustrasi|antara|getty|afp|reuters"
    r"|[^\W\d][\w .-]{1,30}/)[^()\[\]]{0,60}[)\]]\.?$",
    re.I,
)
_PHOTO_TAIL = re.compile(r"\b(?:foto|photo|dok(?:umentasi|umen)?|ilustrasi|sumber)\b\s*[.:/]\s*[^.]{2,40}\.?$", re.I)
_OPENING_ALONE = re.compile(
    r"^(?=.{3,60}$)(?:[A-Z][\w.,/|() -]*?\s*(?:-{1,2}|–|—)"
    r"|[\w-]+\.(?:COM|ID|CO\.ID|NET|CO|com|id|co\.id|net)\s*[,|]\s*[A-Z][A-Z .]+)$"
)
_OPENING = re.compile(
    r"^(?:[A-Z0-9][\w.&' -]{1,40}\.(?:COM|CO\.ID|ID|NET|CO|com|co\.id|id|net|co|Com)\b\s*[,|–—-]"
    r"|[A-Z][A-Z .'’/()-]{2,60},\s*[A-Za-z0-9. -]{3,40}?\s*(?:-{1,2}|–|—|\|)\s"
    r"|[A-Z][A-Z .'’()/-]{3,40}\s*(?:\([^)]{2,40}\)\s*)?(?:-{1,2}|–|—|\|)\s"
    r"|[A-Z][\w .'’/-]{2,40}\s*\((?:ANTARA|Antara)[^)]{0,20}\)\s*(?:-{1,2}|–|—))"
)
# Credits that stand among the text too: below a picture, behind a quotation.
_IN_TEXT = re.compile(
    r"^\(?\s*(?:foto|photo|ilustrasi|gambar|dok|sumber|caption|keterangan|artikel|berita|tags?|baca)", re.I
)


def opens_article(text: str) -> bool:
    """True for a paragraph that opens with a brand and place as articles do."""
    return bool(_OPENING.match(text))


def is_date_line(text: str) -> bool:
    """True for a line that holds a date and nothing else."""
    moment = find_date(text) if re.search(r"\d{4}", text) else None
    return moment is not None and len(strip_dates(text)) < 4


def is_dated_name(text: str) -> bool:
    """True for a line that holds a date and a person's name and nothing else ("Ani Dewi - Senin, 5 Agustus 2024")."""
    if find_date(text) is None:
        return False
    rest = strip_dates(text)
    return 3 < len(rest) < 60 and bool(re.search(r"[A-Z]", rest)) and is_person(rest.strip(" -–—|/,:()"))


def is_picture_line(block: Block) -> bool:
    """True for a short text that shares its element with an image and is set as captions are: in small or slanted
    type, or ended by a photo credit."""
    element, text = block.element, block.text
    if len(text) > 300 or opens_article(text):
        return False
    if is_under_picture(block):
        return True
    if element.find(".//img") is None or not _is_alone(block):
        return False
    slanted = "".join(node.text_content() for node in element.iter("em", "i", "small", "figcaption", "span", "sub"))
    return len(slanted) >= 0.9 * len(text) or bool(_PHOTO_END.search(text) or _PHOTO_TAIL.search(text))


def _is_alone(block: Block) -> bool:
    return len(block.element.text_content()) <= len(block.text) * 1.3 + 20


def above_byline(kept: list[Block], block: Block, rest: Sequence[Block], column: Column) -> list[Block]:
    """What stands above a byline or date at the column's head is deck and kicker, where the text follows below."""
    if not 1 <= len(kept) <= 2 or sum(len(other.text) for other in kept) > 400:
        return kept
    if any(opens_article(other.text) for other in kept) or sum(len(other.text) for other in rest) < 300:
        return kept
    if not (kind_of(block.text) is Line.CREDIT and not _IN_TEXT.match(block.text)) and not is_date_line(block.text):
        return kept
    column.deck = kept[-1].text
    if len(kept) > 1:
        column.kicker = column.kicker or kept[0].text
    return []


def with_opening(kept: list[Block]) -> list[Block]:
    """A dateline that the markup sets apart ("Jakarta, CNN Indonesia --") put before the paragraph it opens."""
    if len(kept) < 2 or not _OPENING_ALONE.match(kept[0].text):
        return kept
    first, second = kept[0], kept[1]
    return [replace(second, text=f"{first.text} {second.text}"), *kept[2:]]


def without_caption(kept: list[Block], column: Column) -> list[Block]:
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


def without_deck(kept: list[Block], column: Column, title: str | None) -> list[Block]:
    """Takes a deck off the top: a heading, an element named so, or a line before
    one that opens with a dateline. A first paragraph that itself opens so stays, however bold."""
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
