"""Corrections by the editors, told from clarifications of officials and from what others ask the editors to do."""

from datetime import date

import pytest

from nlp.subject.corrections import _cues, find_notices, named_days, quoted_titles
from nlp.tables import read_table

EARLIER = 'Berita sebelumnya berjudul "Camat Rekabumi Dipanggil Bawaslu" tayang pada 2 September 2024.'


@pytest.mark.parametrize(
    ("title", "text", "kind", "own"),
    [
        ("Ralat: Camat Rekabumi Bukan Terlapor", "Nama yang benar adalah Arga.", "ralat", False),
        ("RALAT BERITA: Camat Rekabumi", "Nama yang benar adalah Arga.", "ralat", False),
        ("[Ralat] Camat Rekabumi Bukan Terlapor", "Nama yang benar adalah Arga.", "ralat", False),
        ("Permohonan Maaf Redaksi", "Kami keliru menulis nama.", "ralat", False),
        ("Koreksi: Tiga ASN, Bukan Tiga Belas", "Jumlah yang benar adalah tiga.", "koreksi", False),
        ("Hak Jawab Camat Rekabumi", EARLIER, "hak_jawab", False),
        ("Camat Rekabumi Bantah Tuduhan (Hak Jawab)", EARLIER, "hak_jawab", False),
        ("Klarifikasi Redaksi soal Foto Camat", "Foto itu foto lama.", "klarifikasi", False),
        ("Pencabutan Berita Camat Rekabumi", EARLIER, "pencabutan", False),
        ("Camat Rekabumi Bukan Terlapor", "Dengan ini redaksi meralat berita itu.", "ralat", False),
        ("Camat Rekabumi Angkat Bicara", "Artikel ini merupakan hak jawab Camat Rekabumi.", "hak_jawab", False),
        ("Camat Dipanggil", "Camat hadir.\nCatatan redaksi: ada kesalahan penulisan nama.", "ralat", True),
        ("Camat Dipanggil", "Camat hadir.\nBerita ini telah dikoreksi pada pukul 10.00 WIB.", "ralat", True),
        ("Camat Dipanggil", "Camat hadir.\nRalat: nama camat yang benar adalah Arga.", "ralat", True),
    ],
)
def test_what_the_editors_say(title: str, text: str, kind: str, own: bool) -> None:
    (found,) = find_notices(title, text)
    assert (found.kind, found.own) == (kind, own)
    part = title if found.span.part == "title" else text
    assert part[found.span.start : found.span.stop] == found.span.surface


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Klarifikasi di Bawaslu, Camat Bantah Tidak Netral", "Camat memberi klarifikasi kepada Bawaslu."),
        ("Camat Klarifikasi Pemberitaan soal Foto", "Camat mengatakan foto itu foto lama."),
        ("Klarifikasi Berita Hoaks, Bupati Kumpulkan ASN", "Bupati memberi klarifikasi."),
        ("KPU Ralat Jumlah Pemilih", "KPU meralat jumlah pemilih."),
        ("Ralat Pernyataan, Bupati Minta Maaf", "Bupati meralat pernyataannya soal netralitas."),
        ("Koreksi Anggaran Pilkada Disetujui DPRD", "DPRD menyetujui koreksi anggaran."),
        ("Camat Tuntut Hak Jawab", "Camat meminta redaksi meralat berita itu."),
        ("Hak Jawab dan Hak Koreksi, Apa Bedanya", "Keduanya diatur dalam UU Pers; redaksi wajib melayani."),
        ("Camat Somasi Media", "Kuasa hukum mendesak agar redaksi mencabut berita itu."),
        ("Dewan Pers Beri Penilaian", 'Ketua mengatakan, "Redaksi meralat berita itu kemarin."'),
        ("Camat Dipanggil", "Laporan itu telah dikoreksi pelapor. Berkas diperbaiki."),
        ("", ""),
    ],
)
def test_what_is_no_correction_by_the_editors(title: str, text: str) -> None:
    assert find_notices(title, text) == ()


def test_the_headline_goes_before_the_text() -> None:
    (found,) = find_notices("Ralat: Camat Bukan Terlapor", "Ralat: nama yang benar adalah Arga.")
    assert (found.span.part, found.rest) == ("title", "Camat Bukan Terlapor")


def test_each_example_of_the_table_fires_its_kind() -> None:
    for row in read_table("correction_cues.csv", ("kind", "where", "example")):
        title, text = (row["example"], EARLIER) if row["where"] == "title" else ("Kabar", row["example"])
        assert [one.kind for one in find_notices(title, text)] == [row["kind"]], row["id"]
    assert len({cue.id for cue in _cues()}) == len(_cues())


def test_quoted_titles() -> None:
    assert quoted_titles(EARLIER) == ("Camat Rekabumi Dipanggil Bawaslu",)
    assert quoted_titles("Judul: \u201cCamat Rekabumi Dipanggil Bawaslu\u201d, \u201ckata dia begitu saja\u201d") == (
        "Camat Rekabumi Dipanggil Bawaslu",
    )
    assert quoted_titles("Tidak ada kutipan.") == ()


def test_named_days() -> None:
    assert named_days("tayang 2 September 2024 dan 3/9/2024, 31 Februari 2024") == (
        date(2024, 9, 2),
        date(2024, 9, 3),
    )
