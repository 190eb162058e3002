"""Tags of a photo's caption: read in the light of the article, kept apart from it.

What stands in title and text is tagged without the caption, so that a caption changes nothing there. The caption is then
read behind the text (in an article on the topic) or alone under the title, and only what is found inside it is kept, with
`part` "caption"."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from nlp.breaches.violations import find_violations
from nlp.document import Document, fold
from nlp.facts.findings import find_facts
from nlp.learned.ner import Engine
from nlp.persons.officials import assign_roles, find_officials
from nlp.persons.vote import vote
from nlp.places.regions import find_regions
from nlp.records import (
    ElectionMention,
    Facts,
    OfficialMention,
    PreventionMention,
    RegionMention,
    Span,
    Topic,
    ViolationMention,
)
from nlp.subject.elections import find_elections
from nlp.subject.prevention import find_prevention

# Two line ends: a link ("Baca juga:") in the last line of the text takes the line after it with it.
_GAP = "\n\n"


@dataclass(frozen=True)
class ArticleTags:
    """What is known of title and text: the topic, the places and the people, in text order, and the number of entries
    of `violations`."""

    topic: Topic
    regions: Sequence[RegionMention]
    officials: Sequence[OfficialMention]
    violations: int


@dataclass(frozen=True)
class CaptionTags:
    """What a caption holds, every span in `part` "caption". `facts` belong to these `violations`; their indexes count on
    from the article's own."""

    regions: tuple[RegionMention, ...] = ()
    officials: tuple[OfficialMention, ...] = ()
    violations: tuple[ViolationMention, ...] = ()
    prevention: tuple[PreventionMention, ...] = ()
    elections: tuple[ElectionMention, ...] = ()
    facts: Facts = field(default_factory=Facts)


def tag_caption(document: Document, known: ArticleTags, engines: Sequence[Engine] = ()) -> CaptionTags:
    """Tags of `document.caption`; all empty where there is none. Breaches and prevention are looked for only where the
    article is about the topic or has an aside on it. Raises EngineMissing."""
    if not document.caption.strip():
        return CaptionTags()
    told = document.text + _GAP if known.topic != "no" else ""
    whole = replace(document, text=told + document.caption, caption="")
    move = _mover(document, len(told))
    regions = find_regions(whole)
    people = find_officials(whole, regions)
    elections = find_elections(whole)
    own: list[ViolationMention] = []
    prevention: Sequence[PreventionMention] = ()
    facts = Facts()
    if known.topic != "no":
        violations = find_violations(whole, regions, people, on_topic=known.topic == "yes")
        people = assign_roles(whole, people, violations)
        prevention = find_prevention(whole, violations, on_topic=known.topic == "yes")
        own = [m for m in violations if move(m.span)]
        facts = find_facts(whole, own, regions, elections, people)
    names = _names(people, known.officials)
    persons = [_as_known(m, names) for m in _moved(people, move)]
    return CaptionTags(
        regions=tuple(_same_place(m, known.regions) for m in _moved(regions, move)),
        officials=_confirmed(document, persons, engines if known.topic != "no" else ()),
        violations=tuple(_violation(m, move, names) for m in own),
        prevention=tuple(_moved(prevention, move)),
        elections=tuple(_moved(elections, move)),
        facts=_facts(facts, move, names, known.violations),
    )


_Move = Callable[[Span], Span | None]
_Mention = TypeVar("_Mention", RegionMention, OfficialMention, PreventionMention, ElectionMention)


def _mover(document: Document, start: int) -> _Move:
    """From a span of the text read to that of the caption; None where it is not the caption's."""

    def move(span: Span) -> Span | None:
        if span.part != "text" or span.start < start:
            return None
        return document.span("caption", span.start - start, span.stop - start)

    return move


def _moved(mentions: Iterable[_Mention], move: _Move) -> list[_Mention]:
    return [replace(mention, span=span) for mention in mentions if (span := move(mention.span)) is not None]


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).casefold().split())


def _names(found: Iterable[OfficialMention], known: Iterable[OfficialMention]) -> dict[str, OfficialMention]:
    """Name of a person read with the caption -> the person of the article, where all words of one are in the other and
    no second person fits."""
    people = {mention.name: mention for mention in known}
    same = {}
    for name in {mention.name for mention in found}:
        words = _words(name)
        fitting = [m for one, m in people.items() if words <= _words(one) or words >= _words(one)]
        exact = [m for m in fitting if m.name.casefold() == name.casefold()]
        if len(exact or fitting) == 1:
            same[name] = (exact or fitting)[0]
    return same


def _as_known(mention: OfficialMention, names: dict[str, OfficialMention]) -> OfficialMention:
    """The mention with what the article says of the person."""
    person = names.get(mention.name)
    if person is None:
        return mention
    return replace(person, span=mention.span, rule=mention.rule, confirmed_by=())


def _same_place(mention: RegionMention, known: Iterable[RegionMention]) -> RegionMention:
    """The mention as the article resolves the same words, where it does so in one way only."""
    codes = {m.code for m in known if m.span.surface.casefold() == mention.span.surface.casefold()}
    if len(codes) != 1 or not codes <= set(mention.candidates):
        return mention
    return replace(mention, code=codes.pop())


def _confirmed(
    document: Document, persons: Sequence[OfficialMention], engines: Sequence[Engine]
) -> tuple[OfficialMention, ...]:
    if not engines or not persons:
        return tuple(persons)
    alone = replace(document, title="", text=document.caption, caption="")
    asked = [replace(m, span=replace(m.span, part="text")) for m in persons]
    return tuple(replace(m, span=replace(m.span, part="caption")) for m in vote(alone, asked, engines))


def _violation(mention: ViolationMention, move: _Move, names: dict[str, OfficialMention]) -> ViolationMention:
    def place(span: Span) -> Span:
        return move(span) or span  # evidence may stand in the article's own sentences

    parties = tuple(
        replace(party, name=names[party.name].name) if party.name in names else party for party in mention.parties
    )
    evidence = tuple(replace(e, span=place(e.span)) if e.span else e for e in mention.evidence)
    return replace(
        mention, span=place(mention.span), sentence=place(mention.sentence), parties=parties, evidence=evidence
    )


def _facts(facts: Facts, move: _Move, names: dict[str, OfficialMention], before: int) -> Facts:
    """The findings that stand in the caption; stages are the article's."""
    return Facts(
        breaches=facts.breaches,
        laws=tuple(replace(m, span=span) for m in facts.laws if (span := move(m.span))),
        counts=tuple(
            replace(m, span=span, violation=m.violation + before) for m in facts.counts if (span := move(m.span))
        ),
        sanctions=tuple(
            replace(m, span=span, violation=m.violation + before) for m in facts.sanctions if (span := move(m.span))
        ),
        verdicts=tuple(
            replace(m, span=span, violation=m.violation + before) for m in facts.verdicts if (span := move(m.span))
        ),
        claims=tuple(
            replace(
                m,
                violation=m.violation + before,
                speaker=names[m.speaker].name if m.speaker in names else m.speaker,
            )
            for m in facts.claims
        ),
    )
