"""Surfaces: what each gives, where it goes next, and that no input makes it raise."""

import gzip
import json
import random
from datetime import date, datetime
from typing import Any

import pytest

from crawler.outlet import Outlet, Surface, find_outlet
from crawler.surfaces.dates import parse_date
from crawler.surfaces.disway_listtag import tag_lists
from crawler.surfaces.lists import read_html
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.parse import PARSERS, parse
from crawler.surfaces.requests import day_of, first_urls, number, previous_day, step, values_of
from crawler.surfaces.xml import XmlProblem, read_xml, stream_xml, unzip

JATENG = find_outlet("tribun-jateng")
TEGAL = find_outlet("radar-tegal")
ERA = find_outlet("eranasional")
RIAU = find_outlet("riauantara")
MALANG = find_outlet("radar-malang")


def surface(outlet: Outlet, name: str) -> Surface:
    return next(one for one in outlet.surfaces if one.name == name)


INDEX = surface(JATENG, "index")
KATEGORI = surface(TEGAL, "kategori")
LISTTAG = surface(TEGAL, "listtag")
REST = surface(ERA, "rest")
FEED = surface(ERA, "feed")
RSS = surface(JATENG, "rss")
SITEMAP = surface(JATENG, "sitemap")
BLOGGER = surface(RIAU, "feed")
PROMEDIA = surface(MALANG, "index")
INDEX_URL = "https://jateng.tribunnews.com/index-news"
SINCE, UNTIL = date(2024, 8, 1), date(2024, 8, 31)


# Addresses


@pytest.mark.parametrize(
    ("since", "until", "query"),
    [
        (SINCE, UNTIL, "?date=2024-8-31&page=1"),
        (SINCE, None, "?date=2024-9-5&page=1"),
        (None, UNTIL, "?date=2024-8-31&page=1"),
        (SINCE, date(2030, 1, 1), "?date=2024-9-5&page=1"),
        (None, None, "?page=1"),
    ],
)
def test_the_dated_index_begins_at_the_newest_day(since: date | None, until: date | None, query: str) -> None:
    assert first_urls(JATENG, INDEX, since, until, today=date(2024, 9, 5)) == (INDEX_URL + query,)


def test_first_addresses_hand_the_range_to_surfaces_that_can_filter() -> None:
    (rest,) = first_urls(ERA, REST, SINCE, UNTIL)
    assert "after=2024-08-01T00%3A00%3A00&before=2024-09-01T00%3A00%3A00" in rest
    (feed,) = first_urls(RIAU, BLOGGER, SINCE, UNTIL)
    assert "published-min=2024-08-01T00%3A00%3A00%2B07%3A00&published-max=2024-09-01T00%3A00%3A00%2B07%3A00" in feed
    (open_end,) = first_urls(ERA, REST, None, None)
    assert "after" not in open_end
    assert "before" not in open_end


def test_a_list_begins_without_its_offset() -> None:
    assert first_urls(TEGAL, KATEGORI, None, None) == ("https://radartegal.disway.id/kategori/lokal",)
    assert first_urls(TEGAL, LISTTAG, None, None) == ()


@pytest.mark.parametrize(
    ("outlet", "name", "change"),
    [
        ("tribun-jateng", "index", {"page": "3"}),
        ("radar-tegal", "kategori", {"offset": "60"}),
        ("radar-tegal", "listtag", {"section": "12/netralitas-asn", "offset": "30"}),
        ("eranasional", "rest", {"page": "4"}),
        ("eranasional", "feed", {"page": "2"}),
        ("riauantara", "feed", {"start": "51"}),
    ],
)
def test_a_step_changes_one_thing_and_keeps_the_rest(outlet: str, name: str, change: dict[str, str]) -> None:
    model = find_outlet(outlet)
    one = surface(model, name)
    addresses = first_urls(model, one, SINCE, UNTIL) or (f"https://{model.host}/listtag/1/x",)
    moved = step(addresses[0], model, one, **change)
    before, after = values_of(addresses[0], one), values_of(moved, one)
    assert after == before | change
    assert moved != addresses[0]


def test_the_day_before_crosses_months_and_years() -> None:
    assert previous_day(f"{INDEX_URL}?date=2024-3-1&page=4", JATENG, INDEX) == f"{INDEX_URL}?date=2024-2-29&page=1"
    assert previous_day(f"{INDEX_URL}?date=2024-01-01", JATENG, INDEX) == f"{INDEX_URL}?date=2023-12-31&page=1"
    assert previous_day(f"{INDEX_URL}?page=1", JATENG, INDEX) is None
    assert day_of(f"{INDEX_URL}?date=2024-2-30&page=1", INDEX) is None
    assert number(f"{INDEX_URL}?page=dua", INDEX, "page", 1) == 1
    assert values_of("https://jateng.tribunnews.com/rss", INDEX) == {}


