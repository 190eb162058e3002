"""netra sql, search, kwic: questions to a published corpus."""

from typing import Annotated

import typer

import corpus
from corpus.commands.output import Format, FormatOption, print_frame, print_rows
from corpus.commands.shared import CorpusOption, SinceOption, UntilOption, corpus_path
from corpus.errors import UsageProblem

OutletOption = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="ID", help="Only this outlet; may be repeated.")
]
RegionOption = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="CODE", help="Only this primary region (33.75), or all of a province (33)."),
]


def sql(
    query: Annotated[str, typer.Argument(help="One SQL query in DuckDB's dialect; - reads it from standard input.")],
    data: CorpusOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Ask the corpus in SQL.

    The corpus cannot be changed by it. docs/tables.md explains every table and column; so does the corpus itself:
    netra sql "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main'"

    Example: netra sql "SELECT status, count(*) FROM violation_mentions GROUP BY status" --format csv

    Exit codes: 2 the query is wrong, 6 there is no corpus.
    """
    import duckdb

    if query == "-":
        query = typer.get_text_stream("stdin").read()
    with corpus.open(corpus_path(data)) as opened:
        try:
            result = opened.connection.execute(query)
            columns = [column[0] for column in result.description or ()]
            rows = result.fetchall() if columns else []
        except duckdb.Error as error:
            raise UsageProblem(f"SQL: {error}") from error
    print_rows(columns, rows, form)


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
