"""The place of a dateline, in every order of brand and place; and openings that are none."""

import pytest

from crawler.extraction.datelines import find_dateline, is_place

FORMS = [
    ("TRIBUNJATENG.COM, SEMARANG - Ketua", "SEMARANG"),
    ("TRIBUN-TIMUR.COM, MAKASSAR- Ketua", "MAKASSAR"),
    ("TRIBUNJATENG.COM,BREBES- Ketua", "BREBES"),
    ("SURYA.CO.ID I SURABAYA - Ketua", "SURABAYA"),
    ("SURYAMALANG.COM, KLOJEN - Sebanyak", "KLOJEN"),
    ("SLAWI, radartegal.com- Bupati", "SLAWI"),
    ("JAKARTA, KOMPAS.com - Mantan", "JAKARTA"),
    ("Pekanbaru (ANTARA) - Ketua", "Pekanbaru"),
    ("Jakarta (ANTARA News) - Ketua", "Jakarta"),
    ("Jakarta, CNN Indonesia -- Ketua", "Jakarta"),
    ("Liputan6.com, Jakarta - Ketua", "Jakarta"),
    ("Liputan6.com, Jakarta Ketua KPU datang", "Jakarta"),
    ("Metrotvnews.com, Jakarta: Ketua", "Jakarta"),
    ("Bisnis.com, JAKARTA — Ketua", "JAKARTA"),
    ("TEMPO.CO, Jakarta - Ketua", "Jakarta"),
    ("jpnn.com - JAKARTA - Ketua", "JAKARTA"),
    ("REPUBLIKA.CO.ID, JAKARTA -- Dua", "JAKARTA"),
    ("KBRN, Semarang: Ketua", "Semarang"),
    ("RIAUANTARA.CO | PEKANBARU - Ketua", "PEKANBARU"),
    ("PEKANBARU, RIAUANTARA.CO | Ketua", "PEKANBARU"),
    ("BANDUNG, (PR).- Wali Kota", "BANDUNG"),
    ("JAKARTA, AKURAT.CO, Ketua KPU", "JAKARTA"),
    ("WASHINGTON – Bintang", "WASHINGTON"),
    ("Semarang - Ketua", "Semarang"),
    ("TANA PASER. Badan", "TANA PASER"),
    ("Jakarta, Partai itu menggelar rapat", "Jakarta"),
    ("KOTA PEKALONGAN – Ketua", "KOTA PEKALONGAN"),
    ("POS-KUPANG.COM, LABUAN BAJO - Ketua", "LABUAN BAJO"),
    ("BANJARMASINPOST.CO.ID, MARTAPURA, - Warga", "MARTAPURA"),
]


@pytest.mark.parametrize(("text", "place"), FORMS)
def test_dateline(text: str, place: str) -> None:
    assert find_dateline([text]) == place


@pytest.mark.parametrize(
    "text",
    [
        "Merdeka.com - Ketua KPU", "SERAMBINEWS.COM - Putra sulung", "diswayjogja.com - Bupati",
        "RADAR TEGAL - Bupati", "VIVA – Ketua", "KPK - Ketua lembaga", "Seorang pria - yang", "PERJALANAN bisnis itu",
        "Jakarta, Bandung, dan Surabaya", "Sri Mulyani - Menteri", "", "Ketua KPU datang ke Jakarta - kemarin",
    ],
)  # fmt: skip
def test_no_dateline(text: str) -> None:
    assert find_dateline([text]) is None


def test_a_brand_of_the_outlet_is_no_place() -> None:
    assert find_dateline(["SUARA MARGASARI - Ketua"], ("SUARA MARGASARI",)) is None
    assert find_dateline(["SUARA MARGASARI, SLAWI - Ketua"], ("SUARA MARGASARI",)) == "SLAWI"


def test_behind_a_line_of_the_reporter() -> None:
    assert find_dateline(["Laporan dari lapangan", "TRIBUNJATENG.COM, SLAWI - Ketua"]) == "SLAWI"


@pytest.mark.parametrize("name", ["Kota Pekalongan", "pekalongan", "KAB. BREBES", "Kajen", "London", "Timika"])
def test_place(name: str) -> None:
    assert is_place(name)


def test_no_place() -> None:
    assert not is_place("Ketua")