# Dates


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Selasa, 27 Agustus 2024 07:34 WIB", "2024-08-27T07:34:00+07:00"),
        ("Selasa, 27 Agustus 2024 07:34", "2024-08-27T07:34:00+07:00"),
        ("Selasa, 27 Agustus 2024 07:34 WITA", "2024-08-27T07:34:00+08:00"),
        ("27 Ags 2024 - 14:06 WIT", "2024-08-27T14:06:00+09:00"),
        ("27 August 2024", "2024-08-27T00:00:00+07:00"),
        ("2024-08-27 07:34:05", "2024-08-27T07:34:05+07:00"),
        ("2024-08-27T07:34+08:00", "2024-08-27T07:34:00+08:00"),
        ("2024-08-27T00:34:05.123Z", "2024-08-27T00:34:05+00:00"),
        ("2024-08-27T07:34:05+0700", "2024-08-27T07:34:05+07:00"),
        ("Tue, 27 Aug 2024 07:34:05 +0700", "2024-08-27T07:34:05+07:00"),
        ("Tue, 27 Aug 2024 00:34:05 GMT", "2024-08-27T00:34:05+00:00"),
        ("10 jam lalu", None),
        ("31 Februari 2024", None),
        ("2024-13-40", None),
        ("27 Brumaire 2024", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_surfaces(text: str | None, iso: str | None) -> None:
    found = parse_date(text, TEGAL)
    assert (found.isoformat() if found else None) == iso


def test_blogger_writes_a_wrong_offset_and_the_right_clock() -> None:
    assert str(parse_date("2024-11-13T08:04:00.001-08:00", RIAU)) == "2024-11-13 08:04:00+07:00"
    assert str(parse_date("2024-11-13T08:04:00-08:00", TEGAL)) == "2024-11-13 08:04:00-08:00"


# Tribun's index


def tribun_list(entries: str, pager: str = "", selects: str = "") -> bytes:
    return f"<html><body>{selects}<ul class='lsi'>{entries}</ul>{pager}</body></html>".encode()


def tribun_entry(slug: str, title: str, time: str = "") -> str:
    return (
        f"<li class='ptb15'><a href='2024/08/27/{slug}'><img></a><h4><a href='/topic/berita-kendal'>Kendal</a></h4>"
        f"<h3><a href='https://jateng.tribunnews.com/2024/08/27/{slug}'>{title}</a></h3>{time}</li>"
    )


NEXT = "<div id='paginga'><div class='paging'><a href='{url}?date=2024-8-27&page=2'>Next</a></div></div>"


def test_an_index_page_gives_entries_and_the_next_page() -> None:
    time = "<time class='grey' title='2024-08-27 09:10:11'>2 jam lalu</time>"
    body = tribun_list(
        tribun_entry("satu", "Sekda  Kendal\xa0Ingatkan", time) + tribun_entry("dua", "Cabai Naik"),
        NEXT.format(url=INDEX_URL),
    )
    page = parse(body, f"{INDEX_URL}?date=2024-8-27&page=1", JATENG, INDEX)
    assert page.problem is None
    assert [entry.url.rpartition("/")[2] for entry in page.candidates] == ["satu", "dua"]
    assert page.candidates[0].title == "Sekda Kendal Ingatkan"
    assert str(page.candidates[0].published) == "2024-08-27 09:10:11+07:00"
    assert str(page.candidates[1].published) == "2024-08-27 00:00:00+07:00"
    assert page.next_urls == (f"{INDEX_URL}?date=2024-8-27&page=2",)


def test_the_last_page_of_a_day_goes_to_the_day_before() -> None:
    body = tribun_list(tribun_entry("satu", "Satu"), "<div id='paginga'></div>")
    page = parse(body, f"{INDEX_URL}?date=2024-8-1&page=2", JATENG, INDEX)
    assert page.next_urls == (f"{INDEX_URL}?date=2024-7-31&page=1",)


def test_a_day_without_news_is_no_problem_but_a_page_without_a_list_is() -> None:
    url = f"{INDEX_URL}?date=2024-8-27&page=1"
    empty = parse(tribun_list(""), url, JATENG, INDEX)
    assert (empty.candidates, empty.problem) == ((), None)
    other = parse(b"<html><h1>Selamat datang</h1></html>", url, JATENG, INDEX)
    assert other.problem
    assert "no list of articles" in other.problem
    assert empty.next_urls == other.next_urls == (f"{INDEX_URL}?date=2024-8-26&page=1",)


def test_a_page_that_shows_another_day_is_a_problem() -> None:
    selects = "".join(
        f"<select id='{name}'><option value='{value}' selected>{value}</option></select>"
        for name, value in (("dayindex", 5), ("monthindex", 9), ("yearindex", 2024))
    )
    body = tribun_list(tribun_entry("satu", "Satu"), selects=selects)
    page = parse(body, f"{INDEX_URL}?date=2024-8-27&page=1", JATENG, INDEX)
    assert page.problem == "asked for 2024-08-27, the page shows 2024-09-05"
    assert page.candidates[0].published is None


def test_a_day_with_more_pages_than_the_cap_says_so() -> None:
    body = tribun_list(tribun_entry("satu", "Satu"), NEXT.format(url=INDEX_URL))
    page = parse(body, f"{INDEX_URL}?date=2024-8-27&page={INDEX.max_pages}", JATENG, INDEX)
    assert page.problem
    assert f"more than {INDEX.max_pages} pages" in page.problem
    assert page.next_urls == (f"{INDEX_URL}?date=2024-8-26&page=1",)


def test_the_undated_index_ends_with_its_pager() -> None:
    pager = NEXT.replace("date=2024-8-27&", "").format(url=INDEX_URL)
    first = parse(tribun_list(tribun_entry("a", "A"), pager), f"{INDEX_URL}?page=1", JATENG, INDEX)
    assert first.next_urls == (f"{INDEX_URL}?page=2",)
    last = parse(tribun_list(tribun_entry("a", "A")), f"{INDEX_URL}?page=2", JATENG, INDEX)
    assert last.next_urls == ()


# Promedia's index

PROMEDIA_URL = "https://radarmalang.jawapos.com/indeks-berita"
PROMEDIA_DAY = "?daterange=27%20August%202024%20-%2027%20August%202024"


def promedia_list(entries: int, *, more: bool = False, date: str = "Selasa, 27 Agustus 2024 | 09:10 WIB") -> bytes:
    items = "".join(
        f"<div class='latest__item'><div class='latest__img'><a href='https://radarmalang.jawapos.com/kota/81515{n}0001/a-{n}'>"
        f"<img></a></div><h4 class='latest__subtitle'><a href='/kota'>Kota</a></h4><h2 class='latest__title'>"
        f"<a class='latest__link' href='https://radarmalang.jawapos.com/kota/81515{n}0001/asn-{n}'>ASN {n}</a></h2>"
        f"<date class='latest__date'>{date}</date></div>"
        for n in range(entries)
    )
    link = f"<a class='paging__link paging__link--next' href='{PROMEDIA_URL}{PROMEDIA_DAY}&page=2'>Selanjutnya</a>"
    pager = f"<div class='paging'>{link if more else ''}</div>"
    return f"<html><section class='latest'>{items}</section>{pager}</html>".encode()


def test_promedias_day_is_a_range_with_english_months() -> None:
    assert first_urls(MALANG, PROMEDIA, SINCE, date(2024, 8, 27)) == (f"{PROMEDIA_URL}{PROMEDIA_DAY}&page=1",)
    assert first_urls(MALANG, PROMEDIA, None, None) == (f"{PROMEDIA_URL}?page=1",)
    assert day_of(f"{PROMEDIA_URL}{PROMEDIA_DAY}&page=3", PROMEDIA) == date(2024, 8, 27)
    assert day_of(f"{PROMEDIA_URL}?daterange=1%20May,%202024%20-%201%20May,%202024", PROMEDIA) == date(2024, 5, 1)
    assert day_of(f"{PROMEDIA_URL}?daterange=1%20May%202024%20-%202%20May%202024", PROMEDIA) is None
    assert day_of(f"{PROMEDIA_URL}?daterange=1%20Mei%202024%20-%201%20Mei%202024", PROMEDIA) is None


def test_promedias_index_goes_through_the_day_and_then_back() -> None:
    page = parse(promedia_list(2, more=True), f"{PROMEDIA_URL}{PROMEDIA_DAY}&page=1", MALANG, PROMEDIA)
    assert page.problem is None
    assert [entry.title for entry in page.candidates] == ["ASN 0", "ASN 1"]
    assert [entry.url.rpartition("/")[2] for entry in page.candidates] == ["asn-0", "asn-1"]
    assert str(page.candidates[0].published) == "2024-08-27 09:10:00+07:00"
    assert page.next_urls == (f"{PROMEDIA_URL}{PROMEDIA_DAY}&page=2",)
    last = parse(promedia_list(1), f"{PROMEDIA_URL}{PROMEDIA_DAY}&page=2", MALANG, PROMEDIA)
    assert last.next_urls == (f"{PROMEDIA_URL}?daterange=26%20August%202024%20-%2026%20August%202024&page=1",)
    undated = parse(promedia_list(1, date=""), f"{PROMEDIA_URL}{PROMEDIA_DAY}&page=1", MALANG, PROMEDIA)
    assert str(undated.candidates[0].published) == "2024-08-27 00:00:00+07:00"


def test_promedias_empty_day_is_no_problem_but_another_page_is() -> None:
    url = f"{PROMEDIA_URL}{PROMEDIA_DAY}&page=1"
    assert parse(promedia_list(0), url, MALANG, PROMEDIA).problem is None
    other = parse(b"<html><h1>Selamat datang</h1></html>", url, MALANG, PROMEDIA)
    assert other.problem
    assert "latest__item" in other.problem


# Disway's lists


def disway_list(count: int, pages: tuple[int, ...] = (), date: str = "") -> bytes:
    entries = "".join(
        f"<div class='media'><a href='/read/{9000 - i}/berita-{i}'><img></a><h2 class='media-heading'>"
        f"<a href='https://radartegal.disway.id/read/{9000 - i}/berita-{i}'>Berita {i}</a></h2>{date}</div>"
        for i in range(count)
    )
    links = "".join(
        f"<li><a href='/kategori/lokal/{(n - 1) * 30}' data-ci-pagination-page='{n}'>{n}</a></li>" for n in pages
    )
    side = "<h4 class='media-heading'><a href='/read/1/lama'>Lama</a></h4>"
    return f"<html>{entries}<ul class='pagination'>{links}</ul>{side}</html>".encode()


def test_a_category_goes_on_by_offset_while_the_pager_does() -> None:
    url = "https://radartegal.disway.id/kategori/lokal"
    page = parse(disway_list(30, (2, 3)), url, TEGAL, KATEGORI)
    assert len(page.candidates) == 30
    assert page.candidates[0].url == "https://radartegal.disway.id/read/9000/berita-0"
    assert page.candidates[0].published is None
    assert page.next_urls == (f"{url}/30",)
    assert parse(disway_list(30, (1, 2)), f"{url}/60", TEGAL, KATEGORI).next_urls == ()
    assert parse(disway_list(0, (1, 2)), f"{url}/90", TEGAL, KATEGORI) == SurfacePage()
    drifted = parse(b"<html><p>Selamat datang</p></html>", url, TEGAL, KATEGORI)
    assert drifted.problem
    assert "h2.media-heading" in drifted.problem


def test_a_category_takes_dates_where_the_list_has_them() -> None:
    url = "https://radartegal.disway.id/kategori/lokal"
    page = parse(
        disway_list(1, date="<span class='date'>Selasa, 27 Agu 2024 - 14:06 WIB</span>"), url, TEGAL, KATEGORI
    )
    assert str(page.candidates[0].published) == "2024-08-27 14:06:00+07:00"


def test_a_category_stops_at_its_cap() -> None:
    url = f"https://radartegal.disway.id/kategori/lokal/{30 * (KATEGORI.max_pages - 1)}"
    page = parse(disway_list(30, (99,)), url, TEGAL, KATEGORI)
    assert page.next_urls == ()
    assert page.problem
    assert "the rest is not asked for" in page.problem


def test_a_tag_list_carries_its_tag_and_is_found_in_articles() -> None:
    url = "https://radartegal.disway.id/listtag/12/netralitas-asn"
    page = parse(disway_list(2), url, TEGAL, LISTTAG)
    assert page.candidates[0].tags == ("netralitas asn",)
    article = read_html(
        b"<html><ul class='list-inline'><li><a href='/listtag/12/netralitas-asn'>#Netralitas ASN</a></li>"
        b"<li><a href='https://radartegal.disway.id/listtag/7/cabai?x=1'>#cabai</a></li>"
        b"<li><a href='/listtag/rusak'>#rusak</a></li></ul></html>"
    )
    assert not isinstance(article, str)
    lists = tag_lists(article, "https://radartegal.disway.id/read/1/x", TEGAL, LISTTAG)
    assert lists == {
        url: "Netralitas ASN netralitas asn",
        "https://radartegal.disway.id/listtag/7/cabai": "cabai cabai",
    }


# Sitemaps

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<!-- dibuat mesin -->
<url><loc>https://jateng.tribunnews.com/2024/08/26/lama</loc><news:news><news:publication_date>2024-08-26T09:00:00+07:00
</news:publication_date><news:title>Cabai &amp; Bawang</news:title></news:news></url>
<url><loc> https://jateng.tribunnews.com/2024/08/27/baru </loc><lastmod>2024-08-28</lastmod><news:news>
<news:publication_date>2024-08-27T09:00:00+07:00</news:publication_date>
<news:title><![CDATA[ASN "Netral"]]></news:title>
<news:keywords>asn, netralitas ,</news:keywords></news:news></url>
<url><lastmod>2024-08-28</lastmod></url></urlset>"""
CHILDREN = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://jateng.tribunnews.com/news/sitemap-web.xml</loc><lastmod>2024-08-30</lastmod></sitemap>
<sitemap><loc>https://jateng.tribunnews.com/news/sitemap_news.xml</loc></sitemap>
<sitemap><loc>https://jateng.tribunnews.com/news/sitemap-images.xml</loc></sitemap>
<sitemap><loc>https://jateng.tribunnews.com/wp-sitemap-taxonomies-category-1.xml</loc></sitemap>
<sitemap><loc>https://jateng.tribunnews.com/post_tag-sitemap.xml</loc></sitemap>
<sitemap><loc>https://jateng.tribunnews.com/sitemap.xml?page=2</loc><lastmod>2024-08-31</lastmod></sitemap>
</sitemapindex>"""
SITEMAP_URL = "https://jateng.tribunnews.com/sitemap.xml"


@pytest.mark.parametrize("pack", [lambda body: body, gzip.compress, lambda body: b"\xef\xbb\xbf\n" + body])
def test_a_news_sitemap_gives_dated_candidates_newest_first(pack: Any) -> None:
    page = parse(pack(NEWS.encode()), SITEMAP_URL, JATENG, SITEMAP)
    assert page.problem is None
    first, second = page.candidates
    assert first.url == "https://jateng.tribunnews.com/2024/08/27/baru"
    assert first.title == 'ASN "Netral"'
    assert first.tags == ("asn", "netralitas")
    assert str(first.published) == "2024-08-27 09:00:00+07:00"
    assert first.modified == datetime(2024, 8, 28, tzinfo=JATENG.zone)
    assert second.title == "Cabai & Bawang"


def test_a_sitemap_index_gives_its_children_news_first_and_no_pictures_or_tags() -> None:
    page = parse(CHILDREN.encode(), SITEMAP_URL, JATENG, SITEMAP)
    assert [address.rpartition("/")[2] for address in page.next_urls] == [
        "sitemap_news.xml",
        "sitemap.xml?page=2",
        "sitemap-web.xml",
    ]
    assert {address.rpartition("/")[2]: str(moment.date()) for address, moment in page.modified.items()} == {
        "sitemap.xml?page=2": "2024-08-31",
        "sitemap-web.xml": "2024-08-30",
    }


def test_a_sitemap_that_breaks_off_keeps_what_stands_before() -> None:
    cut = NEWS.encode()[: NEWS.index("<news:keywords>")]
    page = parse(cut, SITEMAP_URL, JATENG, SITEMAP)
    assert [entry.url.rpartition("/")[2] for entry in page.candidates] == ["lama"]
    assert page.problem
    assert "not well-formed" in page.problem


DOCTYPES = (
    b'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "aaaa">]><urlset><url><loc>&a;</loc></url></urlset>',
    b'<!-- x --><!-- y --> <!doctype urlset SYSTEM "file:///etc/passwd"><urlset/>',
    b"<!---->" * 3000 + b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item>&a;</item></rss>',
)


@pytest.mark.parametrize("body", DOCTYPES)
@pytest.mark.parametrize("one", [SITEMAP, RSS])
def test_doctype_and_entities_are_refused(body: bytes, one: Surface) -> None:
    page = parse(body, SITEMAP_URL, JATENG, one)
    assert page.candidates == ()
    assert page.problem
    assert "DOCTYPE or ENTITY" in page.problem


def test_a_row_of_comments_does_not_stall_the_check() -> None:
    body = (
        b"<!-- a --><!-- b -->" * 20_000 + b"<urlset><url><loc>https://jateng.tribunnews.com/x</loc></url></urlset>"
    )
    assert parse(body, SITEMAP_URL, JATENG, SITEMAP).problem is None


def test_size_is_bounded_before_and_after_decompression() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 200_000 + b"</urlset>")
    assert len(bomb) < 2000
    with pytest.raises(XmlProblem, match="more than 100000 bytes"):
        unzip(bomb, 100_000)
    with pytest.raises(XmlProblem, match="more than 100 bytes"):
        read_xml(b"<rss>" + b" " * 200 + b"</rss>", limit=100)
    with pytest.raises(XmlProblem, match="damaged gzip"):
        unzip(bomb[:-20], 1_000_000)


