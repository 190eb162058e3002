"""The demo as a user runs it."""

import subprocess
import sys
from pathlib import Path

Ran = tuple[Path, "subprocess.CompletedProcess[str]"]
"""A data folder, and how the demo in it ended."""


def run_demo(data: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "corpus.cli", "demo", "--data", str(data)],
        capture_output=True, text=True, cwd=data.parent, check=False,
    )  # fmt: skip
