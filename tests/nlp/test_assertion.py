"""Statuses: sentences of our own for each status, substatus and trap."""

import pytest

from nlp.breaches.assertion import find_cues
from tests.nlp.violation_articles import entries_of, entry_of, ruled

PROHIBITED = [
    ("reminder", "ASN dilarang mendukung salah satu pasangan calon.", "forbidden"),
    ("reminder", "Pegawai tidak boleh ikut kampanye meskipun di luar jam kerja.", "forbidden"),
    (
        "reminder",
        '"Jangan sampai Bapak Ibu memihak salah satu kubu," kata Sekda Wonorejo, Hadi Purnawan.',
        "forbidden",
    ),
    ("reminder", "Sekda mengingatkan ASN agar tidak mengunggah foto bersama calon bupati.", "forbidden"),
    ("reminder", "Ia meminta seluruh guru tidak membagikan konten kampanye di media sosial.", "forbidden"),
    ("reminder", "Kepala BKPSDM mewanti-wanti camat supaya tak menghadiri deklarasi paslon.", "forbidden"),
    ("reminder", "Larangan menjadi anggota partai politik berlaku juga bagi PPPK.", "forbidden"),
    ("reminder", "Mobil dinas jangan dipakai mengantar rombongan kampanye.", "forbidden"),
    ("reminder", "ASN wajib netral dan tidak berpihak kepada calon mana pun.", "forbidden"),
    ("reminder", "ASN diminta menghindari politik praktis selama tahapan pilkada.", "forbidden"),
    ("reminder", "Berfoto dengan simbol jari bersama caleg juga tidak diperkenankan.", "forbidden"),
    ("reminder", "Haram hukumnya kepala desa menjadi tim sukses.", "forbidden"),
    (
        "reminder",
        '"Saya tidak mau dengar ada lurah yang mengarahkan warga memilih paslon tertentu," ucapnya.',
        "forbidden",
    ),
    ("reminder", "Pasal 71 melarang kepala desa membuat keputusan yang menguntungkan salah satu calon.", "forbidden"),
    ("reminder", "PNS dilarang keras cawe-cawe dalam pemilihan bupati.", "forbidden"),
    ("reminder", "Pemkab berkomitmen mewujudkan zero pelanggaran netralitas ASN.", "aspired"),
    ("reminder", "Ia berharap tidak ada ASN yang terlibat politik praktis.", "aspired"),
    ("reminder", "Mudah-mudahan tidak ada laporan pelanggaran netralitas sampai hari pencoblosan.", "aspired"),
    ("reminder", "Apel ini untuk mencegah pelanggaran netralitas ASN.", "aspired"),
    ("reminder", "Dalam ikrar itu pegawai berjanji tidak memihak pasangan calon mana pun.", "aspired"),
    ("reminder", "Pemkab menargetkan nihil pelanggaran netralitas pada pilkada tahun ini.", "aspired"),
    ("verdict", "Kejadian ini diharapkan menjadi pelajaran agar ASN tidak lagi berkampanye.", "aspired"),
]
CONDITIONAL = [
    ("reminder", "Jika terbukti melanggar netralitas, ASN akan dikenai sanksi.", "consequence"),
    ("reminder", "ASN yang terbukti tidak netral akan disanksi tegas.", "consequence"),
    ("reminder", "Siapa pun yang melanggar terancam hukuman disiplin berat.", "consequence"),
    ("reminder", "Tidak ada toleransi bagi ASN yang melanggar netralitas.", "consequence"),
    (
        "reminder",
        "Bupati tidak segan mencopot kepala dinas yang kedapatan berkampanye, bila ada buktinya.",
        "consequence",
    ),
    ("reminder", "Sanksinya bertingkat, dari teguran tertulis sampai pemberhentian.", "consequence"),
    ("reminder", "Kalau ada perangkat desa yang nekat berkampanye, bupati bisa memberhentikannya.", "consequence"),
    ("reminder", "Masyarakat diminta melapor apabila menemukan ASN yang mendukung paslon.", "consequence"),
    ("reminder", "Pelanggar akan diproses melalui inspektorat.", "consequence"),
    (
        "reminder",
        "Kepala desa yang menguntungkan salah satu paslon dapat dipidana paling lama enam bulan.",
        "consequence",
    ),
    ("reminder", "Apabila terbukti berpihak, kontrak tenaga honorer tidak diperpanjang.", "consequence"),
    (
        "suspicion",
        '"Kalau unsurnya terpenuhi, kami teruskan ke BKN," kata Ketua Bawaslu, Rina Astuti.',
        "consequence",
    ),
    ("reminder", "Ada yang coba-coba tidak netral, saya copot.", "consequence"),
    ("reminder", "Netralitas ASN rawan dilanggar menjelang pemungutan suara.", "risk"),
    ("reminder", "Bawaslu memetakan potensi pelanggaran netralitas ASN di tujuh kecamatan.", "risk"),
    ("reminder", "Godaan untuk tidak netral paling besar datang dari keluarga calon.", "risk"),
    ("reminder", "Dikhawatirkan kepala desa memihak calon yang menjanjikan proyek.", "risk"),
    ("reminder", "Jumlah pelanggaran netralitas diperkirakan masih akan bertambah.", "risk"),
    ("reminder", "Bawaslu tak menutup kemungkinan ada ASN lain yang mendukung paslon.", "risk"),
]
DENIED = [
    ("reminder", "Sampai hari ini belum ada laporan ASN yang tidak netral.", "none_reported"),
    ("reminder", "Bawaslu belum menemukan pelanggaran netralitas di Wonorejo.", "none_reported"),
    ("reminder", "Di lingkungan kecamatan nihil pelanggaran netralitas.", "none_reported"),
    ("reminder", "Pihaknya belum menerima satu pun aduan mengenai ASN yang diduga memihak.", "none_reported"),
    ("reminder", "Belum ada satu pun ASN yang dilaporkan karena tidak netral.", "none_reported"),
    ("suspicion", "Camat Kalisari membantah mengajak warga memilih paslon tertentu.", "denied_by_party"),
    ("suspicion", "Ia menampik tudingan mengerahkan kepala desa untuk memenangkan calon.", "denied_by_party"),
    ("suspicion", "Camat itu berdalih kehadirannya di acara paslon untuk memenuhi undangan.", "denied_by_party"),
    ("suspicion", "Lurah tersebut menepis tuduhan membagikan stiker calon.", "denied_by_party"),
    ("suspicion", "Bawaslu menghentikan penanganan dugaan pelanggaran netralitas tersebut.", "cleared"),
    ("suspicion", "Dugaan keberpihakan camat dinyatakan tidak terbukti.", "cleared"),
    ("suspicion", "Laporan dugaan pelanggaran netralitas itu tidak memenuhi syarat materiil.", "cleared"),
    ("suspicion", "Perbuatan camat menghadiri deklarasi dinilai bukan pelanggaran netralitas.", "cleared"),
    ("suspicion", "Gakkumdu menyatakan tidak cukup bukti camat ikut kampanye.", "cleared"),
    ("suspicion", "Bawaslu juga mengusut lurah penyimpan kaus paslon, namun penanganannya dihentikan.", "cleared"),
]  # fmt: skip
PROVEN = [
    ("verdict", "Bupati menjatuhkan hukuman disiplin sedang kepada lurah itu karena tidak netral.", "decided"),
    ("verdict", "KASN menyatakan lurah tersebut terbukti melanggar netralitas.", "decided"),
    ("verdict", "Majelis hakim memvonis kepala desa itu dua bulan penjara karena menguntungkan paslon.", "decided"),
    ("verdict", "Camat yang mengampanyekan caleg itu dicopot dari jabatannya.", "decided"),
    ("verdict", "Guru itu dijatuhi teguran tertulis karena mengunggah foto calon bupati di Facebook.", "decided"),
    ("verdict", "BKN memutuskan dua ASN melanggar netralitas.", "decided"),
    ("suspicion", "Bawaslu menyatakan kepala desa itu terbukti mengarahkan warga memilih paslon.", "found"),
    ("suspicion", "Hasil kajian Bawaslu menyebut camat melanggar asas netralitas.", "found"),
    ("suspicion", "Rapat pleno Bawaslu memutuskan perbuatan camat memenuhi unsur pelanggaran netralitas.", "found"),
    ("reminder", "Pada tahun 2019 ada dua kasus pelanggaran netralitas ASN.", "asserted"),
    ("reminder", "Kala itu Bawaslu mencatat lima kasus pelanggaran netralitas ASN.", "asserted"),
    ("reminder", "Tak hanya ASN, kepala desa juga langgar netralitas.", "asserted"),
    ("reminder", "Sekda tak menampik ada pegawai yang memberi dukungan di Facebook.", "asserted"),
]
ALLEGED = [
    ("suspicion", "Camat itu diduga mengarahkan kepala desa memilih paslon nomor urut dua.", "suspected"),
    ("suspicion", "Seorang guru terindikasi tidak netral.", "suspected"),
    ("suspicion", "Lurah dituding membagikan sembako bergambar calon.", "suspected"),
    ("suspicion", "Warga melaporkan kepala desa ke Bawaslu karena mengajak warga mencoblos caleg.", "suspected"),
    ("suspicion", "Dalam video itu camat terlihat mengacungkan dua jari bersama calon bupati.", "suspected"),
    ("suspicion", "Perbuatan camat menghadiri kampanye belum tentu pelanggaran.", "suspected"),
    ("suspicion", "Bawaslu menelusuri dugaan keberpihakan seorang kepala desa.", "under_process"),
    ("suspicion", "Dua ASN diperiksa karena ikut kampanye paslon.", "under_process"),
    ("suspicion", "Bawaslu meneruskan dugaan pelanggaran netralitas camat itu ke BKN.", "under_process"),
    ("suspicion", "Penyidik menaikkan kasus dugaan keberpihakan kepala desa ke tahap penyidikan.", "under_process"),
    ("suspicion", "Bawaslu memanggil camat terkait dugaan ajakan memilih paslon.", "under_process"),
    ("suspicion", "Ketua Bawaslu belum mau menyimpulkan apakah camat itu melanggar netralitas.", "under_process"),
    ("suspicion", "Laporan dugaan ketidaknetralan camat masih dikaji.", "under_process"),
    ("figures", "Bawaslu menangani sembilan dugaan pelanggaran netralitas.", "under_process"),
    ("figures", "Bawaslu mencatat tujuh laporan netralitas ASN.", "suspected"),
]
ROWS = [
    (status, *row)
    for status, rows in (
        ("prohibited", PROHIBITED), ("conditional", CONDITIONAL), ("denied", DENIED), ("proven", PROVEN),
        ("alleged", ALLEGED),
    )
    for row in rows
]  # fmt: skip


