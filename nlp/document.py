"""The input of the tagger and its sentences: offsets always point into the untouched input."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

from nlp.records import Part, Span
from nlp.tables import read_table

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
# A stop with what closes behind it: quote marks and brackets belong to the sentence that they end.
_END = re.compile(r"""(?:\.{2,}|…|[.!?]+)["')\]]*(?=\s|$)|\n+""")
# Sloppy copy forgets the blank: "... netral.Ia juga ...". Only between a real word (or bracket, quote) and a
# capitalised word, so that "S.Pd", "KOMPAS.Com" and "Rp1.500" stay whole.
_GLUED = re.compile(r"""(?:(?<=[a-z]{4})|(?<=[)"]))[.!?]["')]?(?=["(]?[A-Z][a-z]{2,}[ ,])""")
_TOKEN_BEFORE = re.compile(r"[^\s\"'(\[/-]*$")
_DEGREE = re.compile(r"[A-Za-z]{1,4}(?:\.[A-Za-z]{1,5})+")
_LIST_MARK = re.compile(r"(?:^|[:;,(]\s*|[.!?]\s+)\(?\d{1,2}$")
_LOOK_BACK = 80
_NEXT_WORD = re.compile(r"[A-Za-z]+")


@cache
def _words(kind: str) -> frozenset[str]:
    rows = read_table("sentence_words.csv", ("word", "kind", "example"))
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


def fold(text: str) -> str:
    """The text with no-break spaces, curly quotes and long dashes made plain; same length, same offsets."""
    return text.translate(_FOLD)


def lower(text: str) -> str:
    """The text in small letters, same length: a letter whose small form is two code points stays as it is."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


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
    navigation: bool = False
    """Whether it belongs to the page ("Baca juga: ...", a by-line, a sign-off), not to the article."""

    @cached_property
    def lower(self) -> str:
        """`text` in small letters, same length: patterns on it are faster than without regard to case."""
        return lower(self.text)


@dataclass(frozen=True)
class Document:
    """One article to tag. `title`, `text` and `caption` are as given ("" where missing); `published` is a date or None.
    The caption stands apart: `sentences`, `folded` and `lowered` are those of title and text (nlp.captions reads it)."""

    id: str
    title: str
    text: str
    published: date | None = None
    outlet: str | None = None
    caption: str = ""

    @classmethod
    def from_input(cls, record: Mapping[str, Any] | object) -> "Document":
        """From a mapping or an object with id, title, text, published?, outlet?, caption?. A date may be a string (its
        first ten characters are read as ISO), a date or a datetime; what is no date becomes None. Raises
        ValueError where `id` is missing."""

        def get(key: str) -> Any:
            return record.get(key) if isinstance(record, Mapping) else getattr(record, key, None)

        ident = get("id")
        if ident is None or ident == "":
            raise ValueError("key 'id' is missing: each article needs one")
        outlet = get("outlet")
        text = str(get("title") or ""), str(get("text") or "")
        caption = str(get("caption") or "")
        return cls(str(ident), *text, _day(get("published")), None if outlet is None else str(outlet), caption)

    @cached_property
    def folded(self) -> Mapping[Part, str]:
        """Folded copies of title and text."""
        return {"title": fold(self.title), "text": fold(self.text)}

    @cached_property
    def lowered(self) -> Mapping[Part, str]:
        """`folded` in small letters, same length."""
        return {part: lower(text) for part, text in self.folded.items()}

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Title (one sentence, whatever its punctuation) and body sentences in order; a line end always ends one."""
        found: list[Sentence] = []
        if self.title.strip():
            found.append(Sentence("title", 0, len(self.title), 0, 0, self.folded["title"]))
        found += split_text(self.folded["text"], first_index=len(found))
        return tuple(mark_navigation(found))

    @cached_property
    def caption_sentences(self) -> tuple[Sentence, ...]:
        """Sentences of the caption; `index` counts on from `sentences`."""
        found = split_text(fold(self.caption), first_index=len(self.sentences))
        return tuple(replace(sentence, part="caption") for sentence in found)

    def part(self, name: Part) -> str:
        """The untouched input of a part."""
        return {"title": self.title, "text": self.text, "caption": self.caption}[name]

    def span(self, part: Part, start: int, stop: int) -> Span:
        """A span whose surface is the untouched input."""
        return Span(part, start, stop, self.part(part)[start:stop])


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _ends_sentence(text: str, start: int, stop: int, line: int) -> bool:
    """Whether the stop at text[start:stop] ends a sentence; `line` is where its line begins."""
    after = text[stop : stop + 40].lstrip(" ")
    if not after or after[0] == "\n":
        return True
    if after[0].islower() or after[0] in ",;:)" or re.match(r"-+ ?[a-z]", after):
        return False
    closed = stop - start > 1 and text[stop - 1] in "\"'"
    word = _NEXT_WORD.match(after.lstrip("\"'(["))
    follower = word[0].lower() if word else ""
    if closed and after[0].isalpha() and follower.removesuffix("nya") in _words("speech"):
        return False
    if text[start] != "." or text.startswith("..", start):
        return True
    # Enough of the line to know the token and a list mark; the sign in front keeps "^" for the line's own start.
    before = text[line:start] if start - line < _LOOK_BACK else "\0" + text[start - _LOOK_BACK : start]
    token = _TOKEN_BEFORE.search(before)
    return not _keeps_open(token[0] if token else "", before, after, follower)


