"""A small corpus of invented articles, tagged by a tagger that the tests can foretell."""

import pytest
from demo_run import Ran, run_demo
from made_articles import NOW, RECORDS, fake_annotate, write_jsonl

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
