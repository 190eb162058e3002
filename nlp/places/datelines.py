"""The place an article is written from: "KAJEN -", "Banda Aceh (Kabar X) -", "TRIBUNX.COM, SLAWI -"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.document import Document, Sentence
from nlp.places.gazetteer import alias_tokens, aliases, capitals

_DASH = re.compile(r"\s*(?:-+|\|)\s*(?=[^\s-]|\n|$)")
_PART = re.compile(r"[^,()|*_\[\]]+")
_OUTLET = re.compile(r"\.\s?[a-z]{2,}\b|\d", re.IGNORECASE)
_TYPE = re.compile(r"^(kota|kabupaten|kab\.?) (?=\S)", re.IGNORECASE)
_LONGEST = 110


@dataclass(frozen=True)
class Dateline:
    """A place at the head of the body, offsets into the text. `codes`: all regions it may mean; `hint`: kab, kota or
    ""; `capital`: whether it is a kabupaten's capital and not its name; `head_stop`: where the dateline ends."""

    start: int
    stop: int
    sentence: Sentence
    codes: tuple[str, ...]
    words: str
    hint: str
    capital: bool
    head_stop: int


def find_dateline(document: Document) -> Dateline | None:
    """The first dateline in the first four lines of the body, or None."""
    lines: dict[int, list[Sentence]] = {}
    for sentence in document.sentences:
        if sentence.part == "text" and not sentence.navigation:
            lines.setdefault(sentence.paragraph, []).append(sentence)
    text = document.folded["text"]
    for paragraph in list(lines)[:4]:
        first = lines[paragraph][0]
        line = text[first.start : text.find("\n", first.start) if "\n" in text[first.start :] else len(text)]
        for head in _heads(line):
            found = _place(head, first, document.outlet)
            if found is not None:
                return found
    return None


def _heads(line: str) -> Iterator[str]:
    """What may be a dateline: the line up to each early dash, or a short line of its own."""
    for match in _DASH.finditer(line, 0, _LONGEST):
        spaced = match[0] != match[0].strip() or line[: match.start()].isupper() or match[0] == "|"
        if spaced and match.start() > 2:
            yield line[: match.start()]
    if len(line) <= 60 and not line.rstrip().endswith((".", "?", "!", '"')):
        yield line


def _place(head: str, sentence: Sentence, outlet: str | None) -> Dateline | None:
    parts = [(m.start(), m[0]) for m in _PART.finditer(head) if m[0].strip(" .-/")]
    if not parts or len(parts) > 5 or any(len(p.split()) > 5 for _, p in parts):
        return None
    for number, (offset, part) in enumerate(parts[:3]):
        before = [p for _, p in parts[:number]]
        if not all(_is_outlet(p, outlet) for p in before):
            return None
        name = part.strip(" .-/")
        kind, place = None, name
        codes, capital = place_codes(name)
        if not codes and (kind := _TYPE.match(name)):
            place = name[kind.end() :]
            codes, capital = place_codes(place)
        if codes and place[0].isupper():
            start = sentence.start + offset + part.index(place)
            hint = "" if kind is None else ("kota" if kind[1].lower() == "kota" else "kab")
            words = " ".join(alias_tokens(place))
            stop = sentence.start + len(head)
            return Dateline(start, start + len(place), sentence, codes, words, hint, capital, stop)
    return None


def _is_outlet(part: str, outlet: str | None) -> bool:
    return bool(_OUTLET.search(part)) or (outlet is not None and part.strip().lower() == outlet.strip().lower())


def place_codes(name: str) -> tuple[tuple[str, ...], bool]:
    """(codes, whether a capital) of a string that is a place's name and nothing else; ((), False) if it is none."""
    tokens = alias_tokens(name)
    if not tokens:
        return (), False
    for alias in aliases().get(tokens[0], ()):
        if alias.tokens == tokens:
            return alias.codes, False
    return capitals().get(tokens, ()), True
