"""Pages of one article: found, told apart from other links, and joined."""

from dataclasses import replace

import pytest
from portals.address import address
from portals.assemble import Options, handlers
from portals.piece import load_pieces
from portals.web import request_for

from crawler.article import Article
from crawler.extract import join_pages
from crawler.extraction.pages import may_have_pages, split_page
from crawler.outlet import Outlet, find_outlet
from crawler.paging import fetch_url, other_pages

BASE = "https://jateng.tribunnews.com/2020/03/19/wali-kota-minta-asn-netral"
CODE = "data-ci-pagination-page={}"


def page(*links: str) -> bytes:
    text = "Warga desa bergotong royong memperbaiki jalan yang rusak akibat hujan deras pada akhir pekan lalu. " * 5
    return (
        "<html><body><div id='article'><h1 id='arttitle'>Wali Kota Minta ASN Netral</h1>"
        f"<div class='side-article txt-article'><p>{text}</p></div>"
        f"<div class='paging'>{''.join(links)}</div></div></body>"
    ).encode()


def link(href: str, text: str, more: str = "") -> str:
    return f'<a href="{href}" {more}>{text}</a>'


@pytest.fixture
def tribun() -> Outlet:
    return find_outlet("tribun-jateng")


def test_query_pages(tribun: Outlet) -> None:
    body = page("<a id='pagecurrent'>1</a>", link(BASE + "?page=2", "2"), link(BASE + "?page=3", "3"))
    assert other_pages(body, BASE, tribun) == (BASE + "?page=2", BASE + "?page=3")


def test_pages_between_are_filled_in_by_the_familys_habit(tribun: Outlet) -> None:
    body = page(link(BASE + "?page=2", "2"), link(BASE + "?page=4", "Terakhir"))
    assert other_pages(body, BASE, tribun) == tuple(f"{BASE}?page={n}" for n in (2, 3, 4))


def test_on_page_two_the_first_is_another(tribun: Outlet) -> None:
    body = page(link(BASE + "?page=1", "1"), "<a id='pagecurrent'>2</a>")
    assert other_pages(body, BASE + "?page=2", tribun) == (BASE + "?page=1",)


def test_links_to_other_articles_and_neighbours_are_no_pages(tribun: Outlet) -> None:
    body = page(
        link("https://jateng.tribunnews.com/2020/03/19/berita-lain?page=2", "2"),
        link("/2020/03/18/sebelumnya", "Selanjutnya"),
        link("#", "2"),
        link("javascript:void(0)", "Next"),
    )
    assert other_pages(body, BASE, tribun) == ()


def test_the_whole_in_one_response_has_no_others(tribun: Outlet) -> None:
    assert other_pages(page(link(BASE + "?page=2", "2")), BASE + "?page=all", tribun) == ()


def test_offsets_are_numbered_by_the_pager() -> None:
    base = "https://radartegal.disway.id/read/707956/wali-kota-minta-asn-netral"
    body = (
        "<html><body><div class='entry-content'><div class='post text-black-1'><h1>Wali Kota</h1><p>"
        + "Warga desa bergotong royong memperbaiki jalan. " * 8
        + "</p>"
        f"<ul class='pagination'><li class='active'><a>1</a></li><li>{link(base + '/15', '2', CODE.format(2))}</li>"
        f"<li>{link(base + '/30', '3', CODE.format(3))}</li></ul></div></div></body></html>"
    ).encode()
    assert other_pages(body, base, find_outlet("radar-tegal")) == (base + "/15", base + "/30")


def test_path_pages() -> None:
    base = "https://eranasional.com/wali-kota-minta-asn-netral/"
    body = (
        "<html><body><article><h1 class='entry-title'>Wali Kota</h1><div class='entry-content'><p>"
        + "Warga desa bergotong royong memperbaiki jalan. " * 8
        + f"</p><div class='page-links'>{link(base + '2/', '2')}</div></div></article></body></html>"
    ).encode()
    assert other_pages(body, base, find_outlet("eranasional")) == (base + "2/",)


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n", b"<html>"])
def test_no_page_has_no_others(body: bytes, tribun: Outlet) -> None:
    assert other_pages(body, BASE, tribun) == ()


def test_fetch_url_asks_for_all_where_the_family_has_it(tribun: Outlet) -> None:
    assert fetch_url(BASE + "?page=2", tribun) == BASE + "?page=all"
    disway = "https://radartegal.disway.id/read/1/a-b"
    assert fetch_url(disway, find_outlet("radar-tegal")) == disway


