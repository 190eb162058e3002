"""Named officials of whole (invented) articles."""

import pytest

from nlp.document import Document
from nlp.officials import find_officials


def people(text: str, title: str = "") -> dict[str, str]:
    found = find_officials(Document("x", title, text), ())
    return {m.name: m.position for m in found}


@pytest.mark.parametrize(
    ("sentence", "name", "position"),
    [
        (
            "Sekda Kabupaten Sidaraja, Drs. H. Arga Wirana, M.Si., mengingatkan hal itu.",
            "Arga Wirana",
            "Sekretaris Daerah",
        ),
        ('"Kami siap," kata Plt. Kepala BKPSDM Ratri Wulan, S.E.', "Ratri Wulan", "Pelaksana Tugas Kepala BKPSDM"),
        ("Bagas Tirta selaku Ketua Bawaslu hadir.", "Bagas Tirta", "Ketua Bawaslu"),
        ("Hadir pula Bagas Tirta (Camat Karangjati).", "Bagas Tirta", "Camat"),
        ("Wamendagri Bima Surya Kelana meminta ASN netral.", "Bima Surya Kelana", "Wakil Menteri Dalam Negeri"),
    ],
)
def test_forms(sentence: str, name: str, position: str) -> None:
    assert people(sentence) == {name: position}
