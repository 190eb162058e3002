"""Cases: which reports are one matter, with which outcome; what a headline cannot decide."""

import random
from datetime import date
from typing import Any

from corpus.derived.case_linking import Report, join
from corpus.derived.cases import Mention, events_of, outcome_of, reports_of


def report(key: str, n: int = 0, **changes: Any) -> Report:
    values: dict[str, Any] = {
        "officials": frozenset(),
        "name": frozenset(),
        "office": frozenset(),
        "region": "33.28",
        "actors": frozenset({"asn"}),
        "forms": frozenset({"media_sosial"}),
        "day": date(2024, 9, 1),
        "story": key,
    }
    return Report(key=(key, n), **values | changes)


def mention(article: str, number: int = 0, **changes: Any) -> Mention:
    values: dict[str, Any] = {
        "party": 0,
        "name": "Dedi Permana",
        "office": "Camat Wanasari",
        "official": None,
        "status": "alleged",
        "substatus": "suspected",
        "stage": None,
        "forms": ("media_sosial",),
        "actors": ("asn",),
        "tracks": (),
        "claimed_by": ("pengawas",),
        "day": date(2024, 9, 1),
        "region": "33.29",
        "outlet": "rekaan",
        "story": article,
    }
    return Mention(article=article, mention=number, **values | changes)


def ids(reports: list[Report]) -> list[list[str]]:
    return [[one.key[0] for one in members] for members, _ in join(reports)]


def test_the_same_person_is_one_case_whatever_the_office_is_called() -> None:
    one = report("a", name=frozenset({"dedi", "permana"}), office=frozenset({"camat", "wanasari"}))
    other = report("b", name=frozenset({"dedi", "permana"}), day=date(2024, 12, 1))
    ((members, by),) = join([one, other])
    assert [m.key[0] for m in members] == ["a", "b"]
    assert by == ["person"]


def test_a_shared_name_in_another_place_stays_two() -> None:
    name = frozenset({"dedi", "permana"})
    assert ids([report("a", name=name), report("b", name=name, region="12.03")]) == [["a"], ["b"]]


def test_a_telling_office_is_one_case_and_a_common_one_is_not() -> None:
    telling, common = frozenset({"camat", "wanasari"}), frozenset({"oknum", "guru"})
    acts = {"forms": frozenset({"umum"})}
    assert ids([report("a", office=telling, **acts), report("b", office=telling, **acts)]) == [["a", "b"]]
    assert ids([report("a", office=common, **acts), report("b", office=common, **acts)]) == [["a"], ["b"]]


def test_two_names_in_one_office_are_two_cases() -> None:
    office = frozenset({"camat", "wanasari"})
    pair = [
        report("a", office=office, name=frozenset({"dedi"})),
        report("b", office=office, name=frozenset({"tuti"})),
    ]
    assert ids(pair) == [["a"], ["b"]]


def test_an_unnamed_report_does_not_bring_two_names_together() -> None:
    office = frozenset({"camat", "wanasari"})
    reports = [
        report("a", office=office, name=frozenset({"dedi"})),
        report("b", office=office, day=date(2024, 9, 2)),
        report("c", office=office, name=frozenset({"tuti"}), day=date(2024, 9, 3)),
    ]
    assert ids(reports) == [["a", "b"], ["c"]]


def test_the_same_act_in_the_same_regency_is_joined_for_two_weeks_only() -> None:
    assert ids([report("a"), report("b", day=date(2024, 9, 10))]) == [["a", "b"]]
    assert ids([report("a"), report("b", day=date(2024, 9, 20))]) == [["a"], ["b"]]
    assert ids([report("a"), report("b", forms=frozenset({"uang"}))]) == [["a"], ["b"]]
    assert ids([report("a", region="33"), report("b", region="33")]) == [["a"], ["b"]]


def test_two_accused_of_one_article_stay_two_cases() -> None:
    assert ids([report("a", 0), report("a", 1)]) == [["a"], ["a"]]


def test_366_reports_of_one_story_are_one_case() -> None:
    """GDELT counted 366 kidnappings in two days that were one story."""
    reports = [report(f"a{n:03}", story="g:a000", day=date(2024, 9, 1 + n % 2), region=None) for n in range(366)]
    ((members, by),) = join(reports)
    assert len(members) == 366
    assert by == ["copy"]


def test_order_changes_nothing() -> None:
    reports = [report(str(n), region=f"33.2{n % 5}", day=date(2024, 9, 1 + n % 28)) for n in range(60)]
    expected = join(reports)
    for seed in range(3):
        assert join(random.Random(seed).sample(reports, len(reports))) == expected


def test_mentions_without_a_name_go_to_the_only_accused() -> None:
    ((one, thread),) = reports_of([mention("a", 0), mention("a", 1, name=None, office=None, party=None)])
    assert [m.mention for m in thread] == [0, 1]
    assert one.name == {"dedi", "permana"}


def test_mentions_without_a_name_go_to_nobody_where_two_are_accused() -> None:
    found = reports_of(
        [
            mention("a", 0),
            mention("a", 1, name="Tuti", office="Lurah Sumber"),
            mention("a", 2, name=None, office=None, party=None),
        ]
    )
    assert [[m.mention for m in thread] for _, thread in found] == [[0], [1]]


def test_the_latest_outcome_counts() -> None:
    found = mention("a", status="proven", substatus="found", day=date(2024, 9, 1))
    cleared = mention("b", status="denied", substatus="cleared", day=date(2024, 10, 1))
    assert outcome_of([found, cleared]) == ("cleared", date(2024, 10, 1))
    assert outcome_of([cleared, found]) == ("cleared", date(2024, 10, 1))


def test_a_later_suspicion_does_not_undo_an_outcome_and_both_on_one_day_are_mixed() -> None:
    found = mention("a", status="proven", substatus="decided")
    assert outcome_of([found, mention("b", day=date(2024, 12, 1))]) == ("established", date(2024, 9, 1))
    assert outcome_of([found, mention("a", 1, status="denied", substatus="cleared")])[0] == "mixed"


def test_what_no_body_decided_is_open() -> None:
    told = [
        mention("a", status="proven", substatus="asserted"),
        mention("a", 1, status="denied", substatus="denied_by_party"),
    ]
    assert outcome_of(told) == ("open", None)


def test_stages_stand_in_order_and_once() -> None:
    told = [
        mention("b", stage="rekomendasi", day=date(2024, 9, 20)),
        mention("a", 1, stage="kajian"),
        mention("a", 0, stage="laporan"),
        mention("c", stage="laporan", day=date(2024, 9, 25)),
    ]
    assert [(one.stage, one.article) for one in events_of(told)] == [
        ("laporan", "a"),
        ("kajian", "a"),
        ("rekomendasi", "b"),
    ]
