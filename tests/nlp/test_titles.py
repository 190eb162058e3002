"""The grammar of titles: position without its place, acting and former, bodies and units, what is no office."""

import pytest

from nlp.persons.office_tables import bodies, heads
from nlp.persons.official_tokens import tokens_of
from nlp.persons.positions import spell_out
from nlp.persons.title_parts import Places
from nlp.persons.titles import Title, find_titles
from nlp.tables import TableError

PLACES = Places({}, frozenset(), lambda _at, _villages: 0, lambda _at: 0)


def titles(text: str) -> list[Title]:
    return find_titles(tokens_of(text), PLACES)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Sekda Kabupaten Sidaraja,", "Sekretaris Daerah"),
        ("Sekretaris Daerah (Sekda) Kabupaten Sidaraja,", "Sekretaris Daerah"),
        ("Penjabat (Pj) Bupati Sidaraja,", "Penjabat Bupati"),
        ("Plt. Kepala Dinas Pemuda dan Olahraga,", "Pelaksana Tugas Kepala Dinas Pemuda dan Olahraga"),
        ("Kepala Dinas Pendidikan, Pemuda dan Olahraga,", "Kepala Dinas Pendidikan, Pemuda dan Olahraga"),
        ("mantan Plh Sekda", "Mantan Pelaksana Harian Sekretaris Daerah"),
        ("Wabup Sidaraja", "Wakil Bupati"),
        ("Kadis PUPR", "Kepala Dinas PUPR"),
        ("Kabid Mutasi pada BKPSDM", "Kepala Bidang Mutasi BKPSDM"),
        ("Kasat Reskrim Polres", "Kepala Satuan Reserse Kriminal Polres"),
        ("Kordiv Penanganan Pelanggaran Bawaslu", "Koordinator Divisi Penanganan Pelanggaran Bawaslu"),
        ("Anggota Badan Pengawas Pemilu (Bawaslu)", "Anggota Bawaslu"),
        ("Anggota Bawaslu Koordinator Divisi P3S", "Anggota Bawaslu Koordinator Divisi P3S"),
        ("Ketua merangkap anggota KPU", "Ketua KPU"),
        ("Wakil Ketua I DPRD", "Wakil Ketua I DPRD"),
        ("Ketua Komisi II DPR RI", "Ketua Komisi II DPR RI"),
        ("Asisten III Setda", "Asisten III Sekretariat Daerah"),
        ("Staf Ahli Bupati Bidang Hukum", "Staf Ahli Bupati Bidang Hukum"),
        ("Deputi Bidang Pengawasan BKN", "Deputi Bidang Pengawasan BKN"),
        ("Kapolres Sidaraja", "Kapolres"),
        ("Panewu Sidoarjo", "Panewu"),
        ("calon bupati nomor urut 2", "Calon Bupati"),
        ("caleg DPRD", "Calon Anggota DPRD"),
    ],
)
def test_position(text: str, position: str) -> None:
    assert [t.position for t in titles(text)] == [position]


@pytest.mark.parametrize(
    "text",
    [
        "Ketua DPC Partai",
        "Ketua tim pemenangan",
        "Ketua RT 03",
        "Ketua Umum",
        "Presiden Amerika Serikat",
        "Wali Kota London",
        "Inspektur Polisi Satu",
        "Guru Besar",
        "Direktur Eksekutif",
        "Kepala Suku",
    ],
)
def test_no_office(text: str) -> None:
    assert titles(text) == []


def test_acting_former_level_and_body() -> None:
    acting = titles("Pj Bupati Sidaraja")[0]
    assert (acting.acting, acting.former, acting.level) == ("Penjabat", False, "kabkota")
    former = titles("eks Camat")[0]
    assert (former.acting, former.former, former.level) == (None, True, "kecamatan")
    member = titles("Anggota KASN")[0]
    assert (member.body, member.level, member.branch) == ("KASN", "nasional", "pusat")


def test_a_bare_ketua_waits_for_its_body() -> None:
    assert [t.complete for t in titles("sang ketua")] == [False]


def test_short_names_are_spelled_out() -> None:
    assert spell_out("Kepala Disdikpora", "") == "Kepala Dinas Pendidikan, Pemuda dan Olahraga"
    assert spell_out("Kepala BKD", "") == "Kepala BKD"
    assert spell_out("Kepala BKD", "Badan Kepegawaian Daerah (BKD)") == "Kepala Badan Kepegawaian Daerah"
    assert spell_out("Kepala Dinas DLH", "") == "Kepala Dinas Lingkungan Hidup"
    assert spell_out("Koordinator Divisi PP Bawaslu", "") == "Koordinator Divisi Penanganan Pelanggaran Bawaslu"
    assert spell_out("Kepala Satpol PP", "") == "Kepala Satpol PP"


def test_every_head_and_body_reads_as_a_title() -> None:
    assert len(heads()) > 100
    assert len(bodies()) > 100
    assert all(words and words[0] == first for first, found in heads().items() for words, _ in found)


def test_a_wrong_level_is_told_with_file_and_row(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"surface": "bupatiraya", "canonical": "X", "needs": "place", "level": "planet", "branch": "", "twin": ""}
    monkeypatch.setattr("nlp.persons.office_tables.read_table", lambda *_: iter([row]))
    heads.cache_clear()
    try:
        with pytest.raises(TableError, match=r"title_heads\.csv, 'bupatiraya'.*planet"):
            heads()
    finally:
        heads.cache_clear()
