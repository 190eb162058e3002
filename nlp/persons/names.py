"""The form of a person's name: which words belong to it, which are degrees, ranks and honorifics beside it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.persons.office_tables import affixes, bodies, given_names, plain_words
from nlp.persons.official_tokens import Token

PARTICLES = frozenset(
    ["bin", "binti", "bt", "van", "der", "den", "de", "da", "di'", "al", "el", "dos", "ibnu", "ibn"]
)
_ROMAN = frozenset(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"])
_AFTER_I = frozenset(
    [
        "gede",
        "made",
        "wayan",
        "nyoman",
        "ketut",
        "putu",
        "komang",
        "kadek",
        "gusti",
        "dewa",
        "nengah",
        "ngurah",
        "wy",
        "gst",
        "md",
        "ny",
        "kt",
        "nym",
    ]
)
_LONGEST = 7
_CORPS = frozenset(["purn", "pol", "p", "t", "e", "s", "k", "kh", "pm", "mar"])
_VOWEL = re.compile("[aeiou]")
# Words that begin a sentence as often as a name: a name only behind something ("H. Lalu Zulkarnain").
_MID_SENTENCE = frozenset(["lalu", "hari"])


@dataclass(frozen=True)
class Name:
    """Words `start` to `stop` (half-open, token numbers) are the name; `after` is the first token behind its degrees,
    `before` the first token of its honorifics. `marked`: a degree, rank or form of address stands beside it."""

    start: int
    stop: int
    before: int
    after: int
    marked: bool


@cache
def _acronyms() -> frozenset[str]:
    return frozenset(words[0] for found in bodies().values() for words, _ in found if len(words) == 1)


@cache
def _never() -> frozenset[str]:
    kinds = ("day", "common", "thing", "party")
    return frozenset().union(*(plain_words(kind) for kind in kinds)) | _acronyms()


def is_name_word(token: Token) -> bool:
    """Whether a token may stand inside a person's name, by its form and the word list alone."""
    return token.kind == "cap" and len(token.lower) > 1 and token.lower not in _never()


def _is_date(tokens: Sequence[Token], at: int) -> bool:
    """A month between numbers ("27 Juni", "Juni 2024"), not the Agustus of "Agustus Setyawan"."""
    if tokens[at].lower not in plain_words("month"):
        return False
    before = tokens[at - 1].kind == "num" if at else False
    after = tokens[at + 1].kind == "num" if at + 1 < len(tokens) else False
    return before or after


def skip_affixes(tokens: Sequence[Token], at: int) -> int:
    """The first token that is no degree, rank, honorific or form of address: "AKBP Dr. H. |Arga"."""
    while at < len(tokens):
        token = tokens[at]
        if (
            token.kind == "affix"
            or (token.lower in affixes("address") and token.kind != "upper")
            or (
                token.lower in affixes("before")
                and token.kind in ("cap", "upper")
                and token.lower not in ("mar", "arm")
            )
        ):
            at += 1
        elif token.text == "Laut" and at and tokens[at - 1].kind == "affix":
            at += 1  # "Kolonel Laut (P)"
        elif token.text == "(" and at + 2 < len(tokens) and tokens[at + 1].lower in _CORPS:
            at += 3 if tokens[at + 2].text == ")" else 2
        elif token.text in (".", "/") and at and token.glued and tokens[at - 1].lower in affixes("before"):
            at += 1
        else:
            break
    return at


def _feast(following: Token | None) -> bool:
    """ "Hari Raya", "Hari Guru": a day, no person."""
    return following is None or following.kind != "cap" or following.lower in plain_words("feast")


def _initials_of_name(token: Token, following: Token | None) -> bool:
    known = token.lower in _never() or token.lower in plain_words("letters") or token.text in _ROMAN
    return not known and following is not None and is_common_name(following)


