"""Fills cases, case_reports and case_events: reports of a build, joined by case_linking.py, with their outcome.

A report's status never comes from its title or a caption: both drop the hedge."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.derived.case_linking import Report, join
from corpus.derived.duplicates import words_of
from corpus.derived.steps import DerivedBuild
from corpus.loading.staging import column_types
from corpus.records import plain
from nlp.evaluation.matching import words

# the order of the procedure (UU 10/2016, Perbawaslu 6/2018, PP 94/2021); later is further
STAGES = (
    *("informasi_awal", "laporan", "temuan", "penelusuran", "registrasi", "klarifikasi", "kajian", "dihentikan"),
    *("diteruskan", "rekomendasi", "penyidikan", "tuntutan", "vonis", "banding", "sanksi"),
)
_RANK = {stage: n for n, stage in enumerate(STAGES)}
_OUTCOMES = {
    ("proven", "decided"): "established",
    ("proven", "found"): "established",
    ("denied", "cleared"): "cleared",
}


@dataclass(frozen=True)
class Mention:
    """One violation mention of reference case, in the text, with its party where it has one."""

    article: str
    mention: int
    party: int | None
    name: str | None
    office: str | None
    official: str | None
    status: str
    substatus: str
    stage: str | None
    forms: tuple[str, ...]
    actors: tuple[str, ...]
    tracks: tuple[str, ...]
    claimed_by: tuple[str, ...]
    day: date | None
    region: str | None
    outlet: str
    story: str


_MENTIONS = """
SELECT v.article_id, v.mention, p.party, p.name, p.office, p.official_id, v.status, v.substatus, v.stage, v.forms,
       v.actors, v.tracks, v.claimed_by, a.published_date, coalesce(o.region_code, a.primary_region_code), a.outlet_id,
       coalesce(d.group_id, a.article_id)
