"""One page's share of time and memory: stopped, reported, and no other page harmed."""

import resource
import signal
import threading
from pathlib import Path

import pytest

from crawler.article import Article, NotArticle
from crawler.extract import extract_page
from crawler.extraction import bounds, page
from crawler.extraction.bounds import TooExpensive, bounded

GOOD = (Path(__file__).resolve().parent.parent / "pages" / "generic" / "short.html").read_bytes()
URL = "https://contoh.id/berita/judul-berita"


def spin(*_: object) -> None:
    while True:
        try:
            sum(range(1000))
        except Exception:  # as libraries on the way do
            continue


def test_a_page_that_takes_too_long_is_stopped_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = extract_page(GOOD, URL, None)
    assert isinstance(expected, Article)
    with monkeypatch.context() as patch:
        patch.setattr(page, "bounded", lambda: bounded(0.2))
        patch.setattr(page, "choose_text", spin)
        found = extract_page(GOOD, URL, None)
    assert isinstance(found, NotArticle)
    assert found.reason == "too_expensive"
    assert extract_page(GOOD, URL, None) == expected


def test_a_page_that_takes_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(page, "bounded", lambda: bounded(extra=64 << 20))
        patch.setattr(page, "choose_text", lambda _: bytearray(1 << 30))
        found = extract_page(GOOD, URL, None)
    assert isinstance(found, NotArticle)
    assert found.reason == "too_expensive"
    assert isinstance(extract_page(GOOD, URL, None), Article)


def test_bounds_are_taken_back() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGVTALRM)
    with bounded():
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0
        assert resource.getrlimit(resource.RLIMIT_AS) != before[0]
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGVTALRM)) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


def test_an_outer_bound_stays() -> None:
    with pytest.raises(TooExpensive), bounded(0.2), bounded(1000.0):
        spin()


def test_off_the_main_thread_a_page_is_read_too() -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(extract_page(GOOD, URL, None)))
    thread.start()
    thread.join()
    assert isinstance(found[0], Article)


def test_without_procfs_memory_is_not_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_used", lambda: 0)
    before = resource.getrlimit(resource.RLIMIT_AS)
    with bounded():
        assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.parametrize("markup", ["<b>" * 200_000, "<p><a>" * 120_000])
def test_more_tags_than_any_page_has_are_not_parsed(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "parse_page", lambda _: pytest.fail("parsed"))
    found = extract_page(f"<html><body>{markup}</body></html>".encode(), URL, None)
    assert isinstance(found, NotArticle)
    assert found.reason == "too_large"
