"""What can go wrong, in words for the user, each with its exit code."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """Exit codes of `netra`; docs/commands.md explains each, a test compares the two."""

    OK = 0
    FAILED = 1
    USAGE = 2
    PARTIAL = 3
    DISK = 4
    LOCKED = 5
    MISSING = 6
    INTERRUPTED = 130


class NetraError(Exception):
    """An error whose message says what is wrong, where, and what to do; `exit_code` goes to the shell."""

    exit_code = ExitCode.FAILED


class UsageProblem(NetraError):
    """A value on the command line that cannot be used."""

    exit_code = ExitCode.USAGE


class InputError(NetraError):
    """A file that cannot be read as what it should be."""


class TaggerError(NetraError):
    """The tagger fails on most articles; nothing was published."""


class DiskError(NetraError):
    """A disk that is full or cannot be written to; what was published before is untouched."""

    exit_code = ExitCode.DISK


class LockHeld(NetraError):
    """Another process works in the data folder."""

    exit_code = ExitCode.LOCKED


class NothingThere(NetraError):
    """No corpus, archive or file where one is needed."""

    exit_code = ExitCode.MISSING


_DISK_ERRNOS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than allowed here",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "no permission to write there",
    errno.EPERM: "writing there is not permitted",
    errno.EIO: "the disk reports an input/output error",
}
# DuckDB gives the system's words, not its number.
_DISK_WORDS = {
    "no space left": errno.ENOSPC,
    "quota exceeded": errno.EDQUOT,
    "file too large": errno.EFBIG,
    "read-only file system": errno.EROFS,
    "permission denied": errno.EACCES,
    "operation not permitted": errno.EPERM,
    "input/output error": errno.EIO,
    # SQLite's words
    "database or disk is full": errno.ENOSPC,
    "disk i/o error": errno.EIO,
    "readonly database": errno.EROFS,
    "unable to open database file": errno.EACCES,
}


def disk_problem(error: BaseException) -> str | None:
    """What is wrong with the disk if that is what this error says, else None. Looks at the causes too."""
    met: set[int] = set()  # a library may raise an error from itself: causes can run in a circle
    current: BaseException | None = error
    while current is not None and id(current) not in met:
        met.add(id(current))
        if isinstance(current, OSError) and current.errno in _DISK_ERRNOS:
            return _DISK_ERRNOS[current.errno]
        words = str(current).lower()
        for phrase, number in _DISK_WORDS.items():
            if phrase in words:
                return _DISK_ERRNOS[number]
        current = current.__cause__ or current.__context__
    return None


@contextmanager
def disk_errors(place: Path, *, any_os_error: bool = False) -> Iterator[None]:
    """In this block, what a full or read-only disk raises becomes a DiskError that names the place; other errors
    pass. `any_os_error`: so does every other OSError."""
    try:
        yield
    except Exception as error:
        problem = disk_problem(error)
        if problem is None and any_os_error and isinstance(error, OSError):
            problem = error.strerror or str(error)
        if problem is None:
            raise
        todo = "free space or choose another folder; what was published before stays"
        raise DiskError(f"{place}: {problem}; {todo}") from error
