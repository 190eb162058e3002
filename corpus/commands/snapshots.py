"""netra snapshots"""

from typing import Annotated

import typer

from corpus.commands.output import Format, FormatOption, print_rows
from corpus.commands.shared import DEFAULT_DATA, DataOption, say

COLUMNS = ("build_id", "built_at", "current", "articles", "megabytes", "schema_version", "tagger", "file")


def snapshots(
    data: DataOption = DEFAULT_DATA,
    keep: Annotated[
        int | None, typer.Option("--keep", min=0, metavar="N", help="Remove all older corpora but the newest N.")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the published corpus and the older ones that were kept.

    Each build keeps the corpus that it replaces (netra build --keep says how many). Ask one by its file, or from Python:
    corpus.open("data", snapshot="BUILD_ID"), where the beginning of the id is enough.

    Example: netra snapshots --data data/demo

    Exit codes: 0 also where there are none, 4 disk.
    """
    from corpus.loading.snapshots import drop_snapshots
    from corpus.loading.snapshots import snapshots as kept

    if keep is not None:
        say(f"{data}: {drop_snapshots(data, keep)} snapshots removed")
    rows = [
        (
            one.build_id,
            one.started_at.isoformat(timespec="seconds"),
            one.current,
            one.articles,
            round(one.bytes / 1e6, 1),
            one.schema_version,
            one.tagger,
            str(one.file),
        )
        for one in kept(data)
    ]
    print_rows(COLUMNS, rows, form)
