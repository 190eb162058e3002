"""netra run"""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.commands import build as building
from corpus.commands import crawl as crawling
from corpus.commands.build import ArticlesOption, MapOption
from corpus.commands.crawl import AllOption, FamilyOption, OutletsArgument, RegionOption, SampleOption, TopicOption
from corpus.commands.shared import (
    DEFAULT_DATA,
    DataOption,
    ModelsOption,
    SinceOption,
    UntilOption,
    WorkersOption,
    leave,
    say,
)
from corpus.commands.stream import readers_may_leave
from corpus.errors import ExitCode, NetraError, disk_problem
from corpus.folder import DataFolder, locked
from corpus.tagging.models import Models
from corpus.watching.run_summary import Alarm, RunSummary

# A crawl that lost some outlets has still brought something to build from.
_WORTH_BUILDING = frozenset({ExitCode.OK, ExitCode.PARTIAL})
# Scrapy settings over those of every crawl; tests set some, since their hosts are on this machine.
SETTINGS: Mapping[str, str] = {}


def clock() -> datetime:
    """Now, aware; tests set another one."""
    return datetime.now(UTC)


def _articles(file: Path) -> int:
    """Articles of the published corpus; 0 where there is none that this version can open."""
    import corpus
    from corpus.loading.snapshots import is_corpus

    if not file.is_file() or not is_corpus(file):
        return 0
    with corpus.open(file) as opened:
        row = opened.connection.execute("SELECT count(*) FROM articles").fetchone()
    return int(row[0]) if row else 0


def _look_around(summary: RunSummary, folder: DataFolder, today: date) -> None:
    """What the new corpus gives to worry about."""
    from corpus.watching.health import outlet_findings
    from corpus.watching.second_looks import due_in

    summary.alarms = [
        Alarm(outlet, one.kind, one.words)
        for outlet, found in sorted(outlet_findings(folder).items())
        for one in found
        if one.alarm
    ]
    summary.second_looks = len(due_in(folder, today))


def _do(summary: RunSummary, data: Path, crawl: Mapping[str, Any], build: Mapping[str, Any]) -> ExitCode:
    """Crawl, then build what came. Raises what the two raise; the summary holds what was done until then."""
    folder = DataFolder(data)
    summary.crawl = crawling.crawled(data, summary.outlets, **crawl, now=summary.started)
    code = crawling.report(summary.crawl)
    if code not in _WORTH_BUILDING:
        summary.error = summary.crawl.message or None
        return code
    summary.before = _articles(folder.corpus)
    summary.build = building.built(data, **build, now=clock())
    built = building.report(summary.build)
    _look_around(summary, folder, summary.started.date())
    return built if built != ExitCode.OK else code


def run(
    outlets: OutletsArgument = None,
    family: FamilyOption = None,
    region: RegionOption = None,
    every: AllOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    sample: SampleOption = None,
    articles: ArticlesOption = None,
    maps: MapOption = None,
    models: ModelsOption = Models.NONE,
    workers: WorkersOption = None,
    data: DataOption = DEFAULT_DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Crawl, build and publish, for a timer.

    netra schedule writes the timer; docs/periodic.md tells the rest. One lock file serves the whole; a second start says
    who holds it and ends with exit code 5. What it did is printed in a few lines, and left in FOLDER/logs/run-TIME.json.

    Example: netra run --region 33 --data /srv/netra --since 2024-08-01

    Exit codes: 2 no or unknown outlet or wrong day, 3 published, but an outlet gave nothing or an input line was skipped,
    4 disk, 5 another process is at work, 130 interrupted (nothing new is published).
    """
    first, last = crawling.days_of(since, until)
    on = crawling.known_topic(topic)
    wanted = crawling.chosen(data, outlets, family, region, every)
    started = clock()
    with locked(DataFolder(data), "netra run", started) as cut_off:
        if cut_off:
            say(f"netra: {cut_off}, was cut off; this run goes on from there")
        summary = RunSummary(started, wanted, cut_off=cut_off)
        try:
            summary.exit_code = _do(
                summary,
                data,
                {"since": first, "until": last, "topic": on, "settings": {**SETTINGS, **crawling.sampling(sample)}},
                {"articles": articles, "maps": maps, "workers": workers, "models": models},
            )
        except NetraError as error:
            summary.error, summary.exit_code = str(error), error.exit_code
            raise
        except KeyboardInterrupt:
            summary.error, summary.exit_code = "interrupted", ExitCode.INTERRUPTED
            raise
        except Exception as error:
            code = ExitCode.FAILED if disk_problem(error) is None else ExitCode.DISK
            summary.error, summary.exit_code = f"{type(error).__name__}: {error}", code
            raise
        finally:
            summary.ended = clock()
            summary.write(data)
    with readers_may_leave():
        if as_json:
            sys.stdout.write(json.dumps(summary.as_json(), ensure_ascii=False, indent=1) + "\n")
        else:
            sys.stdout.write("\n".join(summary.lines()) + "\n")
    leave(summary.exit_code)
