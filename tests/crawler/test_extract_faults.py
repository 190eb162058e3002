"""Texts that are not the article, or not all of it: each is found, named, and never counted as a good body."""

import pytest

from crawler.article import BAD_BODY, Article, NotArticle
from crawler.extract import extract_page

URL = "https://contoh.id/berita/wali-kota-minta-asn-netral"
TITLE = "Wali Kota Margasari Minta ASN Netral di Pilkada"
TEXT = (
    "Wali Kota Margasari, Hadi Prawoto, meminta seluruh pegawai di lingkungannya menjaga netralitas tahun ini.",
    "Permintaan itu ia sampaikan saat memimpin apel pagi di halaman balai kota yang diikuti ratusan pegawai.",
    "Menurut dia, pengawasan akan dilakukan oleh inspektorat bersama badan pengawas, dan laporan warga diterima.",
    "Sekretaris daerah menambahkan surat edaran tentang hal itu sudah dikirim ke semua kecamatan pekan lalu.",
)
OTHER = (
    "Harga cabai rawit merah di pasar induk turun dalam sepekan terakhir karena pasokan dari petani bertambah.",
    "Longsor menutup badan jalan sepanjang dua puluh meter setelah hujan deras semalam di perbatasan wilayah.",
    "Petani mengaku harus membeli pupuk dengan harga dua kali lipat sejak awal musim tanam pada bulan lalu.",
    "Cuaca diperkirakan cerah berawan sepanjang pekan depan sehingga panen raya dapat berjalan sesuai rencana.",
)
OG = "<meta property='og:type' content='article'>"
SUMMARY = f"<meta property='og:description' content='{TEXT[0]}'>"


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def data(**fields: str) -> str:
    body = "".join(f', "{key}": {value}' for key, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle"{body}}}</script>'


def extracted(column: str, head: str = "", behind: str = "") -> Article | NotArticle:
    page = (
        f"<html><head><title>{TITLE}</title>{OG}{head}</head><body><h1>{TITLE}</h1>"
        f"<div class='isi'>{column}</div>{behind}</body></html>"
    )
    return extract_page(page.encode(), URL, None)


def problems(column: str, head: str = "", behind: str = "") -> tuple[str, ...]:
    found = extracted(column, head, behind)
    assert isinstance(found, Article), found
    assert found.body_is_good == (not BAD_BODY.intersection(found.problems))
    return tuple(name for name in found.problems if name != "no_date")


WHOLE = paragraphs(TEXT * 1)
LONG = paragraphs((*TEXT, *(f"Pegawai ke-{n} menyatakan akan mematuhi aturan itu dalam apel." for n in range(20))))
MORE = "<p><a href='/login'>Baca selengkapnya</a></p>"


@pytest.mark.parametrize(
    ("column", "head", "behind", "want"),
    [
        (WHOLE, SUMMARY, "", ()),
        (WHOLE, data(articleBody=f'"{" ".join(TEXT)}"'), "", ()),
        (WHOLE, data(wordCount="70"), "", ()),
        # an excerpt
        (paragraphs(TEXT[:2]) + "<p>Menurut dia, pengawasan akan dilakukan ...</p>" + MORE, "", "", ("truncated",)),
        (paragraphs(TEXT[:2]) + "<p>Menurut dia, pengawasan akan [...]</p>", "", "", ("truncated",)),
        (paragraphs(TEXT[:2]), data(articleBody=f'"{" ".join(TEXT)}"'), "", ("truncated",)),
        (paragraphs(TEXT[:2]), data(wordCount="400"), "", ("truncated",)),
        # a paywall, in the column or behind it, or stated
        (WHOLE + "<p>Untuk melanjutkan membaca artikel ini silakan berlangganan.</p>", "", "", ("paywall",)),
        (WHOLE, "", "<div><p>Artikel ini khusus untuk pelanggan.</p></div>", ("paywall",)),
        (WHOLE, data(isAccessibleForFree="false"), "", ("paywall",)),
        (LONG, data(isAccessibleForFree="false"), "", ()),
        # the same paragraphs twice
        (WHOLE + WHOLE, "", "", ("repeated",)),
        # the text of another page under this one's headline
        (paragraphs(OTHER), SUMMARY, "", ("other_article",)),
        (paragraphs(OTHER), "", "", ()),  # nothing to compare with: not said
    ],
)  # fmt: skip
def test_fault(column: str, head: str, behind: str, want: tuple[str, ...]) -> None:
    assert problems(column, head, behind) == want


def test_a_notice_of_a_paywall_is_no_text() -> None:
    found = extracted(WHOLE + "<p>Untuk melanjutkan membaca artikel ini silakan berlangganan.</p>")
    assert isinstance(found, Article)
    assert found.text.split("\n") == list(TEXT)
    assert not found.body_is_good


def test_repeated_paragraphs_are_kept_once() -> None:
    found = extracted(WHOLE + WHOLE)
    assert isinstance(found, Article)
    assert found.text.split("\n") == list(TEXT)
    assert found.body_is_good


def test_a_list_of_articles_is_none() -> None:
    cards = "".join(
        f"<div><h3><a href='/berita/{n}'>{line[:60]}</a></h3><p>{line}</p></div>" for n, line in enumerate(OTHER * 4)
    )
    page = f"<html><head><title>Berita Daerah - Contoh</title></head><body><div>{cards}</div></body></html>"
    found = extract_page(page.encode(), "https://contoh.id/daerah/", None)
    assert isinstance(found, NotArticle)
    assert found.reason == "not_article"


def test_the_words_that_open_the_text_decide_between_two_columns() -> None:
    wrong = f"<div class='x'>{paragraphs(OTHER * 3)}</div>"
    right = f"<div class='y'>{paragraphs(TEXT)}</div>"
    page = (
        f"<html><head><title>{TITLE}</title>{OG}{SUMMARY}</head><body>{wrong}<ul>"
        + "<li><a href='/x'>Judul berita lain yang cukup panjang</a></li>" * 20
        + f"</ul>{right}</body></html>"
    )
    found = extract_page(page.encode(), URL, None)
    assert isinstance(found, Article)
    assert found.text.split("\n") == list(TEXT)


def test_captions_are_kept_in_page_order() -> None:
    figures = [f"<figure><img><figcaption>Apel pagi ke-{n} di balai kota.</figcaption></figure>" for n in range(3)]
    column = "".join(f"{figure}<p>{line}</p>" for figure, line in zip(figures, TEXT, strict=False)) + paragraphs(
        TEXT[3:]
    )
    found = extracted(column)
    assert isinstance(found, Article)
    assert found.captions == tuple(f"Apel pagi ke-{n} di balai kota." for n in range(3))
    assert found.caption == found.captions[0]


def test_a_lead_pictures_caption_above_the_column() -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div class='foto'><img>"
        f"<p class='caption'>Hadi Prawoto memimpin apel.</p></div><div class='isi'>{WHOLE}</div></body></html>"
    )
    found = extract_page(page.encode(), URL, None)
    assert isinstance(found, Article)
    assert found.captions == ("Hadi Prawoto memimpin apel.",)
    assert found.text.split("\n") == list(TEXT)