def test_streaming_empties_what_it_has_given() -> None:
    body = b"<urlset>" + b"<url><loc>a</loc></url>" * 50 + b"</urlset>"
    nodes = stream_xml(body, ("url",))
    root = next(nodes)
    assert sum(1 for _ in nodes) == 50
    assert len(root) <= 1


# Feeds


def rss_feed(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


def rss_item(link: str, extra: str = "") -> str:
    return f"<item><title>Camat &amp;quot;Netral&amp;quot;</title><link>{link}</link>{extra}</item>"


def test_a_feed_gives_title_date_teaser_and_categories() -> None:
    extra = (
        "<pubDate>Tue, 27 Aug 2024 07:34:05 +0700</pubDate><category>ASN</category><category>ASN</category>"
        "<description>&lt;img src='x'/&gt;&lt;p&gt;Sekda&amp;nbsp;berpesan.&lt;/p&gt;</description>"
    )
    page = parse(rss_feed(rss_item("https://jateng.tribunnews.com/2024/08/27/a", extra)), RSS.url, JATENG, RSS)
    (entry,) = page.candidates
    assert (entry.title, entry.summary, entry.tags) == ('Camat "Netral"', "Sekda berpesan.", ("ASN",))
    assert str(entry.published) == "2024-08-27 07:34:05+07:00"
    assert page.next_urls == ()


def test_a_feed_whose_links_all_lead_home_is_a_problem() -> None:
    body = rss_feed("".join(rss_item(f"https://jateng.tribunnews.com/?{n}") for n in range(5)))
    page = parse(body, RSS.url, JATENG, RSS)
    assert page.candidates == ()
    assert page.problem
    assert "home page" in page.problem


def test_a_feed_may_be_broken_atom_or_rdf() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><updated>2024-08-28T00:00:00Z</updated>'
        '<link rel="replies" href="https://jateng.tribunnews.com/x"/>'
        '<link href="https://jateng.tribunnews.com/2024/08/27/a"/></entry></feed>'
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<item><title>A</title><link>https://jateng.tribunnews.com/2024/08/27/a</link><dc:date>2024-08-27</dc:date>"
        "</item></rdf:RDF>"
    )
    broken = rss_feed(rss_item("https://jateng.tribunnews.com/2024/08/27/a", "<b>&nbsp; & x"))
    guid = rss_feed("<item><guid>https://jateng.tribunnews.com/2024/08/27/a</guid></item>")
    for body in (atom.encode(), rdf.encode(), broken, guid):
        page = parse(body, RSS.url, JATENG, RSS)
        assert [entry.url for entry in page.candidates] == ["https://jateng.tribunnews.com/2024/08/27/a"]


