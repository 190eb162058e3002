"""What must hold before anything leaves a corpus."""

from pathlib import Path

from corpus.duty.inputs import same_tombstones
from corpus.duty.tombstones import path_of
from corpus.errors import NetraError
from corpus.folder import SNAPSHOTS
from corpus.query import Corpus


def data_of(corpus: Corpus) -> Path:
    """The data folder that a corpus, or a snapshot of it, lies in."""
    folder = corpus.file.resolve().parent
    return folder.parent if folder.name == SNAPSHOTS else folder


def check_tombstones(corpus: Corpus) -> None:
    """Raises NetraError where decisions by hand are not those that the corpus was built with: it still shows what they
    suppress, or hides what was lifted."""
    data = data_of(corpus)
    if not same_tombstones(data, corpus.file):
        raise NetraError(
            f"{path_of(data)}: decisions (netra suppress, netra correct) came after this corpus was built; "
            f"`netra build --data {data}` first"
        )
