"""The names of one line that may bear an office, and what supports them: the ground of all forms of introduction."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.persons.names import Name, is_common_name, is_name_word, read_name
from nlp.persons.office_tables import grammar_words, plain_words, speech_words
from nlp.persons.official_tokens import Line, Token
from nlp.persons.title_parts import Places, read_place
from nlp.persons.titles import Title


@dataclass(frozen=True)
class Introduction:
    """One name with the office that the text gives it; token numbers of `line`. `rule`: which form fired."""

    line: Line
    name: Name
    title: Title
    rule: str


@dataclass(frozen=True)
class Words:
    """What the article's words tell, in lower case: `speakers` are let speak somewhere, `capital` are capitalised
    inside a sentence of the body, `common` stand there in small letters (so they are no names in a headline)."""

    speakers: frozenset[str]
    capital: frozenset[str]
    common: frozenset[str]


class LineNames:
    """The names of a line of known titles and places, by the words of the whole article."""

    def __init__(self, line: Line, titles: Sequence[Title], places: Places, words: Words) -> None:
        self.line = line
        self.tokens = line.tokens
        self.titles = titles
        self.places = places
        self.words = words
        self.headline = line.part == "title"
        self.starts = {title.start for title in titles}

    def name_at(self, at: int) -> Name | None:
        """A name at `at` that is neither a date, a place nor a title."""
        if at >= len(self.tokens) or at in self.starts:
            return None
        name = read_name(self.tokens, at, self._blocked)
        if name is None or self.tokens[name.start].lower in grammar_words("place"):
            return None
        end = self.places.mentions.get(name.start)
        if end is not None and end >= name.stop and not name.marked:
            return None
        if self.headline and (end is not None or not self._known(name)):
            return None
        return None if self._paired(name) else name

    def _blocked(self, at: int) -> bool:
        """Whether a name ends before a token: at a title; in a headline also at a region, at a word that the body has
        in small letters and at a verb of headlines."""
        if at in self.starts:
            return True
        if not self.headline:
            return False
        if at in self.places.mentions:
            return True
        word = self.tokens[at].lower
        verb = word.endswith("kan") and len(word) > 5 and not is_common_name(self.tokens[at])
        return verb or word in plain_words("headline") or word in self.words.common

    def _known(self, name: Name) -> bool:
        first = self.tokens[name.start]
        if name.stop - name.start == 1 and not name.marked and not is_common_name(first):
            return first.lower in self.words.speakers  # else a place that the gazetteer lacks
        return first.lower in self.words.capital or is_common_name(first)

    def _paired(self, name: Name) -> bool:
        """Whether the name is the first of "Arga-Ratri": two candidates, read elsewhere."""
        at = name.stop
        return at + 1 < len(self.tokens) and self.tokens[at].text == "-" and is_name_word(self.tokens[at + 1])

    def _evidence(self, name: Name) -> bool:
        """Whether one of the words is a common name or speaks somewhere in the article."""
        words = self.tokens[name.start : name.stop]
        return name.marked or any(is_common_name(t) or t.lower in self.words.speakers for t in words)

    def _place_words(self) -> set[str]:
        """Lower-case words that stand inside region mentions of the line."""
        return {self.tokens[i].lower for i in self.places.inside}

    def _counted(self, title: Title) -> bool:
        before = self.tokens[title.start - 1].lower if title.start else ""
        return before in ("para", "dua", "tiga", "empat", "lima", "enam", "kedua", "ketiga")

    def _building(self, title: Title, name: Name) -> bool:
        """ "Direktur RSUD dr. Soeselo, dr. Arga Wirana": a hospital bears the first name."""
        behind = self.name_at(name.after + 1) if name.after < len(self.tokens) else None
        named = self.tokens[name.after].text == "," if name.after < len(self.tokens) else False
        return named and behind is not None and title.position.endswith(("RSUD", "RSUP", "Rumah Sakit", "Puskesmas"))

    def comma_behind(self, name: Name) -> int:
        """The token behind a name and a place of a kabupaten or kota that stands at once behind it."""
        at = name.after
        if at >= len(self.tokens) or self.tokens[at].lower not in (
            "kabupaten",
            "kota",
            "kab",
            "provinsi",
            "kecamatan",
        ):
            return at
        stop = read_place(self.tokens, at, self.places, False)
        return stop if stop < len(self.tokens) and self.tokens[stop].text == "," else at

    def past_place(self, comma: int) -> int:
        """The comma behind a place that a comma opens ("Puskesmas Oesao|, Kabupaten X|, Nama"); else the first one."""
        start = comma + 1
        stop = read_place(self.tokens, start, self.places, False) if start < len(self.tokens) else start
        return stop if start < stop < len(self.tokens) and self.tokens[stop].text == "," else comma

    def _better_behind(self, name: Name) -> bool:
        """ "Terminal Surodakan, Arga Wirana": words that nothing marks as a name, and behind a comma one that is
        marked."""
        at = self.comma_behind(name)
        placed = name.after < at  # "PDAM Tirta Pakuan Kota Bogor, Arga Wirana"
        if (self._evidence(name) and not placed) or at >= len(self.tokens) or self.tokens[at].text != ",":
            return False
        behind = self.name_at(self.past_place(at) + 1)
        if behind is None:
            return False
        whole = behind.stop - behind.start > 1 and name.stop - name.start == 1
        closed = behind.after < len(self.tokens) and self.tokens[behind.after].text == ","
        return placed or self._evidence(behind) or (whole and closed and behind.after + 1 not in self.starts)

    def _speaks(self, name: Name) -> bool:
        before = self.tokens[name.before - 1].lower if name.before else ""
        said = before in speech_words("noun") or before in speech_words("frame") or before in grammar_words("naming")
        return said or self.tokens[name.start].lower in self.words.speakers


def indefinite(tokens: Sequence[Token], title: Title) -> bool:
    """ "seorang kepala puskesmas", "salah satu camat": a holder whom the text names later."""
    before = [t.lower for t in tokens[max(0, title.start - 2) : title.start]]
    return "seorang" in before or before in (["salah", "satu"], ["salah", "seorang"]) or before[-1:] == ["oknum"]