def test_a_paged_feed_goes_on_while_it_is_full() -> None:
    items = "".join(rss_item(f"https://eranasional.com/berita-{n}/") for n in range(10))
    url = "https://eranasional.com/feed/?paged=1"
    assert parse(rss_feed(items), url, ERA, FEED).next_urls == ("https://eranasional.com/feed/?paged=2",)
    assert parse(rss_feed(rss_item("https://eranasional.com/satu-berita/")), url, ERA, FEED).next_urls == ()


def test_a_feed_of_items_without_address_is_a_problem() -> None:
    page = parse(rss_feed("<item><title>A</title></item>"), RSS.url, JATENG, RSS)
    assert page.problem == "feed: no item has an address"


# REST and Blogger


def post(number: int) -> dict[str, Any]:
    return {
        "link": f"https://eranasional.com/berita-{number}/",
        "date": "2024-08-27T07:34:05",
        "date_gmt": "2024-08-27T00:34:05",
        "title": {"rendered": "ASN &#8220;Netral&#8221;"},
        "excerpt": {"rendered": "<p>Sekda berpesan.</p>\n"},
        "class_list": ["post", "category-daerah", "tag-netralitas-asn"],
    }


REST_URL = "https://eranasional.com/wp-json/wp/v2/posts?per_page=50&page=1&orderby=date&order=desc"


