"""Standard output that may close early: `netra ... | head` is no error."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from corpus.errors import ExitCode


@contextmanager
def readers_may_leave() -> Iterator[None]:
    """Write to standard output in this block; when its reader has had enough the command ends, exit code 0."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # what is still buffered goes nowhere, else the interpreter complains at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(int(ExitCode.OK)) from None
