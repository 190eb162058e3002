"""Who is accused, whom an entry means, and that a name beside "proven" has a finding of its own."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pytest

from nlp.breaches.initials import initials_in
from nlp.breaches.lexicon import compile_regex
from nlp.breaches.office_names import holds_office
from nlp.breaches.party_words import party_pattern, party_words
from nlp.breaches.signs import weights
from nlp.document import Document
from nlp.pipeline import annotate
from nlp.tables import TableError, read_table

ENDING = "Bawaslu Wonorejo mengingatkan ASN agar menjaga netralitas pada Pilkada 2024."
Status = Literal["proven", "alleged", "denied"]


def named(title: str, *paragraphs: str) -> set[tuple[str, str]]:
    """(status, name) of all people who are named as parties in a made-up article."""
    row = {"id": "x", "title": title, "text": "\n".join((*paragraphs, ENDING)), "published": "2024-11-20"}
    entries: Sequence[Mapping[str, Any]] = next(iter(annotate([row]))).codebook()["violations"]
    return {(v["status"], p["name"]) for v in entries for p in v["parties"] if p["name"]}


def of(status: Status, found: set[tuple[str, str]]) -> set[str]:
    return {name for one, name in found if one == status}


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Seorang pegawai berinisial PN diperiksa.", ["PN"]),
        ("Kepala sekolah berinisial RW (41) dan ST dipanggil.", ["RW", "ST"]),
        ("RT (39) mengaku diajak.", ["RT"]),
        ("Ibu N membantah menyukai unggahan itu.", ["N"]),
        ("Bripka D dijatuhi sanksi.", ["D"]),
        ("Penyuluh HR, dan LH, kepala seksi, dipotong tunjangannya.", ["HR", "LH"]),
        ("Seorang staf puskesmas, IM.", ["IM"]),
        ("DS dan NK, sama-sama pegawai kecamatan, turun pangkat.", ["DS", "NK"]),
        ("Ketua KPU dan Bawaslu hadir bersama TNI, Polri, dan OPD.", []),
        ("SK dan SE itu diteken bupati.", []),
    ],
)
def test_people_known_by_initials(text: str, letters: list[str]) -> None:
    assert sorted(found[0] for found in initials_in(Document("x", "", text).sentences)) == sorted(letters)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Camat Kalisari Disemprit",
            "Camat Kalisari, Darmo Wiyana, disemprit Bawaslu karena mendukung calon bupati.",
        ),
        ("Kursi Kosong untuk Camat Kalisari", "Camat Kalisari, Darmo Wiyana, mangkir. Ia diduga mendukung calon."),
        (
            "Ulah Camat di Acara Calon",
            "Ulah Camat Kalisari, Darmo Wiyana, di panggung calon bupati diduga melanggar.",
        ),
        (
            "Bawaslu Proses Camat",
            "Bawaslu memproses Camat Kalisari, Darmo Wiyana, yang memandu kampanye calon bupati.",
        ),
        (
            "Camat Bagi Kaus Calon",
            "Turun dari mobil, Camat Kalisari, Darmo Wiyana, diduga membagikan kaus calon bupati.",
        ),
    ],
)
def test_the_accused_in_words_that_no_list_has(title: str, text: str) -> None:
    assert of("alleged", named(title, text, "Bawaslu menelusuri dugaan pelanggaran netralitas itu.")) == {
        "Darmo Wiyana"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ketua Bawaslu Wonorejo, Ratri Lestari, mengatakan seorang camat diduga mendukung calon bupati.",
        "Bupati Wonorejo, Ratri Lestari, mengancam memecat ASN yang terbukti mendukung calon bupati.",
        "Seorang camat diduga mendukung calon bupati, ujar pengamat politik Ratri Lestari.",
        "Wali Kota Wonorejo, Ratri Lestari, membantah anak buahnya mendukung calon bupati.",
        "Laporan dugaan keberpihakan seorang camat diterima Kepala Inspektorat Wonorejo, Ratri Lestari.",
    ],
)
def test_who_speaks_or_decides_is_not_accused(text: str) -> None:
    assert named("Bawaslu Telusuri Dugaan Pelanggaran Netralitas ASN", text) == set()


def test_a_list_tells_who_the_two_are() -> None:
    found = named(
        "Bawaslu: Dua Perangkat Desa Terbukti Tidak Netral",
        "Bawaslu menyatakan dua perangkat desa terbukti melanggar netralitas.",
        "Keduanya adalah kepala dusun berinisial DW dan kaur berinisial RL.",
    )
    assert of("proven", found) == {"DW", "RL"}


def test_the_two_are_those_of_the_sentence_before() -> None:
    found = named(
        "Tiga Pegawai Dijatuhi Hukuman",
        "Menurut Kepala BKD Wonorejo, Ratri Lestari, TN, mantri pasar, ditegur karena mendukung caleg.",
        "Paling berat menimpa DS dan NK, sama-sama pegawai kecamatan. Keduanya turun pangkat karena tidak netral.",
    )
    assert {"DS", "NK"} <= of("proven", found)
    assert "Ratri Lestari" not in of("proven", found)


def test_who_stands_behind_a_speaker_is_no_speaker() -> None:
    found = named(
        "Guru di Brebes Ditegur karena Tidak Netral",
        "Hukuman pelanggaran netralitas itu dijelaskan Kepala BKD Brebes, Ratri Lestari.",
        "Menurut Ratri, TN, guru SD di Kalisari, mendapat teguran tertulis karena terbukti mendukung calon bupati.",
    )
    assert of("proven", found) == {"TN"}


def test_a_row_of_names_behind_a_finding() -> None:
    found = named(
        "Dua Pejabat Langgar Netralitas",
        "Dua pejabat yang dinyatakan melanggar netralitas yaitu Camat Kalisari, Darmo Wiyana, dan Lurah Sidomakmur, "
        "Ratri Lestari.",
    )
    assert of("proven", found) == {"Darmo Wiyana", "Ratri Lestari"}


def test_a_pronoun_means_the_one_accused_of_a_finding() -> None:
    found = named(
        "Hakim Kuatkan Hukuman Camat Kalisari",
        "Camat Kalisari, Darmo Wiyana, didakwa mendukung calon bupati.",
        "Majelis hakim meyakini ia terbukti membagikan kaus calon bupati.",
    )
    assert of("proven", found) == {"Darmo Wiyana"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Kedua ASN itu, seorang guru dan seorang perawat, sudah dijatuhi sanksi moral karena terbukti tidak netral.",
        "Di Kabupaten Sukamaju, dua pegawai dinyatakan melanggar netralitas.",
        "Tahun lalu ia mencatat dua pegawai dijatuhi sanksi karena terbukti tidak netral.",
        "Selama persidangan, camat itu diistirahatkan dari jabatannya.",
        "Bupati akan mencopot keduanya bila terbukti tidak netral.",
        "Dua pegawai lain terbukti melanggar netralitas.",
    ],
)
def test_no_name_beside_somebody_elses_finding(sentence: str) -> None:
    found = named(
        "Camat dan Lurah Diduga Tidak Netral",
        "Camat Kalisari, Darmo Wiyana, dan Lurah Sidomakmur, Ratri Lestari, diduga mendukung calon bupati.",
        "Bawaslu memeriksa dugaan pelanggaran netralitas itu.",
        "Keduanya membantah mendukung calon.",
        sentence,
    )
    assert of("proven", found) == set(), found


def test_different_outcomes_in_one_row() -> None:
    found = named(
        "Camat Dicopot, Lurah Bebas",
        "Camat Kalisari, Darmo Wiyana, terbukti melanggar netralitas, sedangkan Lurah Sidomakmur, Ratri Lestari, tidak "
        "terbukti mendukung calon bupati.",
    )
    assert of("proven", found) == {"Darmo Wiyana"}
    assert "Ratri Lestari" not in of("alleged", found)


def test_the_two_are_both_meant_by_a_denial() -> None:
    found = named(
        "Camat dan Lurah Diduga Tidak Netral",
        "Camat Kalisari, Darmo Wiyana, diduga mendukung calon bupati.",
        "Lurah Sidomakmur, Ratri Lestari, dituding mengajak warga memilih calon bupati.",
        "Keduanya membantah mendukung calon bupati.",
    )
    assert of("denied", found) == {"Darmo Wiyana", "Ratri Lestari"}


@pytest.mark.parametrize(
    ("phrase", "office", "holds"),
    [
        ("Camat Kalisari", "Camat", True),
        ("Kadinkes", "Kepala Dinas Kesehatan", True),
        ("Kepala Bappelitbangda Wonorejo", "Kepala Badan Perencanaan Pembangunan Daerah", True),
        ("Kepala Diskominfo", "Kepala Dinas Komunikasi dan Informatika", True),
        ("Kepala Puskesmas", "Kepala Inspektorat", False),
        ("Sekretaris Desa", "Sekretaris Daerah", False),
    ],
)
def test_offices_of_headlines(phrase: str, office: str, holds: bool) -> None:
    assert holds_office(phrase, office) is holds


def test_every_party_pattern_matches_its_example() -> None:
    for row in read_table("party_patterns.csv", ("name", "regex", "example", "source")):
        if row["name"] in ("subject_place", "passive_before", "list_lead", "then_verb", "row_gap", "list_of"):
            continue  # they look at a piece of a sentence: the words before or behind a name
        matcher = compile_regex(row["regex"], f"party_patterns.csv, pattern {row['name']}")
        assert matcher.search(row["example"]), row


def test_every_weight_is_of_a_sign_that_the_code_knows() -> None:
    beside = {
        "does", "prosecuted", "sanctioned", "charged", "object", "passive", "suffers", "thing", "denies", "answers",
        "listed", "active", "speaks", "decides",
    }  # fmt: skip
    standing = {"charged_role", "headline", "initials", "ordinary", "present", "first", "shown", "alone", "body"}
    standing |= {"superior", "layman", "candidate"}
    for sign in weights():
        assert sign.removeprefix("title_").removesuffix("_aside") in beside or sign in standing, sign


def test_unknown_words_and_patterns_are_named() -> None:
    with pytest.raises(TableError, match="no row of kind 'nothing'"):
        party_words("nothing")
    with pytest.raises(TableError, match="no row named 'nothing'"):
        party_pattern("nothing")
