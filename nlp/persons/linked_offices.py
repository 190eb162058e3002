"""Offices that another sentence gives: "A B lega. ... Kepala Desa X itu divonis"."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from nlp.persons.introductions import Reading
from nlp.persons.line_names import Introduction, Words
from nlp.persons.names import Name, is_common_name, read_name
from nlp.persons.office_tables import grammar_words, plain_words, speech_words
from nlp.persons.official_tokens import Token
from nlp.persons.title_parts import Places
from nlp.persons.titles import Title

_POINTING = frozenset(["itu", "tersebut", "ini"])
_SUBJECTS = frozenset(["ia", "dia", "beliau", "pria", "perempuan", "wanita", "lelaki", "sosok", "pejabat"])
_STOPS = frozenset([".", "?", "!", ";"])


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


def pointed_back(readings: Sequence[Reading], places: Sequence[Places], words: Words) -> list[Introduction]:
    """ "Arga lega begitu palu diketuk. Kepala Desa X, Kecamatan Y, itu divonis": the person whom the sentence before is
    about holds the office, where nothing else in the article gives them one."""
    known = {w for r in readings for i in r.found for w in _words(r.line.tokens, i.name)}
    used = {id(i.title) for r in readings for i in r.found}
    often = Counter(t.lower for r in readings if r.line.part == "text" for t in r.line.tokens if t.kind == "cap")
    found: list[Introduction] = []
    before: tuple[Reading, Places] | None = None
    for reading, inside in zip(readings, places, strict=True):
        if reading.line.part == "title":
            continue
        for title in reading.titles:
            if not title.complete or title.branch == "kandidat" or id(title) in used or not _points(reading, title):
                continue
            start = _sentence_start(reading.line.tokens, title.start)
            spot = (
                (reading, inside, start) if start > 0 else (*before, len(before[0].line.tokens)) if before else None
            )
            name = _subject(*spot, words, often) if spot is not None else None
            if spot is None or name is None or known & _words(spot[0].line.tokens, name):
                continue
            known |= _words(spot[0].line.tokens, name)
            line = spot[0].line
            here = title if line is reading.line else replace(title, start=name.before, stop=name.before, place=None)
            found.append(Introduction(line, name, here, "name. title itu"))
        before = (reading, inside)
    return found


def _words(tokens: Sequence[Token], name: Name) -> set[str]:
    return {t.lower for t in tokens[name.start : name.stop]}


def _points(reading: Reading, title: Title) -> bool:
    """Whether "itu" stands behind a title that begins its sentence or that a word of saying precedes."""
    tokens = reading.line.tokens
    if _predicated(tokens, title):
        return True
    behind = [t.lower for t in tokens[title.stop - 1 : title.stop + 2]]
    comma = behind[1:2] == [","] and behind[2:3] != [] and behind[2] in _POINTING
    if not (behind[0] in _POINTING or (behind[1:2] and behind[1] in _POINTING) or comma):
        return False
    before = tokens[title.start - 1] if title.start else None
    said = before is not None and before.lower in speech_words("noun") | speech_words("frame")
    return before is None or said or before.text in _STOPS or before.text == '"'


def _predicated(tokens: Sequence[Token], title: Title) -> bool:
    """ "Ia menjabat Sekretaris Dinas X", "Pria yang menjabat Kasi Y ini": the subject is the one spoken of before."""
    start = _sentence_start(tokens, title.start)
    ahead = tokens[start : title.start]
    subject = [t.lower for t in ahead[:2]]
    known = subject[:1] != [] and (subject[0] in _SUBJECTS or subject == ["yang", "bersangkutan"])
    return known and len(ahead) <= 7 and ahead[-1].lower in grammar_words("join") and ahead[-1].lower != "sebagai"


def _sentence_start(tokens: Sequence[Token], at: int) -> int:
    """The first token of the sentence that holds a token."""
    while at > 0 and not (tokens[at - 1].text in _STOPS and not tokens[at - 1].text.isalnum()):
        at -= 1
    return at


def _subject(reading: Reading, places: Places, stop: int, words: Words, often: Counter[str]) -> Name | None:
    """The first person of the sentence that ends before token `stop`: two words of which one is common or returns, or
    one word that is common and returns or speaks."""
    tokens = reading.line.tokens
    end = stop
    while end > 0 and (tokens[end - 1].kind == "punct"):
        end -= 1
    at = _sentence_start(tokens, end)
    while at < end:
        name = (
            read_name(tokens, at, lambda i: not reading.free[i] or i in places.inside) if reading.free[at] else None
        )
        if name is None or name.start in places.inside:
            at = max(at + 1, name.after if name else 0)
            continue
        inside = tokens[name.start : name.stop]
        returns = any(often[t.lower] > 1 or t.lower in words.speakers for t in inside)
        common = any(map(is_common_name, inside))
        lone = name.before and tokens[name.before - 1].lower in plain_words("layman") | {"bernama", "berinisial"}
        enough = returns and (common or often[inside[0].lower] > 2) if len(inside) == 1 else returns or common
        if (enough or name.marked) and not lone:
            return name
        at = max(name.after, at + 1)
    return None
