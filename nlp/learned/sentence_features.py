"""A sentence as hashed words: what the learned sentence model looks at. The same in training and in use."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from math import log2, sqrt
from zlib import crc32

BUCKETS = 1 << 18
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
# Light stemming: enough to bring memihak, dipihak and keberpihakan together; not a morphology.
_PREFIX = re.compile(
    r"^(?:memper|member|meng|meny|mem|men|me|diper|di|ber|be|ter|per|peng|peny|pem|pen|pe|se|ke)(?=\w{4})"
)
_SUFFIX = re.compile(r"(?<=\w{4})(?:kannya|annya|inya|kan|nya|an|i|lah|kah)$")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its common prefix and suffix, where at least four letters stay."""
    return _PREFIX.sub("", _SUFFIX.sub("", word))


def words(text: str) -> list[str]:
    """The words of a text in small letters, each digit a zero."""
    return [_DIGIT.sub("0", word) for word in _WORD.findall(text.lower())]


def _keys(words: list[str]) -> Iterable[str]:
    stems = list(map(stem, words))
    return [
        *["w:" + word for word in words],
        *["s:" + one for one in stems],
        *[f"b:{one} {two}" for one, two in pairwise(stems)],
        *[f"k:{one} {two}" for one, two in zip(stems, stems[2:], strict=False)],
    ]


def features(text: str, previous: str, title: str, is_title: bool) -> Mapping[int, float]:
    """Bucket -> value (0 to `BUCKETS` - 1) of one folded sentence with the sentence before it and the article's title.
    Words and stems, pairs of stems and pairs with one between; the context weighs less. Numbers count as zeros."""
    counts: dict[str, int] = {}
    for key in _keys(words(text)):
        counts[key] = counts.get(key, 0) + 1
    scale = 1.5 / sqrt(max(len(counts), 1))
    values: dict[str, float] = {key: scale if n == 1 else log2(1 + n) * scale for key, n in counts.items()}
    values |= {f"p:{stem(word)}": 0.12 for word in words(previous)}
    values |= {f"t:{stem(word)}": 0.1 for word in words(title)}
    values["title" if is_title else "body"] = 0.5
    values["quoted" if text.lstrip()[:1] == '"' else "told"] = 0.3
    found: dict[int, float] = {}
    for key, value in values.items():
        bucket = _bucket(key)
        found[bucket] = found.get(bucket, 0.0) + value
    return found


@lru_cache(maxsize=200_000)
def _bucket(key: str) -> int:
    return crc32(key.encode()) % BUCKETS
