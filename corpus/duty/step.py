"""The step `duty` of a build: staged rows left out, masked or corrected as the tombstones say; and the table
`tombstones`. It changes rows one article at a time, so that `netra verify` comes to the same."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from corpus.derived.steps import DerivedBuild
from corpus.duty.names import Digests, find_names, mask, mask_address, names_address
from corpus.duty.plan import PARTS, ArticlePlan, Plans, make_plans
from corpus.duty.tombstones import Tombstone, load_key, read
from corpus.loading.load import MENTIONS
from corpus.loading.staging import to_line

Row = dict[str, Any]
_IDENT = re.compile(r'\{"article_id":"([^"\\]*)"')
_CHILDREN = frozenset({"count_claims", "sanction_mentions", "verdicts", "claims"})
_STATUS = ("status", "substatus", "temporal")
# parents before children: what a suppressed mention takes with it is known when they come
_ORDER = (
    *("articles", "article_revisions", "article_pages", "sentences", "violation_mentions", "breach_parties"),
    *(table for table in MENTIONS if table not in ("sentences", "violation_mentions", "breach_parties")),
)
_PEOPLE_LISTS, _LINES = ("authors", "editors", "contributors", "tags"), ("kicker", "deck", "source", "initials")


class _Edit:
    """The rows of one build, edited; counts what each tombstone touched."""

    def __init__(self, plans: Plans, digests: Digests, tombstones: list[Tombstone]) -> None:
        self.plans, self.digests = plans, digests
        self.people = [one for one in tombstones if one.target == "person" and one.action == "suppress"]
        self.addresses = {address: one.id for one in tombstones for address in one.addresses}
        self.rows: dict[str, int] = defaultdict(int)
        self.articles: dict[str, set[str]] = defaultdict(set)

    def touch(self, ident: str, article: str) -> None:
        self.rows[ident] += 1
        self.articles[ident].add(article)

    def line(self, table: str) -> Callable[[str], str | None]:
        """The change of a table's lines."""

        def change(line: str) -> str | None:
            found = _IDENT.match(line)
            plan = self.plans.get(found[1]) if found else None
            if found is None or plan is None:
                return line
            row: Row = json.loads(line)
            before = dict(row)
            if plan.suppressed:
                self.touch(plan.suppressed, found[1])
                return None
            kept = self._row(table, row, plan)
            if kept is None or row == before:
                return None if kept is None else line
            return to_line(row)

        return change

    def _row(self, table: str, row: Row, plan: ArticlePlan) -> Row | None:
        if table == "articles":
            return self._article(row, plan)
        if table == "article_revisions":
            return self._revision(row, plan)
        if table == "article_pages":
            row["url"] = self._address(row["url"], plan)
            return row
        if "surface" in row and row["surface"] is not None:
            self._surface(row, plan)
        for one in plan.mentions:
            if one.table == table and _is_mention(one, row, plan, self.digests):
                self.touch(one.id, row["article_id"])
                if one.action == "suppress":
                    plan.gone |= {row["mention"]} if table == "violation_mentions" else set()
                    if table == "violation_mentions":
                        plan.changed[row["mention"]] = one
                    return None
                row.update(one.values)
                if table == "violation_mentions":
                    plan.changed[row["mention"]] = one
        return self._people(table, row, plan)

    def _article(self, row: Row, plan: ArticlePlan) -> Row:
        for one in plan.people:
            self.touch(one.id, row["article_id"])
        names = plan.hashed
        for part, spans in plan.masks.items():
            row[part] = mask(row[part], spans)
        if names:
            for column in _LINES:
                row[column] = self._masked(row[column], plan)
            for column in _PEOPLE_LISTS:
                row[column] = [v for v in row[column] if not find_names(self.digests, v, names, single=False)]
            row["url"] = self._address(row["url"], plan)
        for one in plan.values:
            self.touch(one.id, row["article_id"])
            row.update(one.values)
        return row

    def _revision(self, row: Row, plan: ArticlePlan) -> Row:
        for part in PARTS:
            spans = plan.masks.get(part, []) if row["is_current"] else None
            if row[part] is not None:
                row[part] = mask(row[part], spans) if spans is not None else self._masked(row[part], plan)
        return row

    def _masked(self, text: str | None, plan: ArticlePlan) -> str | None:
        return mask(text, find_names(self.digests, text, plan.hashed, single=True)) if text else text

    def _address(self, url: str | None, plan: ArticlePlan) -> str | None:
        return mask_address(self.digests, url, plan.hashed, single=True) if url and plan.people else url

    @staticmethod
    def _surface(row: Row, plan: ArticlePlan) -> None:
        start, stop = row["start"], row["stop"]
        inside = [
            (max(a, start) - start, min(b, stop) - start)
            for a, b in plan.masks.get(row["part"], ())
            if a < stop and b > start
        ]
        row["surface"] = mask(row["surface"], inside)

    def _people(self, table: str, row: Row, plan: ArticlePlan) -> Row | None:
        violation = row.get("violation") if table in _CHILDREN else row.get("mention")
        if violation in plan.gone and (table in _CHILDREN or table == "breach_parties"):
            self.touch(plan.changed[violation].id, row["article_id"])
            return None
        if table == "breach_parties":
            if violation in plan.changed:
                row.update({key: v for key, v in plan.changed[violation].values.items() if key in _STATUS})
            if self._left_out(row, row["name"], plan):
                return None
            self._renamed(row, "name", plan, ("name",))
            if row["name"]:
                plan.statuses[row["name"].casefold()].add(f"{row['status']}/{row['substatus']}")
        elif table == "official_mentions":
            if self._left_out(row, row["name"], plan):
                return None
            self._renamed(row, "name", plan, ("name", "position", "region_code", "role"))
            if plan.changed:
                row["statuses"] = sorted(plan.statuses.get(row["name"].casefold(), ()))
        elif table == "claims":
            if self._left_out(row, row["speaker"], plan):
                row["speaker"] = row["official_id"] = None
            self._renamed(row, "speaker", plan, ("name",))
        elif table == "verdicts":
            row["parties"] = [name for name in row["parties"] if not self._left_out(row, name, plan)]
        return row

    def _left_out(self, row: Row, name: str | None, plan: ArticlePlan) -> bool:
        found = plan.names.get(name, []) if name else []
        for ident in found:
            self.touch(ident, row["article_id"])
        return bool(found)

    def _renamed(self, row: Row, column: str, plan: ArticlePlan, allowed: tuple[str, ...]) -> None:
        for one in plan.renamed.get(row[column] or "", ()):
            self.touch(one.id, row["article_id"])
            new: Mapping[str, Any] = {key: value for key, value in one.values.items() if key in allowed}
            row.update({column if key == "name" else key: value for key, value in new.items()})

    def fetch(self, line: str) -> str | None:
        """The change of a line of `fetches`: it stays, so that the account of each day does, without what it says."""
        row: Row = json.loads(line)
        plan = self.plans.get(row["article_id"] or "") or ArticlePlan()
        address = self.digests.of(f"{row['outlet_id']} {row['url']}")
        if gone := plan.suppressed or self.addresses.get(address):
            self.touch(gone, row["article_id"] or address)
            row |= {"url": f"suppressed:{address}", "outcome": "suppressed", "reason": f"tombstone {gone}"}
            emptied = (
                "listed_title",
                "final_url",
                "article_id",
                "crawl_reason",
                "digest",
                "warc_file",
                "warc_offset",
            )
            return to_line(row | dict.fromkeys(emptied))
        # an address that gave an article goes with it: there it is known whose name it is
        people = plan.people if row["article_id"] else [one for one in self.people if self._told(row, one)]
        if not people:
            return line
        before, plan = dict(row), ArticlePlan(people=people)
        row["listed_title"] = self._masked(row["listed_title"], plan)
        for column in ("url", "final_url"):
            row[column] = self._address(row[column], plan)
        if row == before:
            return line
        for one in people:
            self.touch(one.id, row["article_id"] or address)
        return to_line(row)

    def _told(self, row: Row, one: Tombstone) -> bool:
        title = find_names(self.digests, row["listed_title"] or "", one.names, single=False)
        addresses = [row[column] for column in ("url", "final_url") if row[column]]
        return bool(title) or any(names_address(self.digests, url, one.names) for url in addresses)


