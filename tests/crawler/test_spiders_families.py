"""Whole walks over small sites of the families without a replica portal: Jawa Pos and Promedia, ANTARA, generic."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from spider_drive import Answer, Drive, FakeLedger, Site, make, run

from crawler.outlet import load_outlets
from crawler.spiders.portal import PortalSpider
from crawler.spiders.radar import RadarSpider

MALANG = "https://radarmalang.jawapos.com"
ANTARA = "https://jateng.antaranews.com"
PAGE = "<html><h1>Judul</h1><p>Isi berita.</p></html>"


def site(pages: Mapping[str, str]) -> Site:
    def respond(url: str) -> Answer:
        return (200, pages[url].encode(), {}) if url in pages else (404, b"", {})

    return respond


def day(number: int, page: int = 1) -> str:
    words = f"{number} August 2024"
    return f"{MALANG}/indeks-berita?daterange={quote(f'{words} - {words}')}&page={page}"


def berita(number: int) -> str:
    return f"{MALANG}/kota/81515{number:04d}/berita-{number}"


def index(*numbers: int, more: str = "") -> str:
    items = "".join(
        f"<div class='latest__item'><h2 class='latest__title'><a class='latest__link' href='{berita(number)}'>"
        f"Berita {number}</a></h2></div>"
        for number in numbers
    )
    pager = f"<a class='paging__link--next' href='{more}'>Selanjutnya</a>" if more else ""
    return f"<html><section class='latest'>{items}</section><div class='paging'>{pager}</div></html>"


def test_jawa_pos_is_walked_day_by_day_back_to_since() -> None:
    pages = {
        day(28): index(1, 2, more=day(28, 2)),
        day(28, 2): index(3),
        day(27): index(),  # a day without news
        day(26): index(4),
        **{berita(number): PAGE for number in (1, 2, 3, 4)},
    }
    spider = make(RadarSpider, FakeLedger(), outlet="radar-malang", since="2024-08-26", until="2024-08-28")
    drive = run(spider, site(pages))
    assert drive.urls("index") == [day(28), day(28, 2), day(27), day(26)]
    assert drive.urls("article") == [berita(number) for number in (1, 2, 3, 4)]
    assert drive.ledger.rows[berita(4)]["date"] == "2024-08-26"


def test_where_the_index_is_gone_the_sitemap_helps() -> None:
    entry = f"<url><loc>{berita(7)}</loc><lastmod>2024-08-27T10:00:00+07:00</lastmod></url>"
    pages = {f"{MALANG}/sitemap.xml": f"<urlset>{entry}</urlset>", berita(7): PAGE}
    spider = make(RadarSpider, FakeLedger(), outlet="radar-malang", since="2024-08-26", until="2024-08-28")
    assert run(spider, site(pages)).urls("article") == [berita(7)]


def feed(*items: tuple[str, str]) -> str:
    rows = "".join(
        f"<item><title>ASN</title><link>{url}</link><pubDate>{when}</pubDate></item>" for url, when in items
    )
    return f"<rss version='2.0'><channel>{rows}</channel></rss>"


def test_antara_gives_what_its_feed_lists_and_each_article_once() -> None:
    one, twin = f"{ANTARA}/berita/562117/lurah-dipanggil", f"{ANTARA}/berita/562117/lurah-dipanggil-bawaslu"
    old = f"{ANTARA}/berita/561000/pasar-ramai"
    items = (
        (one, "Tue, 27 Aug 2024 10:00:00 +0700"),
        (twin, "Tue, 27 Aug 2024 10:00:00 +0700"),
        (f"{ANTARA}/foto/562118/panen", "Tue, 27 Aug 2024 09:00:00 +0700"),
        (old, "Sun, 25 Aug 2024 09:00:00 +0700"),
    )
    pages = {f"{ANTARA}/rss/terkini.xml": feed(*items), one: PAGE}
    drive = run(make(PortalSpider, FakeLedger(), outlet="antara-jateng", since="2024-08-26"), site(pages))
    assert drive.urls("article") == [one]
    assert {url: drive.ledger.rows[url]["outcome"] for url in (twin, old)} == {
        twin: "duplicate",
        old: "out_of_range",
    }
    assert drive.ledger.rows[f"{ANTARA}/foto/562118/panen"]["outcome"] == "not_article"


@pytest.fixture
def contoh(tmp_path: Path) -> Drive:
    text = (
        'name = "Contoh"\nfamily = "generic"\nhosts = ["www.contoh.co.id"]\nsource = "uji"\n'
        '[[extra_surfaces]]\nname = "rss"\nurl = "https://{host}/umpan.xml"\n'
    )
    (tmp_path / "contoh.toml").write_text(text, encoding="utf-8")
    return make(PortalSpider, FakeLedger(), outlet="contoh", outlets=load_outlets(tmp_path), since="2024-08-26")


def test_a_generic_site_is_crawled_by_its_own_feed(contoh: Drive) -> None:
    host = "https://www.contoh.co.id"
    when = "Tue, 27 Aug 2024 10:00:00 +0700"
    items = [
        (f"{host}{path}", when) for path in ("/politik/camat-diminta-netral", "/detail/4711", "/tag/camat-netral")
    ]
    pages = {f"{host}/umpan.xml": feed(*items), **{url: PAGE for url, _ in items}}
    drive = run(contoh, site(pages))
    assert drive.urls("article") == [f"{host}/politik/camat-diminta-netral", f"{host}/detail/4711"]
