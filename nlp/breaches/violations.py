"""Violation mentions: every sentence that names a breach of neutrality, its status, and who is said to be guilty."""

from collections.abc import Sequence

from nlp.breaches.accused import accused
from nlp.breaches.breach import find_theme, known_theme, may_concern
from nlp.breaches.claims import Sources, name_sources
from nlp.breaches.entries import Drafting
from nlp.breaches.filling import Filling
from nlp.breaches.parties import find_people
from nlp.breaches.readings import read_article
from nlp.document import Document
from nlp.learned.sentence_model import opinions
from nlp.records import OfficialMention, RegionMention, ViolationMention


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
    seen, _ = find_people(document.sentences, officials)
    readings = read_article(document, seen)
    views = opinions(document)
    theme = find_theme([(r.is_title, r.text, r.breaches) for r in readings], views)
    if on_topic:
        theme = known_theme(theme)
    if theme.level == "no":
        return ()
    group = accused(readings, views)
    sources = Sources(
        document.sentences,
        [r.quote for r in readings],
        name_sources(document.sentences, officials),
        frozenset(word.lower() for person in group for word in person.words),
    )
    drafts = Drafting(readings, theme, sources, group, views).run()
    return tuple(Filling(document, sources, group, readings, views).fill(drafts))
