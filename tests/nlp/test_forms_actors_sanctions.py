"""Forms, actors, sanctions and their modality."""

import pytest

from nlp.breaches.actors import actors_in, usual_actors
from nlp.breaches.sanctions import modality_of, sanctions_in
from tests.nlp.violation_articles import entry_of


@pytest.mark.parametrize(
    ("sentence", "forms"),
    [
        ("ASN dilarang menyukai atau mengomentari unggahan caleg.", ("media_sosial",)),
        ("ASN dilarang bergabung dalam grup WhatsApp pemenangan calon.", ("media_sosial",)),
        ("ASN dilarang kampanye lewat medsos.", ("media_sosial",)),
        ("ASN dilarang menghadiri kampanye paslon.", ("kampanye",)),
        ("ASN dilarang mengajak warga mencoblos calon tertentu.", ("kampanye",)),
        ("ASN dilarang mendeklarasikan dukungan kepada caleg.", ("kampanye",)),
        ("ASN dilarang mengantar bakal calon mendaftar ke KPU.", ("kampanye",)),
        ("ASN dilarang berswafoto dengan calon bupati.", ("foto_simbol",)),
        ("ASN dilarang mengacungkan dua jari saat difoto.", ("foto_simbol",)),
        ("ASN dilarang memasang baliho calon.", ("alat_peraga",)),
        ("ASN dilarang mengenakan kaus partai.", ("alat_peraga",)),
        ("ASN dilarang membagikan kalender paslon.", ("alat_peraga",)),
        ("ASN dilarang menjadi anggota atau pengurus partai politik.", ("parpol",)),
        ("ASN dilarang mendaftar ke partai untuk penjaringan.", ("parpol",)),
        ("ASN dilarang nyaleg sebelum mundur.", ("pencalonan",)),
        ("ASN dilarang menjadi tim sukses.", ("tim_sukses",)),
        ("ASN dilarang menjadi saksi paslon.", ("tim_sukses",)),
        ("Camat dilarang mengerahkan kepala desa.", ("mobilisasi",)),
        ("Camat dilarang menekan staf agar memilih caleg.", ("mobilisasi",)),
        ("ASN dilarang memakai mobil dinas untuk kepentingan paslon.", ("fasilitas_negara",)),
        ("Bansos dilarang dipakai untuk kepentingan calon.", ("fasilitas_negara",)),
        ("Kepala desa dilarang membuat keputusan yang merugikan salah satu paslon.", ("keputusan",)),
        ("Bupati dilarang melakukan mutasi pejabat tanpa izin Mendagri menjelang pilkada.", ("keputusan",)),
        ("ASN dilarang memihak.", ("dukungan",)),
        ("ASN dilarang mengumpulkan fotokopi KTP untuk calon perseorangan.", ("dukungan",)),
        ("ASN dilarang bermain dua kaki.", ("dukungan",)),
        ("ASN dilarang terlibat politik praktis.", ("umum",)),
        ("ASN dilarang cawe-cawe.", ("umum",)),
        ("ASN dilarang mendukung atau mengampanyekan salah satu calon.", ("kampanye", "dukungan")),
        ("ASN dilarang berpolitik praktis maupun menjadi tim sukses.", ("tim_sukses", "umum")),
    ],
)
def test_forms(sentence: str, forms: tuple[str, ...]) -> None:
    assert entry_of(sentence).forms == forms


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("camat dan lurah diduga tidak netral", ("asn",)),
        ("guru SD dilaporkan", ("asn",)),
        ("ASN dan tenaga honorer dilarang", ("asn", "non_asn")),
        ("kades dan perangkat desa", ("kades",)),
        ("seorang keuchik", ("kades",)),
        ("hukum tua di desa itu", ("kades",)),
        ("prajurit TNI", ("tni",)),
        ("anggota Polri dilarang", ("polri",)),
        ("ketua KPU dicopot", ("penyelenggara",)),
        ("direksi BUMD", ("bumn",)),
        ("seorang menteri", ("pejabat",)),
        ("Ketua Bawaslu menyebut ASN tidak netral", ("asn",)),
        ("warga yang hadir", ()),
    ],
)
def test_actors(text: str, actors: tuple[str, ...]) -> None:
    assert actors_in(text) == actors


def test_usual_actors_are_the_most_frequent() -> None:
    assert usual_actors([("asn",), (), ("kades",), ("asn",)]) == ("asn",)
    assert usual_actors([(), ()]) == ()


@pytest.mark.parametrize(
    ("text", "sanctions"),
    [
        ("teguran lisan", ("teguran",)),
        ("peringatan keras terakhir", ("teguran",)),
        ("sanksi moral berupa pernyataan terbuka", ("moral",)),
        ("hukuman disiplin ringan", ("disiplin_ringan",)),
        ("penundaan kenaikan gaji berkala", ("disiplin_sedang",)),
        ("ditunda kenaikan pangkatnya", ("disiplin_sedang",)),
        ("hukuman disiplin sedang hingga berat", ("disiplin_sedang", "disiplin_berat")),
        ("pemotongan tunjangan kinerja", ("tukin",)),
        ("tunjangannya dipotong", ("tukin",)),
        ("turun pangkat setingkat lebih rendah", ("jabatan",)),
        ("dicopot dari jabatan", ("jabatan",)),
        ("diberhentikan sementara", ("jabatan",)),
        ("dinonaktifkan", ("jabatan",)),
        ("diberhentikan tidak dengan hormat", ("pemberhentian",)),
        ("kontraknya tidak diperpanjang", ("pemberhentian",)),
        ("data kepegawaiannya diblokir", ("blokir_data",)),
        ("tiga bulan penjara", ("pidana",)),
        ("denda Rp 3 juta", ("pidana",)),
        ("sanksi disiplin", ("umum",)),
        ("sanksi tegas", ("umum",)),
        ("penanganan dihentikan", ()),
    ],
)
def test_sanctions(text: str, sanctions: tuple[str, ...]) -> None:
    assert sanctions_in(text) == sanctions


@pytest.mark.parametrize(
    ("text", "status", "modality"),
    [
        ("dijatuhi sanksi", "proven", "imposed"),
        ("direkomendasikan dijatuhi sanksi", "proven", "recommended"),
        ("segera memproses pemberhentian sementara", "proven", "pending"),
        ("jaksa menuntut lima bulan penjara", "alleged", "demanded"),
        ("warga mendesak camat dicopot", "alleged", "demanded"),
        ("terancam dipecat", "alleged", "threatened"),
        ("akan dikenai sanksi", "conditional", "threatened"),
        ("lolos dari sanksi", "denied", "avoided"),
    ],
)
def test_modality(text: str, status: str, modality: str) -> None:
    assert modality_of(text, status, ("umum",)) == modality


def test_no_sanction_has_no_modality() -> None:
    assert modality_of("akan diperiksa", "alleged", ()) is None
