"""Groups of copies: articles on the topic that carry the same text, exact or edited, and which came first.

Candidates come from MinHash over runs of four words (Broder 1997; datasketch's LSH), each pair is then compared by its
real runs. Hashes are seeded and articles sorted: order and workers change nothing."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from datasketch import MinHash, MinHashLSH

from corpus.derived.steps import DerivedBuild

_WORD = re.compile(r"\w+")
_RUN = 4
_PERMUTATIONS = 128
# LSH is asked for pairs well below what counts: its estimate errs by a tenth, and pairs are compared by their runs anyway
_ASK, _SAME = 0.3, 0.55
# a copy cut short keeps few runs of the whole, and nearly all of its own
_WITHIN = 0.85
# shorter texts have too few runs to tell chance from copying: only the same words are a copy
_MIN_WORDS = 40
# a difference in so many words is an edit inside a sentence; longer ones are other text
_INSIDE = 6
_AROUND = 4
NEGATIONS = frozenset({"tidak", "tak", "bukan", "belum", "tanpa", "jangan", "gagal", "batal"})


@dataclass(frozen=True)
class Text:
    """An article as the grouping sees it. `order`: what is smaller came first."""

    id: str
    order: tuple[object, ...]
    words: tuple[str, ...]

    @property
    def runs(self) -> frozenset[str]:
        """Its runs of four words; of a shorter text the whole."""
        last = max(1, len(self.words) - _RUN + 1)
        return frozenset(" ".join(self.words[n : n + _RUN]) for n in range(last))


@dataclass(frozen=True)
class Member:
    """One article of a group; see duplicate_members in docs/tables.md."""

    id: str
    kind: str
    similarity: float
    differences: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without signs."""
    return tuple(_WORD.findall(text.lower()))


def negation_differences(first: Sequence[str], copy: Sequence[str]) -> tuple[str, ...]:
    """Places where one of two texts has a negation that the other lacks, in words that otherwise agree: "first -> copy",
    each with four words on both sides."""
    found = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, first, copy, autojunk=False).get_opcodes():
        if tag == "equal" or max(b - a, d - c) > _INSIDE:
            continue
        if sorted(NEGATIONS.intersection(first[a:b])) != sorted(NEGATIONS.intersection(copy[c:d])):
            left = " ".join(first[max(0, a - _AROUND) : b + _AROUND])
            found.append(f"{left} -> {' '.join(copy[max(0, c - _AROUND) : d + _AROUND])}")
    return tuple(found)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _copies(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return _jaccard(one, other) >= _SAME or shared >= _WITHIN * min(len(one), len(other))


class _Links:
    """Union-find over ids; the smallest id stands for its set, so that order changes nothing."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        while (parent := self._parent.get(name, name)) != name:
            self._parent[name] = self._parent.get(parent, parent)
            name = parent
        return name

    def join(self, one: str, other: str) -> None:
        a, b = sorted((self.root(one), self.root(other)))
        self._parent[b] = a


@cache
def _bands() -> tuple[int, int]:
    """Bands and rows that the threshold asks for; datasketch integrates a tenth of a second to find them."""
    found = MinHashLSH(threshold=_ASK, num_perm=_PERMUTATIONS)
    return int(found.b), int(found.r)


def _pairs(texts: Sequence[Text]) -> Iterator[tuple[Text, Text]]:
    """Pairs that may be copies: equal words, or near by MinHash."""
    equal: dict[tuple[str, ...], Text] = {}
    distinct = []
    for text in texts:
        if text.words in equal:
            yield equal[text.words], text
        else:
            equal[text.words] = text
            if len(text.words) >= _MIN_WORDS:
                distinct.append(text)
    index = MinHashLSH(params=_bands(), num_perm=_PERMUTATIONS)
    known = {text.id: text for text in distinct}
    inputs = ([run.encode() for run in text.runs] for text in distinct)
    for text, sketch in zip(distinct, MinHash.generator(inputs, num_perm=_PERMUTATIONS, seed=1), strict=True):
        for near in sorted(str(name) for name in index.query(sketch)):
            yield known[near], text
        index.insert(text.id, sketch)


def group(texts: Iterable[Text]) -> list[list[Member]]:
    """Groups of two copies or more, each with its first article in front, then by id."""
    ordered = sorted(texts, key=lambda text: text.id)
    links = _Links()
    for one, other in _pairs(ordered):
        if one.words == other.words or (links.root(one.id) != links.root(other.id) and _copies(one.runs, other.runs)):
            links.join(one.id, other.id)
    sets: Mapping[str, list[Text]] = defaultdict(list)
    for text in ordered:
        sets[links.root(text.id)].append(text)
    return [_members(members) for members in sets.values() if len(members) > 1]


def _members(texts: Sequence[Text]) -> list[Member]:
    first = min(texts, key=lambda text: (*text.order, text.id))
    members = [Member(first.id, "first", 1.0, ())]
    for text in texts:
        if text is not first:
            same = text.words == first.words
            differences = () if same else negation_differences(first.words, text.words)
            members.append(
                Member(text.id, "exact" if same else "edited", _jaccard(first.runs, text.runs), differences)
            )
    return members


# NULL times come last; of two at the same time a text that credits a source is the copy
_TEXTS = """
SELECT article_id, text, outlet_id, published_at::VARCHAR, published_date::VARCHAR, source IS NOT NULL
FROM articles WHERE topic IN ('yes', 'mention') AND text <> '' ORDER BY article_id
"""
_NEVER = "9999"


def fill(build: DerivedBuild) -> None:
    """Derive duplicate_groups and duplicate_members from the articles on the topic."""
    texts, outlets, times = [], {}, {}
    for article, text, outlet, at, day, credited in build.connection.execute(_TEXTS).fetchall():
        order = (at[:10] if at else day or _NEVER, at or _NEVER, credited)
        texts.append(Text(article, order, words_of(text)))
        outlets[article], times[article] = outlet, at
    groups = group(texts)
    build.insert("duplicate_groups", (_group_row(members, outlets, times) for members in groups))
    build.insert("duplicate_members", (_member_row(one, members[0].id) for members in groups for one in members))


def _group_row(
    members: Sequence[Member], outlets: Mapping[str, str], times: Mapping[str, str | None]
) -> Mapping[str, object]:
    first, kinds = members[0].id, [member.kind for member in members]
    return {
        "group_id": f"g:{first}",
        "first_article_id": first,
        "first_published_at": times[first],
        "articles": len(members),
        "outlets": len({outlets[member.id] for member in members}),
        "exact_copies": kinds.count("exact"),
        "edited_copies": kinds.count("edited"),
        "negation_differs": any(member.differences for member in members),
    }


def _member_row(member: Member, first: str) -> Mapping[str, object]:
    return {
        "article_id": member.id,
        "group_id": f"g:{first}",
        "kind": member.kind,
        "similarity": member.similarity,
        "negation_differs": bool(member.differences),
        "differences": member.differences,
    }
