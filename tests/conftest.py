"""Fixtures that more than one package's tests use."""

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from kill_nursery import Nursery, nursery

import crawler.run
from crawler.engine.job import Job

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data beside the checkout; tests that ask for it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "codebook.md").is_file():
        pytest.skip("needs ../shared beside the checkout (development data, not part of the project)")
    return folder


class _Ended:
    """A crawl's child that has come to its end, as crawler.run follows it."""

    def __init__(self, code: int, said: Mapping[str, Any]) -> None:
        self.stdout = io.StringIO(json.dumps(said) + "\n" if said else "")
        self.returncode = code

    def wait(self) -> int:
        return self.returncode


@pytest.fixture(scope="session")
def forked() -> Iterator[Nursery]:
    """A process that has everything a crawl needs loaded, and forks one for each job: seconds less a crawl."""
    with nursery() as running:
        yield running


@pytest.fixture
def quick_crawls(forked: Nursery, monkeypatch: pytest.MonkeyPatch) -> None:
    """Crawls of this test are forked, not started anew. They tell no progress and cannot be stopped."""

    def start(job: Job, env: Mapping[str, str], _errors: object) -> _Ended:
        ended = forked.crawl(job, env)
        return _Ended(ended.code, ended.said)

    monkeypatch.setattr(crawler.run, "_start", start)
