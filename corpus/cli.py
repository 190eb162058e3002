"""The command line: `netra`."""

import os
import signal
import sys
import traceback

import typer

from corpus.commands import ask
from corpus.commands.archive import app as archive
from corpus.commands.build import build
from corpus.commands.correct import correct
from corpus.commands.crawl import crawl
from corpus.commands.demo import demo
from corpus.commands.evaluate import evaluate
from corpus.commands.explain import explain
from corpus.commands.export import app as export
from corpus.commands.extract import extract
from corpus.commands.imports import app as imports
from corpus.commands.looks import looks
from corpus.commands.models import app as models
from corpus.commands.outlets import app as outlets
from corpus.commands.rehydrate import rehydrate
from corpus.commands.run import run
from corpus.commands.schedule import schedule
from corpus.commands.snapshots import snapshots
from corpus.commands.status import status
from corpus.commands.suppress import suppress
from corpus.commands.tag import tag
from corpus.commands.train import train
from corpus.commands.verify import verify
from corpus.errors import ExitCode, NetraError, disk_problem

app = typer.Typer(
    name="netra",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    help="A research corpus of Indonesian news on the election neutrality of public servants (netralitas ASN).\n\n"
    "crawl, build, run make a corpus; sql, search, kwic ask it; tag and extract work without one; demo shows all.",
)
for command in (
    crawl, build, run, tag, explain, evaluate, extract, ask.sql, ask.search, ask.kwic, snapshots, verify, status,
    train, demo, schedule, looks, suppress, correct, rehydrate,
):  # fmt: skip
    app.command()(command)
app.add_typer(outlets, name="outlets")
app.add_typer(archive, name="archive")
app.add_typer(export, name="export")
app.add_typer(imports, name="import")
app.add_typer(models, name="models")


def _explain(error: Exception) -> ExitCode:
    """Say on standard error what went wrong, in one line. Returns the exit code."""
    from crawler.outlet import OutletError

    message, code = str(error), ExitCode.FAILED
    if isinstance(error, NetraError):
        code = error.exit_code
    elif isinstance(error, OutletError):
        code = ExitCode.USAGE
    elif (problem := disk_problem(error)) is not None:
        message, code = f"{error}: {problem}", ExitCode.DISK
    else:
        message = f"unexpected {type(error).__name__}: {error}; NETRA_DEBUG=1 shows where. Please report it"
        if os.environ.get("NETRA_DEBUG"):
            traceback.print_exc()
    sys.stderr.write(f"netra: {message}\n")
    return code


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Run `netra` and end the process with the exit code that docs/commands.md lists."""
    # systemd and kill ask as Ctrl-C does: the crawl is told to stop, locks and temporary files are let go
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        app(prog_name="netra")
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as error:  # the last door: one line for the user instead of a traceback
        sys.exit(_explain(error))


if __name__ == "__main__":
    main()
