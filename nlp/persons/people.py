"""The named officials of an article: introductions put together to persons, and every later short form."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nlp.document import fold
from nlp.persons.figures import full_words, spelling
from nlp.persons.line_names import Introduction
from nlp.persons.names import is_name_word
from nlp.persons.office_tables import affixes, speech_words
from nlp.persons.official_tokens import Line, Token


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
    nicknames: set[tuple[str, ...]] = field(default_factory=set)
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
    """Whether one name holds all words of the other, in order: "Widagdo" and "Slamet Widagdo", "M Syahrial" and
    "Syahrial"; beside an equal word a clipped one counts too ("Nur Pri" and "Nur Priyantomo")."""
    if len(a) == len(b):
        return _holds(a, b) or _holds(b, a)
    return _holds(*sorted((a, b), key=len))


def _holds(short: Sequence[str], long: Sequence[str]) -> bool:
    at, equal, clipped = 0, 0, 0
    for word in short:
        while at < len(long):
            other = long[at]
            at += 1
            if close(word, other) or _initial_of(word, other) or _initial_of(other, word):
                equal += len(word) > 2
                break
            if len(word) >= 3 and len(other) >= 5 and other.startswith(word):
                clipped += 1
                break
        else:
            return False
    return equal > 0 and (clipped == 0 or len(short) > 1)


def gather(introductions: Iterable[Introduction], texts: dict[str, str]) -> list[Person]:
    """Persons by their introductions; the fullest form wins, of equally long ones the first."""
    people: list[Person] = []
    for found in introductions:
        tokens = found.line.tokens
        words = words_of(tokens, found.name.start, found.name.stop)
        text = surface(tokens, found.name.start, found.name.stop, texts, found.line.part)
        person = next((p for p in people if same_person(p.words, words) or _alias(p.words, words)), None)
        if person is None:
            person = Person(words, text)
            people.append(person)
        elif (len(words), sum(map(len, words))) > (len(person.words), sum(map(len, person.words)) + 1):
            person.words, person.text = words, text
        if person.introductions and len(words) == 1 and found.rule == "title, name" and not found.title.capital:
            continue  # "... gambar caleg, Arga menyatakan": a comma, no apposition; a short form of a known name
        person.introductions.append(found)
        person.occurrences.append(Occurrence(found.line, found.name.start, found.name.stop, found.rule))
    return people


def _alias(a: Sequence[str], b: Sequence[str]) -> bool:
    """Two names of one national figure ("Jokowi", "Joko Widodo")."""
    return full_words(a) == full_words(b)


def settle(people: Iterable[Person], texts: dict[str, str]) -> None:
    """Gives each person the spelling that the article prints most often among the fullest forms."""
    for person in people:
        forms: dict[str, int] = {}
        for seen in person.occurrences:
            tokens = seen.line.tokens
            words = words_of(tokens, seen.start, seen.stop)
            if len(words) == len(person.words) and all(map(close, words, person.words)):
                form = surface(tokens, seen.start, seen.stop, texts, seen.line.part)
                forms[form] = forms.get(form, 0) + 1
        usual = spelling(person.words) or next(
            (s for form in forms if (s := spelling(fold(form).lower().split()))), None
        )
        if usual is not None and any(fold(form) == usual for form in forms):
            person.text = next(form for form in forms if fold(form) == usual)
        elif forms and max(forms.values()) > forms.get(person.text, 0):
            person.text = max(forms, key=lambda f: forms[f])


def office_of(person: Person) -> Introduction:
    """The introduction that gives the office: held now before former, complete before "ketua", in the body before the
    headline, then the first."""

    def rank(found: Introduction) -> tuple[bool, bool, bool, int]:
        title = found.title
        return (title.former, not title.complete, found.line.part == "title", found.line.tokens[title.start].start)

    return min(person.introductions, key=rank)


def speaking_words(lines: Iterable[Line]) -> frozenset[str]:
    """Capitalised words (lower-cased) that a text lets speak: behind "kata", "Pak", before "mengatakan"."""
    found: set[str] = set()
    for line in lines:
        tokens = line.tokens
        for at, token in enumerate(tokens):
            if token.kind != "cap" or not is_name_word(token):
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
