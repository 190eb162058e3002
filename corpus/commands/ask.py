"""netra sql, search, kwic: questions to a published corpus."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import corpus
from corpus.commands.output import Format, FormatOption, print_frame, print_rows, write_rows
from corpus.commands.shared import CorpusOption, SinceOption, UntilOption, corpus_path, say
from corpus.errors import UsageProblem, disk_errors

OutletOption = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="ID", help="Only this outlet; may be repeated.")
]
RegionOption = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="CODE", help="Only this primary region (33.75), or all of a province (33)."),
]


class SqlFormat(StrEnum):
    """How a result is given."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def sql(
    query: Annotated[str, typer.Argument(help="One SQL query in DuckDB's dialect; - reads it from standard input.")],
    data: CorpusOption = None,
    form: Annotated[
        SqlFormat,
        typer.Option("--format", help="table for reading; csv; json: one array of objects; parquet: needs --output."),
    ] = SqlFormat.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write into this file, not to the screen.")
    ] = None,
) -> None:
    """Ask the corpus in SQL.

    The corpus cannot be changed by it. docs/tables.md explains every table and column; so does the corpus itself:
    netra sql "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main'"

    Example: netra sql "SELECT status, count(*) FROM violation_mentions GROUP BY status" --format csv

    Exit codes: 2 the query is wrong, 4 the file cannot be written, 6 there is no corpus.
    """
    import duckdb

    if query == "-":
        query = typer.get_text_stream("stdin").read()
    if form is SqlFormat.PARQUET and output is None:
        raise UsageProblem("--format parquet: a file for a program; say which with --output FILE")
    with corpus.open(corpus_path(data)) as opened, disk_errors(output or Path(), any_os_error=output is not None):
        if form is SqlFormat.PARQUET and output is not None:
            say(f"{output}: {opened.write_parquet(query, output)} rows")
            return
        try:
            result = opened.connection.execute(query)
            columns = [column[0] for column in result.description or ()]
            rows = result.fetchall() if columns else []
        except duckdb.Error as error:
            raise UsageProblem(f"SQL: {error}") from error
        if output is not None:
            write_rows(columns, rows, Format(form), output)
            say(f"{output}: {len(rows)} rows")
    if output is None:
        print_rows(columns, rows, Format(form))


def search(
    query: Annotated[str, typer.Argument(help='Words; "in double quotes" they must stand together.')],
    data: CorpusOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many articles.")] = 20,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    region: RegionOption = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status", metavar="STATUS", help="Only articles with a breach (case or count) of this status."
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Find articles by words, best first.

    BM25 over title and text with Indonesian stemming: melanggar finds pelanggaran.

    Example: netra search "netralitas kepala desa" --region 33 --status alleged

    Exit codes: 2 a value is wrong, 6 there is no corpus.
    """
    with corpus.open(corpus_path(data)) as opened:
        frame = opened.search(
            query, limit=limit, since=since, until=until, outlet=outlet, region=region, status=status
        )
    print_frame(frame if form is not Format.TABLE else frame.drop(columns=["article_id", "lead"]), form)


def kwic(
    pattern: Annotated[str, typer.Argument(help="Words, * for any letters: 'tidak netral', 'netral*'.")],
    data: CorpusOption = None,
    window: Annotated[int, typer.Option("--window", min=0, metavar="N", help="Words on each side.")] = 8,
    regex: Annotated[bool, typer.Option("--regex", help="PATTERN is a regular expression (Python).")] = False,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", metavar="PART", help="title, text or caption (default: title, text)."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many lines.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    region: RegionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show a word in its context.

    One line a hit, with the status of the breach that its sentence names.

    Example: netra kwic 'tidak netral' --window 6

    Exit codes: 2 a value is wrong, 6 there is no corpus.
    """
    with corpus.open(corpus_path(data)) as opened:
        frame = opened.kwic(
            pattern,
            window,
            regex=regex,
            part=part,
            since=since,
            until=until,
            outlet=outlet,
            region=region,
            limit=limit,
        )
    if form is Format.TABLE:
        frame = frame[["published_date", "outlet_id", "left", "keyword", "right", "statuses"]]
    print_frame(frame, form)
