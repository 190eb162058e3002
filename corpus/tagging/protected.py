"""Initials and minors never become officials: what the tagger found is cut down before it becomes rows."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from nlp.document import Document
from nlp.records import Annotations, OfficialMention, Party

_WORD = re.compile(r"[^\W\d_]+")
_AGE = re.compile(r"\s*(?:\(\s*(\d{1,2})\s*(?:tahun|thn|th)?\s*\)|,?\s*(\d{1,2})\s*(?:tahun|thn|th)\b)", re.I)
_VOWEL = re.compile("[aeiou]", re.I)
_BESIDE = 60


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("protected.toml").read_text("utf-8"))


@cache
def _before() -> re.Pattern[str]:
    who, named = "|".join(_table()["before"]), "|".join(_table()["named"])
    return re.compile(rf"\b(?:{who})(?:\s+(?:\w+\s+){{0,4}}(?:{named}))?\s+$", re.I)


def is_initials(name: str) -> bool:
    """Whether a name is initials: "MJ", "A.S.", "RHS"."""
    words = _WORD.findall(name)
    return all(len(w) <= 2 or (len(w) <= 4 and w.isupper() and not _VOWEL.search(w)) for w in words)


def is_minor(mention: OfficialMention, document: Document) -> bool:
    """Whether the words beside the mention say that the person is under age or at school."""
    span, text = mention.span, document.part(mention.span.part)
    if (age := _AGE.match(text, span.stop)) is not None and int(age[1] or age[2]) < _table()["age"]:
        return True
    words = set(mention.position.lower().split())
    return bool(words & set(_table()["before"])) or bool(
        _before().search(text[max(0, span.start - _BESIDE) : span.start])
    )


def protect(found: Annotations, document: Document) -> Annotations:
    """The annotations without officials who are initials or minors; a minor's name goes from parties, verdicts and
    claims too, the office and the breach stay."""
    minors = {mention.name for mention in found.officials if is_minor(mention, document)}
    kept = tuple(one for one in found.officials if one.name not in minors and not is_initials(one.name))
    if len(kept) == len(found.officials):
        return found

    def parties(given: Iterable[Party]) -> tuple[Party, ...]:
        return tuple(Party(None, one.office) if one.name in minors else one for one in given)

    facts = replace(
        found.facts,
        verdicts=tuple(replace(one, parties=parties(one.parties)) for one in found.facts.verdicts),
        claims=tuple(replace(one, speaker=None) if one.speaker in minors else one for one in found.facts.claims),
    )
    violations = tuple(replace(one, parties=parties(one.parties)) for one in found.violations)
    return replace(found, officials=kept, violations=violations, facts=facts)
