"""Which words are a person's name: degrees, ranks, particles, marga, initials, dates and acronyms."""

import pytest

from nlp.document import Document
from nlp.persons.names import is_degree, read_name
from nlp.persons.official_tokens import lines_of, tokens_of


def name_of(text: str) -> str | None:
    tokens = tokens_of(text)
    name = read_name(tokens, 0)
    return text[tokens[name.start].start : tokens[name.stop - 1].stop] if name else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sutarmo menjawab", "Sutarmo"),
        ("Drs. H. Arga Wirana, M.Si., menjawab", "Arga Wirana"),
        ("Dr. Ir. Hj. Ratri Wulan S.T., M.T. menjawab", "Ratri Wulan"),
        ("AKBP Arga Wirana, S.I.K. menjawab", "Arga Wirana"),
        ("Kombes Pol. Arga Wirana menjawab", "Arga Wirana"),
        ("Brigjen TNI (Purn) Arga Wirana menjawab", "Arga Wirana"),
        ("Letkol Inf Arga Wirana menjawab", "Arga Wirana"),
        ("drg. Ratri Wulan menjawab", "Ratri Wulan"),
        ("Tgk. Arga Wirana menjawab", "Arga Wirana"),
        ("Tb. Arga Ma'mun menjawab", "Arga Ma'mun"),
        ("I Gede Arga Yasa menjawab", "I Gede Arga Yasa"),
        ("Ni Luh Putu Ratri menjawab", "Ni Luh Putu Ratri"),
        ("A.A. Gde Arga Nakula menjawab", "A.A. Gde Arga Nakula"),
        ("Arga bin Wirana menjawab", "Arga bin Wirana"),
        ("Ratri binti Wulan menjawab", "Ratri binti Wulan"),
        ("Arga van Wirana menjawab", "Arga van Wirana"),
        ("M. Arga Wirana menjawab", "M. Arga Wirana"),
        ("Ratri S. Wulandoko menjawab", "Ratri S. Wulandoko"),
        ("Arga HY menjawab", "Arga HY"),
        ("Arga 'Bondan' Wirana menjawab", "Arga 'Bondan' Wirana"),
        ("Agustus Setyatama menjawab", "Agustus Setyatama"),
        ("La Ode Argadin menjawab", "La Ode Argadin"),
        ("Arga Daeng Sila menjawab", "Arga Daeng Sila"),
        ("Fauzan Ramadhan menjawab", "Fauzan Ramadhan"),
        ("Arga Wiranamengatakan hal itu", "Arga Wirana"),
        ("Pak Arga menjawab", "Arga"),
    ],
)
def test_what_belongs_to_a_name(text: str, expected: str) -> None:
    assert name_of(text) == expected


@pytest.mark.parametrize(
    "text",
    ["AS diperiksa", "Senin (12/8)", "Agustus 2024", "Bawaslu memeriksa", "Ramadhan tiba", "I dan II", "ia pergi"],
)
def test_what_is_no_name(text: str) -> None:
    assert name_of(text) is None


@pytest.mark.parametrize(
    ("word", "expected"), [("S.H.", True), ("M.Tr.A.P", True), ("SH", True), ("SHM", False), ("Sari", False)]
)
def test_degrees(word: str, expected: bool) -> None:
    assert is_degree(tokens_of(word)[0]) is expected


def test_offsets_point_into_the_text() -> None:
    text = "Kepala BKPSDM, Dr. Arga\u00a0Wirana, S.H."
    document = Document("x", "", text)
    for line in lines_of(document):
        for token in line.tokens:
            assert document.folded["text"][token.start : token.stop] == token.text


def test_glued_capitals_and_abbreviations_are_taken_apart() -> None:
    assert [t.text for t in tokens_of("Panglima TNIJenderal Arga, H.Slamet")] == [
        "Panglima",
        "TNI",
        "Jenderal",
        "Arga",
        ",",
        "H.",
        "Slamet",
    ]


def test_a_name_on_its_own_line_joins_the_title_above() -> None:
    lines = lines_of(Document("x", "", "Gubernur\nArga Wirana\nmenerbitkan edaran.\nBaris lain."))
    assert [len(line.tokens) for line in lines] == [6, 3]
