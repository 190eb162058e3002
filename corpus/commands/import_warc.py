"""netra import warc"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.commands.shared import DEFAULT_DATA, SHOWN, DataOption, leave, progress_bar, say
from corpus.errors import ExitCode, InputError, LockHeld, NothingThere, disk_errors
from corpus.folder import DataFolder, locked

if TYPE_CHECKING:
    from crawler.storage.warc_import import ImportSummary

FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="WARC files: .warc.gz, .warc.zst or .warc.")
]


def _report(summary: "ImportSummary") -> None:
    for outlet, outcomes in sorted(summary.counts.items()):
        say(f"{outlet}: " + ", ".join(f"{number} {word}" for word, number in sorted(outcomes.items())))
    for found in summary.damaged[:SHOWN]:
        say(f"netra: {found.warc_file}, byte {found.offset}: {found.reason}; left out")
    if summary.damaged_count > SHOWN:
        say(f"netra: {summary.damaged_count - SHOWN} more damaged records left out")
    say(
        f"{summary.records} records: {summary.pages} new pages, {summary.known} known already, "
        f"{summary.other_hosts} of no known outlet, {summary.not_answers} no answers, {summary.damaged_count} damaged"
    )


def import_warc(files: FilesArgument, data: DataOption = DEFAULT_DATA) -> None:
    """Take pages of known outlets out of WARC files that others made.

    Common Crawl's CC-NEWS, for example. Pages go through the crawl's own checks into FOLDER/archive, with the time of
    their capture; what is no page stands in the ledger with its reason. What the archive has is not taken again, so the
    command can be repeated. Nothing is asked of any host. netra build then makes articles of them (docs/importing.md).

    Example: netra import warc CC-NEWS-20241101-00001.warc.gz --data data

    Exit codes: 1 a file cannot be read, 3 damaged records were left out, 4 disk, 5 another process is at work, 6 no such
    file.
    """
    from crawler.storage.lock import LockedError
    from crawler.storage.warc_import import import_warc as take

    for file in files:
        if not file.is_file():
            raise NothingThere(f"{file}: there is no such file")
        try:
            file.open("rb").close()
        except OSError as error:
            raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    folder, now = DataFolder(data), datetime.now(UTC)
    with locked(folder, "netra import warc", now), progress_bar() as bar, disk_errors(folder.archive):
        try:
            summary = take(folder.archive, files, now=now, progress=lambda done, of: bar("reading", done, of))
        except LockedError as error:
            raise LockHeld(str(error)) from error
    _report(summary)
    leave(ExitCode.PARTIAL if summary.damaged_count else ExitCode.OK)
