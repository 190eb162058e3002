"""The unvalidated findings: each field on sentences made for it."""

from datetime import date
from typing import Any

import pytest

from nlp.document import Document
from nlp.facts.bodies import body_for, body_near
from nlp.facts.breaches import STAGES, breach_facts
from nlp.facts.claims import find_claims
from nlp.facts.counts import find_counts
from nlp.facts.cues import cues_in
from nlp.facts.laws import find_laws
from nlp.facts.sanctions import find_sanctions
from nlp.facts.skb import fixed_then, forms_of, skb_items
from nlp.facts.stages import candidates_fixed, find_stages, stage_on
from nlp.facts.verdicts import find_verdicts
from nlp.pipeline import annotate
from nlp.places.regions import find_regions
from nlp.records import BreachFacts, OfficialMention, Party, Span, ViolationMention
from nlp.subject.elections import find_elections
from nlp.tables import read_table

DAY = date(2024, 10, 20)


def entry(document: Document, surface: str, part: str = "text", **fields: Any) -> ViolationMention:
    """An entry at `surface`; what is not given is a current case, alleged."""
    where: Any = part
    at = document.folded[where].index(surface)
    span = document.span(where, at, at + len(surface))
    values: dict[str, Any] = {
        "status": "alleged", "substatus": "suspected", "reference": "case", "temporal": "current", "forms": (),
        "actors": (), "parties": (), "claimed_by": (), "sanctions": (), "sanction_modality": None, "sentence": span,
    }  # fmt: skip
    return ViolationMention(span, **(values | fields))


def facts_of(text: str, day: date | None = DAY, **fields: Any) -> BreachFacts:
    document = Document("x", "", text, day)
    return breach_facts(document, [entry(document, text, **fields)], find_elections(document))[0]


CUES = list(read_table("fact_cues.csv", ("field", "value", "example")))


@pytest.mark.parametrize("row", CUES, ids=lambda row: f"{row['field']}-{row['value']}")
def test_each_cue_is_found_in_its_example(row: dict[str, str]) -> None:
    assert row["value"] in cues_in(row["example"]).get(row["field"], {})


def test_the_tables_of_forms_and_items_fit() -> None:
    codes = {row["value"] for row in CUES if row["field"] == "form_code"}
    assert codes == {row["form_code"] for row in read_table("form_codes.csv", ("form_code",))}
    assert {row["form_code"] for row in read_table("skb_items.csv", ("form_code",))} <= codes
    assert {row["value"] for row in CUES if row["field"] == "stage"} == set(STAGES)


@pytest.mark.parametrize(
    ("text", "fields", "stage"),
    [
        ("Laporan terhadap camat itu sudah diregistrasi lalu dikaji.", {}, "kajian"),
        ("Lurah dipanggil Bawaslu usai fotonya viral.", {}, "klarifikasi"),
        ("Laporan tidak diregistrasi.", {"status": "denied", "substatus": "cleared"}, "dihentikan"),
        ("Berkas kades diteruskan ke bupati.", {}, "diteruskan"),
        ("Guru itu meneruskan poster caleg.", {}, None),
        ("Camat divonis dua bulan lalu mengajukan banding.", {"status": "proven", "substatus": "decided"}, "banding"),
        ("Staf dicopot setelah rekomendasi turun.", {"status": "proven", "substatus": "decided"}, "sanksi"),
        ("Berkas kades dikirim untuk dijatuhi sanksi.", {"status": "proven", "substatus": "found"}, None),
        ("Lurah belum disanksi.", {"status": "proven", "substatus": "found"}, None),
        ("Belum ada laporan.", {"status": "denied", "substatus": "none_reported", "reference": "count"}, None),
        ("Yang dilaporkan akan diperiksa.", {"status": "conditional", "reference": "rule"}, None),
    ],
)
def test_stage_is_the_furthest_step_named(text: str, fields: dict[str, Any], stage: str | None) -> None:
    assert facts_of(text, **fields).stage == stage


