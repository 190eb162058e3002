"""Sightings to persons. A pure function: the same sightings in any order give the same persons.

Two sightings are one person only with evidence, and never against it; a wrong merge would lay one person's breach at
another's door. All evidence but `same` asks for a name of two words or more, or an office that has one holder.
same            the same name, place and office; in an office that many hold, within a year;
same_office     the same name and place, one office within the other ("Kepala Dinas Pendidikan", "... dan Kebudayaan");
acting          the same name and place, two offices at a time, one of them held for another (Pj, Plt);
office_change   the same name and place, one telling office after the other, in one branch of the state;
spelling        the same place and telling office, names one letter apart in long words;
region_open     the same name and telling office within a year, one report leaves the place open, and only one place fits;
short_form      the same place and telling office within a year, one name within the other ("Nur Pri"), only one fits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from corpus.officials.sightings import Sighting, is_telling, title_of
from nlp.persons.people import close, same_person

YEAR = 366
Key = tuple[str, ...]


@dataclass
class Node:
    """Sightings of one name, place and office; `days`: of the reports that call the office a present one."""

    words: tuple[str, ...]
    region: str | None
    office: frozenset[str]
    key: Key
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def telling(self) -> bool:
        return is_telling(self.office)

    @property
    def acting(self) -> bool:
        return all(one.acting is not None for one in self.sightings)

    @property
    def former(self) -> bool:
        return all(one.former for one in self.sightings)

    @property
    def branches(self) -> set[str]:
        return {one.branch for one in self.sightings if one.branch}

    def span(self, *, present: bool = True) -> tuple[date, date] | None:
        """First and last day; `present`: of reports that call the office a present one."""
        seen = [one for one in self.sightings if not (present and one.former)]
        first, last = [one.first for one in seen if one.first], [one.last for one in seen if one.last]
        return (min(first), max(last)) if first and last else None


@dataclass(frozen=True)
class Person:
    """One person: `key` of the node that is seen first, the sightings, and the evidence that joined them."""

    key: Key
    sightings: tuple[Sighting, ...]
    evidence: tuple[str, ...]


def _nodes(sightings: Iterable[Sighting]) -> list[Node]:
    found: dict[Key, list[Sighting]] = defaultdict(list)
    for one in sightings:
        if one.words:
            key: Key = (" ".join(one.words), one.region or "", " ".join(sorted(one.office)), one.article or "")
            found[key].append(one)
    nodes = []
    for key, own in sorted(found.items()):
        ordered = sorted(own, key=lambda s: (s.first or date.max, s.last or date.max, repr(s)))
        for part, some in enumerate(_runs(ordered)):
            place = key if part == 0 else (*key, str(part))
            nodes.append(Node(some[0].words, some[0].region, some[0].office, place, some))
    return nodes


def _runs(ordered: Sequence[Sighting]) -> Iterator[list[Sighting]]:
    """Sightings of one name, place and office; where many hold such an office, a year of silence parts two people."""
    run: list[Sighting] = []
    last: date | None = None
    for one in ordered:
        if run and not is_telling(one.office) and last and one.first and (one.first - last).days > YEAR:
            yield run
            run = []
        run.append(one)
        last = max((day for day in (last, one.last) if day), default=None)
    if run:
        yield run


def _overlap(a: Node, b: Node) -> bool:
    """Whether both offices were reported as present ones at a time; False where a day is unknown."""
    one, other = a.span(), b.span()
    return bool(one and other and one[0] <= other[1] and other[0] <= one[1])


def _near(a: Node, b: Node) -> bool:
    one, other = a.span(present=False), b.span(present=False)
    if one is None or other is None:
        return False
    return max(one[0], other[0]).toordinal() - min(one[1], other[1]).toordinal() <= YEAR


def _same_office(a: Node, b: Node) -> bool:
    """Whether one office is the other, or a shorter name of it that still tells."""
    if title_of(a.office) == title_of(b.office):
        return True
    short, long = sorted((a.office, b.office), key=len)
    return is_telling(short) and short < long


def _names_fit(a: Node, b: Node) -> bool:
    return a.words == b.words or same_person(a.words, b.words)


def _conflict(a: Node, b: Node) -> bool:
    """Evidence against: other names, two places, or two offices at a time that one person does not hold."""
    if not _names_fit(a, b) or (a.region and b.region and a.region != b.region):
        return True
    return not _same_office(a, b) and _overlap(a, b) and not a.acting and not b.acting


def _direct(a: Node, b: Node) -> str | None:
    """The evidence between two nodes with the same name of two words or more and the same place."""
    if _same_office(a, b) and a.telling and b.telling:
        return "same_office"
    if _conflict(a, b) or (a.branches and b.branches and not a.branches & b.branches):
        return None
    if not (a.telling and b.telling):
        return None
    if _overlap(a, b):
        return "acting"
    return "office_change" if (a.span() or a.former) and (b.span() or b.former) else None


def _spelt(a: Node, b: Node) -> bool:
    return (
        len(a.words) == len(b.words) >= 2 and a.words != b.words and all(map(close, a.words, b.words))
    )  # fmt: skip


def _shorter(a: Node, b: Node) -> bool:
    """Whether the first name is a shorter form of the other."""
    size = [(len(one.words), sum(map(len, one.words))) for one in (a, b)]
    return size[0] < size[1] and not _spelt(a, b) and same_person(a.words, b.words)


class _Clusters:
    """Nodes on their way to persons: a merge that would join what conflicts is not made."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.members = {node.key: [node] for node in nodes}
        self.home = {node.key: node.key for node in nodes}
        self.evidence: dict[Key, set[str]] = defaultdict(set)

    def of(self, node: Node) -> Key:
        return self.home[node.key]

    def merge(self, a: Node, b: Node, by: str) -> None:
        one, other = sorted((self.of(a), self.of(b)))
        if one == other:
            self.evidence[one].add(by)
            return
        if any(_conflict(x, y) for x in self.members[one] for y in self.members[other]):
            return
        for node in self.members[other]:
            self.home[node.key] = one
        self.members[one] += self.members.pop(other)
        self.evidence[one] |= self.evidence.pop(other, set()) | {by}


