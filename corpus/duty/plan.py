"""What the tombstones mean for each article of a build: found from the staged rows, article by article, so that a
single article that is made again (netra verify) comes out the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.derived.steps import DerivedBuild
from corpus.duty.names import Digests, HashedName, find_names, is_name, merge, names_address
from corpus.duty.tombstones import Tombstone

PARTS = ("title", "text", "caption")
_BESIDE = ("kicker", "deck")
_NAMES = {
    "official_mentions": "name",
    "breach_parties": "name",
    "claims": "speaker",
    "verdicts": "unnest(parties)",
}
_FETCHED = 200


@dataclass
class ArticlePlan:
    """One article. `suppressed`: left out as a whole, by which tombstone. `names`: name as the tables have it -> the
    tombstones that suppress it; `renamed`: those that correct it. `people`: suppressions of persons it names. `masks`:
    spans to blot out, by part. `mentions`, `values`: tombstones for its mentions, and for itself."""

    suppressed: str | None = None
    names: dict[str, list[str]] = field(default_factory=dict)
    renamed: dict[str, list[Tombstone]] = field(default_factory=dict)
    people: list[Tombstone] = field(default_factory=list)
    masks: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    mentions: list[Tombstone] = field(default_factory=list)
    values: list[Tombstone] = field(default_factory=list)
    text_digest: str | None = None
    gone: set[int] = field(default_factory=set)
    changed: dict[int, Tombstone] = field(default_factory=dict)
    statuses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def hashed(self) -> list[HashedName]:
        """All names of the people suppressed here."""
        return [name for one in self.people for name in one.names]


Plans = dict[str, ArticlePlan]


def _rows(build: DerivedBuild, table: str, columns: str, where: str = "TRUE") -> Iterator[tuple[Any, ...]]:
    """Rows of a staged table."""
    source = build.staging.source(build.connection, table)
    if source is None:
        return
    with build.connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {source} WHERE {where}")
        while rows := cursor.fetchmany(_FETCHED):
            yield from rows


def _near(tombstone: Tombstone, region: str | None) -> bool | None:
    """Whether the office lies where the tombstone says: None where one of them does not say."""
    if not tombstone.regions or region is None:
        return None
    return any(
        region == one or region.startswith(f"{one}.") or one.startswith(f"{region}.") for one in tombstone.regions
    )


class _People:
    """Which names of the tables are those of a tombstone, and in which articles they are somebody else's."""

    def __init__(self, build: DerivedBuild, digests: Digests, tombstones: Sequence[Tombstone]) -> None:
        there = {name for table, column in _NAMES.items() for (name,) in _rows(build, table, f"DISTINCT {column}")}
        self._loose, self._near = (
            {
                name: [one for one in tombstones if any(is_name(digests, name, n, near=near) for n in one.names)]
                for name in there
                if name
            }
            for near in (False, True)
        )
        told: dict[tuple[str, str], set[bool | None]] = defaultdict(set)
        self._told: dict[tuple[str, str, str], set[bool | None]] = defaultdict(set)
        self.spans: dict[str, list[tuple[str, str, int, int]]] = defaultdict(list)
        columns = "article_id, name, region_code, part, start, stop"
        for article, name, region, part, start, stop in _rows(build, "official_mentions", columns):
            self.spans[article].append((name, part, start, stop))
            for one in self._near.get(name, ()):
                told[article, one.id].add(_near(one, region))
                self._told[article, name, one.id].add(_near(one, region))
        self.refused = {key for key, found in told.items() if found == {False}}

    def of(self, article: str, name: str) -> list[Tombstone]:
        """The tombstones that this name in this article falls under."""
        return [
            one
            for one in self._near.get(name, ())
            if (article, one.id) not in self.refused
            and (one in self._loose[name] or True in self._told.get((article, name, one.id), ()))
        ]

    def names(self, build: DerivedBuild) -> Iterator[tuple[str, str, list[Tombstone]]]:
        """(article, name, tombstones) of all names that fall under one."""
        seen = set()
        for table, column in _NAMES.items():
            for article, name in _rows(build, table, f"DISTINCT article_id, {column}"):
                if self._near.get(name) and (article, name) not in seen:
                    seen.add((article, name))
                    if found := self.of(article, name):
                        yield article, name, found


def _people(build: DerivedBuild, digests: Digests, tombstones: Sequence[Tombstone], plans: Plans) -> None:
    people = _People(build, digests, tombstones)
    for article, name, found in people.names(build):
        plan = plans[article]
        for one in found:
            if one.action == "correct":
                plan.renamed.setdefault(name, []).append(one)
            else:
                plan.names.setdefault(name, []).append(one.id)
                plan.people += [one] if one not in plan.people else []
    suppressed = [one for one in tombstones if one.action == "suppress"]
    if not suppressed:
        return
    for article, *texts in _rows(build, "article_revisions", f"article_id, {', '.join(PARTS)}", "NOT is_current"):
        _read(digests, plans, people, suppressed, article, texts, None)
    for article, url, *texts in _rows(build, "articles", ", ".join(("article_id", "url", *PARTS, *_BESIDE))):
        _read(digests, plans, people, suppressed, article, texts, url)
        if article not in plans or not plans[article].people:
            continue
        plan = plans[article]
        for part, text in zip(PARTS, texts, strict=False):
            spans = people.spans.get(article, [])
            own = [(a, b) for name, there, a, b in spans if there == part and name in plan.names]
            keep = [(a, b) for name, there, a, b in spans if there == part and name not in plan.names]
            masks = merge([*own, *find_names(digests, text or "", plan.hashed, single=True, keep=keep)])
            if masks:
                plan.masks[part] = masks


def _read(
    digests: Digests,
    plans: Plans,
    people: _People,
    suppressed: Sequence[Tombstone],
    article: str,
    texts: Sequence[str | None],
    url: str | None,
) -> None:
    """Note the suppressed people whom a text or an address names, whether it was tagged or not."""
    every = [name for one in suppressed for name in one.names]

    def told(names: Sequence[HashedName]) -> bool:
        return any(find_names(digests, text, names, single=False) for text in texts if text) or bool(
            url and names_address(digests, url, names)
        )

    if not told(every):
        return
    for one in suppressed:
        if (article, one.id) not in people.refused and told(one.names) and one not in plans[article].people:
            plans[article].people.append(one)


def make_plans(build: DerivedBuild, digests: Digests, tombstones: Sequence[Tombstone]) -> Plans:
    """Article id -> what is to be done; articles without anything are absent."""
    plans: Plans = defaultdict(ArticlePlan)
    for one in tombstones:
        if one.article_id is not None:
            plan = plans[one.article_id]
            if one.target == "mention":
                plan.mentions.append(one)
            elif one.action == "suppress":
                plan.suppressed = plan.suppressed or one.id
            else:
                plan.values.append(one)
    persons = [one for one in tombstones if one.target == "person"]
    if persons:
        _people(build, digests, persons, plans)
    if any(plan.mentions for plan in plans.values()):
        wanted = ", ".join(f"'{article}'" for article, plan in sorted(plans.items()) if plan.mentions)
        for article, digest in _rows(build, "articles", "article_id, text_digest", f"article_id IN ({wanted})"):
            plans[article].text_digest = digest
    return dict(plans)
