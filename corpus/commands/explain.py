"""netra explain"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.commands.shared import SHOWN, leave, say
from corpus.commands.stream import readers_may_leave
from corpus.errors import ExitCode, NothingThere, disk_errors

if TYPE_CHECKING:
    from nlp.document import Document
    from nlp.records import Annotations

_STDIN = Path("/dev/stdin")


def explain(
    source: Annotated[
        Path, typer.Argument(metavar="IN.jsonl", help="Articles as for netra tag; - is standard input.")
    ],
    ids: Annotated[
        list[str] | None, typer.Option("--id", metavar="ID", help="Only this article; may be repeated.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="OUT.html", help="Write one HTML page there, with the text marked."),
    ] = None,
) -> None:
    """Show why each tag was given.

    For each article: regions with the evidence that chose them and what else they may mean; officials with how each
    mention was found; violations with the words of the breach, the cue of the status, the source, how each party was
    linked, and what the learned model thought where it had a say.

    Example: netra explain articles.jsonl --id a1 --html why.html

    Exit codes: 3 a line was malformed (named on standard error; the rest is shown), 4 disk, 6 no such file, or no
    article with that id.
    """
    source = _STDIN if str(source) == "-" else source
    if source != _STDIN and not source.is_file():
        raise NothingThere(f"{source}: there is no such file")
    bad: list[str] = []
    wanted = list(ids or ())
    shown: list[str] = []
    tagged = _remember(_tagged(source, wanted, bad), shown)
    if html is None:
        with readers_may_leave():
            for document, tags in tagged:
                _print(document, tags)
    else:
        _write(html, tagged)
    for problem in bad[:SHOWN]:
        say(f"netra: {problem}; line skipped")
    if missing := [one for one in wanted if one not in shown]:
        raise NothingThere(f"{source}: no article with id {missing[0]!r}")
    leave(ExitCode.PARTIAL if bad else ExitCode.OK)


def _tagged(source: Path, ids: list[str], bad: list[str]) -> "Iterator[tuple[Document, Annotations]]":
    from nlp.pipeline import annotate
    from nlp.tagfile import BadLine, read_articles

    for article in read_articles(source):
        if isinstance(article, BadLine):
            bad.append(str(article))
        elif not ids or article.id in ids:
            yield article, next(iter(annotate([article])))


def _remember(
    tagged: "Iterator[tuple[Document, Annotations]]", shown: list[str]
) -> "Iterator[tuple[Document, Annotations]]":
    for document, tags in tagged:
        shown.append(document.id)
        yield document, tags


def _write(target: Path, tagged: "Iterator[tuple[Document, Annotations]]") -> None:
    """The page beside the target, put in its place when all is written. Raises DiskError."""
    from nlp.explain_html import page

    part = target.with_name(f"{target.name}.part-{os.getpid()}")
    try:
        with disk_errors(target):
            part.write_text(page(tagged), encoding="utf-8", errors="replace")
            os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _print(document: "Document", tags: "Annotations") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from nlp.explain import explain as sections

    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 140)
    console.rule(Text(f"{document.id}  {document.title}"), align="left")
    for section in sections(tags):
        console.print(Text(f"{section.kind}: ", style="bold") + Text(section.heading))
        table = Table(show_header=False, box=None, padding=(0, 1, 0, 2))
        for line in section.lines:
            table.add_row(*(Text(cell) for cell in (line.field, line.value, line.words, line.because)))
        if section.lines:
            console.print(table)
    console.print()
