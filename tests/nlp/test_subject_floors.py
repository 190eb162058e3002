"""What the article is about, by the whole pipeline: figures on labelled sets pinned as floors."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from nlp.pipeline import annotate

GOLD = Path(__file__).parents[1] / "gold"
# The lowest F1 that may be had on a set; issue 3 asks .97, .93 and .88 on the development set (here its real texts).
FLOORS = {
    "dev.jsonl": {"topic": 0.97, "elections": 0.99, "prevention": 0.93},
    "press2.jsonl": {"topic": 0.96, "elections": 0.97, "prevention": 0.83},
}


def sets(row: dict[str, Any]) -> dict[str, set[str]]:
    return {
        "topic": {row["topic"]} & {"yes"},
        "elections": set(row["elections"]),
        "prevention": set(row["prevention"]),
    }


def figures(rows: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Micro F1 over the sets of each field."""
    counts = {field: [0, 0] for field in ("topic", "elections", "prevention")}
    rows = list(rows)
    for row, tags in zip(rows, annotate(rows), strict=True):
        for field, gold in sets(row).items():
            found = sets(dict(tags.codebook()))[field]
            counts[field][0] += 2 * len(gold & found)
            counts[field][1] += len(gold) + len(found)
    return {field: both / max(all_, 1) for field, (both, all_) in counts.items()}


@pytest.mark.parametrize("name", FLOORS)
def test_figures_do_not_fall(name: str, shared: Path) -> None:
    file = shared / "gold" / name if name == "dev.jsonl" else GOLD / name
    rows = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]
    found = figures(row for row in rows if not row["id"].startswith("g"))  # the g articles are tagged in other tests
    assert {field: round(value, 3) for field, value in found.items() if value < FLOORS[name][field]} == {}


def test_figures_see_what_is_missing() -> None:
    row = {
        "id": "x",
        "title": "",
        "text": "Harga cabai naik.",
        "topic": "yes",
        "elections": [],
        "prevention": ["apel"],
    }
    assert figures([row]) == {"topic": 0, "elections": 0, "prevention": 0}
