"""Violation mentions: the codebook's rulings one by one, references, carry-over, quotes, and the development data."""

import json
from pathlib import Path

import pytest

from nlp.breaches.violations import find_violations
from nlp.document import Document
from nlp.pipeline import annotate
from tests.nlp.violation_articles import article, entries_of, entry_of, story


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Langgar Netralitas, Camat Kalisari Disanksi", "proven"),
        ("Diduga Tidak Netral, Lurah Sidomakmur Diperiksa", "alleged"),
        ("Bawaslu Panggil Camat yang Kampanyekan Calon Bupati", "alleged"),
        ("Dukung Caleg di Facebook, Guru di Wonorejo Dilaporkan", "alleged"),
        ("Bagikan Stiker Paslon, Kades di Wonorejo Terancam Pidana", "alleged"),
        ("Sekda Wonorejo Bantah Kerahkan Camat untuk Menangkan Paslon", "denied"),
        ("Bawaslu Hentikan Kasus Dugaan Netralitas Camat Kalisari", "denied"),
        ("ASN Wonorejo Dilarang Like Unggahan Calon Bupati", "prohibited"),
        ("ASN Tak Netral di Pilkada 2024 Bisa Dipecat", "conditional"),
    ],
)
def test_a_title_is_judged_on_its_own_words(title: str, status: str) -> None:
    text = "Bawaslu Wonorejo membenarkan kabar itu.\nASN diminta menjaga netralitas pada Pilkada 2024."
    found = [m for m in story(title, text) if m.span.part == "title"]
    assert [m.status for m in found] == [status]


@pytest.mark.parametrize(
    ("context", "sentence", "status", "modality"),
    [
        ("verdict", "Camat itu dicopot dari jabatannya.", "proven", "imposed"),
        ("verdict", "Keduanya menerima hukuman disiplin sedang.", "proven", "imposed"),
        ("reminder", "Hukumannya dari teguran lisan sampai pemecatan.", "conditional", "threatened"),
        ("reminder", "Sanksi tersebut dapat berupa penurunan jabatan.", "conditional", "threatened"),
    ],
)
def test_ruling_a_sanction_alone_is_an_entry(context: str, sentence: str, status: str, modality: str) -> None:
    entry = entry_of(sentence, context)
    assert (entry.status, entry.forms, entry.sanction_modality) == (status, ("umum",), modality)


@pytest.mark.parametrize(
    "sentence",
    [
        "Berkas sudah diregistrasi.",
        "Kasus itu masih diproses.",
        "Ia membantah.",
        "Foto diambil di rumah makan di Bandungan.",
    ],
)
def test_ruling_bare_procedure_and_anaphora_are_none(sentence: str) -> None:
    assert entries_of(sentence, "suspicion") == []


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Pelanggaran itu terbukti.", "proven"),
        ("Dugaan tersebut masih ditelusuri Bawaslu.", "alleged"),
        ("Unggahan itu diduga menyebut nama calon bupati.", "alleged"),
    ],
)
def test_ruling_that_breach_is_one(sentence: str, status: str) -> None:
    assert entry_of(sentence, "suspicion").status == status


def test_ruling_admission_of_the_act_that_is_disputed_stays_open() -> None:
    sentence = "Camat itu mengakui hadir di kampanye, tetapi membantah mengajak warga memilih paslon."
    assert entry_of(sentence, "suspicion").status == "denied"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Bila terbukti, camat itu terancam dicopot dari jabatannya.", ("conditional", "case")),
        ("Camat itu terancam dipecat karena mendukung paslon.", ("alleged", "case")),
    ],
)
def test_ruling_threat_to_a_meant_person(sentence: str, expected: tuple[str, str]) -> None:
    entry = entry_of(sentence, "suspicion")
    assert (entry.status, entry.reference) == expected


@pytest.mark.parametrize("sentence", ['"Itu hanya reuni SMA," kata camat itu.', '"Saya cuma dititipi," ujarnya.'])
def test_ruling_an_excuse_is_no_entry(sentence: str) -> None:
    assert entries_of(sentence, "suspicion") == []


@pytest.mark.parametrize(
    ("context", "sentence", "reference"),
    [
        ("figures", "Bawaslu menangani dua dugaan pelanggaran netralitas.", "count"),
        ("figures", "Sebanyak 86 ASN dilaporkan karena diduga tidak netral.", "count"),
        ("figures", "Sebanyak 41 persen pelanggaran netralitas berupa dukungan di media sosial.", "count"),
        ("reminder", "Sampai sekarang belum ada laporan ASN yang tidak netral.", "count"),
        ("suspicion", "Camat itu diduga mengarahkan warga memilih paslon.", "case"),
        ("suspicion", "Seorang guru SD dilaporkan karena berfoto bersama calon bupati.", "case"),
        ("reminder", "ASN dilarang berfoto bersama calon bupati.", "rule"),
        ("reminder", "ASN yang terbukti tidak netral akan disanksi.", "rule"),
        ("reminder", "Netralitas ASN rawan dilanggar.", "rule"),
    ],
)
def test_reference(context: str, sentence: str, reference: str) -> None:
    assert entry_of(sentence, context).reference == reference


