"""netra models: which learned models are here; `download` fetches Stanza's official ones."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.commands.output import Format, FormatOption, print_rows
from corpus.commands.shared import say
from corpus.errors import NetraError, UsageProblem, disk_errors
from nlp.learned.ner import ENGINES, SPACY_MODEL, STANZA_MODEL, missing
from nlp.syntax.stanza_models import PACKAGES, PROCESSORS, default_folder, download, installed, stanza_missing
from nlp.syntax.words import ParserMissing

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None)

_COLUMNS = ("model", "does", "state", "mb", "folder", "todo")
_LINEAR = ("sentence_model", "sentence_judge", "topic_model", "appeal_model")


class Official(StrEnum):
    """Values of MODEL: Stanza's packages."""

    GSD = "stanza-gsd"
    CSUI = "stanza-csui"


FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--stanza", metavar="FOLDER", help="Where Stanza's models lie (default: STANZA_RESOURCES_DIR, else its own)."
    ),
]


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return round(sum(p.stat().st_size for p in files) / 1e6, 1)


def _shipped() -> Iterator[tuple[Any, ...]]:
    data = SPACY_MODEL.parent
    for name in _LINEAR:
        file = data / f"{name}.npz"
        if file.is_file():
            yield name, "sentences, topic", "shipped", _megabytes(file), str(data), ""
        else:
            yield name, "sentences, topic", "absent", None, str(data), "`netra train` makes it (docs/models.md)"
    for engine in ENGINES:
        folder, reason = SPACY_MODEL if engine == "spacy" else STANZA_MODEL, missing(engine)
        size = _megabytes(folder) if folder.is_dir() else None
        state = "shipped" if reason is None else "not usable"
        yield f"ner-{engine}", "names", state, size, str(folder), reason or ""


def _official(folder: Path | None) -> Iterator[tuple[Any, ...]]:
    reason = stanza_missing()
    does = ", ".join(PROCESSORS)
    if reason is None:
        folder = folder or default_folder()
    for package in PACKAGES:
        if reason is not None or folder is None:
            yield f"stanza-{package}", does, "absent", None, "", reason
            continue
        found = installed(package, folder)
        state = "installed" if found.whole else "not whole" if found.files else "absent"
        todo = "" if found.whole else f"`netra models download stanza-{package}`"
        size = round(found.bytes / 1e6, 1) if found.files else None
        yield f"stanza-{package}", does, state, size, str(folder), todo


@app.callback(invoke_without_command=True)
def models(context: typer.Context, stanza: FolderOption = None, form: FormatOption = Format.TABLE) -> None:
    """List the learned models: what is here, where, and how to get what is not.

    Models that come with netra (names, sentences, topic) and Stanza's official Indonesian ones (word class, lemma,
    dependencies), which `netra build --tokens` can use and `netra models download` fetches.

    Example: netra models

    Exit codes: 1 Stanza's list of models is damaged.
    """
    if context.invoked_subcommand is not None:
        return
    try:
        rows = [*_shipped(), *_official(stanza)]
    except ParserMissing as error:
        raise NetraError(str(error)) from error
    print_rows(_COLUMNS, rows, form)


@app.command("download")
def fetch(
    names: Annotated[
        list[Official] | None, typer.Argument(metavar="[MODEL]...", help="stanza-gsd (the default), stanza-csui.")
    ] = None,
    stanza: FolderOption = None,
) -> None:
    """Fetch Stanza's official Indonesian models, with Stanza's own downloader.

    pos, lemma and depparse of a treebank: gsd (Stanza's default) or csui. Needs the extra stanza and the network; some
    hundred megabytes. Their licences are Stanza's, not this project's. Untested live: written without access to them.

    Example: netra models download stanza-csui

    Exit codes: 1 the download failed, 2 Stanza is not installed, 4 disk.
    """
    try:
        folder = stanza or default_folder()
    except ParserMissing as error:
        raise UsageProblem(str(error)) from error
    for name in names or [Official.GSD]:
        package = PACKAGES[0] if name is Official.GSD else PACKAGES[1]
        try:
            with disk_errors(folder):
                found = download(package, folder)
        except NetraError:
            raise
        except Exception as error:  # Stanza passes on whatever its libraries raise
            raise NetraError(
                f"{name}: not fetched into {folder}: {error}; is the network there? Stanza's page of models says where "
                "they lie now"
            ) from error
        say(f"{name}: {len(found.files)} files, {found.bytes / 1e6:.0f} MB in {folder}")
