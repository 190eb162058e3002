"""What names a breach of neutrality: masks, generic terms and acts, and the test whether an article is about it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nlp.breaches.lexicon import Matcher, RuleSet, load_rules, pattern
from nlp.document import Document
from nlp.learned.sentence_model import SURE, Opinion

Kind = Literal["strong", "act", "weak", "form"]
# How many sentences, and which share of all, the learned model must be sure of to make a theme without the rules' words.
_SEVERAL, _SHARE = 2, 0.3
# Points of a theme that is the article's main one.
_YES = 3
_STRENGTH = {"strong": 3, "act": 2, "weak": 1, "form": 0}


@dataclass(frozen=True)
class Breach:
    """Words that name a breach; half-open offsets into the sentence. `form` is None for a generic term."""

    kind: Kind
    start: int
    stop: int
    id: str
    form: str | None = None

    @property
    def strength(self) -> int:
        """3 for a term that is enough by itself, 2 for an act, 1 for a word that needs company, 0 for a form."""
        return _STRENGTH[self.kind]


def blank(text: str, patterns: Iterable[Matcher]) -> str:
    """The text with what the patterns match overwritten by underscores; same length."""
    for one in patterns:
        if one.search(text):
            text = one.sub(lambda m: re.sub(r"\S", "_", m[0]), text)
    return text


@cache
def _masks(action: str) -> tuple[Matcher, ...]:
    return tuple(r.pattern for r in load_rules("masks.csv", "action", ("id",)) if r.label == action)


def hide(text: str) -> str:
    """The sentence without office names, law titles and other words that look like a breach and are none."""
    return blank(text, _masks("hide"))


def mask_cues(text: str) -> str:
    """A hidden sentence further without words that look like cues ("tidak hanya", "tidak dengan hormat")."""
    return blank(text, _masks("cue"))


@cache
def _rules() -> RuleSet:
    terms = [r for r in load_rules("breach_terms.csv", "kind", ("id",)) if r.label != "theme"]
    return RuleSet((*terms, *load_rules("violation_forms.csv", "form", ("strength",))))


def find_breaches(text: str) -> tuple[Breach, ...]:
    """Every breach that the hidden sentence names, in text order; a form (`act`, `pol`) counts as an act."""
    found: list[Breach] = []
    has_side: bool | None = None
    for rule, match in _rules().matches(text):
        strength = rule.cells.get("strength")
        if strength is None:
            kind: Kind = "strong" if rule.label == "strong" else "weak"
            found.append(Breach(kind, match.start(), match.end(), rule.id))
            continue
        if strength == "pol" and has_side is None:
            has_side = pattern("side").search(text) is not None
        kind = "act" if strength == "act" or (strength == "pol" and has_side) else "form"
        found.append(Breach(kind, match.start(), match.end(), rule.id, rule.label))
    return tuple(sorted(found, key=lambda b: (b.start, -b.strength)))


@dataclass(frozen=True)
class Theme:
    """How much an article is about neutrality. `points`: 2 for a sentence that names it, 1 for a partisan act of a
    public servant, one more in the title; `named`: it is named, or a supervising body occurs."""

    points: int
    named: bool

    @property
    def level(self) -> Literal["yes", "mention", "no"]:
        """yes: weak words count too; mention: only what names a breach by itself; no: nothing is looked for."""
        if not self.named:
            return "no"
        return "yes" if self.points >= _YES else "mention" if self.points == 2 else "no"


def known_theme(theme: Theme) -> Theme:
    """The theme of an article that is known to be on the topic: its level is "yes"."""
    return Theme(max(theme.points, _YES), True)


def may_concern(document: Document) -> bool:
    """The cheap first look at the whole text: an election, its bodies or netralitas, a public servant, a word of the
    theme."""
    whole = document.folded["title"] + "\n" + document.folded["text"]
    low = whole.lower()
    about = "netralitas" in low or any(word in low for word in _ELECTIONS)
    if not about or not any(word in low for word in _HINTS):
        return False
    return pattern("servant").search(whole) is not None


_ELECTIONS = (
    "pemilu", "pemilihan", "pilkada", "pilgub", "pilbup", "pilwa", "pileg", "pilpres", "kampanye", "paslon", "calon",
    "caleg", "capres", "cagub", "cabup", "cawali", "bawaslu", "panwas", "kasn", "dkpp", "kpu", "pencoblosan",
)  # fmt: skip
_HINTS = (
    "netral",
    "politik praktis",
    "cawe",
    "pihak",
    "dukung",
    "kampanye",
    "paslon",
    "calon",
    "caleg",
    "capres",
    "pilih",
    "partai",
    "parpol",
    "politik",
    "relawan",
    "sukses",
    "langgar",
    "fasilitas",
)


def _title_points(text: str) -> int:
    """What a title about public servants adds that names neither neutrality nor an act."""
    if pattern("title_norm").search(text) and pattern("election").search(text):
        return 2
    return 1 if pattern("pursuit").search(text) else 0


def find_theme(texts: Sequence[tuple[bool, str, Sequence[Breach]]], views: Sequence[Opinion] = ()) -> Theme:
    """The theme from the article's hidden sentences (is it the title, text, its breaches) and the learned model's view
    of each: two sentences that it is sure of make a theme where the rules have no words for it."""
    points = 0
    named = False
    for is_title, text, breaches in texts:
        officer = pattern("servant").search(text) is not None
        servant = officer or pattern("theme_servant").search(text) is not None
        core = pattern("core").search(text) is not None and (
            servant or pattern("election").search(text) is not None or any(b.kind == "strong" for b in breaches)
        )
        act = servant and any(b.kind == "act" for b in breaches)
        named = named or core or pattern("supervisor").search(text) is not None
        if core or act:
            points += (2 if core else 1) + is_title
        elif is_title and officer:
            points += _title_points(text)
        elif officer and pattern("watchdog").search(text) and pattern("pursuit").search(text):
            points += 1
    sure = sum(view.breach >= SURE for view in views)
    learned = sure >= _SEVERAL and sure >= _SHARE * len(views)
    return Theme(points + sure * learned, named or learned)
