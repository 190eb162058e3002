"""netra run"""

from datetime import UTC, datetime

from corpus.commands.build import ArticlesOption, MapOption, build_here
from corpus.commands.crawl import (
    AllOption,
    FamilyOption,
    OutletsArgument,
    RegionOption,
    TopicOption,
    chosen,
    crawl_here,
    days_of,
)
from corpus.commands.shared import (
    DEFAULT_DATA,
    DataOption,
    ModelsOption,
    SinceOption,
    UntilOption,
    WorkersOption,
    leave,
)
from corpus.errors import ExitCode
from corpus.folder import DataFolder, locked
from corpus.models import Models

# A crawl that lost some outlets has still brought something to build from.
_WORTH_BUILDING = frozenset({ExitCode.OK, ExitCode.PARTIAL})


def run(
    outlets: OutletsArgument = None,
    family: FamilyOption = None,
    region: RegionOption = None,
    every: AllOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    articles: ArticlesOption = None,
    maps: MapOption = None,
    models: ModelsOption = Models.NONE,
    workers: WorkersOption = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Crawl, build and publish, for a timer.

    docs/periodic.md has the lines for cron and systemd. One lock file serves the whole; a second start says who holds
    it and ends with exit code 5.

    Example: netra run --region 33 --data /srv/netra --since 2024-08-01

    Exit codes: 2 no or unknown outlet or wrong day, 3 published, but an outlet gave nothing or an input line was skipped,
    4 disk, 5 another process is at work, 130 interrupted (nothing new is published).
    """
    first, last = days_of(since, until)
    wanted = chosen(data, outlets, family, region, every)
    with locked(DataFolder(data), "netra run", datetime.now(UTC)):
        code = crawl_here(data, wanted, since=first, until=last, topic=topic)
        if code in _WORTH_BUILDING:
            built = build_here(data, articles, maps, workers, models)
            code = built if built != ExitCode.OK else code
    leave(code)
