"""Every place in an article that may name a region, with what stands beside it: how strongly it speaks for one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from nlp.document import Document, Sentence
from nlp.gazetteer import Alias, aliases, longer_names
from nlp.records import Part
from nlp.tables import read_table

STRONG, CUE, NEUTRAL, BARE = 3, 2, 1, 0
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_TRAILING = frozenset(
    ["utara", "selatan", "barat", "timur", "tengah", "tenggara", "daya", "besar", "laut", "hulu", "hilir", "dan"]
)
_BOTH = re.compile(
    r"\b(?:kabupaten|kab\.|pemkab|bupati)\s*(?:dan|maupun|serta|/)\s*(?:pem|wali )?kota\s*$", re.IGNORECASE
)
_STOPPED = frozenset(["kep", "d", "i", "kab", "kec", "prov", "kel", "ds"])
_CALENDAR = re.compile(
    "senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad|januari|februari|maret|april|mei|juni|juli|agustus|september|"
    "oktober|november|desember"
)


class Token(NamedTuple):
    """A word of a sentence; offsets into the sentence's text."""

    text: str
    start: int
    stop: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True)
class Candidate:
    """A surface that may name a region. `strength`: BARE to STRONG; `hint`: kab, kota, both, prov, ""; `reason`: why
    it names none, or ""; `words`: the alias as written in lower case."""

    part: Part
    start: int
    stop: int
    sentence: Sentence
    alias: Alias
    strength: int
    hint: str
    reason: str
    left: str

    @property
    def words(self) -> str:
        return " ".join(self.alias.tokens)


@dataclass(frozen=True)
class _Context:
    roles: dict[str, tuple[str, str]]
    capital_only: frozenset[str]
    groups: dict[str, frozenset[str]]


@cache
def _context() -> _Context:
    roles: dict[str, tuple[str, str]] = {}
    capital_only: set[str] = set()
    groups: dict[str, set[str]] = {}
    order = ["below", "not", "office", "person", "speech", "place"]
    for row in read_table("region_context.csv", ("words", "role", "type", "example")):
        key = row["words"].lower().replace("-", " ")
        groups.setdefault(row["role"], set()).add(key)
        if row["role"] not in order:
            continue
        if key not in roles or order.index(row["role"]) < order.index(roles[key][0]):
            roles[key] = (row["role"], row["type"])
            if row["words"][0].isupper():
                capital_only.add(key)
    return _Context(roles, frozenset(capital_only), {name: frozenset(words) for name, words in groups.items()})


def group(name: str) -> frozenset[str]:
    """Lower-case words of one role of region_context.csv."""
    return _context().groups[name]


def tokens_of(sentence: Sentence) -> list[Token]:
    """Words and numbers of a sentence with their offsets in its text."""
    return [Token(m[0], m.start(), m.end()) for m in _WORD.finditer(sentence.text)]


def _match(text: str, tokens: Sequence[Token], i: int) -> Alias | None:
    """The longest alias that begins at token i: capitals throughout, trailing directions may be small."""
    if not (tokens[i].capital or tokens[i].text.isdigit()):
        return None
    for alias in aliases().get(tokens[i].lower, ()):
        run = tokens[i : i + len(alias.tokens)]
        if len(run) < len(alias.tokens) or any(t.lower != w for t, w in zip(run, alias.tokens, strict=True)):
            continue
        if not all(t.capital or t.text.isdigit() or t.lower in _TRAILING for t in run[1:]):
            continue
        if alias.ambiguity and alias.kind.endswith("abbreviation") and run[0].text.islower():
            continue
        if all(_joined(text, a, b) for a, b in pairwise(run)):
            return alias
    return None


def _longer(text: str, tokens: Sequence[Token], i: int) -> int:
    """How many tokens a kecamatan's or capital's name that holds a region's takes from token i on; 0 if none."""
    if tokens[i].capital:
        for name in longer_names().get(tokens[i].lower, ()):
            run = tokens[i : i + len(name)]
            written = tuple(t.lower for t in run) == name and all(t.capital for t in run)
            if written and all(_joined(text, a, b) for a, b in pairwise(run)):
                return len(name)
    return 0


def _joined(text: str, left: Token, right: Token) -> bool:
    gap = text[left.stop : right.start]
    if gap.strip(" ") == "":
        return len(gap) <= 3
    return gap == "-" or (gap in (".", ". ") and left.lower in _STOPPED)


