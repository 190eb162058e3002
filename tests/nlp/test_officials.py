"""Named officials of whole (invented) articles: fullest name, later forms, nicknames, regions, roles, candidates."""

from pathlib import Path

import pytest

from nlp.document import Document
from nlp.evaluation.gold import read_gold
from nlp.evaluation.score import score
from nlp.persons.officials import assign_roles, find_officials
from nlp.pipeline import annotate
from nlp.places.regions import find_regions
from nlp.records import OfficialMention, Party, Span, Status, ViolationMention

ARTICLE = """BREBES - Sekretaris Daerah (Sekda) Kabupaten Brebes, Drs. H. Arga Wiratama, M.Si., meminta ASN netral.
"Jangan memihak," kata Arga, Senin (12/8/2024). Menurut Pak Wiratama, edaran sudah dikirim.
Bawaslu Kabupaten Brebes memanggil Camat Losari, Bagas Tirtana, karena diduga tidak netral.
Bagas, atau Yoyok begitu ia biasa disapa, membantah. "Itu arisan," kilah Yoyok. Camat itu siap diperiksa.
Ketua Bawaslu, Ratri Wulansih, menyebut kajian rampung pekan ini. Sang anggota, Dipa Suryana, hadir.
Istri Arga, Erna Wiratama, tidak hadir.
"Kami awasi," ujar Sekda."""


def mentions(text: str, title: str = "", **more: object) -> tuple[OfficialMention, ...]:
    document = Document.from_input({"id": "x", "title": title, "text": text, **more})
    return find_officials(document, find_regions(document))


def people(text: str, title: str = "", **more: object) -> dict[str, tuple[str, str | None, str]]:
    return {m.name: (m.position, m.region, m.role) for m in mentions(text, title, **more)}


def surfaces(found: tuple[OfficialMention, ...], name: str) -> list[str]:
    return [m.span.surface for m in found if m.name == name]


def test_an_article() -> None:
    assert people(ARTICLE, "Sekda Brebes Minta ASN Netral") == {
        "Arga Wiratama": ("Sekretaris Daerah", "33.29", "source"),
        "Bagas Tirtana": ("Camat", "33.29", "accused"),
        "Ratri Wulansih": ("Ketua Bawaslu", "33.29", "source"),
        "Dipa Suryana": ("Anggota Bawaslu", "33.29", "source"),
    }


def test_every_occurrence_is_a_mention() -> None:
    found = mentions(ARTICLE)
    assert surfaces(found, "Arga Wiratama") == ["Arga Wiratama", "Arga", "Wiratama", "Arga", "Sekda"]
    assert surfaces(found, "Bagas Tirtana") == ["Bagas Tirtana", "Bagas", "Yoyok", "Yoyok", "Camat"]
    for mention in found:
        assert ARTICLE[mention.span.start : mention.span.stop] == mention.span.surface


def test_the_fullest_form_wins_and_keeps_the_input_as_printed() -> None:
    text = "Camat Losari Bagas mengaku siap.\nBagas\u00a0Adi\u00a0Tirtana, Camat Losari di Brebes, dilantik 2021."
    found = mentions(text)
    assert {m.name for m in found} == {"Bagas Adi Tirtana"}
    assert surfaces(found, "Bagas Adi Tirtana")[-1] == "Bagas\u00a0Adi\u00a0Tirtana"


def test_a_word_two_persons_share_goes_to_the_one_named_last() -> None:
    text = "Camat Losari, Siti Aminarti, dan Camat Ketanggungan, Siti Zulaikhati, hadir. Siti tertawa."
    assert surfaces(mentions(text), "Siti Zulaikhati") == ["Siti Zulaikhati", "Siti"]


def test_a_place_is_no_short_form_of_a_name() -> None:
    text = "Kepala BKPSDM Kabupaten Brebes, Rudi Tegalarum, menyebut itu. Warga Kabupaten Tegal menunggu."
    assert surfaces(mentions(text), "Rudi Tegalarum") == ["Rudi Tegalarum"]


def test_headline_names_need_the_body() -> None:
    assert people("Kegiatan itu diikuti 200 orang di Brebes.", "Bupati Brebes Resmikan Pasar Murah Baru") == {}
    found = people("Warga sabar. Bupati Brebes Arga Wiratama hadir.", "Bupati Arga Wiratama Resmikan Pasar")
    assert set(found) == {"Arga Wiratama"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Warga diajak mendukung paslon nomor urut 2 Arga-Ratri pada Pilbup Brebes.",
            {"Arga": ("Calon Bupati", "33.29", "candidate"), "Ratri": ("Calon Wakil Bupati", "33.29", "candidate")},
        ),
        (
            "Pasangan calon gubernur dan wakil gubernur Riau, Arga Wirana dan Ratri Wulan, berkampanye.",
            {
                "Arga Wirana": ("Calon Gubernur", "14", "candidate"),
                "Ratri Wulan": ("Calon Wakil Gubernur", "14", "candidate"),
            },
        ),
        (
            "Ia calon wakil bupati Brebes mendampingi Arga Wirana.",
            {"Arga Wirana": ("Calon Bupati", "33.29", "candidate")},
        ),
        (
            "Camat itu hadir di kampanye istrinya yang maju sebagai calon bupati di Kabupaten Brebes.\n"
            "Sang istri, Hj. Ratri Wulan, kalah.",
            {"Ratri Wulan": ("Calon Bupati", "33.29", "candidate")},
        ),
    ],
)
def test_candidates(text: str, expected: dict[str, tuple[str, str, str]]) -> None:
    assert people(text) == expected


