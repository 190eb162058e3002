"""Whose breach it is (codebook `actors`): kinds of public servant, from the clause or from the whole article."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from nlp.breaches.lexicon import Rule, load_rules, pattern
from nlp.breaches.party_words import party_pattern

_ORDER = ("asn", "non_asn", "kepala_daerah", "kades", "tni", "polri", "bumn", "penyelenggara", "pejabat", "lainnya")


@cache
def _rules() -> tuple[Rule, ...]:
    return load_rules("actors.csv", "actor")


def actors_in(text: str, village_lurah: bool = False) -> tuple[str, ...]:
    """The kinds of public servant that the words of `text` name, in the codebook's order; not who speaks or decides
    there. What one kind matched is not read again for a later one ("kepala desa" is not also "kepala").
    `village_lurah`: a lurah there heads a village, as in Yogyakarta."""
    found = {actor for actor, _ in actor_words(text, village_lurah)}
    return tuple(a for a in _ORDER if a in found)


def has_village_lurah(text: str) -> bool:
    """Whether the article plays in Yogyakarta, where lurah and pamong are of the kalurahan (codebook, actors)."""
    return party_pattern("kalurahan").search(text) is not None


def actor_words(text: str, village_lurah: bool = False) -> Iterator[tuple[str, re.Match[str]]]:
    """Each kind that `text` names, with the first words that name it, in table order."""
    text = pattern("not_actor").sub(_blank, text)
    text = party_pattern("speaking_office").sub(_blank, text)
    lurah = party_pattern("lurah").search(text) if village_lurah else None
    if lurah:
        yield "kades", lurah
        text = party_pattern("lurah").sub(_blank, text)
    for rule in _rules():
        match = rule.pattern.search(text)
        if match:
            yield rule.label, match
            text = rule.pattern.sub(_blank, text)


def office_actors(offices: Sequence[str | None], village_lurah: bool = False) -> tuple[str, ...]:
    """The kinds that the offices of the accused are of; () where the kind of one is not known."""
    found: set[str] = set()
    for office in offices:
        text = office or ""
        elected = pattern("elected_head").match(text) is not None
        election = pattern("election_office").match(text) is not None
        kinds = (
            {"kepala_daerah"} if elected else {"penyelenggara"} if election else set(actors_in(text, village_lurah))
        )
        if not kinds:
            return ()
        found |= kinds
    return tuple(a for a in _ORDER if a in found)


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match[0])


def usual_actors(texts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The kinds that the breaches of an article are mostly about: the most frequent set."""
    counts = Counter(tuple(t) for t in texts if t)
    return counts.most_common(1)[0][0] if counts else ()
