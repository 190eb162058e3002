"""People whom an article knows by initials only ("kades berinisial MJ", "Hj. N (54)", "DS dan NK, staf kecamatan")."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.breaches.lexicon import pattern
from nlp.document import Sentence
from nlp.persons.office_tables import bodies, plain_words
from nlp.tables import read_table

# Said to be initials: never refused, whatever else the letters may mean ("berinisial PN").
_SAID = re.compile(
    r"(?-i:\b(?:ber|dengan )?[Ii]nisial(?:nya)? (?:nama )?"
    r"((?:[A-Z]{1,4}[a-z]{0,2})(?:(?: \(\d\d\))?(?:, dan |, | dan | serta )[A-Z]{1,4}\b)*))"
)
_AGED = re.compile(r"(?-i:\b([A-Z]{1,4}) \(\d\d\))")
_HONOURED = re.compile(
    r"(?-i:\b(?:Hj|H|Ibu|Bu|Pak|Bapak|Sdr|Sdri|Saudara|Saudari|Ny)\.? ([A-Z]{1,3})\b(?![./'-]?\w))"
)
_LISTED = re.compile(
    r"(?-i:\b([A-Z]{2,3})(?=,? (?:\(\d{2}\)|seorang |guru|kepala|PNS|staf|pegawai|kasun|kades|camat|lurah|sekretaris|"
    r"honorer|penjaga|operator|mantri|bidan|perawat|anggota|ketua|sopir|petugas|pendamping|tenaga|dukuh|perangkat|"
    r"pengawas|penyuluh|bendahara|kasi|kabid|kabag|dosen|karyawan|sama-sama)))"
)
_LETTERS = re.compile(r"(?-i:\s([A-Z]{1,3})\b(?![./-]?\w))")
# Side by side with somebody known: "MS, BQ, dan LH".
_JOINED = re.compile(
    r"(?-i:\b([A-Z]{2,3})(?: \(\d\d\))?(?:,? (?:dan|serta|maupun|bersama) |, )([A-Z]{2,3})\b(?![./'-]?\w))"
)


@cache
def _acronyms() -> frozenset[str]:
    """Public bodies, units and things that are written with letters ("PU", "BKD", "SK")."""
    units = read_table("unit_abbreviations.csv", ("abbr", "full", "when"))
    named = {words[0] for found in bodies().values() for words, _ in found if len(words) == 1}
    return frozenset(named | {row["abbr"].lower() for row in units} | plain_words("letters"))


def initials_in(sentences: Sequence[Sentence]) -> Iterator[tuple[str, Sentence, int, int]]:
    """Each initials with their first place: letters, sentence, offsets into it. What joins on to somebody known by
    initials is somebody too."""
    found: dict[str, tuple[str, Sentence, int, int]] = {}
    for sentence in sentences:
        for letters, start in _introduced(sentence.text):
            found.setdefault(letters, (letters, sentence, start, start + len(letters)))
    more = bool(found)
    while more:
        more = False
        for sentence in sentences:
            for letters, start in _joined(sentence.text, frozenset(found)):
                found[letters] = (letters, sentence, start, start + len(letters))
                more = True
    yield from sorted(found.values(), key=lambda f: (f[1].index, f[2]))


def _introduced(text: str) -> Iterator[tuple[str, int]]:
    for match in _SAID.finditer(text):
        for letters in re.finditer(r"(?-i:[A-Z]{1,4}[a-z]{0,2}\b)", match[1]):
            yield letters[0], match.start(1) + letters.start()
    for match in (*_AGED.finditer(text), *_HONOURED.finditer(text)):
        yield match[1], match.start(1)
    for match in (*_LISTED.finditer(text), *_ranked(text)):
        if match[1].lower() not in _acronyms():
            yield match[1], match.start(1)


def _ranked(text: str) -> Iterator[re.Match[str]]:
    """Letters that stand for a person behind a rank or office ("Bripka D", "Lurah AM", "seorang kepala SMP, SR,")."""
    for lead in pattern("initials_lead").finditer(text):
        match = _LETTERS.match(text, lead.end())
        if match and (len(match[1]) > 1 or pattern("rank").search(text[: match.start(1)])):
            yield match


def _joined(text: str, known: frozenset[str]) -> Iterator[tuple[str, int]]:
    for match in _JOINED.finditer(text):
        pair = (match[1], match.start(1)), (match[2], match.start(2))
        for (letters, start), (other, _) in (pair, pair[::-1]):
            if letters not in known and other in known and letters.lower() not in _acronyms():
                yield letters, start
