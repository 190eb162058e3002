"""Who is said to have done it: persons named beside a breach, and which of them a sentence means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.document import Sentence
from nlp.lexicon import pattern
from nlp.records import OfficialMention, Party

_INITIALS = re.compile(r"(?-i:\b(?:ber)?inisial (?:nama )?([A-Z]{1,4}(?:[a-z]{0,2})?)\b)")
_INITIALS_LISTED = re.compile(
    r"(?-i:\b([A-Z]{2,3})(?=,? (?:\(\d{2}\)|(?:seorang |guru|kepala|PNS|staf|pegawai|kasun|kades|camat|lurah|sekretaris|honorer))))"
)


@dataclass(frozen=True)
class Person:
    """Somebody who may be accused. `words`: the words of the name that later stand for the person."""

    name: str
    office: str | None
    words: frozenset[str]
    body: str | None = None


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
    for official in officials:
        words = frozenset(w for w in re.findall(r"[A-Za-z'’-]+", official.name) if len(w) > 1)
        people.setdefault(
            official.name, Person(official.name, official.position or None, words, official.institution)
        )
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


def _initials(sentences: Sequence[Sentence]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for sentence in sentences:
        for listed in (_INITIALS, _INITIALS_LISTED):
            for match in listed.finditer(sentence.text):
                letters = match[1]
                if letters in found or letters in _NOT_INITIALS:
                    continue
                before = [
                    m[0] for m in pattern("office").finditer(sentence.text, max(0, match.start() - 60), match.start())
                ]
                after = [
                    m[0]
                    for m in pattern("office").finditer(
                        sentence.text, match.end(), min(len(sentence.text), match.end() + 40)
                    )
                ]
                office = (before or after or [None])[-1 if before else 0]
                found[letters] = Person(letters, office, frozenset({letters}))
    return found


_NOT_INITIALS = frozenset(
    [
        "ASN",
        "PNS",
        "TNI",
        "KPU",
        "DPR",
        "DPD",
        "MK",
        "PN",
        "SD",
        "SMP",
        "SMA",
        "SMK",
        "RT",
        "RW",
        "PPK",
        "PPS",
        "TPS",
        "BKN",
        "BKD",
        "WA",
        "FB",
        "IG",
        "SK",
        "SE",
        "UU",
        "PP",
        "RI",
        "DIY",
        "NTB",
        "NTT",
        "PKB",
        "PKS",
        "PAN",
        "PPP",
        "PSI",
        "PKH",
        "OPD",
        "BPD",
        "THL",
        "KTP",
        "KTA",
        "PSU",
        "KPK",
        "DPP",
        "DPC",
        "DPW",
        "APK",
        "PAW",
        "HUT",
        "UPT",
        "SKB",
    ]
)


def accused_here(text: str, seen: Sequence[Seen], *, strict: bool) -> list[Person]:
    """The persons of one sentence who are said to have done it: subject of an accusing verb or its object; not who only
    speaks. `strict` (for `proven`) asks for the accusing word right beside the name."""
    found: list[Person] = []
    for one in seen:
        if one.person in found:
            continue
        after = re.sub(r"\([^)]*\)|, [^,]{2,60},", " ", text[one.stop : one.stop + 150], count=2)
        subject = pattern("subject").search(after)
        speech = pattern("speech").search(after)
        tagged = pattern("tag").search(text[max(0, one.start - 90) : one.start])
        if tagged:
            continue
        if speech and (not subject or speech.start() <= subject.start()):
            continue
        if re.match(r"\s*(?:,|\()?\s*(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu)", after, re.I) and not subject:
            continue
        near = 60 if strict else 110
        before = text[max(0, one.start - (70 if strict else 100)) : one.start]
        if (subject and subject.start() < near) or pattern("object").search(before):
            found.append(one.person)
    return found


def as_parties(people: Sequence[Person]) -> tuple[Party, ...]:
    """The parties of an entry, without repeats."""
    return tuple(dict.fromkeys(Party(p.name, p.office) for p in people))


def meant(text: str, group: Sequence[Person], last: Person | None) -> list[Person]:
    """Whom of the accused so far a sentence without a name means: all for a plural, the last one for a pronoun; all who
    were accused together where it only speaks of "the breach"; nobody where it brings in somebody new."""
    if not group:
        return []
    if pattern("other").search(text):
        return []
    if len(group) == 1:
        return list(group)
    if pattern("plural").search(text):
        return list(group)
    by_office = [p for p in group if p.office and re.search(rf"\b{re.escape(p.office.split()[0])}\b", text, re.I)]
    if by_office:
        return by_office
    if pattern("pronoun").search(text) and last:
        return [last]
    return list(group) if last is None or last in group else []
