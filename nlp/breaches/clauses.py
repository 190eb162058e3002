"""Clauses of a sentence (the reach of a cue ends with its clause) and which sentences stand in a quotation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlp.breaches.lexicon import Matcher, load_rules
from nlp.document import Sentence


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence between terminators; half-open offsets into the sentence."""

    start: int
    stop: int

    def holds(self, offset: int) -> bool:
        """Whether the offset lies in the clause."""
        return self.start <= offset < self.stop


@cache
def _terminators(kind: str) -> tuple[Matcher, ...]:
    rules = load_rules("violation_terminators.csv", "kind", ("source",))
    return tuple(rule.pattern for rule in rules if rule.label == kind)


def split_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a folded, masked sentence in order; they cover it without gaps."""
    cuts = {0}
    for pattern in _terminators("strong"):
        cuts.update(match.start() for match in pattern.finditer(text))
    for pattern in _terminators("comma"):
        cuts.update(match.end() for match in pattern.finditer(text))
    cuts.update(_concessions(text))
    edges = [*sorted(cuts), len(text)]
    return tuple(Clause(a, b) for a, b in pairwise(edges) if text[a:b].strip(" ,;.\"'"))


def _concessions(text: str) -> Iterable[int]:
    """Cuts at "meski ...": in front of it, and behind the comma that ends it where it opens the sentence."""
    for pattern in _terminators("concession"):
        for match in pattern.finditer(text):
            yield match.start()
            comma = text.find(",", match.end())
            if match.start() < 3 and comma > 0:
                yield comma + 1


@dataclass(frozen=True)
class Quotation:
    """Where a sentence is quoted: half-open stretches of it inside quotation marks (marks not counted)."""

    parts: tuple[tuple[int, int], ...]

    def holds(self, offset: int) -> bool:
        """Whether the offset is inside quotation marks."""
        return any(a <= offset < b for a, b in self.parts)

    def hidden(self, text: str) -> str:
        """The sentence with what is quoted overwritten; same length."""
        for a, b in self.parts:
            text = text[:a] + "_" * (b - a) + text[b:]
        return text


def quotations(sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """For each sentence what of it is quoted. A quotation may run over sentences, and ends with the paragraph."""
    found: list[Quotation] = []
    is_open, paragraph = False, ""
    for sentence in sentences:
        here = f"{sentence.part} {sentence.paragraph}"
        if here != paragraph:
            is_open, paragraph = False, here
        parts: list[tuple[int, int]] = []
        start = 0
        for match in re.finditer('"', sentence.text):
            if is_open:
                parts.append((start, match.start()))
            is_open, start = not is_open, match.end()
        if is_open:
            parts.append((start, len(sentence.text)))
        found.append(Quotation(tuple(p for p in parts if p[1] > p[0])))
    return tuple(found)
