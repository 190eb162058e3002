"""Topic: neutrality of public servants in an election, and a gate that lets the rest go by cheaply."""

import json
from pathlib import Path

import pytest

from nlp.document import Document
from nlp.subject.topic import find_topic, topic_gate

CASES = [
    (
        "Kapolres Ngada: Anggota Jangan Nongkrong di Posko Calon",
        "Kapolres meminta seluruh bhabinkamtibmas tidak singgah di posko calon bupati. Yang bandel disidang.",
        "yes",
    ),
    ("Bripda K Turun Pangkat", "Bripda K turun pangkat gara-gara membagikan poster caleg ke grup RT.", "yes"),
    ("Pasar Rawan Jadi Lokasi Kampanye", "Bawaslu memetakan politik uang, hoaks, dan netralitas ASN.", "mention"),
    ("Kapolres Amankan Pilkada", "Kapolres meminta anggota tidak lengah mengamankan logistik pilkada.", "no"),
    (
        "Sekda Ingatkan Netralitas ASN",
        "Bupati meminta ASN tidak memihak dalam pilkada. Ia akan menindak pelanggar.",
        "yes",
    ),
    (
        "Camat Diperiksa Bawaslu",
        "Camat itu diduga mengampanyekan calon bupati. Foto bersama paslon beredar.\nIa membantah.",
        "yes",
    ),
    (
        "Kades Dukung Paslon, Dilaporkan ke Bawaslu",
        "Warga melaporkan kepala desa yang mendukung salah satu paslon.",
        "yes",
    ),
    (
        "Guru Like Postingan Caleg",
        "Guru PNS itu menyukai unggahan caleg. Bawaslu memeriksa guru PNS tersebut.",
        "yes",
    ),
    ("Polisi Tilang Pelanggar Lalu Lintas", "Sebanyak 100 pengendara melanggar. Polisi bersikap tegas.", "no"),
    ("Wasit Netral Dinilai Penting", "Pelatih meminta wasit netral dalam laga final. Klub kecewa.", "no"),
    ("Formasi CPNS 2024 Dibuka", "Pemkab membuka 200 formasi ASN. Pelamar diminta melengkapi berkas.", "no"),
    ("Kadis Ditahan Kasus Korupsi", "Kepala dinas itu diduga menerima suap proyek jalan.\nASN lain diperiksa.", "no"),
    (
        "Bawaslu Temukan Surat Suara Rusak",
        "Bawaslu menemukan surat suara rusak jelang pilkada. KPU akan mengganti.",
        "no",
    ),
    ("KPU Tetapkan Tiga Paslon Pilkada", "KPU menetapkan tiga pasangan calon bupati. Kampanye dimulai besok.", "no"),
    (
        "HUT Korpri Meriah",
        "Upacara digelar meriah.\nBupati mengingatkan ASN netral jelang Pemilu 2024.\nAcara ditutup doa.",
        "mention",
    ),
    (
        "Panglima: TNI Tidak Berpolitik Praktis",
        "TNI harus netral dan tidak berpolitik praktis.\nPanglima bicara soal geopolitik dunia.",
        "mention",
    ),
    ("Caleg Bagi Sembako", "Caleg itu membagikan sembako kepada warga.\nBawaslu menyelidiki politik uang.", "no"),
    ("Harga Cabai Naik", "Harga cabai di pasar naik. Pedagang mengeluh.", "no"),
    ("Target Netral Karbon 2060", "Pemerintah menargetkan netral karbon. Pegawai diminta hemat listrik.", "no"),
    ("Guru Ditemukan Tewas", "Guru SD itu ditemukan tewas. Polisi memeriksa saksi. Calon suami korban syok.", "no"),
    ("Sosok Calon Sekda", "Tiga calon sekda mengikuti seleksi. ASN senior itu optimistis.", "no"),
    (
        "Dua ASN Ditegur karena Pose Dua Jari Bareng Cabup",
        "Bupati menegur dua ASN. KASN menyatakan keduanya tidak netral.",
        "yes",
    ),
    (
        "Menteri Ikut Kampanye, Bawaslu Kaji",
        "Menteri itu hadir di kampanye paslon tanpa cuti. Pejabat negara wajib netral, kata pengamat.",
        "yes",
    ),
    (
        "Anggota KPU Foto Bareng Caleg",
        "Anggota KPU itu berfoto dengan caleg.\nDKPP menilai ia melanggar asas netral penyelenggara pemilu.",
        "yes",
    ),
    (
        "DKPP Pecat Ketua KPU karena Asusila",
        "Ketua KPU dipecat karena tindak asusila terhadap anggota PPLN.\nDKPP menilai ia melanggar kode etik.",
        "no",
    ),
    ("Bansos Cair Jelang Pilkada", "Pemkab menyalurkan bansos. Camat memastikan data penerima tepat.", "no"),
    (
        "Direksi BUMD Jadi Tim Sukses",
        "Direktur BUMD itu menjadi tim sukses paslon.\nBawaslu memanggil pegawai BUMD tersebut.",
        "yes",
    ),
    (
        "Kapolres Jamin Polri Netral di Pilkada",
        "Kapolres memastikan Polri netral dalam pilkada.\nAnggota yang tidak netral disanksi.",
        "yes",
    ),
]


@pytest.mark.parametrize(("title", "text", "topic"), CASES)
def test_topic(title: str, text: str, topic: str) -> None:
    document = Document("x", title, text)
    assert find_topic(document) == topic
    assert topic_gate(document) or topic == "no"


def test_the_gate_is_shut_without_servants_or_contest() -> None:
    assert not topic_gate(Document("x", "Harga Cabai", "Pedagang mengeluh soal pemilu."))
    assert not topic_gate(Document("x", "Guru Mogok", "Guru honorer mogok karena gaji."))
    assert topic_gate(Document("x", "Guru Mogok", "Guru honorer mogok jelang pilkada."))
    assert not topic_gate(Document("x", "", ""))


def test_floor_on_the_development_set(shared: Path) -> None:
    """F1 of "yes" and accuracy on gold/dev.jsonl; issue 3 asks .97."""
    hits = missed = extra = right = total = 0
    for line in (shared / "gold" / "dev.jsonl").read_text("utf-8").strip().split("\n"):
        row = json.loads(line)
        found, gold = find_topic(Document.from_input(row)), row["topic"]
        right, total = right + (found == gold), total + 1
        hits += found == gold == "yes"
        missed += gold == "yes" != found
        extra += found == "yes" != gold
    assert 2 * hits / (2 * hits + missed + extra) >= 0.97
    assert right / total >= 0.95