@pytest.mark.parametrize(
    ("text", "fields", "tracks"),
    [
        ("Unsur pidana tidak terpenuhi, kode etik dilanggar.", {}, ("pidana", "etik")),
        ("Ketua PPK diadukan ke DKPP.", {}, ("penyelenggara",)),
        ("Perbekel itu berpihak.", {"actors": ("kades",)}, ("desa",)),
        ("Camat itu berpihak.", {"actors": ("asn",)}, ()),
        ("Tukinnya melayang.", {"sanctions": ("tukin",)}, ("disiplin",)),
        ("Mereka berpihak.", {"actors": ("kades", "asn")}, ()),
    ],
)
def test_tracks_by_word_sanction_or_actor(text: str, fields: dict[str, Any], tracks: tuple[str, ...]) -> None:
    assert facts_of(text, **fields).tracks == tracks


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Camat memenangkan petahana.", ("petahana",)),
        ("Camat berfoto dengan calon wakil bupati.", ("calon_kepala_daerah",)),
        ("Guru mengunggah poster caleg.", ("caleg_partai",)),
        ("Lurah mengajak memilih calon presiden.", ("capres",)),
        ("Bidan mendampingi suaminya yang menjadi calon bupati.", ("keluarga", "calon_kepala_daerah")),
        ("Kades berpihak.", ()),
    ],
)
def test_beneficiaries(text: str, whom: tuple[str, ...]) -> None:
    assert facts_of(text).beneficiaries == whom


def test_rank_is_that_of_the_parties_office_before_that_of_the_words() -> None:
    text = "Ia dilaporkan seorang guru."
    assert facts_of(text, parties=(Party("Budi", "Sekretaris Daerah"),)).ranks == ("jpt",)
    assert facts_of("Ia dilaporkan ke camat.", parties=(Party("Budi", "juru kunci"),)).ranks == ()
    assert facts_of("Seorang camat dilaporkan.").ranks == ("camat_lurah",)
    assert facts_of("Penjabat bupati dilaporkan.").ranks == ("penjabat",)
    assert facts_of("Camat dilarang berkampanye.", reference="rule", status="prohibited").ranks == ()


def test_form_codes_stand_under_the_forms_of_the_entry() -> None:
    text = "Guru itu berpose dua jari dan mengunggah fotonya."
    assert facts_of(text, forms=("foto_simbol", "media_sosial")).form_codes == ("F_FOTO_SIMBOL", "F_LIKE")
    assert facts_of(text, forms=("foto_simbol",)).form_codes == ("F_FOTO_SIMBOL",)
    assert facts_of(text, forms=("parpol",)).form_codes == ()
    assert facts_of("Ia melanggar netralitas.", forms=("umum",)).form_codes == ("F_GENERIC",)
    assert forms_of("F_LIKE") == {"media_sosial"}
    assert forms_of("F_NONE") == frozenset()


def test_items_of_the_joint_decree_by_the_day() -> None:
    fields: dict[str, Any] = {"forms": ("media_sosial",), "actors": ("asn",)}
    text = "ASN menyukai unggahan calon pada Pilkada 2024."
    after, before = facts_of(text, DAY, **fields), facts_of(text, date(2024, 7, 1), **fields)
    assert (after.skb_items, after.skb_level) == (("DS06",), "disiplin_berat")
    assert (before.skb_items, before.skb_level) == (("KE04",), "moral")
    assert facts_of("ASN menyukai unggahan bakal calon.", DAY, **fields).skb_items == ("KE04",)
    assert facts_of(text, date(2018, 3, 1), **fields).skb_items == ()
    assert facts_of(text, DAY, forms=("media_sosial",), actors=("kades",)).skb_items == ()


def test_an_item_that_hangs_on_an_unknown_day_is_left_out() -> None:
    assert fixed_then("ASN menyukai unggahan", None, []) is None
    assert skb_items(["F_LIKE", "F_KTP"], None, None) == (("DS11",), "disiplin_berat")
    assert fixed_then("paslon nomor dua", None, []) is True
    assert candidates_fixed("pilkada-2015", date(2015, 12, 1)) is None


def test_a_headline_that_drops_the_hedge() -> None:
    document = Document(
        "x", "Langgar Netralitas, Camat Disanksi", "Camat diduga memihak.\nCamat terbukti memihak.", DAY
    )
    head = entry(document, document.title, "title", status="proven", substatus="found")
    hedged, proven = (
        entry(document, "Camat diduga memihak."),
        entry(document, "Camat terbukti memihak.", status="proven", substatus="found"),
    )
    assert breach_facts(document, [head, hedged], [])[0].hedge_dropped is True
    assert breach_facts(document, [head, hedged, proven], [])[0].hedge_dropped is False
    assert breach_facts(document, [head], [])[0].hedge_dropped is None
    assert breach_facts(document, [head, hedged], [])[1].hedge_dropped is None


