"""netra correct"""

from typing import Annotated

import typer

from corpus.commands.output import Format, FormatOption
from corpus.commands.shared import DEFAULT_DATA, DataOption
from corpus.commands.suppress import (
    ByOption,
    KindArgument,
    ListOption,
    ReasonOption,
    TargetArgument,
    UndoOption,
    decide,
    list_or_undo,
    needed,
)
from corpus.errors import UsageProblem


def correct(
    kind: KindArgument = None,
    target: TargetArgument = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help="New value; NULL empties it; may be repeated."),
    ] = None,
    data: DataOption = DEFAULT_DATA,
    reason: ReasonOption = "",
    by: ByOption = None,
    listed: ListOption = False,
    undo: UndoOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Set a value that the tagger got wrong, from the next build on.

    Of a mention (status and substatus of a breach, name, position, region, role of an official ...), of a person (in all
    its mentions, by the official's id) or of an article (topic, primary_region_code). Words and places are evidence and
    cannot be changed. The decision is kept in FOLDER/duty and honoured by every build; the table tombstones counts what
    it touched (docs/duty.md).

    Example: netra correct mention 1f0c:violation_mentions:2 --set status=denied --set substatus=cleared --reason misread

    Exit codes: 2 the target or a value cannot be used, 4 disk, 5 another process is at work, 6 no such data folder,
    article or mention.
    """
    if list_or_undo(data, listed, undo, by=by, reason=reason, form=form):
        return
    kind, target = needed(kind, target, reason)
    if not values:
        raise UsageProblem("--set COLUMN=VALUE is needed; netra suppress leaves a mention out")
    decide(data, kind, target, values, regions=None, also=None, by=by, reason=reason)
