"""Words for formats that want tokens: runs of letters and digits, single signs, runs of white space."""

import unicodedata
from collections.abc import Collection, Iterator

_JOINERS = "\u200d\ufe0f"


def _kind(char: str, before: str) -> str:
    if char.isspace():
        return "space"
    if before and (unicodedata.combining(char) or char in _JOINERS):
        return before  # an accent of its own belongs to its letter
    return "word" if char.isalnum() or char == "_" else "sign"


def cut(text: str, borders: Collection[int] = ()) -> Iterator[tuple[int, int, str]]:
    """(start, stop, piece) of all of the text, in order, cut wherever a word, a sign or white space begins and at each
    of `borders`."""
    start, kind = 0, ""
    for at, char in enumerate(text):
        new = _kind(char, kind)
        joined = unicodedata.combining(char) or char in _JOINERS
        if at > start and (new != kind or (new == "sign" and not joined) or at in borders):
            yield start, at, text[start:at]
            start = at
        kind = new
    if start < len(text):
        yield start, len(text), text[start:]