FROM violation_mentions v JOIN articles a USING (article_id)
LEFT JOIN breach_parties p USING (article_id, mention)
LEFT JOIN officials o USING (official_id)
LEFT JOIN duplicate_members d USING (article_id)
WHERE v.reference = 'case' AND v.part = 'text' AND v.status IN ('proven', 'alleged', 'denied')
ORDER BY v.article_id, v.mention, p.party
"""


def _name_words(name: str | None) -> frozenset[str]:
    """Words of a name without honorifics and degrees; initials ("MJ") are one word and stay so."""
    return frozenset(words(name or ""))


def _same_accused(one: Mention, other: Mention) -> bool:
    if one.official and one.official == other.official:
        return True
    a, b = _name_words(one.name), _name_words(other.name)
    if a and b:
        return a <= b or b <= a
    return bool(one.office and other.office) and words_of(one.office or "") == words_of(other.office or "")


def reports_of(mentions: Iterable[Mention]) -> list[tuple[Report, list[Mention]]]:
    """Reports with their mentions: in each article one for each accused; what names nobody goes to the only accused,
    or, where there are several or none, is a report without accused."""
    articles: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        articles[mention.article].append(mention)
    found = []
    for article, own in sorted(articles.items()):
        threads: list[list[Mention]] = []
        loose = []
        for mention in own:
            if mention.name is None and mention.office is None:
                loose.append(mention)
                continue
            home = next((t for t in threads if any(_same_accused(one, mention) for one in t)), None)
            threads.append([mention]) if home is None else home.append(mention)
        if loose and len(threads) == 1:
            threads[0] += loose
        elif loose and not threads:
            threads.append(loose)
        found += [(_report((article, n), thread), thread) for n, thread in enumerate(threads)]
    return found


def _report(key: tuple[str, int], thread: Sequence[Mention]) -> Report:
    names = [_name_words(one.name) for one in thread if one.name]
    offices = [frozenset(words_of(one.office)) for one in thread if one.office]
    regions = sorted(one.region for one in thread if one.region and one.official) or sorted(
        one.region for one in thread if one.region
    )
    return Report(
        key=key,
        officials=frozenset(one.official for one in thread if one.official),
        name=max(names, key=lambda words: (len(words), sorted(words)), default=frozenset()),
        office=max(offices, key=lambda words: (len(words), sorted(words)), default=frozenset()),
        region=regions[0] if regions else None,
        actors=frozenset(actor for one in thread for actor in one.actors),
        forms=frozenset(form for one in thread for form in one.forms),
        day=thread[0].day,
        story=thread[0].story,
    )


def outcome_of(mentions: Iterable[Mention]) -> tuple[str, date | None]:
    """The latest outcome and its day: open where no body decided; mixed where one day tells both."""
    told = [(one.day or date.min, _OUTCOMES[one.status, one.substatus]) for one in mentions
            if (one.status, one.substatus) in _OUTCOMES]  # fmt: skip
    if not told:
        return "open", None
    last = max(day for day, _ in told)
    kinds = {kind for day, kind in told if day == last}
    return (kinds.pop() if len(kinds) == 1 else "mixed"), (None if last == date.min else last)


def events_of(mentions: Iterable[Mention]) -> list[Mention]:
    """The first mention of each stage and status, by day, then by the order of the procedure."""
    first: dict[tuple[str, str], Mention] = {}
    for one in sorted(mentions, key=lambda m: (m.day or date.max, m.article, m.mention)):
        if one.stage in _RANK:
            first.setdefault((one.stage, one.status), one)
    return sorted(first.values(), key=lambda m: (m.day or date.max, _RANK[m.stage or ""], m.article, m.mention))


def _union(values: Iterable[Iterable[str]]) -> list[str]:
    return sorted({one for some in values for one in some})


def _fullest(values: Iterable[str | None]) -> str | None:
    return max((one for one in values if one), key=lambda text: (len(text), text), default=None)


def _case_row(case_id: str, mentions: Sequence[Mention], reports: Sequence[Report], by: Sequence[str]) -> list[Any]:
    outcome, outcome_date = outcome_of(mentions)
    days = [one.day for one in mentions if one.day]
    stages = events_of(mentions)
    last_day = max((one.day or date.min for one in stages), default=None)
    last = [one.stage or "" for one in stages if (one.day or date.min) == last_day]
    regions = [report.region for report in reports if report.region]
    return [
        case_id,
        _fullest(one.name for one in mentions) or _fullest(one.office for one in mentions),
        _union(report.officials for report in reports),
        _union([one.office] for one in mentions if one.office),
        max(sorted(set(regions)), key=regions.count, default=None),
        _union(one.actors for one in mentions),
        _union(one.forms for one in mentions),
        _union(one.tracks for one in mentions),
        outcome,
        outcome_date,
        max(last, key=lambda stage: _RANK[stage], default=None),
        min(days, default=None),
        max(days, default=None),
        len({one.article for one in mentions}),
        len({one.story for one in mentions}),
        len({one.outlet for one in mentions}),
        list(by),
    ]


def _report_rows(case_id: str, mentions: Sequence[Mention]) -> list[list[Any]]:
    articles: Mapping[str, list[Mention]] = defaultdict(list)
    for one in mentions:
        articles[one.article].append(one)
    return [
        [
            case_id,
            article,
            own[0].story,
            _fullest(one.name for one in own) or _fullest(one.office for one in own),
            _union([f"{one.status}/{one.substatus}"] for one in own),
            sorted({one.mention for one in own}),
        ]
        for article, own in sorted(articles.items())
    ]


def _event_rows(case_id: str, mentions: Sequence[Mention]) -> list[list[Any]]:
    return [
        [case_id, n, one.stage, one.day, list(one.claimed_by), one.status, one.substatus, one.article, one.mention]
        for n, one in enumerate(events_of(mentions))
    ]


def _mention(row: Sequence[Any]) -> Mention:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Mention(*values)


def fill(build: DerivedBuild) -> None:
    """Derive cases, case_reports and case_events from the mentions in texts."""
    rows = build.connection.execute(_MENTIONS).fetchall()
    mentions = [_mention(row) for row in rows]
    found = reports_of(mentions)
    own = {report.key: thread for report, thread in found}
    tables: dict[str, list[list[Any]]] = {"cases": [], "case_reports": [], "case_events": []}
    for reports, by in join([report for report, _ in found]):
        told = [mention for report in reports for mention in own[report.key]]
        case_id = hashlib.sha256("\x1f".join(map(str, min(r.key for r in reports))).encode()).hexdigest()[:16]
        tables["cases"].append(_case_row(case_id, told, reports, by))
        tables["case_reports"] += _report_rows(case_id, told)
        tables["case_events"] += _event_rows(case_id, told)
    for table, values in tables.items():
        columns = column_types(build.connection, table)
        build.insert(table, (dict(zip(columns, map(plain, row), strict=True)) for row in values))
