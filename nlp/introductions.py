"""Where a text introduces a person with an office: "Sekda X, Nama", "Nama, Sekda X", "Nama (Sekda X)", "Anggota X A, B dan C"."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.names import Name, is_common_name, is_name_word, read_name
from nlp.office_tables import heads, plain_words, prefixes, speech_words
from nlp.official_tokens import Line, Token
from nlp.title_parts import PLACE_WORDS, Places, match
from nlp.titles import Title, find_titles

_JOINS_BEFORE = frozenset(["selaku", "sebagai", "menjabat", "jabatan", "adalah", "merupakan", "ialah"])
_FILLERS = frozenset(
    [
        "yang",
        "juga",
        "saat",
        "ini",
        "kini",
        "sehari",
        "hari",
        "-",
        "juga",
        "masih",
        "sedang",
        "pernah",
        "dari",
        "oleh",
        "dilantik",
        "ditunjuk",
        "diangkat",
    ]
)
_NAMES_IT = frozenset(["bernama", "ialah", "adalah", "yakni", "yaitu"])
_PLURAL = frozenset(
    [
        "anggota",
        "komisioner",
        "pimpinan",
        "hakim",
        "calon",
        "jaksa",
        "penyidik",
        "guru",
        "pegawai",
        "staf",
        "camat",
        "lurah",
    ]
)
_AND = frozenset(["dan", "serta", "&"])


@dataclass(frozen=True)
class Introduction:
    """One name with the office that the text gives it; token numbers of `line`. `rule`: which form fired."""

    line: Line
    name: Name
    title: Title
    rule: str


@dataclass(frozen=True)
class Reading:
    """A line with its titles, the introductions in it, and the tokens that titles and places take up."""

    line: Line
    titles: tuple[Title, ...]
    found: tuple[Introduction, ...]
    free: tuple[bool, ...]


@dataclass(frozen=True)
class Words:
    """What the article's words tell, in lower case: `speakers` are let speak somewhere, `capital` are capitalised inside
    a sentence of the body, `common` stand there in small letters (so they are no names in a headline)."""

    speakers: frozenset[str]
    capital: frozenset[str]
    common: frozenset[str]


def read_line(line: Line, places: Places, words: Words) -> Reading:
    """All introductions of a line. In a headline, where every word has a capital, a name ends at a word that the body
    has in small letters or that is a verb of headlines, and must be known from the body or be a common name."""
    tokens = line.tokens
    titles = find_titles(tokens, places)
    reader = _Reader(line, titles, places, words)
    found: list[Introduction] = []
    for number, title in enumerate(titles):
        taken = {i.name.start for i in found}
        found += [i for i in reader.around(number, title, taken) if i.name.start not in taken]
    free = [True] * len(tokens)
    for title in titles:
        named = [i.name for i in found if title.start <= i.name.start < title.stop]
        stop = min((n.start for n in named), default=title.stop)
        free[title.start : stop] = [False] * (stop - title.start)
    return Reading(line, tuple(titles), tuple(found), tuple(free))


class _Reader:
    """The forms of an introduction, tried around one title after the other."""

    def __init__(self, line: Line, titles: Sequence[Title], places: Places, words: Words) -> None:
        self.line = line
        self.tokens = line.tokens
        self.titles = titles
        self.places = places
        self.words = words
        self.speakers = words.speakers
        self.headline = line.part == "title"
        self.starts = {title.start for title in titles}

    def _blocked(self, at: int) -> bool:
        if at in self.starts:
            return True
        word = self.tokens[at].lower
        return self.headline and (word in plain_words("headline") or word in self.words.common)

    def name_at(self, at: int) -> Name | None:
        """A name at `at` that is neither a date, a place nor a title."""
        if at >= len(self.tokens) or at in self.starts:
            return None
        name = read_name(self.tokens, at, self._blocked)
        if name is None or self.tokens[name.start].lower in PLACE_WORDS:
            return None
        end = self.places.mentions.get(name.start)
        if end is not None and end >= name.stop and not name.marked:
            return None
        if self.headline and not self._known(name):
            return None
        return name

    def _known(self, name: Name) -> bool:
        first = self.tokens[name.start]
        return first.lower in self.words.capital or is_common_name(first)

    def around(self, number: int, title: Title, taken: set[int]) -> list[Introduction]:
        """The introductions that belong to one title."""
        after = self._after(title)
        before = self._before(number, title)
        if after and before and before[0].name.start not in taken and self._pairs_left(before[0], after[0]):
            return before
        if after:
            return after
        return [i for i in before if i.name.start not in taken]

    def _pairs_left(self, left: Introduction, right: Introduction) -> bool:
        """ "A, Sekda X, B, Camat Y": the name behind the title has its own title behind it."""
        end = right.name.after
        follows = self.tokens[end].text if end < len(self.tokens) else ""
        return right.rule == "title, name" and follows in (",", "(") and end + 1 in self.starts and left.rule != "-"

    def _after(self, title: Title) -> list[Introduction]:
        tokens, at = self.tokens, title.stop
        direct = self._direct(title)
        if direct is not None:
            return [direct, *self._more(title, direct)]
        if at < len(tokens) and tokens[at].text == ",":
            name = self.name_at(at + 1)
            if name is not None and self._appositive(title, name):
                first = Introduction(self.line, name, title, "title, name")
                return [first, *self._more(title, first)]
        return self._named(title) or self._place_as_name(title)

    def _direct(self, title: Title) -> Introduction | None:
        """ "Sekda Kota X Nama": a name at once behind the title; of a local office the words may be a place."""
        at = title.stop
        if at < len(self.tokens) and self.tokens[at].text in ("(", "-", "/"):
            return None
        name = self.name_at(at)
        if name is None:
            return None
        if not title.complete and not name.marked:
            return None
        if title.head.needs in ("desa", "sekolah", "guru", "satuan") and not name.marked and title.place is None:
            name = self._local_name(title, name)
            if name is None:
                return None
        return Introduction(self.line, name, title, "title name")

    def _local_name(self, title: Title, name: Name) -> Name | None:
        """Which words behind "Camat", "Lurah", "Kades" are the place and which the name: a name behind a comma makes
        all of them the place; else the first word that is a common name or speaks begins the name."""
        tokens = self.tokens
        if name.stop < len(tokens) and tokens[name.stop].text == "," and self._comma_name(name.stop + 1) is not None:
            return None
        for at in range(name.start, name.stop):
            if is_common_name(tokens[at]) or tokens[at].lower in self.speakers:
                return Name(at, name.stop, at, name.after, name.marked)
        return None

    def _comma_name(self, at: int) -> Name | None:
        name = self.name_at(at)
        if name is None or self.tokens[name.start].lower in plain_words("day"):
            return None
        return name

    def _appositive(self, title: Title, name: Name) -> bool:
        """Whether a name behind "title," is the holder: not the next item of a list with a title of its own, and
        nobody whom the line has introduced already."""
        if not title.complete and not title.capital and not self._definite(title):
            return False
        end = name.after
        if name.stop - name.start == 1 and not name.marked and self._mere_list(title, end):
            return False
        return True

    def _mere_list(self, title: Title, end: int) -> bool:
        word = self.tokens[end - 1]
        return word.lower in self.places_words() and title.place is None

    def places_words(self) -> set[str]:
        """Lower-case words that stand inside region mentions of the line."""
        return {self.tokens[i].lower for i in self.places.inside}

    def _definite(self, title: Title) -> bool:
        return title.start > 0 and self.tokens[title.start - 1].lower in (
            "sang",
            "si",
            "kata",
            "ujar",
            "tutur",
            "ungkap",
        )

    def _named(self, title: Title) -> list[Introduction]:
        """ "kepala puskesmas bernama drg. Nama", "anggota majelis yakni A, B dan C", "Pj Bupati yang dijabat Nama"."""
        tokens, at = self.tokens, title.stop
        limit = min(len(tokens), at + 10)
        for here in range(at, limit):
            if tokens[here].text in (".", ";", '"') or here in self.starts:
                break
            word = tokens[here].lower
            joins = word in _NAMES_IT or (word == "oleh" and tokens[here - 1].lower == "dijabat") or word == "dijabat"
            name = self.name_at(here + 1) if joins else None
            if name is not None and tokens[name.start].lower not in self.places_words():
                first = Introduction(self.line, name, title, f"title {word} name")
                return [first, *self._more(title, first)]
        return []

    def _place_as_name(self, title: Title) -> list[Introduction]:
        """ "Camat Sukoharjo mengatakan" where the article lets Sukoharjo speak: the place is the holder's name."""
        if title.place is None or title.head.needs != "desa":
            return []
        start, stop = title.place
        name = read_name(self.tokens, start)
        if name is None or name.stop != stop or self.tokens[start].lower not in self.speakers:
            return []
        return [Introduction(self.line, name, title, "title name")]

    def _more(self, title: Title, first: Introduction) -> list[Introduction]:
        """The others of "Anggota Bawaslu A, B dan C"; none where the list does not close with "dan"."""
        tokens = self.tokens
        if tokens[title.start].lower not in _PLURAL and not self._counted(title):
            return []
        at, others = first.name.after, list[Introduction]()
        while at < len(tokens):
            comma = tokens[at].text == ","
            closing = tokens[at].lower in _AND or (comma and at + 1 < len(tokens) and tokens[at + 1].lower in _AND)
            step = at + 2 if comma and closing else at + 1
            name = self.name_at(step) if comma or closing else None
            if name is None or (name.after + 1 in self.starts and tokens[name.after].text in (",", "(")):
                return []
            others.append(Introduction(self.line, name, title, "title name, name"))
            at = name.after
            if closing:
                return others
        return []

    def _counted(self, title: Title) -> bool:
        if title.start == 0:
            return False
        before = self.tokens[title.start - 1].lower
        return before in ("para", "dua", "tiga", "empat", "lima", "enam", "kedua", "ketiga")

    def _before(self, number: int, title: Title) -> list[Introduction]:
        """ "Nama, Sekda X", "Nama selaku Sekda X", "Nama (Sekda X)"."""
        tokens, at = self.tokens, title.start - 1
        if at < 1 or not title.complete:
            return []
        rule = ""
        if tokens[at].text in (",", "("):
            rule = "name, title" if tokens[at].text == "," else "name (title)"
        elif tokens[at].lower in _JOINS_BEFORE:
            rule = f"name {tokens[at].lower} title"
            at -= 1
            while at > 0 and (tokens[at].lower in _FILLERS or tokens[at].lower in _JOINS_BEFORE):
                at -= 1
            at += 1
            if tokens[at - 1].text == ",":
                at -= 1
        elif tokens[at].lower in _FILLERS and number:
            return []
        if not rule:
            return []
        name = self._ending_at(at)
        if name is None:
            return []
        if rule == "name, title" and not self._closed(title):
            return []
        return [Introduction(self.line, name, title, rule)]

    def _closed(self, title: Title) -> bool:
        """Behind "Nama, Sekda X" something must close or go on: no second name."""
        return self.name_at(title.stop) is None

    def _ending_at(self, end: int) -> Name | None:
        """The name (with its degrees) that ends before token `end`; a single word only where the article lets it speak
        or a word of saying stands before it."""
        for start in range(max(0, end - 12), end):
            if start in self.starts or (start and self._runs_on(start)):
                continue
            name = self.name_at(start)
            if name is None or (name.after != end and name.stop != end):
                continue
            if self._inside_title(name.start):
                continue
            if name.stop - name.start > 1 or name.marked or self._speaks(name):
                return name
        return None

    def _inside_title(self, at: int) -> bool:
        return any(t.start <= at < t.stop for t in self.titles)

    def _runs_on(self, start: int) -> bool:
        """Whether the token before belongs to the same run of capitals (then the run begins earlier)."""
        return is_name_word(self.tokens[start - 1]) and self.tokens[start].kind in ("cap", "initial")

    def _speaks(self, name: Name) -> bool:
        before = self.tokens[name.before - 1].lower if name.before else ""
        said = before in speech_words("noun") or before in speech_words("frame")
        return said or self.tokens[name.start].lower in self.speakers


def starts_title(tokens: Sequence[Token], at: int) -> bool:
    """Whether a title head or acting prefix begins at a token."""
    return match(heads(), tokens, at) is not None or match(prefixes(), tokens, at) is not None
