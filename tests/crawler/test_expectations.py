"""Findings about an outlet's days: each kind where it is due, and silence where all is as usual."""

from datetime import date, timedelta

import pytest

from crawler.catalogue.expectations import CrawlDay, findings
from crawler.catalogue.outlet_model import Expect

FIRST = date(2026, 1, 1)
EXPECT = Expect(per_day=(2, 100), body=0.9, published=0.95)


def days(*new: int, every: int = 1, articles: int | None = None, **filled: float) -> list[CrawlDay]:
    """Crawl days with so many new articles; shares of the fields, else 1."""
    out = []
    for place, number in enumerate(new):
        read = number if articles is None else articles
        shares = {"body": 1.0, "published": 1.0, "author": 1.0, "dateline": 1.0, **filled}
        counts = {name: round(share * read) for name, share in shares.items()}
        out.append(CrawlDay(FIRST + timedelta(days=place * every), number, read, counts))
    return out


def kinds(expect: Expect, seen: list[CrawlDay]) -> list[str]:
    return [f"{one.kind} {one.field}" if one.field else one.kind for one in findings(expect, seen)]


@pytest.mark.parametrize(
    "seen",
    [
        [],
        days(3000),  # the first crawl brings the archive
        days(3000, 20, 25, 18, 22),
        days(3000, 20, 25, 18, 7),  # a Sunday
        days(40, 1, 0, 1, 0, 0),  # a small site; two days say nothing
        days(400, 60, 55, every=3),  # crawled every third day: 20 a day
    ],
)
def test_usual_days_say_nothing(seen: list[CrawlDay]) -> None:
    assert findings(Expect(per_day=(0, 100), body=0.9), seen) == []


def test_an_outlet_that_yields_nothing_any_more_is_an_alarm() -> None:
    (found,) = findings(EXPECT, days(900, 20, 22, 18, 0))
    assert (found.kind, found.alarm, found.usual) == ("silent", True, 20.0)
    assert found.words == "nothing since 2026-01-04; 20 a day were usual"


def test_one_that_never_gave_anything_is_an_alarm_too() -> None:
    (found,) = findings(EXPECT, days(0))
    assert found.words == "nothing since it was first crawled on 2026-01-01"
    assert kinds(Expect(), days(0, 0)) == []
    assert kinds(Expect(), days(0, 0, 0)) == ["silent"]


def test_a_small_outlet_is_silent_when_five_articles_are_missed() -> None:
    small = Expect(per_day=(0, 50))
    assert kinds(small, days(100, 1, 1, 1, 0, 0, 0, 0)) == []
    assert kinds(small, days(100, 1, 1, 1, 0, 0, 0, 0, 0)) == ["silent"]


@pytest.mark.parametrize(
    ("seen", "kind"),
    [
        (days(900, 1), "few"),  # below the file's bound
        (days(900, 40, 42, 38, 41, 8), "few"),
        (days(900, 150), "many"),
        (days(900, 8, 7, 9, 8, 60), "many"),  # a calendar trap
    ],
)
def test_unusual_volume_is_said_and_no_alarm(seen: list[CrawlDay], kind: str) -> None:
    (found,) = findings(EXPECT, seen)
    assert (found.kind, found.alarm) == (kind, False)


def test_a_field_below_the_files_share_fell() -> None:
    (found,) = findings(EXPECT, days(900, 20, 20, published=0.8))
    assert (found.kind, found.field, found.alarm) == ("fell", "published", True)
    assert found.words == "published in 80% of the articles since 2026-01-03; 95% were expected"


def test_one_article_of_twenty_is_chance() -> None:
    assert kinds(EXPECT, days(900, 20, 20, published=0.9)) == []
    assert kinds(EXPECT, days(900, 300, 20, published=0.9)) == []
    assert kinds(Expect(published=0.95), days(900, 200, published=0.9)) == ["fell published"]


def test_a_field_without_a_stated_share_is_compared_with_its_own_history() -> None:
    before = days(900, 20, 20, 20)
    assert kinds(EXPECT, [*before, CrawlDay(date(2026, 1, 5), 20, 20, {"body": 20, "published": 20, "author": 9})]) == [
        "fell author", "fell dateline"
    ]  # fmt: skip
    always = days(900, 20, 20, 20, author=0.1)
    assert kinds(EXPECT, always) == []  # a site that names no reporters


def test_few_articles_are_taken_together_with_the_days_before() -> None:
    before = days(900, 20, 20)
    one = [*before, CrawlDay(date(2026, 1, 4), 3, 3, {})]
    # three articles without anything, and twenty whole ones of the day before
    assert kinds(Expect(author=0.8), one) == []
    nine = [*one, *(CrawlDay(date(2026, 1, 5 + n), 3, 3, {}) for n in range(3))]
    assert "fell author" in kinds(Expect(author=0.8), nine)


def test_alarms_come_first() -> None:
    bad = [*days(900, 40, 42, 38, 41), CrawlDay(date(2026, 1, 6), 8, 12, {"body": 2, "published": 12})]
    assert kinds(EXPECT, bad)[-1] == "few"
    assert kinds(EXPECT, bad)[0] == "fell body"
