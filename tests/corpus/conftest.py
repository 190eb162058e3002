"""A small corpus of invented articles, tagged by a tagger that the tests can foretell."""

import shutil
from pathlib import Path

import pytest
from demo_run import MADE_AT, PURPOSE, Ran, bytes_of, run_demo
from made_articles import NOW, RECORDS, fake_annotate, write_jsonl

import corpus
import nlp.pipeline
from corpus.build import BuildSummary, build


@pytest.fixture
def fake_tagger(monkeypatch: pytest.MonkeyPatch) -> None:
    """The builder of this process tags with fake_annotate."""
    monkeypatch.setattr(nlp.pipeline, "annotate", fake_annotate)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> BuildSummary:
    """A corpus of RECORDS, built once with the fake tagger."""
    folder = tmp_path_factory.mktemp("made")
    source = write_jsonl(folder / "rekaan.jsonl", RECORDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp.pipeline, "annotate", fake_annotate)
        return build(folder / "data", articles=[source], workers=1, now=NOW)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The demo, run once for all tests, in a folder with a space in its name. Leave the folder as it is."""
    data = tmp_path_factory.mktemp("demo") / "my demo"
    return data, run_demo(data)


@pytest.fixture(scope="session")
def exported(demo: Ran, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo's corpus alone: an export writes beside it."""
    assert demo[1].returncode == 0, demo[1].stderr
    folder = tmp_path_factory.mktemp("export") / "data"
    folder.mkdir()
    shutil.copy(demo[0] / "corpus.duckdb", folder)
    return folder


@pytest.fixture(scope="session")
def bundle(exported: Path) -> Path:
    """The demo's bundle and, beside it, its names."""
    from corpus.export.bundle import Request, export_bundle

    folder = exported.parent / "bundle"
    with corpus.open(exported) as opened:
        export_bundle(opened, Request(folder, creators=("Universitas Rekaan",), purpose=PURPOSE), MADE_AT, bytes_of)
    return folder
