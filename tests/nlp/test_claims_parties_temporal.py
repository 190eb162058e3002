"""On whose word a sentence stands, who is said to have done it, and when."""

import pytest

from nlp.breaches.claims import source_in
from nlp.breaches.temporal import is_past, main_election, story_year
from nlp.document import Document
from nlp.records import Role
from tests.nlp.violation_articles import entry_of, story

People = list[tuple[str, str, Role]]


@pytest.mark.parametrize(
    ("phrase", "source"),
    [
        ("Ketua Bawaslu Wonorejo", "pengawas"),
        ("anggota Panwaslih", "pengawas"),
        ("Komisioner KASN", "kasn_bkn"),
        ("Plt Kepala BKN", "kasn_bkn"),
        ("Asisten Komisioner KASN", "kasn_bkn"),
        ("Sekretaris Daerah Wonorejo", "ppk_atasan"),
        ("Kepala BKPSDM", "ppk_atasan"),
        ("Kasat Reskrim Polres Wonorejo", "penegak_hukum"),
        ("majelis hakim", "penegak_hukum"),
        ("Komandan Kodim", "penegak_hukum"),
        ("ketua tim kampanye paslon nomor satu", "peserta"),
        ("tim hukum paslon", "peserta"),
        ("pelapor", "warga"),
        ("anggota DPRD", "warga"),
        ("pengamat politik", "warga"),
        ("kuasa hukumnya", "terlapor"),
        ("pagi tadi", None),
    ],
)
def test_source_of_a_phrase(phrase: str, source: str | None) -> None:
    assert source_in(phrase) == source


@pytest.mark.parametrize(
    ("sentence", "context", "source"),
    [
        ('"ASN dilarang mendukung paslon," kata Ketua Bawaslu Wonorejo, Rina Astuti.', "reminder", "pengawas"),
        ("Sekda Wonorejo, Hadi Purnawan, melarang ASN ikut kampanye.", "reminder", "ppk_atasan"),
        ("Menurut pengamat politik Danu Prakoso, ASN rawan tidak netral.", "reminder", "warga"),
        ("Dua ASN diperiksa Bawaslu karena ikut kampanye paslon.", "suspicion", "pengawas"),
        ("Tim hukum paslon melaporkan camat itu karena mengarahkan warga memilih lawannya.", "suspicion", "peserta"),
        ("KASN menyatakan camat itu terbukti melanggar netralitas.", "suspicion", "kasn_bkn"),
        ("Polisi menaikkan kasus dugaan keberpihakan kepala desa ke penyidikan.", "suspicion", "penegak_hukum"),
        ("Camat itu membantah mengajak warga memilih paslon.", "suspicion", "terlapor"),
        ("Catatan media ini, camat itu pernah diduga tidak netral.", "suspicion", "media"),
    ],
)
def test_claimed_by(sentence: str, context: str, source: str) -> None:
    assert entry_of(sentence, context).claimed_by == (source,)


def test_a_quotation_over_several_sentences_has_one_speaker() -> None:
    text = (
        "Bupati Wonorejo mengingatkan netralitas ASN pada Pilkada 2024.\n"
        '"Pegawai dilarang ikut kampanye. Jangan pula memihak calon," kata Kepala BKN Regional, Tono Wibisana.'
    )
    found = story("Netralitas ASN Wonorejo", text)
    assert [m.claimed_by for m in found[-2:]] == [("kasn_bkn",)] * 2


CAMAT: People = [("Bagas Wicaksana", "Camat", "accused"), ("Rina Astuti", "Ketua Bawaslu", "source")]


def names(text: str, people: People, title: str = "Dugaan Netralitas ASN di Wonorejo") -> set[tuple[str, str]]:
    return {(p.name, m.status) for m in story(title, text, people) for p in m.parties if p.name}


def test_the_subject_of_an_accusing_verb_is_a_party_and_the_speaker_is_not() -> None:
    text = (
        "Camat Kalisari, Bagas Wicaksana, diduga mengajak warga memilih paslon pada Pilkada 2024, kata Rina Astuti."
    )
    assert names(text, CAMAT) == {("Bagas Wicaksana", "alleged")}


def test_a_pronoun_means_the_accused_named_before() -> None:
    text = (
        "Camat Kalisari, Bagas Wicaksana, diduga mengajak warga memilih paslon pada Pilkada 2024.\n"
        "Ia membantah mengarahkan warga mendukung calon."
    )
    assert names(text, CAMAT) == {("Bagas Wicaksana", "alleged"), ("Bagas Wicaksana", "denied")}