@pytest.mark.parametrize(("status", "context", "sentence", "substatus"), ROWS)
def test_status_of_a_sentence(status: str, context: str, sentence: str, substatus: str) -> None:
    entry = entry_of(sentence, context)
    assert (entry.status, entry.substatus) == (status, substatus), entry.rule


@pytest.mark.parametrize(
    ("context", "sentence", "expected"),
    [
        ("suspicion", "Bawaslu resmi menutup laporan pelanggaran netralitas camat itu.", "cleared"),
        ("suspicion", "Dugaan ketidaknetralan camat itu kandas di rapat pleno.", "cleared"),
        ("suspicion", "Hakim membebaskan camat itu dari dakwaan mendukung salah satu calon.", "cleared"),
        ("suspicion", "Dugaan pelanggaran netralitas camat itu dianggap selesai.", "cleared"),
        ("suspicion", "Menurut jaksa, camat itu terbukti menguntungkan salah satu calon.", "under_process"),
        ("suspicion", "Camat itu didakwa mendukung salah satu calon bupati.", "under_process"),
        ("suspicion", "Hakim menyatakan camat itu terbukti menguntungkan salah satu calon.", "found"),
        ("suspicion", "Camat tak menampik mendukung calon bupati, hanya saja sebagai keluarga.", "suspected"),
        ("reminder", "Sanksi dikenakan kepada pegawai yang tidak netral.", "consequence"),
        ("reminder", "Hukuman bagi ASN yang tidak netral dijatuhkan secara berjenjang.", "consequence"),
    ],
)
def test_the_rules_alone_know_what_a_stage_or_an_admission_is(context: str, sentence: str, expected: str) -> None:
    told = ruled(sentence, context)
    assert [draft.verdict.substatus for draft in told.drafts] == [expected]


