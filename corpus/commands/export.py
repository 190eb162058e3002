"""netra export: what leaves a corpus."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

import corpus
from corpus.commands.annotations import export_annotations
from corpus.commands.shared import CorpusOption, corpus_path, say
from corpus.errors import UsageProblem, disk_errors
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


app.command("annotations")(export_annotations)


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

    Exit codes: 1 decisions by hand came after the build, 2 no such table, 4 disk, 6 there is no corpus.
    """
    with corpus.open(corpus_path(data)) as opened, disk_errors(output, any_os_error=True):
        total = 0
        for written in export_tables(opened, output, form, table or (), views=views):
            say(f"{written.file}: {written.rows} rows")
            total += 1
        say(f"{output}: {total} files of build {opened.build_id}, with full texts and names: not for the public")


@app.command("bundle")
def bundle(
    output: OutOption,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Title of the data set.")] = None,
    creator: Annotated[
        list[str] | None, typer.Option("--creator", metavar="NAME", help="Who is to be cited; may be repeated.")
    ] = None,
    licence: Annotated[
        str, typer.Option("--licence", metavar="SPDX-ID", help="Licence of the codes and counts.")
    ] = "CC-BY-4.0",
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="TABLE", help="Leave this table out; may be repeated.")
    ] = None,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Also write FOLDER-names: names, titles, addresses, quotes.")
    ] = False,
    purpose: Annotated[
        str | None, typer.Option("--purpose", metavar="TEXT", help="What the names are for; it is recorded.")
    ] = None,
    data: CorpusOption = None,
) -> None:
    """Write a bundle that can be published: no text, title, address or name.

    Keyed hashes, outlets, months, offsets, codes, offices, regions and counts as CSV, described for machines
    (Frictionless data package, RO-Crate) and people (README, datasheet, licence note, how to cite). --with-names writes a
    second folder, not for the public, which netra rehydrate needs; its purpose is recorded in both and in DATA/export.

    Example: netra export bundle --output bundle --creator "Universitas Rekaan"

    Exit codes: 1 decisions by hand came after the build, 2 a wrong option or folder, 4 disk, 6 there is no corpus.
    """
    from corpus.export.bundle import TITLE, Request, export_bundle

    if with_names != (purpose is not None):
        raise UsageProblem(
            "--with-names and --purpose go together: names leave the corpus for a stated purpose alone"
        )
    request = Request(output, title or TITLE, tuple(creator or ()), licence, tuple(without or ()), purpose)
    with corpus.open(corpus_path(data)) as opened, disk_errors(output, any_os_error=True):
        made = export_bundle(opened, request, datetime.now(UTC))
    say(f"{made.folder}: {len(made.rows)} tables, {sum(made.rows.values())} rows of build {made.build_id}")
    if made.names is not None:
        say(f"{made.names}: {made.names_rows} rows with names, titles and addresses: not for the public")


@app.command("ducklake")
def ducklake(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="Folder of the lake, on storage that the team shares.")
    ],
    keep: Annotated[
        int, typer.Option("--keep", min=0, metavar="N", help="Older snapshots of the lake that stay.")
    ] = 3,
    data: CorpusOption = None,
) -> None:
    """Write the corpus into a DuckLake, for a team on shared storage.

    PATH then holds Parquet files and a catalog; any DuckDB with the ducklake extension reads it. Each export is one
    snapshot: readers see the old corpus or the new one. It holds the full texts and all names: for the project, not for
    the public. Needs the extra ducklake.

    Example: netra export ducklake lake --data data

    Exit codes: 1 decisions by hand came after the build, 2 the extension is missing, 4 disk, 5 somebody has the catalog
    open, 6 there is no corpus.
    """
    from corpus.export.lake import export_lake

    with corpus.open(corpus_path(data)) as opened, disk_errors(path, any_os_error=True):
        made = export_lake(opened, path, keep=keep)
        removed = f", {made.expired} older ones removed" if made.expired else ""
        say(f"{made.catalog}: snapshot {made.snapshot} of build {opened.build_id}, {len(made.rows)} tables{removed}")
