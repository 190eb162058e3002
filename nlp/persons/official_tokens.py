"""Words of a text as the grammars of titles and names see them: with offsets, and abbreviations kept whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from nlp.document import Document
from nlp.persons.office_tables import affixes
from nlp.records import Part

Kind = Literal["cap", "upper", "low", "num", "degree", "affix", "initial", "punct"]

_TOKEN = re.compile(
    r"[A-Z][A-Za-z]{0,3}(?:\.[A-Z][A-Za-z]{0,5})+\.?"  # S.H.  M.Si  A.Md.Kom  A.A.  H.Slamet (taken apart below)
    r"|[A-Z]{2,}(?=[A-Z][a-z]{4,})"  # the TNI of a glued "TNIJenderal"
    r"|[^\W\d_][^\W_]*(?:'[^\W\d_]+)*"
    r"|\d+(?:[.,]\d+)*"
    r"|[^\w\s]"
)
# Besides degrees and ranks: short words whose stop does not end a sentence.
_ABBREVIATED = frozenset(
    [
        "pj",
        "pjs",
        "plt",
        "plh",
        "kab",
        "kec",
        "kel",
        "prov",
        "kep",
        "moh",
        "muh",
        "mhd",
        "mohd",
        "abd",
        "st",
        "no",
        "kordiv",
        "koordiv",
        "kadiv",
        "ds",
        "r",
        "rr",
        "rd",
        "alm",
        "dt",
    ]
)

_DEGREE_STARTS = frozenset(["S", "M", "D", "A", "B", "Sp", "Dipl"])  # S.Tr.K, A.Md.Kom, M.Tr.A.P
_LOWER_AFFIXES = frozenset(["dr", "drg", "drh", "dokter", "apt"])
# Copied text loses blanks: "Wirana|mengatakan". Split where a capitalised word ends with one of these.
_GLUED = re.compile(
    r"(?<=[a-z])(?=(?:mengatakan|menyatakan|menyebut|menegaskan|menjelaskan|membuat|kepada|terkait)\b)"
)


class Token(NamedTuple):
    """A word or mark; `start`, `stop` are code points of the part; `lower` is without stops; `glued`: no blank
    before."""

    text: str
    lower: str
    start: int
    stop: int
    kind: Kind
    glued: bool


@dataclass(frozen=True)
class Line:
    """A paragraph (or the title) as tokens."""

    part: Part
    index: int
    tokens: tuple[Token, ...]


@cache
def _degrees() -> tuple[frozenset[str], frozenset[str]]:
    return affixes("before"), affixes("after")


def _kind(word: str) -> Kind:
    if word[0].isdigit():
        return "num"
    if len(word) > 1 and word.isupper():
        return "upper"
    return "cap" if word[0].isupper() else "low"


def _pieces(match: re.Match[str], text: str) -> Iterator[tuple[str, str, int, int, Kind]]:
    """(text, lower, start, stop, kind) of what one match of the token pattern stands for."""
    before, after = _degrees()
    word, start, stop = match[0], match.start(), match.end()
    if not word[0].isalnum():
        yield word, word, start, stop, "punct"
        return
    bare = word.replace(".", "").lower()
    if "." in word and word[0].isalpha():
        parts = word.rstrip(".").split(".")
        long = len(parts) > 2 and parts[0] in _DEGREE_STARTS and any(len(part) > 1 for part in parts)
        if bare in after or long or (len(parts) > 1 and parts[0] == "Sp"):
            yield word, bare, start, stop, "degree"
        elif all(len(part) == 1 for part in parts):
            yield word, bare, start, stop, "affix" if bare in before else "initial"
        else:
            at = start
            for number, part in enumerate(parts):
                end = at + len(part) + (1 if number < len(parts) - 1 else 0)
                kind: Kind = "affix" if part.lower() in before else "initial" if len(part) == 1 else _kind(part)
                yield text[at:end], part.lower(), at, end, kind
                at = end
            if word.endswith("."):
                yield ".", ".", stop - 1, stop, "punct"
        return
    kind = _kind(word)
    glued = _GLUED.search(word, 4) if kind == "cap" and len(word) > 9 else None
    if glued is not None:
        cut = start + glued.start()
        yield text[start:cut], text[start:cut].lower(), start, cut, "cap"
        yield text[cut:stop], text[cut:stop], cut, stop, "low"
        return
    dotted = text[stop : stop + 1] == "." and kind != "num"
    if dotted and kind == "cap" and len(word) == 1:
        yield text[start : stop + 1], bare, start, stop + 1, "affix" if bare in before else "initial"
    elif bare in before and (dotted or kind != "low" or bare in _LOWER_AFFIXES):
        yield text[start : stop + dotted], bare, start, stop + dotted, "affix"
    elif dotted and bare in _ABBREVIATED:
        yield text[start : stop + 1], bare, start, stop + 1, kind
    elif kind == "upper" and bare in after:
        yield word, bare, start, stop, "degree"
    else:
        yield word, bare, start, stop, kind


def tokens_of(text: str, offset: int = 0) -> tuple[Token, ...]:
    """Tokens of a folded text; offsets are raised by `offset`."""
    found: list[Token] = []
    before, _ = _degrees()
    end = 0
    kind: Kind
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        if start < end:
            continue  # the stop of an abbreviation, taken already
        word = match[0]
        # The common words first, by one look each; `_pieces` tells the same of them, and of all others.
        if not text.startswith(".", stop):
            if word.islower():
                kind = "affix" if word in _LOWER_AFFIXES else "low"
                found.append(Token(word, word, start + offset, stop + offset, kind, start == end))
                end = stop
                continue
            if word.istitle() and word.isalpha() and 1 < len(word) < 10 and (small := word.lower()) not in before:
                found.append(Token(word, small, start + offset, stop + offset, "cap", start == end))
                end = stop
                continue
            if not word[0].isalnum():
                found.append(Token(word, word, start + offset, stop + offset, "punct", start == end))
                end = stop
                continue
        for piece, lower, left, right, kind in _pieces(match, text):
            found.append(Token(piece, lower, left + offset, right + offset, kind, left == end))
            end = right
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """(start, stop) of the lines, where a title and the name under it (each a line of its own) count as one line."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    at = 0
    while at < len(lines):
        start, stop = lines[at]
        while at + 1 < len(lines) and text[stop - 1] not in ".!?\"':;)":
            following = text[slice(*lines[at + 1])].strip()
            after = text[slice(*lines[at + 2])].strip() if at + 2 < len(lines) else ""
            short = len(following.split()) <= 5 and following[-1:].isalpha() and following[:1].isupper()
            if not (following[:1].islower() or (short and after[:1].islower())):
                break
            at += 1
            stop = lines[at][1]
        yield start, stop
        at += 1


def lines_of(document: Document) -> tuple[Line, ...]:
    """Title (index 0, where there is one) and paragraphs of a document."""
    lines: list[Line] = []
    if document.title.strip():
        lines.append(Line("title", 0, tokens_of(document.folded["title"])))
    text = document.folded["text"]
    for start, stop in _paragraphs(text):
        lines.append(Line("text", len(lines), tokens_of(text[start:stop], start)))
    return tuple(lines)
