"""netra explain: reasons on standard output, or one HTML page."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.cli import app
from corpus.errors import NothingThere

ARTICLES = [
    {
        "id": "a1",
        "title": "Camat Kalisari Diduga Tidak Netral",
        "text": "Camat Kalisari, Darmo Wiyana, diduga mendukung calon bupati pada Pilkada 2024, kata Bawaslu Brebes.",
    },
    {"id": "a2", "title": "Harga Cabai Naik", "text": "Harga cabai di Brebes naik."},
]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(json.dumps(a) for a in ARTICLES) + "\n", encoding="utf-8")
    return path


def test_it_names_cue_and_party(articles: Path) -> None:
    result = CliRunner().invoke(app, ["explain", str(articles)])
    assert result.exit_code == 0
    assert "alleged/suspected" in result.output
    assert "Darmo Wiyana" in result.output
    assert "a2" in result.output


def test_one_article_alone(articles: Path) -> None:
    result = CliRunner().invoke(app, ["explain", str(articles), "--id", "a2"])
    assert result.exit_code == 0
    assert "a1" not in result.output


def test_a_page(articles: Path, tmp_path: Path) -> None:
    page = tmp_path / "why.html"
    result = CliRunner().invoke(app, ["explain", str(articles), "--html", str(page)])
    assert result.exit_code == 0
    assert "<h2>a1</h2>" in page.read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.glob("*.part-*")] == []


def test_a_malformed_line_is_named_and_the_rest_shown(articles: Path) -> None:
    articles.write_text("no json\n" + articles.read_text(encoding="utf-8"), encoding="utf-8")
    result = CliRunner().invoke(app, ["explain", str(articles)])
    assert result.exit_code == 3
    assert "articles.jsonl, line 1" in result.output
    assert "Darmo Wiyana" in result.output


@pytest.mark.parametrize("extra", [["--id", "zz"], None])
def test_what_is_not_there_is_said(articles: Path, extra: list[str] | None) -> None:
    arguments = ["explain", str(articles), *extra] if extra else ["explain", str(articles.with_name("none.jsonl"))]
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, NothingThere)
