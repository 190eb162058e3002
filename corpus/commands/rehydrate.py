"""netra rehydrate"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from corpus.commands.crawl import crawl_here
from corpus.commands.shared import leave, say
from corpus.errors import ExitCode, disk_errors
from corpus.folder import DataFolder, locked

DEFAULT = Path("data/rehydrated")


def rehydrate(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="Folder that netra export bundle wrote.")],
    names: Annotated[
        Path | None, typer.Option("--names", metavar="FOLDER", help="Its names file (default: BUNDLE-names).")
    ] = None,
    data: Annotated[
        Path, typer.Option("--data", metavar="FOLDER", help="Data folder to fetch into: a new one, or to go on with.")
    ] = DEFAULT,
) -> None:
    """Fetch the pages of a bundle again, and check their digests.

    Needs the names file of the bundle: only it knows the addresses. Crawls as netra crawl does, with the same robots.txt,
    pauses and contact; can be stopped and goes on with the next run. FOLDER/rehydration.csv says of each article: equal,
    changed (in title, text or caption), gone, or unreached, and why. netra build --data FOLDER then makes a corpus of it.

    Example: netra rehydrate bundle --data data/rehydrated

    Exit codes: 1 bundle and names do not belong together, 3 some articles are not equal, 4 disk, 5 another process is at
    work, 6 no bundle or no names file, 130 interrupted.
    """
    from corpus.export.rehydrate import names_of
    from corpus.export.rehydrate import rehydrate as fetch_again

    folder, now = names_of(bundle, names), datetime.now(UTC)

    def crawl(outlets: Sequence[str], settings: Mapping[str, str]) -> int:
        return int(crawl_here(data, outlets, settings=settings, now=now))

    with locked(DataFolder(data), "netra rehydrate", now), disk_errors(data):
        found = fetch_again(folder, data, crawl, now)
    say(f"{found.file}: " + ", ".join(f"{number} {verdict}" for verdict, number in found.counts.items()))
    if found.crawl_code not in (ExitCode.OK, ExitCode.PARTIAL):
        leave(ExitCode(found.crawl_code))
    leave(ExitCode.OK if found.counts["equal"] == len(found.verdicts) else ExitCode.PARTIAL)
