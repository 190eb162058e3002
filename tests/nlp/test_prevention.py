"""Prevention: acts that the article reports being done, for neutrality and not for a candidate."""

import json
from pathlib import Path

import pytest
from pattern_spelling import spellings

from nlp import tables
from nlp.document import Document
from nlp.rules import Rule, Words, load_rules, word_pattern
from nlp.subject.prevention import find_prevention

CASES: list[tuple[str, set[str]]] = [
    ("Bupati Sumba Timur mengingatkan ASN agar netral pada pilkada.", {"imbauan"}),
    ("Ribuan PNS mengucapkan ikrar netralitas di alun-alun.", {"ikrar"}),
    ("ASN Pemkab Bone mengikuti apel ikrar netralitas.", {"apel", "ikrar"}),
    ("Para camat menandatangani pakta integritas netralitas.", {"pakta_integritas"}),
    ("Pemkot Ternate menggelar deklarasi netralitas ASN.", {"deklarasi"}),
    ("Seluruh kepala desa mendeklarasikan diri netral dalam Pilkada 2024.", {"deklarasi"}),
    ("Sekelompok kades menggelar deklarasi dukungan kepada paslon nomor dua.", set()),
    ("Camat itu menghadiri deklarasi pasangan calon, padahal ASN harus netral.", {"imbauan"}),
    ("Deklarasi Pemilu Damai digelar di alun-alun.", set()),
    ("Gubernur menerbitkan surat edaran tentang netralitas ASN.", {"surat_edaran"}),
    ("SE Bupati Nomor 5 melarang ASN ikut kampanye.", {"imbauan", "surat_edaran"}),
    ("Sosialisasi netralitas ASN digelar di aula BKPSDM.", {"sosialisasi"}),
    ("Kades itu menyosialisasikan calon bupati kepada warga.", set()),
    ("KPU menggelar sosialisasi tahapan pilkada bagi pemilih pemula.", set()),
    ("Bawaslu membentuk satgas pengawasan netralitas ASN.", {"pengawasan"}),
    ("Bawaslu menggelar patroli siber memantau akun ASN.", {"pengawasan"}),
    ("Inspektorat membuka posko pengaduan netralitas ASN.", {"pengawasan"}),
    ("BKPSDM membekali ASN lewat bimtek netralitas.", {"sosialisasi"}),
    ("Rapat koordinasi netralitas ASN dihadiri para camat.", {"sosialisasi"}),
    ('"Saya minta ASN jangan ikut kampanye," tegas Sekda.', {"imbauan"}),
    ('"Jangan sampai ada kepala desa yang memihak," kata Kapolres.', {"imbauan"}),
    ("Kapolda mewanti-wanti anggota Polri agar tidak terlibat politik praktis.", {"imbauan"}),
    ("Dandim menekankan prajurit TNI harus netral.", {"imbauan"}),
    ("ASN dilarang berfoto dengan calon, imbau Sekda.", {"imbauan"}),
    ("Bawaslu meminta keterangan camat yang diduga memihak paslon.", set()),
    ("Bawaslu meneruskan dugaan pelanggaran netralitas ASN ke BKN.", set()),
    ("Camat itu terbukti tidak netral dan ditegur tertulis.", set()),
    ("Guru itu membantah mendukung paslon.", set()),
    ("Pasal 71 melarang kepala desa membuat keputusan yang menguntungkan calon.", set()),
    ("KASN mencatat 20 pelanggaran netralitas ASN.", set()),
    ("Kepala BKD menandaskan, pegawai wajib menjaga netralitas.", {"imbauan"}),
    ("Pj Bupati mengumpulkan seluruh lurah untuk diberi arahan netralitas.", {"sosialisasi"}),
    ("Pengawasan melekat terhadap ASN diperketat jelang masa tenang.", {"pengawasan"}),
    ("Bawaslu akan mengawasi netralitas kepala desa selama kampanye.", {"pengawasan"}),
    ("Apel gabungan dimanfaatkan Sekda mengingatkan ASN soal netralitas.", {"apel", "imbauan"}),
    ("Wali Kota meneken instruksi netralitas bagi seluruh pegawai.", {"surat_edaran"}),
    ("Anggota Korpri diimbau tidak menjadi tim sukses.", {"imbauan"}),
    ("PPPK dan honorer diminta tidak menyukai unggahan caleg.", {"imbauan"}),
    ("Ia berpesan agar guru tidak terseret dukung-mendukung.", {"imbauan"}),
    ("ASN membacakan deklarasi netral lalu menandatangani pakta integritas.", {"deklarasi", "pakta_integritas"}),
    ("Bawaslu Mamuju Gelar Rakor Netralitas ASN, TNI, dan Polri", {"sosialisasi"}),
    ("Netralitas ASN Diawasi Ketat, Bawaslu Turunkan Tim Patroli", {"pengawasan"}),
    ("Ketua DPRD berharap ASN tetap netral.", {"imbauan"}),
    ("Deklarasi netralitas kepala desa ditutup ikrar bersama.", {"deklarasi", "ikrar"}),
    ("Kepala Seksi Ikrar Wibowo, hadir bersama ASN yang netral.", set()),
    ("Buah apel dan jeruk dibagikan kepada guru.", set()),
    ("Sekda mengeluarkan surat imbauan netralitas kepada OPD.", {"imbauan", "surat_edaran"}),
    ("Para keuchik membacakan deklarasi pilkada bersih, ASN pun netral.", {"deklarasi"}),
    ("Mereka kedapatan ikut deklarasi; padahal kades mesti netral.", set()),
    ("Telegram Kapolda tentang netralitas sudah ditempel di tiap polsek.", {"surat_edaran"}),
    ("Direktur rumah sakit menerbitkan memo internal soal netralitas.", {"surat_edaran"}),
    ("Telegram mutasi kapolsek terbit; kapolsek itu dituding tidak netral.", set()),
    ("Hal itu diatur keputusan bersama lima lembaga tentang netralitas.", set()),
    ("Kepala dinas mengumpulkan 90 kepala sekolah untuk membahas netralitas.", {"sosialisasi"}),
    ("Kades itu diduga mengumpulkan perangkat desa, padahal kades mesti netral.", set()),
    ("Webinar netralitas diikuti 300 guru.", {"sosialisasi"}),
    ("BKPSDM akan berkeliling ke 12 kecamatan memberi pemahaman netralitas.", {"sosialisasi"}),
    ("Jaksa menyebut rapat koordinasi itu dipakai kades menyuruh warga, netralitas dilanggar.", set()),
    ("Pengawasan di media sosial dilakukan tiap malam, netralitas terjaga.", {"pengawasan"}),
    ("Posko aduan netralitas berdiri di tiap kecamatan.", {"pengawasan"}),
    ("Isi kotak aduan dibeberkan: keberpihakan camat.", set()),
    ("Warga mendatangi posko pemenangan calon, camat netral.", set()),
    ("Panwascam diterjunkan ke kampung, netralitas petinggi dijaga.", {"pengawasan"}),
    ("Kapolres meminta bhabinkamtibmas tidak singgah di posko kandidat.", {"imbauan"}),
    ('"Babinsa haram hukumnya berfoto dengan calon," kata Dandim.', {"imbauan"}),
    ("Karyawan tidak diperkenankan memakai kaus calon, tutur Direktur.", {"imbauan"}),
    ("Ketua RT diinstruksikan menjauhi iring-iringan calon.", {"imbauan"}),
    ("Dua guru mendapat peringatan tertulis karena memasang bendera partai.", set()),
    ("Terdakwa memerintahkan ketua RT mengarahkan warga memilih calon.", set()),
    ("Sesuai Pasal 71, tutur Ketua Bawaslu, kepala desa dilarang menguntungkan calon.", set()),
    ("Keluarga meminta prajurit itu tidak dijadikan kambing hitam soal kampanye.", set()),
    ("Kades meneken fakta integritas netralitas.", {"pakta_integritas"}),
    ("Bawaslu memperketat pengawasan; netralitas kades dijaga.", {"pengawasan"}),
    ("Kanal pengaduan netralitas sudah disediakan Inspektorat.", {"pengawasan"}),
    ("Temuan itu hasil patroli; kades tidak netral.", set()),
    ("Camat itu melanggar surat edaran netralitas.", set()),
    ("Sanksi dibacakan pada apel; camat itu tidak netral.", set()),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_prevention_of_a_sentence(text: str, expected: set[str]) -> None:
    assert {m.kind for m in find_prevention(Document("x", "", text))} == expected


ALL_RULES = [*load_rules("prevention.toml"), *load_rules("topic.toml")]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.name)
def test_every_rule_finds_its_own_example(rule: Rule) -> None:
    """The example may lack what the rule needs beside it; the words that name the act it must hold."""
    example = rule.name.partition(": ")[2]
    assert rule.pattern.search(example, example.lower())


