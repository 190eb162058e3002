"""netra crawl"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.commands.shared import (
    DEFAULT_DATA,
    Bar,
    DataOption,
    SinceOption,
    UntilOption,
    day,
    leave,
    progress_bar,
    say,
)
from corpus.errors import ExitCode, UsageProblem
from corpus.folder import DataFolder, locked

if TYPE_CHECKING:
    from crawler.run import CrawlSummary

OutletsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="OUTLET", help="Ids from `netra outlets`; no choice: those this folder has crawled before."
    ),
]
FamilyOption = Annotated[
    list[str] | None, typer.Option("--family", metavar="NAME", help="All active outlets of this family; repeatable.")
]
RegionOption = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="CODE", help="All active outlets at home there (33, 33.28); repeatable."),
]
AllOption = Annotated[bool, typer.Option("--all", help="All active outlets.")]
TopicOption = Annotated[
    str | None,
    typer.Option(
        "--topic",
        metavar="NAME",
        help="Fetch what the lists suggest to be on this topic (netralitas-asn), and a sample of the rest; none: all.",
    ),
]
SampleOption = Annotated[
    float | None,
    typer.Option(
        "--sample",
        metavar="SHARE",
        min=0,
        max=1,
        help="With --topic: share of the rest that is fetched, 0.02 if not given.",
    ),
]


def known_topic(name: str | None) -> str | None:
    """The name of that topic, if there is one of that name. Raises UsageProblem, which names the nearest."""
    from crawler.spiders.arguments import NO_TOPIC
    from crawler.spiders.topic import TopicError, find_topic

    if name is None or name == NO_TOPIC:
        return name
    try:
        return find_topic(name).name
    except TopicError as error:
        raise UsageProblem(f"--topic: {error}") from error


def sampling(sample: float | None) -> dict[str, str]:
    """The crawl's settings for that share of what is off topic."""
    return {} if sample is None else {"NETRA_TOPIC_SAMPLE": str(sample)}


def chosen(
    data: Path,
    names: Sequence[str] | None,
    families: Sequence[str] | None,
    regions: Sequence[str] | None,
    every: bool,
) -> tuple[str, ...]:
    """Ids of the outlets to crawl; no choice means those that were crawled into this folder before. Raises OutletError
    on an unknown name and where nothing is chosen."""
    from crawler.catalogue.selection import Choice, choose
    from crawler.outlet import load_outlets
    from crawler.storage.ledger import followed_outlets

    choice = Choice(tuple(names or ()), tuple(families or ()), tuple(regions or ()), every)
    followed = followed_outlets(DataFolder(data).archive) if choice.empty else ()
    return tuple(outlet.id for outlet in choose(load_outlets(), choice, followed))


def days_of(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """The days of a crawl, before anything is touched. Raises UsageProblem."""
    first, last = day(since, "--since"), day(until, "--until")
    if first and last and first > last:
        raise UsageProblem(f"--since {first}: expected a day not after --until {last}")
    return first, last


def report(summary: "CrawlSummary") -> ExitCode:
    """Say on standard error what a crawl did. Returns its exit code; the numbers are the same as ours."""
    for outlet, roles in sorted(summary.counts.items()):
        words = ", ".join(f"{number} {word}" for word, number in sorted(roles.get("article", {}).items()))
        say(f"{outlet}: {words or 'no article addresses'}")
    for outlet, why in sorted(summary.failed.items()):
        say(f"netra: {outlet}: {why}")
    if summary.recovered or summary.damaged:
        say(f"netra: an earlier crawl was cut off: {summary.recovered} answers recovered, {summary.damaged} damaged")
    if summary.message:
        say(f"netra: {summary.message}" + (f"; log: {summary.log}" if summary.log else ""))
    return ExitCode(int(summary.exit_code))


def _show(bar: Bar, told: Mapping[str, Mapping[str, int]]) -> None:
    for outlet, outcomes in told.items():
        bar(outlet, sum(outcomes.values()), None)


def crawled(
    data: Path,
    outlets: Sequence[str],
    *,
    since: date | None = None,
    until: date | None = None,
    topic: str | None = None,
    env: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> "CrawlSummary":
    """Crawl under a lock that is held already, with progress. Raises OutletError."""
    from crawler.run import crawl as run_crawl

    with progress_bar() as bar:
        return run_crawl(
            data,
            outlets,
            since=since,
            until=until,
            topic=topic,
            env=env,
            settings=settings,
            now=now or datetime.now(UTC),
            progress=lambda told: _show(bar, told),
        )


def crawl_here(data: Path, outlets: Sequence[str], **given: Any) -> ExitCode:
    """`crawled`, told on standard error. Returns its exit code."""
    return report(crawled(data, outlets, **given))


def crawl(
    outlets: OutletsArgument = None,
    family: FamilyOption = None,
    region: RegionOption = None,
    every: AllOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    sample: SampleOption = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Fetch new articles into the archive.

    FOLDER/archive then holds WARC files with every byte fetched, and a ledger of every address seen. Obeys
    robots.txt, asks one host for one thing at a time, with a pause. What is known is not fetched again; Ctrl-C stops
    cleanly, and the next crawl goes on from there. Outlets are chosen by name, --family and --region together, or --all.

    Example: netra crawl tribun-jateng radar-tegal --since 2024-08-01 --topic netralitas-asn

    Exit codes: 2 no or unknown outlet or wrong day, 3 some outlets gave nothing, 4 disk, 5 another process is at work,
    130 interrupted.
    """
    first, last = days_of(since, until)
    wanted = chosen(data, outlets, family, region, every)
    with locked(DataFolder(data), "netra crawl", datetime.now(UTC)):
        code = crawl_here(data, wanted, since=first, until=last, topic=known_topic(topic), settings=sampling(sample))
    leave(code)