def _is_mention(one: Tombstone, row: Row, plan: ArticlePlan, digests: Digests) -> bool:
    """Whether the tombstone means this row: the span overlaps by half where the text is as it was, else the words are
    the same."""
    if one.part != row["part"]:
        return False
    if one.text_digest == plan.text_digest:
        shared = min(one.stop, row["stop"]) - max(one.start, row["start"])
        return bool(shared > 0 and 2 * shared >= min(one.stop - one.start, row["stop"] - row["start"]))
    return bool(one.surface == digests.of(row["surface"]))


def apply(build: DerivedBuild) -> None:
    """Honour the tombstones of the data folder in the staged rows. Raises InputError where one cannot be read, or the
    key is missing. A tombstone that matches nothing is told in `build.problems`."""
    tombstones = read(build.data) if build.data is not None else []
    build.connection.execute(
        "CREATE OR REPLACE TEMP TABLE duty_counts (id VARCHAR, articles INTEGER, row_count INTEGER)"
    )
    if build.data is None or not tombstones:
        return
    build.staging.flush()
    edit = _Edit(make_plans(build, digests := load_key(build.data), tombstones), digests, tombstones)
    build.staging.edit("fetches", edit.fetch)
    for table in _ORDER:
        build.staging.edit(table, edit.line(table))
    for one in tombstones:
        counts = [one.id, len(edit.articles[one.id]), edit.rows[one.id]]
        build.connection.execute("INSERT INTO duty_counts VALUES (?, ?, ?)", counts)
        if not edit.rows[one.id]:
            build.problems.append(
                f"tombstone {one.id} ({one.action} {one.target}, {one.at:%Y-%m-%d}) matches nothing here"
            )


def fill(build: DerivedBuild) -> None:
    """Load the table `tombstones`."""
    counts = dict[str, tuple[int, int]]()
    for ident, articles, rows in build.connection.execute("FROM duty_counts").fetchall():
        counts[ident] = (articles, rows)
    build.insert(
        "tombstones",
        (
            {
                "tombstone": one.id,
                "action": one.action,
                "target": one.target,
                "made_on": one.at.date().isoformat(),
                "articles": counts[one.id][0],
                "row_count": counts[one.id][1],
            }
            for one in (read(build.data) if build.data is not None and counts else ())
        ),
    )
