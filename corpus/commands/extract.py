"""netra extract"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.commands.shared import leave, progress_bar, say
from corpus.commands.stream import readers_may_leave
from corpus.errors import ExitCode, NothingThere


def extract(
    source: Annotated[
        Path,
        typer.Argument(metavar="PATH", help="A saved page, a folder of them, or a WARC file (.warc, .warc.gz)."),
    ],
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Address of the page (one page only).")
    ] = None,
) -> None:
    """Read saved pages as articles.

    Prints JSON lines and nothing else on standard output. Keys: file, url, title, text, authors, editors, published,
    published_raw, modified, dateline, section, tags, page, pages, canonical_url. In a folder, INDEX.tsv (columns
    file, url) gives the addresses, else the page's canonical. A page that is no article is told on standard error and
    left out.

    Example: netra extract halaman.html --url https://jateng.tribunnews.com/2024/08/20/judul

    Exit codes: 3 no page gave an article, or a WARC record is damaged; 6 there is no such file.
    """
    from crawler.extract_files import InputError, Skipped, extract_path

    done, broken = 0, 0
    with progress_bar() as bar, readers_may_leave():
        try:
            for found in extract_path(source, url):
                if isinstance(found, Skipped):
                    broken += found.reason == "broken" and found.url is None
                    say(f"netra: {found.file}: {found.reason}: {found.detail}; left out")
                    continue
                done += 1
                # ASCII escapes where needed: half a surrogate pair cannot be written as UTF-8
                line = json.dumps(found, ensure_ascii=False)
                sys.stdout.write((line if line.isascii() or _storable(line) else json.dumps(found)) + "\n")
                bar("extracting", done, None)
        except InputError as error:
            raise NothingThere(str(error)) from error
    leave(ExitCode.PARTIAL if broken or not done else ExitCode.OK)


def _storable(line: str) -> bool:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
