"""Every named official of an article: fullest name, position, region of the office, role; every occurrence."""

from collections.abc import Sequence
from dataclasses import replace

from nlp.document import Document, fold
from nlp.persons.candidates import pairs
from nlp.persons.figures import figures_in, holds_national
from nlp.persons.introductions import headline_holder, read_lines
from nlp.persons.line_names import Introduction, Words
from nlp.persons.linked_offices import later_office, pointed_back
from nlp.persons.local_places import line_places, region_words, seen_places
from nlp.persons.names import is_name_word
from nlp.persons.offices import Map, office_region, regions_of, seats_of
from nlp.persons.official_tokens import Line, lines_of
from nlp.persons.people import Occurrence, Person, gather, office_of, settle, speaking_words
from nlp.persons.positions import fuller, spell_out
from nlp.persons.roles import accused_parties, roles_of
from nlp.persons.short_forms import link, titles_alone
from nlp.persons.titles import Title
from nlp.places.datelines import find_dateline
from nlp.places.primary import primary_region
from nlp.records import OfficialMention, RegionMention, Role, ViolationMention


def find_officials(document: Document, regions: Sequence[RegionMention]) -> tuple[OfficialMention, ...]:
    """All occurrences of the named officials, in text order; `name`, `position`, `region`, `role` are the person's."""
    lines = _article_lines(document)
    known = [regions_of(line, [m for m in regions if m.span.part == line.part]) for line in lines]
    words = _words(lines)
    codes = list(dict.fromkeys(m.code for m in regions if len(m.code) == 5))
    gazetteer = seen_places(lines, regions)
    surfaces = region_words(regions)
    places = [
        line_places(line, k.ends, k.at, codes, gazetteer, surfaces) for line, k in zip(lines, known, strict=True)
    ]
    readings = read_lines(lines, places, words)
    texts = {"title": document.title, "text": document.text}
    introductions = sorted(
        [
            *(i for r in readings for i in r.found),
            *later_office(readings, words),
            *pointed_back(readings, places, words),
            *headline_holder(readings, words),
        ],
        key=lambda i: i.line.part == "title",
    )
    dateline = find_dateline(document)
    introductions += pairs(readings, places, [k.at for k in known], dateline.head_stop if dateline else 0)
    year = document.published.year if document.published else None
    people = gather([*introductions, *_unnamed(figures_in(lines, year), introductions)], texts)
    if not people:
        return ()
    link(people, readings, [frozenset(k.at) for k in known])
    settle(people, texts)
    titles_alone(people, readings)
    codes_by_words = {tuple(fold(m.span.surface).lower().split()): m.code for m in reversed(regions)}
    area = Map(known, seats_of(lines, known), codes_by_words, primary_region(document, regions))
    return _mentions(document, people, lines, [t for r in readings for t in r.titles], area)


def _article_lines(document: Document) -> tuple[Line, ...]:
    """The lines of title and body without the page's own ("Baca juga: ...", by-lines)."""
    hidden = [s for s in document.sentences if s.navigation and s.part == "text"]
    lines: list[Line] = []
    for line in lines_of(document):
        if line.part == "text" and hidden:
            tokens = tuple(t for t in line.tokens if not any(s.start <= t.start < s.stop for s in hidden))
            line = replace(line, tokens=tokens)
        if line.tokens:
            lines.append(line)
    return tuple(lines)


def _unnamed(figures: Sequence[Introduction], introductions: Sequence[Introduction]) -> list[Introduction]:
    """The figures at places that no introduction has."""
    taken = {(id(i.line), i.name.start) for i in introductions}
    return [f for f in figures if (id(f.line), f.name.start) not in taken]


def assign_roles(
    document: Document,  # noqa: ARG001 - the interface of all parts that revise: the document comes first
    officials: Sequence[OfficialMention],
    violations: Sequence[ViolationMention],
) -> tuple[OfficialMention, ...]:
    """The officials with `role` accused for the named parties of a proven, alleged or denied breach. `document` is
    what they were found in (its sentences may serve a later rule)."""
    accused = accused_parties(officials, violations)
    return tuple(replace(m, role="accused") if m.name in accused else m for m in officials)


def _words(lines: Sequence[Line]) -> Words:
    capital: set[str] = set()
    common: set[str] = set()
    for line in lines:
        if line.part == "title":
            continue
        for at, token in enumerate(line.tokens):
            if token.kind == "low":
                common.add(token.lower)
            elif (
                at
                and token.kind == "cap"
                and is_name_word(token)
                and line.tokens[at - 1].text not in ('"', ".", "?", "!")
            ):
                capital.add(token.lower)
    speakers = speaking_words(lines)
    return Words(speakers, frozenset(capital | speakers), frozenset(common - capital))


def _mentions(
    document: Document, people: Sequence[Person], lines: Sequence[Line], titles: Sequence[Title], area: Map
) -> tuple[OfficialMention, ...]:
    number = {id(line): n for n, line in enumerate(lines)}
    named = {id(i.title) for person in people for i in person.introductions}
    article = f"{document.folded['title']}\n{document.folded['text']}"
    found: list[OfficialMention] = []
    for person, role in zip(people, roles_of(document, people), strict=True):
        best = office_of(person)
        title = replace(best.title, position=spell_out(fuller(best.title, titles, named), article))
        region = office_region(best, number[id(best.line)], area)
        if holds_national(person.words, title.position):
            region = None
        for occurrence in person.occurrences:
            found.append(_mention(document, person, occurrence, title, region, role))
    return tuple(sorted(found, key=lambda m: (m.span.part != "title", m.span.start)))


def _mention(
    document: Document, person: Person, occurrence: Occurrence, title: Title, region: str | None, role: Role
) -> OfficialMention:
    tokens = occurrence.line.tokens
    span = document.span(occurrence.line.part, tokens[occurrence.start].start, tokens[occurrence.stop - 1].stop)
    return OfficialMention(
        span, person.text, title.position, region, role, title.body, title.level, title.branch, title.acting,
        title.former, occurrence.rule,
    )  # fmt: skip