def test_an_item_of_an_open_list_is_known_by_its_list() -> None:
    intro = "Tim kampanye dilarang mengikutsertakan sejumlah pihak."
    assert ruled(f"{intro}\n1. Hakim pada semua badan peradilan;").listed
    assert not ruled("Pertemuan dihadiri sejumlah pihak.\n1. Hakim pada semua badan peradilan;").listed


@pytest.mark.parametrize(
    "sentence",
    [
        "ASN harus netral pada Pilkada 2024.",
        "Sekda mengimbau seluruh ASN menjaga netralitas.",
        "Ratusan ASN mengucapkan ikrar netralitas di alun-alun.",
        "Kami menjamin pegawai kami tetap netral.",
        "Surat edaran tentang netralitas ASN sudah dikirim ke semua kecamatan.",
        "Koordinator Divisi Penanganan Pelanggaran Bawaslu Wonorejo, Sari Wulandari, hadir dalam apel itu.",
        "Bawaslu membuka posko aduan pelanggaran netralitas di setiap kecamatan.",
        "Bawaslu memberi sosialisasi tentang bentuk pelanggaran netralitas kepada para camat.",
        "Pelanggaran lalu lintas di Wonorejo turun tahun ini.",
        "Baca juga: Dua Lurah di Sukamaju Terbukti Langgar Netralitas",
        "ASN tetap memiliki hak pilih pada hari pemungutan suara.",
        "Ia berpesan agar pegawai tetap melayani masyarakat selama kampanye.",
        "Jangan sampai golput, kata dia.",
        "Pemkab menyiapkan anggaran hibah untuk KPU dan Bawaslu.",
    ],
)
def test_what_names_no_breach_is_no_entry(sentence: str) -> None:
    assert entries_of(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("Dua ASN tidak terbukti tidak netral, sedangkan seorang kades terbukti berpihak.", ["denied", "proven"]),
        ("Dari 12 dugaan pelanggaran, delapan diteruskan ke BKN, empat dihentikan.", ["alleged", "denied"]),
        ("Tiga perkara dinyatakan melanggar netralitas, sementara dua lainnya dihentikan.", ["proven", "denied"]),
    ],
)  # fmt: skip
def test_two_outcomes_are_two_entries(sentence: str, statuses: list[str]) -> None:
    found = entries_of(sentence, "figures")
    assert [m.status for m in found] == statuses
    assert len({m.span.surface for m in found}) == len(found)


def test_negation_inside_the_breach_is_no_cue() -> None:
    assert entry_of("Kepala desa itu terbukti tidak netral.", "verdict").status == "proven"


@pytest.mark.parametrize("text", ["tidak hanya ASN", "diberhentikan tidak dengan hormat", "tak pandang bulu"])
def test_words_that_only_look_like_negation(text: str) -> None:
    from nlp.breaches.breach import mask_cues

    assert not {c.name for c in find_cues(mask_cues(text))} & {"nact", "none", "cleared"}
