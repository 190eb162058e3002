"""netra tag"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from corpus.commands.shared import SHOWN, ModelsOption, WorkersOption, leave, progress_bar, say
from corpus.commands.stream import readers_may_leave
from corpus.errors import ExitCode, NothingThere, disk_errors
from corpus.tagging.models import Models, engines_here

_STDIN = Path("/dev/stdin")
# a file of a few articles is done before a second process is up
_SMALL_BYTES = 500_000


@contextmanager
def _whole_file(target: Path) -> Iterator[TextIO]:
    """A file beside the target, put in its place when all is written. Raises DiskError."""
    part = target.with_name(f"{target.name}.part-{os.getpid()}")
    try:
        with disk_errors(target):
            with part.open("w", encoding="utf-8") as file:
                yield file
            os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    with readers_may_leave():
        yield sys.stdout


def _workers(source: Path, asked: int | None) -> int:
    from corpus.tagging.parallel import default_workers

    if asked is not None:
        return asked
    return 1 if source != _STDIN and source.stat().st_size < _SMALL_BYTES else default_workers()


def tag(
    source: Annotated[
        Path, typer.Argument(metavar="IN.jsonl", help="Articles, one JSON object a line; - is standard input.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.jsonl", help="Write there, not to standard output.")
    ] = None,
    models: ModelsOption = Models.NONE,
    workers: WorkersOption = None,
) -> None:
    """Tag articles, without a corpus.

    JSON lines in: {"id", "title", "text", "published"?, "outlet"?, "caption"?}, only id is required. JSON lines out, in
    the same order: topic, elections, regions, primary_region, officials, violations, prevention, spans with part, start,
    stop and surface of each tag (those of the caption too, which the rest leaves out), and facts beside them,
    unvalidated (docs/facts.md).

    Example: netra tag articles.jsonl -o tagged.jsonl

    Exit codes: 3 a line was malformed (named on standard error; the rest is done), 4 disk, 6 no such file.
    """
    from corpus.tagging.parallel import pool
    from corpus.tagging.tag_lines import tag_lines

    source = _STDIN if str(source) == "-" else source
    if source != _STDIN and not source.is_file():
        raise NothingThere(f"{source}: there is no such file")
    engines = engines_here(models, say)
    done, failed = 0, 0
    target = _standard_output() if output is None else _whole_file(output)
    with pool(_workers(source, workers)) as executor, progress_bar() as bar, target as out:
        for line in tag_lines(source, executor, engines):
            done += 1
            if line.output is None:
                failed += 1
                if failed <= SHOWN:
                    say(f"netra: {line.problem}; line skipped")
            else:
                out.write(line.output)
            bar("tagging", done, None)
    if failed > SHOWN:
        say(f"netra: ... and {failed - SHOWN} more lines skipped")
    leave(ExitCode.PARTIAL if failed else ExitCode.OK)
