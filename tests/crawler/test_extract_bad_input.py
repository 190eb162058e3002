"""Bytes that are no article page: a reason, never a traceback, never an empty article, never without end."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.article import Article, NotArticle
from crawler.extract import extract_page
from crawler.extraction.decode import MAX_BYTES, decode_page
from crawler.extraction.dom import MAX_ELEMENTS
from crawler.outlet import find_outlet

PAGES = Path(__file__).resolve().parent.parent / "pages"
URL = "https://jateng.tribunnews.com/2024/08/05/kabar"
PARAGRAPH = (
    "Warga desa bergotong royong memperbaiki jalan yang rusak akibat hujan deras pada akhir pekan lalu, kata kepala "
    "desa. "
)
QUOTED = f"<p>{PARAGRAPH * 3} Kafé “teduh” – begitu.</p>"
REASONS = {"not_article", "blocked", "empty", "too_large", "not_html", "broken"}


def page_with(text: str, head: str = "", title: str = "Jalan Desa Diperbaiki Warga Bergotong Royong") -> bytes:
    return (
        f"<html><head><title>{title}</title><meta property='og:title' content='{title}'>"
        f"<meta property='og:type' content='article'>{head}</head><body><h1>{title}</h1>"
        f"<div class='content'>{text}</div></body></html>"
    ).encode()


def reason(body: bytes, url: str | None = None, content_type: str | None = None) -> str:
    found = extract_page(body, url, None, content_type=content_type)
    assert isinstance(found, NotArticle), found
    assert found.reason in REASONS
    assert found.detail
    return found.reason


@pytest.mark.parametrize(
    ("body", "want"),
    [
        (b"", "empty"),
        (b" \n\x00\x00 ", "empty"),
        (b"<html><body></body></html>", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not_html"),
        (b"%PDF-1.4 ...", "not_html"),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "not_html"),
        (b'{"a": 1}', "not_html"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "not_html"),
        (b"hanya teks biasa tanpa satu pun elemen", "not_html"),
        (b"<html><body><p>Pendek.</p></body></html>", "not_article"),
        (b"a" * (MAX_BYTES + 1), "too_large"),
        (b"<p>" + b"<i>x</i>" * (MAX_ELEMENTS + 1), "too_large"),
    ],
    ids=["no bytes", "blanks", "no text", "png", "pdf", "jpeg", "json", "feed", "text", "short", "huge", "elements"],
)
def test_reason(body: bytes, want: str) -> None:
    assert reason(body) == want


def test_an_image_by_its_content_type() -> None:
    assert reason(page_with(f"<p>{PARAGRAPH * 4}</p>"), content_type="image/webp") == "not_html"


def test_a_front_page_and_a_list() -> None:
    items = "".join(
        f"<li><h3><a href='/a{n}'>Judul berita nomor {n} yang cukup panjang</a></h3></li>" for n in range(30)
    )
    assert reason(page_with(f"<ul>{items}</ul>"), "https://contoh.co.id/") == "not_article"
    assert reason(page_with(f"<ul>{items}</ul>"), "https://contoh.co.id/tag/asn") == "not_article"
    assert (
        reason(f"<html><body><ul>{items}</ul></body></html>".encode(), "https://contoh.co.id/kabar-1")
        == "not_article"
    )


def test_an_outlets_list_address() -> None:
    body = page_with(f"<p>{PARAGRAPH * 6}</p>")
    found = extract_page(body, "https://jateng.tribunnews.com/tag/asn", find_outlet("tribun-jateng"))
    assert isinstance(found, NotArticle)
    assert found.reason == "not_article"


def test_a_picture_page_of_an_article_address() -> None:
    assert reason(page_with("<img src='x.jpg'>")) == "empty"


def test_an_error_page() -> None:
    body = (
        b"<html><head><title>404 Not Found</title></head><body><h1>Halaman tidak ditemukan</h1>"
        b"<p>Maaf, halaman yang Anda cari mungkin sudah dihapus atau alamatnya berubah.</p></body></html>"
    )
    assert reason(body) == "not_article"


def test_a_refusal_says_blocked() -> None:
    body = (
        b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
        b"<p>Please wait while we verify you.</p></body></html>"
    )
    assert reason(body) == "blocked"


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 5000 + PARAGRAPH.encode() * 5 + b"</div>" * 5000,
        b"<table><tr><td colspan='999999999' rowspan='999999999'>" + PARAGRAPH.encode() * 5 + b"</td></tr></table>",
        page_with("<p>" + "a" * 500_000 + "</p>"),
        page_with("<p>" + "( " * 50_000 + "</p>" + f"<p>{PARAGRAPH * 3}</p>"),
        page_with(f"<p>{PARAGRAPH * 3}</p>", head="<script type='application/ld+json'>" + "[" * 20_000 + "</script>"),
        page_with(
            f"<p>{PARAGRAPH * 3}</p>",
            head='<script type=\'application/ld+json\'>{"@type":[1,{}],"author":{"name":7}}</script>',
        ),
        page_with(f"<p>{PARAGRAPH * 3}</p>", head="<meta name='date' content='" + "1 " * 50_000 + "'>"),
        page_with("".join(f"<p class='c{n}'>{PARAGRAPH}{n}</p>" for n in range(2000))),
        page_with(
            f"<p>{PARAGRAPH * 3}</p><a href='http://[::1'>x</a><a href='?page=99999999999999999999'>9</a>"
            "<a href='?page=2'>2</a>"
        ),
    ],
    ids=[
        "deep",
        "colspan",
        "long word",
        "brackets",
        "nested json",
        "odd json",
        "long meta",
        "many paragraphs",
        "odd links",
    ],
)
def test_pathological_pages_end_with_a_result(body: bytes) -> None:
    found = extract_page(body, URL, None)
    assert isinstance(found, NotArticle) or found.text
    if isinstance(found, NotArticle):
        assert found.reason != "broken", found.detail


@pytest.mark.parametrize("name", ["tribun/2017", "wordpress/jnews", "blogger/div", "generic/table"])
def test_cut_and_damaged_pages(name: str) -> None:
    body = (PAGES / f"{name}.html").read_bytes()
    rng = random.Random(7)
    damaged = [body[: len(body) * part // 12] for part in range(12)]
    for _ in range(20):
        copy = bytearray(body)
        for _ in range(30):
            copy[rng.randrange(len(copy))] = rng.randrange(256)
        damaged.append(bytes(copy))
    damaged += [body.replace(b" ", b"\x00 "), body[::-1], body + body, body.replace(b"<p>", b"<p><p><div>")]
    for piece in damaged:
        found = extract_page(piece, URL, find_outlet("tribun-jateng"))
        assert isinstance(found, NotArticle) or (found.text and found.title)
        if isinstance(found, NotArticle):
            assert found.reason in REASONS - {"broken"}, found.detail


def test_random_bytes() -> None:
    rng = random.Random(11)
    for size in (1, 10, 1000, 50_000):
        found = extract_page(rng.randbytes(size), None, None)
        assert isinstance(found, NotArticle)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (page_with(QUOTED), None),
        (page_with(QUOTED).decode().encode("cp1252"), None),
        (page_with(QUOTED, "<meta charset='utf-8'>").decode().encode("cp1252"), "text/html; charset=iso-8859-2"),
        (page_with(QUOTED), "text/html; charset=iso-8859-1"),
        (page_with(f"<p>{PARAGRAPH * 3} Kaf&eacute; &#147;teduh&#148; &#150; begitu.</p>"), None),
        (page_with(QUOTED).decode().encode("utf-16"), None),
        (b"\xef\xbb\xbf" + page_with(QUOTED), None),
        (repr(page_with(QUOTED)).encode(), None),
        (page_with(QUOTED).decode("cp1252", "ignore").encode(), None),
    ],
    ids=["utf-8", "cp1252", "two wrong", "wrong label", "references", "utf-16", "bom", "bytes repr", "mojibake"],
)  # fmt: skip
def test_character_sets(body: bytes, content_type: str | None) -> None:
    found = extract_page(body, None, None, content_type=content_type)
    assert isinstance(found, Article), found
    assert "“teduh" in found.text
    assert "\x93" not in found.text


def test_no_break_spaces_become_spaces() -> None:
    found = extract_page(page_with(f"<p>{PARAGRAPH * 2}Kota&nbsp;Pekalongan\u00a0dan\u200bTegal.</p>"), None, None)
    assert isinstance(found, Article)
    assert "Kota Pekalongan dan" in found.text


def test_dates_that_cannot_be_are_refused_and_named() -> None:
    now = datetime(2024, 8, 5, tzinfo=UTC)
    for stated in ("2091-01-01T10:00:00+07:00", "1970-01-01T00:00:00+00:00"):
        body = page_with(f"<p>{PARAGRAPH * 4}</p>", f"<meta property='article:published_time' content='{stated}'>")
        found = extract_page(body, None, None, fetched_at=now)
        assert isinstance(found, Article)
        assert found.published is None
        assert {"date_refused", "no_date"} <= set(found.problems)


def test_a_date_before_the_portal_existed_is_refused() -> None:
    body = page_with(
        f"<p>{PARAGRAPH * 4}</p>", "<meta property='article:published_time' content='2004-08-05T10:15:00+07:00'>"
    )
    found = extract_page(body, "https://www.suara.com/news/2014/08/05/101500/wali-kota-minta", None)
    assert isinstance(found, Article)
    assert "date_refused" in found.problems
    assert found.published is not None
    assert found.published.startswith("2014-08-05")


def test_a_gzip_left_in_place_is_unpacked() -> None:
    import gzip

    assert isinstance(decode_page(gzip.compress(page_with(f"<p>{PARAGRAPH}</p>"))), str)


def test_a_paywall_stub_is_named() -> None:
    body = page_with(f"<p>{PARAGRAPH * 2}</p><p>Untuk melanjutkan membaca artikel ini silakan berlangganan.</p>")
    found = extract_page(body, None, None)
    assert isinstance(found, Article)
    assert "paywall" in found.problems


def test_a_page_cut_in_mid_sentence_is_named() -> None:
    body = page_with(
        f"<p>{PARAGRAPH * 4}</p><p>Kalimat terakhir ini terpotong di tengah tanpa titik karena halaman"
    ).split(b"</div></body>")[0]
    found = extract_page(body, None, None)
    assert isinstance(found, Article)
    assert "cut_off" in found.problems
