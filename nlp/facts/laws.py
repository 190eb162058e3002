"""Laws and their articles that a text cites: kind, number, year, pasal, and which law it is (`laws.csv`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from nlp.document import Document, Sentence
from nlp.records import LawMention
from nlp.tables import read_table

_KINDS = {
    "UU": r"UU|undang-undang", "PP": r"PP|peraturan pemerintah(?! pengganti| daerah)", "Perppu": r"perp+u|peraturan "
    r"pemerintah pengganti undang-undang", "Perpres": r"perpres|peraturan presiden", "PKPU": r"PKPU|peraturan KPU",
    "Perbawaslu": r"perbawaslu|peraturan bawaslu|peraturan badan pengawas pemil\w+(?: umum)?",
    "SKB": r"SKB|(?:surat )?keputusan bersama", "Permendagri": r"permendagri|peraturan menteri dalam negeri",
    "PermenPANRB": r"permen ?pan-?(?:rb)?", "Peraturan BKN": r"(?:peraturan|perka) BKN", "Putusan MK": r"putusan MK",
    "SE": r"SE|surat edaran", "KUHP": r"KUHP",
}  # fmt: skip
# Abbreviations are capitals: "se" and "pp" are ordinary small words.
_CASED = re.compile(r"^(?:UU|PP|SE|SKB|PKPU|KUHP)$")
_SHORT_KIND = {kind: re.compile(rf"(?:{pattern})\Z", re.IGNORECASE) for kind, pattern in _KINDS.items()}
_ANY = "|".join(_KINDS.values())
_NUMBER = (
    r"(?:(?:(?: [\w-]+){0,2} (?:nomor|no\.?)|,? ?(?:nomor|no\.?)?) ?(?P<number>\d{1,4})(?:/PUU-[XVI]+)?"
    r"(?: ?/ ?| (?:tahun )?)(?P<year>(?:19|20)\d\d))"
)
_LAW = re.compile(
    rf"\b(?P<kind>{_ANY})\b(?: ?\([A-Z]{{2,5}}\))?(?: republik indonesia| RI)?"
    rf"(?:{_NUMBER}|(?=(?P<name>(?: [\w()-]+){{0,5}})))",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"\bpasal (?P<number>\d{1,3}[A-Z]?)(?: ?\(?ayat\)? ?\(?(?P<ayat>\d{1,2}[a-z]?)\)?| ?\((?P<bracket>\d{1,2})\))?"
    r"(?: (?:huruf|angka) (?P<letter>[a-z0-9]{1,2})\b)?",
    re.IGNORECASE,
)
_QUICK = ("pasal", "uu ", "undang-undang", "pp ", "peraturan", "skb", "keputusan bersama", "pkpu", "perbawaslu", "perp",
          "kuhp", "putusan mk", "permen", "perka bkn", "surat edaran", "se ")  # fmt: skip
# How far a pasal may stand before its law, behind it, and behind it with the law's title between (code points).
_NEAR, _BEHIND, _TITLE = 60, 3, 60


@dataclass(frozen=True)
class _Known:
    id: str
    kind: str
    number: str
    year: int
    short: re.Pattern[str] | None
    since: date
    until: date


@cache
def _known() -> tuple[_Known, ...]:
    columns = ("law", "kind", "number", "year", "short", "from", "until")
    return tuple(
        _Known(
            row["law"], row["kind"], row["number"], int(row["year"]),
            re.compile(rf"\b(?:{row['short']})\b") if row["short"] else None,
            date.fromisoformat(row["from"]) if row["from"] else date.min,
            date.fromisoformat(row["until"]) if row["until"] else date.max,
        )
        for row in read_table("laws.csv", columns)
    )  # fmt: skip


@dataclass(frozen=True)
class _Law:
    start: int
    stop: int
    id: str | None
    kind: str | None
    number: str | None
    year: int | None


def find_laws(document: Document) -> tuple[LawMention, ...]:
    """Laws cited in title and body, in text order: one mention for each pasal with the law beside it, one for a law
    without a pasal. A bare circular or decision without number or known name is none."""
    found: list[LawMention] = []
    for sentence in document.sentences:
        if not sentence.navigation and any(word in sentence.lower for word in _QUICK):
            found += _of_sentence(document, sentence)
    return tuple(found)


def _of_sentence(document: Document, sentence: Sentence) -> Iterator[LawMention]:
    laws = list(_laws(sentence.text, document.published))
    used: set[int] = set()
    for match in _ARTICLE.finditer(sentence.text):
        index = _beside(sentence.text, laws, match.start(), match.end())
        law = None if index is None else laws[index]
        if index is not None:
            used.add(index)
        span = document.span(sentence.part, sentence.start + match.start(), sentence.start + match.end())
        cited = law or _Law(0, 0, None, None, None, None)
        yield LawMention(span, cited.id, cited.kind, cited.number, cited.year, _article(match))
    for index, law in enumerate(laws):
        if index not in used:
            span = document.span(sentence.part, sentence.start + law.start, sentence.start + law.stop)
            yield LawMention(span, law.id, law.kind, law.number, law.year, None)


def _article(match: re.Match[str]) -> str:
    ayat = match["ayat"] or match["bracket"]
    return (
        match["number"]
        + (f" ayat ({ayat})" if ayat else "")
        + (f" huruf {match['letter'].lower()}" if match["letter"] else "")
    )


def _beside(text: str, laws: list[_Law], start: int, stop: int) -> int | None:
    """The law that a pasal belongs to: the next one behind it, the one right before it (its title may stand between:
    "PP 94/2021 tentang Disiplin PNS Pasal 5"), or the only one."""

    def titled(law: _Law) -> bool:
        return text.startswith(" tentang ", law.stop)

    behind = [i for i, law in enumerate(laws) if 0 <= law.start - stop <= _NEAR]
    before = [i for i, law in enumerate(laws) if 0 <= start - law.stop <= (_TITLE if titled(law) else _BEHIND)]
    if before:
        return before[-1]
    if behind:
        return behind[0]
    return 0 if len(laws) == 1 else None


def _laws(text: str, day: date | None) -> Iterator[_Law]:
    for match in _LAW.finditer(text):
        word = match["kind"]
        kind = next(name for name, pattern in _SHORT_KIND.items() if pattern.match(word))
        if _CASED.match(word.upper()) and not word.isupper():
            continue
        if match["number"]:
            yield _numbered(match, kind)
            continue
        name = (match["name"] or "").lower()
        known = next((k for k in _known() if k.kind == kind and _named(k, name, day)), None)
        if known is not None:
            stop = match.start("name") + _end(known, name) if _end(known, name) else match.end("kind")
            yield _Law(match.start(), stop, known.id, kind, None, None)
        elif kind == "KUHP":
            yield _Law(match.start(), match.end("kind"), None, kind, None, None)


def _numbered(match: re.Match[str], kind: str) -> _Law:
    number, year = match["number"].lstrip("0"), int(match["year"])
    known = next((k for k in _known() if (k.kind, k.number, k.year) == (kind, number, year)), None)
    return _Law(match.start(), match.end("year"), known.id if known else None, kind, number, year)


def _named(known: _Known, name: str, day: date | None) -> bool:
    """Whether the short name right behind the kind means this law on that day; without a day the newest."""
    fits = known.since <= day <= known.until if day else known.until == date.max
    # There is one joint decree at a time: it needs no name.
    return fits and (known.kind == "SKB" or _end(known, name) > 0)


def _end(known: _Known, name: str) -> int:
    match = known.short.match(name, len(name) - len(name.lstrip(" "))) if known.short else None
    if match is None and known.short and name.startswith(" tentang "):
        match = known.short.match(name, len(" tentang "))
    return match.end() if match else 0