def holds_a_stem(words: Words, stems: tuple[str, ...]) -> bool:
    inner = words.pattern.pattern.removeprefix(r"(?<![\w-])").removesuffix(r"(?!\w)")
    return all(any(stem in one for stem in stems) for one in spellings(inner))


@pytest.mark.parametrize("rule", [r for r in ALL_RULES if r.stems], ids=lambda rule: rule.name)
def test_stems_never_shut_out_what_the_rule_would_find(rule: Rule) -> None:
    assert any(holds_a_stem(words, rule.stems) for words in (rule.pattern, *rule.needs))


def test_navigation_reports_nothing() -> None:
    text = "ASN hadir.\nBaca juga: Bupati Ingatkan ASN Netral"
    assert find_prevention(Document("x", "", text)) == ()


def test_a_mention_holds_its_words_and_rule() -> None:
    (mention,) = find_prevention(Document("x", "", "Camat meneken pakta integritas netralitas."))
    assert (mention.span.surface, mention.kind) == ("pakta integritas", "pakta_integritas")
    assert mention.rule == "prevention: ASN meneken pakta integritas"


def test_a_wrong_rule_is_told_with_file_and_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_FOLDER", tmp_path)
    (tmp_path / "bad.toml").write_text('[[rule]]\nkind = "ikrar"\npatern = "x"\nexample = "y"\n', encoding="utf-8")
    with pytest.raises(tables.TableError, match=r"bad\.toml, rule 1 \(y\): key 'patern' is missing or unknown"):
        load_rules("bad.toml")
    (tmp_path / "broken.toml").write_text("[[rule\n", encoding="utf-8")
    with pytest.raises(tables.TableError, match=r"broken\.toml"):
        load_rules("broken.toml")


def test_a_group_that_is_not_there_is_told() -> None:
    with pytest.raises(tables.TableError, match=r"no group \{nobody\}"):
        word_pattern("{nobody}", "here")


def test_floor_on_the_development_set(shared: Path) -> None:
    """Prevention F1 on the on-topic articles of gold/dev.jsonl; issue 3 asks .88."""
    hits = missed = extra = 0
    for line in (shared / "gold" / "dev.jsonl").read_text("utf-8").strip().split("\n"):
        row = json.loads(line)
        if row["topic"] == "no":
            continue
        found, gold = {m.kind for m in find_prevention(Document.from_input(row))}, set(row["prevention"])
        hits, missed, extra = hits + len(found & gold), missed + len(gold - found), extra + len(found - gold)
    assert 2 * hits / (2 * hits + missed + extra) >= 0.96