def _first(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.kind == "upper":  # "RH Saragih", of which a name alone says no more than "AS Roma" does
        return len(token.text) == 2 and not _VOWEL.search(token.lower) and _initials_of_name(token, following)
    if token.text == "I":
        return following is not None and following.lower in _AFTER_I
    if token.kind == "initial":
        return following is not None and (is_name_word(following) or following.kind == "initial")
    if token.kind == "cap" and len(token.lower) == 1:
        return following is not None and is_name_word(following)
    if token.lower in plain_words("later"):
        return False
    if token.lower.endswith("nya") and len(token.lower) > 6 and (at == 0 or tokens[at - 1].text in (".", '"', ":")):
        return False  # "Pelapornya Arga Wirana"
    if token.lower in _MID_SENTENCE and (at == 0 or tokens[at - 1].text in (".", '"', ":") or _feast(following)):
        return False
    return is_name_word(token) and not _is_date(tokens, at)


def _goes_on(tokens: Sequence[Token], at: int, words: int) -> int:
    """How many tokens from `at` go on with a name: 0 = none."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if is_name_word(token) and not _is_date(tokens, at):
        return 1
    if token.kind == "initial" or (token.kind == "cap" and len(token.lower) == 1 and token.text != "I"):
        return 1
    if token.kind == "upper" and len(token.text) <= 3 and token.lower not in _never() and token.text not in _ROMAN:
        return 1 if following is None or following.kind != "punct" or following.text != "-" else 0
    if token.lower in PARTICLES and following is not None and is_name_word(following):
        return 2
    if token.text in ("'", '"') and following is not None and is_name_word(following) and not token.glued:
        closed = at + 2 < len(tokens) and tokens[at + 2].text == token.text and tokens[at + 2].glued
        return 3 if closed and at + 3 < len(tokens) and is_name_word(tokens[at + 3]) else 0
    if token.text == "-" and token.glued and following is not None and following.glued:
        joins = tokens[at - 1].lower in PARTICLES | {"abd", "nur", "sri", "asy", "ash", "as", "an"} or words == 0
        return 2 if joins and following.kind == "cap" else 0
    return 0


def _degrees(tokens: Sequence[Token], at: int) -> int:
    """The first token behind the degrees that follow a name: ", S.H., M.Si|,"."""
    while at < len(tokens):
        comma = tokens[at].text == ","
        here = at + 1 if comma else at
        if here >= len(tokens) or not is_degree(tokens[here]):
            break
        at = here + 1
        if at < len(tokens) and tokens[at].text == "." and tokens[at].glued and at + 1 < len(tokens):
            follower = tokens[at + 1]
            at += 1 if follower.text == "," or is_degree(follower) or follower.kind == "low" else 0
    return at


def is_degree(token: Token) -> bool:
    """A degree behind a name, dotted or not."""
    if token.kind == "degree":
        return True
    spelled = re.fullmatch(r"[A-Z][A-Za-z]{0,2}[A-Z][A-Za-z]{0,5}", token.text)
    return bool(spelled) and token.lower in affixes("after")


def read_name(tokens: Sequence[Token], at: int, stop_at: Callable[[int], bool] | None = None) -> Name | None:
    """The name that begins at token `at` (honorifics first), None where none does. `stop_at(i)` ends it before i.
    Bare initials ("AS") are no name."""
    start = skip_affixes(tokens, at)
    if start >= len(tokens) or not _first(tokens, start) or (stop_at is not None and stop_at(start)):
        return None
    here, words = start + 1, 1
    while here < len(tokens) and words < _LONGEST:
        if stop_at is not None and stop_at(here):
            break
        step = _goes_on(tokens, here, words)
        if step == 0:
            break
        here += step
        words += 1
    if not any(is_name_word(token) for token in tokens[start:here]):
        return None
    after = _degrees(tokens, here)
    return Name(start, here, at, after, start > at or after > here)


def runs(tokens: Sequence[Token], free: Sequence[bool]) -> list[Name]:
    """All name-like runs of a line outside the tokens that are not `free` (titles, places), left to right."""
    found: list[Name] = []
    at = 0
    while at < len(tokens):
        name = read_name(tokens, at, lambda i: not free[i]) if free[at] else None
        if name is None:
            at += 1
            continue
        found.append(name)
        at = max(name.after, at + 1)
    return found


def is_common_name(token: Token) -> bool:
    """Whether a word is a common given or family name (supports a reading, decides nothing by itself)."""
    return token.lower in given_names()


def text_of(tokens: Sequence[Token], name: Name) -> tuple[int, int]:
    """Code-point (start, stop) of a name."""
    return tokens[name.start].start, tokens[name.stop - 1].stop
