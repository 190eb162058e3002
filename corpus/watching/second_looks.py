"""Articles with a named accused, to be looked at again 30 and 180 days after they appeared: which are due, and the looks
that were had, noted in a file of the data folder."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb

from corpus.errors import InputError, NothingThere, UsageProblem, disk_errors
from corpus.folder import DataFolder

AFTER = (30, 180)  # days; the view second_looks has the same two
LEAST = 6  # characters by which an article can be named
_VIEW = """
SELECT article_id, outlet_id, url, accused, statuses, outcomes, day, first_look, second_look FROM second_looks
WHERE day IS NOT NULL ORDER BY day, article_id
"""


@dataclass(frozen=True)
class Candidate:
    """A row of the view second_looks. `days`: from when it is due, in order."""

    article_id: str
    outlet_id: str
    url: str | None
    accused: tuple[str, ...]
    statuses: tuple[str, ...]
    outcomes: tuple[str, ...]
    day: date
    days: tuple[date, ...]


@dataclass(frozen=True)
class Due:
    """An article that is due. `after`: 30 or 180, the later where both are; `since`: the day on which it became due."""

    article: Candidate
    after: int
    since: date


@dataclass(frozen=True)
class Look:
    """A look that was had: when, at what, by whom, and what was seen."""

    article_id: str
    on: date
    by: str | None = None
    note: str | None = None


def due(candidates: Iterable[Candidate], looks: Iterable[Look], today: date) -> list[Due]:
    """What is due on that day, longest overdue first: a day of the article's has come, and no look was had on or after
    it. Pure."""
    last: dict[str, date] = {}
    for look in looks:
        last[look.article_id] = max(look.on, last.get(look.article_id, look.on))
    found = []
    for one in candidates:
        come = [(after, day) for after, day in zip(AFTER, one.days, strict=True) if day <= today]
        open_now = [(after, day) for after, day in come if last.get(one.article_id, date.min) < day]
        if open_now:
            found.append(Due(one, *open_now[-1]))
    return sorted(found, key=lambda one: (one.since, one.article.article_id))


def candidates(connection: duckdb.DuckDBPyConnection) -> Iterator[Candidate]:
    """The view second_looks of an open corpus."""
    for ident, outlet, url, accused, statuses, outcomes, day, *days in connection.execute(_VIEW).fetchall():
        yield Candidate(ident, outlet, url, tuple(accused), tuple(statuses), tuple(outcomes), day, tuple(days))


def log_file(folder: DataFolder) -> Path:
    """Where the looks are noted: one JSON object a line, only ever added to."""
    return folder.root / "second_looks.jsonl"


def looks(folder: DataFolder) -> list[Look]:
    """The looks that were noted. Raises InputError, which names the line, on a damaged file."""
    file = log_file(folder)
    if not file.is_file():
        return []
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entry: Mapping[str, str | None] = json.loads(line)
            found.append(
                Look(
                    str(entry["article_id"]), date.fromisoformat(str(entry["on"])), entry.get("by"), entry.get("note")
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{file}, line {number}: expected a look as `netra looks` notes it: {error}") from error
    return found


def note_look(folder: DataFolder, look: Look) -> None:
    """Add a look. Raises DiskError."""
    file = log_file(folder)
    line = {key: value for key, value in asdict(look).items() if value is not None} | {"on": look.on.isoformat()}
    with disk_errors(file, any_os_error=True), file.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(line, ensure_ascii=False) + "\n")


def due_in(folder: DataFolder, today: date) -> list[Due]:
    """What is due in a data folder; [] without a corpus. Raises NetraError on a damaged file."""
    import corpus

    if not folder.corpus.is_file():
        return []
    with corpus.open(folder.corpus) as opened:
        return due(candidates(opened.connection), looks(folder), today)


def article_named(start: str, found: Iterable[Candidate]) -> Candidate:
    """The article whose id begins so. Raises UsageProblem where several do or too little is given, NothingThere where
    none does."""
    if len(start) < LEAST:
        raise UsageProblem(f"{start}: expected at least {LEAST} characters of an article's id")
    here = [one for one in found if one.article_id.startswith(start)]
    if len(here) > 1:
        raise UsageProblem(f"{start}: {len(here)} articles begin so; give more of the id")
    if not here:
        raise NothingThere(f"{start}: no article with a named accused has this id; `netra looks` lists those due")
    return here[0]
