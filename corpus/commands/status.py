"""netra status"""

import json
import sys
from collections import Counter
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.commands.shared import DEFAULT_DATA, DataOption, leave
from corpus.commands.stream import readers_may_leave
from corpus.errors import ExitCode, NothingThere
from corpus.folder import DataFolder, lock_holder


def _archive(folder: Path) -> dict[str, Any] | None:
    if not folder.is_dir():
        return None
    files = sorted(folder.glob("*.warc.gz"))
    return {"files": len(files), "bytes": sum(file.stat().st_size for file in files)}


def _ledger(folder: Path) -> dict[str, Any] | None:
    from crawler.storage.completeness import unfinished_walks
    from crawler.storage.ledger import read_ledger
    from crawler.storage.ledger_schema import LEDGER_FILE

    if not (folder / LEDGER_FILE).is_file():
        return None
    outlets: dict[str, Counter[str]] = {}
    last: dict[str, str] = {}
    for row in read_ledger(folder):
        if row.role == "article":
            outlets.setdefault(row.outlet, Counter())[str(row.outcome)] += 1
        last[row.outlet] = max(last.get(row.outlet, ""), row.last_seen.isoformat(timespec="seconds"))
    unfinished = unfinished_walks(folder)
    return {
        outlet: {
            "last_seen": last[outlet],
            "article_addresses": dict(sorted(outlets.get(outlet, Counter()).items())),
            "unfinished_lists": [
                {
                    "list": " ".join(filter(None, (one.surface, one.section))),
                    "complete_until": one.complete_until and one.complete_until.isoformat(timespec="seconds"),
                }
                for one in unfinished.get(outlet, [])
            ],
        }
        for outlet in sorted(last)
    }


def _outlet_lines(outlet: str, about: dict[str, Any]) -> list[str]:
    words = ", ".join(f"{number} {word}" for word, number in about["article_addresses"].items())
    lines = [f"  {outlet}: {words or 'no article addresses'}; last seen {about['last_seen']}"]
    if open_lists := about["unfinished_lists"]:
        told = [f"{one['list']} (complete until {one['complete_until'] or 'never'})" for one in open_lists[:3]]
        more = f" and {len(open_lists) - 3} more" if len(open_lists) > 3 else ""
        lines.append(f"    not read to the end, the next run goes on: {', '.join(told)}{more}")
    return lines


def _published(file: Path) -> dict[str, Any] | None:
    import corpus

    if not file.is_file():
        return None
    with corpus.open(file) as opened:
        found = opened.connection.execute(
            "SELECT build_id, started_at, duration_s, netra_version, tagger, row_counts, damaged_records, "
            "skipped_records, tagging_failures FROM builds"
        )
        names = [column[0] for column in found.description or ()]
        row = dict(zip(names, found.fetchone() or (), strict=True))
        faulty = opened.connection.execute("SELECT count(*) FROM articles WHERE len(problems) > 0").fetchone()
    row["started_at"] = row["started_at"].isoformat(timespec="seconds")
    row["articles_with_problems"] = faulty[0] if faulty else 0
    return row


def _recall(file: Path) -> dict[str, Any] | None:
    from corpus.watching.recall import topic_recall

    found = topic_recall(file)
    return {**asdict(found), "words": found.words} if found else None


def _health(folder: DataFolder) -> list[dict[str, Any]]:
    from corpus.watching.health import outlet_findings

    return [
        {"outlet": outlet, **asdict(finding)}
        for outlet, findings in sorted(outlet_findings(folder).items())
        for finding in findings
    ]


def _second_looks(folder: DataFolder, today: date) -> list[dict[str, Any]]:
    from corpus.watching.second_looks import due_in

    return [
        {
            "article_id": one.article.article_id,
            "after_days": one.after,
            "since": one.since.isoformat(),
            "accused": list(one.article.accused),
            "statuses": list(one.article.statuses),
            "outcomes": list(one.article.outcomes),
            "url": one.article.url,
        }
        for one in due_in(folder, today)
    ]


