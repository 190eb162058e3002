"""netra verify"""

from typing import Annotated

import typer

from corpus.commands.shared import DEFAULT_DATA, SHOWN, DataOption, leave, progress_bar, say
from corpus.errors import ExitCode


def verify(
    data: DataOption = DEFAULT_DATA,
    sample: Annotated[
        int | None, typer.Option("--sample", min=1, metavar="N", help="Articles to look at (default: all).")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another number, another sample.")] = 0,
) -> None:
    """Compare the corpus with the archive.

    Reads the archived records of a sample of articles, checks their digests, extracts and tags them again, and compares
    with the tables; of imported texts the tags alone. Each difference is one line on standard output: article, record or
    table, and what differs.

    Example: netra verify --sample 100

    Exit codes: 0 all equal, 3 something differs, 6 there is no corpus.
    """
    from corpus.verify import verify as compare

    with progress_bar() as bar:
        result = compare(data, sample=sample, seed=seed, tick=lambda done, total: bar("verifying", done, total))
    for difference in result.differences:
        typer.echo(str(difference))
    for note in result.notes[:SHOWN]:
        say(f"netra: {note}")
    say(
        f"{data}: build {result.build_id}: {result.articles} articles, {result.records} records and {result.files} files "
        f"looked at; {len(result.differences)} differences"
    )
    leave(ExitCode.PARTIAL if result.differences else ExitCode.OK)
