"""Counts as somebody gives them: value, unit, whose figure, up to which day, where, in which election."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from nlp.document import Document
from nlp.facts.bodies import body_for
from nlp.records import CountClaim, ElectionMention, RegionMention, ViolationMention

_WORDS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11, "nol": 0, "nihil": 0, "dua belas": 12, "tiga belas": 13, "lima belas": 15,
    "dua puluh": 20, "puluhan": -1, "ratusan": -1, "belasan": -1, "seorang": 1,
}  # fmt: skip
_UNITS = {
    "asn": r"(?:oknum )?(?:ASN|PNS|aparatur sipil negara|pegawai(?: negeri)?|aparatur)",
    "kades": r"(?:kepala desa|kades|perangkat desa|keuchik|perbekel|wali nagari|pamong|dukuh)",
    "laporan": r"(?:laporan|aduan|pengaduan|dumas)", "temuan": "temuan",
    "perkara": r"perkara", "kasus": r"kasus", "pelanggaran": r"(?:dugaan )?pelanggaran", "dugaan": "dugaan",
    "rekomendasi": "rekomendasi", "putusan": r"(?:putusan|vonis)",
    "guru": r"(?:guru|kepala sekolah)", "camat_lurah": r"(?:camat|lurah)", "honorer": r"(?:honorer|PPPK)",
    "akun": "akun", "orang": r"(?:orang|pejabat|terlapor)",
    "personel": r"(?:personel|anggota (?:polri|polisi|TNI)|prajurit|polisi)",
}  # fmt: skip
_NUMBER = rf"(?P<number>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,5}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_COUNT = re.compile(
    rf"\b(?<![\d.,/-]){_NUMBER}(?![.,/]\d| ?persen|%) (?:(?:orang|oknum|buah|pejabat) )?(?:{_UNIT})\b", re.IGNORECASE
)
_NONE = re.compile(
    rf"\b(?:tidak|tak|belum)(?: \w+)? (?:ada|ditemukan|menemukan|menerima|terdapat|masuk|mencatat)(?: \w+){{0,3}}? "
    rf"(?:{_UNIT})\b|\b(?:nihil|nol) (?:{'|'.join(_UNITS.values())})\b",
    re.IGNORECASE,
)
_MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
           "november", "desember")  # fmt: skip
_AS_OF = re.compile(
    rf"\b(?:hingga|sampai(?: dengan)?|per|s\.d\.|sejak [\w ]{{3,30}} (?:hingga|sampai)) (?:tanggal )?(?:\w+,? )?\(?"
    rf"(?:(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})(?: (?P<year>20\d\d))?|"
    rf"(?P<now>(?:hari|saat|pekan|siang|sore|petang|malam) ini|sekarang|kini)\b)",
    re.IGNORECASE,
)


def find_counts(
    document: Document,
    violations: Sequence[ViolationMention],
    regions: Sequence[RegionMention],
    elections: Sequence[ElectionMention],
) -> tuple[CountClaim, ...]:
    """The counts of entries whose reference is a count, in text order; "belum ada laporan" counts 0. A round word
    ("puluhan") gives none: it is no value."""
    found: dict[tuple[str, int], CountClaim] = {}
    for index, violation in enumerate(violations):
        if violation.reference == "count":
            for claim in _of(document, index, violation, regions, elections):
                found.setdefault((claim.span.part, claim.span.start), claim)
    return tuple(found.values())


def _of(
    document: Document,
    index: int,
    violation: ViolationMention,
    regions: Sequence[RegionMention],
    elections: Sequence[ElectionMention],
) -> Iterator[CountClaim]:
    part, start = violation.span.part, violation.span.start
    text = document.folded[part][start : violation.span.stop]
    nothing = violation.substatus == "none_reported"
    for match in (_NONE if nothing else _COUNT).finditer(text):
        value = 0 if nothing else _value(match["number"])
        if value < 0:
            continue
        unit = next((name for name in _UNITS if match[name]), "kasus")
        at = start + match.start()
        yield CountClaim(
            document.span(part, at, start + match.end()),
            index,
            value,
            unit,
            body_for(violation.claimed_by, text, match.start()),
            _as_of(text, document.published),
            _near(part, violation, at, regions),
            _election(part, violation, elections),
        )


def _value(number: str) -> int:
    word = number.lower()
    return _WORDS[word] if word in _WORDS else int(number.replace(".", ""))


def _as_of(text: str, published: date | None) -> str | None:
    """The day that the sentence names ("hingga 5 November"), its year from the article where it names none."""
    match = _AS_OF.search(text)
    if match is None:
        return None
    if match["now"]:
        return published.isoformat() if published else None
    year = int(match["year"]) if match["year"] else published.year if published else None
    if year is None:
        return None
    try:
        day = date(year, _MONTHS.index(match["month"].lower()) + 1, int(match["day"]))
    except ValueError:
        return None
    if not match["year"] and published and day > published:
        day = day.replace(year=year - 1)
    return day.isoformat()


def _near(part: str, violation: ViolationMention, at: int, regions: Sequence[RegionMention]) -> str | None:
    """The region named in the same sentence, nearest to the number."""
    sentence = violation.sentence
    mine = [
        (abs(r.span.start - at), r.code)
        for r in regions
        if r.span.part == part and sentence.start <= r.span.start < sentence.stop
    ]
    return min(mine)[1] if mine else None


def _election(part: str, violation: ViolationMention, elections: Sequence[ElectionMention]) -> str | None:
    """The election named in the same sentence; else the article's only one, unless the count is of the past."""
    sentence = violation.sentence
    mine = [e.election for e in elections if e.span.part == part and sentence.start <= e.span.start < sentence.stop]
    if mine:
        return mine[0]
    ids = {e.election for e in elections}
    return next(iter(ids)) if len(ids) == 1 and violation.temporal == "current" else None
