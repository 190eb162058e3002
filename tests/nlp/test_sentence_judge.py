"""The judge of sentences: what it is told, what it adds to the rules' entries, drops and changes."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp.breaches.entries import Told
from nlp.breaches.second_opinion import ASIDE, SWAY, settle
from nlp.breaches.signals import Story, signals_of
from nlp.breaches.violations import analyse
from nlp.learned.sentence_judge import ADD, KEEP, MODEL, SentenceJudge, load_judge, save_judge
from nlp.learned.sentence_model import SUBSTATUSES, Opinion, opinions
from nlp.learned.train_judge import Course, examples, fit_examples
from tests.nlp.test_sentence_model import SMALL
from tests.nlp.violation_articles import article, ruled

FORBIDDEN = "ASN dilarang mendukung salah satu pasangan calon."
UNKNOWN = "Lapak kopi di simpang itu buka sampai malam."


def view(breach: float, substatus: str = "suspected", sureness: float = 0.9) -> Opinion:
    """An opinion that is as sure of the substatus as asked."""
    return Opinion(breach, substatus, sureness)


def outcome(told: Told, opinion: Opinion, on_topic: bool = True) -> list[tuple[str, bool]]:
    """Substatus and explicitness of the entries that come out."""
    return [(d.verdict.substatus, d.verdict.explicit) for d in settle([told], [opinion], on_topic)]


def test_what_rules_and_judge_see_alike_is_the_rules_entry() -> None:
    told = ruled(FORBIDDEN)
    assert settle([told], [view(0.9, "forbidden")], True) == list(told.drafts)


def test_what_the_judge_refuses_is_dropped() -> None:
    told = ruled(FORBIDDEN)
    assert outcome(told, view(KEEP - 0.01, "forbidden")) == []
    assert outcome(told, view(KEEP, "forbidden")) == [("forbidden", True)]


def test_another_status_is_the_judges_and_never_explicit() -> None:
    assert outcome(ruled(FORBIDDEN), view(0.9, "consequence")) == [("consequence", False)]


def test_an_unsure_judge_changes_nothing() -> None:
    assert outcome(ruled(FORBIDDEN), view(0.9, "consequence", SWAY - 0.01)) == [("forbidden", True)]


def test_another_substatus_of_the_same_status_stays_explicit() -> None:
    assert outcome(ruled(FORBIDDEN), view(0.9, "aspired")) == [("aspired", True)]


def test_what_the_rules_have_no_words_for_is_added_where_the_judge_is_sure() -> None:
    told = ruled(UNKNOWN)
    assert told.drafts == ()
    assert outcome(told, view(ADD - 0.01)) == []
    assert outcome(told, view(ADD)) == [("suspected", False)]


def test_off_the_topic_the_judge_must_be_surer() -> None:
    told = ruled(UNKNOWN)
    assert outcome(told, view(ASIDE - 0.01), on_topic=False) == []
    assert outcome(told, view(ASIDE), on_topic=False) == [("suspected", False)]


def test_an_absence_that_the_judge_finds_is_a_count() -> None:
    (draft,) = settle([ruled(UNKNOWN)], [view(0.9, "none_reported")], True)
    assert draft.counts


def test_two_outcomes_stay_as_the_rules_tell_them_apart() -> None:
    told = ruled("Dua ASN tidak terbukti tidak netral, sedangkan seorang kades terbukti berpihak.", "figures")
    assert len(told.drafts) == 2
    assert settle([told], [view(0.9, "suspected")], True) == list(told.drafts)


def test_signals_name_breach_cue_rule_and_place() -> None:
    document = article(FORBIDDEN)
    views = opinions(document)
    analysis = analyse(document, (), views, on_topic=True)
    assert analysis is not None
    story = Story(analysis.told, analysis.sources, analysis.group, document.folded["title"])
    found = [one for one in signals_of(story, views) if one is not None]
    assert len(found) == len(document.sentences)
    assert {"Fbk:act", "Fc:forbid", "Fp:servant", "R+", "Rs:prohibited", "Clast", "Ccase:none"} <= set(found[-1])
    assert {"Ctitle", "R-"} <= set(found[0])
    assert {f"s:{name}" for name in SUBSTATUSES} <= set(found[-1])


def test_signals_of_the_article_do_not_count_the_sentence_itself() -> None:
    document = article(FORBIDDEN)
    analysis = analyse(document, (), opinions(document), on_topic=True)
    assert analysis is not None
    story = Story(analysis.told, analysis.sources, analysis.group, document.folded["title"])
    chances = tuple(1 / len(SUBSTATUSES) for _ in SUBSTATUSES)
    views = [replace(view(b), chances=chances) for b in (0.1, 0.9, 0.1)]
    first, second, _ = signals_of(story, views)
    assert first is not None
    assert second is not None
    assert (first["d:one"], second["d:one"]) == (1.0, 0.0)
    assert (first["d:behind"], second["d:before"]) == (0.9, 0.1)


def judge() -> SentenceJudge:
    """A judge of made-up signals."""
    told: list[tuple[dict[str, float], str | None]] = [
        ({"Fc:suspect": 0.25, "R+": 0.4}, "suspected"),
        ({"Fc:forbid": 0.25, "R+": 0.4}, "forbidden"),
        ({"R-": 0.4}, None),
    ]
    return fit_examples(told * 20)


def test_a_judge_learns_what_it_is_shown() -> None:
    seen = judge().judge({"Fc:forbid": 0.25, "R+": 0.4, "nothing known": 1.0})
    assert seen.breach > 0.5 > judge().judge({"R-": 0.4}).breach
    assert (seen.status, seen.substatus) == ("prohibited", "forbidden")
    assert sum(seen.chances) == pytest.approx(1)


def test_signals_that_it_does_not_know_count_for_nothing() -> None:
    assert judge().judge({"x": 5.0}) == judge().judge({})


def test_weights_survive_the_file(tmp_path: Path) -> None:
    made = judge()
    save_judge(made, tmp_path / "j.npz")
    again = load_judge(tmp_path / "j.npz")
    signals = {"Fc:suspect": 0.25, "R+": 0.4}
    assert again.judge(signals).breach == pytest.approx(made.judge(signals).breach, abs=5e-3)


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "j.npz", names=np.array("a\nb"), weights=np.zeros((2, 3)), bias=np.zeros(3))
    with pytest.raises(ValueError, match=r"j\.npz: weights .* train again"):
        load_judge(tmp_path / "j.npz")


def test_an_article_without_election_or_servant_teaches_nothing() -> None:
    plain = {"id": "x", "title": "Pasar pagi", "text": "Pedagang menata sayur.", "violations": []}
    assert examples(plain, [view(0.1)] * 2) == []


def test_the_course_makes_its_examples_once_and_judges_unseen_articles() -> None:
    course = Course()
    figures = course.cross_validate(SMALL)
    assert figures["n"] == 24
    assert figures["f1"] > 0.9
    assert course.examples(SMALL) is course.examples(list(SMALL))


def test_the_shipped_judge_knows_every_substatus_and_its_own_signals() -> None:
    shipped = load_judge()
    assert shipped.weights.shape == (len(shipped.rows), 1 + len(SUBSTATUSES))
    assert {"R+", "R-", "d:odds", "Fc:suspect"} <= set(shipped.rows)


def test_the_judge_is_not_asked_where_neither_rules_nor_words_see_a_breach() -> None:
    document = article(UNKNOWN)
    views = [view(0.9), view(0.9), view(0.01)]
    analysis = analyse(document, (), views, on_topic=True)
    assert analysis is not None
    story = Story(analysis.told, analysis.sources, analysis.group, document.folded["title"])
    assert signals_of(story, [replace(v, chances=(0.5,) * len(SUBSTATUSES)) for v in views], 0.02)[-1] is None


@pytest.mark.parametrize("name", ["sentence_model.json", "sentence_judge.json"])
def test_no_judging_set_trained_what_ships(name: str) -> None:
    card = json.loads((MODEL.parent / name).read_text("utf-8"))
    assert not {"heldout.jsonl", "judge.jsonl", "dev.jsonl"} & set(card["trained_on"])
    assert MODEL.stat().st_size < 2_000_000


APPEALS = [
    "Pihaknya akan memberikan imbauan kepada camat dan lurah terkait netralitas ASN di masa kampanye.",
    "Bawaslu mengimbau para kepala sekolah agar tidak hadir dalam kampanye.",
]


@pytest.mark.parametrize("sentence", APPEALS)
def test_an_accusation_against_an_appeals_words_is_asked_for_more(sentence: str) -> None:
    told = ruled(sentence)
    bare = replace(told, drafts=())
    assert {cue.name for cue in told.reading.cues} & {"appeal", "would"}
    assert settle([bare], [view(ASIDE - 0.05, "suspected")], True) == []
    assert len(settle([bare], [view(ASIDE + 0.05, "suspected")], True)) == 1
    assert len(settle([bare], [view(ASIDE - 0.05, "forbidden")], True)) == 1


def test_words_that_accuse_are_added_whatever_else_is_announced() -> None:
    told = replace(
        ruled("Bawaslu akan memberikan imbauan lagi setelah seorang lurah diduga ikut kampanye."), drafts=()
    )
    assert len(settle([told], [view(ASIDE - 0.05, "suspected")], True)) == 1
