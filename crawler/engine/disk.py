"""Room on the disk: a crawl stops while there is still some left, for the ledger, the build and everybody else."""

import shutil
from collections.abc import Callable
from pathlib import Path


def free_bytes(folder: Path) -> int:
    """Bytes that may still be written where this folder lies, or will. Raises OSError."""
    there = next((place for place in (folder, *folder.absolute().parents) if place.exists()), Path("/"))
    return shutil.disk_usage(there).free


def too_little(folder: Path, least: int, free: Callable[[Path], int]) -> str | None:
    """Why no more is to be written into this folder, or None. `least`: bytes that stay free, 0: none. Raises OSError."""
    if least <= 0:
        return None
    left = free(folder)
    if left >= least:
        return None
    return (
        f"{folder}: {left / 1e6:.0f} MB are free on this disk, and {least / 1e6:.0f} MB are to stay free "
        "(NETRA_MIN_FREE_BYTES): free some, or move the data; the next crawl goes on from there"
    )
