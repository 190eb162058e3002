"""Parts of the extraction by themselves: kinds of line, names of elements, headlines, columns, dates, selectors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.article import Article, NotArticle
from crawler.catalogue.family_match import family_outlet
from crawler.extract import extract_page
from crawler.extraction.dom import blocks_of, parse_page
from crawler.extraction.lines import Line, begins_furniture, kind_of
from crawler.extraction.names import Role, roles_of_name
from crawler.extraction.quick import steps_of
from crawler.extraction.second import agreement, second_paragraphs
from crawler.extraction.selectors import Page, _by_xpath
from crawler.extraction.structured import read_structured
from crawler.extraction.titles import find_title, without_suffix
from crawler.outlet import FAMILIES

PAGES = Path(__file__).resolve().parent.parent / "pages"
TITLE = "Wali Kota Margasari Minta ASN Netral di Pilkada"
TEXT = (
    "Wali Kota Margasari, Hadi Prawoto, meminta seluruh pegawai di lingkungannya menjaga netralitas tahun ini.",
    "Permintaan itu ia sampaikan saat memimpin apel pagi di halaman balai kota yang diikuti ratusan pegawai.",
    "Menurut dia, pengawasan akan dilakukan oleh inspektorat bersama badan pengawas, dan laporan warga diterima.",
    "Sekretaris daerah menambahkan surat edaran tentang hal itu sudah dikirim ke semua kecamatan pekan lalu.",
)
OTHER = (
    "Harga cabai rawit merah di pasar induk turun dalam sepekan terakhir karena pasokan dari petani bertambah.",
    "Longsor menutup badan jalan sepanjang dua puluh meter setelah hujan deras semalam di perbatasan kota itu.",
    "Petani mengaku harus membeli pupuk dengan harga dua kali lipat sejak awal musim tanam pada bulan lalu.",
)


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


H1 = f"<h1>{TITLE}</h1>"
OWN = paragraphs(TEXT)


def extracted(body: str, head: str = "") -> Article:
    og = f"<meta property='og:title' content='{TITLE}'>"
    page = f"<html><head><title>{TITLE}</title>{og}{head}</head><body>{body}</body></html>"
    found = extract_page(page.encode(), "https://contoh.id/a/wali-kota-minta", None)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Baca juga: Harga Cabai Turun", Line.TEASER),
        ("BACA JUGA  Harga Cabai Turun", Line.TEASER),
        ("(Baca: Harga Cabai Turun)", Line.TEASER),
        ("Selengkapnya...", Line.TEASER),
        ("[Gambas:Video 20detik]", Line.TEASER),
        ("Halaman selanjutnya", Line.TEASER),
        ("ADVERTISEMENT", Line.FURNITURE),
        ("SCROLL TO CONTINUE WITH CONTENT", Line.FURNITURE),
        ("Ikuti kami di Google News", Line.FURNITURE),
        ("Share : Facebook Twitter", Line.FURNITURE),
        ("contohkabar.disway.id", Line.FURNITURE),
        ("Laman: 1 2 3", Line.FURNITURE),
        ("Copyright © 2020 Harian Contoh", Line.FURNITURE),
        ("Editor: Budi Harto", Line.CREDIT),
        ("Laporan Wartawan Harian Contoh, Ani Dewi", Line.CREDIT),
        ("Sumber: Kantor Berita", Line.CREDIT),
        ("Artikel ini telah tayang di Contoh.com dengan judul Aduh", Line.CREDIT),
        ("(ani/bud)", Line.SIGNOFF),
        ("(*)", Line.SIGNOFF),
        ("---", Line.SIGNOFF),
        ("Baca buku membuat senang.", Line.TEXT),
        ("Simak para pemain yang akan turun pada laga nanti malam.", Line.TEXT),
        ("Editor senior itu datang ke Semarang untuk melatih wartawan muda.", Line.TEXT),
        ("\"Baca ini dulu,\" kata Ani.", Line.TEXT),
        ("Sumber air di desa itu mengering sejak Juli.", Line.TEXT),
        ("Lihat saja nanti.", Line.TEXT),
    ],
)  # fmt: skip
def test_kind_of_line(text: str, kind: Line) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize("text", ["Berita Terkait", "Tags:", "Komentar", "Share this:", "RELATED ARTICLES"])
def test_lines_that_begin_the_pages_furniture(text: str) -> None:
    assert begins_furniture(text)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("related-posts", Role.JUNK),
        ("box_artikel terkait", Role.JUNK),
        ("share-list", Role.JUNK),
        ("wp-caption-text", Role.JUNK),
        ("entry-content no-share", Role.BODY),
        ("articlebody", Role.BODY),
        ("jeg_meta_author", Role.BYLINE),
        ("read__info__date", Role.DATE),
        ("jeg_post_kicker", Role.KICKER),
    ],
)
def test_what_a_name_says(name: str, role: Role) -> None:
    assert role in roles_of_name(name)


@pytest.mark.parametrize(
    "name", ["entry-content no-share", "single has-sidebar", "post tag-pilkada category-terkait"]
)
def test_a_name_that_denies_or_files_is_no_furniture(name: str) -> None:
    assert Role.JUNK not in roles_of_name(name)


@pytest.mark.parametrize(
    ("stated", "want"),
    [
        (f"{TITLE} - Harian Contoh", TITLE),
        (f"{TITLE} | Contoh News", TITLE),
        (f"{TITLE} : Contoh Online", TITLE),
        (f"{TITLE} - Kabar Daerah - Contoh.com", TITLE),
        (
            "Pilkada 2024: Tiga Hal yang Dilarang - dan Sanksinya",
            "Pilkada 2024: Tiga Hal yang Dilarang - dan Sanksinya",
        ),
    ],
)
def test_suffix_of_a_stated_title(stated: str, want: str) -> None:
    assert without_suffix(stated) == want


@pytest.mark.parametrize(
    ("head", "body", "want", "method"),
    [
        (f"<title>{TITLE} - Contoh</title>", f"<h1>Contoh</h1><h2><a href='/x'>{TITLE}</a></h2>", TITLE, "shown"),
        (f"<title>{TITLE}</title>", f"<h1><span>Pilkada</span> {TITLE}</h1>", TITLE, "shown"),
        (f"<title>CONTOH.ID - {TITLE}</title>", f"<b>{TITLE}</b>", TITLE, "shown"),
        (
            "<title>Soal Kata 'Netral' di Pilkada Nanti | Contoh</title>"
            "<meta property='og:title' content='Soal Kata '>",
            "<h2>Soal Kata 'Netral' di Pilkada Nanti</h2>",
            "Soal Kata 'Netral' di Pilkada Nanti",
            "shown",
        ),
        (f"<title>{TITLE.replace('ASN', 'ASN:')}</title>", f"<h1>{TITLE}?</h1>", TITLE + "?", "shown"),
        (f"<meta property='og:site_name' content='Ini'><title>{TITLE} | Ini</title>", "<p>x</p>", TITLE, "stated"),
        ("", f"<h1 class='judul'>{TITLE}</h1>", TITLE, "heading"),
    ],
)  # fmt: skip
def test_headline(head: str, body: str, want: str, method: str) -> None:
    tree = parse_page(f"<html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    found = find_title(blocks_of(tree), tree, read_structured(tree))
    assert found is not None
    assert (found.text, found.method) == (want, method)


LINK = "<a href='/o'>Judul berita lain yang panjang</a>"
COMMENTS = "".join(f"<div><b>Budi</b><div>{line}</div><a href='#'>Balas</a></div>" for line in OTHER)
CARDS = "".join(
    f"<div class='media'><a href='/n'><h4>Judul berita yang lain</h4></a><div>{line}…</div></div>" for line in OTHER
)
COLUMNS = {
    "comments": f"<div>{H1}<div id='y'>{OWN}</div><div id='z'><h3>3 Komentar</h3>{COMMENTS}</div></div>",
    "next article": f"<article>{H1}<div class='t'>{OWN}</div></article>"
    f"<article><h1>Harga Cabai Turun</h1><div class='t'>{paragraphs(OTHER * 3)}</div></article>",
    "about the site": f"{H1}<div class='isi'>{OWN}</div><ul><li>{LINK}</li></ul>"
    f"<div><h4>Tentang</h4>{paragraphs(OTHER * 3)}</div>",
    "column before": "<div class='kiri'>"
    + "".join(f"<h4>{LINK}</h4><p>{line} {line}</p>" for line in OTHER * 3)
    + f"</div><div>{H1}{OWN}</div>",
    "mobile copy": f"<div class='d'>{H1}<div class='i'>{OWN}</div></div>"
    f"<div class='m'>{H1}<div class='j'>{OWN}</div></div>",
    "teasers with summaries": f"<div>{H1}{OWN}{CARDS}</div>",
    "prompts between": f"{H1}<div>"
    + "".join(f"<div class='p'><p>{line}</p></div><div class='q'>Gulir untuk terus membaca</div>" for line in TEXT)
    + "</div>",
    "text in br": f"{H1}<div>{'<br><br>'.join(TEXT)}</div>",
    "linked titles": f"{H1}<div><p>{TEXT[0]}</p><p>{LINK}</p>{paragraphs(TEXT[1:])}</div>",
    "linked line in a paragraph": f"{H1}<div><p>{TEXT[0]}<br>{LINK}</p>{paragraphs(TEXT[1:])}</div>",
    "embedded post": f"{H1}<div><p>{TEXT[0]}</p><blockquote class='twitter-tweet'><p>{OTHER[0]}</p></blockquote>"
    f"{paragraphs(TEXT[1:])}</div>",
    "picture table": f"{H1}<div><table><tr><td><img></td></tr><tr><td>{OTHER[0]}</td></tr></table>{OWN}</div>",
    "repeated": f"{H1}<div>{OWN}<p>{TEXT[1]}</p></div>",
}


@pytest.mark.parametrize("name", COLUMNS)
def test_the_articles_own_prose_and_no_more(name: str) -> None:
    assert extracted(COLUMNS[name]).text.split("\n") == list(TEXT)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<span>Ani Dewi</span> - <span>Senin, 5 Agustus 2024 | 10:15 WIB</span>", ("Ani Dewi",)),
        ("Kabar Daerah - Senin, 5 Agustus 2024 | 10:15 WIB", ()),
        ("Gaya Hidup - Senin, 5 Agustus 2024", ()),  # a channel: the page links it
        ("Jawa Tengah, Senin, 5 Agustus 2024", ()),
        ("Semarang - Senin, 5 Agustus 2024", ()),
        ("Contoh.id - Senin, 5 Agustus 2024", ()),
    ],
)
def test_a_name_beside_the_date(line: str, authors: tuple[str, ...]) -> None:
    found = extracted(f"<ul><li><a href='/gaya-hidup'>Gaya Hidup</a></li></ul>{H1}<div>{line}</div><div>{OWN}</div>")
    assert found.authors == authors
    assert found.text.split("\n") == list(TEXT)


@pytest.mark.parametrize(
    "between",
    [
        "<p><img src='a.jpg'><br><em>Apel pagi di balai kota. Foto: Ani Dewi</em></p>",
        "<div><img src='a.jpg'><div>Apel pagi di balai kota (Dok. Humas)</div></div>",
        "<div>ADVERTISEMENT</div><div>SCROLL TO CONTINUE WITH CONTENT</div>",
        f"<div><h4>Baca Juga</h4><ul>{'<li><a href=/x>Judul berita lain yang panjang</a></li>' * 3}</ul></div>",
        f"<div><a href='/b'><h3>Harga Cabai Turun Jelang Lebaran</h3></a><p>{OTHER[0]}</p></div>",
        "<p>Kabar yang juga menarik: <a href='/b'>Harga Cabai Turun Jelang Lebaran</a></p>",
        "<p>Kami menggunakan cookie agar Anda nyaman membaca situs ini.</p>",
    ],
    ids=[
        "caption in small type",
        "caption by its credit",
        "advertisement",
        "list of links",
        "card",
        "label of its own",
        "cookies",
    ],
)
@pytest.mark.parametrize("form", ["<p>{}</p>", "<div>{}</div>", "<p><span>{}</span></p>", "{}<br><br>"])
@pytest.mark.parametrize("flat", [True, False])
def test_inserts_in_a_column_without_names(between: str, form: str, flat: bool) -> None:
    column = form.format(TEXT[0]) + between + "".join(form.format(line) for line in TEXT[1:])
    bio = "<h4>Ani Dewi</h4><p>Ani Dewi adalah jurnalis yang meliput isu politik dan pemerintahan di daerah.</p>"
    comments = "<h3>3 Komentar</h3>" + "".join(
        f"<div><b>Pembaca {n}</b><span>{n + 1} jam lalu</span><p>{line}</p></div>" for n, line in enumerate(OTHER)
    )
    links = "<ul>" + "<li><a href='/o'>Judul berita lain yang panjang</a></li>" * 6 + "</ul>"
    inside = column if flat else f"<div>{column}</div>"
    assert extracted(f"<div>{H1}{inside}{links}{bio}{comments}</div>").text.split("\n") == list(TEXT)


def test_a_longer_article_under_a_next_headline_is_another() -> None:
    following = f"<div><h1>Harga Cabai Turun</h1><div>{paragraphs(OTHER * 4)}</div></div>"
    assert extracted(f"<div>{H1}<div>{OWN}</div></div>{following}").text.split("\n") == list(TEXT)


def test_a_sentence_that_ends_in_a_linked_name_stays() -> None:
    line = "Permintaan itu ia sampaikan kepada <a href='/tag/hadi'>Hadi Prawoto</a>"
    found = extracted(f"{H1}<div><p>{TEXT[0]}</p><p>{line}</p>{paragraphs(TEXT[1:])}</div>")
    assert "Permintaan itu ia sampaikan kepada Hadi Prawoto" in found.text.split("\n")


@pytest.mark.parametrize(
    ("head", "behind", "tags"),
    [
        ("", "<p>Tags: <a href='/t/a'>Pilkada</a> <a href='/t/b'>Netralitas ASN</a></p>", ("Pilkada", "Netralitas ASN")),
        ("", "<h4>Topik Terkait</h4><a href='/t/a'>Pilkada</a><a href='/t/b'>ASN</a>", ("Pilkada", "ASN")),
        ("", "<div><a href='/t/a'>Topik Pilihan</a></div>", ()),
        ("<meta name='keywords' content='netralitas, apel, cuti bersama'>", "", ("netralitas", "apel", "cuti bersama")),
        ("<meta name='keywords' content='netralitas, sepak bola, gosip artis, resep masakan'>", "", ("netralitas",)),
    ],
)  # fmt: skip
def test_tags(head: str, behind: str, tags: tuple[str, ...]) -> None:
    assert extracted(f"{H1}<div>{OWN}</div><div>{behind}</div>", head).tags == tags


def test_initials_are_resolved_by_the_byline() -> None:
    found = extracted(f"{H1}<p>Penulis: Ani Dewi | Editor: Budi Harto</p><div>{OWN}<p>(ad/bud)</p></div>")
    assert (found.initials, found.signed_by) == ("ad/bud", ("Ani Dewi", "Budi Harto"))


def test_a_text_cut_into_pieces_is_put_together() -> None:
    pieces = [f"<div><p>{line}</p></div>" for line in TEXT]
    page = "<div>SCROLL TO CONTINUE WITH CONTENT</div>".join(pieces)
    assert extracted(f"<div>{H1}{page}<ul><li>{LINK}</li></ul></div>").text.split("\n") == list(TEXT)


def test_a_first_paragraph_set_apart_stays() -> None:
    rest = paragraphs(TEXT[1:])
    body = f"<article>{H1}<div class='a'><p>{TEXT[0]}</p></div><div class='b'>{rest}</div></article>"
    assert extracted(body).text.split("\n") == list(TEXT)


def test_deck_kicker_and_caption_are_fields() -> None:
    found = extracted(
        f"<div class='k'>{H1}<p>Politik</p><p>Edaran sudah dikirim.</p><p>Oleh: Ani Dewi</p>"
        f"<p>Rabu, 5 Agustus 2020 | 10:15 WIB</p><p>Apel pagi. (Foto: Ani/Contoh)</p>"
        f"<p>MARGASARI, Contoh.id - {TEXT[0]}</p>{paragraphs(TEXT[1:])}<p>Editor: Budi Harto</p></div>"
    )
    assert (found.kicker, found.deck, found.caption) == (
        "Politik",
        "Edaran sudah dikirim.",
        "Apel pagi. (Foto: Ani/Contoh)",
    )
    assert (found.authors, found.editors, found.dateline) == (("Ani Dewi",), ("Budi Harto",), "MARGASARI")
    assert found.published == "2020-08-05T10:15:00+07:00"
    assert found.text.startswith("MARGASARI, Contoh.id - ")


def test_a_dateline_set_apart_is_put_before_its_paragraph() -> None:
    found = extracted(f"{H1}<div><strong>Jakarta, CNN Indonesia</strong> -- {OWN}</div>")
    assert found.text.startswith("Jakarta, CNN Indonesia -- Wali Kota")
    assert found.dateline == "Jakarta"


def test_the_editor_of_the_metadata_is_no_author() -> None:
    head = '<script type=\'application/ld+json\'>{"@type":"NewsArticle","author":{"name":"Budi Harto"}}</script>'
    assert extracted(f"{H1}<div>{OWN}</div><p>Editor: Budi Harto</p>", head).authors == ()
    assert extracted(f"{H1}<div>{OWN}</div>", head).authors == ("Budi Harto",)


PUB = "<meta property='article:published_time' content='{}'>".format
BLOGGER = (
    "<meta name='generator' content='blogger'><meta itemprop='datePublished' content='2017-01-05T18:57:00-08:00'>"
)
DETIK = "<meta name='pubdate' content='2016-02-11T06-28-07Z'>"
MERDEKA = "<meta itemprop='datePublished' content='2018-08-05T10:15:00+07:00Z'>"
UTC_ = PUB("2023-08-05T03:15:32+00:00")
DATES = [
    # head, beside the headline, what it means, method begins with
    (PUB("2020-10-09T14:58:53+08:00"), "Jumat, 9 Oktober 2020", "2020-10-09T14:58:53+08:00", "meta"),
    (DETIK, "Kamis 11 Feb 2016, 06:28 WIB", "2016-02-11T06:28:07+07:00", "shown"),
    (DETIK, "", "2016-02-11T06:28:07+07:00", "meta"),
    (UTC_, "5 Agustus 2023 10:15", "2023-08-05T10:15:32+07:00", "shown, zone of meta"),
    (UTC_, "5 Agustus 2023 11:15", "2023-08-05T11:15:32+08:00", "shown, zone of meta"),
    (PUB("2023-08-05T10:15:32Z"), "5 Agustus 2023 10:15", "2023-08-05T10:15:00+07:00", "shown, zone of default"),
    (MERDEKA, "", "2018-08-05T10:15:00+07:00", "meta"),
    (PUB("2022-03-01T07:00:00Z"), "Jumat, 21 November 2025 08:00 WIB", "2022-03-01T07:00:00+00:00", "meta"),
    (PUB("2020-08-05T10:15:32+07:00"), "Diperbarui 05 Agu 2020, 11:15 WIB", "2020-08-05T10:15:32+07:00", "meta"),
    (BLOGGER, "Kamis, 5 Januari 2017", "2017-01-05T18:57:00+07:00", "meta"),
    (BLOGGER, "Jumat, 6 Januari 2017", "2017-01-06T09:57:00+07:00", "meta"),
    (BLOGGER, "Kamis, 5 Januari 2017 | 18:57 WIB", "2017-01-05T18:57:00+07:00", "shown"),
    ("", "19 Juni 2015", "2015-06-19T00:00:00+07:00", "shown"),
]


@pytest.mark.parametrize(("head", "shown", "want", "method"), DATES)
def test_which_date_is_believed(head: str, shown: str, want: str, method: str) -> None:
    found = extracted(f"{H1}<span class='date'>{shown}</span><div>{OWN}</div>", head)
    assert found.published == want
    assert (found.published_method or "").startswith(method)


ZONES = [
    ("contoh.id", "+07:00"),
    ("manado.tribunnews.com", "+08:00"),
    ("papua.tribunnews.com", "+09:00"),
    ("kaltim.prokal.co", "+08:00"),
    ("kalteng.prokal.co", "+07:00"),
]


@pytest.mark.parametrize(("host", "offset"), ZONES)
def test_zone_of_a_page_that_states_none(host: str, offset: str) -> None:
    page = f"<html><title>{TITLE}</title><body>{H1}<i>5 Agustus 2020 10:15</i>{OWN}</body></html>"
    found = extract_page(page.encode(), f"https://{host}/a/wali-kota-minta", None)
    assert isinstance(found, Article)
    assert found.published == f"2020-08-05T10:15:00{offset}"


def test_a_date_in_the_address_is_the_last_resort() -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{OWN}</body></html>".encode()
    found = extract_page(page, "https://contoh.id/read/2015/06/17/22260808/wali.kota.minta", None)
    assert isinstance(found, Article)
    assert (found.published, found.published_method) == ("2015-06-17T22:26:00+07:00", "url, zone of default")


def selectors() -> Iterator[tuple[str, str]]:
    for family in sorted(file.stem for file in FAMILIES.glob("*.toml")):
        for layout in family_outlet(family, "contoh.id").layouts:
            fields = layout.model_dump()
            for value in fields.values():
                for css in [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else ():
                    if isinstance(css, str) and "::" not in css and any(steps_of(part) for part in css.split(",")):
                        yield family, css


@pytest.mark.parametrize(
    "name", ["tribun/2017", "tribun/2025", "disway/2022", "wordpress/jnews", "blogger/div", "promedia/2020-page2"]
)
def test_selectors_from_the_index_select_what_xpath_selects(name: str) -> None:
    tree = parse_page((PAGES / f"{name}.html").read_text(encoding="utf-8"))
    assert tree is not None
    page = Page(tree)
    compared = 0
    for _, css in selectors():
        assert page.select(css) == _by_xpath(tree, css), css
        compared += bool(page.select(css))
    assert compared > 5


@pytest.mark.parametrize("css", ["p:has(b)", "a[rel=tag]", "h1 + p", "div > p:first-child", "*", ""])
def test_selectors_that_are_left_to_xpath(css: str) -> None:
    assert steps_of(css) is None


def test_agreement() -> None:
    assert agreement(TEXT, TEXT) == 1.0
    assert agreement(TEXT, OTHER) < 0.05
    assert agreement([], []) == 1.0
    assert agreement(TEXT, []) == 0.0


def test_the_second_opinion_finds_the_text_too() -> None:
    tree = parse_page(f"<html><body><nav>Menu</nav><article><h1>{TITLE}</h1>{OWN}</article></body></html>")
    assert tree is not None
    assert agreement(second_paragraphs(tree), TEXT) > 0.8


def test_disagreement_with_the_second_opinion_is_named() -> None:
    body = f"{H1}<div>{paragraphs(TEXT[:2])}</div>"
    found = extract_page(f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>".encode(), None, None)
    assert isinstance(found, Article)
    assert "disagreement" not in found.problems


def test_an_outlets_page_of_unknown_layout_is_named() -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{OWN}</div></body></html>".encode()
    url = "https://solo.tribunnews.com/2024/01/01/a-b"
    found = extract_page(page, url, family_outlet("tribun", "solo.tribunnews.com"))
    assert isinstance(found, Article)
    assert "layout_unknown" in found.problems
    assert found.outlet_id is None


def test_not_article_says_why_in_words() -> None:
    found = extract_page(b"<html><body><p>x</p></body></html>", None, None)
    assert found == NotArticle("not_article", "no run of text like an article's")
