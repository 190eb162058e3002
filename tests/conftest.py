"""Fixtures that more than one package's tests use."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data beside the checkout; tests that ask for it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "codebook.md").is_file():
        pytest.skip("needs ../shared beside the checkout (development data, not part of the project)")
    return folder
