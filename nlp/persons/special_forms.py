"""Rarer introductions: "calon wakil bupati mendampingi A", "Ketua dan Wakil Ketua DPRD A dan B", "sang istri, A"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlp.persons.introduction_forms import Forms
from nlp.persons.line_names import Introduction
from nlp.persons.office_tables import grammar_words
from nlp.persons.official_tokens import Line, Token
from nlp.persons.title_parts import Places, read_place
from nlp.persons.titles import Title

PAIR_WORDS = frozenset(["paslon", "bapaslon", "pasangan", "duet"])
_OFFICE = frozenset(
    [
        "gubernur",
        "wakil",
        "bupati",
        "wali",
        "walikota",
        "kota",
        "presiden",
        "dan",
        "-",
        "/",
        "cagub",
        "cawagub",
        "cabup",
        "cawabup",
    ]
)

_RUNNING_MATE = {
    "Calon Wakil Presiden": "Calon Presiden",
    "Calon Wakil Gubernur": "Calon Gubernur",
    "Calon Wakil Bupati": "Calon Bupati",
    "Calon Wakil Wali Kota": "Calon Wali Kota",
}


def running_mates(line: Line, titles: Sequence[Title], forms: Forms) -> list[Introduction]:
    """ "calon wakil gubernur yang mendampingi A": A stands for the first place."""
    found: list[Introduction] = []
    for title in titles:
        first = _RUNNING_MATE.get(title.position)
        ahead = line.tokens[title.stop : title.stop + 5]
        if first is None:
            continue
        for step, token in enumerate(ahead):
            name = forms.name_at(title.stop + step + 1) if token.lower == "mendampingi" else None
            if name is not None:
                found.append(Introduction(line, name, replace(title, position=first), "running mate"))
    return found


def shared_titles(
    line: Line, titles: Sequence[Title], found: Sequence[Introduction], forms: Forms
) -> list[Introduction]:
    """ "Wakil Ketua I dan Ketua DPRD A dan B": the first title is A's, the second B's. Replaces what the second title
    alone has found."""
    tokens = line.tokens
    result = list(found)
    for left, right in pairwise(titles):
        chained = right.start == left.stop + 1 and tokens[left.stop].lower in ("sekaligus", "merangkap")
        if chained and left.complete and not any(i.title is left for i in found):
            result += [replace(i, title=left, rule="titles name") for i in found if i.title is right]
    for left, right in pairwise(titles):
        joined = right.start == left.stop + 1 and tokens[left.stop].lower in ("dan", "serta")
        own = [i for i in found if i.title is right]
        if not joined or any(i.title is left for i in found) or len(own) != 1 or own[0].name.start < right.stop:
            continue
        end = own[0].name.after
        second = forms.name_at(end + 1) if end < len(tokens) and tokens[end].lower in ("dan", "serta") else None
        if second is not None:
            whole = left if left.complete else replace(left, body=right.body, place=right.place)
            result.remove(own[0])
            result += [
                replace(own[0], title=whole, rule="titles names"),
                Introduction(line, second, right, "titles names"),
            ]
    return result


def kin_office(tokens: Sequence[Token], titles: Sequence[Title]) -> Title | None:
    """The candidacy of "istrinya yang maju sebagai calon wakil bupati", whose name may come later."""
    for title in titles:
        before = tokens[max(0, title.start - 8) : title.start]
        if title.branch == "kandidat" and any(
            t.lower.removesuffix("nya") in grammar_words("kin") and t.lower.endswith("nya") for t in before
        ):
            return title
    return None


def kin_named(line: Line, waiting: Title | None, forms: Forms) -> list[Introduction]:
    """ "Sang istri, Hj. A,": the kin whose candidacy was told before."""
    if waiting is None:
        return []
    found: list[Introduction] = []
    for at, token in enumerate(line.tokens[:-2]):
        kin = token.lower in grammar_words("kin") and at > 0 and line.tokens[at - 1].lower in ("sang", "si")
        if not kin and token.lower.removesuffix("nya") not in grammar_words("kin"):
            continue
        name = forms.name_at(at + 2) if line.tokens[at + 1].text == "," else forms.name_at(at + 1)
        if name is not None:
            here = replace(waiting, start=name.before, stop=name.before, place=None)
            found.append(Introduction(line, name, here, "kin"))
    return found


def behind_pair_words(tokens: Sequence[Token], at: int, places: Places) -> int:
    """The token where the names begin behind "pasangan calon bupati dan wakil bupati Brebes nomor urut 1,"; `at`
    where no such words stand."""
    if tokens[at].lower not in PAIR_WORDS:
        return at
    words = [t.lower for t in tokens[at : at + 2]]
    if words[:1] in (["paslon"], ["bapaslon"]) or words[:1] == ["pasangan"]:
        here = at + (2 if words == ["pasangan", "calon"] else 1)
    else:
        here = at + 1
    first = here
    while here < len(tokens) and tokens[here].lower in _OFFICE:
        here += 1
    here = read_place(tokens, here, places, False) if here < len(tokens) else here
    if [t.lower for t in tokens[here : here + 2]] in (["nomor", "urut"], ["no", "urut"]):
        here += 3
    elif here < len(tokens) and tokens[here].kind == "num":
        here += 1
    if here < len(tokens) and tokens[here].text in (",", "("):
        here += 1
    return here if here < len(tokens) and here >= first else at
