"""Sentences of Indonesian news, offsets into the untouched input, and the doors of Document."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from nlp.document import Document, fold, split_text


def sentences(text: str) -> list[str]:
    return [s.text for s in split_text(fold(text))]


WHOLE = [
    "Kepala BKPSDM Kota Bitung, Drs. H. Rusman Talib, S.H., M.Si., meminta ASN netral.",
    "Camat Dukuhseti Dra. Hj. Sri Wahyuni, M.Pd.I hadir di aula.",
    "Aturannya UU No. 10 Tahun 2016 dan PP No. 94 Tahun 2021.",
    "Denda paling banyak Rp. 6.000.000 atau Rp 1.500 per lembar.",
    "Apel dimulai pukul 07.30 WIB di halaman kantor.",
    "Ketua Panwascam, M. Arif R. Hidayat, membenarkan laporan itu.",
    "Kombes. Pol. Ahmad Yani dan Letkol Inf. Yosep Manik turut hadir.",
    "Kantor di Jl. Ahmad Yani, Kec. Tondano, Kab. Minahasa itu tutup.",
    '"Kami netral!" tegas Rusman.',
    '"Apa benar ASN ikut?" tanya dia.',
    '"Kami sudah netral." Ujar Rusman kepada wartawan.',
    "1. Dilarang memasang spanduk.",
    "Bentuknya: 1. Memasang spanduk; 2. Berfoto bersama calon.",
    "Ini... belum selesai.",
    "Ia dihubungi radarnusa.com pada Senin (4/11/2024).",
    "Nilainya 3.5 persen dari total 2.034 laporan.",
    "Pasangan Sri Lestari-M. Yusuf Hadi menang, kata Tb. Ahmad.",
    "Rapat digelar a.n. Bupati, tgl. 27 November.",
    "Peserta rapat dkk. diminta menjaga sikap.",
]


@pytest.mark.parametrize("text", WHOLE)
def test_one_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


SPLIT = [
    ["ASN harus netral.", "Sanksi menanti yang melanggar."],
    ['"Kami harus netral."', "Rusman lalu menutup apel."],
    ["“ASN wajib netral.", "Jangan memihak,” kata Rusman."],
    ["Ia dilantik Drs. Rusman Talib, M.Si.", "Ia berpesan agar netral."],
    ["Apel berakhir pukul 08.00 WIB.", "Peserta lalu membaca ikrar."],
    ["Ada dua hal.", "Pertama, ASN dilarang berkampanye."],
    ["Sanksinya teguran, mutasi, dll.", "Semua diatur dalam PP 94."],
    ["Laporan masuk tahun 2020.", "Kemudian diproses."],
    ["Apakah boleh?", "Tidak boleh."],
    ["Diatur Pasal 71 ayat (2).", "Sanksinya pidana."],
    ["Tercatat pada 2024.", "29 ASN dilaporkan."],
    ["Kata Rusman.", '"Kami akan periksa."', "(adm)"],
    ["Hal itu diatur di Kab. Minahasa.", "Warga diminta melapor."],
]


@pytest.mark.parametrize("parts", SPLIT)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == [fold(part) for part in parts]


def test_a_forgotten_blank_still_ends_the_sentence() -> None:
    assert sentences("ASN harus netral.Mereka juga diawasi.") == ["ASN harus netral.", "Mereka juga diawasi."]
    assert sentences("Gelarnya S.Pd dan M.Si, kata KOMPAS.Com kemarin.") == [
        "Gelarnya S.Pd dan M.Si, kata KOMPAS.Com kemarin."
    ]


def test_a_line_end_ends_a_sentence_and_counts_paragraphs() -> None:
    found = list(split_text("Judul kecil\n1. ASN dilarang hadir\n\nPenutup."))
    assert [(s.text, s.paragraph) for s in found] == [
        ("Judul kecil", 0),
        ("1. ASN dilarang hadir", 1),
        ("Penutup.", 3),
    ]


def test_offsets_point_into_the_untouched_input() -> None:
    text = "Kata\u00a0Rusman,\u00a0“ASN – semua – netral.”  Ia\u00a0pulang.\r\nSelesai."
    document = Document("x", "Judul\u00a0apa", text)
    assert [document.span(s.part, s.start, s.stop).surface for s in document.sentences] == [
        "Judul\u00a0apa",
        "Kata\u00a0Rusman,\u00a0“ASN – semua – netral.”",
        "Ia\u00a0pulang.",
        "Selesai.",
    ]
    assert [s.index for s in document.sentences] == [0, 1, 2, 3]
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-11-12", date(2024, 11, 12)),
        ("2024-11-12T08:00:00+07:00", date(2024, 11, 12)),
        (datetime(2024, 11, 12, tzinfo=UTC), date(2024, 11, 12)),
        ("kemarin", None),
        (None, None),
    ],
)
def test_from_input_takes_dates_as_they_come(value: object, day: date | None) -> None:
    assert Document.from_input({"id": 7, "published": value, "extra": 1}).published == day
    assert Document.from_input(SimpleNamespace(id="7", title=None, text="a", published=value)).title == ""


def test_from_input_needs_an_id() -> None:
    with pytest.raises(ValueError, match="'id'"):
        Document.from_input({"title": "a"})


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (
            "ASN harus netral.\nBaca juga: Camat Weru Diperiksa Bawaslu. Ini kasusnya\nSelesai.",
            ["Baca juga: Camat Weru Diperiksa Bawaslu.", "Ini kasusnya"],
        ),
        ("ASN harus netral.\nBaca juga:\nCamat Weru Diperiksa\nSelesai.", ["Baca juga:", "Camat Weru Diperiksa"]),
        (
            "Tonton video 'Apel ASN': Sementara itu Bawaslu diam. Warga melapor.",
            ["Tonton video 'Apel ASN': Sementara itu Bawaslu diam."],
        ),
        ("Laporan Wartawan TribunNusa, Budi\nCamat diperiksa.", ["Laporan Wartawan TribunNusa, Budi"]),
        ("Ia membaca juga aturan itu.", []),
    ],
)
def test_what_belongs_to_the_page_is_marked(text: str, marked: list[str]) -> None:
    found = Document("x", "Baca juga", text).sentences
    assert [s.text for s in found if s.navigation] == marked
