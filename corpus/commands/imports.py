"""netra import: what others have made, taken in."""

import typer

from corpus.commands.annotations import import_annotations
from corpus.commands.import_warc import import_warc

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def take_in() -> None:
    """Take in what others have made: annotations from a coding tool, pages from WARC files.

    Texts that you have come in with netra build --articles (docs/importing.md).

    Example: netra import annotations export.json --format labelstudio -o coded.jsonl

    Exit codes: 1 a file cannot be read, 2 a wrong option, 3 damaged records, 4 disk, 5 another process is at work, 6 no
    such file.
    """


app.command("annotations")(import_annotations)
app.command("warc")(import_warc)
