"""Tables of regex rules, one rule a row, with macros (`{NAME}`) that stand in `violation_macros.csv`."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from nlp.literals import needed_words
from nlp.tables import TableError, read_table

_MACRO = re.compile(r"\{([A-Z]\w*)\}")
_FLAGS = re.IGNORECASE


@lru_cache(maxsize=256)
def _view(text: str) -> tuple[str, frozenset[str]]:
    """The text in small letters, and every three letters that stand together in it. The rules look at each sentence many
    times over."""
    low = text.lower()
    return low, frozenset(map("".join, zip(low, low[1:], low[2:], strict=False)))


def _key(word: str) -> str:
    """Three letters of a word (the word itself, if shorter) that few sentences hold."""
    grams = [word[k : k + 3] for k in range(len(word) - 2)]
    return next((gram for gram in grams if gram not in _COMMON), grams[0]) if grams else word


class Matcher:
    """A compiled regex (without regard to case) that first asks for the words that it needs, which is far cheaper, and
    remembers what it found in the last sentences. `needs`: of these any match holds one; () if none can be told."""

    def __init__(self, regex: re.Pattern[str], needs: tuple[str, ...]) -> None:
        self.regex, self.needs = regex, needs
        short = any(len(word) < 3 for word in needs)
        self._keys = frozenset() if short else frozenset(map(_key, needs))
        self._first = lru_cache(maxsize=64)(self._look)

    def _may(self, text: str) -> bool:
        if not self.needs:
            return True
        low, grams = _view(text)
        if self._keys and self._keys.isdisjoint(grams):
            return False
        for word in self.needs:  # noqa: SIM110 - `any` with a generator costs three times as much here
            if word in low:
                return True
        return False

    def _look(self, text: str) -> re.Match[str] | None:
        if self.needs:  # `_may`, written out: a call less for each of sixty looks at a sentence
            low, grams = _view(text)
            if self._keys and self._keys.isdisjoint(grams):
                return None
            for word in self.needs:
                if word in low:
                    break
            else:
                return None
        return self.regex.search(text)

    def search(self, text: str, start: int = 0, stop: int | None = None) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        if start == 0 and stop is None:
            return self._first(text)
        if not self._may(text):
            return None
        return self.regex.search(text, start, len(text) if stop is None else stop)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.regex.match(text, start)

    def finditer(self, text: str, start: int = 0, stop: int | None = None) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        if not self._may(text):
            return iter(())
        return self.regex.finditer(text, start, len(text) if stop is None else stop)

    def sub(self, replace: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As `re.Pattern.sub`."""
        return self.regex.sub(replace, text) if self._may(text) else text


@dataclass(frozen=True)
class Rule:
    """One row: `label` (first column of interest), the compiled regex, its id and the other cells."""

    id: str
    label: str
    pattern: Matcher
    cells: dict[str, str]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Matches in `text` (folded)."""
        return self.pattern.finditer(text)


class RuleSet:
    """Rules with an index of the words that they need: for a text only those that can match are handed out."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._always = frozenset(i for i, rule in enumerate(self.rules) if not rule.pattern.needs)
        self._index: dict[str, list[tuple[str, int]]] = {}
        self._short: list[tuple[str, int]] = []
        for i, rule in enumerate(self.rules):
            for word in rule.pattern.needs:
                if len(word) < 3:
                    self._short.append((word, i))
                else:
                    self._index.setdefault(_key(word), []).append((word, i))
        self._keys = frozenset(self._index)
        self._found = lru_cache(maxsize=64)(self._scan)

    def matches(self, text: str) -> Sequence[tuple[Rule, re.Match[str]]]:
        """Every match of every rule, rule by rule in table order."""
        return self._found(text)

    def _scan(self, text: str) -> tuple[tuple[Rule, re.Match[str]], ...]:
        low, grams = _view(text)
        hits = set(self._always)
        hits.update(i for word, i in self._short if word in low)
        for gram in self._keys & grams:
            for word, i in self._index[gram]:
                if i not in hits and word in low:
                    hits.add(i)
        rules = [self.rules[i] for i in sorted(hits)]
        return tuple((rule, match) for rule in rules for match in rule.pattern.regex.finditer(text))


# Syllables that nearly every sentence holds: bad keys for the index.
_COMMON = frozenset(
    (
        "men",
        "mem",
        "ber",
        "ter",
        "pen",
        "per",
        "kan",
        "ang",
        "eng",
        "nya",
        "yan",
        "dan",
        "ala",
        "lan",
        "ara",
        "ata",
        "ana",
    )
)


@cache
def macros() -> dict[str, str]:
    """The macros, each already expanded. Raises TableError where one names a macro that does not stand above it."""
    known: dict[str, str] = {}
    for row in read_table("violation_macros.csv", ("name", "regex", "source", "example")):
        known[row["name"]] = expand(row["regex"], f"violation_macros.csv, macro {row['name']}", known)
    return known


def expand(regex: str, where: str, known: dict[str, str] | None = None) -> str:
    """`regex` with its macros written out. Raises TableError for a macro that is not known."""
    table = macros() if known is None else known

    def one(match: re.Match[str]) -> str:
        if match[1] not in table:
            raise TableError(f"nlp/data/{where}: unknown macro {{{match[1]}}}; add it to violation_macros.csv")
        return f"(?:{table[match[1]]})"

    return _MACRO.sub(one, regex)


def compile_regex(regex: str, where: str) -> Matcher:
    """`regex` with macros written out, compiled without regard to case. Raises TableError where it is no regex."""
    try:
        source = expand(regex, where)
        return Matcher(re.compile(source, _FLAGS), needed_words(source))
    except re.error as error:
        raise TableError(f"nlp/data/{where}: bad regex: {error}; correct the cell") from error


@cache
def load_rules(name: str, label: str, columns: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """The rules of `nlp/data/<name>`, in file order. `label`: the column that says what a match means; `columns`:
    further columns that must be there. Raises TableError for a missing column, an unknown macro or a bad regex."""
    rules = []
    for number, row in enumerate(read_table(name, (label, "regex", "example", *columns)), start=1):
        ident = row.get("id") or f"{row[label]}.{number}"
        rules.append(Rule(ident, row[label], compile_regex(row["regex"], f"{name}, rule {ident}"), row))
    return tuple(rules)


@cache
def pattern(name: str) -> Matcher:
    """The pattern of that name in `violation_patterns.csv` (rows are alternatives). Raises TableError if absent."""
    cells = [row["regex"] for row in read_table("violation_patterns.csv", _PATTERN_COLUMNS) if row["name"] == name]
    if not cells:
        raise TableError(f"nlp/data/violation_patterns.csv: no row named {name!r}; add one")
    return compile_regex("|".join(cells), f"violation_patterns.csv, pattern {name}")


_PATTERN_COLUMNS = ("name", "regex", "example", "source")
