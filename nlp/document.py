"""The input of the tagger and its sentences: offsets always point into the untouched input."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from nlp.records import Part, Span

# One code point for one code point, so that an offset in the normalised copy is an offset in the input.
_FOLD = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200b": " ", "\ufeff": " ", "\t": " ",
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'", "\u0060": "'", "\u00b4": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2013": "-", "\u2014": "-", "\u2012": "-", "\u2010": "-", "\u2011": "-",
        "\r": " ", "\u2028": "\n", "\u2029": "\n", "\u0085": " ",
    }
)  # fmt: skip
_ABBREVIATIONS = frozenset(
    ["h", "hj", "dr", "drs", "dra", "ir", "prof", "kh", "k.h", "st", "sh", "s.h", "m.h", "m.si", "s.sos", "s.pd", "m.pd", "s.e", "s.ip", "m.m", "s.ag", "m.ag", "s.t", "m.t", "s.kom", "no", "nomor", "kab", "kec", "prov", "pj", "plt", "plh", "pjs", "jl", "jln", "gg", "rp", "tgl", "dkk", "dll", "dsb", "sdr", "bpk", "letkol", "kol", "mayjen", "brigjen", "kompol", "akbp", "ipda", "iptu", "aipda", "bripka", "inf", "a.md", "r", "rr", "kel", "ds", "psl", "art", "ps", "hal", "tel", "tlp", "wib", "st"]
)
_END = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|\n+")


def fold(text: str) -> str:
    """The text with no-break spaces, curly quotes and long dashes made plain; same length, same offsets."""
    return text.translate(_FOLD)


@dataclass(frozen=True)
class Sentence:
    """A sentence of `part`, half-open code points into that part. `paragraph` counts lines of the part from 0;
    `index` counts sentences of the document from 0 (the title is 0)."""

    part: Part
    start: int
    stop: int
    paragraph: int
    index: int
    text: str
    """The folded text of the sentence; same length as the input's slice."""


@dataclass(frozen=True)
class Document:
    """One article to tag. `title` and `text` are as given ("" where missing); `published` is a date or None."""

    id: str
    title: str
    text: str
    published: date | None = None
    outlet: str | None = None

    @classmethod
    def from_input(cls, record: Mapping[str, Any] | object) -> "Document":
        """From a mapping or an object with id, title, text, published?, outlet?. A date may be a string (its first
        ten characters are read as ISO), a date or a datetime; what is no date becomes None.
        Raises ValueError where `id` is missing."""

        def get(key: str) -> Any:
            return record.get(key) if isinstance(record, Mapping) else getattr(record, key, None)

        ident = get("id")
        if ident is None or ident == "":
            raise ValueError("key 'id' is missing: each article needs one")
        return cls(str(ident), str(get("title") or ""), str(get("text") or ""), _day(get("published")), get("outlet"))

    @cached_property
    def folded(self) -> Mapping[Part, str]:
        """Folded copies of title and text."""
        return {"title": fold(self.title), "text": fold(self.text)}

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Title (one sentence, whatever its punctuation) and body sentences in order; a line end always ends one."""
        found: list[Sentence] = []
        if self.title.strip():
            found.append(Sentence("title", 0, len(self.title), 0, 0, self.folded["title"]))
        found += split_text(self.folded["text"], first_index=len(found))
        return tuple(found)

    def span(self, part: Part, start: int, stop: int) -> Span:
        """A span whose surface is the untouched input."""
        return Span(part, start, stop, (self.title if part == "title" else self.text)[start:stop])


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match[0].startswith("\n"):
        return True
    if match[0].startswith(("!", "?")):
        return True
    word = re.search(r"[\w.]+$", text[max(0, match.start() - 15) : match.start()])
    token = word[0].lower() if word else ""
    if token in _ABBREVIATIONS or re.fullmatch(r"[a-z]", token):
        return False
    after = text[match.end() :].lstrip(" ")
    return not after or not after[0].islower()


def split_text(text: str, first_index: int = 0) -> Iterator[Sentence]:
    """Sentences of a folded body text: ends at . ! ? (not after an abbreviation or before a lower-case letter)
    and at every line end."""
    start, index, paragraph = 0, first_index, 0
    for match in [*_END.finditer(text), None]:
        if match is not None and not _ends_sentence(text, match):
            continue
        stop = len(text) if match is None else (match.start() if match[0].startswith("\n") else match.end())
        piece = text[start:stop]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left:
            yield Sentence("text", left, right, paragraph, index, text[left:right])
            index += 1
        if match is not None:
            paragraph += match[0].count("\n")
            start = match.end()
