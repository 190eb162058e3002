"""Outlet rules beside the generic extractor: which pages are compared, and what a fall is."""

from pathlib import Path

import pytest

from crawler.article import Article
from crawler.catalogue import agreement
from crawler.catalogue.agreement import Week, falls, is_sampled
from crawler.catalogue.family_match import family_outlet
from crawler.extract import extract_page
from crawler.extraction import choice

PAGE = Path(__file__).resolve().parent.parent / "pages" / "tribun" / "2025.html"


def test_the_sample_is_the_share_it_says_and_the_same_each_time() -> None:
    urls = [f"https://contoh.id/berita/{n}/judul" for n in range(4000)]
    chosen = [url for url in urls if is_sampled(url)]
    assert 0.03 < len(chosen) / len(urls) < 0.07
    assert [url for url in urls if is_sampled(url)] == chosen
    assert all(is_sampled(url.replace("https", "http") + "/?page=2") for url in chosen)
    assert not is_sampled(None)


@pytest.mark.parametrize("sampled", [True, False])
def test_an_article_of_the_sample_has_its_agreement(sampled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "is_sampled", lambda _: sampled)
    outlet = family_outlet("tribun", "jateng.tribunnews.com")
    found = extract_page(PAGE.read_bytes(), "https://jateng.tribunnews.com/politik/1236152/wali-kota-minta", outlet)
    assert isinstance(found, Article)
    assert found.method.startswith("rules")
    if sampled:
        assert found.agreement is not None
        assert found.agreement > 0.95
    else:
        assert found.agreement is None


def weeks(*values: float, pages: int = 10, outlet: str = "contoh") -> list[Week]:
    return [Week(outlet, 2024, number, pages, value) for number, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("values", "fallen"),
    [
        ((0.98, 0.97, 0.99, 0.98), []),
        ((0.98, 0.97, 0.99, 0.80), [4]),
        ((0.98, 0.97, 0.99, 0.80, 0.80), [4, 5]),  # the fallen week does not become the standard
        ((0.98, 0.80), []),  # too little known before
        ((0.98, 0.60), [2]),  # but this is low whatever was before
        ((0.80, 0.79, 0.81, 0.78), []),  # an outlet of its own habit
        ((0.98, 0.97, 0.99, 0.80, 0.97), [4]),
    ],
)
def test_a_fall(values: tuple[float, ...], fallen: list[int]) -> None:
    assert [week.week for week in falls(weeks(*values))] == fallen


def test_few_pages_say_nothing() -> None:
    assert falls(weeks(0.98, 0.97, 0.99, 0.1, pages=agreement.MIN_PAGES - 1)) == []


def test_outlets_are_judged_apart() -> None:
    mixed = [*weeks(0.95, 0.95, 0.95, 0.5, outlet="b"), *weeks(0.98, 0.98, 0.98, 0.98, outlet="a")]
    assert [(week.outlet_id, week.week) for week in falls(mixed)] == [("b", 4)]


def test_years_follow_each_other() -> None:
    mixed = [Week("contoh", 2025, 1, 10, 0.8), *(Week("contoh", 2024, week, 10, 0.98) for week in (50, 51, 52))]
    assert [(week.year, week.week) for week in falls(mixed)] == [(2025, 1)]