def test_rest_gives_posts_and_goes_on_while_full() -> None:
    page = parse(json.dumps([post(n) for n in range(REST.per_page)]).encode(), REST_URL, ERA, REST)
    entry = page.candidates[0]
    assert (entry.title, entry.summary) == ("ASN “Netral”", "Sekda berpesan.")
    assert entry.tags == ("daerah", "netralitas asn")
    assert str(entry.published) == "2024-08-27 00:34:05+00:00"
    assert values_of(page.next_urls[0], REST)["page"] == "2"
    assert parse(json.dumps([post(1)]).encode(), REST_URL, ERA, REST).next_urls == ()
    assert parse(b"[]", REST_URL, ERA, REST) == SurfacePage()


def test_rest_takes_the_local_date_and_class_objects_of_old_versions() -> None:
    old = post(1) | {"class_list": {"0": "post", "7": "tag-asn"}}
    del old["date_gmt"]
    (entry,) = parse(json.dumps([old]).encode(), REST_URL, ERA, REST).candidates
    assert str(entry.published) == "2024-08-27 07:34:05+07:00"
    assert entry.tags == ("asn",)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"code": "rest_post_invalid_page_number"}, None),
        ({"code": "rest_forbidden"}, "rest_forbidden"),
        ({"posts": []}, "expected a list"),
        ([{"title": "x"}], "1 of 1 posts have no address"),
        ([None, 3, "x", []], "4 of 4"),
        ([post(1) | {"link": "javascript:x"}], "1 of 1"),
    ],
)
def test_rest_answers_that_are_no_posts(answer: Any, problem: str | None) -> None:
    page = parse(json.dumps(answer).encode(), REST_URL, ERA, REST)
    assert page.candidates == ()
    assert (page.problem is None) if problem is None else (page.problem and problem in page.problem)


