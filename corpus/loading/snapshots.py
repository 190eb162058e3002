"""Older corpora: kept when a new one is published, listed, and found again by their build."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from corpus.errors import NothingThere
from corpus.folder import CORPUS_FILE, SNAPSHOTS


@dataclass(frozen=True)
class Snapshot:
    """One published corpus. `articles` and `tagger` are None where this netra cannot read its table of builds."""

    file: Path
    build_id: str
    started_at: datetime
    bytes: int
    current: bool
    articles: int | None = None
    schema_version: int | None = None
    tagger: str | None = None


def _look(file: Path, current: bool) -> Snapshot | None:
    """What a file says of its build; None where it is no corpus."""
    try:
        # in memory, with the file attached: this process must not keep a database of that name
        with duckdb.connect(":memory:", config={"autoinstall_known_extensions": False}) as connection:
            connection.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS corpus (READ_ONLY)")
            connection.execute("SET TimeZone = 'UTC'")
            found = connection.execute(
                "SELECT build_id, started_at, schema_version, tagger, row_counts['articles'] FROM corpus.builds"
            ).fetchone()
    except duckdb.Error:
        return None
    if found is None:
        return None
    build_id, started_at, schema_version, tagger, articles = found
    return Snapshot(
        file,
        str(build_id),
        started_at.astimezone(UTC),
        file.stat().st_size,
        current,
        articles,
        schema_version,
        tagger,
    )


def is_corpus(file: Path) -> bool:
    """Whether the file is a published corpus, of whatever version."""
    return file.is_file() and _look(file, False) is not None


def snapshots(data: Path) -> list[Snapshot]:
    """The published corpus of a data folder, then those kept, newest first."""
    found = [_look(data / CORPUS_FILE, True)] if (data / CORPUS_FILE).is_file() else []
    kept = (_look(file, False) for file in (data / SNAPSHOTS).glob("*.duckdb"))
    return [one for one in found if one] + sorted(
        (one for one in kept if one), key=lambda one: (one.started_at, one.build_id), reverse=True
    )


def find_snapshot(data: Path, build_id: str) -> Path:
    """The file of the corpus whose build id begins so. Raises NothingThere, which names those there are."""
    there = snapshots(data)
    matching = [one for one in there if build_id and one.build_id.startswith(build_id)]
    if len({one.build_id for one in matching}) != 1:
        why = "several snapshots begin so" if matching else "there is no such snapshot"
        names = ", ".join(one.build_id for one in there) or "none"
        raise NothingThere(f"{data}: snapshot {build_id!r}: {why}; there are: {names}")
    return matching[0].file


def set_aside(built: Path, target: Path, build_id: str) -> tuple[Path, str] | None:
    """Before `built` replaces `target`: a second name for the target beside `built`, and the name of the snapshot that
    it is to be. None where it is no corpus or the same build. Raises OSError."""
    old = _look(target, True) if target.is_file() else None
    if old is None or old.build_id == build_id:
        return None
    aside = built.with_name("before.duckdb")
    _second_name(target, aside)
    return aside, f"{old.started_at:%Y%m%dT%H%M%SZ}-{old.build_id}.duckdb"


def keep_snapshot(target: Path, aside: tuple[Path, str] | None, keep: int) -> None:
    """Keep what was set aside as a snapshot of the target's folder, and remove the oldest beyond `keep`. Raises
    OSError."""
    folder = target.parent / SNAPSHOTS
    if keep > 0 and aside is not None:
        folder.mkdir(exist_ok=True)
        os.replace(aside[0], folder / aside[1])
    drop_snapshots(target.parent, keep)


def _second_name(target: Path, name: Path) -> None:
    try:
        os.link(target, name)
    except OSError:  # a disk without hard links
        shutil.copyfile(target, name)


def drop_snapshots(data: Path, keep: int = 0) -> int:
    """Remove all snapshots but the newest `keep` (by the time in their names). Returns how many. A reader that has one
    open keeps it. For a purge, which must reach older corpora too."""
    kept = sorted((data / SNAPSHOTS).glob("*.duckdb"))
    gone = kept[: max(0, len(kept) - keep)]
    for file in gone:
        file.unlink()
    return len(gone)
