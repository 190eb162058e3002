"""The elections that an article is about: named with their year or day, or made certain by the article's date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from nlp.document import Document
from nlp.records import ElectionMention, Part
from nlp.subject.election_calendar import ahead, calendar, coming, current, of_year, on_day
from nlp.tables import read_table

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september"], start=1
    )
} | {"oktober": 10, "november": 11, "desember": 12}
_MONTH = "|".join(_MONTHS)
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](20\d\d)\b")
_WRITTEN_DATE = re.compile(rf"\b(\d{{1,2}}) ({_MONTH}) (20\d\d)\b", re.IGNORECASE)
# Between the word and its year: the place, "serentak", "tahun", the day; never a law's number.
_GAP = (
    rf"(?:[\s,()]+(?!20\d\d)(?>serentak|tahun|pada|di|dan|atau|serta|se|maupun|wakil|bupati|gubernur|wali|kota|walikota|kabupaten|"
    rf"provinsi|legislatif|presiden|yang|digelar|hari|nanti|periode|masa|kampanye|tahapan|pileg|pilpres|pilkada|pemilu|"
    rf"pemilihan|umum|kepala|daerah|{_MONTH}|\d{{1,2}}|(?-i:[A-Z][\w'-]*))){{0,10}}"
)
_YEARS = r"[\s,()]+(20\d\d\b(?:(?:, dan|,| dan| maupun| atau|/|-)\s?20\d\d\b)*)"
_WITH_YEAR = re.compile(_GAP + _YEARS, re.IGNORECASE)
_AGO = re.compile(
    rf"[\s,()]+(?:\w+ ){{0,2}}(?:{_MONTH})?\s*(?:yang )?(lalu|kemarin|kemaren|sebelumnya|silam|terdahulu|terakhir)\b",
    re.IGNORECASE,
)
_NUMBERS = {"dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "sepuluh": 10}
_YEARS_AGO = re.compile(
    rf"(?: \w+){{0,2}} ({'|'.join(_NUMBERS)}|\d{{1,2}}) tahun (?:yang )?(?:lalu|silam)\b", re.IGNORECASE
)
_CASES = r"(?:kasus|pelanggaran\w*|laporan|temuan|perkara|dugaan|aduan|ikrar\w*|keberpihakan|netralitas|panwas\w*)"
_HISTORY = re.compile(
    rf"\btahun (20\d\d)\b[^.;]{{0,40}}\b{_CASES}\b"
    rf"|\b(?:pada|di|sejak|sepanjang|selama) (?:tahun )?(20\d\d)\b[^.;]{{0,110}}\b{_CASES}\b"
    rf"|\b{_CASES}\b[^.;]{{0,60}}\b(?:pada|di|sepanjang|selama) (?:tahun )?(20\d\d)\b"
)
_VOTE = re.compile(
    rf"\b(?:pemungutan suara|pencoblosan|coblosan|hari-h|pemilihan|mencoblos|coblos|hak pilih|"
    rf"pesta demokrasi|tps|pemilih)\b"
    rf"[^.;]{{0,40}}?\b(?:(\d{{1,2}}) )?({_MONTH})\b(?: (20\d\d))?"
)
# Every pattern of election_words.csv, and every word for voting, holds one of these.
_QUICK = re.compile(
    r"pemil|pil(?:kada|kab|kot|gub|bup|wa|pres|eg|caleg)|calon|netralitas|ampanye|jurkam|masa tenang|tim sukses|"
    r"pemenangan|ca(?:leg|pres|wa|bup|gub|kada)|paslon|psu|suara|coblos|hari-h|hak pilih|demokrasi|kontestasi|"
    r"politik|tahun 20|petahana|pencalonan|logistik kpu|gudang kpu|pelanggar|panwas|kasus|"
    r"perkara|temuan|ikrar|keberpihakan"
)
_DAY_AFTER = re.compile(rf"{_GAP}[\s,()]+(\d{{1,2}}) ({_MONTH})\b(?! 20\d\d)", re.IGNORECASE)
# A vote of the last months is still what "pilkada" means.
_FRESH_DAYS = 200


@cache
def _words(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of one kind with their family, for text in small letters."""
    rows = read_table("election_words.csv", ("pattern", "kind", "family", "example"))
    return tuple(
        (re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)"), row["family"]) for row in rows if row["kind"] == kind
    )


