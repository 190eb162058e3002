"""Elections: named, by their day, relative, as history, or certain by the article's date."""

import json
from datetime import date
from pathlib import Path

import pytest
from pattern_spelling import spellings

from nlp.document import Document
from nlp.subject import elections
from nlp.subject.election_calendar import calendar
from nlp.subject.elections import find_elections
from nlp.tables import read_table

CASES: list[tuple[str, str | None, set[str]]] = [
    ("Pilkada 2020 dimulai. Kasus serupa terjadi pada 2015, kata Panwaslu.", None, {"pilkada-2020", "pilkada-2015"}),
    ("Pemilu 2024 tiba. Pada 2019 ikrarnya pun ramai.", None, {"pemilu-2024", "pemilu-2019"}),
    ("Pemilu 2024 tiba. Pada 2019 gedung itu dibangun.", None, {"pemilu-2024"}),
    ("Enam bulan sebelum penetapan calon pejabat dilarang dimutasi.", "2020-08-20", {"pilkada-2020"}),
    ("Genset disiapkan agar kotak suara aman dari banjir.", "2024-11-13", {"pilkada-2024"}),
    (
        "PSU Siak digelar bagi pemilih yang terlewat pada 27 November 2024.",
        "2025-03-18",
        {"psu-2025", "pilkada-2024"},
    ),
    ("Pilkada 2024 sudah dekat.", None, {"pilkada-2024"}),
    ("Pilkada Kabupaten Pekalongan 2020 berlangsung aman.", None, {"pilkada-2020"}),
    ("Pilgub Sumut 2018 dan Pemilu 2019 diawasi.", None, {"pemilu-2019", "pilkada-2018"}),
    ("Pemilihan Bupati dan Wakil Bupati Jember Tahun 2024.", None, {"pilkada-2024"}),
    ("Pemilu Serentak 14 Februari 2024.", None, {"pemilu-2024"}),
    ("Pileg dan Pilpres 2024 selesai.", None, {"pemilu-2024"}),
    ("Pemilihan Umum Tahun 2019 aman.", None, {"pemilu-2019"}),
    ("Pemilu dan Pemilihan Serentak Tahun 2024 diawasi.", None, {"pemilu-2024", "pilkada-2024"}),
    ("Pemilu dan Pilkada Serentak 2024 diawasi.", None, {"pemilu-2024", "pilkada-2024"}),
    ("ASN diminta netral jelang pilkada.", "2024-10-01", {"pilkada-2024"}),
    ("ASN diminta netral jelang pilkada.", "2020-10-01", {"pilkada-2020"}),
    ("ASN diminta netral jelang pilkada.", "2018-03-01", {"pilkada-2018"}),
    ("ASN diminta netral jelang pilkada.", "2017-01-10", {"pilkada-2017"}),
    ("ASN diminta netral jelang pilkada.", "2015-10-10", {"pilkada-2015"}),
    ("ASN diminta netral jelang pemilu.", "2023-11-10", {"pemilu-2024"}),
    ("ASN diminta netral jelang pemilu.", "2019-02-10", {"pemilu-2019"}),
    ("ASN diminta netral jelang Pilpres.", "2014-06-10", {"pemilu-2014"}),
    ("Kades berfoto dengan calon bupati.", "2024-10-10", {"pilkada-2024"}),
    ("Kades berfoto dengan caleg.", "2024-01-10", {"pemilu-2024"}),
    ("Kades berfoto dengan caleg.", "2019-01-10", {"pemilu-2019"}),
    ("Badan Pengawas Pemilu memeriksa camat.", "2025-06-10", set()),
    ("Badan Pengawas Pemilu memeriksa camat yang mendukung paslon.", "2024-10-10", {"pilkada-2024"}),
    ("UU Nomor 7 Tahun 2017 tentang Pemilu mengatur itu.", "2025-06-10", set()),
    ("Sesuai UU Pilkada Nomor 10 Tahun 2016, ASN dilarang.", None, set()),
    ("PSU Pilkada Siak digelar 22 Maret 2025.", "2025-03-10", {"psu-2025"}),
    ("Jelang pemungutan suara ulang, ASN diminta netral.", "2025-04-10", {"psu-2025"}),
    ("PSU digelar di dua TPS.", "2024-02-20", set()),
    ("Pilkada ulang Kota Pangkalpinang digelar 27 Agustus 2025.", "2025-08-10", {"pilkada-ulang-2025"}),
    ("Pada pilkada lalu ada dua kasus.", "2025-06-10", {"pilkada-2024"}),
    ("Pada Pemilu Februari lalu nihil. Pilkada tahun ini rawan.", "2024-09-10", {"pemilu-2024", "pilkada-2024"}),
    (
        "Pada Pilkada 2020 ada satu kasus. Menjelang pilkada tahun ini ASN diingatkan.",
        "2024-09-10",
        {"pilkada-2020", "pilkada-2024"},
    ),
    ("Pada tahun 2019 ada tiga kasus serupa, kini Pilkada 2024 nihil.", None, {"pemilu-2019", "pilkada-2024"}),
    ("Pemungutan suara 27 November 2024 aman.", None, {"pilkada-2024"}),
    ("Warga mencoblos 9 Desember mendatang.", "2020-11-01", {"pilkada-2020"}),
    ("Pencoblosan 14 Februari mendatang.", "2024-01-10", {"pemilu-2024"}),
    ("Pemilihan kepala desa digelar 2024.", None, set()),
    ("Pilkades serentak 2024.", "2024-08-10", set()),
    ("Pemilihan rektor 2024 ricuh.", "2024-10-10", set()),
    ("Pemilu Amerika Serikat 2024.", "2024-10-10", set()),
    ("Harga pilkada-pilkada.", "2025-12-10", set()),
    ("Pilkada 2018, 2020, dan 2024 dibandingkan.", None, {"pilkada-2018", "pilkada-2020", "pilkada-2024"}),
    ("Pemilu 2014 dan 2019.", None, {"pemilu-2014", "pemilu-2019"}),
    ("Pada Pilkada lima tahun lalu ada satu kasus.", "2024-10-10", {"pilkada-2020"}),
    ("Pilwalkot Bontang 2020 dan Pilbup Paser 2020.", None, {"pilkada-2020"}),
    ("Jelang Pilkada serentak November 2024.", None, {"pilkada-2024"}),
    ("Pilkada Serentak Nasional 2024.", None, {"pilkada-2024"}),
    ("Pada kontestasi politik 2024, ASN harus netral.", "2023-11-10", {"pemilu-2024"}),
    ("Menjelang tahun politik 2024, ASN diingatkan.", "2023-10-10", {"pemilu-2024"}),
    ("Pesta demokrasi 2024 sudah dekat, kata KPU soal caleg.", "2023-10-10", {"pemilu-2024"}),
    ("Pilkada (27/11/2024) nanti ASN netral.", None, {"pilkada-2024"}),
    ("Apel digelar Senin (12/10/2020). Ia bicara soal pilkada.", None, {"pilkada-2020"}),
    ("Tahapan Pemilu 2024 dimulai, sementara Pemilihan 2024 menyusul.", None, {"pemilu-2024", "pilkada-2024"}),
    ("Pemilihan Gubernur dan Wakil Gubernur serta Bupati dan Wakil Bupati Tahun 2024.", None, {"pilkada-2024"}),
    ("Pilkada tahun depan rawan.", "2023-10-10", {"pilkada-2024"}),
    ("Sejak Pilkada 2020 hingga Pemilu 2024 ada 12 kasus.", "2024-08-10", {"pemilu-2024", "pilkada-2020"}),
    (
        "Pada pilkada sebelumnya, ada tiga ASN disanksi. Kini jelang Pilkada 2024 nihil.",
        "2024-09-10",
        {"pilkada-2020", "pilkada-2024"},
    ),
    ("Pada Pemilu 2019 lalu dan Pilkada 2020 kemarin ada kasus.", "2023-09-10", {"pemilu-2019", "pilkada-2020"}),
    ("Calon presiden dan calon wakil presiden nomor urut 2.", "2024-01-10", {"pemilu-2024"}),
    ("Usai pilkada, dua ASN disanksi.", "2025-01-15", {"pilkada-2024"}),
    ("Usai pemilu, dua ASN disanksi.", "2024-03-15", {"pemilu-2024"}),
    ("Bupati terpilih dilantik.", "2025-06-15", set()),
    (
        "Panwaslu mengingatkan ASN soal netralitas dalam pemilu, jelang pencoblosan 27 Juni.",
        "2018-03-10",
        {"pilkada-2018"},
    ),
    ("Jelang Pileg dan Pilpres, ASN diminta netral.", "2018-05-10", {"pemilu-2019"}),
    ("Pilkada di kabupaten ini akan digelar dua tahun lagi.", "2012-05-10", set()),
    ("Jelang Pemilu 2029 dan Pilkada 2031 aturan dibahas.", "2025-10-15", set()),
]