@pytest.mark.parametrize(
    ("url", "number", "whole"),
    [
        (BASE, None, False),
        (BASE + "?page=3", 3, False),
        (BASE + "?page=all", None, True),
        ("https://a.id/wali-kota-minta/2/", 2, False),
        ("https://a.id/wali-kota-minta/page/3/", 3, False),
        ("https://a.id/2024/08/05/", None, False),
        ("https://a.id/read/15/", None, False),
        ("https://a.id/a-b?p=31727", None, False),
    ],
)
def test_page_part_of_an_address(url: str, number: int | None, whole: bool) -> None:
    _, found, everything = split_page(url)
    assert (found, everything) == (number, whole)


def part(number: int, text: str, **fields: object) -> Article:
    article = Article(
        url=f"{BASE}?page={number}", title="Judul", text=text, page=number, pages=3, problems=("partial",)
    )
    return replace(article, **fields)  # type: ignore[arg-type]  # fields of any type


def test_join_puts_pages_in_order_and_takes_each_once() -> None:
    joined = join_pages(
        [
            part(3, "C."),
            part(1, "A.", authors=("Ani",), published="2020-03-19T10:00:00+07:00"),
            part(2, "B.", authors=("Ani", "Budi")),
            part(2, "B."),
        ]
    )
    assert joined.text == "A.\nB.\nC."
    assert joined.authors == ("Ani", "Budi")
    assert (joined.page, joined.pages, joined.pages_seen, joined.next_page) == (1, 3, 3, None)
    assert joined.published == "2020-03-19T10:00:00+07:00"
    assert joined.problems == ()


def test_join_says_partial_when_a_page_is_missing() -> None:
    joined = join_pages([part(1, "A.", next_page=BASE + "?page=2"), part(3, "C.")])
    assert "partial" in joined.problems
    assert (joined.pages, joined.pages_seen) == (3, 2)


def test_join_leaves_out_what_each_page_repeats() -> None:
    lead = "Paragraf pembuka ini diulang oleh situs pada tiap halaman supaya pembaca ingat."
    assert (
        join_pages([part(1, lead + "\nA."), part(2, lead + "\nB.", pages=2), part(3, "C.")]).text
        == f"{lead}\nA.\nB.\nC."
    )


def test_a_whole_response_is_complete_alone() -> None:
    assert "partial" not in join_pages([part(1, "A.\nB.", pages_seen=3, problems=())]).problems


def test_join_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        join_pages([])


@pytest.mark.parametrize(
    "links",
    [
        link(BASE + "?page=2", "2"),
        link("?page=2", "2"),
        link("?halaman=2&amp;x=1", "2"),
        f"<A HREF='{BASE.upper()}?PAGE=2'>2</A>",
        f"<a href={BASE}/2>2</a>",
        f"<a href = '{BASE}/2/'>2</a>",
        f'<link rel="next" href="{BASE}/page/2/?x=1">',
        link(BASE, "1"),
        "<a id='pagecurrent'>2</a>",
        link("#", "2", CODE.format(2)),
        link(BASE.replace("/", "&#47;") + "?page=2", "2"),
    ],
)
def test_whatever_may_be_a_page_is_looked_at(links: str) -> None:
    outlet = find_outlet("radar-tegal")
    assert may_have_pages(page(links), BASE, outlet)
    assert may_have_pages(page(links).decode().encode("utf-16"), BASE, outlet)


def test_an_article_of_one_page_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.paging.parse_page", None)
    others = "".join(link(f"https://radartegal.disway.id/kategori/lokal/{n}", str(n)) for n in range(2, 40))
    numbers = '<span class="nomor">1</span>' + link("/read/8/lain?page=2", "2") + link("/", "Selanjutnya")
    assert (
        other_pages(page(others, numbers), "https://radartegal.disway.id/read/7/a-b", find_outlet("radar-tegal"))
        == ()
    )


def test_the_look_at_the_bytes_agrees_with_the_look_at_the_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """On every article of the replica portals."""
    sites = handlers(Options())
    for piece in load_pieces().values():
        outlet, url = find_outlet(piece.outlet), address(piece)
        body = sites[outlet.host](request_for(url)).body
        quick = other_pages(body, url, outlet)
        with monkeypatch.context() as patch:
            patch.setattr("crawler.paging.may_have_pages", lambda *_: True)
            assert quick == other_pages(body, url, outlet), url
