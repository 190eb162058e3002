"""The scorer: names, offices and quotes that mean the same; figures that count what they say."""

import importlib.util
import json
from pathlib import Path

import pytest

from nlp.evaluation.gold import GoldError, read_gold
from nlp.evaluation.matching import Quote, pair, same_name, same_office
from nlp.evaluation.score import NOTHING, score

TEXT = "Camat Bayah diduga mengajak warga. Bawaslu mengimbau ASN netral."


def label(**changes: object) -> dict[str, object]:
    entry = {
        "quote": "Camat Bayah diduga mengajak warga",
        "status": "alleged",
        "substatus": "reported",
        "reference": "case",
        "temporal": "current",
        "forms": ["kampanye"],
        "actors": ["camat"],
        "parties": [{"name": "Dedi Permana", "office": "Camat Bayah"}],
        "claimed_by": [],
        "sanctions": [],
        "sanction_modality": None,
    }
    return {
        "id": "a",
        "title": "Camat dilaporkan",
        "text": TEXT,
        "topic": "yes",
        "elections": [],
        "regions": ["36.02"],
        "primary_region": "36.02",
        "officials": [{"name": "Dedi Permana", "position": "Camat", "region": "36.02", "role": "accused"}],
        "violations": [entry | changes],
        "prevention": ["imbauan"],
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Drs. H. Dedi Permana, M.Si.", "Dedi Permana", True),
        ("Dedi", "Dedi Permana", True),
        ("Dedi Permana", "Dedi Supriadi", False),
        ("", "Dedi", False),
    ],
)
def test_names_are_the_same_where_one_holds_the_other(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sekda", "Sekretaris Daerah", True),
        ("Plt Kadis Kesehatan", "Pelaksana Tugas Kepala Dinas Kesehatan", True),
        ("Bupati", "Wakil Wali Kota", False),
    ],
)
def test_offices_are_compared_spelt_out(one: str, other: str, same: bool) -> None:
    assert same_office(one, other) is same


def test_a_pair_of_the_same_status_is_taken_first() -> None:
    gold = [Quote(0, 20, "denied")]
    found = [Quote(0, 20, "alleged"), Quote(0, 12, "denied")]
    assert pair(gold, found) == {0: 1}


def test_a_quote_that_is_not_in_the_text_matches_nothing() -> None:
    assert pair([Quote(-1, 10, "denied")], [Quote(0, 11, "denied")]) == {}


def test_a_perfect_tagging_scores_one_everywhere() -> None:
    result = score([label()], [label()])
    assert {name for name, tally in result.figures.items() if tally.f1 != 1.0} == set()
    assert result.mistakes == []
    assert result.confusion == {("alleged", "alleged"): 1}


def test_a_warning_called_proven_is_a_false_accusation() -> None:
    result = score([label(status="prohibited", substatus="forbidden", parties=[])], [label(status="proven")])
    assert result.figures["violations"].f1 == 1.0
    assert result.figures["violations_with_status"].hits == 0
    assert result.figures["named_proven"].precision == 0.0
    assert result.confusion == {("prohibited", "proven"): 1}


def test_missed_and_extra_entries_stand_in_the_confusion() -> None:
    gold, found = label(), label(quote="Bawaslu mengimbau ASN netral", status="prohibited")
    assert score([gold], [found]).confusion == {("alleged", NOTHING): 1, (NOTHING, "prohibited"): 1}


def test_an_untagged_article_counts_as_missed() -> None:
    figures = score([label()], []).figures
    assert figures["officials"].recall == 0.0
    assert figures["regions"].recall == 0.0
    assert figures["violations"].labelled == 1


def test_a_label_without_a_key_is_named_with_its_line(tmp_path: Path) -> None:
    row = label()
    del row["prevention"]
    file = tmp_path / "gold.jsonl"
    file.write_text("\n" + json.dumps(row) + "\n", "utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl, line 2: key 'prevention' is missing"):
        read_gold(file)


def test_figures_equal_those_of_the_development_scorer(shared: Path) -> None:
    """The scorer that judges the development data and ours must not drift apart."""
    spec = importlib.util.spec_from_file_location("shared_score", shared / "score.py")
    assert spec is not None
    assert spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    gold = read_gold(shared / "gold" / "dev.jsonl")
    # every third entry is dropped and every fourth status is wrong: figures below 1 are compared
    found = [
        row
        | {
            "violations": [
                entry | ({"status": "denied", "forms": ["umum"]} if n % 4 == 0 else {})
                for n, entry in enumerate(row["violations"])
                if n % 3
            ],
            "officials": row["officials"][1:],
        }
        for row in gold
    ]
    expected, _ = theirs.score(gold, found)
    ours = score(gold, found).figures
    names = {"violation+status": "violations_with_status", "name_exact": "official_name"}
    for name, figures in expected.items():
        value = figures["f1"] if "f1" in figures else figures["accuracy"]
        assert ours[names.get(name, name)].f1 == pytest.approx(value, abs=1e-4), name