def _beside(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but a blank (or the stop of an abbreviation) stands between two words."""
    return text[left.stop : right.start].strip(" ") in ("", ".") and right.start - left.stop <= 3


class _Judge:
    """Looks at the words around the candidate tokens[i:j] of one sentence."""

    def __init__(self, sentence: Sentence, tokens: Sequence[Token], vocabulary: frozenset[str]) -> None:
        self.text = sentence.text
        self.tokens = tokens
        self.vocabulary = vocabulary
        capitals = sum(t.acronym for t in tokens)
        self.shouted = len(tokens) > 3 and capitals > 0.6 * len(tokens)
        self.headline = sentence.part == "title" or self.shouted

    def left_role(self, i: int) -> tuple[str, str, str]:
        """(role, type, words) of the word or two before token i; ("", "", "") where they have none."""
        if i == 0 or not self._adjacent(i):
            return "", "", ""
        context, word = _context(), self.tokens[i - 1]
        keys = [word.lower]
        if i > 1 and _beside(self.text, self.tokens[i - 2], word):
            before = self.tokens[i - 2].lower
            keys.insert(0, f"{before} {word.lower}")
            if word.lower == "kota" and context.roles.get(before, ("",))[0] == "below":
                return "below", "", before
        for key in keys:
            if key in context.roles and (key not in context.capital_only or word.capital):
                role, hint = context.roles[key]
                return role, hint, key
        return "", "", ""

    def _adjacent(self, i: int) -> bool:
        gap = self.text[self.tokens[i - 1].stop : self.tokens[i].start]
        return gap.strip(" ") in ("", ".", "(", ")", "/", "-") and len(gap) <= 3 and "\n" not in gap

    def chain(self, i: int) -> list[Token]:
        """Capitalised words directly before token i, left to right."""
        k = i
        while (
            k > 0
            and i - k < 7
            and self.tokens[k - 1].capital
            and _beside(self.text, self.tokens[k - 1], self.tokens[k])
        ):
            k -= 1
        return list(self.tokens[k:i])

    def judge(self, i: int, j: int, alias: Alias) -> tuple[int, str, str, str]:
        """(strength, hint, reason, left words) of the alias at tokens[i:j]."""
        if self._inside_address(i, j):
            return BARE, "", "address", ""
        role, hint, words = self.left_role(i)
        if hint == "kota" and _BOTH.search(self.text[: self.tokens[i].start]):
            hint = "both"
        chain = self.chain(i)
        if role in ("below", "not", "person"):
            return BARE, "", role, words
        if any(t.lower in group("campus") for t in chain) and hint == "":
            return BARE, "", "campus", words
        strength, reason = self._left_strength(i, role, chain, alias)
        if role == "speech" and not self.headline and len(alias.tokens) == 1:
            return BARE, "", "person", words
        if reason:
            return BARE, hint, reason, words
        right_hint, reason = self._right(j, strength, alias)
        if reason:
            return BARE, hint, reason, words
        return strength, right_hint or hint, "", words

    def _inside_address(self, i: int, j: int) -> bool:
        """Whether the words stand inside a web or mail address, a handle or a hashtag."""
        before = self.text[max(0, self.tokens[i].start - 1) : self.tokens[i].start]
        after = self.text[self.tokens[j - 1].stop : self.tokens[j - 1].stop + 2]
        if before in ("@", "#", "_") or after[:1] in ("@", "_"):
            return True
        return bool(re.match(r"\.[A-Za-z]", after)) or (before == "." and self.tokens[i - 1].lower not in _STOPPED)

    def _left_strength(self, i: int, role: str, chain: Sequence[Token], alias: Alias) -> tuple[int, str]:
        if role == "office":
            return STRONG, ""
        if i == 0:
            return BARE, ""
        word, gap = self.tokens[i - 1], self.text[self.tokens[i - 1].stop : self.tokens[i].start]
        if gap == "/":
            return (STRONG if word.text.isdigit() else NEUTRAL), ""
        if gap == "-":
            return self._after_hyphen(i)
        if role == "place":
            return CUE, ""
        if not _beside(self.text, word, self.tokens[i]):
            return NEUTRAL, ""
        if word.acronym and not self.shouted:
            return (STRONG if alias.ambiguity < 3 else NEUTRAL), ""
        if word.capital and not self.headline:
            strength, reason = self._after_capital(i, chain)
            if reason and len(alias.tokens) > 1 and len(alias.codes[0]) == 2:
                return NEUTRAL, ""  # No person is called after "Jawa Tengah".
            # "Pasar Talang Banjar": an ordinary word may be part of the building's own name.
            return (BARE if alias.ambiguity > 1 else strength), reason
        return (BARE if word.capital else NEUTRAL), ""

    def _after_hyphen(self, i: int) -> tuple[int, str]:
        """ "POS-KUPANG" is an outlet, "jalur Pujon-Batu" a road, "Jateng-Jatim" two regions."""
        if _context().roles.get(self.tokens[i - 1].lower, ("",))[0] == "not":
            return BARE, "outlet"
        if i > 1 and self.tokens[i - 2].lower in group("route"):
            return BARE, "route"
        return NEUTRAL, ""

    def _after_capital(self, i: int, chain: Sequence[Token]) -> tuple[int, str]:
        """After a capitalised word without a role: the end of an organisation's or building's name, or of a
        person's name."""
        for k in range(i - len(chain), i):
            other = _match(self.text, self.tokens, k)
            if other is not None:
                return (CUE, "") if k + len(other.tokens) == i else (BARE, "person")
        if any(t.lower in group("facility") | group("org") for t in chain):
            return CUE, ""
        titled = any(t.lower in group("title") for t in chain)
        if not titled and chain[0].acronym and chain[0].lower not in group("person"):
            return CUE, ""
        if len(chain) == i and len(chain) == 1 and chain[0].lower in self.vocabulary:
            return NEUTRAL, ""
        return BARE, "person"

    def _right(self, j: int, strength: int, alias: Alias) -> tuple[str, str]:
        """(hint, reason) from the word after the name."""
        if j >= len(self.tokens) or not _beside(self.text, self.tokens[j - 1], self.tokens[j]):
            return "", ""
        if self.text[self.tokens[j - 1].stop] in ".(":
            return "", ""
        word = self.tokens[j]
        if word.text in ("Kota", "KOTA") and _match(self.text, self.tokens, min(j + 1, len(self.tokens) - 1)) is None:
            return "kota", ""
        if _match(self.text, self.tokens, j) is not None and word.lower not in group("after"):
            return "", "metro" if alias.tokens == ("metro",) else ""
        if strength == STRONG:
            return "", ""
        if not word.capital:
            named = strength <= NEUTRAL and len(alias.tokens) == 1 and word.lower in group("says")
            return "", "says" if named and not self.headline else ""
        if word.lower in group("after") and (not self.headline or strength < STRONG):
            return "", "longer"
        if alias.ambiguity > 1 and strength < CUE and not self.headline:
            return "", "longer"
        if self.headline or word.acronym or _CALENDAR.fullmatch(word.lower) or word.lower in self.vocabulary:
            return "", ""
        role = _context().roles.get(word.lower, ("",))[0]
        if role in ("office", "person"):
            return "", ""
        return "", "longer" if strength >= CUE else "person"


def _phrases(document: Document) -> Iterator[tuple[Part, int, int]]:
    """Fixed phrases and well-known persons that hold a region's name."""
    pattern = re.compile("|".join(re.escape(p) for p in sorted(group("phrase"))), re.IGNORECASE)
    for part, text in document.folded.items():
        for match in pattern.finditer(text.replace("-", " ")):
            yield part, match.start(), match.end()


def scan(document: Document, hidden: Sequence[tuple[Part, int, int]] = ()) -> Iterator[Candidate]:
    """Candidates in text order, navigation and `hidden` spans (datelines, outlet names) left out."""
    hidden = [*hidden, *_phrases(document)]
    vocabulary = frozenset(re.findall(r"(?<![^\W\d_])[a-z']+(?![^\W\d_])", document.folded["text"]))
    for sentence in document.sentences:
        if sentence.navigation:
            continue
        tokens = tokens_of(sentence)
        judge = _Judge(sentence, tokens, vocabulary)
        i = 0
        while i < len(tokens):
            alias = _match(sentence.text, tokens, i)
            longer = _longer(sentence.text, tokens, i)
            if longer > (len(alias.tokens) if alias else 0):
                i += longer
                continue
            if alias is None:
                i += 1
                continue
            j = i + len(alias.tokens)
            start, stop = sentence.start + tokens[i].start, sentence.start + tokens[j - 1].stop
            if not any(part == sentence.part and a < stop and start < b for part, a, b in hidden):
                strength, hint, reason, left = judge.judge(i, j, alias)
                yield Candidate(sentence.part, start, stop, sentence, alias, strength, hint, reason, left)
            i = j
