"""Where an office is held: the place that its title names, else its institution's, else the article's own."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.persons.line_names import Introduction
from nlp.persons.local_places import kecamatan_of
from nlp.persons.office_tables import Body, bodies, grammar_words
from nlp.persons.official_tokens import Line
from nlp.persons.title_parts import match
from nlp.persons.titles import Title
from nlp.places.gazetteer import capitals, kecamatan
from nlp.records import RegionMention

_BRANCH_OFFICES = (
    "Kantor Regional",
    "Kantor Wilayah",
    "Kanreg",
    "BKN Regional",
    "Kanwil",
    "Perwakilan",
    "Kantor Cabang",
    "Dapil",
)


@dataclass(frozen=True)
class LineRegions:
    """Region mentions of a line by token: `ends` first token -> token behind, `at` token -> mention."""

    ends: Mapping[int, int]
    at: Mapping[int, RegionMention]


def regions_of(line: Line, mentions: Sequence[RegionMention]) -> LineRegions:
    """The mentions (of the line's part) that lie in a line."""
    ends: dict[int, int] = {}
    at: dict[int, RegionMention] = {}
    starts = [token.start for token in line.tokens]
    for mention in mentions:
        first = max(0, bisect_right(starts, mention.span.start) - 1)
        inside = list(range(first, bisect_left(starts, mention.span.stop)))
        if inside and line.tokens[first].stop <= mention.span.start:
            inside = inside[1:]
        if inside:
            ends[inside[0]] = inside[-1] + 1
            at.update(dict.fromkeys(inside, mention))
    return LineRegions(ends, at)


@dataclass(frozen=True)
class Seat:
    """A body with its place somewhere in the article: "Bawaslu Inhil" on line `line` at token `token`."""

    line: int
    token: int
    body: str
    code: str


def seats_of(lines: Sequence[Line], regions: Sequence[LineRegions]) -> list[Seat]:
    """All bodies of the article that a region follows directly."""
    found: list[Seat] = []
    for number, (line, known) in enumerate(zip(lines, regions, strict=True)):
        for first in known.ends:
            for start in range(max(0, first - 6), first):
                hit = match(bodies(), line.tokens, start)
                if hit is None or not isinstance(hit[1], Body) or first - (start + hit[0]) > 1:
                    continue
                if first > start + hit[0] and line.tokens[first - 1].lower not in (
                    "kabupaten",
                    "kota",
                    "provinsi",
                    ")",
                ):
                    continue
                name = hit[1].position or " ".join(t.text for t in line.tokens[start : start + hit[0]])
                found.append(Seat(number, start, name.lower(), known.at[first].code))
                break
    return found


def _fit(title: Title, mention: RegionMention) -> str:
    """The code of a mention that suits the office: a Bupati sits in a kabupaten, a Gubernur in a province."""
    code = mention.code
    if title.head.twin and len(code) == 5:
        kota = code[3:4] >= "7"
        if kota != (title.head.twin == "kota"):
            others = [c for c in mention.candidates if len(c) == 5 and (c[3:4] >= "7") != kota]
            code = others[0] if len(others) == 1 else code
    return code[:2] if title.level == "provinsi" else code


@dataclass(frozen=True)
class Map:
    """The regions of an article: mentions by line, bodies with their places, the region of each place's words, and
    the region that the article is about."""

    lines: Sequence[LineRegions]
    seats: Sequence[Seat]
    codes: Mapping[tuple[str, ...], str]
    home: str | None


def office_region(found: Introduction, line: int, area: Map) -> str | None:
    """The code of the region in which the office of an introduction is held; None for a national office or where the
    article does not say. `line`: number of its line."""
    title, regions, home = found.title, area.lines, area.home
    branch_office = any(word in title.position for word in _BRANCH_OFFICES)
    if title.level == "nasional" and not branch_office:
        return None
    words = tuple(t.lower for t in found.line.tokens[slice(*title.place)]) if title.place else ()
    known = regions[line]
    stop = max(title.stop, title.place[1] if title.place else 0)
    named = list(dict.fromkeys(known.at[i] for i in range(title.start, stop) if i in known.at))
    if named:
        best = max(named, key=lambda m: (len(m.code), -m.span.start))
        return _fit(title, best)
    if words in area.codes:
        return area.codes[words][:2] if title.level == "provinsi" else area.codes[words]
    if branch_office:
        return home
    if _national_before(found):
        return None
    if title.body is not None and title.level in ("any", "provinsi", "kabkota"):
        seat = _nearest(area.seats, title.body.lower(), line, found.title.start)
        if seat is not None:
            return seat[:2] if title.level == "provinsi" else seat
    if title.level == "provinsi":
        return home[:2] if home else _province_before(found, line, regions)
    if below := _below(found, words, regions, home):
        return below
    if title.level in ("kabkota", "kecamatan", "desa") and (home is None or len(home) == 2):
        return _named_before(found, line, regions) or home
    if title.branch == "eksekutif" and (seat := _government(found, line, area.seats)):
        return seat
    return home


def _below(found: Introduction, words: Sequence[str], regions: Sequence[LineRegions], home: str | None) -> str | None:
    """The regency of a kecamatan, desa or court by its own name."""
    title = found.title
    if title.level in ("kecamatan", "desa") and (held := _holding(words, regions, home)):
        return held
    if title.head.needs == "desa" and title.level == "kecamatan":
        return _only_regency(words, home)
    return _court_town(found) if title.branch in ("pengadilan", "kejaksaan") and title.place is None else None


def _national_before(found: Introduction) -> bool:
    """ "Narasumber dari Kemenpan RB yaitu A (Analis Kebijakan)": a unit without place or body, behind a national
    body in the same sentence."""
    title, tokens = found.title, found.line.tokens
    if title.head.needs not in ("unit", "asisten") or title.body is not None or title.place is not None:
        return False
    for at in range(title.start - 1, -1, -1):
        if tokens[at].text == "." and not tokens[at].glued:
            return False
        hit = match(bodies(), tokens, at)
        if hit is not None and isinstance(hit[1], Body) and tokens[at].kind != "low":
            return hit[1].level == "nasional"
    return False


def _nearest(seats: Sequence[Seat], body: str, line: int, token: int) -> str | None:
    same = [s for s in seats if s.body == body]
    before = [s for s in same if (s.line, s.token) < (line, token) and s.line > 0]
    chosen = before[-1] if before else same[0] if same else None
    return chosen.code if chosen else None


def _government(found: Introduction, line: int, seats: Sequence[Seat]) -> str | None:
    """ "Pemkot X diwakili Asisten I Setda, A": the government named with its place shortly before the title."""
    for seat in reversed(seats):
        if seat.line == line and 0 < found.title.start - seat.token <= 8 and seat.body in grammar_words("government"):
            return seat.code
    return None


def _holding(words: Sequence[str], regions: Sequence[LineRegions], home: str | None) -> str | None:
    """The regency, of those that the article names (`home` first), that holds the kecamatan in a title's place."""
    parts = {tuple(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 4, len(words)) + 1)}
    codes = [home] if home and len(home) == 5 else []
    codes += [m.code for known in regions for m in known.at.values() if len(m.code) == 5]
    return next((code for code in dict.fromkeys(codes) if parts & kecamatan_of(code)), None) if parts else None


