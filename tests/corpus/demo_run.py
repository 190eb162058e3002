"""The demo as a user runs it."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

Ran = tuple[Path, "subprocess.CompletedProcess[str]"]
"""A data folder, and how the demo in it ended."""
MADE_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PURPOSE = "Checking quotes before a paper is printed"
"""When and for what the bundle of the demo was made."""


def bytes_of(number: int) -> bytes:
    """Random bytes that a test can foretell."""
    return bytes(range(number))


def run_demo(data: Path, models: str = "none") -> "subprocess.CompletedProcess[str]":
    """Without the learned recognisers, which take as long as all the rest; test_recognisers.py has them."""
    return subprocess.run(
        [sys.executable, "-m", "corpus.cli", "demo", "--data", str(data), "--models", models],
        capture_output=True, text=True, cwd=data.parent, check=False,
    )  # fmt: skip
