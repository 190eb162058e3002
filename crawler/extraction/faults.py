"""What speaks against a text that was read: cut off, stub, repeated, another article's. Each fault has a name."""

import re
from collections.abc import Sequence

from crawler.extraction import pagetype
from crawler.extraction.claims import MIN_SUMMARY_WORDS, Claims, about_words
from crawler.extraction.column import Column
from crawler.extraction.dom import Block
from crawler.extraction.second import shingles

STUB = 1200  # characters: a longer text is no stub before a paywall
BEHIND = 6  # blocks behind the text in which a paywall's notice stands
SHORT = 0.6  # share of the text that the page states, below which ours is cut
MUCH_REPEATED = 0.3  # share of the text that stood on the page twice
STRANGE = 0.25  # share of the words of headline and summary that a text of another article has
_ENDS = re.compile(r"[.!?…:;][\"'”’)\]*]*$|[\"”)\]]$")
_BREAKS_OFF = re.compile(r"(?:\.\.\.|…|\[(?:…|\.\.\.)\])\s*$")
_GOES_ON = re.compile(r"^(?:baca\s+)?(?:selengkapnya|selanjutnya|read\s+more|lanjut(?:kan)?\s+(?:mem)?baca)\b", re.I)


def faults_of(
    column: Column, behind: Sequence[Block], title: str, claims: Claims, markup: str
) -> tuple[list[str], list[str]]:
    """(the paragraphs that are the article's, named faults). `behind`: the blocks that follow the text; `markup`: the
    page as it came."""
    paragraphs, faults = list(column.paragraphs), list[str]()
    if _is_cut(paragraphs[-1], markup):
        faults.append("cut_off")
    if stub := _before_paywall(paragraphs, behind, claims):
        paragraphs = stub
        faults.append("paywall")
    elif _is_truncated(paragraphs, behind, claims):
        faults.append("truncated")
    if column.repeated >= MUCH_REPEATED * sum(map(len, paragraphs)):
        faults.append("repeated")
    if _is_strange(paragraphs, title, claims):
        faults.append("other_article")
    return paragraphs, faults


def _is_cut(last: str, markup: str) -> bool:
    tail = markup[-3000:].lower()
    return "</html" not in tail and "</body" not in tail and not re.search(r"[.!?\"”)]$", last)


def _before_paywall(paragraphs: list[str], behind: Sequence[Block], claims: Claims) -> list[str] | None:
    """What stands before the notice that asks to subscribe; None where there is no notice, or the text is whole."""
    if sum(map(len, paragraphs)) >= STUB:
        return None
    for number, text in enumerate(paragraphs[-2:], max(0, len(paragraphs) - 2)):
        if pagetype.is_paywall(text):
            return paragraphs[:number] or paragraphs
    notice = any(pagetype.is_paywall(block.text) for block in behind[:BEHIND] if len(block.text) < 300)
    return paragraphs if notice or not claims.free else None


def _is_truncated(paragraphs: Sequence[str], behind: Sequence[Block], claims: Claims) -> bool:
    """True for an excerpt: it breaks off where the page offers more, or the page's data have much more of it."""
    last = paragraphs[-1]
    offered = any(_GOES_ON.match(block.text) for block in behind[:2])
    if _BREAKS_OFF.search(last) and (offered or sum(map(len, paragraphs)) < STUB / 2):
        return True
    words = sum(len(text.split()) for text in paragraphs)
    if claims.words > 80 and words < SHORT * SHORT * claims.words:
        return True
    if not claims.body or words >= SHORT * sum(len(text.split()) for text in claims.body):
        return False
    own, whole = shingles(paragraphs), shingles(claims.body)
    return len(own & whole) >= 0.8 * len(own)


def _is_strange(paragraphs: Sequence[str], title: str, claims: Claims) -> bool:
    """True where the text has hardly a word of the page's own headline and summary: it is another article's."""
    about = about_words(claims.summary)
    if len(about) < MIN_SUMMARY_WORDS:
        return False
    has = about_words(" ".join(paragraphs))
    named = about_words(title)
    return len(about & has) < STRANGE * len(about) and len(named & has) < STRANGE * max(1, len(named))
