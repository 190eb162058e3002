"""All introductions of an article: each line's titles and names, candidates in pairs, names given a line later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.persons.introduction_forms import Forms
from nlp.persons.line_names import Introduction, Words, indefinite
from nlp.persons.names import is_name_word, read_name
from nlp.persons.office_tables import Body, bodies, plain_words
from nlp.persons.official_tokens import Line
from nlp.persons.owned_offices import deputies, envoys, led, owned_units, presided, units_of
from nlp.persons.special_forms import behind_pair_words, kin_named, kin_office, running_mates, shared_titles
from nlp.persons.title_parts import Places, match
from nlp.persons.titles import Title, find_titles

_LEDE = 60  # tokens of a text that is no more than a lede
_ELECTED_BODIES = frozenset(["pengawas", "penyelenggara", "legislatif", "pengadilan", "pusat"])


@dataclass(frozen=True)
class Reading:
    """A line with its titles, the introductions in it, and the tokens that titles leave free."""

    line: Line
    titles: tuple[Title, ...]
    found: tuple[Introduction, ...]
    free: tuple[bool, ...]


def read_lines(lines: Sequence[Line], places: Sequence[Places], words: Words) -> list[Reading]:
    """The introductions of all lines, in order. In a headline, where every word has a capital, a name ends at a word
    that the body has in small letters or that is a verb of headlines, and must be known from the body or be
    common."""
    readings: list[Reading] = []
    seen: list[tuple[Body, str]] = []
    waiting: Title | None = None
    kin: Title | None = None
    units: list[str] = []
    for line, known in zip(lines, places, strict=True):
        titles = find_titles(line.tokens, known)
        if line.part == "text":
            named = _bodies_in(line)
            titles = _with_bodies(line, titles, named, seen)
            titles = owned_units(titles, line, units, known)
            units = [*reversed(units_of(line, known)), *units]
        found: list[Introduction] = []
        forms = Forms(line, titles, known, words)
        pair = 0  # the titles in "pasangan calon bupati dan wakil bupati" belong to the pair behind them
        for title in titles:
            if title.head.needs == "paslon":
                pair = behind_pair_words(line.tokens, title.start, known)
            elif title.start >= pair:
                found += forms.around(title, found)
        found = shared_titles(line, titles, found, forms)
        if line.part == "text":
            found += _given_later(line, titles, found, waiting, known)
            taken = {i.name.start for i in found}
            rare = [*running_mates(line, titles, forms), *kin_named(line, kin, forms)]
            seen += [(body, text) for _, body, text in named]
            rare += [*deputies(line, titles, forms), *presided(line, forms, known, seen)]
            rare += [*led(line, forms, known), *envoys(line, forms, known)]
            found += [i for i in rare if i.name.start not in taken]
            kin = kin_office(line.tokens, titles) or kin
            for title in titles:
                if title.complete and indefinite(line.tokens, title) and title.branch != "kandidat":
                    waiting = title
        readings.append(_reading(line, titles, found))
    return readings


def _reading(line: Line, titles: Sequence[Title], found: Sequence[Introduction]) -> Reading:
    free = [True] * len(line.tokens)
    for title in titles:
        named = [i.name.start for i in found if title.start <= i.name.start < title.stop]
        stop = min(named, default=title.stop)
        free[title.start : stop] = [False] * (stop - title.start)
    return Reading(line, tuple(titles), tuple(found), tuple(free))


def _bodies_in(line: Line) -> list[tuple[int, Body, str]]:
    """(token, body, its usual name) of the bodies of a line that titles without one may belong to."""
    named: list[tuple[int, Body, str]] = []
    for at, token in enumerate(line.tokens):
        hit = match(bodies(), line.tokens, at) if token.kind in ("cap", "upper") and token.lower in bodies() else None
        if hit is not None and isinstance(hit[1], Body) and hit[1].branch in _ELECTED_BODIES:
            text = hit[1].position or " ".join(t.text for t in line.tokens[at : at + hit[0]])
            named.append((at, hit[1], text))
    return named


def _fits(title: Title, body: Body, text: str) -> bool:
    """Whether a title may belong to a body: a Koordinator Divisi to Bawaslu or KPU, a Majelis to DKPP or a court."""
    if title.head.needs == "divisi":
        return body.branch in ("pengawas", "penyelenggara") and text != "DKPP"
    return "Majelis" not in title.position or text == "DKPP" or body.branch == "pengadilan"


def _with_bodies(
    line: Line, titles: Sequence[Title], named: Sequence[tuple[int, Body, str]], before: Sequence[tuple[Body, str]]
) -> list[Title]:
    """The titles of a line, those without a body ("sang ketua", "Kordiv Hukum") given the last fitting one of those
    `named` before them in the line, else of the lines `before` it."""
    found: list[Title] = []
    for title in titles:
        if title.head.needs == "open" and title.branch == "pengadilan" and title.body is None:
            court = next((t for b, t in reversed(before) if b.level == "kabkota" and b.branch == "pengadilan"), None)
            title = replace(title, position=f"{title.position} {court}", body=court) if court else title
        if not title.complete and title.head.needs in ("body", "divisi"):
            known = [*before, *((b, text) for at, b, text in named if at < title.start)]
            last = next(((b, text) for b, text in reversed(known) if _fits(title, b, text)), None)
            if last is not None:
                title = replace(
                    title,
                    complete=title.head.needs == "divisi" or line.tokens[title.stop - 1].lower in ("itu", "tersebut"),
                    position=f"{title.position} {last[1]}",
                    body=last[1],
                    level=last[0].level if title.level == "any" else title.level,
                    branch=last[0].branch,
                )
        found.append(title)
    return found


def _given_later(
    line: Line, titles: Sequence[Title], found: Sequence[Introduction], waiting: Title | None, places: Places
) -> list[Introduction]:
    """ "seorang kepala puskesmas ... Pejabat itu bernama drg. A": a name behind "bernama" that no title of its own
    line has, for the holder spoken of before."""
    taken = {i.name.start for i in found}
    later: list[Introduction] = []
    for at, token in enumerate(line.tokens[:-1]):
        if token.lower != "bernama" or _other_noun(line, at):
            continue
        name = read_name(line.tokens, at + 1)
        own = [
            t for t in titles if t.complete and t.start < at and t.branch != "kandidat" and indefinite(line.tokens, t)
        ]
        title = own[-1] if own else waiting
        if name is not None and title is not None and name.start not in taken and name.start not in places.inside:
            here = replace(title, start=name.before, stop=name.before, place=None)
            later.append(Introduction(line, name, title if title in own else here, "bernama"))
    return later


def _other_noun(line: Line, at: int) -> bool:
    """ "warga Kecamatan Toili bernama A": somebody who holds no office."""
    for token in reversed(line.tokens[max(0, at - 6) : at]):
        if token.text in (".", ",", '"'):
            return False
        if token.lower in plain_words("layman"):
            return True
    return False


def headline_holder(readings: Sequence[Reading], words: Words) -> list[Introduction]:
    """A lede of a title and a sentence ("Kapolri Ingatkan Anggota", "Arga menekankan ..."): the one name that speaks
    holds the one office of the headline. Only where the text introduces nobody."""
    body = [r for r in readings if r.line.part == "text"]
    if any(r.found for r in readings) or len(body) != 1 or len(body[0].line.tokens) > _LEDE:
        return []
    held = [t for r in readings if r.line.part == "title" for t in r.titles if t.complete and t.capital]
    tokens = body[0].line.tokens
    speaking = [i for i, t in enumerate(tokens) if t.lower in words.speakers and is_name_word(t) and body[0].free[i]]
    if len(held) != 1 or len({tokens[i].lower for i in speaking}) != 1:
        return []
    name = read_name(tokens, speaking[0])
    if name is None or name.stop - name.start != 1:
        return []
    here = replace(held[0], start=name.before, stop=name.before, place=None)
    return [Introduction(body[0].line, name, here, "headline holder")]