def _blocks(nodes: Iterable[Node]) -> list[list[Node]]:
    """Nodes of one place and one telling office."""
    found: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in nodes:
        if node.region and node.telling:
            found[node.region, " ".join(sorted(title_of(node.office)))].append(node)
    return [found[key] for key in sorted(found)]


def _only(node: Node, fitting: Iterable[Node], clusters: _Clusters) -> Node | None:
    """One of the fitting nodes, where all of them are one person."""
    found = sorted(fitting, key=lambda other: other.key)
    return found[0] if len({clusters.of(other) for other in found}) == 1 and found[0].key != node.key else None


def resolve(sightings: Iterable[Sighting]) -> list[Person]:
    """Persons, in a fixed order; a sighting without any word of a name is left out."""
    nodes = _nodes(sightings)
    clusters = _Clusters(nodes)
    joinable = [node for node in nodes if len(node.key) == 4 and not node.key[3]]
    named: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in joinable:
        if len(node.words) >= 2:
            named[node.words].append(node)
    blocks = _blocks(joinable)
    told = []
    for same in named.values():
        told += [
            (by, a, b)
            for a, b in combinations(same, 2)
            if a.region and a.region == b.region and (by := _direct(a, b)) is not None
        ]
    for block in blocks:
        told += [("spelling", a, b) for a, b in combinations(block, 2) if _spelt(a, b)]
    order = ("same_office", "spelling", "acting", "office_change")
    for by, a, b in sorted(told, key=lambda link: (order.index(link[0]), link[1].key, link[2].key)):
        clusters.merge(a, b, by)
    _open_regions(named, clusters)
    _short_forms(blocks, clusters)
    return [_person(members, clusters.evidence[key]) for key, members in sorted(clusters.members.items())]


def _open_regions(named: dict[tuple[str, ...], list[Node]], clusters: _Clusters) -> None:
    links = []
    for words in sorted(named):
        placed = [node for node in named[words] if node.region]
        for node in named[words]:
            if node.region is None and node.telling:
                same = [other for other in placed if title_of(node.office) == title_of(other.office)]
                fitting = [other for other in same if _near(node, other)]
                if (other := _only(node, fitting, clusters)) is not None:
                    links.append((node, other))
    for a, b in links:
        clusters.merge(a, b, "region_open")


def _short_forms(blocks: Sequence[Sequence[Node]], clusters: _Clusters) -> None:
    links: dict[tuple[Key, Key], tuple[Node, Node]] = {}
    fitting: dict[Key, dict[Key, Node]] = defaultdict(dict)
    short: dict[Key, Node] = {}
    for block in blocks:
        for a, b in combinations(block, 2):
            small, large = (a, b) if _shorter(a, b) else (b, a)
            if _shorter(small, large):
                short[small.key] = small
                if _near(small, large):
                    fitting[small.key][large.key] = large
    for key in sorted(short):
        if (other := _only(short[key], fitting[key].values(), clusters)) is not None:
            links[key, other.key] = (short[key], other)
    for pair in sorted(links):
        clusters.merge(*links[pair], "short_form")


def _person(nodes: Sequence[Node], evidence: Iterable[str]) -> Person:
    def seen(node: Node) -> tuple[date, Key]:
        span = node.span(present=False)
        return (span[0] if span else date.max, node.key)

    ordered = sorted(nodes, key=seen)
    sightings = tuple(one for node in ordered for one in node.sightings)
    return Person(ordered[0].key, sightings, tuple(sorted(evidence)))


def display_name(sightings: Sequence[Sighting]) -> str:
    """The most frequent of the full forms: those that are no shorter form of another."""
    counts: dict[str, int] = defaultdict(int)
    for one in sightings:
        counts[one.name] += one.articles
    words = {name: next(one.words for one in sightings if one.name == name) for name in counts}

    def shorter(name: str) -> bool:
        own = words[name]
        return any(
            (len(own), sum(map(len, own))) < (len(other), sum(map(len, other)))
            and not (len(own) == len(other) and all(map(close, own, other)))
            for other in words.values()
        )

    full = [name for name in counts if not shorter(name)] or list(counts)
    return max(full, key=lambda name: (counts[name], len(words[name]), len(name), name))