def entry(number: int) -> dict[str, Any]:
    return {
        "title": {"$t": f"Berita {number}"},
        "published": {"$t": "2024-11-13T08:04:00.000+07:00"},
        "category": [{"term": "Pekanbaru"}, {"scheme": "x"}],
        "content": {"$t": "<div>Sekdako mengingatkan.<br/></div>"},
        "link": [
            {"rel": "replies", "href": "https://www.riauantara.co/feeds/1/comments/default"},
            {"rel": "alternate", "href": f"http://www.riauantara.co/2024/11/berita-{number}.html"},
        ],
    }


FEED_URL = "https://www.riauantara.co/feeds/posts/default?alt=json&orderby=published&max-results=50&start-index=1"


def blogger(count: int, total: str | None) -> bytes:
    feed: dict[str, Any] = {"entry": [entry(n) for n in range(count)]}
    if total is not None:
        feed["openSearch$totalResults"] = {"$t": total}
    return json.dumps({"feed": feed}).encode()


def test_blogger_gives_entries_and_steps_by_what_it_received() -> None:
    page = parse(blogger(25, "60"), FEED_URL, RIAU, BLOGGER)
    first = page.candidates[0]
    assert first.url == "http://www.riauantara.co/2024/11/berita-0.html"
    assert (first.title, first.tags, first.summary) == ("Berita 0", ("Pekanbaru",), "Sekdako mengingatkan.")
    assert values_of(page.next_urls[0], BLOGGER)["start"] == "26"
    assert parse(blogger(25, "25"), FEED_URL, RIAU, BLOGGER).next_urls == ()
    assert parse(blogger(25, None), FEED_URL, RIAU, BLOGGER).next_urls == ()
    assert parse(blogger(0, "60"), FEED_URL, RIAU, BLOGGER) == SurfacePage()


