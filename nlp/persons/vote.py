"""What the learned recognisers' word counts for. The grammar alone makes officials, names their ends and their offices;
a recogniser confirms a mention, or finds a short form of a known name that the grammar passed over. docs/officials.md
has the figures that decided so."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nlp.document import Document, fold
from nlp.learned.ner import Engine, PersonSpan, propose_persons
from nlp.records import OfficialMention, Span

_ALIKE = 2
"""A word shorter than this or an initial is no short form."""


def vote(
    document: Document, officials: Sequence[OfficialMention], engines: Sequence[Engine]
) -> tuple[OfficialMention, ...]:
    """The officials with `confirmed_by` (the engines that take just these words for a person) on each mention, and
    short forms of their names that an engine found. Engines read only sentences with a word of an official's name.
    Raises EngineMissing."""
    if not officials or not engines:
        return tuple(officials)
    words = {word for mention in officials for word in _words(mention.name) if len(word) > _ALIKE}
    seen = [person for engine in engines for person in propose_persons(document, engine, words)]
    return confirmed([*officials, *short_forms(officials, seen)], seen)


def confirmed(officials: Iterable[OfficialMention], persons: Iterable[PersonSpan]) -> tuple[OfficialMention, ...]:
    """The mentions in text order, each with the engines that propose exactly its span."""
    by_span: dict[tuple[str, int, int], list[Engine]] = {}
    for person in persons:
        engines = by_span.setdefault(_place(person.span), [])
        if person.engine not in engines:
            engines.append(person.engine)
    told = (replace(m, confirmed_by=tuple(by_span.get(_place(m.span), ()))) for m in officials)
    return tuple(sorted(told, key=lambda m: (m.span.part != "title", m.span.start)))


def short_forms(officials: Sequence[OfficialMention], persons: Iterable[PersonSpan]) -> list[OfficialMention]:
    """A mention for each proposed person that no mention overlaps and whose words all belong, in order, to the name of
    just one official."""
    people = {mention.name: mention for mention in officials}
    taken = [mention.span for mention in officials]
    found: list[OfficialMention] = []
    for person in persons:
        words = _words(person.span.surface)
        owners = [m for name, m in people.items() if _is_part(words, _words(name))]
        if len(owners) != 1 or any(_overlap(person.span, span) for span in taken):
            continue
        taken.append(person.span)
        found.append(replace(owners[0], span=person.span, rule="recognised short form"))
    return found


def _words(name: str) -> list[str]:
    return [word.strip(".,'\"") for word in fold(name).lower().split()]


def _is_part(short: Sequence[str], long: Sequence[str]) -> bool:
    rest = iter(long)
    return any(len(word) > _ALIKE for word in short) and all(word in rest for word in short)


def _place(span: Span) -> tuple[str, int, int]:
    return span.part, span.start, span.stop


def _overlap(a: Span, b: Span) -> bool:
    return a.part == b.part and a.start < b.stop and b.start < a.stop