def test_a_couple_is_no_pair_of_candidates() -> None:
    assert people("Gubernur Riau menyapa putri pasangan Arga Wirana dan Ratri Wulan.") == {}


def test_a_holder_whom_the_text_names_later() -> None:
    text = "Bawaslu Kabupaten Brebes memanggil seorang kepala puskesmas.\nPejabat bernama drg. Ratri Wulan datang."
    assert people(text)["Ratri Wulan"][:2] == ("Kepala Puskesmas", "33.29")
    assert people("Seorang kepala desa di Brebes diperiksa.\nPelapor bernama Ratri Wulan datang.") == {}


def test_two_titles_two_names() -> None:
    found = people("Rapat dipimpin Wakil Ketua I dan Ketua DPRD Kabupaten Brebes Arga Wirana dan Bagas Tirta.")
    assert {name: office for name, (office, _, _) in found.items()} == {
        "Arga Wirana": "Wakil Ketua I",
        "Bagas Tirta": "Ketua DPRD",
    }


def test_national_figures_by_year_and_without_a_region() -> None:
    text = "Presiden disebut warga. Jokowi tidak hadir di Kabupaten Brebes."
    assert people(text, published="2020-05-01")["Jokowi"] == ("Presiden", None, "other")
    found = people("Ketua Bawaslu Rahmat Bagja hadir di Kabupaten Brebes.")
    assert found["Rahmat Bagja"][1] is None


def test_a_lede_whose_headline_holds_the_office() -> None:
    assert people("Wibisono menekankan anggotanya netral.", "Kapolri Ingatkan Anggota Jaga Netralitas") == {
        "Wibisono": ("Kapolri", None, "source")
    }


def test_regions_of_offices() -> None:
    text = """Bawaslu Kota Tegal dan Bawaslu Kabupaten Brebes menggelar rapat di Kabupaten Brebes.
Kepala BKPSDM Kabupaten Brebes Arga Wirana hadir. Pemkot Tegal diwakili Asisten I Setda, Ratri Wulan.
Kapolres Tegal Kota AKBP Bagas Tirta dan Gubernur Jawa Tengah Dipa Surya ikut.
Menteri PANRB Sakti Bumi mengirim pesan."""
    found = {name: region for name, (_, region, _) in people(text).items()}
    assert found == {
        "Arga Wirana": "33.29",
        "Ratri Wulan": "33.76",
        "Bagas Tirta": "33.76",
        "Dipa Surya": "33",
        "Sakti Bumi": None,
    }


def test_by_lines_and_links_name_nobody() -> None:
    text = "Bupati Brebes hadir.\nBaca juga: Camat Losari Bagas Tirtana Dilantik\nReporter: Arga Wirana"
    assert people(text) == {}


def test_empty_and_odd_input() -> None:
    assert people("") == {}
    assert people("-", "Sekda") == {}
    assert people('"' * 50 + " Camat , (") == {}


def violation(status: Status, name: str) -> ViolationMention:
    span = Span("text", 0, 1, "C")
    return ViolationMention(
        span, status, "decided", "case", "current", ("umum",), ("asn",), (Party(name, None),), (), (), None, span
    )


@pytest.mark.parametrize(
    ("status", "role"), [("proven", "accused"), ("denied", "accused"), ("conditional", "source")]
)
def test_parties_of_a_breach_are_accused(status: Status, role: str) -> None:
    document = Document("x", "", "Camat Losari, Bagas Tirtana, menyebut itu.")
    found = find_officials(document, ())
    assert {m.role for m in assign_roles(document, found, [violation(status, "Bagas Tirtana")])} == {role}


FIGURES = ("officials", "official_position", "official_region", "official_role", "official_name")
FLOORS = [
    ("dev.jsonl", (0.98, 0.97, 0.985, 0.93, 0.99)),
    ("press2.jsonl", (0.97, 0.95, 0.97, 0.90, 0.98)),
]


@pytest.mark.parametrize(("name", "floors"), FLOORS, ids=[name for name, _ in FLOORS])
def test_floors(name: str, floors: tuple[float, ...], request: pytest.FixtureRequest) -> None:
    """The rules were written with all three in view: floors against a fall, no figures of unseen text."""
    own = Path(__file__).parent.parent / "gold" / name
    gold = read_gold(own if own.exists() else request.getfixturevalue("shared") / "gold" / name)
    figures = score(gold, [tags.codebook() for tags in annotate(gold)]).figures
    wanted = dict(zip(FIGURES, floors, strict=True))
    reached = {figure: figures[figure].f1 for figure in FIGURES}
    assert {figure: value for figure, value in reached.items() if value < wanted[figure]} == {}