@pytest.mark.parametrize(
    ("text", "laws"),
    [
        ("Sesuai Pasal 71 ayat (1) UU Nomor 10 Tahun 2016.", [("UU10_2016", "10", 2016, "71 ayat (1)")]),
        ("PP 94/2021 tentang Disiplin PNS Pasal 5 huruf n.", [("PP94_2021", "94", 2021, "5 huruf n")]),
        ("UU ASN melarangnya.", [("UU20_2023", None, None, None)]),
        ("Undang-Undang Desa pasal 29.", [("UU6_2014", None, None, "29")]),
        ("Pasal 188 Undang-Undang Pemilihan.", [("UU10_2016", None, None, "188")]),
        ("Pasal 494 Undang-Undang Pemilihan Umum.", [("UU7_2017", None, None, "494")]),
        ("SKB lima lembaga melarangnya.", [("SKB2022", None, None, None)]),
        ("SE Menpan Nomor 18 Tahun 2023 terbit.", [(None, "18", 2023, None)]),
        ("Putusan MK 136/PUU-XXII/2024 berlaku.", [("MK136_2024", "136", 2024, None)]),
        ("Ancaman Pasal 188 menanti.", [(None, None, None, "188")]),
        ("Surat edaran bupati dibagikan se-kabupaten.", []),
        ("Pasar di Jalan PP dan pp tiga.", []),
    ],
)
def test_laws(text: str, laws: list[tuple[str | None, str | None, int | None, str | None]]) -> None:
    found = find_laws(Document("x", "", text, DAY))
    assert [(m.law, m.number, m.year, m.article) for m in found] == laws
    assert all(text[m.span.start : m.span.stop] == m.span.surface for m in found)


def test_a_law_named_by_its_short_name_is_that_of_the_day() -> None:
    (old,) = find_laws(Document("x", "", "UU ASN melarangnya.", date(2020, 11, 1)))
    assert old.law == "UU5_2014"


def test_two_articles_of_one_law_are_two_mentions() -> None:
    found = find_laws(Document("x", "", "Ia melanggar Pasal 490 juncto Pasal 282 UU Pemilu.", DAY))
    assert [(m.law, m.article) for m in found] == [("UU7_2017", "490"), ("UU7_2017", "282")]


def count(text: str, substatus: str = "suspected", **fields: Any) -> list[tuple[Any, ...]]:
    document = Document("x", "", text, DAY)
    violation = entry(document, text, reference="count", substatus=substatus, **fields)
    found = find_counts(document, [violation], find_regions(document), find_elections(document))
    return [(c.value, c.unit, c.body, c.as_of, c.region, c.election) for c in found]


def test_counts_with_unit_body_day_region_and_election() -> None:
    text = "Hingga 5 Oktober Bawaslu Kabupaten Brebes mencatat 1.033 laporan pada Pilkada 2024."
    assert count(text, claimed_by=("pengawas",)) == [
        (1033, "laporan", "Bawaslu", "2024-10-05", "33.29", "pilkada-2024")
    ]
    assert count("KASN menangani dua belas kasus.", claimed_by=("kasn_bkn",)) == [
        (12, "kasus", "KASN", None, None, None)
    ]
    assert count("Sampai hari ini ada 12 orang ASN.")[0][:4] == (12, "asn", None, "2024-10-20")
    assert count("Sampai 30 November ada 3 perkara.")[0][3] == "2023-11-30"
    assert count("Sampai hari kedua masa kampanye ada 3 perkara.")[0][3] is None


def test_none_counts_zero_and_round_words_or_shares_count_nothing() -> None:
    assert count("Belum ada laporan masuk.", "none_reported")[0][:2] == (0, "laporan")
    assert count("Puluhan laporan masuk, 30 persen kasus lama.") == []
    document = Document("x", "", "Ada 3 kasus.", DAY)
    assert find_counts(document, [entry(document, "Ada 3 kasus.")], [], []) == ()


def test_sanctions_word_by_word_with_who_imposes() -> None:
    document = Document("x", "", "Bupati menjatuhkan teguran tertulis dan mencopot camat dari jabatan.", DAY)
    violation = entry(
        document, document.text, sanctions=("teguran", "jabatan"), sanction_modality="imposed", status="proven"
    )
    found = find_sanctions(document, [violation])
    assert [(s.kind, s.modality, s.body) for s in found] == [
        ("teguran", "imposed", "kepala_daerah"),
        ("jabatan", "imposed", "kepala_daerah"),
    ]
    assert find_sanctions(document, [entry(document, document.text)]) == ()


def verdicts(text: str, status: str, substatus: str, **fields: Any) -> list[tuple[str, str, str | None]]:
    document = Document("x", "", text, DAY)
    found = find_verdicts(document, [entry(document, text, status=status, substatus=substatus, **fields)])
    return [(v.track, v.outcome, v.body) for v in found]