@dataclass(frozen=True)
class _Word:
    part: Part
    start: int
    stop: int
    family: str
    body: bool
    """Whether it stands inside an office, law or standing phrase ("Badan Pengawas Pemilu")."""


def find_elections(document: Document) -> tuple[ElectionMention, ...]:
    """Mentions of elections in text order; `resolved_by` is named, relative, history or date."""
    lines = _lines(document)
    if not lines:
        return ()
    day = document.published or _text_day(document)
    words = list(_find_words(lines))
    found = [m for w in words for m in _named(document, w, day)]
    found += list(_by_vote_day(document, lines, day))
    found += list(_history(document, lines, {m.election for m in found}))
    if day is not None:
        told = {(m.span.part, m.span.start) for m in found}
        bare = [w for w in words if not w.body and (w.part, w.start) not in told]
        found += list(_by_date(document, lines, bare, day, {m.election for m in found}))
    unique = {(m.span.part, m.span.start, m.election): m for m in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda m: (m.span.part == "text", m.span.start, m.election)))


@dataclass(frozen=True)
class _Line:
    """A sentence that may speak of an election: its text and the same in small letters."""

    part: Part
    start: int
    text: str
    small: str


def _lines(document: Document) -> list[_Line]:
    return [
        _Line(s.part, s.start, s.text, s.lower)
        for s in document.sentences
        if not s.navigation and _QUICK.search(s.lower)
    ]


def _find_words(lines: list[_Line]) -> Iterator[_Word]:
    for line in lines:
        bodies = [m.span() for pattern, _ in _words("body") for m in pattern.finditer(line.small)]
        others = [m.span() for pattern, _ in _words("never") for m in pattern.finditer(line.small)]
        for pattern, family in _words("name"):
            for match in pattern.finditer(line.small):
                if any(a < match.end() and match.start() < b for a, b in others):
                    continue
                inside = any(a <= match.start() and match.end() <= b for a, b in bodies)
                yield _Word(line.part, line.start + match.start(), line.start + match.end(), family, inside)


