"""What names a breach of neutrality: masks, generic terms and acts, and the test whether an article is about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nlp.document import Document
from nlp.lexicon import Rule, load_rules, one_regex

Kind = Literal["strong", "act", "weak", "form"]
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


def blank(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    """The text with what the patterns match overwritten by underscores; same length."""
    for pattern in patterns:
        if pattern.search(text):
            text = pattern.sub(lambda m: re.sub(r"\S", "_", m[0]), text)
    return text


@cache
def _masks(action: str) -> tuple[re.Pattern[str], ...]:
    return tuple(r.pattern for r in load_rules("masks.csv", "action", ("id",)) if r.label == action)


def hide(text: str) -> str:
    """The sentence without office names, law titles and other words that look like a breach and are none."""
    return blank(text, _masks("hide"))


def mask_cues(text: str) -> str:
    """A hidden sentence further without words that look like cues ("tidak hanya", "tidak dengan hormat")."""
    return blank(text, _masks("cue"))


@cache
def _terms(kind: str) -> tuple[Rule, ...]:
    return tuple(r for r in load_rules("breach_terms.csv", "kind", ("id",)) if r.label == kind)


@cache
def _forms() -> tuple[Rule, ...]:
    return load_rules("violation_forms.csv", "form", ("strength",))


@cache
def side_pattern() -> re.Pattern[str]:
    """A candidate, party, campaign team or "one of the sides"."""
    return one_regex(
        r"{POL}",
        r"\b(?:ber|meng|di)?(?:k)?ampanye\w*",
        r"\bpemenangan\b",
        r"\bcalon\b(?! (?:pemilih|pns|asn|jemaah))",
    )


@cache
def servant_pattern() -> re.Pattern[str]:
    """A public servant, official or organiser, by any word for one."""
    return one_regex(r"\b{SERVANT}\b")


def find_breaches(text: str) -> tuple[Breach, ...]:
    """Every breach that the hidden sentence names, in text order; a form (`act`, `pol`) counts as an act."""
    found: list[Breach] = []
    for kind in ("strong", "weak"):
        for rule in _terms(kind):
            found += [Breach(rule.label, m.start(), m.end(), rule.id) for m in rule.finditer(text)]  # type: ignore[arg-type]
    has_side = side_pattern().search(text) is not None
    for rule in _forms():
        strength = rule.cells["strength"]
        kind = "form" if strength == "form" or (strength == "pol" and not has_side) else "act"
        found += [Breach(kind, m.start(), m.end(), rule.id, rule.label) for m in rule.finditer(text)]  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda b: (b.start, -b.strength)))


@cache
def _core() -> re.Pattern[str]:
    return one_regex(
        r"\bnetral\w*",
        r"\bke-?tidak-?netral\w*",
        r"politik praktis",
        r"\bcawe-?cawe",
        r"\b(?:ke)?(?:ber|me)pihakan?\b",
    )


@cache
def _election() -> re.Pattern[str]:
    return one_regex(r"\b{ELECTION}\b", r"{CAND}", r"\b(?:bawaslu|panwas\w*|kasn|gakkumdu|dkpp)\b")


@dataclass(frozen=True)
class Theme:
    """How much an article is about neutrality: sentences that name it, acts by public servants, title included?"""

    sentences: int
    acts: int
    title: bool

    @property
    def level(self) -> Literal["yes", "mention", "no"]:
        """yes: weak words count too; mention: only what names a breach by itself; no: nothing is looked for."""
        if self.title or self.sentences >= 2 or self.acts >= 3:
            return "yes"
        return "mention" if self.sentences + self.acts else "no"


def find_theme(document: Document) -> Theme:
    """The cheap first look: no sentence is read closely where no word of the theme stands in the article."""
    whole = document.folded["title"] + "\n" + document.folded["text"]
    if not _election().search(whole) or not servant_pattern().search(whole):
        return Theme(0, 0, False)
    named = _core().search(whole) is not None
    sentences = acts = 0
    title = False
    for sentence in document.sentences:
        text = hide(sentence.text)
        core = named and _core().search(text) is not None
        if core and (servant_pattern().search(text) or _election().search(text)):
            sentences += 1
            title = title or sentence.part == "title"
        elif _act_of_servant(text):
            acts += 1
            title = title or sentence.part == "title"
    return Theme(sentences, acts, title and sentences + acts >= (1 if named else 2))


def _act_of_servant(text: str) -> bool:
    if not servant_pattern().search(text) or not side_pattern().search(text):
        return False
    return any(
        rule.cells["strength"] == "act" and rule.label in _TELLING and rule.pattern.search(text) for rule in _forms()
    )


_TELLING = frozenset({"dukungan", "kampanye", "mobilisasi", "keputusan", "tim_sukses", "foto_simbol", "media_sosial"})
