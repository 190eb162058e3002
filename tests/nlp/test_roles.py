"""Source, accused, candidate, other: by the words around names."""

import pytest

from nlp.document import Document
from nlp.persons.officials import find_officials

NOTE = " Bawaslu menangani dugaan pelanggaran netralitas."


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Camat Losari, Bagas Tirtana, dilaporkan warga.", "accused"),
        ("Bawaslu memeriksa Camat Losari, Bagas Tirtana.", "accused"),
        ("Camat Losari, Bagas Tirtana, membantah tudingan itu.", "accused"),
        ("Camat Losari, Bagas Tirtana, yang disebut-sebut hadir, diam.", "accused"),
        ("Sidang dengan terdakwa Camat Losari, Bagas Tirtana, ditunda.", "accused"),
        ("Yang disanksi yakni Lurah Debong, Ratri Wulan, dan Camat Losari, Bagas Tirtana.", "accused"),
        ("Camat Losari, Bagas Tirtana, mengatakan laporan sudah diterima.", "source"),
        ("Apel dipimpin Camat Losari, Bagas Tirtana.", "source"),
        ('"Kami netral," ujar Camat Losari, Bagas Tirtana.', "source"),
        ("Camat Losari, Bagas Tirtana, mengaku belum menerima surat.", "source"),
        ("Tudingan itu ditepis Camat Losari, Bagas Tirtana.", "source"),
        ("Calon bupati Bagas Tirtana dilaporkan warga.", "candidate"),
        ("Mantan Camat Losari, Bagas Tirtana, wafat kemarin.", "other"),
    ],
)
def test_role(text: str, role: str) -> None:
    document = Document("x", "", text + NOTE)
    assert {m.role for m in find_officials(document, ()) if m.name == "Bagas Tirtana"} == {role}


def test_without_neutrality_nobody_is_accused_of_it() -> None:
    document = Document("x", "", "Camat Losari, Bagas Tirtana, ditahan karena diduga menerima suap.")
    assert {m.role for m in find_officials(document, ())} == {"other"}
