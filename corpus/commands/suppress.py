"""netra suppress"""

import getpass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.commands.output import Format, FormatOption, print_rows
from corpus.commands.shared import DEFAULT_DATA, DataOption, say
from corpus.errors import NothingThere, UsageProblem
from corpus.folder import DataFolder, locked

if TYPE_CHECKING:
    from corpus.duty.tombstones import Tombstone


class Target(StrEnum):
    """What a decision is about."""

    PERSON = "person"
    ARTICLE = "article"
    MENTION = "mention"


KindArgument = Annotated[Target | None, typer.Argument(help="person, article or mention.", show_default=False)]
TargetArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="TARGET",
        help="Person: official_id or a name. Article: article_id or address. Mention: ARTICLE_ID:TABLE:MENTION.",
        show_default=False,
    ),
]
ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the data folder, never in the corpus.")
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decided (default: the user).")]
RegionsOption = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="CODE", help="Person: only where the office is there; may be repeated."),
]
AlsoOption = Annotated[
    list[str] | None, typer.Option("--also", metavar="NAME", help="Person: another spelling; may be repeated.")
]
ListOption = Annotated[bool, typer.Option("--list", help="List the decisions in force.")]
UndoOption = Annotated[str | None, typer.Option("--undo", metavar="ID", help="Lift this decision.")]
COLUMNS = ("tombstone", "at", "by", "action", "target", "what", "reason")


def who(by: str | None) -> str:
    """Who decides, where nobody is named."""
    return by or getpass.getuser()


def _what(one: "Tombstone") -> str:
    if one.target == "person":
        return f"a name of {len(one.names[0])} words" + (f" in {', '.join(one.regions)}" if one.regions else "")
    return f"{one.article_id}" + (f" {one.table} {one.part} {one.start}-{one.stop}" if one.table else "")


def list_or_undo(data: Path, listed: bool, undo: str | None, *, by: str | None, reason: str, form: Format) -> bool:
    """Do what --list and --undo ask for. Returns whether one of them was given."""
    from corpus.duty import tombstones
    from corpus.duty.decisions import withdraw

    if undo is not None:
        with locked(DataFolder(data), "netra suppress --undo", datetime.now(UTC)):
            tombstones.undo(data, undo, by=who(by), reason=reason, now=datetime.now(UTC))
            withdraw(data)
        say(f"{undo}: lifted; `netra build` brings it back")
    if listed:
        rows = [
            (one.id, one.at.isoformat(timespec="seconds"), one.by, one.action, one.target, _what(one), one.reason)
            for one in tombstones.read(data)
        ]
        print_rows(COLUMNS, rows, form)
    return listed or undo is not None


def needed(kind: Target | None, target: str | None, reason: str) -> tuple[Target, str]:
    """The arguments that a new decision needs. Raises UsageProblem."""
    if kind is None or target is None:
        raise UsageProblem("expected what it is about (person, article or mention) and which one; --help explains")
    if not reason.strip():
        raise UsageProblem("--reason is needed: a decision without one cannot be answered for")
    return kind, target


def decide(
    data: Path,
    kind: Target,
    target: str,
    pairs: list[str],
    *,
    regions: list[str] | None,
    also: list[str] | None,
    by: str | None,
    reason: str,
) -> "Tombstone":
    """Make the tombstone, keep it, and remove what earlier builds left. Raises NothingThere, UsageProblem."""
    from corpus.duty import decisions, tombstones

    if not data.is_dir():
        raise NothingThere(f"{data}: there is no such data folder")
    now = datetime.now(UTC)
    with locked(DataFolder(data), "netra suppress", now):
        by = who(by)
        if kind is Target.PERSON:
            made = decisions.person(
                data, target, also=also or (), regions=regions or (), pairs=pairs, by=by, reason=reason, now=now
            )
        elif kind is Target.ARTICLE:
            made = decisions.article(data, target, pairs=pairs, by=by, reason=reason, now=now)
        else:
            made = decisions.mention(data, target, pairs=pairs, by=by, reason=reason, now=now)
        for ident, mentions in decisions.matched(data, made).items():
            say(f"official {ident}: {mentions} mentions")
        tombstones.add(data, made)
        gone = decisions.withdraw(data)
    say(f"{made.id}: {made.action} {made.target}; {gone} snapshots and the build's cache removed")
    say(f"{data / 'corpus.duckdb'} still shows it: build again now, as before (netra build, netra run)")
    return made


def suppress(
    kind: KindArgument = None,
    target: TargetArgument = None,
    data: DataOption = DEFAULT_DATA,
    reason: ReasonOption = "",
    by: ByOption = None,
    region: RegionsOption = None,
    also: AlsoOption = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Remove the published corpus too, until the next build.")
    ] = False,
    listed: ListOption = False,
    undo: UndoOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Leave a person, an article or a mention out of the corpus, from the next build on.

    A person vanishes from every table and view, and the name is masked in titles, texts and addresses; an article leaves
    an empty row in fetches; a mention leaves nothing. The decision is kept in FOLDER/duty and honoured by every build,
    --full too; the name stands there as a keyed digest. The archive keeps its bytes: netra archive purge reaches them.
    Older snapshots and the build's cache are removed (docs/duty.md).

    Example: netra suppress person "Arga Wirana" --region 33.26 --reason "request of 3 May, accepted"

    Exit codes: 2 the target or an option cannot be used, 4 disk, 5 another process is at work, 6 no such data folder,
    article or mention.
    """
    if list_or_undo(data, listed, undo, by=by, reason=reason, form=form):
        return
    kind, target = needed(kind, target, reason)
    decide(data, kind, target, [], regions=region, also=also, by=by, reason=reason)
    if withdraw:
        DataFolder(data).corpus.unlink(missing_ok=True)
        say(f"{DataFolder(data).corpus}: removed")