@pytest.mark.parametrize(
    "answer", [{}, {"feed": 1}, [], {"feed": {"entry": [1, {}, {"link": [{"rel": "alternate"}]}]}}]
)
def test_blogger_answers_that_are_no_feed(answer: Any) -> None:
    page = parse(json.dumps(answer).encode(), FEED_URL, RIAU, BLOGGER)
    assert page.candidates == ()
    assert page.problem


# Whatever comes

GOOD: dict[str, tuple[bytes, str, Outlet, Surface]] = {
    "tribun_index": (
        tribun_list(tribun_entry("a", "A"), NEXT.format(url=INDEX_URL)),
        f"{INDEX_URL}?date=2024-8-27&page=1",
        JATENG,
        INDEX,
    ),
    "promedia_index": (promedia_list(2), f"{PROMEDIA_URL}{PROMEDIA_DAY}&page=1", MALANG, PROMEDIA),
    "disway_kategori": (disway_list(3, (1, 2)), "https://radartegal.disway.id/kategori/lokal", TEGAL, KATEGORI),
    "disway_listtag": (disway_list(3), "https://radartegal.disway.id/listtag/12/asn", TEGAL, LISTTAG),
    "sitemap": (NEWS.encode(), SITEMAP_URL, JATENG, SITEMAP),
    "rss": (rss_feed(rss_item("https://jateng.tribunnews.com/2024/08/27/a")), RSS.url, JATENG, RSS),
    "wordpress_rest": (json.dumps([post(1)]).encode(), REST_URL, ERA, REST),
    "blogger_feed": (blogger(2, "2"), FEED_URL, RIAU, BLOGGER),
}
BAD: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t ",
    "zero bytes": b"\0" * 100,
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
    "gzip cut off": gzip.compress(b"<urlset/>" * 100)[:30],
    "utf-16": "<urlset/>".encode("utf-16"),
    "html": b"<!DOCTYPE html><html><body>Just a moment...</body></html>",
    "half": b"<urlset><url><loc>https://jateng",
    "json list": b"[[[[[[[[]]]]]]]]",
    "json deep": b"[" * 100_000,
    "number": b"3.14",
    "null": b"null",
    "latin-1": "caf\xe9 \x93netral\x94".encode("latin-1"),
    "text": b"Service Unavailable",
}


