"""Stanza's official Indonesian models for word class, lemma and dependencies: which are here, and how to get them.

They are not part of this project: Stanza's own downloader fetches them where the user asks for it. Names as on Stanza's
page of models: gsd (its default for Indonesian) and csui (news). Untested live: the models could not be reached when
this was written; the tests use a double of the same form."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, get_args

from nlp.syntax.words import ParserMissing

Package = Literal["gsd", "csui"]
PACKAGES: tuple[Package, ...] = get_args(Package)
PROCESSORS = ("pos", "lemma", "depparse")
LANGUAGE = "id"

Download = Callable[..., Any]
"""`stanza.download` or its double."""


@dataclass(frozen=True)
class Installed:
    """The files of one package, and what of it is not there (paths under the folder; empty: it is whole)."""

    package: Package
    folder: Path
    files: tuple[Path, ...]
    absent: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return bool(self.files) and not self.absent

    @property
    def bytes(self) -> int:
        """Size of what is there."""
        return sum(file.stat().st_size for file in self.files)

    def digest(self) -> str:
        """First 8 hex digits of the digest of the files' bytes."""
        whole = hashlib.sha256()
        for file in sorted(self.files):
            with file.open("rb") as handle:
                whole.update(hashlib.file_digest(handle, "sha256").digest())
        return whole.hexdigest()[:8]


def stanza_missing() -> str | None:
    """Why Stanza cannot run here and what to do; None where it is installed. Loads nothing."""
    return None if find_spec("stanza") else "stanza is not installed: pip install 'netra-corpus[stanza]' brings it"


def default_folder() -> Path:
    """Where Stanza keeps its models: STANZA_RESOURCES_DIR, else its folder in the user's cache. Raises ParserMissing."""
    if reason := stanza_missing():
        raise ParserMissing(reason)
    from stanza.resources.common import DEFAULT_MODEL_DIR  # imports torch: seconds

    return Path(DEFAULT_MODEL_DIR)


def _resources(folder: Path) -> Mapping[str, Any] | None:
    """Stanza's list of Indonesian models in a folder; None: there is none. Raises ParserMissing on a damaged one."""
    file = folder / "resources.json"
    if not file.is_file():
        return None
    try:
        found = json.loads(file.read_text("utf-8"))[LANGUAGE]
    except (ValueError, KeyError) as error:
        raise ParserMissing(f"{file}: no list of Indonesian models ({error!r}); `netra models download`") from error
    return dict(found)


def _models(resources: Mapping[str, Any], package: Package) -> list[tuple[str, str]]:
    """(kind, name) of every file that a package needs, those that a model depends on included."""
    found: list[tuple[str, str]] = []
    for processor in PROCESSORS:
        known = resources.get(processor, {})
        name = package if package in known else resources.get("packages", {}).get(package, {}).get(processor)
        if name is None:
            continue
        found.append((processor, name))
        found += [(one["model"], one["package"]) for one in known.get(name, {}).get("dependencies", ())]
    return list(dict.fromkeys(found))


def installed(package: Package, folder: Path) -> Installed:
    """What of a package lies in a folder of Stanza's. Raises ParserMissing where its list of models is damaged."""
    resources = _resources(folder)
    if resources is None:
        return Installed(package, folder, (), ("resources.json",))
    wanted = [(kind, f"{LANGUAGE}/{kind}/{name}.pt") for kind, name in _models(resources, package)]
    listed = {kind for kind, _ in wanted}
    unlisted = tuple(f"{processor} (not in resources.json)" for processor in PROCESSORS if processor not in listed)
    files = [(path, folder / path) for _, path in wanted]
    return Installed(
        package,
        folder,
        tuple(file for _, file in files if file.is_file()),
        unlisted + tuple(path for path, file in files if not file.is_file()),
    )


def require(package: Package, folder: Path) -> Installed:
    """A package that is whole. Raises ParserMissing, which says what to do."""
    found = installed(package, folder)
    if not found.whole:
        raise ParserMissing(
            f"stanza-{package} is not in {folder} ({', '.join(found.absent)} missing): "
            f"`netra models download stanza-{package}` fetches it"
        )
    return found


def _stanza_download() -> Download:
    if reason := stanza_missing():
        raise ParserMissing(reason)
    from stanza.resources.common import download as fetch  # imports torch: seconds

    found: Download = fetch
    return found


def download(package: Package, folder: Path, fetch: Download | None = None) -> Installed:
    """Fetch a package with Stanza's own downloader, which checks digests, and look whether it is whole. Raises what the
    downloader raises (OSError where the network or disk fails, ValueError on a damaged file), ParserMissing."""
    call = fetch or _stanza_download()
    call(LANGUAGE, model_dir=str(folder), package=package, processors=",".join(PROCESSORS), verbose=False)
    return require(package, folder)
