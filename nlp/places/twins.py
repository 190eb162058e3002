"""Which region a name means that several bear: Kota and Kabupaten Pekalongan, the province and the city of Jambi.

The order of evidence is the codebook's: the type word beside the name, the type used for the same name elsewhere,
what the rest of the article makes plain, else the city where the text treats it as one, else the kabupaten."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nlp.places.gazetteer import kecamatan, regions

_LEVELS = {"kab": "kabupaten", "kota": "kota", "prov": "province"}
# An office that stands without a place of its own ("Pj wali kota setempat") speaks for the type of the place near it.
_KAB = re.compile(
    r"\b(bupati|wabup|cabup|cawabup|sekdakab|pemkab|kades|kepala desa|desa|kuwu|pilbup)\b(?! (?-i:[A-Z]))", re.I
)
_KOTA = re.compile(
    r"\b(wali ?kota|wawali|sekdako|pemkot|pemko|kelurahan|lurah|pilwal\w+|pilwako|balai kota|kota itu|di kota)\b"
    r"(?! (?-i:[A-Z]))",
    re.I,
)
_POLICE = frozenset(["polres", "kapolres", "wakapolres", "polresta", "kapolresta", "wakapolresta"])


@dataclass(frozen=True)
class Name:
    """A name to resolve. `hint`: kab, kota, prov or ""; `left`: the role words before it; `sentence`: its index and
    folded text; `dateline`: whether it heads the body."""

    words: str
    codes: tuple[str, ...]
    hint: str
    left: str
    sentence: int
    text: str
    dateline: bool = False


@dataclass
class Evidence:
    """What the article says about its places: kecamatan names, capitals, the codes that need no resolution, and the
    names that a type word resolves, with their code."""

    below: frozenset[str]
    capitals: Mapping[str, int]
    certain: Counter[str] = field(default_factory=Counter)
    typed: Sequence[tuple[Name, str]] = ()
    article: str = ""
    _cues: dict[int, str | None] = field(default_factory=dict)

    def cue(self, sentence: int | None, text: str) -> str | None:
        """The level that a sentence's words speak for ("kabupaten", "kota"), or the article's (None) as a whole."""
        key = -1 if sentence is None else sentence
        if key not in self._cues:
            self._cues[key] = _cue(text)
        return self._cues[key]


def typed(name: Name) -> str | None:
    """The code that the type word beside the name chooses, None where there is no type word or it does not fit."""
    level = _LEVELS.get(name.hint)
    fitting = [code for code in name.codes if regions()[code].level == level]
    return fitting[0] if len(fitting) == 1 else None


def resolve(name: Name, evidence: Evidence) -> tuple[str, str]:
    """(code, kind of evidence that chose it)."""
    if len(name.codes) == 1:
        return name.codes[0], "name"
    code = typed(name)
    if code is not None:
        return code, "type_word"
    code = _same_name(name, evidence)
    if code is not None:
        return code, "same_name"
    provinces = {regions()[c].province for c in name.codes}
    if len(provinces) > 1:
        near = Counter(p for c, n in evidence.certain.items() if (p := c[:2]) in provinces for _ in range(n))
        if near:
            best = near.most_common(1)[0][0]
            return next(c for c in name.codes if c.startswith(best)), "province"
    return _by_the_rest(name, evidence) or _default(name)


def _same_name(name: Name, evidence: Evidence) -> str | None:
    found = [
        (abs(other.sentence - name.sentence), other.sentence > name.sentence, code)
        for other, code in evidence.typed
        if code in name.codes
    ]
    if name.dateline and any(regions()[c].level == "province" for c in name.codes):
        found = [f for f in found if regions()[f[2]].level != "province"]
    return min(found)[2] if found else None


def _by_the_rest(name: Name, evidence: Evidence) -> tuple[str, str] | None:
    votes: Counter[str] = Counter()
    for place in evidence.below:
        homes = [code for code in name.codes if code in kecamatan().get(place, ())]
        if len(homes) == 1:
            votes[homes[0]] += 1
    if votes:
        return votes.most_common(1)[0][0], "kecamatan"
    seats = [code for code in name.codes if evidence.capitals.get(code)]
    if len(seats) == 1:
        return seats[0], "capital"
    level = evidence.cue(name.sentence, name.text)
    if level is None and not any(c not in name.codes and len(c) > 2 for c in evidence.certain):
        level = evidence.cue(None, evidence.article)
    fitting = [code for code in name.codes if level and regions()[code].level == level]
    if len(fitting) == 1:
        return fitting[0], "cue"
    if name.left in _POLICE:
        fitting = [code for code in name.codes if regions()[code].level == "kabupaten"]
        if len(fitting) == 1:
            return fitting[0], "police"
    return None


def _cue(text: str) -> str | None:
    kab, kota = len(_KAB.findall(text)), len(_KOTA.findall(text))
    if kab and not kota:
        return "kabupaten"
    return "kota" if kota and not kab else None


def _default(name: Name) -> tuple[str, str]:
    by_level = {regions()[code].level: code for code in name.codes}
    city = by_level.get("kota")
    if city and name.dateline:
        return city, "default_city"
    if "province" in by_level:
        if city and name.words in ("yogyakarta", "jogja", "yogya", "jogjakarta", "djogja"):
            return city, "default_city"
        return by_level["province"], "default_province"
    if city and regions()[regions()[city].province].capital.lower() == regions()[city].name.lower():
        return city, "default_city"
    return by_level.get("kabupaten", name.codes[0]), "default_kabupaten"
