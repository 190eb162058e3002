"""Candidates named in pairs: "paslon nomor urut 1 A-B", "pasangan A dan B", "tim A-B"; the race tells the offices."""

from collections.abc import Mapping, Sequence
from functools import cache

from nlp.persons.introductions import Reading
from nlp.persons.line_names import Introduction
from nlp.persons.names import Name, is_name_word, read_name
from nlp.persons.office_tables import Head, affixes, heads, plain_words
from nlp.persons.official_tokens import Line, Token
from nlp.persons.special_forms import PAIR_WORDS, behind_pair_words
from nlp.persons.title_parts import Places
from nlp.persons.titles import Title
from nlp.records import RegionMention
from nlp.tables import read_table

_AND = frozenset(["dan", "&", "/"])
_REACH = 8


@cache
def _races() -> Mapping[str, str]:
    """Word -> office of the race (race_words.csv)."""
    rows = read_table("race_words.csv", ("words", "office", "kind"))
    return {word: row["office"] for row in rows if row["kind"] == "race" for word in row["words"].split()}


@cache
def _contexts() -> frozenset[str]:
    rows = read_table("race_words.csv", ("words", "office", "kind"))
    return frozenset(word for row in rows if row["kind"] == "context" for word in row["words"].split())


@cache
def _head(office: str, deputy: bool) -> tuple[Head, str]:
    wanted = f"Calon {'Wakil ' if deputy else ''}{office}"
    for found in heads().values():
        for _, head in found:
            if isinstance(head, Head) and head.position == wanted:
                return head, wanted
    raise KeyError(f"nlp/data/title_heads.csv has no head {wanted!r}, which race_words.csv asks for")


def pairs(
    readings: Sequence[Reading],
    places: Sequence[Places],
    regions: Sequence[Mapping[int, RegionMention]],
    dateline_stop: int = 0,
) -> list[Introduction]:
    """Two introductions for each pair, at its first and later places, where the grammar of titles found none.
    `regions`: region mention by token for each line; `dateline_stop`: code point of the body before which a dash is the
    dateline's. A hyphen pair needs a word of campaigns near it somewhere."""
    lines = [reading.line for reading in readings]
    spots = [
        (number, left, right, _supported(lines, number, left, right))
        for number, (reading, known) in enumerate(zip(readings, places, strict=True))
        for left, right in _line_pairs(reading, known)
        if reading.line.part == "title" or reading.line.tokens[left.start].start >= dateline_stop
    ]
    if not spots:
        return []
    general = _general_race(lines, regions)
    sure = {_key(lines[n], left, right) for n, left, right, supported in spots if supported}
    found: list[Introduction] = []
    for number, left, right, _ in spots:
        line = lines[number]
        office = _near_race(line.tokens, left.start) or general
        if _key(line, left, right) not in sure or office is None:
            continue
        taken = {i.name.start for i in readings[number].found}
        for name, deputy in ((left, False), (right, True)):
            if name.start not in taken:
                head, position = _head(office, deputy)
                title = Title(name.start, name.start, position, head, head.level, head.branch)
                found.append(Introduction(line, name, title, "pair of candidates"))
    return found


def _key(line: Line, left: Name, right: Name) -> str:
    return f"{line.tokens[left.start].lower}-{line.tokens[right.start].lower}"


def _line_pairs(reading: Reading, places: Places) -> list[tuple[Name, Name]]:
    found: list[tuple[Name, Name]] = []
    tokens = reading.line.tokens
    if not any(t.text == "-" or t.lower in PAIR_WORDS for t in tokens):
        return found
    at = 0
    begins = PAIR_WORDS | affixes("address")
    while at < len(tokens):
        if tokens[at].kind in ("low", "num") and tokens[at].lower not in begins:
            at += 1
            continue
        start = behind_pair_words(tokens, at, places)
        name = _candidate(reading, start, places)
        if name is None:
            at += 1
            continue
        end = name.stop
        called = start > at
        joined = end < len(tokens) and (
            tokens[end].text == "-" or (called and tokens[end].lower in _AND and _stands(tokens, at, start, end))
        )
        second = _candidate(reading, end + 1, places) if joined else None
        if second is not None and tokens[end].text == "-" and end - name.start == 1 and tokens[end].glued:
            second = Name(second.start, second.start + 1, second.before, second.start + 1, second.marked)
        if second is None or (not called and max(end - name.start, second.stop - second.start) > 3):
            at = max(end, at + 1)
            continue
        found.append((name, second))
        at = second.stop
    return found


def _stands(tokens: Sequence[Token], at: int, start: int, end: int) -> bool:
    """Whether "pasangan A dan B" are candidates and no couple: "calon", "paslon", "nomor urut" or a word of
    campaigns."""
    words = {t.lower for t in [*tokens[at:start], *tokens[max(0, at - _REACH) : at], *tokens[end : end + _REACH]]}
    return bool(words & (_contexts() - {"pasangan", "duet"}))


def _candidate(reading: Reading, at: int, places: Places) -> Name | None:
    """A candidate's name at a token: no place, title, verb of headlines, nor the middle of a run of capitals."""
    tokens = reading.line.tokens
    if at >= len(tokens) or not reading.free[at] or at in places.inside:
        return None
    if at and is_name_word(tokens[at - 1]) and reading.free[at - 1] and tokens[at].kind == "cap":
        return None

    def blocked(i: int) -> bool:
        return not reading.free[i] or tokens[i].lower in plain_words("headline")

    name = read_name(tokens, at, blocked)
    return name if name is not None and name.start not in places.inside else None


def _supported(lines: Sequence[Line], number: int, left: Name, right: Name) -> bool:
    """A word of campaigns near the pair, or, where the pair is a line of its own, in the three lines before."""
    tokens = lines[number].tokens
    near = [*tokens[max(0, left.start - _REACH) : left.start], *tokens[right.stop : right.stop + _REACH]]
    if left.before <= 1 and right.after >= len(tokens) - 1:
        near += [t for line in lines[max(0, number - 3) : number] for t in line.tokens]
    return any(t.lower in _contexts() or t.lower in _races() for t in near)


def _near_race(tokens: Sequence[Token], at: int) -> str | None:
    """The race that is named nearest in the line, within 25 tokens."""
    best: tuple[int, str] | None = None
    for here in range(max(0, at - 25), min(len(tokens), at + 25)):
        office = _races().get(tokens[here].lower)
        if office is not None and (best is None or abs(here - at) < best[0]):
            best = (abs(here - at), office)
    return best[1] if best else None


def _general_race(lines: Sequence[Line], regions: Sequence[Mapping[int, RegionMention]]) -> str | None:
    """The race that the article names most (headline words count three), else by the region behind "Pilkada"."""
    counts: dict[str, int] = {}
    for line in lines:
        for token in line.tokens:
            office = _races().get(token.lower)
            if office is not None:
                counts[office] = counts.get(office, 0) + (3 if line.part == "title" else 1)
    if counts:
        return max(counts, key=lambda o: counts[o])
    for line, known in zip(lines, regions, strict=True):
        for at, token in enumerate(line.tokens):
            place = next((known[i] for i in range(at + 1, at + 4) if i in known), None)
            if token.lower == "pilkada" and place is not None:
                return _office_of(place.code)
    return None


def _office_of(code: str) -> str:
    if len(code) == 2:
        return "Gubernur"
    return "Wali Kota" if code[3] == "7" else "Bupati"
