"""netra archive purge"""

from datetime import UTC, datetime
from typing import Annotated

import typer

from corpus.commands.shared import DEFAULT_DATA, DataOption, say
from corpus.commands.suppress import ByOption, ReasonOption, who
from corpus.errors import LockHeld, NothingThere, UsageProblem
from corpus.folder import DataFolder, locked

app = typer.Typer(rich_markup_mode=None)


@app.callback()
def archive() -> None:
    """Change the archive: the one permitted way is to take an article out of it.

    Example: netra archive purge --help

    Exit codes: 0 this help was asked for; the subcommand has its own.
    """


@app.command()
def purge(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="The article_id or an address of the article.")],
    data: DataOption = DEFAULT_DATA,
    reason: ReasonOption = "",
    by: ByOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be purged, and change nothing.")] = False,
) -> None:
    """Take an article out of the archive, for good.

    Its exchanges (all pages, addresses and fetches), and the list pages and feeds that carry its words, are overwritten
    in the WARC files by a tombstone of the same length; the ledger keeps its addresses alone, which are never asked for
    again. It is suppressed in every later build. Each rewritten file is logged in archive/purges.jsonl, with its digests.
    There is no undo. Other articles' pages that carry its words are named, not touched (docs/duty.md).

    Example: netra archive purge https://contoh.example/berita/1 --reason "court order 12/2024"

    Exit codes: 2 no --reason, 4 disk, 5 another process is at work, 6 no such article, or nothing of it in the archive.
    """
    from corpus.duty import purge as purging
    from crawler.storage.lock import FolderLock, LockedError

    folder, now = DataFolder(data), datetime.now(UTC)
    if not folder.archive.is_dir():
        raise NothingThere(f"{folder.archive}: there is no archive")
    if not dry_run and not reason.strip():
        raise UsageProblem("--reason is needed: a decision without one cannot be answered for")
    with locked(folder, "netra archive purge", now):
        lock = FolderLock(folder.archive)
        try:
            lock.acquire(now)
        except LockedError as error:
            raise LockHeld(str(error)) from error
        try:
            if dry_run:
                found = purging.look(data, target, now=now)
            else:
                made, found = purging.purge(
                    data, target, by=who(by), reason=reason, now=now,
                    tell=lambda done: say(f"{done.file}: {done.exchanges} exchanges overwritten"),
                )  # fmt: skip
                say(f"{made.id}: purged; build again now, as before: the published corpus still shows it")
        finally:
            lock.release()
    say(
        f"{found.exchanges} exchanges in {len(found.records)} WARC files, {found.lists} of them list pages or feeds; "
        f"{len(found.addresses)} addresses"
    )
    for url in purging.listed(found.elsewhere):
        say(f"another article carries its words, not touched: {url}")
