"""When a tag and a label mean the same: names by their words, offices by their words spelt out, quotes by overlap."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from nlp.persons.office_tables import affixes
from nlp.tables import read_table

_WORD = re.compile(r"[a-z0-9']+")


class Quote(NamedTuple):
    """A violation entry's place: half-open code points in title + newline + text, and its status. -1: not found."""

    start: int
    stop: int
    status: str


def words(text: str) -> list[str]:
    """The words of a name or an office in lower case, without honorifics and degrees (name_affixes.csv)."""
    name, _, behind = text.partition(",")
    degree = behind.replace(".", "").lower().replace(",", " ").split()[:1]
    bare = name if degree and degree[0] in affixes("after") else text
    return [word for word in _WORD.findall(bare.lower()) if word not in affixes("before")]


def same_name(one: str, other: str) -> bool:
    """Whether every word of the shorter name stands in the longer one."""
    a, b = set(words(one)), set(words(other))
    return bool(a and b) and (a <= b or b <= a)


@cache
def _spelt_out() -> dict[str, tuple[str, ...]]:
    """Office abbreviations of the press to the words they stand for."""
    table = read_table("office_abbreviations.csv", ("abbreviation", "words", "source"))
    return {row["abbreviation"]: tuple(row["words"].split()) for row in table}


def office(text: str) -> set[str]:
    """The words of an office, abbreviations spelt out: "Plt Kadis" as "pelaksana tugas kepala dinas"."""
    return {full for word in words(text) for full in _spelt_out().get(word, (word,))}


def same_office(one: str, other: str) -> bool:
    """Whether two offices share three fifths of their words (Dice)."""
    a, b = office(one), office(other)
    return bool(a and b) and 2 * len(a & b) / (len(a) + len(b)) >= 0.6


def pair(gold: Sequence[Quote], found: Sequence[Quote]) -> dict[int, int]:
    """Index in gold -> index in found, one to one: quotes that share half of the shorter one; pairs of the same
    status are taken first, then those that share most."""
    candidates = []
    for g, label in enumerate(gold):
        for f, tag in enumerate(found):
            shared = min(label.stop, tag.stop) - max(label.start, tag.start)
            shorter = min(label.stop - label.start, tag.stop - tag.start)
            if min(label.start, tag.start) >= 0 and shared > 0 and shared >= shorter / 2:
                candidates.append((label.status != tag.status, -shared, g, f))
    pairs: dict[int, int] = {}
    for _, _, g, f in sorted(candidates):
        if g not in pairs and f not in pairs.values():
            pairs[g] = f
    return pairs