def test_verdicts_are_per_track() -> None:
    text = "Unsur pidana tidak terpenuhi, tetapi camat terbukti melanggar netralitas."
    by = {"claimed_by": ("pengawas",)}
    assert verdicts(text, "proven", "found", **by) == [
        ("pidana", "cleared", "Bawaslu"),
        ("netralitas", "proven", "Bawaslu"),
    ]
    assert verdicts("Kades tidak terbukti melanggar.", "denied", "cleared", actors=("kades",)) == [
        ("desa", "cleared", None)
    ]
    assert verdicts("Camat divonis dua bulan penjara.", "proven", "decided", **by) == [
        ("pidana", "proven", "pengadilan")
    ]


def test_no_verdict_is_turned_around() -> None:
    """A clause never convicts whom the entry clears, and "dibebaskan dari jabatan" clears nobody."""
    assert verdicts("Kasus dihentikan, walau disebut terbukti.", "denied", "cleared") == [
        ("netralitas", "cleared", None)
    ]
    text = "Kadis resmi dibebaskan dari jabatannya setelah terbukti tidak netral."
    assert verdicts(text, "proven", "decided") == [("netralitas", "proven", None)]
    assert verdicts("Camat diduga memihak.", "alleged", "suspected") == []


def official(document: Document, name: str, role: Any) -> OfficialMention:
    at = document.text.index(name)
    return OfficialMention(document.span("text", at, at + len(name)), name, "Ketua", None, role)


def test_claims_name_a_speaker_only_where_there_is_one() -> None:
    text = "Ketua Bawaslu Sari Dewi menyebut camat memihak."
    document = Document("x", "", text, DAY)
    sari = official(document, "Sari Dewi", "source")
    one = entry(document, text, claimed_by=("pengawas",))
    two = entry(document, text, claimed_by=("pengawas", "warga"))
    told = entry(document, text, claimed_by=("media",))
    found = find_claims(document, [one, two, told], [sari])
    assert [(c.violation, c.source, c.body, c.speaker) for c in found] == [
        (0, "pengawas", "Bawaslu", "Sari Dewi"),
        (1, "pengawas", "Bawaslu", None),
        (1, "warga", None, None),
        (2, "media", None, None),
    ]


def test_bodies() -> None:
    assert body_near("rekomendasi BKN kepada Bupati", 25) == "kepala_daerah"
    assert body_near("tanpa nama", 0) is None
    assert body_for(("kasn_bkn",), "kata BKN, bukan Bawaslu", 0) == "BKN"
    assert body_for(("warga", "pengawas"), "tanpa nama", 0) == "Bawaslu"


@pytest.mark.parametrize(
    ("election", "day", "stage"),
    [
        ("pilkada-2024", "2024-03-01", "pra_kampanye"),
        ("pilkada-2024", "2024-08-28", "pencalonan"),
        ("pilkada-2024", "2024-10-01", "kampanye"),
        ("pilkada-2024", "2024-11-25", "masa_tenang"),
        ("pilkada-2024", "2025-01-05", "pasca"),
        ("pemilu-2019", "2019-04-17", "pemungutan"),
        ("pilkada-2015", "2015-12-09", "pemungutan"),
    ],
)
def test_stage_of_an_election_on_a_day(election: str, day: str, stage: str) -> None:
    assert stage_on(election, date.fromisoformat(day)) == stage


def test_stages_by_date_and_by_word() -> None:
    text = "Pilkada 2024 tiba di masa tenang. Pada Pemilu 2019 ada dua kasus."
    document = Document("x", "", text, date(2024, 11, 20))
    found = [(s.election, s.stage, s.resolved_by) for s in find_stages(document, find_elections(document))]
    assert found == [("pilkada-2024", "kampanye", "date"), ("pilkada-2024", "masa_tenang", "word")]


def test_the_pipeline_gives_facts_on_the_topic_only() -> None:
    case = {
        "id": "x",
        "title": "Camat Dilaporkan ke Bawaslu",
        "text": "SLAWI - Seorang camat di Kabupaten Tegal dilaporkan ke Bawaslu karena berfoto dengan calon bupati.\n"
        "Bawaslu menelusuri dugaan pelanggaran netralitas ASN itu, Pasal 71 UU Pilkada.",
        "published": "2024-10-20",
    }
    tags = next(annotate([case]))
    assert len(tags.facts.breaches) == len(tags.violations) > 0
    assert [law.law for law in tags.facts.laws] == ["UU10_2016"]
    other = next(
        annotate([{"id": "y", "title": "Harga Cabai", "text": "Pasal 71 UU Pilkada tidak dibahas di pasar."}])
    )
    assert (other.topic, other.facts.laws) == ("no", ())


def test_a_span_is_half_open() -> None:
    (law,) = find_laws(Document("x", "UU Pemilu", "", DAY))
    assert law.span == Span("title", 0, 9, "UU Pemilu")
