"""Articles + annotations -> DuckDB -> answers. Notebooks need `corpus.open(path)` alone."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.query import Corpus

__all__ = ["open"]


def open(path: str | Path, *, snapshot: str | None = None) -> "Corpus":
    """Open a published corpus: the .duckdb file or the data folder that holds it (see corpus.query.Corpus). `snapshot`:
    an older one of the folder, by its build id or the beginning of it. Raises NothingThere where there is none,
    InputError where the file is no corpus of this version."""
    # here, not above: the command line and the workers start without pandas
    from corpus.query import open as open_corpus

    return open_corpus(path, snapshot=snapshot)
