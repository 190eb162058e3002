"""netra build"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.commands.shared import (
    DEFAULT_DATA,
    SHOWN,
    DataOption,
    ModelsOption,
    WorkersOption,
    leave,
    progress_bar,
    say,
)
from corpus.errors import ExitCode
from corpus.folder import DataFolder, locked
from corpus.loading.publish import KEEP
from corpus.tagging.models import Models, engines_here, parser_named

if TYPE_CHECKING:
    from corpus.build import BuildSummary

ArticlesOption = Annotated[
    list[Path] | None,
    typer.Option("--articles", metavar="FILE", help="A .jsonl or .csv file of texts to take in; may be repeated."),
]
FullOption = Annotated[
    bool,
    typer.Option("--full", help="Read and tag everything again, taking nothing over from an earlier build."),
]
TokensOption = Annotated[
    str | None,
    typer.Option(
        "--tokens",
        metavar="MODEL",
        help="Fill the table tokens by this parser: stanza-gsd, stanza-csui or a spaCy folder (docs/syntax.md).",
    ),
]
KeepOption = Annotated[
    int, typer.Option("--keep", min=0, metavar="N", help="Older corpora to keep (netra snapshots lists them).")
]
MemoryOption = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        help="Memory that the database may take while it loads, as 4GB; beyond it spills to disk (default: 80 % of all).",
    ),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Which column of the files is title, text, url, published, outlet, id, section, authors or tags.",
    ),
]


def report(summary: "BuildSummary") -> ExitCode:
    """Say on standard error what a build did. Returns PARTIAL where input or tags are missing, else OK."""
    for problem in summary.problems[:SHOWN]:
        say(f"netra: {problem}")
    if len(summary.problems) > SHOWN:
        say(f"netra: ... and {len(summary.problems) - SHOWN} more; `SELECT * FROM fetches` has them all")
    for file, offset, reason in summary.damaged[:SHOWN]:
        say(f"netra: {file} at byte {offset}: {reason}; record skipped")
    counts = summary.row_counts
    say(
        f"{summary.corpus}: {counts['articles']} articles, {counts['violation_mentions']} violation mentions, "
        f"{counts['official_mentions']} official mentions, {counts['region_mentions']} region mentions; "
        f"{len(summary.damaged)} damaged records, {summary.skipped} lines skipped; {summary.duration_s:.1f} s"
    )
    if counts["tokens"]:
        say(f"tokens: {counts['tokens']} words of the articles on the topic")
    if any(summary.reused.values()):
        say(
            f"taken over from an earlier build: {summary.reused.get('pages', 0)} pages read, "
            f"{summary.reused.get('articles', 0)} articles tagged; new: {summary.made.get('pages', 0)} pages, "
            f"{summary.made.get('articles', 0)} articles"
        )
    return ExitCode.OK if summary.whole else ExitCode.PARTIAL


def built(
    data: Path,
    articles: list[Path] | None,
    maps: list[str] | None,
    workers: int | None,
    models: Models = Models.NONE,
    *,
    tokens: str | None = None,
    full: bool = False,
    keep: int = KEEP,
    memory: str | None = None,
    now: datetime | None = None,
) -> "BuildSummary":
    """Build and publish under a lock that is held already, with progress."""
    from corpus.build import build as build_corpus
    from corpus.gathering.importing import parse_map

    columns, engines = parse_map(maps or []), engines_here(models, say)
    parser = None if tokens is None else parser_named(tokens)
    with progress_bar() as bar:
        return build_corpus(
            data,
            articles=articles or [],
            columns=columns,
            engines=engines,
            parser=parser,
            workers=workers,
            progress=bar,
            full=full,
            keep=keep,
            memory=memory,
            now=now,
        )


def build_here(
    data: Path,
    articles: list[Path] | None,
    maps: list[str] | None,
    workers: int | None,
    models: Models = Models.NONE,
    **given: Any,
) -> ExitCode:
    """`built`, told on standard error. Returns PARTIAL where input or tags are missing, else OK."""
    return report(built(data, articles, maps, workers, models, **given))


def build(
    data: DataOption = DEFAULT_DATA,
    articles: ArticlesOption = None,
    maps: MapOption = None,
    models: ModelsOption = Models.NONE,
    tokens: TokensOption = None,
    workers: WorkersOption = None,
    full: FullOption = False,
    keep: KeepOption = KEEP,
    memory: MemoryOption = None,
) -> None:
    """Make the corpus and publish it.

    Reads FOLDER/archive (and files of texts), extracts, tags, and puts FOLDER/corpus.duckdb in place by a rename:
    readers are never in the way. The corpus holds what this call names: give --articles again in the next build.
    What an earlier build read and tagged is taken over where bytes and versions are the same; the tables are those of
    --full.

    Example: netra build --articles berita.csv --map title=judul --map text=isi

    Exit codes: 2 --tokens names no parser that is here or --memory no size, 3 some lines or tags are missing, 4 disk,
    5 another process is at work, 6 nothing to build from.
    """
    with locked(DataFolder(data), "netra build", datetime.now(UTC)):
        code = build_here(data, articles, maps, workers, models, tokens=tokens, full=full, keep=keep, memory=memory)
    leave(code)
