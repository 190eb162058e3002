"""The fields beside an entry on labelled articles: floors against a fall, and no false name beside "proven"."""

from pathlib import Path

import pytest

from nlp.evaluation.gold import read_gold
from nlp.evaluation.score import Score, score
from nlp.pipeline import annotate

OWN = Path(__file__).parents[1] / "gold"
# F1 by file. The rules were written with all of these in view: no figures of unseen text.
FLOORS = {
    "dev.jsonl": {"forms": 0.90, "actors": 0.92, "sanctions": 0.95, "claimed_by": 0.85, "named_status": 0.88},
    "press2.jsonl": {"forms": 0.78, "actors": 0.90, "sanctions": 0.89, "claimed_by": 0.77, "named_status": 0.74},
}
RECALL_OF_PROVEN = {"dev.jsonl": 0.80, "press2.jsonl": 0.50}


@pytest.fixture(scope="module", params=list(FLOORS))
def measured(request: pytest.FixtureRequest) -> tuple[str, Score]:
    name: str = request.param
    folder = OWN if (OWN / name).is_file() else request.getfixturevalue("shared") / "gold"
    labels = read_gold(folder / name)
    return name, score(labels, [tags.codebook() for tags in annotate(labels)])


def test_fields_hold_their_floors(measured: tuple[str, Score]) -> None:
    name, result = measured
    fallen = {k: round(result.figures[k].f1, 3) for k, floor in FLOORS[name].items() if result.figures[k].f1 < floor}
    assert not fallen


def test_no_false_name_beside_proven(measured: tuple[str, Score]) -> None:
    """A false one is defamation; a missed one is nothing, but most must be found for the name to be of use."""
    name, result = measured
    proven = result.figures["named_proven"]
    assert proven.precision == 1.0
    assert proven.recall >= RECALL_OF_PROVEN[name]
