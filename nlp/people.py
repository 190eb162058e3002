"""The named officials of an article: introductions put together to persons, and every later short form of their names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nlp.introductions import Introduction, Reading
from nlp.names import PARTICLES, is_name_word, read_name
from nlp.office_tables import affixes, speech_words
from nlp.official_tokens import Line, Token


@dataclass(frozen=True)
class Occurrence:
    """Tokens `start` to `stop` of `line` name the person; `rule` says why."""

    line: Line
    start: int
    stop: int
    rule: str


@dataclass
class Person:
    """A named person: the words of the fullest form, all introductions, all occurrences (in order at the end)."""

    words: tuple[str, ...]
    text: str
    introductions: list[Introduction] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)


def words_of(tokens: Sequence[Token], start: int, stop: int) -> tuple[str, ...]:
    """Lower-case words of a name, stops left out."""
    return tuple(t.lower for t in tokens[start:stop] if t.kind != "punct")


def surface(tokens: Sequence[Token], start: int, stop: int, texts: dict[str, str], part: str) -> str:
    """The name as printed; runs of blanks (and no-break spaces) as one."""
    return re.sub(r"\s+", " ", texts[part][tokens[start].start : tokens[stop - 1].stop])


def close(a: str, b: str) -> bool:
    """Equal, or one letter apart in words of six letters or more ("Pettalolo", "Pitalolo" are two apart)."""
    if a == b:
        return True
    if min(len(a), len(b)) < 6 or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    short, long = sorted((a, b), key=len)
    for at in range(len(long)):
        if len(short) == len(long) and short[:at] + short[at + 1 :] == long[:at] + long[at + 1 :]:
            return True
        if len(short) < len(long) and short == long[:at] + long[at + 1 :]:
            return True
    return False


def _initial_of(a: str, b: str) -> bool:
    return len(a) == 1 and b.startswith(a)


def same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether one name holds all words of the other, in order ("Widagdo", "Slamet Widagdo"; "M Syahrial", "Syahrial")."""
    short, long = sorted((a, b), key=len)
    at = 0
    for word in short:
        while at < len(long) and not (
            close(word, long[at]) or _initial_of(word, long[at]) or _initial_of(long[at], word)
        ):
            at += 1
        if at == len(long):
            return False
        at += 1
    return any(len(word) > 2 for word in short)


def gather(introductions: Iterable[Introduction], texts: dict[str, str]) -> list[Person]:
    """Persons by their introductions; the fullest form wins, of equally long ones the first."""
    people: list[Person] = []
    for found in introductions:
        tokens = found.line.tokens
        words = words_of(tokens, found.name.start, found.name.stop)
        text = surface(tokens, found.name.start, found.name.stop, texts, found.line.part)
        person = next((p for p in people if same_person(p.words, words)), None)
        if person is None:
            person = Person(words, text)
            people.append(person)
        elif len(words) > len(person.words):
            person.words, person.text = words, text
        person.introductions.append(found)
        person.occurrences.append(Occurrence(found.line, found.name.start, found.name.stop, found.rule))
    return people


def _name_end(tokens: Sequence[Token], start: int) -> int:
    name = read_name(tokens, start)
    return name.stop if name is not None and name.start == start else start + 1


def _run_before(tokens: Sequence[Token], start: int) -> bool:
    """Whether a name word stands directly before (then the words are part of somebody else's name)."""
    if not start:
        return False
    token = tokens[start - 1]
    return is_name_word(token) or token.kind == "initial"


def link(people: list[Person], readings: Sequence[Reading], regions: Sequence[frozenset[int]]) -> None:
    """Adds every later form of the persons' names: first, last or middle word alone, with "Pak" or "Bu", without degrees.
    A word that also is a place (`regions`: tokens of each line inside a region mention) must be marked as a person's."""
    index: dict[str, list[Person]] = {}
    for person in people:
        for word in person.words:
            if len(word) > 1 and word not in PARTICLES and person not in index.setdefault(word, []):
                index[word].append(person)
    recent: list[Person] = []
    for reading, inside in zip(readings, regions, strict=True):
        tokens = reading.line.tokens
        taken = {i.name.start: i for i in reading.found}
        at = 0
        while at < len(tokens):
            if at in taken:
                person = next(p for p in people if taken[at] in p.introductions)
                recent = [person, *(p for p in recent if p is not person)]
                at = taken[at].name.stop
                continue
            end, person2 = _form(tokens, at, index, recent, inside, reading)
            if person2 is not None:
                person2.occurrences.append(Occurrence(reading.line, at, end, "short form"))
                recent = [person2, *(p for p in recent if p is not person2)]
            at = max(end, at + 1)


def _form(
    tokens: Sequence[Token],
    at: int,
    index: dict[str, list[Person]],
    recent: Sequence[Person],
    inside: frozenset[int],
    reading: Reading,
) -> tuple[int, Person | None]:
    """(end, person) of a known person's name at `at`."""
    token = tokens[at]
    candidates = index.get(token.lower) if token.kind in ("cap", "upper", "initial") else None
    if not candidates:
        return at + 1, None
    end = _name_end(tokens, at) if token.kind == "cap" else at + 1
    words = words_of(tokens, at, end)
    fitting = [p for p in candidates if same_person(p.words, words) and len(words) <= len(p.words)]
    if not fitting and reading.line.part == "title":
        for shorter in range(end - 1, at, -1):
            words = words_of(tokens, at, shorter)
            fitting = [p for p in candidates if same_person(p.words, words) and len(words) <= len(p.words)]
            if fitting:
                end = shorter
                break
    if not fitting or (_run_before(tokens, at) and reading.free[at - 1] and reading.line.part != "title"):
        return end, None
    if at in inside and not _marked(tokens, at, end):
        return end, None
    if not reading.free[at] and not _marked(tokens, at, end):
        return end, None
    ordered = [p for p in recent if p in fitting] or fitting
    return end, ordered[0]


def _marked(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether words around say that a person is meant: "Pak X", "kata X", "X mengatakan"."""
    before = tokens[start - 1].lower if start else ""
    after = tokens[stop].lower if stop < len(tokens) else ""
    said = before in speech_words("noun") or before in speech_words("frame") or before in affixes("address")
    return said or after in speech_words("verb")


def speaking_words(lines: Iterable[Line]) -> frozenset[str]:
    """Capitalised words (lower-cased) that a text lets speak: behind "kata", "menurut", "Pak", or before a verb of saying."""
    found: set[str] = set()
    for line in lines:
        tokens = line.tokens
        for at, token in enumerate(tokens):
            if not is_name_word(token):
                continue
            before = tokens[at - 1].lower if at else ""
            after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            if (
                before in speech_words("noun")
                or before in speech_words("frame")
                or before in affixes("address")
                or (after in speech_words("verb") and tokens[at + 1].kind == "low")
            ):
                found.add(token.lower)
    return frozenset(found)
