"""Credits: labelled lines of every habit, and what is no person's name. All names are invented."""

import pytest

from crawler.extraction.bylines import initials_in, is_person, names_from, read_credits, signed_by

LINES = [
    (["Penulis: Sitti Aminah", "Editor: anas fahri"], ["Sitti Aminah"], ["anas fahri"]),
    (["Penulis: akbar hari mukti | Editor: Mira Santi"], ["akbar hari mukti"], ["Mira Santi"]),
    (["13,801 Views / Penulis. Muslimah"], ["Muslimah"], []),
    (["Rep: Ani Dewi/ Red: Budi Harto"], ["Ani Dewi"], ["Budi Harto"]),
    (["Redaktur & Reporter : Boim"], ["Boim"], ["Boim"]),
    (["Penulis", ": Ani Dewi", "Editor", ": Budi Harto"], ["Ani Dewi"], ["Budi Harto"]),
    (["Author", "Ani Dewi", "Cici Amalia", "Editor", "Budi Harto"], ["Ani Dewi", "Cici Amalia"], ["Budi Harto"]),
    (["Ani DewiAuthor", "Budi HartoEditor"], ["Ani Dewi"], ["Budi Harto"]),
    (["Pewarta: Ani Dewi"], ["Ani Dewi"], []),
    (["Pewarta : Ani Dewi Editor : Budi Harto COPYRIGHT © KANTOR 2020"], ["Ani Dewi"], ["Budi Harto"]),
    (["Laporan Wartawan Tribun Timur, Muliana"], ["Muliana"], []),
    (["(Laporan Reporter Harian Contoh, Ani Dewi)"], ["Ani Dewi"], []),
    (["Oleh : Adrian Mande"], ["Adrian Mande"], []),
    (["by Jenny Wenas"], ["Jenny Wenas"], []),
    (["By Ani Dewi on 18 Jun 2015 at 06:25 WIB"], ["Ani Dewi"], []),
    (["Reporter: Zuhri Akbar |", "Editor: Khikmah Wati |"], ["Zuhri Akbar"], ["Khikmah Wati"]),
    (["Reporter: M. Ali Wafa, S.Pd., Editor: Budi Harto"], ["M. Ali Wafa"], ["Budi Harto"]),
    (["By admin -"], [], []),
    (["Posted on Oktober 27, 2015 by Admin"], [], []),
    (["Red: Redaksi Contoh"], [], []),
    (["Editor: Budi Harto"], [], ["Budi Harto"]),
    (["Oleh karenanya, pihak kantor mengimbau warga tenang"], [], []),
    (["Laporan Wartawan Serambi, Idris Yusman I Bireuen"], ["Idris Yusman"], []),
    (["Penulis: Ani Dewi dan Budi Harto"], ["Ani Dewi", "Budi Harto"], []),
    (["Penulis: Kontributor Semarang, Ani Dewi"], ["Ani Dewi"], []),
    (["Reporter: Ani Dewi S.Sos"], ["Ani Dewi"], []),
    (["Penulis: Ani Dewi Wartawan Harian Contoh"], ["Ani Dewi"], []),
    (["Laporan Wartawan Contohkabar.com Ani Dewi"], ["Ani Dewi"], []),
    (["Laporan Wartawan HARIAN.COM, Ani Dewi dan Budi Harto"], ["Ani Dewi", "Budi Harto"], []),
    (["Liputan: Ani Dewi"], ["Ani Dewi"], []),
    (["Rep: c62 / Red: Budi Harto"], [], ["Budi Harto"]),
    (["Rep: Antara/ Red: Budi Harto"], [], ["Budi Harto"]),
    (["Teks: Ani Dewi, Foto: Cici Amalia"], ["Ani Dewi"], []),
    (["Penulis: Humas Pemkab Tegal"], [], []),
    (["Penulis: Diskominfo Kabupaten Tegal, Ani Dewi"], ["Ani Dewi"], []),
    (["Tim detikcom - detikNews"], [], []),
    (["Penulis: Moh. Ali M.Nur"], ["Moh. Ali M.Nur"], []),
    (["Komentar anda akan dibaca oleh redaksi kami setiap hari"], [], []),
]


