"""Figures on labelled articles, pinned as floors: the development set (where it is present) and our own judging sets, of
which only totals are ever looked at (tests/gold/README.md)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from nlp.evaluation.gold import read_gold
from nlp.evaluation.score import score
from nlp.pipeline import annotate

OWN = Path(__file__).resolve().parents[1] / "gold"


Row = Mapping[str, Any]


def tagged(gold: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Each labelled article with what the tagger, as it ships, makes of it."""
    keys = ("id", "title", "text", "published", "outlet")
    found = annotate([{key: row.get(key) for key in keys} for row in gold])
    return [(row, annotations.codebook()) for row, annotations in zip(gold, found, strict=True)]


def figures(pairs: Sequence[tuple[Row, Row]]) -> dict[str, float]:
    """F1 (for a field with one value: accuracy) by name."""
    result = score([dict(gold) for gold, _ in pairs], [dict(found) for _, found in pairs])
    return {name: tally.f1 for name, tally in result.figures.items()}


def below(found: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The figures that are below their floors."""
    return {name: found[name] for name, floor in floors.items() if found[name] < floor}


DEV = {
    "violations": 0.94, "violations_with_status": 0.92, "status": 0.97, "substatus": 0.95, "reference": 0.93,
    "temporal": 0.96, "sanction_modality": 0.96,
}  # fmt: skip
REAL = {"violations": 0.84, "violations_with_status": 0.78, "status": 0.91, "substatus": 0.88}
JUDGED = {
    "heldout.jsonl": {"violations": 0.80, "violations_with_status": 0.70, "status": 0.85},
    "judge.jsonl": {"violations": 0.81, "violations_with_status": 0.69, "status": 0.82},
}


@pytest.fixture(scope="module")
def development(shared: Path) -> list[tuple[Row, Row]]:
    """The development set, tagged; our own articles in it (g) train what ships."""
    return tagged(list(read_gold(shared / "gold" / "dev.jsonl")))


def test_floors_on_the_development_set(development: list[tuple[Row, Row]]) -> None:
    assert below(figures(development), DEV) == {}


def test_floors_on_its_real_texts_which_train_nothing(development: list[tuple[Row, Row]]) -> None:
    assert below(figures([pair for pair in development if not str(pair[0]["id"]).startswith("g")]), REAL) == {}


@pytest.mark.parametrize("name", sorted(JUDGED))
def test_floors_on_the_judging_sets(name: str) -> None:
    assert below(figures(tagged(list(read_gold(OWN / name)))), JUDGED[name]) == {}