def test_ruling_a_small_number_with_office_and_act_is_a_case() -> None:
    title = "Tiga Guru di Wonorejo Diduga Berfoto Bersama Calon Bupati"
    found = story(title, "Tiga guru diduga berfoto bersama calon bupati, kata Bawaslu Wonorejo pada Pilkada 2024.")
    assert {m.reference for m in found} == {"case"}


def test_ruling_a_dropped_criminal_track_alone_is_no_entry() -> None:
    assert entries_of("Adapun unsur pidananya tidak ditemukan.", "suspicion") == []
    entry = entry_of("Unsur pidana ikut kampanye dalam Pasal 494 tidak terpenuhi.", "suspicion")
    assert (entry.status, entry.substatus) == ("denied", "cleared")


def test_a_list_of_what_is_forbidden() -> None:
    text = (
        "ASN perlu tahu aturan netralitas pada Pilkada 2024.\nBerikut perbuatan yang dilarang:\n"
        "1. Memasang spanduk calon.\n2. Menjadi pengurus partai politik.\n"
        "3. Berfoto bersama calon dengan simbol jari.\n"
        "Masa kampanye dimulai pekan depan."
    )
    found = [m for m in story("Rambu Netralitas ASN", text) if m.rule == "list"]
    assert [m.forms for m in found] == [("alat_peraga",), ("parpol",), ("foto_simbol",)]
    assert {(m.status, m.substatus, m.reference) for m in found} == {("prohibited", "forbidden", "rule")}


def test_an_elliptical_sentence_carries_the_status_on() -> None:
    text = (
        "Sekda Wonorejo mengingatkan ASN agar tidak mengunggah dukungan kepada paslon.\n"
        "Termasuk berfoto bersama calon dengan simbol jari."
    )
    found = story("Sekda Ingatkan Netralitas ASN", text)
    assert found[-1].status == "prohibited"
    assert found[-1].forms == ("foto_simbol",)


def test_quotes_are_verbatim_pieces_of_the_input() -> None:
    text = (
        "Bawaslu\u00a0Wonorejo menelusuri dugaan pelanggaran netralitas ASN pada Pilkada 2024.\n"
        "\u201cASN dilarang mendukung paslon,\u201d kata Ketua Bawaslu, Rina Astuti."
    )
    document = Document.from_input(
        {"id": "x", "title": "Bawaslu: ASN Jangan \u2018Like\u2019 Unggahan Paslon", "text": text}
    )
    found = find_violations(document, (), ())
    assert len(found) == 3
    for mention in found:
        source = document.title if mention.span.part == "title" else document.text
        assert source[mention.span.start : mention.span.stop] == mention.span.surface
        assert mention.sentence.start <= mention.span.start < mention.span.stop <= mention.sentence.stop
    assert found[-1].span.surface == "ASN dilarang mendukung paslon"


@pytest.mark.parametrize(
    "text",
    [
        "Wasit pertandingan itu dinilai tidak netral oleh suporter.\nPelanggaran keras terjadi pada menit ke-70.",
        "Polisi mencatat 120 pelanggaran lalu lintas.\nPelanggar akan disanksi tilang.",
        "Kepala dinas ditetapkan sebagai tersangka dugaan korupsi.\nIa terancam dicopot dari jabatannya.",
        "Sebanyak 300 PPPK dilantik bupati.\nMereka dilarang terlambat.",
        "",
    ],
)
def test_other_matters_are_refused(text: str) -> None:
    assert story("Berita Hari Ini", text) == []


def test_every_mention_names_the_rule_that_fired() -> None:
    document = article("ASN dilarang mendukung salah satu paslon.")
    assert all(m.rule for m in find_violations(document, (), ()))


# --- development data (skipped where it is absent) ---


def _gold(shared: Path) -> list[dict[str, object]]:
    with (shared / "gold" / "dev.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_the_seeds_hold_no_current_proven_breach(shared: Path) -> None:
    found = []
    for row in _gold(shared):
        if str(row["id"]).startswith("s00"):
            found += find_violations(Document.from_input(row), (), ())
    assert not [m for m in found if m.status == "proven" and m.temporal == "current"]
    past = [m for m in found if m.status == "proven"]
    assert [(m.substatus, m.reference, m.temporal) for m in past] == [("asserted", "count", "past")] * 2
    assert len(found) >= 20


def test_the_seeds_accuse_nobody_now(shared: Path) -> None:
    """The five articles are appeals and denials: through the whole pipeline not one current case is alleged or proven."""
    seeds = [row for row in _gold(shared) if str(row["id"]).startswith("s00")]
    assert len(seeds) == 5
    found = [m for tags in annotate(seeds) for m in tags.violations if m.temporal == "current"]
    assert [m.span.surface for m in found if m.status in ("alleged", "proven")] == []


def test_off_topic_articles_give_next_to_nothing(shared: Path) -> None:
    count = 0
    with (shared / "sample" / "tribun_1085.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            document = Document.from_input({"id": str(number), "title": row["title"], "text": row["text"]})
            count += len(find_violations(document, (), ()))
    assert count <= 5
