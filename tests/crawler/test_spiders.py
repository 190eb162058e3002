"""Spiders on made-up answers: what they ask for, in what order, when they stop, and what the ledger is told."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scrapy.utils.test import get_crawler
from spider_drive import Answer, Drive, FakeLedger, make, run

from crawler.candidate import Candidate
from crawler.outlet import find_outlet, load_outlets
from crawler.spiders.arguments import ArgumentError
from crawler.spiders.base import OutletSpider
from crawler.spiders.portal import PortalSpider
from crawler.spiders.radar import RadarSpider
from crawler.spiders.topic import Topic, TopicError, find_topic, load_topics
from crawler.spiders.tribun import TribunSpider

JATENG = "https://jateng.tribunnews.com"
TEGAL = "https://radartegal.disway.id"
ERA = "https://eranasional.com"
SPIDERS = (TribunSpider, RadarSpider, PortalSpider)


def site(pages: dict[str, str | int | bytes], otherwise: int = 404) -> Callable[[str], Answer]:
    """Answers from a table of address -> page or status; addresses that it lacks answer `otherwise`."""

    def respond(url: str) -> Answer:
        page = pages.get(url, otherwise)
        if isinstance(page, int):
            return page, b"", {}
        return 200, page if isinstance(page, bytes) else page.encode(), {}

    return respond


ARTICLE = "<html><h1>Judul</h1><div class='txt-article'><p>Isi berita.</p></div></html>"


def index(*entries: tuple[str, str], following: str = "") -> str:
    rows = "".join(f"<li class='ptb15'><h3><a href='{url}'>{title}</a></h3></li>" for url, title in entries)
    pager = f"<div id='paginga'><a href='{following}'>Next</a></div>" if following else ""
    return f"<html><ul class='lsi'>{rows}</ul>{pager}</html>"


def day(number: int, page: int = 1) -> str:
    return f"{JATENG}/index-news?date=2024-8-{number}&page={page}"


def berita(number: int, slug: str) -> str:
    return f"{JATENG}/2024/08/{number:02d}/{slug}"


def tribun(pages: dict[str, Any], ledger: FakeLedger | None = None, **arguments: Any) -> Drive:
    arguments = {"outlet": "tribun-jateng", "since": "2024-08-26", "until": "2024-08-28"} | arguments
    return run(make(TribunSpider, ledger or FakeLedger(), **arguments), site(pages))


# Arguments


def test_the_spiders_are_found_by_scrapy() -> None:
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoader

    loader = SpiderLoader(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
    assert sorted(loader.list()) == ["listed", "look", "portal", "radar", "tribun"]


def test_without_an_outlet_a_spider_takes_all_of_its_families() -> None:
    wanted = {spider.name: {outlet.id for outlet in spider().wanted.outlets} for spider in SPIDERS}
    some = {
        "tribun": {"tribun-jateng", "tribun-pantura", "tribun-papua"},
        "radar": {"diswayjogja", "radar-brebes", "radar-tegal", "radar-malang", "pikiran-rakyat"},
        "portal": {"eranasional", "riauantara", "antara-jateng"},
    }
    assert all(some[name] <= taken for name, taken in wanted.items())
    assert not any(some[name] & wanted[other] for name in some for other in some if name != other)


def test_arguments_become_days_and_domains() -> None:
    spider = RadarSpider(
        outlet="diswayjogja, radar-tegal", since="2024-08-01", until="2024-08-31", topic="netralitas-asn"
    )
    assert (spider.wanted.since, spider.wanted.until) == (date(2024, 8, 1), date(2024, 8, 31))
    assert spider.allowed_domains == [
        "www.diswayjogja.id",
        "diswayjogja.id",
        "jogja.disway.id",
        "radartegal.disway.id",
    ]
    assert spider.wanted.topic is not None


@pytest.mark.parametrize(
    ("spider", "arguments", "message"),
    [
        (TribunSpider, {"outlet": "tribun-jatemg"}, "did you mean 'tribun-jateng'"),
        (TribunSpider, {"outlet": "eranasional"}, "use the spider 'portal'"),
        (PortalSpider, {"outlet": "radar-tegal"}, "use the spider 'radar'"),
        (TribunSpider, {"since": "1 Agustus 2024"}, "since: expected a day such as 2024-08-01, got '1 Agustus 2024'"),
        (TribunSpider, {"until": "2024-02-30"}, "until: expected a day"),
        (TribunSpider, {"since": "2024-09-01", "until": "2024-08-01"}, "not after until=2024-08-01"),
        (TribunSpider, {"topic": "netralitas"}, "did you mean 'netralitas-asn'"),
        (TribunSpider, {"sinse": "2024-08-01"}, "unknown argument 'sinse': did you mean 'since'"),
    ],
)
def test_a_wrong_argument_says_what_was_expected(
    spider: type[OutletSpider], arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(ArgumentError) as error:
        spider(**arguments)
    assert message in str(error.value)
    with pytest.raises(SystemExit) as end:
        spider.from_crawler(get_crawler(spider), **arguments)
    assert str(end.value).startswith(f"{spider.name}: ")
    assert message in str(end.value)


def test_a_retired_outlet_is_crawled_only_when_named(tmp_path: Path) -> None:
    text = (
        'name = "U"\nfamily = "tribun"\nhosts = ["uji.tribunnews.com"]\nstatus = "retired"\nretired_on = 2026-01-31\n'
    )
    (tmp_path / "tribun-uji.toml").write_text(text, encoding="utf-8")
    crawler = get_crawler(TribunSpider, {"NETRA_OUTLETS": str(tmp_path), "NETRA_NOW": "2024-08-27T01:00:00"})
    spider = TribunSpider.from_crawler(crawler)
    assert "tribun-uji" not in {one.id for one in spider.wanted.outlets}
    assert spider.now.isoformat() == "2024-08-27T01:00:00+00:00"
    assert [one.id for one in TribunSpider.from_crawler(crawler, outlet="tribun-uji").wanted.outlets] == [
        "tribun-uji"
    ]


def test_without_a_ledger_a_spider_says_what_is_missing() -> None:
    spider = TribunSpider.from_crawler(get_crawler(TribunSpider), outlet="tribun-jateng")
    with pytest.raises(RuntimeError, match=r"keep the EXTENSIONS of crawler\.settings"):
        list(spider._begin(find_outlet("tribun-jateng"), fallback=False))


# The walk


def test_days_are_walked_backwards_to_since_and_articles_asked_in_order() -> None:
    pages = {
        day(28): index((berita(28, "a"), "A"), (berita(28, "b"), "B"), following=f"{JATENG}/index-news?page=2"),
        day(28, 2): index((berita(28, "c"), "C")),
        day(27): index(),
        day(26): index((berita(26, "d"), "D")),
        **{f"{berita(n, s)}?page=all": ARTICLE for n, s in ((28, "a"), (28, "b"), (28, "c"), (26, "d"))},
    }
    drive = tribun(pages)
    assert drive.urls("index") == [day(28), day(28, 2), day(27), day(26)]
    assert [url.rpartition("/")[2] for url in drive.urls("article")] == [f"{slug}?page=all" for slug in "abcd"]
    assert drive.asked[1].url == f"{berita(28, 'a')}?page=all"
    assert drive.ledger.count() == {"fetched": 4}


def test_a_request_says_what_it_is_about() -> None:
    pages = {day(28): index((berita(28, "a"), "Sekda Kendal")), f"{berita(28, 'a')}?page=all": ARTICLE}
    drive = tribun(pages, since="2024-08-28")
    first, second = (request.meta["netra"] for request in drive.asked)
    assert first == {
        "outlet": "tribun-jateng",
        "surface": "index",
        "role": "index",
        "title": None,
        "date": None,
        "article_url": None,
        "discovered_from": None,
    }
    assert second == first | {
        "role": "article",
        "title": "Sekda Kendal",
        "date": "2024-08-28",
        "discovered_from": day(28),
        "selection": "all",
    }


def test_what_is_not_fetched_is_told_with_its_reason() -> None:
    entries = (
        (berita(28, "a"), "A"),
        (f"{JATENG}/topic/berita-kendal", "Topik"),
        ("https://www.kompas.com/read/1", "Tetangga"),
        (berita(28, "a").replace(".com/", ".com/amp/") + "?page=2", "A lagi"),
        (f"{JATENG}/2024/08/28/" + "x" * 2100, "Panjang"),
    )
    drive = tribun({day(28): index(*entries), f"{berita(28, 'a')}?page=all": ARTICLE}, since="2024-08-28")
    assert drive.ledger.count() == {"fetched": 1, "not_article": 1, "offsite": 1, "refused": 1}
    reasons = {row["outcome"]: row["reason"] for row in drive.ledger.rows.values()}
    assert reasons["not_article"] == "the address has not the shape of an article"
    assert reasons["offsite"] == "no host of tribun-jateng"
    assert all(row["from"] == day(28) for row in drive.ledger.rows.values() if row["role"] == "article")


def test_out_of_range_is_told_and_later_wanted_by_another_run() -> None:
    body = index((berita(28, "a"), "A")).replace("</h3>", "</h3><time>Minggu, 25 Agustus 2024 10:00 WIB</time>")
    pages = {day(28): body, f"{berita(28, 'a')}?page=all": ARTICLE}
    drive = tribun(pages, since="2024-08-28")
    (row,) = [row for row in drive.ledger.rows.values() if row["role"] == "article"]
    assert (row["outcome"], row["reason"]) == ("out_of_range", "2024-08-25 is before since=2024-08-28")
    again = tribun(pages, drive.ledger, since="2024-08-25")
    assert again.ledger.count() == {"fetched": 1}
    late = tribun({day(28): body}, until="2024-08-24", since="2024-08-24")
    assert late.ledger.count() == {}


def test_later_than_until_is_told() -> None:
    body = index((berita(28, "a"), "A")).replace("</h3>", "</h3><time>Jumat, 30 Agustus 2024 10:00 WIB</time>")
    drive = tribun({day(28): body}, since="2024-08-28")
    assert [row["reason"] for row in drive.ledger.rows.values() if row["outcome"] == "out_of_range"] == [
        "2024-08-30 is after until=2024-08-28"
    ]


def test_the_next_run_asks_indexes_again_and_known_articles_not() -> None:
    pages = {
        day(28): index((berita(28, "a"), "A"), (berita(28, "hilang"), "Hilang")),
        f"{berita(28, 'a')}?page=all": ARTICLE,
    }
    first = tribun(pages, since="2024-08-28")
    assert first.ledger.count() == {"fetched": 1, "gone": 1}
    pages |= {day(28): index((berita(28, "baru"), "Baru"), (berita(28, "a"), "A"), (berita(28, "hilang"), "Hilang"))}
    pages |= {f"{berita(28, 'baru')}?page=all": ARTICLE}
    second = tribun(pages, first.ledger, since="2024-08-28")
    assert second.urls("index") == [day(28)]
    assert second.urls("article") == [f"{berita(28, 'baru')}?page=all"]
    assert second.ledger.count() == {"fetched": 2, "gone": 1}


def test_a_narrower_run_does_not_overwrite_what_is_fetched() -> None:
    pages = {day(28): index((berita(28, "cabai"), "Harga Cabai Naik")), f"{berita(28, 'cabai')}?page=all": ARTICLE}
    first = tribun(pages, since="2024-08-28")
    second = tribun(pages, first.ledger, since="2024-08-28", topic="netralitas-asn")
    assert second.ledger.count() == {"fetched": 1}
    assert second.urls("article") == []


def test_the_topic_keeps_what_suggests_it() -> None:
    pages = {
        day(28): index(
            (berita(28, "sekda-ingatkan"), "Sekda Kendal Ingatkan Netralitas ASN"),
            (berita(28, "harga-cabai-naik"), "Harga Cabai Naik"),
            (berita(28, "camat-x"), "Camat Dipanggil Bawaslu"),
        ),
        f"{berita(28, 'sekda-ingatkan')}?page=all": ARTICLE,
        f"{berita(28, 'camat-x')}?page=all": ARTICLE,
    }
    drive = tribun(pages, since="2024-08-28", topic="netralitas-asn")
    assert drive.ledger.count() == {"fetched": 2, "off_topic": 1}
    assert drive.ledger.of("off_topic") == [berita(28, "harga-cabai-naik")]
    everything = tribun(
        pages | {f"{berita(28, 'harga-cabai-naik')}?page=all": ARTICLE}, drive.ledger, since="2024-08-28"
    )
    assert everything.ledger.count() == {"fetched": 3}


def test_a_page_that_repeats_itself_sends_the_walk_to_the_day_before() -> None:
    same = index((berita(28, "a"), "A"), following=f"{JATENG}/index-news?page=9")
    pages = {day(28): same, day(28, 2): same, day(27): index((berita(27, "b"), "B"))}
    drive = tribun(pages, since="2024-08-27")
    assert drive.urls("index")[:3] == [day(28), day(28, 2), day(27)]


def test_without_since_the_walk_ends_after_thirty_empty_days() -> None:
    drive = run(
        make(TribunSpider, FakeLedger(), outlet="tribun-jateng", until="2024-08-28"),
        lambda url: (200, index().encode(), {}) if "index-news" in url else (404, b"", {}),
    )
    assert len([url for url in drive.urls("index") if "index-news" in url]) == 30


def test_with_neither_the_undated_index_is_asked() -> None:
    pages = {f"{JATENG}/index-news?page=1": index((berita(28, "a"), "A")), f"{berita(28, 'a')}?page=all": ARTICLE}
    drive = run(make(TribunSpider, FakeLedger(), outlet="tribun-jateng"), site(pages))
    assert drive.urls("index") == [f"{JATENG}/index-news?page=1"]
    assert drive.ledger.count() == {"fetched": 1}


# Fallbacks

NEWS = (
    '<urlset xmlns:news="n"><url><loc>{url}</loc><news:news><news:title>T</news:title>'
    "<news:publication_date>2024-08-27T09:00:00+07:00</news:publication_date></news:news></url></urlset>"
)


def test_a_day_that_fails_is_passed_over_and_the_sitemap_helps() -> None:
    children = f"<sitemapindex><sitemap><loc>{JATENG}/x/sitemap_news.xml</loc></sitemap></sitemapindex>"
    pages: dict[str, Any] = {
        day(28): 500,
        day(27): index((berita(27, "a"), "A")),
        day(26): index(),
        f"{JATENG}/sitemap.xml": children,
        f"{JATENG}/x/sitemap_news.xml": NEWS.format(url=berita(28, "b")),
        f"{berita(27, 'a')}?page=all": ARTICLE,
        f"{berita(28, 'b')}?page=all": ARTICLE,
    }
    drive = tribun(pages)
    assert drive.urls("index") == [day(28), day(27), day(26), f"{JATENG}/sitemap.xml", f"{JATENG}/x/sitemap_news.xml"]
    assert drive.ledger.count() == {"fetched": 2}


def test_a_walk_ends_after_three_faulty_pages_and_every_fallback_is_tried() -> None:
    drive = tribun({}, since="2024-01-01")
    assert drive.urls("index") == [day(28), day(27), day(26), f"{JATENG}/sitemap.xml", f"{JATENG}/rss"]


def test_a_refusal_is_not_asked_day_by_day() -> None:
    drive = run(
        make(TribunSpider, FakeLedger(), outlet="tribun-jateng", since="2024-08-01", until="2024-08-28"),
        site({}, otherwise=403),
    )
    assert drive.urls("index") == [day(28), f"{JATENG}/sitemap.xml", f"{JATENG}/rss"]
    assert drive.ledger.count("index") == {"blocked": 3}


def test_an_empty_answer_is_passed_over_like_any_fault() -> None:
    pages: dict[str, Any] = {
        day(28): 204,
        day(27): index((berita(27, "a"), "A")),
        f"{berita(27, 'a')}?page=all": ARTICLE,
    }
    drive = tribun(pages, since="2024-08-27")
    assert drive.urls("index")[:2] == [day(28), day(27)]
    assert drive.ledger.count() == {"fetched": 1}


def test_an_offset_behind_the_last_is_the_end_and_no_fault() -> None:
    pages = {
        f"{TEGAL}/kategori/lokal": kategori(99, offsets=(30,)),
        f"{TEGAL}/read/99/berita-99": disway_article(99, "27 Agu 2024"),
    }
    drive = radar(pages)
    assert drive.urls("index") == [f"{TEGAL}/kategori/lokal", f"{TEGAL}/kategori/lokal/30"]


def test_an_index_that_yielded_needs_no_fallback() -> None:
    pages = {day(28): index((berita(28, "a"), "A")), f"{berita(28, 'a')}?page=all": ARTICLE}
    assert tribun(pages, since="2024-08-28").urls("index") == [day(28)]


def test_not_modified_is_no_failure() -> None:
    assert tribun({day(28): 304}, since="2024-08-28").urls("index") == [day(28)]


def test_a_broken_feed_is_followed_by_nothing_and_said() -> None:
    feed = f"<rss><channel><item><title>A</title><link>{JATENG}/</link></item></channel></rss>"
    drive = tribun({f"{JATENG}/rss": feed}, since="2024-08-28")
    assert drive.urls("article") == []
    assert drive.spider.walks["tribun-jateng", "rss", ""].failed


def test_sitemaps_do_not_go_round_in_circles_nor_to_other_hosts() -> None:
    loop = (
        f"<sitemapindex><sitemap><loc>{JATENG}/sitemap.xml</loc></sitemap>"
        f"<sitemap><loc>{JATENG}/a/sitemap.xml</loc></sitemap><sitemap><loc>https://evil.id/s.xml</loc></sitemap>"
        f"<sitemap><loc>{JATENG}/lama/sitemap.xml</loc><lastmod>2020-01-01</lastmod></sitemap></sitemapindex>"
    )
    drive = tribun({f"{JATENG}/sitemap.xml": loop, f"{JATENG}/a/sitemap.xml": loop}, since="2024-08-28")
    assert drive.urls("index").count(f"{JATENG}/sitemap.xml") == 1
    assert drive.urls("index").count(f"{JATENG}/a/sitemap.xml") == 1
    assert drive.ledger.rows["https://evil.id/s.xml"]["outcome"] == "offsite"
    assert drive.ledger.rows[f"{JATENG}/lama/sitemap.xml"]["reason"] == "changed last on 2020-01-01"


def test_sitemaps_are_bounded_in_depth_and_number() -> None:
    def deeper(url: str) -> Answer:
        if "sitemap" not in url:
            return 404, b"", {}
        return 200, f"<sitemapindex><sitemap><loc>{url}x</loc></sitemap></sitemapindex>".encode(), {}

    drive = run(make(TribunSpider, FakeLedger(), outlet="tribun-jateng", since="2025-12-01"), deeper)
    assert len([url for url in drive.urls("index") if "sitemap" in url]) == 5
    assert len(drive.ledger.of("refused")) == 1


# Lists without dates, pages, tags


def kategori(*numbers: int, offsets: tuple[int, ...] = ()) -> str:
    rows = "".join(
        "<div class='media'><h2 class='media-heading'>"
        f"<a href='{TEGAL}/read/{n}/berita-{n}'>Berita {n}</a></h2></div>"
        for n in numbers
    )
    links = "".join(f"<a href='/kategori/lokal/{o}' data-ci-pagination-page='{o // 30 + 1}'>x</a>" for o in offsets)
    return f"<html>{rows}<ul class='pagination'><li>{links}</li></ul></html>"


LEAD = (
    "Warga Desa Contoh bergotong royong membersihkan saluran air di depan balai desa, Selasa pagi, sebelum "
    "musim hujan tiba. Kepala desa mengatakan kegiatan itu diadakan setiap bulan dan diikuti seratus orang lebih."
)


def disway_article(number: int, when: str, extra: str = "") -> str:
    return (
        f"<html><div class='post text-black-1'><h1>Berita {number}</h1><span class='date'>{when}</span>"
        f"<p>SLAWI, radartegal.com - {LEAD}</p><p>{LEAD}</p><p>{LEAD}</p>{extra}</div></html>"
    )


def radar(pages: dict[str, Any], ledger: FakeLedger | None = None, **arguments: Any) -> Drive:
    return run(make(RadarSpider, ledger or FakeLedger(), outlet="radar-tegal", **arguments), site(pages))


def test_an_undated_list_ends_when_its_articles_pass_since() -> None:
    pages: dict[str, Any] = {
        f"{TEGAL}/kategori/lokal": kategori(99, 98, 97, 96, offsets=(30, 60)),
        f"{TEGAL}/kategori/lokal/30": kategori(95, 94, 93, offsets=(30, 60, 90)),
        f"{TEGAL}/kategori/lokal/60": kategori(92, 91, offsets=(30, 60, 90)),
        f"{TEGAL}/kategori/lokal/90": kategori(90, offsets=(30, 60)),
    }
    for number in range(90, 100):
        when = f"Selasa, {number - 80} Agu 2024 - 14:06 WIB"
        pages[f"{TEGAL}/read/{number}/berita-{number}"] = disway_article(number, when)
    drive = radar(pages, since="2024-08-16")
    assert drive.urls("index") == [f"{TEGAL}/kategori/lokal{offset}" for offset in ("", "/30", "/60")]
    assert [url.rpartition("-")[2] for url in drive.urls("article")] == [str(n) for n in range(99, 92, -1)]
    assert {drive.ledger.rows[url]["reason"] for url in drive.ledger.of("out_of_range")} == {
        "listed behind articles older than since"
    }


def test_each_section_is_a_walk_of_its_own(tmp_path: Path) -> None:
    text = (
        'name = "Radar Tegal"\nfamily = "disway"\nhosts = ["radartegal.disway.id"]\n'
        '[[extra_surfaces]]\nname = "kategori"\nsections = ["lokal", "politik"]\n'
    )
    (tmp_path / "radar-tegal.toml").write_text(text, encoding="utf-8")
    politik = kategori(99, 98, offsets=(30,)).replace("/kategori/lokal", "/kategori/politik")
    pages: dict[str, Any] = {
        f"{TEGAL}/kategori/lokal": kategori(99, 98, 60, 59, 58),
        f"{TEGAL}/kategori/politik": politik,
        f"{TEGAL}/kategori/politik/30": kategori(97),
        **{f"{TEGAL}/read/{n}/berita-{n}": disway_article(n, "27 Agu 2024") for n in (99, 98, 97)},
        **{f"{TEGAL}/read/{n}/berita-{n}": disway_article(n, "27 Agu 2023") for n in (60, 59, 58)},
    }
    drive = radar(pages, outlets=load_outlets(tmp_path), since="2024-08-01")
    assert drive.ledger.rows[f"{TEGAL}/read/97/berita-97"]["outcome"] == "fetched"
    assert {key[2]: walk.passed for key, walk in drive.spider.walks.items()} == {"lokal": True, "politik": False}


def test_a_mangled_slug_is_the_same_article() -> None:
    twin = "<div class='media'><h2 class='media-heading'><a href='/read/99/radartegal.com'>x</a></h2></div>"
    body = kategori(99).replace("<ul", f"{twin}<ul")
    pages = {f"{TEGAL}/kategori/lokal": body, f"{TEGAL}/read/99/berita-99": disway_article(99, "1 Agu 2024")}
    drive = radar(pages)
    assert drive.urls("article") == [f"{TEGAL}/read/99/berita-99"]
    row = drive.ledger.rows[f"{TEGAL}/read/99/radartegal.com"]
    assert (row["outcome"], row["reason"]) == ("duplicate", f"the same article as {TEGAL}/read/99/berita-99")


def test_the_other_pages_of_an_article_are_asked_at_once() -> None:
    links = "".join(
        f"<li><a href='{TEGAL}/read/99/berita-99/{o}' data-ci-pagination-page='{n}'>{n}</a></li>"
        for n, o in ((2, 15), (3, 30))
    )
    first = disway_article(99, "Selasa, 27 Agu 2024 - 14:06 WIB", f"<ul class='pagination'>{links}</ul>")
    pages = {
        f"{TEGAL}/kategori/lokal": kategori(99, 98),
        f"{TEGAL}/read/99/berita-99": first,
        f"{TEGAL}/read/99/berita-99/15": first,
        f"{TEGAL}/read/99/berita-99/30": first,
        f"{TEGAL}/read/98/berita-98": disway_article(98, "27 Agu 2024"),
    }
    drive = radar(pages)
    roles = [request.meta["netra"]["role"] for request in drive.asked]
    assert roles == ["index", "article", "page", "page", "article"]
    about = drive.asked[2].meta["netra"]
    assert about["article_url"] == f"{TEGAL}/read/99/berita-99"
    assert about["title"] == "Berita 99"
    assert drive.ledger.count("page") == {"fetched": 2}
    again = radar(pages, drive.ledger)
    assert again.urls("page") == []


def test_tags_on_the_topic_are_followed_from_articles() -> None:
    tags = (
        "<ul class='list-inline'><li><a href='/listtag/12/netralitas-asn'>#netralitas ASN</a></li>"
        "<li><a href='/listtag/13/harga-cabai'>#cabai</a></li></ul>"
    )
    pages = {
        f"{TEGAL}/kategori/lokal": kategori(99).replace("Berita 99", "Camat Netral di Pilkada"),
        f"{TEGAL}/read/99/berita-99": disway_article(99, "27 Agu 2024", tags),
        f"{TEGAL}/listtag/12/netralitas-asn": kategori(99, 50),
        f"{TEGAL}/read/50/berita-50": disway_article(50, "1 Jan 2024"),
    }
    drive = radar(pages, topic="netralitas-asn")
    assert drive.urls("index") == [f"{TEGAL}/kategori/lokal", f"{TEGAL}/listtag/12/netralitas-asn"]
    assert drive.urls("article") == [f"{TEGAL}/read/99/berita-99", f"{TEGAL}/read/50/berita-50"]
    assert f"{TEGAL}/listtag/12/netralitas-asn" not in radar(pages).urls("index")


def test_an_article_refused_by_its_title_comes_back_by_a_tag_list() -> None:
    tags = "<ul class='list-inline'><li><a href='/listtag/12/netralitas-asn'>#netralitas ASN</a></li></ul>"
    first = kategori(99, 50).replace("Berita 99", "Camat Netral di Pilkada").replace("Berita 50", "Kabar dari Slawi")
    pages = {
        f"{TEGAL}/kategori/lokal": first.replace("berita-50", "kabar-dari-slawi"),
        f"{TEGAL}/read/99/berita-99": disway_article(99, "27 Agu 2024", tags),
        f"{TEGAL}/listtag/12/netralitas-asn": first.replace("berita-50", "kabar-dari-slawi"),
        f"{TEGAL}/read/50/kabar-dari-slawi": disway_article(50, "1 Jan 2024"),
    }
    drive = radar(pages, topic="netralitas-asn")
    assert drive.ledger.rows[f"{TEGAL}/read/50/kabar-dari-slawi"]["outcome"] == "fetched"


# Portal


def feed(*numbers: int) -> str:
    items = "".join(
        f"<item><title>B {n}</title><link>{ERA}/berita-{n}/</link>"
        f"<pubDate>Tue, 27 Aug 2024 0{n}:00:00 +0700</pubDate></item>"
        for n in numbers
    )
    return f"<rss><channel>{items}</channel></rss>"


def portal(pages: dict[str, Any], **arguments: Any) -> Drive:
    return run(make(PortalSpider, FakeLedger(), outlet="eranasional", **arguments), site(pages))


def test_rest_switched_off_leads_to_the_feed_and_404_ends_it() -> None:
    rest = make(PortalSpider, FakeLedger(), outlet="eranasional")
    (first,) = list(rest.spider._begin(find_outlet("eranasional"), fallback=False))
    pages: dict[str, Any] = {
        first.url: "<html>Just a moment...</html>",
        f"{ERA}/feed/?paged=1": feed(*range(10)),
        **{f"{ERA}/berita-{n}/": ARTICLE for n in range(10)},
    }
    drive = portal(pages)
    assert drive.urls("index") == [first.url, f"{ERA}/feed/?paged=1", f"{ERA}/feed/?paged=2"]
    assert drive.ledger.count() == {"fetched": 10}
    assert not drive.spider.walks["eranasional", "feed", ""].failed


def test_a_dated_list_stops_where_its_last_entry_passes_since() -> None:
    pages: dict[str, Any] = {f"{ERA}/feed/?paged=1": feed(*range(9, -1, -1)), f"{ERA}/feed/?paged=2": feed(1)}
    drive = portal(pages, since="2024-08-28")
    assert drive.urls("index")[1:] == [f"{ERA}/feed/?paged=1"]
    assert drive.ledger.count() == {"out_of_range": 10}


# Topics


@pytest.mark.parametrize(
    ("title", "suggests"),
    [
        ("Sekda Kendal Ingatkan Netralitas ASN", True),
        ("PNS di Brebes Dilarang Ikut Kampanye", True),
        ("Camat Diduga Dukung Paslon, Panwascam Turun Tangan", True),
        ("Oknum Kades Unggah Foto Bersama Caleg", True),
        ("ASN-PPPK Ikrar Jaga Pilkada Damai", True),
        ("Bawaslu Rekrut Pengawas TPS", True),
        ("Harga Cabai Rawit di Pasar Johar Naik Jelang Natal", False),
        ("Timnas Menang atas Vietnam", False),
        ("Jadwal Kereta Tambahan ke Semarang", False),
        ("Wasit Dinilai Berat Sebelah", False),
        ("Banjir Rob Genangi Sayung", False),
    ],
)
def test_what_suggests_the_topic(title: str, suggests: bool) -> None:
    assert find_topic("netralitas-asn").suggests(title) is suggests


def test_a_candidate_without_words_is_kept_and_one_judged_by_its_address() -> None:
    topic = find_topic("netralitas-asn")
    assert topic.may_hold(Candidate("https://eranasional.com/?p=317", "sitemap"))
    assert topic.may_hold(Candidate(f"{ERA}/sekda-ingatkan-netralitas-asn/", "sitemap"))
    assert not topic.may_hold(Candidate(f"{ERA}/harga-cabai-rawit-naik/", "sitemap"))
    assert topic.may_hold(Candidate(f"{ERA}/kabar-dari-kota-kami/", "rest", title="Kabar", tags=("netralitas asn",)))


def test_the_topic_table_has_its_own_example() -> None:
    for topic in load_topics().values():
        assert topic.suggests(topic.example)


@pytest.mark.parametrize(
    ("text", "message"),
    [("[a", "not valid TOML"), ("[a]\ntitle = 'x'", "'example'"), ("[a]\nwrod = 1", "'title'")],
)
def test_a_wrong_topic_table_names_file_and_key(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "topics.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TopicError, match=r"topics\.toml") as error:
        load_topics(file)
    assert message in str(error.value)


def test_topics_know_whole_words_and_beginnings() -> None:
    topic = Topic(name="x", title="x", example="x", any=("=asn", "netral"))
    assert topic.suggests("netralitas")
    assert topic.suggests("para ASN, guru")
    assert not topic.suggests("asnawi")


def test_every_outlet_has_a_spider_that_takes_it() -> None:
    taken = {outlet.id for spider in SPIDERS for outlet in spider().wanted.outlets}
    assert taken == {outlet.id for outlet in load_outlets().values() if outlet.status == "active"}
