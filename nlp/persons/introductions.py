"""All introductions of an article: each line's titles and names, candidates in pairs, names given a line later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.persons.introduction_forms import Forms
from nlp.persons.line_names import Introduction, Words, indefinite
from nlp.persons.names import Name, is_common_name, is_name_word, read_name
from nlp.persons.office_tables import Body, bodies, plain_words
from nlp.persons.official_tokens import Line
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
    body: tuple[Body, str] | None = None
    waiting: Title | None = None
    kin: Title | None = None
    for line, known in zip(lines, places, strict=True):
        titles = find_titles(line.tokens, known)
        if line.part == "text":
            titles, body = _with_bodies(line, titles, body)
        found: list[Introduction] = []
        forms = Forms(line, titles, known, words)
        pair = 0  # the titles in "pasangan calon bupati dan wakil bupati" belong to the pair behind them
        for title in titles:
            if title.head.needs == "paslon":
                pair = behind_pair_words(line.tokens, title.start, known)
            elif title.start >= pair:
                found += forms.around(title, {i.name.start for i in found})
        found = shared_titles(line, titles, found, forms)
        if line.part == "text":
            found += _given_later(line, titles, found, waiting, known)
            taken = {i.name.start for i in found}
            rare = [*running_mates(line, titles, forms), *kin_named(line, kin, forms)]
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


def _with_bodies(
    line: Line, titles: Sequence[Title], before: tuple[Body, str] | None
) -> tuple[list[Title], tuple[Body, str] | None]:
    """The titles of a line, those without a body ("sang ketua", "Kordiv Hukum") given the last one named before them;
    and the body named last."""
    named: list[tuple[int, Body, str]] = []
    for at, token in enumerate(line.tokens):
        hit = match(bodies(), line.tokens, at) if token.kind in ("cap", "upper") and token.lower in bodies() else None
        if hit is not None and isinstance(hit[1], Body) and hit[1].branch in _ELECTED_BODIES:
            text = hit[1].position or " ".join(t.text for t in line.tokens[at : at + hit[0]])
            named.append((at, hit[1], text))
    found: list[Title] = []
    for title in titles:
        known = [(b, text) for at, b, text in named if at < title.start]
        last = known[-1] if known else before
        if not title.complete and last is not None and title.head.needs in ("body", "divisi"):
            level = last[0].level if title.level == "any" else title.level
            title = replace(
                title,
                complete=title.head.needs == "divisi",
                position=f"{title.position} {last[1]}",
                body=last[1],
                level=level,
                branch=last[0].branch,
            )
        found.append(title)
    return found, (named[-1][1], named[-1][2]) if named else before


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


def later_office(readings: Sequence[Reading], words: Words) -> list[Introduction]:
    """ "Nasib malang menimpa A B. ... sekretaris dinas itu ...": a person of two names or more whom the text
    follows (a part of the name speaks or returns) and whom only "itu" behind a title in the same or next
    sentences gives an office."""
    introduced = {i.name.start for r in readings for i in r.found}
    found: list[Introduction] = []
    for number, reading in enumerate(readings):
        tokens = reading.line.tokens
        if reading.line.part == "title":
            continue
        for title in reading.titles:
            end = title.stop
            ahead = [t.lower for t in tokens[end : end + 8]]
            if (
                "itu" not in ahead
                or title.capital
                or any(t.text in (".", ",", '"') for t in tokens[end : end + ahead.index("itu")])
            ):
                continue
            name = _followed(reading, title.start, words)
            if name is not None and name.start not in introduced and number < 4:
                found.append(Introduction(reading.line, name, title, "name ... title itu"))
    return found


def _followed(reading: Reading, before: int, words: Words) -> Name | None:
    """The last name of two words or more before a token, of which one word speaks elsewhere and one is common."""
    tokens = reading.line.tokens
    last: Name | None = None
    at = 0
    while at < before:
        name = read_name(tokens, at, lambda i: not reading.free[i]) if reading.free[at] else None
        if name is None:
            at += 1
            continue
        inside = tokens[name.start : name.stop]
        if len(inside) > 1 and any(t.lower in words.speakers for t in inside) and any(map(is_common_name, inside)):
            last = name
        at = max(name.after, at + 1)
    return last


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
