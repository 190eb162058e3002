"""What the commands share: options, words for the user on standard error, progress."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import ExitCode, UsageProblem
from corpus.folder import DataFolder
from corpus.tagging.models import Models

if TYPE_CHECKING:
    from rich.progress import TaskID

DEFAULT_DATA = Path("data")
DEMO_DATA = Path("data/demo")
# so many problems are told one by one; the rest are counted
SHOWN = 20

DataOption = Annotated[
    Path, typer.Option("--data", metavar="FOLDER", help="Data folder: archive/, corpus.duckdb and the lock.")
]
CorpusOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="PATH",
        help="Data folder, or a .duckdb file (default: NETRA_CORPUS, else data, else data/demo).",
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, metavar="N", help="Processes that extract and tag (default: the cores)."),
]
ModelsOption = Annotated[
    Models,
    typer.Option(
        "--models", help="Learned recognisers that confirm names in articles on the topic (docs/models.md)."
    ),
]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DAY", help="First day, YYYY-MM-DD.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day, YYYY-MM-DD.")]


def say(message: str) -> None:
    """One line for the user, on standard error: standard output holds results alone."""
    sys.stderr.write(f"{message}\n")


def corpus_path(given: Path | None) -> Path:
    """The corpus that a question is for: as given, else what NETRA_CORPUS names, else data, else the demo's."""
    if given is not None:
        return given
    if named := os.environ.get("NETRA_CORPUS"):
        return Path(named)
    if DataFolder(DEFAULT_DATA).corpus.is_file() or not DataFolder(DEMO_DATA).corpus.is_file():
        return DEFAULT_DATA
    say(f"netra: there is no corpus in {DEFAULT_DATA}; this is the demo's, {DEMO_DATA}")
    return DEMO_DATA


def leave(code: ExitCode) -> None:
    """End the command with that exit code, unless it is 0."""
    if code != ExitCode.OK:
        raise typer.Exit(int(code))


def day(value: str | None, option: str) -> date | None:
    """A day option. Raises UsageProblem, which names the option."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageProblem(f"{option} {value}: expected a day as YYYY-MM-DD") from None


class Bar:
    """Progress on standard error: a rich bar on a terminal, silence elsewhere."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int | None) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)


@contextmanager
def progress_bar() -> Iterator[Bar]:
    """A Bar that is shown during the block."""
    bar = Bar()
    with bar._progress:
        yield bar
