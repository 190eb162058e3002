"""Floors of the figures on the real pages of ../shared/pages: body, title, time, authors, dateline. One is lowered
by an explicit change of FLOORS, never by a page left out."""

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crawler.extract_files import extract_path

pytestmark = pytest.mark.shared
# name in the scorer's overall figures -> least (most, for those that count errors)
FLOORS = {"F1": 0.99, "F1pp": 0.99, "P": 0.99, "R": 0.99, "title": 0.98, "pub": 0.95, "aut": 0.93, "dl": 0.95}
CEILINGS = {"leak": 0.01, "miss_pp": 0.01, "autfalse": 0.0, "dlfalse": 0.0, "F1_under_.8": 0, "empty": 0}


def load_scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_extraction", shared / "score_extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(shared: Path) -> Mapping[str, Any]:
    scorer = load_scorer(shared)
    predicted = {item["file"]: item for item in extract_path(shared / "pages") if isinstance(item, dict)}
    gold = [
        json.loads(line)
        for line in (shared / "pages" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        if line
    ]
    rows = [scorer.score_page(page, predicted.get(page["file"])) for page in gold if page["page_type"] == "article"]
    overall: dict[str, Any] = scorer.overall(rows)
    overall["index_as_article"] = [
        page["file"] for page in gold if page["page_type"] == "index" and page["file"] in predicted
    ]
    return overall


@pytest.mark.parametrize("name", FLOORS)
def test_floor(figures: Mapping[str, Any], name: str) -> None:
    assert figures[name] >= FLOORS[name]


@pytest.mark.parametrize("name", CEILINGS)
def test_ceiling(figures: Mapping[str, Any], name: str) -> None:
    assert figures[name] <= CEILINGS[name]


def test_no_list_page_is_taken_for_an_article(figures: Mapping[str, Any]) -> None:
    assert figures["index_as_article"] == []