def _last_run(data: Path) -> dict[str, Any] | None:
    from corpus.watching.run_summary import last_summary

    return last_summary(data)


def _run_line(run: dict[str, Any]) -> str:
    why = f": {run['error']}" if run["error"] else ""
    return f"last run  {run['run']}: {run['exit_name']} ({run['exit_code']}){why}"


def _look_lines(due: list[dict[str, Any]]) -> list[str]:
    """So many, and the three that wait longest; a status and an outcome beside each name."""
    if not due:
        return []
    lines = [
        f"look      {len(due)} articles with a named accused are due for a second look; `netra looks` lists them"
    ]
    for one in due[:3]:
        said = "; ".join([", ".join(one["statuses"]), "outcome " + (", ".join(one["outcomes"]) or "unknown")])
        lines.append(f"  {one['article_id'][:12]} since {one['since']}: {', '.join(one['accused'])} ({said})")
    return lines


def _attention(health: list[dict[str, Any]]) -> list[str]:
    lines = [
        f"  {'ALARM  ' if one['alarm'] else 'unusual'} {one['outlet']}: {one['kind']}: {one['words']}"
        for one in health
    ]
    return ["outlets", *lines] if lines else []


def _lines(found: dict[str, Any]) -> list[str]:
    archive, ledger, published = found["archive"], found["ledger"], found["corpus"]
    lines = [f"data      {found['data']}", f"at work   {found['lock'] or 'nobody'}"]
    size = f"{archive['files']} WARC files, {archive['bytes'] / 1e6:.1f} MB" if archive else "none"
    lines.append(f"archive   {size}")
    for outlet, about in (ledger or {}).items():
        lines += _outlet_lines(outlet, about)
    lines += _attention(found["health"])
    if found["last_run"]:
        lines.insert(2, _run_line(found["last_run"]))
    if published is None:
        return [*lines, "corpus    none"]
    counts = published["row_counts"]
    lines.append(
        f"corpus    build {published['build_id']} of {published['started_at']} ({published['duration_s']:.1f} s), "
        f"netra {published['netra_version']}, tagger {published['tagger']}"
    )
    lines.append(
        f"  {counts['articles']} articles ({published['articles_with_problems']} with problems), "
        f"{counts['violation_mentions']} violation mentions, {counts['official_mentions']} official mentions"
    )
    lines.append(
        f"  {published['damaged_records']} damaged records, {published['skipped_records']} lines skipped, "
        f"{published['tagging_failures']} articles that the tagger failed on"
    )
    if found["recall"]:
        lines.append(f"  {found['recall']['words']}")
    return lines + _look_lines(found["second_looks"])


def status(
    data: DataOption = DEFAULT_DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what a data folder holds.

    Archive, ledger by outlet, the published corpus, and who is at work. Each outlet is compared with what its file
    expects and with its own days before: one that yields nothing any more, or a field that fewer articles have than
    usual, is an alarm (docs/outlets.md). Articles with a named accused that are due for a second look are counted; they
    are no alarm.

    Example: netra status --data data/demo

    Exit codes: 3 an outlet gives alarm, 6 there is no such folder.
    """
    folder = DataFolder(data)
    if not data.is_dir():
        raise NothingThere(
            f"{data}: there is no such data folder; `netra crawl --data {data}` or `netra demo` makes one"
        )
    found: dict[str, Any] = {
        "data": str(data),
        "lock": lock_holder(folder.lock),
        "archive": _archive(folder.archive),
        "ledger": _ledger(folder.archive),
        "corpus": _published(folder.corpus),
        "health": _health(folder),
        "last_run": _last_run(data),
        "recall": _recall(folder.corpus),
        "second_looks": _second_looks(folder, datetime.now(UTC).date()),
    }
    with readers_may_leave():
        if as_json:
            sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        else:
            sys.stdout.write("\n".join(_lines(found)) + "\n")
    leave(ExitCode.PARTIAL if any(one["alarm"] for one in found["health"]) else ExitCode.OK)
