"""netra schedule"""

import os
import socket
import sys
from collections.abc import Mapping, Sequence
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from corpus.commands.build import ArticlesOption, MapOption
from corpus.commands.crawl import (
    AllOption,
    FamilyOption,
    OutletsArgument,
    RegionOption,
    TopicOption,
    chosen,
    days_of,
)
from corpus.commands.shared import DEFAULT_DATA, DataOption, ModelsOption, SinceOption, WorkersOption, say
from corpus.errors import UsageProblem, disk_errors
from corpus.tagging.models import Models
from corpus.watching.schedule import Schedule, ScheduleError, crontab_line, service_unit, timer_unit, usual_time


class By(StrEnum):
    """Who starts the runs."""

    SYSTEMD = "systemd"
    CRON = "cron"


ByOption = Annotated[By, typer.Option("--by", help="systemd: a service and a timer; cron: a line of a crontab.")]
AtOption = Annotated[
    str | None, typer.Option("--at", metavar="HH:MM", help="Local time (default: a minute of your own, 1 to 5 a.m.).")
]
NameOption = Annotated[
    str, typer.Option("--name", metavar="NAME", help="Of the unit or log; another one for each data folder.")
]
UserOption = Annotated[
    str | None,
    typer.Option("--user", metavar="NAME", help="A unit of the system that runs as this user (default: your own)."),
]
WriteOption = Annotated[bool, typer.Option("--write", help="Write the files, which else are printed.")]
ToOption = Annotated[
    Path | None,
    typer.Option(
        "--to",
        metavar="FOLDER",
        help="Where --write puts them (default: where systemd looks; for cron the data folder).",
    ),
]


def _time(value: str | None, seed: str) -> time:
    if value is None:
        return usual_time(seed)
    try:
        found = time.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or len(value) != len("03:17") or found.tzinfo:
        raise UsageProblem(f"--at {value}: expected a time as HH:MM, such as 03:17")
    return found


def program(argv0: str, executable: str) -> list[str]:
    """How this netra is started by someone who has another PATH: the script beside Python, else Python's module."""
    for script in (Path(argv0), Path(executable).with_name("netra")):
        if script.name == "netra" and script.is_file():
            return [os.path.abspath(script)]  # not resolved: a virtual environment's links are its identity
    return [os.path.abspath(executable), "-m", "corpus.cli"]


def _environment() -> dict[str, str]:
    """What a run reads from the environment, and cron and systemd would not hand on."""
    found = {name: os.environ.get(name, "") for name in ("NETRA_CONTACT_URL", "NETRA_OUTLETS")}
    if found["NETRA_OUTLETS"]:
        found["NETRA_OUTLETS"] = os.path.abspath(found["NETRA_OUTLETS"])
    return {name: value for name, value in found.items() if value}


def _flags(pairs: Sequence[tuple[str, object]]) -> list[str]:
    return [word for option, value in pairs if value is not None for word in (option, str(value))]


def _files(schedule: Schedule, by: By, to: Path | None, data: Path) -> Mapping[Path, str]:
    """What is written where. Raises ScheduleError."""
    if by is By.CRON:
        return {(to or data) / f"{schedule.name}.crontab": crontab_line(schedule)}
    home = Path.home() / ".config" / "systemd" / "user"
    folder = to or (Path("/etc/systemd/system") if schedule.user else home)
    return {
        folder / f"{schedule.name}.service": service_unit(schedule),
        folder / f"{schedule.name}.timer": timer_unit(schedule),
    }


def _next_steps(by: By, schedule: Schedule, files: Sequence[Path]) -> str:
    if by is By.CRON:
        return f"then: (crontab -l; cat {str(files[0])!r}) | crontab -"
    if schedule.user:
        return f"then: systemctl daemon-reload && systemctl enable --now {schedule.name}.timer"
    return (
        f"then: systemctl --user daemon-reload && systemctl --user enable --now {schedule.name}.timer\n"
        "and, so that it runs while you are not logged in: loginctl enable-linger"
    )


def schedule(
    outlets: OutletsArgument = None,
    family: FamilyOption = None,
    region: RegionOption = None,
    every: AllOption = False,
    since: SinceOption = None,
    topic: TopicOption = None,
    articles: ArticlesOption = None,
    maps: MapOption = None,
    models: ModelsOption = Models.NONE,
    workers: WorkersOption = None,
    data: DataOption = DEFAULT_DATA,
    by: ByOption = By.SYSTEMD,
    at: AtOption = None,
    name: NameOption = "netra",
    user: UserOption = None,
    write: WriteOption = False,
    to: ToOption = None,
) -> None:
    """Print what starts netra run once a day: a systemd service and timer, or a crontab line.

    Takes what netra run takes, and the paths of here: this netra, this folder, NETRA_CONTACT_URL and NETRA_OUTLETS.
    Printed, nothing is changed; --write writes the files, and says how they are switched on.

    Example: netra schedule --region 33 --data /srv/netra/data --since 2024-08-01 --by cron

    Exit codes: 2 a wrong option, unknown outlet, or a path that cron or systemd cannot be told, 4 a file cannot be
    written.
    """
    days_of(since, None)
    if to is not None and not write:
        raise UsageProblem("--to says where --write writes; without --write nothing is written")
    if by is By.CRON and user is not None:
        raise UsageProblem("--user is for systemd; a crontab is the user's own")
    if outlets or family or region or every:
        chosen(data, outlets, family, region, every)  # a wrong name is told now, not at three in the morning
    place = Path(os.path.abspath(data))
    command = [
        *program(sys.argv[0], sys.executable),
        "run",
        *(outlets or ()),
        *_flags([("--family", one) for one in family or ()]),
        *_flags([("--region", one) for one in region or ()]),
        *(["--all"] if every else []),
        *_flags([("--since", since), ("--topic", topic)]),
        *_flags([("--articles", os.path.abspath(one)) for one in articles or ()]),
        *_flags([("--map", one) for one in maps or ()]),
        *(["--models", str(models)] if models is not Models.NONE else []),
        *_flags([("--workers", workers), ("--data", place)]),
    ]
    wanted = Schedule(
        command=command,
        folder=Path.cwd(),
        at=_time(at, f"{socket.gethostname()} {place}"),
        environment=_environment(),
        name=name,
        user=user,
    )
    try:
        files = _files(wanted, by, to, place)
    except ScheduleError as error:
        raise UsageProblem(str(error)) from error
    if not write:
        for file, text in files.items():
            sys.stdout.write(text if by is By.CRON else f"# {file}\n{text}\n")
        return
    for file, text in files.items():
        with disk_errors(file, any_os_error=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        say(f"written: {file}")
    say(_next_steps(by, wanted, list(files)))
