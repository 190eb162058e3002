"""What a later crawl leaves out because an earlier one has it, and what it must not leave out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from spider_drive import Answer, Drive, FakeLedger, make, run

from crawler.spiders.portal import PortalSpider
from crawler.spiders.sample import Sample
from crawler.spiders.seen import Met, Seen
from crawler.spiders.tribun import TribunSpider
from crawler.spiders.walk import UNCHANGED
from crawler.storage.ledger_walks import Question, WalkState, next_state

JATENG = "https://jateng.tribunnews.com"
ERA = "https://eranasional.com"
EARLIER = "2025-12-01T00:00:00+00:00"
LATER = "2025-12-01T01:00:00+00:00"
ARTICLE = b"<html><h1>Judul</h1><div class='txt-article'><p>Isi berita.</p></div></html>"


def berita(number: int) -> str:
    return f"{JATENG}/2025/11/{number:02d}/warga-gotong-royong-{number}"


def index(*numbers: int, following: str = "") -> bytes:
    rows = "".join(f"<li class='ptb15'><h3><a href='{berita(n)}'>Warga {n}</a></h3></li>" for n in numbers)
    pager = f"<div id='paginga'><a href='{following}'>Next</a></div>" if following else ""
    return f"<html><ul class='lsi'>{rows}</ul>{pager}</html>".encode()


def list_page(number: int) -> str:
    return f"{JATENG}/index-news?page={number}"


def paged(*pages: tuple[int, ...]) -> dict[str, bytes]:
    """An undated index of these pages, newest first."""
    found = {}
    for number, shown in enumerate(pages, start=1):
        following = list_page(number + 1) if number < len(pages) else ""
        found[list_page(number)] = index(*shown, following=following)
    return found


def site(pages: dict[str, Any]) -> Callable[[str], Answer]:
    def respond(url: str) -> Answer:
        page = pages.get(url, 404 if "index-news" in url or "sitemap" in url or "rss" in url else ARTICLE)
        return (page, b"", {}) if isinstance(page, int) else (200, page, {"ETag": f'"{len(page)}"'})

    return respond


def tribun(pages: dict[str, Any], ledger: FakeLedger, clock: str, **arguments: Any) -> Drive:
    ledger.clock = clock
    return run(make(TribunSpider, ledger, outlet="tribun-jateng", **arguments), site(pages))


FOUR = ((8, 7), (6, 5), (4, 3), (2, 1))


def test_a_walk_ends_two_pages_behind_the_news() -> None:
    ledger = FakeLedger()
    first = tribun(paged(*FOUR), ledger, EARLIER)
    assert len(first.urls("index")) == 4
    assert not any(request.meta["netra"].get("conditional") for request in first.asked)
    second = tribun(paged((9, 8), (7, 6), (5, 4), (3, 2), (1,)), ledger, LATER)
    assert second.urls("index") == [list_page(number) for number in (1, 2, 3)]
    assert second.urls("article") == [f"{berita(9)}?page=all"]
    assert all(request.meta["netra"]["conditional"] for request in second.asked if "index-news" in request.url)


def test_a_walk_that_was_cut_off_does_not_hide_what_it_never_met() -> None:
    """The second crawl sees the first page of three new ones and fails; what it saw is known to the third, and yet
    the third must not take it for the end of the news."""
    ledger = FakeLedger()
    tribun(paged(*FOUR), ledger, EARLIER)
    grown = ((14, 13), (12, 11), (10, 9), *FOUR)
    broken = paged(*grown) | {list_page(2): 503}
    tribun(broken, ledger, LATER)
    assert not any("-11" in url for url in ledger.rows)
    third = tribun(paged(*grown), ledger, "2025-12-01T02:00:00+00:00")
    assert {f"{berita(number)}?page=all" for number in (12, 11, 10, 9)} <= set(third.urls("article"))
    assert not any(request.meta["netra"].get("conditional") for request in third.asked)
    assert ledger.walks["tribun-jateng", "index", ""].complete


def test_another_question_walks_the_whole_list_again() -> None:
    ledger = FakeLedger()
    tribun(paged(*FOUR), ledger, EARLIER, topic="netralitas-asn")
    assert ledger.count() == {"off_topic": 8}
    second = tribun(paged(*FOUR), ledger, LATER)
    assert len(second.urls("index")) == 4
    assert ledger.count() == {"fetched": 8}


def test_not_modified_ends_the_walk_and_keeps_it_complete() -> None:
    ledger = FakeLedger()
    tribun(paged(*FOUR), ledger, EARLIER)
    second = tribun({list_page(1): 304}, ledger, LATER)
    assert second.urls("index") == [list_page(1)]
    state = ledger.walks["tribun-jateng", "index", ""]
    assert (state.complete, state.covered) == (True, LATER)


def test_validators_are_kept_of_pages_that_were_read_alone() -> None:
    ledger = FakeLedger()
    pages = paged(*FOUR) | {list_page(2): b"<html>Sedang perbaikan</html>"}
    tribun(pages, ledger, EARLIER)
    assert list_page(2) not in ledger.validators
    assert list_page(1) in ledger.validators


# What a walk answers


ALL, AUGUST, YEAR = Question(), Question("2024-08-01"), Question("2024-01-01")


@pytest.mark.parametrize(
    ("wide", "narrow", "covers"),
    [
        (ALL, AUGUST, True),
        (AUGUST, ALL, False),
        (YEAR, AUGUST, True),
        (AUGUST, YEAR, False),
        (Question(until="2024-12-31"), ALL, False),
        (Question(until="2024-12-31"), Question(until="2024-11-30"), True),
        (Question(topic="a"), ALL, False),
        (Question(topic="a"), Question(topic="b"), False),
        (ALL, Question(topic="a"), True),
    ],
)
def test_a_question_covers_a_narrower_one(wide: Question, narrow: Question, covers: bool) -> None:
    assert wide.covers(narrow) is covers


def test_a_walk_since_a_later_day_goes_on_where_it_leaves_no_gap() -> None:
    before = WalkState(AUGUST, True, "2024-08-20T00:00:00+00:00")
    near, far = Question("2024-08-19"), Question("2024-09-01")
    assert next_state(before, near, "2024-08-21", complete=True) == WalkState(AUGUST, True, "2024-08-21")
    # what was published between the 20th and September nobody has met: the state must not claim it
    assert next_state(before, far, "2024-09-10", complete=True) is None
    assert next_state(before, YEAR, "2024-09-10", complete=False) == WalkState(YEAR, False, None)
    assert next_state(before, AUGUST, "2024-08-21", complete=False) == WalkState(AUGUST, False, before.covered)


# Edited articles


def sitemap(*entries: tuple[str, str]) -> bytes:
    rows = "".join(f"<url><loc>{url}</loc><lastmod>{changed}</lastmod></url>" for url, changed in entries)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def era(pages: dict[str, Any], ledger: FakeLedger, clock: str, **arguments: Any) -> Drive:
    def respond(url: str) -> Answer:
        page = pages.get(url, 404 if "/wp-json/" in url or "/feed/" in url or "sitemap" in url else ARTICLE)
        return (page, b"", {}) if isinstance(page, int) else (200, page, {})

    ledger.clock = clock
    return run(make(PortalSpider, ledger, outlet="eranasional", **arguments), respond)


def kabar(number: int) -> str:
    return f"{ERA}/kabar-desa-nomor-{number}/"


def test_an_article_that_was_changed_since_it_was_fetched_is_asked_for_again() -> None:
    ledger = FakeLedger()
    old = "2025-11-30T10:00:00+07:00"
    era({f"{ERA}/wp-sitemap.xml": sitemap(*((kabar(n), old) for n in range(4)))}, ledger, EARLIER)
    assert ledger.count() == {"fetched": 4}
    changed = [(kabar(0), "2025-12-01T07:30:00+07:00"), (kabar(1), "2031-01-01T00:00:00+07:00"), (kabar(2), old)]
    second = era({f"{ERA}/wp-sitemap.xml": sitemap(*changed)}, ledger, LATER)
    assert second.urls("article") == [kabar(0)]  # not the one that will be changed in the year 2031
    again = second.asked[-1].meta["netra"]
    assert again["again"] is True
    third = era({f"{ERA}/wp-sitemap.xml": sitemap(*changed)}, ledger, "2025-12-01T02:00:00+00:00")
    assert not third.urls("article")


def test_a_list_that_stamps_its_own_time_on_all_is_not_believed(caplog: pytest.LogCaptureFixture) -> None:
    ledger = FakeLedger()
    numbers = range(12)
    pages = {f"{ERA}/wp-sitemap.xml": sitemap(*((kabar(n), "2025-11-30T10:00:00+07:00") for n in numbers))}
    era(pages, ledger, EARLIER)
    pages = {f"{ERA}/wp-sitemap.xml": sitemap(*((kabar(n), "2025-12-01T07:59:00+07:00") for n in numbers))}
    assert not era(pages, ledger, LATER).urls("article")
    assert "12 of 12 articles changed since; not believed" in caplog.text


def test_sitemaps_as_old_as_the_last_complete_walk_are_not_asked_for() -> None:
    ledger = FakeLedger()
    fresh, stale = "2025-12-01T06:00:00+07:00", "2025-11-20T06:00:00+07:00"

    def root(dated: str) -> bytes:
        children = {"post-1": dated, "post-2": stale, "image-1": fresh}
        rows = "".join(
            f"<sitemap><loc>{ERA}/wp-sitemap-{name}.xml</loc><lastmod>{changed}</lastmod></sitemap>"
            for name, changed in children.items()
        )
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode()

    pages = {f"{ERA}/wp-sitemap.xml": root(fresh)}
    pages |= {f"{ERA}/wp-sitemap-post-{n}.xml": sitemap((kabar(n), stale)) for n in (1, 2)}

    def asked(drive: Drive) -> list[str]:
        return sorted(url.rpartition("sitemap")[2] for url in drive.urls("index") if "sitemap" in url)

    assert asked(era(pages, ledger, EARLIER)) == ["-post-1.xml", "-post-2.xml", ".xml"]
    assert asked(era(pages, ledger, LATER)) == ["-post-1.xml", ".xml"]
    assert timedelta(days=1) == UNCHANGED


# Topic and sample


def test_of_what_is_off_topic_a_sample_is_taken_and_marked() -> None:
    ledger = FakeLedger()
    drive = make(TribunSpider, ledger, outlet="tribun-jateng", topic="netralitas-asn")
    drive.spider.intake.wanted = drive.spider.wanted = replace_sample(drive, Sample(0.3, "uji"))
    numbers = tuple(range(1, 29))
    rows = paged(numbers)
    rows[list_page(1)] = rows[list_page(1)].replace(b"Warga 7<", b"ASN Diminta Netral 7<")
    run(drive, site(rows))
    taken = {
        url: row["selection"] for url, row in ledger.rows.items() if row["outcome"] == "fetched" and "2025" in url
    }
    drawn = {berita(n) for n in numbers if Sample(0.3, "uji").takes(berita(n))} - {berita(7)}
    assert 3 <= len(drawn) <= 15
    assert taken == dict.fromkeys(drawn, "sample") | {berita(7): "topic"}
    assert ledger.count()["off_topic"] == len(numbers) - len(taken)


def replace_sample(drive: Drive, sample: Sample) -> Any:
    from dataclasses import replace

    return replace(drive.spider.wanted, sample=sample)


def test_topic_none_takes_everything_and_says_so() -> None:
    ledger = FakeLedger()
    tribun(paged((3, 2, 1)), ledger, EARLIER, topic="none")
    assert {row["selection"] for row in ledger.rows.values() if row["role"] == "article"} == {"all"}
    assert ledger.count() == {"fetched": 3}


def test_a_sample_is_the_same_every_time_and_near_its_share() -> None:
    urls = [berita(number) for number in range(5000)]
    drawn = [url for url in urls if Sample(0.1).takes(url)]
    assert drawn == [url for url in urls if Sample(0.1).takes(url)]
    assert 400 < len(drawn) < 600
    assert drawn != [url for url in urls if Sample(0.1, "lain").takes(url)]
    assert not [url for url in urls if Sample(0.0).takes(url)]
    assert all(Sample(1.0).takes(url) for url in urls)
    with pytest.raises(ValueError, match="expected a share from 0 to 1"):
        Sample(2.0)


def test_what_a_run_has_met_is_kept_outside_of_memory() -> None:
    seen = Seen()
    assert seen.get("uji", "a") is None
    seen.put("uji", "a", Met("https://uji.example/a", EARLIER))
    seen.put("uji", "a", Met("https://uji.example/a", EARLIER, settled=True, sampled=True))
    assert seen.get("uji", "a") == Met("https://uji.example/a", EARLIER, True, True)
    assert seen.get("lain", "a") is None
    assert seen.first_word("uji", "u")
    assert not seen.first_word("uji", "u")
    assert seen.first_word("lain", "u")
