"""Every place in an article that may name a region, with what stands beside it: how strongly it speaks for one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.document import Document, Sentence
from nlp.places.gazetteer import Alias, aliases, longer_names
from nlp.places.region_words import STOPPED, Token, beside, context, group, longer_name, match_alias, tokens_of
from nlp.records import Part

STRONG, CUE, NEUTRAL, BARE = 3, 2, 1, 0
_BOTH = re.compile(
    r"\b(?:kabupaten|kab\.|pemkab|bupati)\s*(?:dan|maupun|serta|/)\s*(?:pem|wali )?kota\s*$|"
    r"\b(?:pem|wali )?kota\s*(?:dan|maupun|serta|/)\s*(?:kabupaten|kab\.|pemkab|bupati)\s*$",
    re.IGNORECASE,
)
_IN_JAKARTA = (("kuningan",), ("manggarai",))  # quarters of Jakarta and kabupaten elsewhere
_PLAIN = re.compile(r"[^\W\d_]+|\d+")
_CALENDAR = re.compile(
    "senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad|januari|februari|maret|april|mei|juni|juli|agustus|september|"
    "oktober|november|desember"
)


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


def _never_a_person(alias: Alias) -> bool:
    """No person is called after "Jawa Tengah", "Jateng" or "Boltim"."""
    if alias.ambiguity == 0 and alias.kind.endswith("abbreviation"):
        return True
    return len(alias.tokens) > 1 and len(alias.codes[0]) == 2


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
        table, word = context(), self.tokens[i - 1]
        keys = [word.lower]
        if i > 1 and beside(self.text, self.tokens[i - 2], word):
            before = self.tokens[i - 2].lower
            keys.insert(0, f"{before} {word.lower}")
            if word.lower == "kota" and table.roles.get(before, ("",))[0] == "below":
                return "below", "", before
        for key in keys:
            if key in table.roles and (key not in table.capital_only or word.capital):
                role, hint = table.roles[key]
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
            and beside(self.text, self.tokens[k - 1], self.tokens[k])
        ):
            k -= 1
        return list(self.tokens[k:i])

    def judge(self, i: int, j: int, alias: Alias) -> tuple[int, str, str, str]:
        """(strength, hint, reason, left words) of the alias at tokens[i:j]."""
        if self._inside_address(i, j):
            return BARE, "", "address", ""
        role, hint, words = self.left_role(i)
        if hint in ("kota", "kab") and _BOTH.search(
            self.text[max(0, self.tokens[i].start - 40) : self.tokens[i].start]
        ):
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
        return bool(re.match(r"\.[A-Za-z]", after)) or (before == "." and self.tokens[i - 1].lower not in STOPPED)

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
        if not beside(self.text, word, self.tokens[i]):
            return NEUTRAL, ""
        if word.acronym and not self.shouted:
            return (STRONG if alias.ambiguity < 3 else NEUTRAL), ""
        if word.capital and not self.headline:
            strength, reason = self._after_capital(i, chain)
            if reason and _never_a_person(alias):
                return NEUTRAL, ""
            # "Pasar Talang Banjar": an ordinary word may be part of the building's own name.
            return (BARE if alias.ambiguity > 1 else strength), reason
        return (BARE if word.capital else NEUTRAL), ""

    def _after_hyphen(self, i: int) -> tuple[int, str]:
        """ "POS-KUPANG" is an outlet, "jalur Pujon-Batu" a road, "Jateng-Jatim" two regions."""
        if context().roles.get(self.tokens[i - 1].lower, ("",))[0] == "not":
            return BARE, "outlet"
        if i > 1 and self.tokens[i - 2].lower in group("route"):
            return BARE, "route"
        return NEUTRAL, ""

    def _after_capital(self, i: int, chain: Sequence[Token]) -> tuple[int, str]:
        """After a capitalised word without a role: the end of an organisation's or building's name, or of a
        person's name."""
        for k in range(i - len(chain), i):
            other = match_alias(self.text, self.tokens, k)
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

    def _quarter(self, j: int, alias: Alias) -> bool:
        """Whether the name is a town's quarter: "Kuningan, Jakarta Selatan", "Batu 9" (at a milestone)."""
        behind = self.text[self.tokens[j - 1].stop :]
        if alias.tokens in _IN_JAKARTA:
            return behind.startswith(", Jakarta")
        return alias.tokens == ("batu",) and behind[:1] == " " and behind[1:2].isdigit()

    def _right(self, j: int, strength: int, alias: Alias) -> tuple[str, str]:
        """(hint, reason) from the word after the name."""
        if self._quarter(j, alias):
            return "", "longer"
        if j >= len(self.tokens) or not beside(self.text, self.tokens[j - 1], self.tokens[j]):
            return "", ""
        if self.text[self.tokens[j - 1].stop] in ".(":
            return "", ""
        word = self.tokens[j]
        if (
            word.text in ("Kota", "KOTA")
            and match_alias(self.text, self.tokens, min(j + 1, len(self.tokens) - 1)) is None
        ):
            return "kota", ""
        if match_alias(self.text, self.tokens, j) is not None and word.lower not in group("after"):
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
        role = context().roles.get(word.lower, ("",))[0]
        if role in ("office", "person") or _never_a_person(alias):
            return "", ""
        return "", "longer" if strength >= CUE else "person"


def _phrases(document: Document) -> Iterator[tuple[Part, int, int]]:
    """Fixed phrases and well-known persons that hold a region's name."""
    for part, text in document.lowered.items():
        plain = text.replace("-", " ")
        for phrase in group("phrase"):
            start = plain.find(phrase)
            while start >= 0:
                yield part, start, start + len(phrase)
                start = plain.find(phrase, start + 1)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(aliases()) | frozenset(longer_names())


def scan(document: Document, hidden: Sequence[tuple[Part, int, int]] = ()) -> Iterator[Candidate]:
    """Candidates in text order, navigation and `hidden` spans (datelines, outlet names) left out."""
    hidden = [*hidden, *_phrases(document)]
    vocabulary = frozenset(re.findall(r"(?<![^\W\d_])[a-z']+(?![^\W\d_])", document.folded["text"]))
    for sentence in document.sentences:
        if sentence.navigation or _first_words().isdisjoint(_PLAIN.findall(sentence.lower)):
            continue
        tokens = tokens_of(sentence)
        places = [i for i, token in enumerate(tokens) if token.text.lower() in _first_words()]
        if places:
            yield from _scan_sentence(sentence, tokens, places, vocabulary, hidden)


def _scan_sentence(
    sentence: Sentence,
    tokens: Sequence[Token],
    places: Sequence[int],
    vocabulary: frozenset[str],
    hidden: Sequence[tuple[Part, int, int]],
) -> Iterator[Candidate]:
    judge = _Judge(sentence, tokens, vocabulary)
    done = 0
    for i in places:
        if i < done:
            continue
        alias = match_alias(sentence.text, tokens, i)
        longer = longer_name(sentence.text, tokens, i)
        if longer > (len(alias.tokens) if alias else 0):
            done = i + longer
            continue
        if alias is None:
            continue
        done = i + len(alias.tokens)
        start, stop = sentence.start + tokens[i].start, sentence.start + tokens[done - 1].stop
        if not any(part == sentence.part and a < stop and start < b for part, a, b in hidden):
            strength, hint, reason, left = judge.judge(i, done, alias)
            yield Candidate(sentence.part, start, stop, sentence, alias, strength, hint, reason, left)
