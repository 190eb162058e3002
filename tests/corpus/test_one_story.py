"""One story in many outlets counts once: GDELT counted 366 kidnappings in two days that were one story."""

import duckdb
import pytest
from made_articles import NOW, fake_annotate, write_jsonl

import nlp.pipeline
from corpus.build import build

COPIES = 366
OUTLETS = 40
STORY = (
    "PEKALONGAN - Bawaslu memanggil Camat Budi pada hari Rabu siang untuk dimintai keterangan di kantor sekretariat. "
    "Ia diduga tidak netral karena hadir dalam deklarasi bakal calon di lapangan desa pada akhir pekan lalu. "
    "Sejumlah warga melihatnya berdiri di panggung bersama rombongan dan mengangkat tangan ketika lagu dinyanyikan. "
    "Anggota Bawaslu mengatakan keterangan saksi sudah dikumpulkan dan akan dibahas dalam rapat pleno besok pagi."
)
OTHER = (
    "PEKALONGAN - Pemeriksaan terhadap pegawai kelurahan berlanjut setelah foto kegiatan beredar luas di media sosial. "
    "Seorang lurah di kecamatan tetangga juga dimintai klarifikasi oleh panitia pengawas mengenai rapat tertutup itu. "
    "Camat Budi diduga tidak netral, kata pelapor, karena kursi rapat dipesan memakai kop surat kantor kecamatan."
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("story")
    copies = [
        {
            "id": f"c{n}",
            # editors change headlines, and add a line of their own
            "judul": ("Camat Dipanggil Bawaslu", "Bawaslu Panggil Camat Budi", "Camat Diduga Tidak Netral")[n % 3],
            "isi": STORY + (f" Simak berita daerah lainnya di halaman {n}." if n % 5 == 0 else ""),
            "tanggal": f"2024-09-0{1 + n % 2}",
            "media": f"Warta Rekaan {n % OUTLETS}",
        }
        for n in range(COPIES)
    ]
    own = {
        "id": "own",
        "judul": "Lurah Diklarifikasi",
        "isi": OTHER,
        "tanggal": "2024-09-04",
        "media": "Koran Sendiri",
    }
    source = write_jsonl(folder / "a.jsonl", [*copies, own])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp.pipeline, "annotate", fake_annotate)
        made = build(folder / "data", articles=[source], workers=1, now=NOW)
    return duckdb.connect(str(made.corpus), read_only=True)


def test_many_copies_are_one_story_and_one_case(corpus: duckdb.DuckDBPyConnection) -> None:
    by_report, by_story, by_case = corpus.sql(
        "SELECT count(DISTINCT article_id), count(DISTINCT story_id), count(DISTINCT case_id) FROM case_reports"
    ).fetchall()[0]
    # the copies are one story; a second text about the same man is another story of the same case
    assert (by_report, by_story, by_case) == (COPIES + 1, 2, 1)
    assert corpus.sql("SELECT reports, stories, outlets FROM cases").fetchall() == [(COPIES + 1, 2, OUTLETS + 1)]
    assert corpus.sql("SELECT articles, outlets FROM duplicate_groups").fetchall() == [(COPIES, OUTLETS)]


def test_mentions_are_not_cases(corpus: duckdb.DuckDBPyConnection) -> None:
    mentions = corpus.sql("SELECT count(*) FROM violation_mentions WHERE reference = 'case'").fetchall()[0][0]
    assert mentions >= COPIES + 1