def test_each_kind_has_a_good_page_here() -> None:
    assert set(GOOD) == set(PARSERS)
    for kind, (body, url, outlet, one) in GOOD.items():
        page = parse(body, url, outlet, one)
        assert page.problem is None, kind
        assert page.candidates, kind


@pytest.mark.parametrize("kind", sorted(GOOD))
@pytest.mark.parametrize("what", sorted(BAD))
def test_malformed_input_is_a_problem_and_never_an_exception(kind: str, what: str) -> None:
    _, url, outlet, one = GOOD[kind]
    page = parse(BAD[what], url, outlet, one)
    assert page.candidates == ()
    assert page.problem


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_damaged_pages_never_raise(kind: str) -> None:
    body, url, outlet, one = GOOD[kind]
    chance = random.Random(kind)
    for _ in range(150):
        damaged = bytearray(body)
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(damaged))
            what = chance.choice([b"", b"<", b"\0", b"\xff", b'"', b"&#0;", b"]]>", b"9" * 30])
            damaged[place : place + chance.randint(0, 20)] = what
        page = parse(bytes(damaged), url, outlet, one)
        assert all(isinstance(found.url, str) and found.url for found in page.candidates)


def test_a_page_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.surfaces.lists.MAX_BYTES", 100)
    monkeypatch.setattr("crawler.surfaces.json_body.MAX_BYTES", 100)
    for kind in ("tribun_index", "wordpress_rest", "blogger_feed"):
        _, url, outlet, one = GOOD[kind]
        page = parse(b"<a>" + b"x" * 200, url, outlet, one)
        assert page.problem
        assert "expected at most 100" in page.problem


def test_links_that_are_no_addresses_are_left_out() -> None:
    entries = "".join(
        f"<li class='ptb15'><h3><a {href}>x</a></h3></li>"
        for href in ("", "href=''", "href='#'", "href='javascript:x()'", "href='http://[x'", "href='mailto:a@b.id'")
    )
    page = parse(tribun_list(entries), f"{INDEX_URL}?date=2024-8-27&page=1", JATENG, INDEX)
    assert page.candidates == ()
    assert page.problem is None


def test_a_list_goes_on_behind_a_premature_end() -> None:
    body = tribun_list(tribun_entry("satu", "Satu")) + tribun_list(tribun_entry("dua", "Dua"))
    page = parse(body, f"{INDEX_URL}?date=2024-8-27&page=1", JATENG, INDEX)
    assert [found.title for found in page.candidates] == ["Satu", "Dua"]


def test_a_relative_link_without_its_slash_is_of_the_host() -> None:
    body = tribun_list("<li class='ptb15'><h3><a href='2024/08/27/satu'>Satu</a></h3></li>")
    page = parse(body, f"{INDEX_URL}?date=2024-8-27&page=1", JATENG, INDEX)
    assert page.candidates[0].url == "https://jateng.tribunnews.com/2024/08/27/satu"
