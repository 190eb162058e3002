"""netra evaluate"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.cli import app
from corpus.errors import NothingThere, UsageProblem

GOLD = Path(__file__).resolve().parent.parent / "gold" / "hard.jsonl"


def test_labels_scored_against_themselves_are_all_right() -> None:
    result = CliRunner().invoke(app, ["evaluate", str(GOLD), str(GOLD), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert {name for name, figure in told["figures"].items() if figure["f1"] != 1.0} == set()
    assert all(cell["labelled"] == cell["tagged"] for cell in told["confusion"])


def test_without_tags_netra_tags_now_and_lists_the_mistakes(tmp_path: Path) -> None:
    row = json.loads(GOLD.read_text("utf-8").split("\n")[0])
    row["regions"] = ["11.01"]
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(row) + "\n", "utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(gold), "--errors", "3"])
    assert result.exit_code == 0, result.output
    assert "11.01" in result.stdout
    assert "labelled \\ tagged" in result.stdout


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path / "none.jsonl")])
    assert isinstance(result.exception, NothingThere)


def test_a_file_that_holds_no_labels_is_named_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a"}\n', "utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(bad)])
    assert isinstance(result.exception, UsageProblem)
    with pytest.raises(UsageProblem, match=r"bad\.jsonl, line 1: key 'title' is missing"):
        raise result.exception
