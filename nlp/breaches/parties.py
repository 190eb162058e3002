"""Who is said to have done it: persons named beside a breach, and which of them a sentence means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.breaches.initials import initials_in
from nlp.breaches.lexicon import pattern
from nlp.breaches.office_names import office_words
from nlp.document import Sentence
from nlp.records import OfficialMention, Party


@dataclass(frozen=True)
class Person:
    """Somebody who may be accused. `words`: the words of the name that later stand for the person."""

    name: str
    office: str | None
    words: frozenset[str]
    role: str = ""
    """The role that the officials part gave ("accused", "source" ...); "" for people known by initials."""


@dataclass(frozen=True)
class Seen:
    """A person in a sentence; half-open offsets into it."""

    person: Person
    start: int
    stop: int


def find_people(
    sentences: Sequence[Sentence], officials: Sequence[OfficialMention]
) -> tuple[dict[int, list[Seen]], tuple[Person, ...]]:
    """Persons by sentence index, in text order, and all persons: named officials and people known by initials."""
    people: dict[str, Person] = {}
    whole = " ".join(s.text for s in sentences)
    officials = [o for o in officials if " " in o.name or not _is_place(o.name, whole)]
    for official in officials:
        words = frozenset(w for w in re.findall(r"[A-Za-z'’-]+", official.name) if len(w) > 1)
        people.setdefault(official.name, Person(official.name, official.position or None, words, official.role))
    seen: dict[int, list[Seen]] = {}
    spans = sorted((o.span.part == "text", o.span.start, o.span.stop, o.name) for o in officials)
    initials = _initials(sentences)
    for sentence in sentences:
        here = [
            Seen(people[name], start - sentence.start, stop - sentence.start)
            for in_text, start, stop, name in spans
            if in_text == (sentence.part == "text") and sentence.start <= start < sentence.stop
        ]
        for letters, person in initials.items():
            here += [Seen(person, m.start(), m.end()) for m in re.finditer(rf"(?-i:\b{letters}\b)", sentence.text)]
        if here:
            seen[sentence.index] = sorted(here, key=lambda s: s.start)
    return seen, (*people.values(), *initials.values())


def _is_place(word: str, text: str) -> bool:
    """Whether a name of one word stands behind a body or kind of place somewhere ("Bawaslu X", "Desa X"): then it is
    a place that was taken for a name, and nobody is accused by it."""
    return any(text[: m.start()].endswith(_PLACED) for m in re.finditer(rf"\b{re.escape(word)}\b", text))


_PLACED = (
    "Bawaslu ", "Panwaslu ", "Panwas ", "KPU ", "Pemkab ", "Pemkot ", "Pemko ", "Kabupaten ", "Kota ", "Desa ",
    "Kecamatan ", "Kelurahan ", "Polres ", "Polsek ", "DPRD ", "Kejari ", "PN ", "Kampung ", "Nagari ", "Gampong ",
)  # fmt: skip


def _initials(sentences: Sequence[Sentence]) -> dict[str, Person]:
    """The people known by initials, with the office that stands beside their first mention."""
    found: dict[str, Person] = {}
    for letters, sentence, start, stop in initials_in(sentences):
        text = sentence.text
        before = [m[0] for m in pattern("office").finditer(text, max(0, start - 60), start)]
        after = [m[0] for m in pattern("office").finditer(text, stop, min(len(text), stop + 40))]
        office = before[-1] if before else after[0] if after else None
        found[letters] = Person(letters, office, frozenset({letters}))
    return found


def tagged(one: Seen, before: str, seen: Sequence[Seen]) -> bool:
    """Whether a word of saying makes the person a speaker: none where somebody else stands behind that word ("Menurut
    Retno, AG, guru SD, ...")."""
    tag = pattern("tag").search(before)
    start = one.start - len(before) + tag.start() if tag else 0
    return tag is not None and not any(start <= s.start < one.start and s.person != one.person for s in seen)


def evidence_of(text: str, one: Seen, seen: Sequence[Seen] = ()) -> str:
    """What the words around a name say of the person: "subject" (subject of an accusing verb), "accused" (its
    object), "denies", "acts", or "" where the person only speaks or stands by."""
    after, before = around(text, one, 110)
    if tagged(one, pattern("name_lead").sub(lambda m: " " * len(m[0]), before), seen):
        return ""
    before = pattern("name_lead").sub("", before)
    tails = tails_of(after)
    if any(pattern("accused_verb").match(t) for t in tails):
        return "subject"
    if any(pattern("denying_verb").match(t) for t in tails):
        return "" if any(pattern("denies_for").match(t) for t in tails) else "denies"
    acts = any(pattern("acting_verb").match(t) for t in tails)
    if (acts and pattern("says_that").search(before)) or pattern("charges").search(before):
        return "accused"
    lead = pattern("accused_before").search(before)
    if lead and not pattern("verbish").search(before[lead.start() :].partition(" ")[2]):
        return "accused"
    return "acts" if acts else ""


def around(text: str, one: Seen, back: int) -> tuple[str, str]:
    """The words behind a name, without degrees and without names joined to it, and the words before it."""
    after = re.sub(r"^(?:[ ,]*(?:S|M|A|Dr|dr)\.\s?[A-Za-z]+\.?)+,?", "", text[one.stop : one.stop + 190])
    return pattern("and_name").sub("", after), text[max(0, one.start - back) : one.start]


def tails_of(after: str) -> list[str]:
    """Where the predicate of a name may begin: behind it, and behind each apposition or place that follows it."""
    found = [after]
    lead = pattern("apposition").match(after)
    while lead and lead.end() and len(found) < 5:
        after = after[lead.end() :]
        found.append(after)
        lead = pattern("apposition").match(after)
    return found


def proved(text: str, one: Seen, seen: Sequence[Seen] = ()) -> bool:
    """Whether the words around a name say that this person was found to have done it or was sanctioned for it."""
    after, before = around(text, one, 160)
    if tagged(one, before, seen):
        return False
    if any(pattern("proven_verb").match(tail) for tail in tails_of(after)):
        return True
    return evidence_of(text, one, seen) == "accused" and pattern("proven_before").search(before) is not None


def evidence(text: str, seen: Sequence[Seen]) -> dict[Person, str]:
    """For each person of a sentence the strongest of what the words around the name say."""
    found: dict[Person, str] = {}
    for one in seen:
        kind = evidence_of(text, one, seen)
        if _WEIGHT[kind] > _WEIGHT[found.get(one.person, "")] or one.person not in found:
            found[one.person] = kind
    return found


_WEIGHT = {"": 0, "acts": 1, "denies": 2, "accused": 3, "subject": 4}


def as_parties(people: Sequence[Person]) -> tuple[Party, ...]:
    """The parties of an entry, without repeats."""
    return tuple(dict.fromkeys(Party(p.name, p.office) for p in people))


def meant(text: str, group: Sequence[Person], last: Person | None) -> list[Person]:
    """Whom of the accused a sentence without their names means: all where it says as many ("keduanya"), the last one
    for a pronoun or "that camat", the only one for "that suspicion". Nobody where it brings in somebody new, names
    another office, or is not plain."""
    if not group or pattern("other").search(text):
        return []
    if all_meant(text, group):
        return list(group)
    fitting = [p for p in group if _fits(text, p)]
    if pattern("pronoun").search(text) and fitting:
        return [last] if last in fitting and last else fitting[-1:]
    return fitting if len(group) == 1 else []


def all_meant(text: str, group: Sequence[Person]) -> bool:
    """Whether the sentence speaks of as many people as the group has ("keduanya" for two)."""
    number = {2: "pair", 3: "triple", 4: "quad"}.get(len(group))
    return number is not None and pattern(number).search(text) is not None


def _fits(text: str, person: Person) -> bool:
    """Whether the sentence names no office, or the person's own; "the incumbent" is nobody but a head of region."""
    if pattern("incumbent").search(text) and not pattern("elected_head").match(person.office or ""):
        return False
    text = _RACE.sub("", text)  # "calon bupati" names no office of the one who is meant
    named = {_office_word(m[0]) for m in pattern("own_office").finditer(text)}
    own = {_office_word(m[0]) for m in pattern("own_office").finditer(person.office or "")}
    return not named or not own or bool(named & own)


_RACE = re.compile(r"\b(?:calon|pasangan) (?:wakil )?(?:bupati|wali ?kota|gubernur)\b", re.IGNORECASE)


def _office_word(word: str) -> str:
    return " ".join(sorted(office_words(word)))


def points_back(text: str) -> bool:
    """Whether the words of a sentence point back to somebody ("the accused", "he", "that breach")."""
    return any(pattern(name).search(text) for name in ("plural", "pronoun", "that_breach"))