def test_somebody_new_is_not_the_accused_named_before() -> None:
    text = (
        "Camat Kalisari, Bagas Wicaksana, diduga mengajak warga memilih paslon pada Pilkada 2024.\n"
        "Seorang lurah di Sukamaju terbukti melanggar netralitas, kata Bawaslu.\n"
        "Di Kabupaten Sukamaju, seorang kepala desa tidak terbukti ikut kampanye."
    )
    assert names(text, CAMAT) == {("Bagas Wicaksana", "alleged")}


def test_initials_stay_a_name() -> None:
    text = "Kepala desa berinisial MJ itu diduga mempromosikan salah satu paslon pada Pilkada 2024, kata Bawaslu."
    assert names(text, []) == {("MJ", "alleged")}


def test_a_proven_breach_names_who_was_sanctioned() -> None:
    text = "Bupati menjatuhkan teguran kepada Camat Kalisari, Bagas Wicaksana, yang terbukti melanggar netralitas."
    assert names(text, CAMAT, "Langgar Netralitas, Camat Kalisari Ditegur") == {("Bagas Wicaksana", "proven")}


@pytest.mark.parametrize(
    "text",
    [
        "Bawaslu menyatakan dua ASN terbukti melanggar netralitas, kata Rina Astuti.",
        "Camat Kalisari, Bagas Wicaksana, mengingatkan bahwa tahun lalu seorang guru terbukti melanggar netralitas.",
        "Bagas Wicaksana tidak terbukti melanggar netralitas.",
        "Bila terbukti melanggar netralitas, Bagas Wicaksana terancam dicopot.",
        "Bagas Wicaksana diduga melanggar netralitas, sedangkan seorang kepala desa terbukti tidak netral.",
        "Belum ada keputusan apakah Bagas Wicaksana terbukti melanggar netralitas.",
    ],
)
def test_no_name_is_put_beside_proven_without_a_finding(text: str) -> None:
    people: People = [("Bagas Wicaksana", "Camat", "other"), ("Rina Astuti", "Ketua Bawaslu", "source")]
    intro = "Bawaslu Wonorejo menangani dugaan pelanggaran netralitas ASN pada Pilkada 2024.\n"
    assert not {name for name, status in names(intro + text, people) if status == "proven"}


def test_only_a_case_has_parties() -> None:
    text = "Camat Kalisari, Bagas Wicaksana, menyebut ASN dilarang mendukung paslon pada Pilkada 2024."
    assert not [m for m in story("Netralitas ASN", text, CAMAT) if m.reference != "case" and m.parties]


@pytest.mark.parametrize(
    ("text", "year", "election", "expected"),
    [
        ("pada Pemilu 2019 ada dua kasus", 2024, None, "past"),
        ("tahun 2020 ada satu kasus", 2024, "pilkada 2024", "past"),
        ("pada Pilkada 2024 ada satu kasus", 2025, "pilkada 2024", "current"),
        ("pada Pilkada 2024 ada satu kasus", 2025, None, "past"),
        ("pada Pemilu 2024 lalu nihil pelanggaran", 2024, "pilkada 2024", "past"),
        ("pada pilkada sebelumnya ada satu kasus", 2024, None, "past"),
        ("sesuai PP 53 Tahun 2010 ASN dilarang berpihak", 2024, None, "current"),
        ("ASN dilarang berpihak", 2024, None, "current"),
        ("pada Pilkada 2024 ASN dilarang berpihak", None, None, "current"),
    ],
)
def test_past_and_current(text: str, year: int | None, election: str | None, expected: str) -> None:
    assert is_past(text, year, election) == expected


def test_the_year_and_election_of_a_story() -> None:
    dated = Document("x", "Netralitas", "Pada Pilkada 2020 ada satu kasus, kata dia, Selasa (27/8/2024).")
    assert story_year(dated) == 2024
    assert main_election(dated) == "pilkada 2020"
    bare = Document("x", "Netralitas", "Sesuai UU Nomor 10 Tahun 2016, ASN harus netral pada 2018.")
    assert story_year(bare) == 2018
    assert story_year(Document("x", "", "")) is None
    assert main_election(Document("x", "Jelang PSU Pilkada 2024", "")) is None