@pytest.mark.parametrize(("text", "published", "expected"), CASES)
def test_elections_of_a_text(text: str, published: str | None, expected: set[str]) -> None:
    document = Document("x", "", text, date.fromisoformat(published) if published else None)
    assert {m.election for m in find_elections(document)} == expected


def test_a_mention_tells_its_words_and_how_it_was_resolved() -> None:
    text = "Jelang Pilkada Kota Tegal 2024, ASN diingatkan. Pada pemilu kemarin nihil."
    found = find_elections(Document("x", "Apel ASN", text, date(2024, 9, 9)))
    assert [(m.election, m.span.surface, m.resolved_by) for m in found] == [
        ("pilkada-2024", "Pilkada Kota Tegal 2024", "named"),
        ("pemilu-2024", "pemilu kemarin", "relative"),
    ]


def test_navigation_names_no_election() -> None:
    text = "ASN hadir.\nBaca juga: Jelang Pilkada 2020, ASN Diperiksa"
    assert find_elections(Document("x", "", text, date(2024, 9, 9))) == ()


def test_the_calendar_is_in_order_and_windows_hold_their_vote() -> None:
    rows = list(calendar().values())
    assert [e.vote for e in rows] == sorted(e.vote for e in rows)
    assert all(e.since < e.vote <= e.until for e in rows)


@pytest.mark.parametrize("row", list(read_table("election_words.csv", ("pattern",))), ids=lambda row: row["example"])
def test_the_quick_test_shuts_out_no_word(row: dict[str, str]) -> None:
    if row["kind"] in ("name", "candidate", "vague"):
        assert [one for one in spellings(row["pattern"]) if not elections._QUICK.search(one)] == []


def test_floor_on_the_development_set(shared: Path) -> None:
    """Elections F1 on gold/dev.jsonl; issue 3 asks .93."""
    hits = missed = extra = 0
    for line in (shared / "gold" / "dev.jsonl").read_text("utf-8").strip().split("\n"):
        row = json.loads(line)
        found, gold = {m.election for m in find_elections(Document.from_input(row))}, set(row["elections"])
        hits, missed, extra = hits + len(found & gold), missed + len(gold - found), extra + len(found - gold)
    assert 2 * hits / (2 * hits + missed + extra) >= 0.99
