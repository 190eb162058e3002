"""The fields of an entry and who is meant: made-up articles through the whole pipeline, and the tables behind them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from nlp.breaches.actors import actors_in, office_actors
from nlp.breaches.forms import loose_forms, sure_forms
from nlp.breaches.lexicon import Rule, load_rules, pattern
from nlp.breaches.office_names import office_words
from nlp.breaches.sanctions import modality_of, sanctions_in
from nlp.pipeline import annotate

TWO = "Bawaslu Wonorejo mengingatkan ASN agar menjaga netralitas pada Pilkada 2024."


def entries(title: str, *paragraphs: str) -> Sequence[Mapping[str, Any]]:
    """The entries of a made-up article."""
    row = {"id": "x", "title": title, "text": "\n".join(paragraphs), "published": "2024-11-20"}
    found: Sequence[Mapping[str, Any]] = next(iter(annotate([row]))).codebook()["violations"]
    return found


def named(found: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """(status, name) of all people who are named as parties."""
    return {(v["status"], p["name"]) for v in found for p in v["parties"] if p["name"]}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Kades di Wonorejo Divonis Dua Bulan Penjara",
            "Darmo Wiyana, Kades Karangsono, Kecamatan Kalisari, divonis dua bulan penjara karena mendukung paslon.",
            {("proven", "Darmo Wiyana")},
        ),
        (
            "Lurah di Wonorejo Disanksi",
            "Wali Kota menjatuhkan hukuman disiplin berat kepada Lurah Sidomakmur, Darmo Wiyana, karena tidak netral.",
            {("proven", "Darmo Wiyana")},
        ),
        (
            "Kadis Wonorejo Dicopot karena Tidak Netral",
            "Bupati mencopot Kepala Dinas Pertanian Darmo Wiyana yang terbukti mengampanyekan calon bupati.",
            {("proven", "Darmo Wiyana")},
        ),
        (
            "Langgar Netralitas, Bripka DW Turun Pangkat",
            "Sidang etik menjatuhkan sanksi kepada Bripka DW yang terbukti mendukung calon bupati.",
            {("proven", "DW")},
        ),
        (
            "Guru di Wonorejo Terbukti Tidak Netral",
            "Seorang kepala SMP di Kalisari, DW, dijatuhi teguran tertulis karena terbukti mendukung paslon.",
            {("proven", "DW")},
        ),
    ],
)
def test_a_finding_beside_a_name(title: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert {x for x in named(entries(title, text, TWO)) if x[0] == "proven"} == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Tim paslon mendesak bupati mencopot Darmo.",
        "Untuk sementara Darmo dibebastugaskan.",
        "Bila terbukti melanggar netralitas, Darmo dicopot.",
        "Darmo dituding terbukti tidak netral oleh tim paslon.",
        "Pada perkara lain, seorang guru dijatuhi sanksi karena terbukti tidak netral.",
    ],
)
def test_no_name_beside_proven_without_a_finding(sentence: str) -> None:
    lede = "Camat Kalisari, Darmo Wiyana, dilaporkan ke Bawaslu karena diduga mendukung calon bupati."
    found = entries("Camat Kalisari Diduga Tidak Netral", lede, sentence, TWO)
    assert not [x for x in named(found) if x[0] == "proven"]


def test_a_newcomer_is_not_the_accused() -> None:
    """ "Pegawai itu" behind "seorang kepala seksi" is not the mayor who speaks."""
    found = entries(
        "Wali Kota Wonorejo: ASN Jangan Jadi Timses",
        "Wali Kota Wonorejo, Darmo Wiyana, melarang ASN menjadi tim sukses calon pada Pilkada 2024.",
        "Bawaslu mencatat seorang kepala seksi menyukai unggahan caleg. Pegawai itu dijatuhi sanksi moral.",
        "Darmo membantah anak buahnya ikut kegiatan partai.",
    )
    assert named(found) == set()


def test_a_headline_accuses_by_office() -> None:
    found = entries(
        "Camat di Wonorejo Dimintai Keterangan soal Netralitas",
        "Camat Kalisari Darmo Wiyana bernyanyi bersama calon bupati dalam sebuah syukuran.",
        "Bawaslu memeriksa dugaan pelanggaran netralitas itu. Darmo menampik mendukung calon bupati.",
    )
    assert ("denied", "Darmo Wiyana") in named(found)
    assert ("alleged", "Darmo Wiyana") in named(found)


def test_two_officials_of_one_office_are_not_plain() -> None:
    """The headline speaks of one camat; the article has two, neither said to have done it."""
    found = entries(
        "Camat di Wonorejo Divonis Dua Bulan Penjara karena Tidak Netral",
        "Camat Kalisari, Darmo Wiyana, mengatakan hormat pada putusan hakim.",
        "Camat Sidomakmur, Ratri Lestari, mengatakan putusan hakim itu menjadi pelajaran netralitas.",
    )
    assert not [x for x in named(found) if x[0] == "proven"]


def test_names_in_capitals_are_read_in_one_go() -> None:
    """A run of capitals behind a name once took forever: each letter could begin a name."""
    text = "SEMARANGTENGAH" * 30
    assert pattern("and_name").sub("", text) == text


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ("Kadinkes", {"kepala", "dinas", "kesehatan"}),
        ("Sekcam", {"sekretaris", "camat"}),
        ("Oknum PNS", {"pegawai"}),
    ],
)
def test_office_words(short: str, words: set[str]) -> None:
    assert office_words(short) == words


@pytest.mark.parametrize("rule", load_rules("form_words.csv", "form"), ids=lambda rule: str(rule.id))
def test_every_form_word_matches_its_example(rule: Rule) -> None:
    assert rule.pattern.search(rule.cells["example"]), rule.cells["example"]
    assert rule.cells["sure"] in ("yes", "no")


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Kepsek mengirim tautan ke grup wali murid", ("media_sosial",)),
        ("Konsumsi rapat relawan dibayar dengan kas desa", ("fasilitas_negara",)),
        ("Lurah memandu yel-yel di acara relawan", ("kampanye",)),
        ("Rekaman itu berisi arahan kepada para kades", ("mobilisasi",)),
        ("Pergeseran itu hanya mengisi jabatan kosong", ("keputusan",)),
        ("Namanya ada di Sipol", ("parpol",)),
        ("Pegawai bertandang ke rumah bakal calon", ("dukungan",)),
        ("Ia duduk dalam susunan tim", ("tim_sukses",)),
        ("Ketiganya menirukan gerakan khas sang caleg", ("foto_simbol",)),
        ("Pegawai itu ikut konvoi", ("kampanye",)),
        ("Kadis berpidato di rumah calon", ("kampanye",)),
        ("Akunnya dibajak orang", ("media_sosial",)),
        ("Ia menelepon sejumlah kepala desa", ("mobilisasi",)),
        ("Camat datang berbaju partai", ("alat_peraga",)),
        ("Ini penyalahgunaan wewenang", ("keputusan",)),
        ("Perahu ambulans dipinjam tetangga", ("fasilitas_negara",)),
        ("Guru duduk di rapat pemenangan", ("tim_sukses",)),
        ("Komisioner menghadiri jamuan caleg", ("dukungan",)),
        ("Wali kota menyiapkan sanksi berlapis bagi pimpinan dinas", ()),
        ("Video itu beredar di media sosial selama masa kampanye", ()),
        ("Ia datang atas perintah dinas", ()),
    ],
)
def test_loose_forms(text: str, forms: tuple[str, ...]) -> None:
    assert loose_forms(text) == forms


@pytest.mark.parametrize(
    ("sentence", "forms"),
    [
        ("Bawaslu memanggil lurah yang diduga membagikan poster caleg ke grup WhatsApp warga.", ["media_sosial"]),
        ("Bawaslu memanggil guru yang diduga menyuruh wali murid memilih caleg.", ["mobilisasi"]),
        ("Camat itu diduga mengampanyekan adiknya yang maju sebagai calon bupati.", ["kampanye"]),
    ],
)
def test_forms_that_only_complete_another_are_left_out(sentence: str, forms: list[str]) -> None:
    found = entries("Bawaslu Telusuri Dugaan Pelanggaran Netralitas ASN", TWO, sentence)
    assert found[-1]["forms"] == forms


def test_who_speaks_of_the_act_itself_speaks_of_its_form() -> None:
    act = "Camat Kalisari, Darmo Wiyana, diduga mengunggah foto calon bupati di Facebook."
    found = entries("Camat Kalisari Diduga Tidak Netral", act, "Darmo membantah menulis itu.", TWO)
    denied = next(v for v in found if v["status"] == "denied")
    assert denied["forms"] == ["media_sosial"]


def test_procedure_has_no_form_of_its_own() -> None:
    act = "Camat Kalisari, Darmo Wiyana, diduga mengunggah foto calon bupati di Facebook."
    found = entries("Camat Kalisari Diduga Tidak Netral", act, "Bawaslu memeriksa dugaan pelanggaran itu.", TWO)
    assert found[2]["forms"] == ["umum"]


def test_sure_forms_stand_beside_others() -> None:
    assert sure_forms("dilarang membawa atribut, bersorak, apalagi naik panggung") == ("kampanye",)
    assert sure_forms("dilarang berfoto dengan calon") == ()


@pytest.mark.parametrize(
    ("text", "sanctions"),
    [
        ("Kontraknya tidak diperpanjang", ("pemberhentian",)),
        ("Insentif ketua RT bisa disetop", ("tukin",)),
        ("Empat koleganya diperingatkan", ("teguran",)),
        ("BKN mengunci data enam pegawai", ("blokir_data",)),
        ("Ia turun jadi staf biasa", ("jabatan",)),
        ("Jaksa menuntut enam bulan", ("pidana",)),
        ("Pemkab memutus hubungan kerja pegawai itu", ("pemberhentian",)),
        ("Kontraknya dapat diakhiri kapan saja", ("pemberhentian",)),
        ("Ia ditarik ke kabupaten dan duduk tanpa jabatan", ("jabatan",)),
        ("Konsekuensinya pemangkasan tukin", ("tukin",)),
        ("Jaksa tuntut kades itu tiga bulan", ("pidana",)),
        ("Pegawai itu dihukum ringan", ("disiplin_ringan",)),
        ("Data mereka akan kami kunci", ("blokir_data",)),
        ("Ganjarannya tergantung perbuatannya", ("umum",)),
        ("Perkara itu berakhir dengan vonis bebas", ()),
        ("Dugaan pelanggaran pidana pemilihan diteruskan", ()),
        ("Camat itu menunggu di kantor", ()),
    ],
)
def test_sanctions_in_plain_words(text: str, sanctions: tuple[str, ...]) -> None:
    assert sanctions_in(text) == sanctions


@pytest.mark.parametrize(
    ("text", "status", "source", "modality"),
    [
        ("Warga minta camat dinonaktifkan", "alleged", "warga", "demanded"),
        ("KASN meminta bupati menjatuhkan sanksi moral", "proven", "kasn_bkn", "recommended"),
        ("Sanksi baginya masih menunggu tanda tangan bupati", "proven", "ppk_atasan", "pending"),
        ("Dituntut lima bulan, kades divonis tiga bulan penjara", "proven", "media", "imposed"),
    ],
)
def test_modality(text: str, status: str, source: str, modality: str) -> None:
    assert modality_of(text, status, sanctions_in(text), source) == modality


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("guru honorer itu", ("non_asn",)),
        ("Camat mengarahkan para kepala desa mendukung calon", ("asn",)),
        ("Kepala daerah jangan memakai bansos", ("kepala_daerah",)),
        ("karyawan PDAM", ("bumn",)),
        ("Camat Kalisari Darmo Wiyana sudah mengingatkan para kades agar netral", ("kades",)),
        ("Kadis menelepon sejumlah kepala desa", ("asn",)),
        ("Dua pembakal terseret dugaan serupa", ("kades",)),
        ("menuduh sang petahana memakai ambulans", ("kepala_daerah",)),
    ],
)
def test_actors(text: str, actors: tuple[str, ...]) -> None:
    assert actors_in(text) == actors


def test_a_lurah_in_yogyakarta_heads_a_village() -> None:
    assert actors_in("lurah dan pamong yang melanggar", village_lurah=True) == ("kades",)
    assert actors_in("lurah yang melanggar") == ("asn",)
    assert office_actors(["Lurah"], village_lurah=True) == ("kades",)
    sentence = "Bawaslu memanggil seorang lurah yang diduga membagikan kaus caleg di balai kalurahan."
    found = entries(
        "Lurah Dipanggil soal Netralitas", sentence, "Bawaslu Sleman mengawasi netralitas pada Pemilu 2024."
    )
    assert {tuple(v["actors"]) for v in found if v["status"] == "alleged"} == {("kades",)}


@pytest.mark.parametrize(
    ("offices", "actors"),
    [
        (["Bupati"], ("kepala_daerah",)),
        (["Penjabat Bupati"], ("asn",)),
        (["Ketua PPK"], ("penyelenggara",)),
        (["Wali Jorong", "Camat"], ("asn", "kades")),
        (["Camat", None], ()),
    ],
)
def test_actors_by_office(offices: list[str | None], actors: tuple[str, ...]) -> None:
    assert office_actors(offices) == actors


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Dandim Wonorejo, Darmo Wiyana, membantah ada babinsa yang mendukung calon bupati.", "penegak_hukum"),
        ("Kepala BKD Wonorejo, Darmo Wiyana, membantah pegawainya tidak netral.", "ppk_atasan"),
        ("Dalam video itu seorang camat mengajak warga memilih calon bupati nomor dua.", "media"),
        ('"KASN menyatakan ia terbukti melanggar netralitas," kata Sekda Wonorejo.', "kasn_bkn"),
        ("Penanganan dugaan keberpihakan camat itu resmi ditutup Bawaslu setempat.", "pengawas"),
        ("Di luar perkara itu, KASN juga memproses seorang lurah yang mendukung calon bupati.", "kasn_bkn"),
        ("Video 26 detik itu memperlihatkan seorang camat mengajak warga memilih calon bupati.", "media"),
        ("Warga yang melihat ASN mendukung calon bupati dapat melapor ke Bawaslu.", "media"),
        ("Aliansi warga menuduh camat itu memakai mobil dinas untuk kampanye calon bupati.", "warga"),
        ("Dugaan camat mendukung calon bupati itu diadukan tim advokasi paslon lawan.", "peserta"),
        ("Pihak rumah sakit menjamin tidak ada perawat yang mendukung calon bupati.", "ppk_atasan"),
        ('"Camat itu mendukung calon bupati," tutur Ratri (52), penjual bubur.', "warga"),
        ('"Dia mengakui ikut kampanye calon bupati," kata Ketua Bawaslu Wonorejo, Ratri Lestari.', "terlapor"),
    ],
)
def test_on_whose_word(sentence: str, source: str) -> None:
    lede = "Bawaslu Wonorejo menelusuri dugaan pelanggaran netralitas ASN pada Pilkada 2024."
    found = entries("Bawaslu Telusuri Dugaan Pelanggaran Netralitas ASN", lede, sentence)
    assert found[-1]["claimed_by"] == [source], found[-1]


def test_a_headline_without_a_body_is_the_texts_own() -> None:
    lede = "Bupati menjatuhkan teguran kepada Camat Kalisari yang terbukti melanggar netralitas pada Pilkada 2024."
    assert entries("Terbukti Tidak Netral, Camat Kalisari Ditegur", lede)[0]["claimed_by"] == ["media"]
    assert entries("Camat Kalisari Tetap Bersalah di Mata BKN", lede)[0]["claimed_by"] == ["kasn_bkn"]


def test_who_is_meant_by_that_man_answers() -> None:
    act = (
        "Camat Kalisari, Darmo Wiyana, diduga mengunggah foto calon bupati di Facebook, kata Ketua Bawaslu Wonorejo."
    )
    found = entries("Camat Kalisari Diduga Tidak Netral", act, "Pria itu tidak menampik mengunggah foto calon.", TWO)
    assert next(v for v in found if "Pria itu" in v["quote"])["claimed_by"] == ["terlapor"]


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        ("Bawaslu memeriksa dua guru karena berfoto bersama calon bupati.", "case"),
        ("Bawaslu menangani satu laporan tentang kepala desa yang diduga mendukung calon bupati.", "case"),
        ("Bawaslu menangani 12 laporan pelanggaran netralitas.", "count"),
        ("ASN yang nekat mendukung calon bupati bisa dipecat.", "rule"),
    ],
)
def test_reference(sentence: str, reference: str) -> None:
    lede = "Bawaslu Wonorejo menelusuri dugaan pelanggaran netralitas oleh Camat Kalisari pada Pilkada 2024."
    found = entries("Camat Kalisari Diduga Tidak Netral", lede, sentence)
    assert found[-1]["reference"] == reference, found[-1]
