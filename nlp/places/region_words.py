"""Words of a sentence, the names among them, and what region_context.csv says of the words beside a name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from nlp.document import Sentence
from nlp.places.gazetteer import Alias, aliases, longer_names
from nlp.tables import read_table

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_TRAILING = frozenset(
    ["utara", "selatan", "barat", "timur", "tengah", "tenggara", "daya", "besar", "laut", "hulu", "hilir", "dan"]
)
# Abbreviations that keep their stop inside a name: "Kep. Riau", "D.I. Yogyakarta".
STOPPED = frozenset(["kep", "d", "i", "kab", "kec", "prov", "kel", "ds"])


class Token(NamedTuple):
    """A word of a sentence; offsets into the sentence's text."""

    text: str
    start: int
    stop: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True)
class Context:
    """region_context.csv: (role, type) of words, those that need a capital, and the words of each role."""

    roles: Mapping[str, tuple[str, str]]
    capital_only: frozenset[str]
    groups: Mapping[str, frozenset[str]]


@cache
def context() -> Context:
    """The table, read once."""
    roles: dict[str, tuple[str, str]] = {}
    capital_only: set[str] = set()
    groups: dict[str, set[str]] = {}
    order = ["below", "not", "office", "person", "speech", "place"]
    for row in read_table("region_context.csv", ("words", "role", "type", "example")):
        key = row["words"].lower().replace("-", " ")
        groups.setdefault(row["role"], set()).add(key)
        if row["role"] not in order:
            continue
        if key not in roles or order.index(row["role"]) < order.index(roles[key][0]):
            roles[key] = (row["role"], row["type"])
            if row["words"][0].isupper():
                capital_only.add(key)
    return Context(roles, frozenset(capital_only), {name: frozenset(words) for name, words in groups.items()})


def group(name: str) -> frozenset[str]:
    """Lower-case words of one role of region_context.csv."""
    return context().groups[name]


def tokens_of(sentence: Sentence) -> list[Token]:
    """Words and numbers of a sentence with their offsets in its text."""
    return [Token(m[0], m.start(), m.end()) for m in _WORD.finditer(sentence.text)]


def match_alias(text: str, tokens: Sequence[Token], i: int) -> Alias | None:
    """The longest alias that begins at token i: capitals throughout, trailing directions may be small."""
    if not (tokens[i].capital or tokens[i].text.isdigit()):
        return None
    for alias in aliases().get(tokens[i].lower, ()):
        run = tokens[i : i + len(alias.tokens)]
        if len(run) < len(alias.tokens) or any(t.lower != w for t, w in zip(run, alias.tokens, strict=True)):
            continue
        if not all(t.capital or t.text.isdigit() or t.lower in _TRAILING for t in run[1:]):
            continue
        if alias.ambiguity and alias.kind.endswith("abbreviation") and run[0].text.islower():
            continue
        if all(_joined(text, a, b) for a, b in pairwise(run)):
            return alias
    return None


def longer_name(text: str, tokens: Sequence[Token], i: int) -> int:
    """How many tokens a kecamatan's or capital's name that holds a region's takes from token i on; 0 if none."""
    if tokens[i].capital:
        for name in longer_names().get(tokens[i].lower, ()):
            run = tokens[i : i + len(name)]
            written = tuple(t.lower for t in run) == name and all(t.capital for t in run)
            if written and all(_joined(text, a, b) for a, b in pairwise(run)):
                return len(name)
    return 0


def _joined(text: str, left: Token, right: Token) -> bool:
    gap = text[left.stop : right.start]
    if gap.strip(" ") == "":
        return len(gap) <= 3
    return gap == "-" or (gap in (".", ". ") and left.lower in STOPPED)


def beside(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but a blank (or the stop of an abbreviation) stands between two words."""
    return text[left.stop : right.start].strip(" ") in ("", ".") and right.start - left.stop <= 3
