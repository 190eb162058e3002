"""Why each tag was given: the mentions of one article with their rules and words, as lines to show."""

from collections.abc import Iterator
from dataclasses import dataclass

from nlp.document import Document
from nlp.records import Annotations, OfficialMention, RegionMention, Span, ViolationMention

RULES = {
    "carry": "carries on the verdict of the sentence before",
    "context": "no cue: as the case stands so far",
    "title": "no cue: a headline tells a fact",
    "plain": "no cue: told as a fact",
    "count": "a number of breaches",
    "list": "an item of a list of what is forbidden",
    "pledge": "words of a pledge",
    "sanction": "a sanction carried out",
    "sanction_case": "a sanction in a case that is proven",
    "sanction_rule": "a sanction, and nobody meant",
    "statistic": "a figure on reports",
    "hint": "a weak word, and a case is told",
    "not_act": "an act that is negated in a rule",
    "learned": "the rules have no words for it: the learned model decided",
}
"""What the rules of a status mean that are no row of assertion_cues.csv."""

LEVELS = {
    "beside": "named in the sentence",
    "headline": "the headline names the office",
    "listed": "named in the list of those meant",
    "number": "as many people as the article lists",
    "found": "found guilty before, and meant again",
    "pronoun": "a word that points back to the one accused",
    "only": "the only one accused",
}
"""How a person was linked to an entry (`nlp.breaches.linking.Link.level`)."""


@dataclass(frozen=True)
class Line:
    """One thing said of a tag: which field, its value, the words that it stands on ("" where it is the context), and
    by which rule."""

    field: str
    value: str
    words: str
    because: str


@dataclass(frozen=True)
class Section:
    """One tag (`kind`: topic, region, official, violation, prevention, election) with its heading and reasons."""

    kind: str
    heading: str
    lines: tuple[Line, ...]


def explain(tags: Annotations) -> Iterator[Section]:
    """The sections of one article in the order of the codebook; violations in text order."""
    yield Section("topic", f"topic {tags.topic}, primary region {tags.primary_region or 'none'}", ())
    for election in dict.fromkeys(m.election for m in tags.elections):
        lines = [
            _line("election", m.election, m.span, m.resolved_by) for m in tags.elections if m.election == election
        ]
        yield Section("election", election, tuple(lines))
    for code in dict.fromkeys(m.code for m in tags.regions):
        yield Section("region", code, tuple(_region(m) for m in tags.regions if m.code == code))
    for name in dict.fromkeys(m.name for m in tags.officials):
        yield _official([m for m in tags.officials if m.name == name])
    for number, violation in enumerate(tags.violations, start=1):
        yield _violation(number, violation)
    for kind in dict.fromkeys(m.kind for m in tags.prevention):
        lines = [_line("prevention", m.kind, m.span, m.rule) for m in tags.prevention if m.kind == kind]
        yield Section("prevention", kind, tuple(lines))


def _line(field: str, value: str, span: Span | None, because: str) -> Line:
    return Line(field, value, span.surface if span else "", because)


def _region(mention: RegionMention) -> Line:
    others = [code for code in mention.candidates if code != mention.code]
    because = mention.resolved_by + (f", else {' or '.join(others)}" if others else "")
    return _line("region", f"{mention.code} ({mention.precision})", mention.span, because)


def _official(mentions: list[OfficialMention]) -> Section:
    first = mentions[0]
    heading = f"{first.name}: {first.position}, region {first.region or 'none'}, role {first.role}"
    return Section("official", heading, tuple(_line("mention", m.span.part, m.span, m.rule) for m in mentions))


def _violation(number: int, mention: ViolationMention) -> Section:
    heading = f"{number}. {mention.status}, {mention.substatus} ({mention.reference}, {mention.temporal})"
    quote = Line("quote", mention.span.part, mention.span.surface, "")
    lines = [_line(e.field, e.value, e.span, _because(e.field, e.rule)) for e in mention.evidence]
    return Section("violation", heading, (quote, *lines))


def _because(field: str, rule: str) -> str:
    """The rule in words where it is no row of a table."""
    if field == "party":
        return LEVELS.get(rule, rule)
    if field == "status":
        learned = rule.startswith("learned+")
        named = RULES.get(rule.removeprefix("learned+"), rule.removeprefix("learned+"))
        return f"{named}; found by the learned model" if learned else named
    return rule


def marks(document: Document, tags: Annotations) -> list[tuple[int, int, str]]:
    """What to mark in title + newline + text (+ newline + caption): half-open code points and a label, not overlapping.
    What says that there is a breach, and with which status, goes before names, and these before places."""
    behind = len(document.title) + 1
    offset = {"title": 0, "text": behind, "caption": behind + len(document.text) + 1}
    ranked: list[tuple[int, Span, str]] = []
    for violation in tags.violations:
        for one in violation.evidence:
            if one.span and one.field in ("breach", "status", "sanction"):
                label = violation.status if one.field == "status" else one.field
                ranked.append(({"status": 0, "breach": 1, "sanction": 2}[one.field], one.span, label))
    ranked += [(3, m.span, "official") for m in tags.officials]
    ranked += [(4, m.span, "region") for m in tags.regions]
    ranked += [(5, m.span, "prevention") for m in tags.prevention]
    ranked += [(6, m.span, "election") for m in tags.elections]
    taken: list[tuple[int, int, str]] = []
    for _, span, label in sorted(ranked, key=lambda r: (r[0], r[1].start)):
        start, stop = offset[span.part] + span.start, offset[span.part] + span.stop
        if all(stop <= a or b <= start for a, b, _ in taken):
            taken.append((start, stop, label))
    return sorted(taken)
