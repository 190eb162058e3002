"""Names that are known by keyed digests alone: whether a name or a text holds one of them.

The digests keep the file of tombstones from being a list of the people who asked to be left out. Whoever holds the key
too can test a guess; the key lies in the data folder, beside an archive that has the names anyway."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from nlp.document import fold
from nlp.evaluation.matching import words

MASK = "\N{FULL BLOCK}"
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SLUG_WORD = re.compile(r"[^\W_]+")
_CLIP, _TELLING = 3, 3
_BETWEEN = re.compile(r"[\s.\-]{1,3}")


@dataclass(frozen=True)
class HashedWord:
    """Digest of one word of a name, and of its beginnings: of one letter, and of three or more."""

    whole: str
    starts: tuple[str, ...]


HashedName = tuple[HashedWord, ...]


class Digests:
    """Keyed digests of words, each computed once."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[str, str] = {}

    def of(self, text: str) -> str:
        """24 hex digits."""
        if text not in self._known:
            self._known[text] = blake2b(text.encode(), key=self._key, digest_size=12).hexdigest()
        return self._known[text]

    def starts(self, word: str) -> tuple[str, ...]:
        """Digests of what the word may be cut to: its first letter, and three letters or more, short of the whole."""
        return tuple(self.of(word[:n]) for n in (1, *range(_CLIP, len(word))) if n < len(word))

    def name(self, name: str) -> HashedName:
        """A name without honorifics and degrees, as digests; empty where no word is left."""
        return tuple(HashedWord(self.of(word), self.starts(word)) for word in name_words(name))

    def like(self, word: str, hashed: HashedWord) -> str | None:
        """whole, clipped ("Pri", an initial) or None: how the word is the hashed one."""
        found = self.of(word)
        if found == hashed.whole:
            return "whole"
        if found in hashed.starts or hashed.whole in self.starts(word):
            return "clipped"
        return None


def name_words(name: str) -> list[str]:
    """The words of a name in small letters, without honorifics and degrees."""
    return words(fold(name))


def to_json(names: Iterable[HashedName]) -> list[Any]:
    """Names as JSON holds them."""
    return [[{"word": word.whole, "starts": list(word.starts)} for word in name] for name in names]


def from_json(values: Iterable[Iterable[Mapping[str, Any]]]) -> tuple[HashedName, ...]:
    """Names from JSON. Raises KeyError, TypeError where they are none."""
    return tuple(tuple(HashedWord(str(w["word"]), tuple(w["starts"])) for w in name) for name in values)


def is_name(digests: Digests, name: str, hashed: HashedName, *, near: bool) -> bool:
    """Whether the name is the hashed one: the words of one stand in the other, in order, clipped or not, at least one
    of them whole. A single word is enough only where both are one word, or `near`: the place of the office agrees."""
    given = name_words(name)
    if not given or not hashed:
        return False
    if len(given) == 1 or len(hashed) == 1:
        if len(given) == len(hashed):
            return digests.of(given[0]) == hashed[0].whole
        return near and any(len(g) > _TELLING and digests.of(g) == h.whole for g in given for h in hashed)
    swapped = len(given) > len(hashed)
    at, whole = 0, 0
    for step in range(min(len(given), len(hashed))):
        while at < max(len(given), len(hashed)):
            word, other = (given[at], hashed[step]) if swapped else (given[step], hashed[at])
            at += 1
            if (how := digests.like(word, other)) is not None:
                whole += how == "whole" and len(word) >= _TELLING
                break
        else:
            return False
    return whole > 0


@dataclass(frozen=True)
class _Token:
    start: int
    stop: int
    word: str
    capital: bool


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        yield _Token(found.start(), found.end(), found[0].lower(), found[0][0].isupper())


def _run(digests: Digests, tokens: Sequence[_Token], at: int, text: str, hashed: HashedName) -> int:
    """How many tokens from `at` are words of the name in order; 0 unless there are two and one is whole."""
    here, index, whole = at, 0, 0
    while here < len(tokens) and tokens[here].capital and index < len(hashed):
        if here > at and not _BETWEEN.fullmatch(text, tokens[here - 1].stop, tokens[here].start):
            break
        token = tokens[here]
        for further in range(index, len(hashed)):
            if (how := digests.like(token.word, hashed[further])) is not None:
                whole += how == "whole" and len(token.word) >= _TELLING
                index = further + 1
                break
        else:
            break
        here += 1
    return here - at if here - at >= 2 and whole else 0


def find_names(
    digests: Digests,
    text: str,
    names: Sequence[HashedName],
    *,
    single: bool,
    keep: Sequence[tuple[int, int]] = (),
) -> list[tuple[int, int]]:
    """Half-open spans of the names in a text: two words of a name or more, one after the other, with capitals.
    `single`: each whole word of a name with a capital too, for a text that is known to name the person, but none that
    lies in a span of `keep` (the name of somebody else)."""
    folded = fold(text)
    wholes = {word.whole for name in names for word in name}
    if not any(digests.of(word.lower()) in wholes for word in set(_TOKEN.findall(folded)) if len(word) >= _TELLING):
        return []
    tokens = list(_tokens(folded))
    hits = [at for at, token in enumerate(tokens) if len(token.word) >= _TELLING and digests.of(token.word) in wholes]
    found = []
    for name in names:
        for at in sorted({here for hit in hits for here in range(max(0, hit - len(name) + 1), hit + 1)}):
            if tokens[at].capital and (length := _run(digests, tokens, at, folded, name)):
                found.append((tokens[at].start, tokens[at + length - 1].stop))
    if single:
        alone = ((tokens[at].start, tokens[at].stop) for at in hits if tokens[at].capital)
        found += [(a, b) for a, b in alone if not any(start <= a and b <= stop for start, stop in keep)]
    return merge(found)


def merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the spans blotted out, code point for code point: every other offset stays."""
    for start, stop in spans:
        text = f"{text[:start]}{MASK * (stop - start)}{text[stop:]}"
    return text


def mask_address(digests: Digests, url: str, names: Sequence[HashedName], *, single: bool) -> str:
    """The address without the words of the names: runs of two or more, `single`: each word of three letters or more.
    What stands there instead is a digest of the address, so that two addresses stay two."""
    tokens = [(found.start(), found.end(), digests.of(found[0].lower())) for found in _SLUG_WORD.finditer(url)]
    least = 1 if single else 2
    spans = []
    for name in names:
        wholes = {word.whole for word in name}
        at = 0
        while at < len(tokens):
            stop = at
            while stop < len(tokens) and tokens[stop][2] in wholes and (stop == at or _joined(url, tokens, stop)):
                stop += 1
            if stop - at >= least and any(e - s >= _TELLING for s, e, _ in tokens[at:stop]):
                spans.append((tokens[at][0], tokens[stop - 1][1]))
            at = max(stop, at + 1)
    masked = url
    for start, stop in reversed(merge(spans)):
        masked = f"{masked[:start]}suppressed-{digests.of(url)[:8]}{masked[stop:]}"
    return masked


def names_address(digests: Digests, url: str, names: Sequence[HashedName]) -> bool:
    """Whether two words of a name or more stand in the address, one after the other."""
    return mask_address(digests, url, names, single=False) != url


def _joined(url: str, tokens: Sequence[tuple[int, int, str]], at: int) -> bool:
    return url[tokens[at - 1][1] : tokens[at][0]] in ("-", "_", "+", "%20", " ")