@pytest.mark.parametrize(("lines", "authors", "editors"), LINES, ids=lambda value: str(value)[:50])
def test_labelled_lines(lines: list[str], authors: list[str], editors: list[str]) -> None:
    found = read_credits(lines)
    assert found.authors == authors
    assert found.editors == editors


def test_a_contributor_is_no_author() -> None:
    found = read_credits(["Kontributor : Vina Melati", "Kontributor Bali, Luh Ayu"])
    assert found.contributors == ["Vina Melati", "Luh Ayu"]
    assert found.authors == []


def test_a_longer_form_replaces_the_shorter() -> None:
    assert read_credits(["Laporan Wartawan Harian, Ali Hasim", "Penulis: Muh. Ali Hasim"]).authors == [
        "Muh. Ali Hasim"
    ]


def test_a_label_speaks_for_its_own_group_only() -> None:
    row, other = object(), object()
    found = read_credits(["Editor", "Budi Harto", "Topik Pilihan"], None, [row, row, other])
    assert found.editors == ["Budi Harto"]


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Sumber: Kantor Berita", "Kantor Berita"),
        ("Artikel ini telah tayang di TribunContoh.com dengan judul Aduh Panas", "TribunContoh.com"),
        ("Berita ini sudah dimuat di Harian Contoh pada Senin", "Harian Contoh"),
    ],
)
def test_source(line: str, source: str) -> None:
    assert read_credits([line]).source == source


@pytest.mark.parametrize(
    "name", ["Ani Dewi", "M. Ali Wafa", "Boy", "Hari Mukti", "I Gusti Ngurah Rai", "eko darmoko", "Nur'aini"]
)
def test_person(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Redaksi",
        "AZF",
        "fsyl",
        "ani",
        "Koran Contoh",
        "PT Media Kita",
        "www.contoh.com",
        "metrotvnews developer",
        "Tim Liputan News",
        "2019",
        "",
        "Ani 2",
    ],
)
def test_no_person(name: str) -> None:
    assert not is_person(name)


def test_names_from_a_line_with_house_and_date() -> None:
    assert names_from("Ani Dewi - detikNews") == ["Ani Dewi"]
    assert names_from("Gerin Purba - 11 Februari 2016 06:58 wib") == ["Gerin Purba"]
    assert names_from("Koran CONTOH") == []
    assert names_from("Ani Dewi, Semarang") == ["Ani Dewi"]


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("... kata dia. (Gal)", "Gal"),
        ("(nyc/k9)", "nyc/k9"),
        ("ujarnya. (boy/jpnn)", "boy/jpnn"),
        ("(*)", None),
        ("tahun lalu (2019)", None),
        ("kata Hadi (45)", None),
        ("di Perguruan Tinggi Swasta (PTS)", None),
        ("ujarnya. (HDL)", "HDL"),
    ],
)
def test_initials(line: str, want: str | None) -> None:
    assert initials_in([line]) == want


NAMES = ("Akbar Hari Mukti", "Budi Harto", "Faisyal Rahman", "Bambang Irawan")


@pytest.mark.parametrize(
    ("initials", "want"),
    [
        ("ahm", ("Akbar Hari Mukti",)),
        ("AHM/bud", ("Akbar Hari Mukti", "Budi Harto")),
        ("*/fsyl", ("Faisyal Rahman",)),
        ("bi", ("Bambang Irawan",)),  # first letters go before letters in order
        ("b", ()),
        ("xyz", ()),
        ("har", ()),  # two have them
        (None, ()),
    ],
)
def test_initials_are_read_by_the_byline(initials: str | None, want: tuple[str, ...]) -> None:
    assert signed_by(initials, NAMES) == want
