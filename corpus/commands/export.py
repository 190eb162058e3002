"""netra export: what leaves a corpus."""

from pathlib import Path
from typing import Annotated

import typer

import corpus
from corpus.commands.shared import CorpusOption, corpus_path, say
from corpus.errors import disk_errors
from corpus.export.tables import FileFormat, export_tables

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

OutOption = Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Folder to write into.")]


@app.callback()
def export() -> None:
    """Write what leaves a corpus: tables as files, a bundle that can be published, a DuckLake.

    tables holds everything, full texts and names: keep it inside the project. bundle is what can be published.

    Example: netra export tables --output out --format csv

    Exit codes: 2 a wrong option or table, 4 disk, 6 there is no corpus.
    """


@app.command("tables")
def tables(
    output: OutOption,
    table: Annotated[
        list[str] | None, typer.Option("--table", metavar="NAME", help="Only this table or view; may be repeated.")
    ] = None,
    views: Annotated[bool, typer.Option("--views", help="The ready-made views too.")] = False,
    form: Annotated[FileFormat, typer.Option("--format", help="What the files are.")] = FileFormat.PARQUET,
    data: CorpusOption = None,
) -> None:
    """Write tables as Parquet, CSV or JSON lines.

    One file a table, all tables or the named ones. Times are in UTC; lists and maps are JSON in CSV. The files hold the
    full texts and all names: they are for the project, not for the public (netra export bundle).

    Example: netra export tables --output out --table articles --table violations --format csv

    Exit codes: 2 no such table, 4 disk, 6 there is no corpus.
    """
    with corpus.open(corpus_path(data)) as opened, disk_errors(output, any_os_error=True):
        total = 0
        for written in export_tables(opened, output, form, table or (), views=views):
            say(f"{written.file}: {written.rows} rows")
            total += 1
        say(f"{output}: {total} files of build {opened.build_id}, with full texts and names: not for the public")
