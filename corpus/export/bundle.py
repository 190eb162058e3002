"""A bundle that can be published: codes, counts and offsets of a corpus, without its words, names and addresses."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_bytes

from corpus.errors import UsageProblem
from corpus.export.guard import check_tombstones, data_of
from corpus.export.keys import load_key
from corpus.export.names import write_names
from corpus.export.package import About, citation, data_package, entry_of, ro_crate, write_json
from corpus.export.papers import PAPERS, figures, papers
from corpus.export.people import prepare
from corpus.export.shapes import chosen_shapes, resources
from corpus.export.tables import copy_query
from corpus.query import Corpus
from corpus.tables.schema import describe

EXPORT = "export"
KEY, LOG = "key", "log.jsonl"
TITLE = "Netralitas ASN in Indonesian news: codes, counts and offsets"
_CSV = "FORMAT csv, HEADER true"
_ABOUT = {
    "README.md": "What the bundle holds.",
    "DATASHEET.md": "How it was made and what it can bear.",
    "LICENCE.md": "What may be done with it.",
    "CITATION.cff": "How to cite it.",
    "datapackage.json": "Frictionless data package: tables, columns, keys, digests.",
}


@dataclass(frozen=True)
class Request:
    """What a bundle is asked for. `without`: tables left out; `purpose`: what the names file is for (None: none is
    written)."""

    output: Path
    title: str = TITLE
    creators: Sequence[str] = ()
    licence: str = "CC-BY-4.0"
    without: Sequence[str] = ()
    purpose: str | None = None

    @property
    def names_folder(self) -> Path:
        """Beside the bundle, so that nobody publishes it with it."""
        return self.output.with_name(f"{self.output.name}-names")


@dataclass(frozen=True)
class Bundle:
    """What was written: the bundle, its tables and rows, the names folder (None: none)."""

    folder: Path
    build_id: str
    rows: dict[str, int]
    names: Path | None
    names_rows: int


def _check_place(folder: Path) -> None:
    """Raises UsageProblem where the folder holds something that is no bundle: it would be lost."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        package = folder / "datapackage.json"
        if not package.is_file() or '"netra"' not in package.read_text(encoding="utf-8"):
            raise UsageProblem(f"{folder}: there is something else than a bundle; choose an empty or new folder")


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A new folder that takes the place of `folder` when the block ends well."""
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _check_request(request: Request) -> None:
    if request.purpose is not None and len(request.purpose.split()) < 3:
        raise UsageProblem("--purpose: say in some words what the names are needed for; it is recorded")
    chosen_shapes(request.without)
    for folder in (request.output, request.names_folder) if request.purpose else (request.output,):
        _check_place(folder)


def _record(data: Path, request: Request, bundle: Bundle, now: datetime) -> None:
    line = {
        "at": now.isoformat(timespec="seconds"),
        "build_id": bundle.build_id,
        "bundle": str(request.output.resolve()),
        "names": str(bundle.names.resolve()) if bundle.names else None,
        "purpose": request.purpose,
    }
    with (data / EXPORT / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")


def export_bundle(
    corpus: Corpus, request: Request, now: datetime, random_bytes: Callable[[int], bytes] = token_bytes
) -> Bundle:
    """Write a bundle of a corpus, and with a purpose its names file beside it; an earlier bundle there is replaced. The
    key of the hashes is made with the first bundle (`DATA/export/key`); what was written and why stands in
    `DATA/export/log.jsonl`. Raises UsageProblem, NetraError (also where tombstones are newer than the corpus) and
    OSError."""
    _check_request(request)
    check_tombstones(corpus)
    data = data_of(corpus)
    key = load_key(data / EXPORT / KEY, random_bytes)
    connection = corpus.connection
    prepare(connection)
    tables = {table.name: table for table in describe(connection)}
    found = list(resources(connection, tables, key, chosen_shapes(request.without)))
    told = figures(connection)
    row = connection.execute("SELECT netra_version FROM builds").fetchone()
    about = About(
        title=request.title,
        creators=tuple(request.creators),
        licence=request.licence,
        build_id=corpus.build_id,
        netra_version=row[0] if row else "",
        made_at=now,
        months=(told["first"], told["last"]),
        outlets=told["outlets"],
        names=request.purpose,
    )
    with _replacing(request.output) as folder:
        entries = {}
        for one in found:
            file = folder / f"{one.name}.csv"
            entries[one.name] = entry_of(file, copy_query(connection, one.query, file, _CSV))
        rows = {name: entry.rows or 0 for name, entry in entries.items()}
        for name, text in papers(about, told, found, rows).items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "CITATION.cff").write_text(citation(about), encoding="utf-8")
        package = data_package(about, found, entries, f"netra-{about.build_id}")
        write_json(folder / "datapackage.json", package)
        others = [entry_of(folder / name) for name in (*PAPERS, "CITATION.cff", "datapackage.json")]
        words = _ABOUT | {f"{one.name}.csv": one.about for one in found}
        write_json(folder / "ro-crate-metadata.json", ro_crate(about, [*entries.values(), *others], words))
    names, names_rows = None, 0
    if request.purpose is not None:
        names = request.names_folder
        with _replacing(names) as folder:
            names_rows = write_names(connection, folder, about, key, _CSV)
    bundle = Bundle(request.output, corpus.build_id, rows, names, names_rows)
    _record(data, request, bundle, now)
    return bundle
