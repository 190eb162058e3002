"""`netra models`: what is here and what is not; `download` tells what went wrong."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import corpus.commands.models as command
from corpus.cli import app
from corpus.errors import NetraError, UsageProblem
from nlp.syntax import stanza_models
from nlp.syntax.stanza_models import Installed, Package


def rows(*arguments: str) -> dict[str, dict[str, object]]:
    result = CliRunner().invoke(app, ["models", "--format", "json", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return {row["model"]: row for row in json.loads(result.stdout)}


def test_each_model_with_its_state(tmp_path: Path) -> None:
    pytest.importorskip("stanza", reason="the extra stanza is not installed")
    found = rows("--stanza", str(tmp_path))
    assert found["topic_model"]["state"] == "shipped"
    assert found["ner-spacy"]["folder"]
    assert found["stanza-csui"]["state"] == "absent"
    assert found["stanza-csui"]["todo"] == "`netra models download stanza-csui`"
    assert found["stanza-gsd"]["folder"] == str(tmp_path)


def test_without_stanza_the_list_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stanza_models, "find_spec", lambda _: None)
    assert "pip install" in str(rows()["stanza-gsd"]["todo"])
    with pytest.raises(UsageProblem, match="pip install"):
        CliRunner().invoke(app, ["models", "download"], catch_exceptions=False)


def test_a_damaged_list_of_models(tmp_path: Path) -> None:
    pytest.importorskip("stanza", reason="the extra stanza is not installed")
    (tmp_path / "resources.json").write_text("{", "utf-8")
    with pytest.raises(NetraError, match=r"resources\.json"):
        rows("--stanza", str(tmp_path))


def test_download_fetches_what_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Package, Path]] = []

    def double(package: Package, folder: Path) -> Installed:
        asked.append((package, folder))
        return Installed(package, folder, (), ())

    monkeypatch.setattr(command, "download", double)
    for names in ([], ["stanza-csui", "stanza-gsd"]):
        result = CliRunner().invoke(app, ["models", "download", *names, "--stanza", str(tmp_path)])
        assert result.exit_code == 0, result.output
    assert asked == [("gsd", tmp_path), ("csui", tmp_path), ("gsd", tmp_path)]


def test_a_download_that_fails_says_what_and_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_package: Package, _folder: Path) -> Installed:
        raise ConnectionError("no route")

    monkeypatch.setattr(command, "download", refused)
    with pytest.raises(NetraError, match=r"stanza-gsd: not fetched into .*no route"):
        CliRunner().invoke(app, ["models", "download", "--stanza", str(tmp_path)], catch_exceptions=False)
