"""Which reports tell the same matter: accused person or office, place, kind of act, time. Pure functions over reports.

A report is one accused of one article. Two reports are linked by the first of these that holds:
person         the same official, or the same name in the same place, within a year;
office         the same telling office of the same place (not "seorang ASN") within half a year, no two names;
copy           the articles are copies of one text and neither names somebody else;
place_and_act  nobody named in one of them, the same regency, kind of actor and of act, within two weeks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_PERSON_DAYS, _OFFICE_DAYS, _ACT_DAYS = 366, 183, 14
# offices that many hold: no sign of the same person
_COMMON = frozenset(
    {"asn", "pns", "pppk", "guru", "pegawai", "honorer", "staf", "kepala", "desa", "kades", "perangkat", "lurah"}
    | {"camat", "oknum", "dosen", "aparatur", "sipil", "negara"}
)


@dataclass(frozen=True)
class Report:
    """One accused of one article. `key`: unique. `officials`: ids in the table; `name`: words of the name or initials;
    `office`: words of the office; `region`: Kemendagri code; `day`: of publication; `story`: group of copies."""

    key: tuple[str, int]
    officials: frozenset[str]
    name: frozenset[str]
    office: frozenset[str]
    region: str | None
    actors: frozenset[str]
    forms: frozenset[str]
    day: date | None
    story: str


@dataclass(frozen=True)
class Link:
    """Two reports of one case, and the evidence."""

    one: tuple[str, int]
    other: tuple[str, int]
    by: str


def names_differ(one: Report, other: Report) -> bool:
    """Whether the two are certainly different persons: both named, and neither name within the other."""
    return bool(one.name and other.name) and not (one.name <= other.name or other.name <= one.name)


def _near(one: Report, other: Report, days: int) -> bool:
    return one.day is None or other.day is None or abs((one.day - other.day).days) <= days


def _same_office(one: Report, other: Report) -> bool:
    telling = (one.office & other.office) - _COMMON
    return bool(telling) and one.office - _COMMON == other.office - _COMMON and not names_differ(one, other)


def _same_act(one: Report, other: Report) -> bool:
    unnamed = not one.name or not other.name
    acts = (one.forms & other.forms) - {"umum"}
    return unnamed and bool(acts) and bool(one.actors & other.actors) and not names_differ(one, other)


def _runs(
    reports: Iterable[Report],
    key: Callable[[Report], Iterable[str]],
    same: Callable[[Report, Report], bool],
    days: int,
    by: str,
) -> Iterator[Link]:
    """Links between neighbours in time within each block; who is not the same goes on with an earlier thread or opens
    one."""
    blocks: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        for name in key(report):
            blocks[name].append(report)
    for block in blocks.values():
        ordered = sorted(block, key=lambda report: (report.day or date.min, report.key))
        threads: list[list[Report]] = []
        for report in ordered:
            home = next((t for t in threads if same(t[-1], report) and _near(t[-1], report, days)), None)
            if home is None:
                threads.append([report])
            else:
                home.append(report)
        for thread in threads:
            for one, other in pairwise(thread):
                yield Link(one.key, other.key, by)


def links(reports: Sequence[Report]) -> list[Link]:
    """Links between reports, each with its evidence, in a fixed order."""
    ordered = sorted(reports, key=lambda report: report.key)
    found = [
        *_runs(ordered, lambda r: r.officials, lambda _a, _b: True, _PERSON_DAYS, "person"),
        *_runs(
            ordered,
            lambda r: [f"{r.region} {' '.join(sorted(r.name))}"] if r.name and r.region else [],
            lambda _a, _b: True,
            _PERSON_DAYS,
            "person",
        ),
        *_runs(ordered, lambda r: [r.region] if r.region and r.office else [], _same_office, _OFFICE_DAYS, "office"),
        *_runs(ordered, lambda r: [r.story], lambda a, b: not names_differ(a, b), 3660, "copy"),
        *_runs(
            ordered,
            lambda r: [r.region] if r.region and "." in r.region else [],
            _same_act,
            _ACT_DAYS,
            "place_and_act",
        ),
    ]
    return [link for link in found if link.one[0] != link.other[0]]


def join(reports: Sequence[Report]) -> list[tuple[list[Report], list[str]]]:
    """Cases: their reports by day, and the kinds of evidence that joined them. A link that would bring two different
    names into one case is not taken: two accused are two cases."""
    members = {report.key: [report] for report in reports}
    home = {report.key: report.key for report in reports}
    evidence: dict[tuple[str, int], set[str]] = defaultdict(set)
    for link in links(reports):
        one, other = home[link.one], home[link.other]
        if one == other:
            evidence[one].add(link.by)
            continue
        if link.by != "person" and any(names_differ(a, b) for a in members[one] for b in members[other]):
            continue
        keep, gone = sorted((one, other))
        for report in members[gone]:
            home[report.key] = keep
        members[keep] += members.pop(gone)
        evidence[keep] |= evidence.pop(gone, set()) | {link.by}
    cases = []
    for key in sorted(members):
        ordered = sorted(members[key], key=lambda report: (report.day or date.max, report.key))
        cases.append((ordered, sorted(evidence[key])))
    return cases
