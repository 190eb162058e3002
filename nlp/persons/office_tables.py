"""Titles, public bodies, degrees and words of saying, read from the tables of `nlp/data`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from nlp.tables import TableError, read_table

NEEDS = frozenset(
    [
        "place",
        "unit",
        "body",
        "divisi",
        "asisten",
        "satuan",
        "desa",
        "sekolah",
        "guru",
        "asn",
        "pegawai",
        "inspektur",
        "legislator",
        "calon",
        "paslon",
        "utusan",
        "open",
        "fixed",
    ]
)
# Heads whose words take "-nya" ("kepala desanya", "camatnya"), by what they need or by their first spelling.
_OWNED = frozenset(["desa", "place", "kepala dinas", "kepala badan", "kaban", "kepala bidang", "kepala kantor"])
LEVELS = frozenset(["nasional", "provinsi", "kabkota", "kecamatan", "desa", "any"])


@dataclass(frozen=True)
class Head:
    """The words with which a title begins (title_heads.csv). `position`: "" where it is written as in the text."""

    position: str
    needs: str
    level: str
    branch: str
    twin: str
    possessive: bool = False
    """Whether the words end with "-nya": "kepala dinasnya", that of the office named before."""


@dataclass(frozen=True)
class Body:
    """A public body (public_bodies.csv); `position`: "" where it is written as in the text."""

    position: str
    level: str
    branch: str


@dataclass(frozen=True)
class Prefix:
    """What stands before a title (acting_prefixes.csv); `kind`: acting or former."""

    position: str
    kind: str


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], object], ...]]
"""First word -> (words, entry), the longest first."""


def _phrases(entries: Iterable[tuple[str, object]]) -> Phrases:
    table: dict[str, list[tuple[tuple[str, ...], object]]] = {}
    for surface, entry in entries:
        words = tuple(surface.replace("-", " - ").replace("(", " ( ").replace(")", " ) ").split())
        table.setdefault(words[0], []).append((words, entry))
    return {word: tuple(sorted(found, key=lambda f: -len(f[0]))) for word, found in table.items()}


@cache
def heads() -> Phrases:
    """Title heads by first word. Raises TableError on an unknown `needs` or `level`."""
    entries: list[tuple[str, object]] = []
    for row in read_table("title_heads.csv", ("surface", "canonical", "needs", "level", "branch", "twin", "example")):
        if row["needs"] not in NEEDS or row["level"] not in LEVELS:
            raise TableError(
                f"nlp/data/title_heads.csv, {row['surface']!r}: needs {row['needs']!r}, level {row['level']!r}; "
                f"use one of {sorted(NEEDS)} and of {sorted(LEVELS)}"
            )
        position = "" if row["canonical"] == "=" else row["canonical"]
        head = Head(position, row["needs"], row["level"], row["branch"], row["twin"])
        surfaces = row["surface"].split("|")
        entries += [(surface, head) for surface in surfaces]
        if head.needs in _OWNED or surfaces[0] in _OWNED:
            entries += [
                (f"{surface}nya", replace(head, position=position or surface.title(), possessive=True))
                for surface in surfaces
            ]
    return _phrases(entries)


@cache
def bodies() -> Phrases:
    """Public bodies by first word."""
    entries: list[tuple[str, object]] = []
    for row in read_table("public_bodies.csv", ("surface", "canonical", "level", "branch", "example")):
        body = Body(row["canonical"], row["level"], row["branch"])
        entries += [(surface, body) for surface in row["surface"].split("|")]
    return _phrases(entries)


@cache
def prefixes() -> Phrases:
    """Acting and former prefixes by first word."""
    rows = read_table("acting_prefixes.csv", ("surface", "canonical", "kind", "example"))
    return _phrases(
        (surface, Prefix(row["canonical"], row["kind"])) for row in rows for surface in row["surface"].split("|")
    )


@cache
def not_public() -> Phrases:
    """Words that make "Ketua", "Anggota" ... no public office."""
    return _phrases((row["word"], row["word"]) for row in read_table("not_public.csv", ("word", "example")))


@cache
def foreign() -> Phrases:
    """Countries, foreign cities and clubs."""
    return _phrases((row["name"], row["name"]) for row in read_table("foreign.csv", ("name",)))


@cache
def office_words(kind: str) -> frozenset[str]:
    """Words in names of offices: kind unit (begins one), word (goes on with it), link (joins two parts)."""
    rows = read_table("office_words.csv", ("word", "kind", "example"))
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


@cache
def affixes(kind: str) -> frozenset[str]:
    """Words beside a name, without stops, in lower case: kind before, after or address."""
    rows = read_table("name_affixes.csv", ("word", "kind", "example"))
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


@cache
def speech_words(kind: str) -> frozenset[str]:
    """Words of saying: kind noun ("kata X"), verb ("X mengatakan"), act, frame ("menurut X")."""
    rows = read_table("speech_verbs.csv", ("word", "kind", "example"))
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


@cache
def grammar_words(kind: str) -> frozenset[str]:
    """Small words of the grammar (grammar_words.csv) of a kind."""
    rows = read_table("grammar_words.csv", ("word", "kind", "example"))
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


@cache
def plain_words(kind: str) -> frozenset[str]:
    """Capitalised words that are no part of a person's name (not_names.csv), by kind."""
    rows = read_table("not_names.csv", ("word", "kind"))
    return frozenset(word for row in rows if row["kind"] == kind for word in row["word"].split())


@cache
def given_names() -> frozenset[str]:
    """Common given names and family names of Indonesians, in lower case (given_names.csv)."""
    return frozenset(w for row in read_table("given_names.csv", ("names", "where")) for w in row["names"].split())
