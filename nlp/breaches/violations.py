"""Violation mentions: every sentence that names a breach of neutrality, its status, and who is said to be guilty."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.breaches.accused import accused, accused_words
from nlp.breaches.breach import find_theme, known_theme, may_concern
from nlp.breaches.claims import Sources, name_sources
from nlp.breaches.entries import Drafting, Told
from nlp.breaches.filling import Filling
from nlp.breaches.office_names import office_words
from nlp.breaches.parties import Person, find_people
from nlp.breaches.readings import Reading, read_article
from nlp.breaches.second_opinion import settle
from nlp.breaches.signals import Story, signals_of
from nlp.document import Document
from nlp.learned.sentence_judge import HOPELESS, load_judge
from nlp.learned.sentence_model import Opinion, opinions
from nlp.records import OfficialMention, RegionMention, ViolationMention


@dataclass(frozen=True)
class Analysis:
    """An article as the rules read it: its sentences, who is accused, who speaks, what they make of each sentence."""

    readings: Sequence[Reading]
    group: Sequence[Person]
    sources: Sources
    told: Sequence[Told]


def analyse(
    document: Document, officials: Sequence[OfficialMention], views: Sequence[Opinion], on_topic: bool
) -> Analysis | None:
    """The rules' part; None for an article that is not about neutrality. `views`: the word model's opinions."""
    seen, people = find_people(document.sentences, officials)
    readings = read_article(document, seen)
    theme = find_theme([(r.is_title, r.text, r.breaches) for r in readings], views)
    if on_topic:
        theme = known_theme(theme)
    if theme.level == "no":
        return None
    group = accused(readings, views)
    sources = Sources(
        document.sentences,
        [r.quote for r in readings],
        name_sources(document.sentences, officials),
        accused_words(group, people),
        [office_words(person.office) for person in group if person.office],
    )
    told = Drafting(readings, theme, sources, group).run()
    return Analysis(readings, group, sources, told)


def judgements(document: Document, analysis: Analysis, views: Sequence[Opinion]) -> list[Opinion]:
    """The judge's opinion of each sentence."""
    story = Story(analysis.told, analysis.sources, analysis.group, document.folded["title"])
    judge = load_judge().judge
    signals = signals_of(story, views, HOPELESS)
    return [judge(one) if one is not None else view for one, view in zip(signals, views, strict=True)]


def find_violations(
    document: Document,
    regions: Sequence[RegionMention],
    officials: Sequence[OfficialMention],
    on_topic: bool = False,
) -> tuple[ViolationMention, ...]:
    """Every entry of the codebook's `violations` in text order. `officials` serve to name parties and speakers; with
    none given, parties are known by initials only. `on_topic`: it is known to be about neutrality; otherwise an article
    that is not is refused cheaply."""
    del regions
    if not may_concern(document):
        return ()
    words = opinions(document)
    analysis = analyse(document, officials, words, on_topic)
    if analysis is None:
        return ()
    views = judgements(document, analysis, words)
    drafts = settle(analysis.told, views, on_topic)
    filling = Filling(document, analysis.sources, analysis.group, analysis.readings, views)
    return tuple(filling.fill(drafts))
