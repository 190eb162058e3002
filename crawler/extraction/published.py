"""When an article was published: the page's candidates, which of them is believed, and in which zone.

Order: a time shown by the headline with its zone; a stated instant with an offset; a shown time without zone, read in
the offset that a stated instant confirms, else in the outlet's zone; a stated time without offset; a day alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from crawler.extraction.dates import EARLIEST, Moment, find_date, find_relative, offset_minutes
from crawler.extraction.dom import Block, ancestors
from crawler.extraction.names import Role, roles_of
from crawler.extraction.stated import Candidate, date_in_url, stated_changes, stated_dates
from crawler.extraction.structured import Structured
from crawler.extraction.titles import fold_title
from crawler.extraction.zones import first_day_of, host_of

_UPDATED = re.compile(
    r"(?:diperbarui|diperbaharui|update[d]?|terakhir\s+diubah|last\s+(?:updated|modified)|disunting)\b", re.I
)
_INDONESIA = (420, 480, 540)
_FUTURE = timedelta(days=2)
_WEEKDAY = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum[’'`]?at|sabtu|minggu|ahad|sen|sel|rab|kam|jum|sab|min)\s*,?\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class Dated:
    """`published`, `modified`: ISO 8601 with seconds and offset, or None; `raw`: as the page has it; `method`: where
    from, and what was done to it; `problems`: "no_date", "date_refused", "day_only", "false_zone"."""

    published: str | None
    raw: str | None
    method: str | None
    modified: str | None
    problems: tuple[str, ...] = ()


def read_dates(
    structured: Structured,
    tree: HtmlElement,
    shown: Sequence[str],
    zone: ZoneInfo,
    zone_source: str,
    *,
    url: str | None = None,
    now: datetime | None = None,
    wrong_offsets: Iterable[str] = (),
    title_element: HtmlElement | None = None,
) -> Dated:
    """Publication and change of a page. `shown`: texts beside the headline that may hold the date, nearest first;
    `now`: when it was fetched, the bound for dates in the future; `wrong_offsets`: offsets that the outlet's machines
    write without meaning them ("-08:00" on Blogger)."""
    limit = (now or datetime.now(UTC)) + _FUTURE
    problems: list[str] = []
    wrong = {minutes for text in wrong_offsets if (minutes := offset_minutes(text)) is not None}
    wrong.update({-480, -420} if _is_blogger(structured) else set())
    since = first_day_of(host_of(url))
    first = max(EARLIEST, datetime(since.year, since.month, since.day)) if since else EARLIEST
    visible = _sound(_visible(shown), first, limit, problems)
    stated = _sound(stated_dates(structured, tree, title_element), first, limit, problems)
    if not visible and now is not None:
        visible = [
            Candidate(moment, "relative", moment.raw)
            for text in shown
            if (moment := find_relative(text, now)) is not None
        ]
    by_url = _sound(date_in_url(url), first, limit, problems)
    value, raw, method = _choose(visible, stated, by_url, zone, zone_source, wrong, problems)
    if value is None:
        problems.append("no_date")
    modified = _modified(structured, zone, wrong, limit)
    return Dated(_iso(value), raw, method, _iso(modified), tuple(dict.fromkeys(problems)))


def _iso(value: datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None


def _is_blogger(structured: Structured) -> bool:
    return any("blogger" in value.lower() for value in structured.metas.get("generator", ()))


def _visible(shown: Sequence[str]) -> Iterator[Candidate]:
    """Dates in the shown texts; those of a line that speaks of an update come last."""
    late: list[Candidate] = []
    for text in shown:
        moment = find_date(text)
        if moment is None:
            continue
        raw = _with_weekday(text, moment.raw)
        update = _UPDATED.search(text)
        start = text.find(moment.raw)
        if update and update.start() < start:
            late.append(Candidate(moment, "shown-update", raw))
        else:
            yield Candidate(moment, "shown", raw)
    yield from late


def _with_weekday(text: str, raw: str) -> str:
    start = text.find(raw)
    before = _WEEKDAY.search(text[:start]) if start > 0 else None
    return text[before.start() : start + len(raw)] if before else raw


def _sound(candidates: Iterable[Candidate], first: datetime, limit: datetime, problems: list[str]) -> list[Candidate]:
    """Those between the outlet's first day (or the first Indonesian news on the web) and the time of fetching; a
    refused one is named."""
    out = []
    for candidate in candidates:
        value = candidate.moment.value
        aware = value if value.tzinfo else value.replace(tzinfo=timezone(timedelta(hours=9)))
        if value.replace(tzinfo=None) < first or aware > limit:
            problems.append("date_refused")
        else:
            out.append(candidate)
    return out


def _local(moment: Moment, zone: ZoneInfo) -> datetime:
    return moment.value if moment.has_zone else moment.value.replace(tzinfo=_fixed(moment.value, zone))


def _fixed(value: datetime, zone: ZoneInfo) -> timezone:
    offset = value.replace(tzinfo=zone).utcoffset()
    return timezone(offset if offset is not None else timedelta(hours=7))


def _choose(
    visible: Sequence[Candidate],
    stated: Sequence[Candidate],
    by_url: Sequence[Candidate],
    zone: ZoneInfo,
    zone_source: str,
    wrong: set[int],
    problems: list[str],
) -> tuple[datetime | None, str | None, str | None]:
    stated_times = any(candidate.moment.has_time for candidate in stated)
    # What the page shows as the time of its last update is no rival to a stated time of publication.
    timed = [c for c in visible if c.moment.has_time and not (stated_times and c.source == "shown-update")]
    instants = [candidate for candidate in stated if candidate.moment.has_time and candidate.moment.has_zone]
    clocks = [candidate for candidate in stated if candidate.moment.has_time and not candidate.moment.has_zone]
    if timed:
        first = timed[0]
        if first.moment.has_zone:
            if not _far_off(first, instants):
                return _to_the_second(first.moment.value, stated), first.raw, first.source
        else:
            value, note = _with_zone(first, instants, zone, zone_source)
            if not _far_off(Candidate(Moment(value, True, first.raw), "", ""), instants):
                return _to_the_second(value, stated), first.raw, f"{first.source}, {note}"
    for candidate in instants:
        offset = _minutes(candidate.moment.value)
        if offset in wrong:
            value, note = _blogger(candidate, visible, zone, problems)
            return value, candidate.raw, f"{candidate.source}, {note}"
        twin = next((other for other in clocks if _same_clock(other.moment, candidate.moment)), None)
        if offset == 0 and twin is not None and twin.moment.doubtful:
            problems.append("false_zone")
            return (
                _local(Moment(candidate.moment.value.replace(tzinfo=None), True, ""), zone),
                candidate.raw,
                f"{candidate.source}, zone of {zone_source}",
            )
        return candidate.moment.value, candidate.raw, candidate.source
    for candidate in [*timed, *clocks]:
        if candidate.moment.doubtful:
            problems.append("false_zone")
        return _local(candidate.moment, zone), candidate.raw, f"{candidate.source}, zone of {zone_source}"
    for candidate in [*(c for c in by_url if c.moment.has_time), *visible, *stated, *by_url]:
        if not candidate.moment.has_time:
            problems.append("day_only")
        return _local(candidate.moment, zone), candidate.raw, f"{candidate.source}, zone of {zone_source}"
    return None, None, None


def _to_the_second(value: datetime, stated: Sequence[Candidate]) -> datetime:
    """A shown minute with the seconds that the page states for the same minute."""
    if value.second:
        return value
    for other in stated:
        if other.moment.has_zone and other.moment.value.astimezone(value.tzinfo).replace(second=0) == value:
            return value.replace(second=other.moment.value.second)
        if not other.moment.has_zone and other.moment.value.replace(second=0) == value.replace(tzinfo=None):
            return value.replace(second=other.moment.value.second)
    return value


def _minutes(value: datetime) -> int:
    offset = value.utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0


def _same_clock(a: Moment, b: Moment) -> bool:
    return a.value.replace(tzinfo=None, second=0) == b.value.replace(tzinfo=None, second=0)


def _far_off(candidate: Candidate, instants: Sequence[Candidate]) -> bool:
    """True where every stated instant is days away: then what stands by the headline is another date (today's)."""
    if not instants:
        return False
    value = candidate.moment.value
    return all(abs(other.moment.value - value) > timedelta(hours=40) for other in instants)


def _with_zone(
    first: Candidate, instants: Sequence[Candidate], zone: ZoneInfo, zone_source: str
) -> tuple[datetime, str]:
    """A shown clock without zone: the offset at which a stated instant shows the same clock, if it is Indonesian
    (that also unmasks UTC); a stated instant of the same clock in such an offset; else the outlet's zone."""
    clock = first.moment.value.replace(second=0)
    for other in instants:
        utc = other.moment.value.astimezone(UTC).replace(tzinfo=None)
        for minutes in _INDONESIA:
            shift = abs((utc + timedelta(minutes=minutes)) - clock)
            if shift < timedelta(minutes=2):
                return first.moment.value.replace(
                    tzinfo=timezone(timedelta(minutes=minutes))
                ), f"zone of {other.source}"
    return _local(first.moment, zone), f"zone of {zone_source}"


def _blogger(
    candidate: Candidate, visible: Sequence[Candidate], zone: ZoneInfo, problems: list[str]
) -> tuple[datetime, str]:
    """A stated instant in an offset that the site's owner never set: its clock is the local one, unless the day that
    the page shows is that of the instant and not that of the clock."""
    problems.append("false_zone")
    clock = candidate.moment.value.replace(tzinfo=None)
    local = candidate.moment.value.astimezone(_fixed(clock, zone))
    days = {other.moment.value.date() for other in visible}
    if local.date() in days and clock.date() not in days:
        return local, "instant kept, zone of outlet"
    return clock.replace(tzinfo=_fixed(clock, zone)), "clock read in the outlet's zone"


def _modified(structured: Structured, zone: ZoneInfo, wrong: set[int], limit: datetime) -> datetime | None:
    """When the page says it was changed, from the same kind of source as can be; values with an offset first."""
    found = [
        candidate
        for candidate in _sound(stated_changes(structured), EARLIEST, limit, [])
        if candidate.moment.has_time
    ]
    found.sort(key=lambda candidate: (not candidate.moment.has_zone, candidate.moment.doubtful))
    for candidate in found:
        if candidate.moment.has_zone and _minutes(candidate.moment.value) in wrong:
            continue
        return _local(candidate.moment, zone)
    return None


def shown_texts(blocks: Sequence[Block], title_order: int | None, body_first: int, body_last: int) -> list[str]:
    """Short texts around the headline and above the text, nearest to the headline first: where pages print the date.
    Lists of other articles, which print dates too, are left out."""
    if title_order is None:
        title_order = max(0, body_first - 6)
    low, high = title_order - 8, max(title_order + 14, min(body_first, title_order + 60))
    ranked: list[tuple[float, str]] = []
    for block in blocks[max(0, low) : high + 1]:
        if len(block.text) > 220 or block.order >= body_first or block.hidden:
            continue
        chain = list(ancestors(block.element))[:5]
        names = [roles_of(node) for node in chain]
        if any(Role.JUNK in name and Role.DATE not in name and Role.BYLINE not in name for name in names[:3]):
            continue
        if block.link_share > 0.8 and not any(Role.DATE in name for name in names[:3]):
            continue
        distance = abs(block.order - title_order) + (6 if block.order < title_order - 3 else 0)
        bonus = 8 if any(Role.DATE in name for name in names[:2]) else 0
        long = 4 if len(block.text) > 90 else 0
        ranked.append((distance - bonus + long, block.text))
    # Behind the text: some sites print the time at the foot.
    for block in blocks[body_last + 1 : body_last + 6]:
        if len(block.text) < 90 and block.link_share < 0.5 and _looks_dated(block):
            ranked.append((40.0, block.text))
    return [text for _, text in sorted(ranked, key=lambda item: item[0])]


def _looks_dated(block: Block) -> bool:
    return any(Role.DATE in roles_of(node) for node in list(ancestors(block.element))[:2]) or fold_title(
        block.text
    ).startswith(("diterbitkan", "tayang", "dipublikasikan"))