def _text_day(document: Document) -> date | None:
    """The first full date in the body: where no publication date is known, the story is about as old."""
    text = document.folded["text"]
    for match in _NUMERIC_DATE.finditer(text):
        day, month, year = (int(g) for g in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 28:
            return date(year, month, day)
    written = _WRITTEN_DATE.search(text)
    if written is None:
        return None
    return date(int(written[3]), _MONTHS[written[2].lower()], min(int(written[1]), 28))


def _mention(document: Document, part: Part, start: int, stop: int, election: str, how: str) -> ElectionMention:
    return ElectionMention(document.span(part, start, stop), election, how)


def _match(document: Document, line: _Line, match: re.Match[str], election: str, how: str) -> ElectionMention:
    return _mention(document, line.part, line.start + match.start(), line.start + match.end(), election, how)


def _named(document: Document, word: _Word, day: date | None) -> Iterator[ElectionMention]:
    """An election named with its year ("Pilkada Kota Tegal 2024"), or as the last one ("pemilu kemarin")."""
    after = document.folded[word.part][word.stop : word.stop + 110].split("\n")[0]
    match = _WITH_YEAR.match(after)
    if match is not None:
        for year in re.findall(r"20\d\d", match[1]):
            election = of_year(word.family, int(year))
            if election is not None:
                yield _mention(document, word.part, word.start, word.stop + match.end(), election, "named")
        return
    dated = _DAY_AFTER.match(after)
    if dated is not None:
        fitting = on_day(int(dated[1]), _MONTHS[dated[2].lower()], None, day, word.family)
        if fitting is not None:
            yield _mention(document, word.part, word.start, word.stop + dated.end(), fitting, "named")
            return
    years = _YEARS_AGO.match(after)
    if years is not None and day is not None:
        count = _NUMBERS.get(years[1].lower()) or int(years[1])
        close = [e for e in calendar().values() if e.family == word.family and abs(day.year - count - e.year) <= 1]
        if close:
            best = min(close, key=lambda e: (abs(day.year - count - e.year), -e.year))
            yield _mention(document, word.part, word.start, word.stop + years.end(), best.id, "relative")
            return
    ago = _AGO.match(after)
    if ago is not None and not word.body and day is not None and word.family in ("pemilu", "pilkada"):
        past = [e.id for e in calendar().values() if e.family == word.family and e.vote < day]
        if past:
            yield _mention(document, word.part, word.start, word.stop + ago.end(), past[-1], "relative")


def _by_vote_day(document: Document, lines: list[_Line], day: date | None) -> Iterator[ElectionMention]:
    """A voting day near a word for voting: "mencoblos 27 November", "pemungutan suara pertama, November 2024"."""
    for line in lines:
        for match in _VOTE.finditer(line.small):
            number = int(match[1]) if match[1] else None
            year = int(match[3]) if match[3] else None
            if number is None and year is None:
                continue
            election = on_day(number, _MONTHS[match[2]], year, day, None)
            if election is not None:
                yield _match(document, line, match, election, "named")


def _history(document: Document, lines: list[_Line], named: set[str]) -> Iterator[ElectionMention]:
    """ "tahun 2019 ada 2 kasus" in an article about a later election."""
    newest = max((calendar()[e].year for e in named), default=0)
    for line in lines:
        for match in _HISTORY.finditer(line.small):
            year = int(match[1] or match[2] or match[3])
            ids = [e.id for e in calendar().values() if e.year == year and e.family in ("pemilu", "pilkada")]
            if len(ids) == 1 and year < newest:
                yield _match(document, line, match, ids[0], "history")


def _by_date(
    document: Document, lines: list[_Line], words: list[_Word], day: date, named: set[str]
) -> Iterator[ElectionMention]:
    """Bare words that the article's date makes certain, where the article names none of their family that is still
    to come; candidates only where it names no coming election at all."""
    told = {e.family for e in map(calendar().__getitem__, named) if (day - e.vote).days < _FRESH_DAYS}
    if {"psu", "ulang"} & {word.family for word in words}:
        told.add("pilkada")  # "PSU Pilkada Siak" is no second election.
    families = set(told)
    for word in words:
        election = None if word.family in told else current(word.family, day)
        if word.family == "pemilu" and "pemilu" not in told and election is None:
            # Long before the vote the bare "pemilu" may mean any election, "pileg" and "pilpres" may not.
            plain = document.lowered[word.part][word.start : word.stop] in ("pemilu", "pemilihan umum")
            election = None if plain else ahead("pemilu", day)
        if election is not None:
            families.add(word.family)
            yield _mention(document, word.part, word.start, word.stop, election, "date")
    if not families:
        yield from _by_candidates(document, lines, day)


def _by_candidates(document: Document, lines: list[_Line], day: date) -> Iterator[ElectionMention]:
    """Candidates, or the coming "pesta demokrasi", in an article that names no election."""
    families: set[str] = set()
    for line in lines:
        for pattern, family in _words("candidate"):
            match = pattern.search(line.small)
            election = current(family, day)
            if match is not None and election is not None and families <= {family}:
                families.add(family)
                yield _match(document, line, match, election, "date")
    next_one = coming(day)
    if families or next_one is None:
        return
    for line in lines:
        for pattern, _ in _words("vague"):
            if (match := pattern.search(line.small)) is not None:
                yield _match(document, line, match, next_one, "date")
