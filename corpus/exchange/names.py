"""File names for articles, and folders to write them into."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from corpus.exchange.shape import ExchangeError

_LONGEST = 60


def file_names() -> Callable[[str], str]:
    """A function from an article's id to a file name that every system takes: its number and what is plain in the id."""
    count = 0

    def name(ident: str) -> str:
        nonlocal count
        count += 1
        plain = unicodedata.normalize("NFKD", ident).encode("ascii", "ignore").decode()
        safe = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-")[:_LONGEST]
        return f"{count:06d}-{safe}" if safe else f"{count:06d}"

    return name


def check_new(folder: Path) -> None:
    """Make the folder. Raises ExchangeError where something lies in it: files of two exports would mix."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise ExchangeError(f"{folder}: there is something already; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