def _only_regency(words: Sequence[str], home: str | None) -> str | None:
    """The regency of a kecamatan whose name no other one bears, in the article's own province where that is known."""
    name = " ".join(w for w in words if w not in ("kecamatan", "kec", "distrik", "kapanewon"))
    codes = kecamatan().get(name, frozenset()) or kecamatan().get(f"kota {name}", frozenset())
    code = next(iter(codes)) if len(codes) == 1 else None
    return code if code is not None and (home is None or code.startswith(home)) else None


def _court_town(found: Introduction) -> str | None:
    """ "Hakim PN Wates": a court sits in a capital, whose name is read as its kabupaten."""
    token = found.line.tokens[found.title.stop] if found.title.stop < len(found.line.tokens) else None
    codes = capitals().get((token.lower,), ()) if token is not None and token.kind == "cap" else ()
    return codes[0] if len(codes) == 1 else None


def _province_before(found: Introduction, line: int, regions: Sequence[LineRegions]) -> str | None:
    """The province of the region named last before a provincial title."""
    for number in range(line, -1, -1):
        named = [m for i, m in regions[number].at.items() if number < line or i < found.title.start]
        if named:
            return named[-1].code[:2]
    return None


def _named_before(found: Introduction, line: int, regions: Sequence[LineRegions]) -> str | None:
    """The kabupaten or kota named last before a local title, in an article whose own region is a province or none."""
    for number in range(line, -1, -1):
        named = [
            m for i, m in regions[number].at.items() if len(m.code) == 5 and (number < line or i < found.title.start)
        ]
        if named:
            return named[-1].code
    every = {m.code for known in regions for m in known.at.values() if len(m.code) == 5}
    return every.pop() if len(every) == 1 else None
