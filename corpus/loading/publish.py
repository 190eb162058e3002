"""Publishing by rename: the file is made beside, written out, and put in place at once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import disk_errors
from corpus.loading.snapshots import keep_snapshot, set_aside

KEEP = 3
"""Older corpora that a build keeps where it is not told how many."""
_PREFIX = ".netra-build-"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def remove_leftovers(folder: Path) -> None:
    """Delete the workshops of builds that were killed."""
    for old in folder.glob(f"{_PREFIX}*"):
        pid = old.name.removeprefix(_PREFIX)
        if pid.isdigit() and not _alive(int(pid)):
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk, for the time of the block; always removed. Any error of a full or
    read-only disk inside becomes a DiskError."""
    folder = target.parent / f"{_PREFIX}{os.getpid()}"
    try:
        with disk_errors(target.parent):
            target.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(target.parent)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(built: Path, target: Path, *, build_id: str = "", keep: int = KEEP) -> None:
    """Put the closed database file in place: readers see the old file or the new one, never a part. The old one
    becomes a snapshot, of which the newest `keep` stay, unless it is of the same build. Raises OSError; where the
    rename itself failed, the target is as it was."""
    with built.open("rb") as file:
        os.fsync(file.fileno())
    aside = set_aside(built, target, build_id) if keep > 0 else None
    os.replace(built, target)
    # the new name is on disk only when the folder is
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    keep_snapshot(target, aside, keep)
