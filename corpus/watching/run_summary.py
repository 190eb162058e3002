"""What one `netra run` did, in short: as lines for a person, as JSON for a monitor, and as a file in the logs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import ExitCode, InputError, disk_errors

if TYPE_CHECKING:
    from corpus.build import BuildSummary
    from crawler.run import CrawlSummary

LOGS = "logs"


@dataclass(frozen=True)
class Alarm:
    """What `netra status` would call an alarm, after this run."""

    outlet: str
    kind: str
    words: str


@dataclass
class RunSummary:
    """`crawl`, `build`: None where the run did not come so far; `before`: articles of the corpus that was replaced;
    `cut_off`: who left the lock behind; `error`: what ended the run, in words; `second_looks`: articles that are due."""

    started: datetime
    outlets: Sequence[str]
    crawl: "CrawlSummary | None" = None
    build: "BuildSummary | None" = None
    before: int = 0
    cut_off: str | None = None
    error: str | None = None
    alarms: Sequence[Alarm] = ()
    second_looks: int = 0
    exit_code: ExitCode = ExitCode.OK
    ended: datetime | None = None

    @property
    def name(self) -> str:
        """Its start in UTC, 20260131T030000Z."""
        return self.started.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

    def article_addresses(self) -> dict[str, dict[str, int]]:
        """{outlet: {outcome: article addresses that the run saw first or asked for}}."""
        counts = self.crawl.counts if self.crawl else {}
        return {outlet: dict(sorted(counts.get(outlet, {}).get("article", {}).items())) for outlet in self.outlets}

    def as_json(self) -> dict[str, Any]:
        """One object: plain values, times in ISO, UTC."""
        crawl, build = self.crawl, self.build
        return {
            "run": self.name,
            "started": self.started.astimezone(UTC).isoformat(timespec="seconds"),
            "ended": self.ended.astimezone(UTC).isoformat(timespec="seconds") if self.ended else None,
            "exit_code": int(self.exit_code),
            "exit_name": self.exit_code.name,
            "error": self.error,
            "cut_off_before": self.cut_off,
            "crawl": crawl
            and {
                "exit_code": int(crawl.exit_code),
                "article_addresses": self.article_addresses(),
                "fetched": sum(crawl.articles(outlet) for outlet in self.outlets),
                "failed": dict(sorted(crawl.failed.items())),
                "recovered": crawl.recovered,
                "damaged": crawl.damaged,
                "message": crawl.message or None,
                "log": str(crawl.log) if crawl.log else None,
            },
            "build": build
            and {
                "build_id": build.build_id,
                "corpus": str(build.corpus),
                "duration_s": build.duration_s,
                "articles": build.row_counts["articles"],
                "articles_before": self.before,
                "violation_mentions": build.row_counts["violation_mentions"],
                "damaged_records": len(build.damaged),
                "skipped_lines": build.skipped,
                "tagging_failures": build.tagging_failures,
                "unread_outlets": list(build.unread),
                "problems": len(build.problems),
            },
            "alarms": [vars(one) for one in self.alarms],
            "second_looks_due": self.second_looks,
        }

    def lines(self) -> list[str]:
        """For a person: how it ended, what it brought, what is published, what wants a look."""
        took = f" after {(self.ended - self.started).total_seconds():.0f} s" if self.ended else ""
        lines = [f"run       {self.name}: {self.exit_code.name} ({int(self.exit_code)}){took}"]
        if self.cut_off:
            lines.append(f"before    {self.cut_off}, was cut off; this run went on from there")
        if self.crawl is not None:
            told = self.article_addresses()
            fetched = sum(outcomes.get("fetched", 0) for outcomes in told.values())
            seen = sum(sum(outcomes.values()) for outcomes in told.values())
            lines.append(
                f"crawl     {len(self.outlets)} outlets: {seen} article addresses new or asked again, {fetched} fetched"
            )
            lines += [f"  {outlet}: {why}" for outlet, why in sorted(self.crawl.failed.items())]
        if self.build is not None:
            counts, more = self.build.row_counts, self.build.row_counts["articles"] - self.before
            lines.append(
                f"corpus    build {self.build.build_id}: {counts['articles']} articles ({more:+d}), "
                f"{counts['violation_mentions']} violation mentions"
            )
        else:
            lines.append("corpus    nothing new is published")
        if self.error:
            lines.append(f"error     {self.error}")
        lines += [f"ALARM     {one.outlet}: {one.kind}: {one.words}" for one in self.alarms]
        if self.second_looks:
            lines.append(f"look      {self.second_looks} articles with a named accused are due: `netra looks`")
        return lines

    def write(self, data: Path) -> Path:
        """Leave the summary in the folder's logs. Raises DiskError."""
        file = data / LOGS / f"run-{self.name}.json"
        with disk_errors(file, any_os_error=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return file


def last_summary(data: Path) -> dict[str, Any] | None:
    """The newest summary in the folder's logs, None without any. Raises InputError on a damaged one."""
    files = sorted((data / LOGS).glob("run-*.json"))
    if not files:
        return None
    try:
        found: dict[str, Any] = json.loads(files[-1].read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{files[-1]}: expected the summary of a run: {error}; it may be removed") from error
    return found
