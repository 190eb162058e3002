"""Offices in words that name no person and no single school: those of the tagger's own tables."""

import re
from functools import cache

from nlp.tables import read_table

OTHER = "lainnya"
"""Where not even the first word is known."""
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[IVX]{1,5}")
# table, columns whose words may stand in an office; `|` parts spellings
_TABLES = (
    ("title_heads.csv", ("surface", "canonical")),
    ("office_words.csv", ("word",)),
    ("public_bodies.csv", ("surface", "canonical")),
    ("unit_abbreviations.csv", ("abbr", "full")),
    ("office_abbreviations.csv", ("abbreviation", "words")),
    ("acting_prefixes.csv", ("surface", "canonical")),
)
_JOINING = frozenset({"dan", "pada", "di", "atau", "serta"})


@cache
def office_words() -> frozenset[str]:
    """Words, in small letters, of the tables of titles, units and bodies."""
    return frozenset(
        word.lower()
        for name, columns in _TABLES
        for row in read_table(name, columns)
        for column in columns
        for word in _WORD.findall(row[column])
    )


def _known(word: str) -> bool:
    parts = _WORD.findall(word)
    return (
        bool(parts)
        and word.strip(",()").isalpha()
        and (word.strip(",()").lower() in office_words() or bool(_ROMAN.fullmatch(word)))
    )


def public_office(office: str | None) -> str | None:
    """An office as far as its words are in the tables of offices: "Kepala SMP Melati 2" -> "Kepala SMP". None stays
    None; OTHER where its first word is unknown."""
    if office is None or not office.strip():
        return None
    words: list[str] = []
    for word in office.replace("-", " ").split():
        if not _known(word):
            break
        words.append(word)
    while words and words[-1].strip(",()").lower() in _JOINING:
        words.pop()
    if not words:
        return OTHER
    text = " ".join(words).strip(", (")
    return text[0].upper() + text[1:]
