"""What names a breach, masks, clauses and quotations, and the engine that reads the tables."""

import re
from itertools import pairwise

import pytest

from nlp.breaches.breach import find_breaches, find_theme, hide, mask_cues, may_concern
from nlp.breaches.clauses import quotations, split_clauses
from nlp.breaches.lexicon import Matcher, Rule, RuleSet, compile_regex, expand, load_rules, macros, pattern
from nlp.document import Document
from nlp.literals import needed_words
from nlp.tables import TableError, read_table

_TABLES = {
    "assertion_cues.csv": "class", "breach_terms.csv": "kind", "violation_forms.csv": "form", "masks.csv": "action",
    "actors.csv": "actor", "sanctions.csv": "sanction", "sanction_modality.csv": "modality",
    "claim_sources.csv": "source", "violation_terminators.csv": "kind",
}  # fmt: skip
_RULES = [(name, rule) for name, label in _TABLES.items() for rule in load_rules(name, label)]


@pytest.mark.parametrize(("name", "rule"), _RULES, ids=[f"{n}:{r.id}" for n, r in _RULES])
def test_every_rule_matches_its_example(name: str, rule: Rule) -> None:
    assert name in _TABLES
    example = rule.cells["example"]
    if "..." in example:
        assert rule.pattern.regex.pattern
        return
    assert rule.pattern.search(example), example


@pytest.mark.parametrize(
    "text",
    [
        "pelanggaran asas netralitas", "langgar netralitas", "tidak netral", "tak bersikap netral", "ketidaknetralan",
        "politik praktis", "cawe-cawe", "main mata dengan paslon", "memihak", "berpihak", "keberpihakan",
        "mencederai netralitas", "dugaan netralitas ASN", "rawan netralitas",
    ],
)  # fmt: skip
def test_strong_terms(text: str) -> None:
    assert any(b.kind == "strong" for b in find_breaches(text))


@pytest.mark.parametrize(
    "text",
    ["menjaga netralitas", "bersikap netral", "berpihak kepada rakyat kecil", "netralitas karbon", "lalu lintas"],
)
def test_what_is_no_strong_term(text: str) -> None:
    assert not [b for b in find_breaches(hide(text)) if b.kind == "strong"]


@pytest.mark.parametrize(
    "text",
    [
        "Koordinator Divisi Penanganan Pelanggaran dan Penyelesaian Sengketa Bawaslu",
        "SKB tentang Pedoman Pembinaan dan Pengawasan Netralitas Pegawai ASN",
        "Baca juga: Lurah Sidomakmur Langgar Netralitas",
        "Penulis: Tono | Editor: Rina",
    ],
)
def test_hidden_names_leave_no_breach_and_no_offset_moves(text: str) -> None:
    hidden = hide(text)
    assert len(hidden) == len(text)
    assert find_breaches(hidden) == ()


def test_an_act_on_social_media_needs_a_side() -> None:
    kinds = {
        text: {b.kind for b in find_breaches(text) if b.form}
        for text in ("mengunggah resep", "mengunggah foto caleg")
    }
    assert "act" not in kinds["mengunggah resep"]
    assert "act" in kinds["mengunggah foto caleg"]


def test_masks_keep_offsets() -> None:
    text = "Ia diberhentikan tidak dengan hormat, tidak hanya ditegur"
    assert len(mask_cues(text)) == len(text)
    assert "tidak" not in mask_cues(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("dua tidak terbukti, sedangkan satu terbukti", 2),
        ("ia hadir tetapi membantah", 2),
        ("delapan diteruskan, empat dihentikan", 2),
        ("lima orang ditegur; satu dipecat", 2),
        ("ASN dan kades, serta honorer, dilarang berpihak", 1),
        ("meski hadir, ia tidak berkampanye", 2),
    ],
)
def test_clauses(text: str, pieces: int) -> None:
    found = split_clauses(text)
    assert len(found) == pieces
    assert found[-1].stop == len(text)
    assert all(a.stop == b.start for a, b in pairwise(found))


def test_a_quotation_runs_over_sentences_and_ends_with_the_paragraph() -> None:
    document = Document("x", "", '"Satu. Dua," kata dia. Tiga.\nEmpat "lima".')
    found = quotations(document.sentences)
    texts = [s.text for s in document.sentences]
    inside = [[t[a:b] for a, b in q.parts] for q, t in zip(found, texts, strict=True)]
    assert inside == [["Satu."], ["Dua,"], [], ["lima"]]
    assert found[1].hidden(texts[1]).count("_") == 4


@pytest.mark.parametrize(
    ("title", "text", "level"),
    [
        ("Sekda: ASN Harus Netral", "ASN diminta menjaga netralitas pada Pilkada 2024.", "yes"),
        ("Pemkab Resmikan Pasar", "Bupati juga mengingatkan ASN netral pada pilkada.", "mention"),
        ("Bupati Resmikan Pasar", "Pasar itu dibangun dengan APBD.", "no"),
        ("Camat Diduga Ajak Warga Pilih Paslon", "Bawaslu memanggil camat itu.\nIa diduga mendukung caleg.", "yes"),
    ],
)
def test_theme(title: str, text: str, level: str) -> None:
    document = Document("x", title, text)
    read = [(s.part == "title", hide(s.text), find_breaches(hide(s.text))) for s in document.sentences]
    assert find_theme(read).level == level


def test_the_first_look_refuses_articles_without_election_or_servant() -> None:
    assert not may_concern(Document("x", "Wasit Tidak Netral", "Wasit pertandingan itu tidak netral."))
    assert may_concern(Document("x", "ASN Netral", "ASN harus netral pada pilkada."))


@pytest.mark.parametrize(
    ("regex", "words"),
    [
        (r"\b(?:jika(?:lau)?|bila|apabila)\b", ("apabila", "bila", "jika")),
        (r"\bnetral\w*", ("netral",)),
        (r"(?<!tidak )(?:mem)?bantah(?:an)?", ("bantah",)),
        (r"a|bcd", ()),
        (r"^\W*(?:foo)?$", ()),
        (r"[abc]def{2,}", ("def",)),
        (r"(?=rawan)\w+", ()),
    ],
)
def test_needed_words(regex: str, words: tuple[str, ...]) -> None:
    assert needed_words(regex) == words


def test_a_rule_set_finds_what_its_rules_find() -> None:
    rules = load_rules("assertion_cues.csv", "class", ("id", "direction"))
    text = "Jika terbukti tidak netral, ASN akan dikenai sanksi, kata Sekda yang berharap tidak ada pelanggaran."
    slow = [(r.id, m.span()) for r in rules for m in re.finditer(r.pattern.regex, text)]
    assert [(r.id, m.span()) for r, m in RuleSet(rules).matches(text)] == slow
    assert slow


def test_tables_say_what_is_wrong() -> None:
    with pytest.raises(TableError, match="unknown macro"):
        expand(r"{NO_SUCH}", "x.csv, rule 1")
    with pytest.raises(TableError, match="bad regex"):
        compile_regex(r"(?:", "x.csv, rule 1")
    with pytest.raises(TableError, match="no row named"):
        pattern("no_such_pattern")


def test_macros_and_patterns_compile_and_have_examples() -> None:
    assert "SERVANT" in macros()
    for row in read_table("violation_patterns.csv", ("name", "regex", "example", "source")):
        assert isinstance(pattern(row["name"]), Matcher)
        assert row["example"]
        assert row["source"]
