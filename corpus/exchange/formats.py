"""The formats by name: how each is written and read, and what it cannot carry."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from corpus.exchange.shape import AnnotatedArticle

NOT_EXCHANGED = (
    "which rule or model made a mark, its version, what else a place name may mean, precision, institution, level and "
    "branch of an office, which recogniser confirmed a name",
    "the unvalidated findings (stage, track, laws, counts, verdicts, claims; docs/facts.md)",
    "revisions, pages and where the text was fetched",
)
"""What no format carries: it stays in the corpus."""


class FormatName(StrEnum):
    """What `--format` takes."""

    DOCBIN = "docbin"
    CONLLU = "conllu"
    CAS = "cas"
    LABELSTUDIO = "labelstudio"
    BRAT = "brat"


@dataclass(frozen=True)
class Exchange:
    """One format. `folder`: it is a folder of files, not one file; `suffix`: how its file ends; `loses`: what comes back
    changed or not at all."""

    name: FormatName
    write: Callable[[Iterable[AnnotatedArticle], Path], int]
    read: Callable[[Path], Iterator[AnnotatedArticle]]
    loses: tuple[str, ...]
    folder: bool
    suffix: str


_SUFFIXES = {FormatName.DOCBIN: ".spacy", FormatName.CONLLU: ".conllu", FormatName.LABELSTUDIO: ".json"}


def exchange(name: FormatName) -> Exchange:
    """The format of that name."""
    module = import_module(f"corpus.exchange.{name.value}")
    suffix = _SUFFIXES.get(name, "")
    return Exchange(name, module.write, module.read, module.LOSES, not suffix, suffix)
