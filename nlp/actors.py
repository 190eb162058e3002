"""Whose breach it is (codebook `actors`): public servants by kind, from the clause or from what the article is about."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from nlp.lexicon import Rule, load_rules

_ORDER = ("asn", "non_asn", "kepala_daerah", "kades", "tni", "polri", "bumn", "penyelenggara", "pejabat", "lainnya")


@cache
def _rules() -> tuple[Rule, ...]:
    return load_rules("actors.csv", "actor")


@cache
def _whole() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r.label, re.compile(rf"\b(?:{r.pattern.pattern})\b", re.I)) for r in _rules())


def actors_in(text: str) -> tuple[str, ...]:
    """The kinds of public servant that the words of `text` name, in the codebook's order. What one kind matched is
    not read again for a later one ("kepala desa" is not also "kepala")."""
    found = set()
    for actor, pattern in _whole():
        if pattern.search(text):
            found.add(actor)
            text = pattern.sub(lambda m: "_" * len(m[0]), text)
    return tuple(a for a in _ORDER if a in found)


def usual_actors(texts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The kinds that the breaches of an article are mostly about: the most frequent set."""
    counts = Counter(tuple(t) for t in texts if t)
    return counts.most_common(1)[0][0] if counts else ()