def _keeps_open(token: str, before: str, after: str, follower: str) -> bool:
    """Whether a full stop after `token` belongs to the token: an abbreviation, initial, degree or list number."""
    plain = token.lower().rpartition(".")[2]
    if plain in _words("name") and not after[0].isdigit():
        return "." in token or not (plain == token and follower in _words("starter"))
    if after[0].isdigit():
        return plain in _words("number") or bool(_LIST_MARK.search(before))
    if (
        len(token) == 1
        and token.isalpha()
        and (token.isupper() or before.rstrip()[:-1].rstrip()[-1:] in ("", ":", ";"))
    ):
        return follower not in _words("starter")
    if _DEGREE.fullmatch(token):
        return after[0] not in '"(' and follower not in _words("starter")
    return bool(token.isdigit() and _LIST_MARK.search(before))


def split_text(text: str, first_index: int = 0) -> Iterator[Sentence]:
    """Sentences of a folded body text: they end at . ! ? with the quotes and brackets that close behind it (not after
    an abbreviation, initial, degree or list number, not before a lower-case letter) and at every line end."""
    start, index, paragraph, line = 0, first_index, 0, 0
    ends = sorted({(m.start(), m.end()) for pattern in (_END, _GLUED) for m in pattern.finditer(text)})
    for at, end in [*ends, (len(text), len(text))]:
        newline = text[at:end].startswith("\n")
        if at < len(text) and not newline and not _ends_sentence(text, at, end, line):
            continue
        stop = at if newline else end
        piece = text[start:stop]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left:
            yield Sentence("text", left, right, paragraph, index, text[left:right])
            index += 1
        start = end
        if newline:
            paragraph += end - at
            line = end


@cache
def _navigation(scope: str) -> re.Pattern[str]:
    rows = read_table("navigation.csv", ("phrase", "scope", "example"))
    phrases = sorted((row["phrase"] for row in rows if row["scope"] == scope), key=len, reverse=True)
    body = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in phrases)
    end = r"\W*$" if scope == "next" else ""
    return re.compile(rf"^[\W_]*(?:{body}){end}", re.IGNORECASE)


def mark_navigation(sentences: list[Sentence]) -> Iterator[Sentence]:
    """The same sentences, those of links to other articles, by-lines and sign-offs marked."""
    line, following = -1, -1
    for sentence in sentences:
        found = False
        if sentence.part == "text":
            if _navigation("next").match(sentence.text):
                following = sentence.paragraph + 1
            if _navigation("line").match(sentence.text):
                line = sentence.paragraph
            found = line == sentence.paragraph or following == sentence.paragraph
            found = found or bool(_navigation("sentence").match(sentence.text))
        yield replace(sentence, navigation=True) if found else sentence
