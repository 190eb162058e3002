"""Rules as tables: a pattern that names something, what must stand beside it and what must not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.document import Document, Sentence
from nlp.tables import TableError, read_toml

_REQUIRED = {"kind", "pattern", "example"}
_OPTIONAL = {"needs", "article_needs", "forbid", "stems"}
_GROUP = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Words:
    """A pattern of whole words. One without regard to case is matched on small letters, which is several times as
    fast; one that holds "(?-i:" on the text as it is."""

    pattern: re.Pattern[str]
    cased: bool

    def search(self, text: str, small: str) -> re.Match[str] | None:
        """The first match in `text`; `small` is the same in small letters."""
        return self.pattern.search(text if self.cased else small)


@dataclass(frozen=True)
class Rule:
    """One row: `pattern` names `kind` in a sentence that has all `needs` and no `forbid`; `article` needs may stand
    anywhere. `stems`: pieces of words of which a sentence must hold one, a cheap first test; () where there is none.
    `name`: the row's file and example, for `explain`."""

    kind: str
    stems: frozenset[str]
    pattern: Words
    needs: tuple[Words, ...]
    article: tuple[Words, ...]
    forbid: Words | None
    name: str


@dataclass(frozen=True)
class Hit:
    """A rule that fired: offsets into the sentence's part."""

    rule: Rule
    sentence: Sentence
    start: int
    stop: int


@cache
def groups() -> Mapping[str, str]:
    """Word groups that rules name in braces: name -> regular expression without outer brackets."""
    return {str(name): str(pattern) for name, pattern in read_toml("word_groups.toml").items()}


@cache
def word_pattern(source: str, where: str) -> Words:
    """`source` as whole words, small and capital letters alike, {groups} filled in. TableError names `where`."""

    def fill(match: re.Match[str]) -> str:
        if match[1] not in groups():
            raise TableError(f"{where}: no group {match[0]}; word_groups.toml has {sorted(groups())}")
        return f"(?:{_GROUP.sub(fill, groups()[match[1]])})"

    full = _GROUP.sub(fill, source)
    cased = "(?-i:" in full
    if not cased and re.search(r"\\[A-Z]", full):
        raise TableError(f"{where}: {source!r} holds an escape with a capital, which small letters would change")
    try:
        pattern = re.compile(rf"(?<![\w-])(?:{full if cased else full.lower()})(?!\w)", re.IGNORECASE if cased else 0)
        return Words(pattern, cased)
    except re.error as error:
        raise TableError(f"{where}: {source!r} is no regular expression ({error})") from error


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """The rules of `nlp/data/<name>` in file order. Raises TableError where a key is missing, unknown or wrong."""
    found = []
    for number, row in enumerate(read_toml(name)["rule"], start=1):
        where = f"nlp/data/{name}, rule {number} ({row.get('example', 'no example')})"
        wrong = (set(row) ^ _REQUIRED) - _OPTIONAL
        if wrong:
            raise TableError(f"{where}: key {min(wrong)!r} is missing or unknown; a rule has {sorted(_REQUIRED)}")
        found.append(
            Rule(
                row["kind"],
                frozenset(row.get("stems", ())),
                word_pattern(row["pattern"], where),
                tuple(word_pattern(p, where) for p in row.get("needs", ())),
                tuple(word_pattern(p, where) for p in row.get("article_needs", ())),
                word_pattern(row["forbid"], where) if "forbid" in row else None,
                f"{name.removesuffix('.toml')}: {row['example']}",
            )
        )
    return tuple(found)


def apply_rules(document: Document, rules: Sequence[Rule]) -> Iterator[Hit]:
    """Every rule that fires, sentence by sentence; navigation is left out. The first match of a rule counts."""
    whole, small = ("\n".join(texts.values()) for texts in (document.folded, document.lowered))
    stems = [stem for stem in {s for rule in rules for s in rule.stems} if stem in small]
    open_rules = [
        rule
        for rule in rules
        if (not rule.stems or not rule.stems.isdisjoint(stems)) and all(p.search(whole, small) for p in rule.article)
    ]
    for sentence in document.sentences if open_rules else ():
        if sentence.navigation:
            continue
        text, small = sentence.text, sentence.lower
        here = [stem for stem in stems if stem in small]
        for rule in open_rules:
            if rule.stems and rule.stems.isdisjoint(here):
                continue
            match = rule.pattern.search(text, small)
            if match is None or not all(p.search(text, small) for p in rule.needs):
                continue
            if rule.forbid is None or not rule.forbid.search(text, small):
                yield Hit(rule, sentence, sentence.start + match.start(), sentence.start + match.end())
