"""Later forms of the names of known officials: one word of the name, "Pak X", a nickname, the title alone."""

from collections.abc import Sequence

from nlp.persons.introductions import Reading
from nlp.persons.names import PARTICLES, is_name_word, read_name
from nlp.persons.nicknames import nicknames_in
from nlp.persons.office_tables import affixes, speech_words
from nlp.persons.official_tokens import Token
from nlp.persons.people import Occurrence, Person, close, office_of, same_person, words_of
from nlp.persons.titles import Title


def _name_end(tokens: Sequence[Token], start: int) -> int:
    name = read_name(tokens, start)
    return name.stop if name is not None and name.start == start else start + 1


def _run_before(tokens: Sequence[Token], start: int) -> bool:
    """Whether a name word stands directly before (then the words are part of somebody else's name)."""
    if not start:
        return False
    token = tokens[start - 1]
    if token.lower in affixes("address"):
        return False
    return is_name_word(token) or token.kind == "initial"


def link(people: list[Person], readings: Sequence[Reading], regions: Sequence[frozenset[int]]) -> None:
    """Adds every later form of the persons' names: first, last or middle word alone, with "Pak" or "Bu", no degrees.
    A word that is a place too (`regions`: tokens of each line inside a region mention) must be marked as a
    person's."""
    for alias, target in nicknames_in(readings, people):
        same = [p for p in people if p is not target and p.words == alias]
        for other in same:  # introduced by the nickname before ("Kadis, Yos")
            target.introductions += other.introductions
            target.occurrences += other.occurrences
            people.remove(other)
        target.nicknames.add(alias)
    index: dict[str, list[Person]] = {}
    for person in people:
        for word in (*person.words, *(w for alias in person.nicknames for w in alias)):
            if len(word) > 1 and word not in PARTICLES and person not in index.setdefault(word, []):
                index[word].append(person)
    _add_misspelt(index, readings)
    recent: list[Person] = []
    for reading, inside in zip(readings, regions, strict=True):
        tokens = reading.line.tokens
        taken = {
            i.name.start: (i, person) for person in people for i in person.introductions if i.line is reading.line
        }
        at = 0
        while at < len(tokens):
            if at in taken:
                found, person = taken[at]
                recent = [person, *(p for p in recent if p is not person)]
                at = found.name.stop
                continue
            if tokens[at].lower not in index:
                at += 1
                continue
            end, person2 = _form(tokens, at, index, recent, inside, reading)
            if person2 is not None:
                person2.occurrences.append(Occurrence(reading.line, at, end, "short form"))
                recent = [person2, *(p for p in recent if p is not person2)]
            at = max(end, at + 1)


def _add_misspelt(index: dict[str, list[Person]], readings: Sequence[Reading]) -> None:
    """Lets words one letter away from a name's word lead to the person too."""
    long = [word for word in index if len(word) >= 6]
    seen = {t.lower for r in readings for t in r.line.tokens if t.kind == "cap" and len(t.lower) >= 6}
    for word in seen - index.keys():
        near = next((known for known in long if known[0] == word[0] and close(known, word)), None)
        if near is not None:
            index[word] = index[near]


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
    fitting = [p for p in candidates if _fits(p, words)]
    if not fitting and reading.line.part == "title":
        for shorter in range(end - 1, at, -1):
            words = words_of(tokens, at, shorter)
            fitting = [p for p in candidates if _fits(p, words)]
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


def _fits(person: Person, words: tuple[str, ...]) -> bool:
    return words in person.nicknames or (same_person(person.words, words) and len(words) <= len(person.words))


def _marked(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether words around say that a person is meant: "Pak X", "kata X", "X mengatakan"."""
    before = tokens[start - 1].lower if start else ""
    after = tokens[stop].lower if stop < len(tokens) else ""
    said = before in speech_words("noun") or before in speech_words("frame") or before in affixes("address")
    return said or after in speech_words("verb")


def titles_alone(people: Sequence[Person], readings: Sequence[Reading]) -> None:
    """Adds the places where the title alone stands for its known holder ("ujar Sekda", "camat itu"): same office, no
    place of its own, one holder in the article, not for all of a kind ("para camat") nor of a thing ("kantor
    camat")."""
    holders: dict[str, list[Person]] = {}
    for person in people:
        holders.setdefault(office_of(person).title.position, []).append(person)
    named = {(id(i.line), i.title.start) for person in people for i in person.introductions}
    for reading in readings:
        for title in reading.titles:
            holder = holders.get(title.position, [])
            if len(holder) != 1 or title.place is not None or (id(reading.line), title.start) in named:
                continue
            if _stands_for_one(reading.line.tokens, title):
                holder[0].occurrences.append(Occurrence(reading.line, title.start, title.stop, "title alone"))


def _stands_for_one(tokens: Sequence[Token], title: Title) -> bool:
    before = tokens[title.start - 1].lower if title.start else ""
    after = tokens[title.stop].lower if title.stop < len(tokens) else ""
    pointed = after in ("itu", "tersebut") or before in ("pak", "bu", "sang")
    spoken = before in speech_words("noun") or before in speech_words("frame") or after in speech_words("verb")
    return pointed or spoken
