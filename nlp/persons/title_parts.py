"""Parts of an office title: places, units, bodies. What makes them a title stands in nlp/persons/titles.py."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nlp.persons.office_tables import (
    Body,
    Head,
    Phrases,
    bodies,
    given_names,
    grammar_words,
    heads,
    office_words,
    plain_words,
)
from nlp.persons.official_tokens import Token

_ORDINAL = re.compile(r"[IVX]{1,6}|[A-E]")
# "Pengkajian", "Perbendaharaan", "Keolahragaan": nouns of this form name units, not persons.
_UNIT_FORM = re.compile(r"(?:pe[mnr]|peng|peny|ke)\w{4,}an")
# "Disparpora", "Dinperkim": short names of dinas by what they are made of.
_SHORT_UNIT = re.compile(
    r"(?:dis|din)(?:per|pen|tr)?(?:[a-z]{0,6}?)(?:pora|par|kim|rkim|dag|kop|ukm|tan|kan|sos|nak|hub|kes|dik|bud|info|desa|"
    r"masdes|arsip|pus|naker|trans|buncan|bun|nakkan|pangan)"
)
_NOT_ACRONYM = frozenset(["WIB", "WITA", "WIT", "RT", "RW", "TPS", "HUT"])


def match(table: Phrases, tokens: Sequence[Token], at: int) -> tuple[int, object] | None:
    """(tokens used, entry) of the longest phrase of a table at `at`."""
    for words, entry in table.get(tokens[at].lower, ()):
        length = len(words)
        if at + length > len(tokens):
            continue
        here = 1
        while here < length and tokens[at + here].lower == words[here]:
            here += 1
        if here == length:
            return length, entry
    return None


def skip_bracket(tokens: Sequence[Token], at: int, longest: int = 5) -> int:
    """Past a short bracket, as in "Sekretaris Daerah (Sekda)"; `at` itself where there is none."""
    if at < len(tokens) and tokens[at].text == "(":
        for end in range(at + 2, min(at + longest + 2, len(tokens))):
            if tokens[end].text == ")":
                return end + 1
    return at


@dataclass(frozen=True)
class Places:
    """What the gazetteer knows of a line: `mentions` maps the first token of a region mention to the token behind it,
    `inside` holds all tokens of such mentions; `local` says how many tokens from one are a kecamatan or desa,
    `named` how many are a region that the article names elsewhere."""

    mentions: Mapping[int, int]
    inside: frozenset[int]
    local: Callable[[int, bool], int]
    named: Callable[[int], int]


def _capital(token: Token) -> bool:
    return token.kind in ("cap", "upper", "initial")


def read_place(tokens: Sequence[Token], at: int, places: Places, local: bool) -> int:
    """The token behind the place that begins at `at` ("Kabupaten Brebes", "Brebes", "Kecamatan Weru, Kabupaten
    Cirebon"); `at` where none does. `local`: a kecamatan or desa without a word of its kind counts too."""
    here = at
    while here < len(tokens):
        end = _one_place(tokens, here, places, local)
        if end == here:
            break
        here = skip_bracket(tokens, end)
        if here < len(tokens) and tokens[here].text in (",", "-"):
            ahead = here + 1
            following = _one_place(tokens, ahead, places, False) if ahead < len(tokens) else ahead
            if following == ahead or not _stands_alone(tokens, ahead, following):
                break
            here = ahead
    return here


def _stands_alone(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """After a comma a bare region counts as part of the place only where no name goes on behind it."""
    if tokens[start].lower in grammar_words("place"):
        return True
    return stop >= len(tokens) or tokens[stop].kind != "cap"


def _one_place(tokens: Sequence[Token], at: int, places: Places, local: bool) -> int:
    token = tokens[at]
    if at in places.mentions:
        return _with_kota(tokens, places.mentions[at])
    if token.lower.startswith("se") and token.lower[2:] in grammar_words("place"):
        return read_place(tokens, at + 1, places, False)
    if token.lower == "setempat" and token.kind == "low":
        return at + 1
    if token.lower in grammar_words("place") and at + 1 < len(tokens):
        return _typed_place(tokens, at, places)
    if local and token.kind == "cap":
        return at + places.local(at, True)
    return at + (places.named(at) if token.kind == "cap" else 0)


def _with_kota(tokens: Sequence[Token], at: int) -> int:
    """Past the "Kota" of "Kapolres Tegal Kota", unless it begins another place ("Tegal, Kota Pekalongan")."""
    if at >= len(tokens) or tokens[at].text != "Kota":
        return at
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return at if following is not None and following.kind == "cap" else at + 1


def _typed_place(tokens: Sequence[Token], at: int, places: Places) -> int:
    """ "Kecamatan Kubu Babussalam": the gazetteer's words, else the capitalised run where a comma or a lower-case
    word closes it, else one word (the rest may be a name)."""
    first = at + 1
    if tokens[first].text == "(":
        first = skip_bracket(tokens, first)
        return places.mentions.get(first, first)
    if tokens[first].lower in ("setempat", "tersebut", "itu", "ini"):
        return first + 1
    if first in places.mentions:
        return places.mentions[first]
    known = places.local(first, True)
    if known:
        end = first + known
        more = (
            end + 1 < len(tokens) and tokens[end].lower in grammar_words("direction") and tokens[end + 1].text == ","
        )
        return end + 1 if more else end
    end = first
    while end < len(tokens) and (_capital(tokens[end]) or (tokens[end].text == "-" and tokens[end].glued)):
        end += 1
    if end == first:
        return at
    if (end < len(tokens) and tokens[end].text == ",") or end - first == 1:
        return end
    return first + 1 if tokens[at].kind == "cap" else at


def is_ordinal(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens) or (not _ORDINAL.fullmatch(tokens[at].text) and tokens[at].kind != "num"):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return not (tokens[at].text == "I" and following is not None and following.lower in _BALI)


_BALI = frozenset(
    ["gede", "made", "wayan", "nyoman", "ketut", "putu", "komang", "kadek", "gusti", "dewa", "nengah", "ngurah"]
)


def _unit_word(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind == "upper":
        return len(token.text) >= 2 and token.text not in _NOT_ACRONYM and token.lower not in plain_words("party")
    if token.kind not in ("cap", "low", "affix"):
        return False
    if token.kind == "cap" and _SHORT_UNIT.fullmatch(token.lower):
        return True
    inner = token.kind == "cap" and any(c.isupper() for c in token.text[1:]) and "'" not in token.text
    if token.kind == "cap" and _UNIT_FORM.fullmatch(token.lower):
        return True
    return inner or token.lower in office_words("word") or token.lower in office_words("unit")


def read_unit(tokens: Sequence[Token], at: int, places: Places) -> int:
    """The token behind the name of a unit or division: "Pendidikan, Pemuda dan Olahraga", "PMD", "Reskrim Polres"."""
    here = at
    while here < len(tokens):
        token = tokens[here]
        found = match(bodies(), tokens, here)
        local = found is not None and isinstance(found[1], Body) and found[1].level == "desa"
        if found is not None and (token.kind != "low" or found[0] > 1 or here > at or local):
            here += found[0]
        elif here in places.mentions:
            break
        elif (
            _unit_word(tokens, here)
            or (here > at and _between(tokens, here))
            or (here > at and is_ordinal(tokens, here))
            or (here > at and _joins(tokens, here))
        ):
            here += 1
        elif token.text == "(" and skip_bracket(tokens, here) > here:
            here = skip_bracket(tokens, here)
        else:
            break
    while here > at and (tokens[here - 1].lower in office_words("link") and tokens[here - 1].kind == "low"):
        here -= 1
    return here + 2 if here > at and _last_word(tokens, here, places) else here


def _between(tokens: Sequence[Token], at: int) -> bool:
    """ "Dinas PMD |Dalduk| KB": a word that the vocabulary lacks between two acronyms of a unit."""
    if at + 1 >= len(tokens) or tokens[at].kind != "cap" or tokens[at - 1].kind != "upper":
        return False
    return tokens[at + 1].kind == "upper" and _unit_word(tokens, at + 1) and tokens[at].lower not in given_names()


def _last_word(tokens: Sequence[Token], at: int, places: Places) -> bool:
    """ "Bidang Promosi |dan Advokasi|,": a capitalised word that the vocabulary lacks closes the name before a comma."""
    if at + 2 >= len(tokens) or tokens[at].lower not in ("dan", "&") or tokens[at + 2].text not in (",", "("):
        return False
    word = tokens[at + 1]
    plain = word.kind == "cap" and word.lower not in heads() and word.lower not in grammar_words("place")
    return plain and at + 1 not in places.mentions and word.lower not in given_names()


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """A link ("dan", "di", ",", "/") that has a unit word behind it."""
    token = tokens[at]
    following = at + 1
    if following >= len(tokens):
        return False
    if token.text in (",", "/", "&", "-") or (token.kind == "low" and token.lower in office_words("link")):
        if token.text == "," and tokens[following].lower in ("dan", "serta") and following + 1 < len(tokens):
            return _unit_word(tokens, following + 1)
        if token.text == "," and not _listed(tokens, following):
            return False
        if token.text == "-" and not token.glued:
            return False
        if token.lower in ("di", "pada", "dari"):
            return match(bodies(), tokens, following) is not None or tokens[following].lower in office_words("unit")
        return _unit_word(tokens, following) or match(bodies(), tokens, following) is not None
    return False


def _listed(tokens: Sequence[Token], at: int) -> bool:
    """Behind a comma: unit words up to a "dan" or "serta" that goes on with another ("Hukum, Humas dan Data")."""
    here = at
    while here < len(tokens) and (_unit_word(tokens, here) or tokens[here].text == ","):
        if tokens[here].kind == "low" and tokens[here].lower not in office_words("word"):
            return False
        here += 1
    return (
        at < here < len(tokens) - 1
        and tokens[here].lower in ("dan", "serta", "&")
        and _unit_word(tokens, here + 1)
        and tokens[at].kind != "low"
    )


def phrase(tokens: Sequence[Token], start: int, stop: int) -> str:
    """The words of a unit as a position has them: brackets left out, bodies in their usual form, capitals but in
    links."""
    words: list[str] = []
    here = start
    while here < stop:
        token = tokens[here]
        found = match(bodies(), tokens, here)
        body = found[1] if found else None
        if token.text == "(":
            here = max(skip_bracket(tokens, here), here + 1)
            continue
        if token.kind == "low" and token.lower in ("di", "pada", "dari"):
            here += 1
            continue
        if found is not None and isinstance(body, Body) and here + found[0] <= stop:
            whole = " ".join(t.text for t in tokens[here : here + found[0]])
            words.append(body.position or whole)
            here += found[0]
            continue
        link = token.lower in office_words("link") or token.kind == "punct"
        words.append(token.text if link or token.kind != "low" else token.text.capitalize())
        here += 1
    text = " ".join(words)
    for mark in (",", "/", "-", "."):
        text = text.replace(f" {mark}", mark)
    return text.replace("/ ", "/").replace("- ", "-")


@dataclass(frozen=True)
class Start:
    """What the readers of the heads need: the line, the token behind the head, and what stands before."""

    tokens: Sequence[Token]
    at: int
    head: Head
    head_text: str
    places: Places


@dataclass(frozen=True)
class TitleReading:
    stop: int
    position: str
    place: tuple[int, int] | None = None
    body: Body | None = None
    body_text: str | None = None
    complete: bool = True


def placed_title(start: Start, at: int, position: str, local: bool = False) -> TitleReading:
    """The office is complete; a place may follow, "nomor urut 2" before or behind it."""
    here = _skip_number(start.tokens, at)
    comma = here + 1 < len(start.tokens) and start.tokens[here].text == "," and start.tokens[here + 1].kind == "cap"
    if comma and start.tokens[here + 1].lower in grammar_words("place"):
        here += 1
    after_di = here + 1 if here < len(start.tokens) and start.tokens[here].lower == "di" else here
    stop = read_place(start.tokens, after_di, start.places, local)
    if stop == after_di:
        return TitleReading(here, position)
    return TitleReading(_skip_number(start.tokens, stop), position, (here, stop))


def _skip_number(tokens: Sequence[Token], at: int) -> int:
    words = [t.lower for t in tokens[at : at + 3]]
    if words[:2] == ["nomor", "urut"] and len(words) == 3 and tokens[at + 2].kind == "num":
        return at + 3
    return at
