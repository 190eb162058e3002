"""The forms of a breach (codebook `forms`) that a clause names."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from nlp.breaches.breach import Breach
from nlp.breaches.lexicon import Rule, RuleSet, load_rules, pattern

_ORDER = (
    "media_sosial", "kampanye", "foto_simbol", "alat_peraga", "parpol", "pencalonan", "tim_sukses", "mobilisasi",
    "fasilitas_negara", "keputusan", "dukungan", "umum",
)  # fmt: skip
_JOIN = re.compile(
    r"^(?:\s|,|/)*(?:\b(?:dan|atau|ataupun|maupun|serta|apalagi|juga|tidak|terlibat|ikut|dalam|menjadi)\b[\s,/]*)+$",
    re.I,
)
_GENERIC = frozenset({"practical_politics", "cawe_cawe"})


def find_forms(text: str, breaches: Sequence[Breach]) -> tuple[str, ...]:
    """The forms that `breaches` (those of one entry, offsets into `text`) name; ("umum",) where none is named.
    Support of an unnamed kind and generic terms are kept beside a named form only where "and", "or" joins them."""
    named = _leading(text, [b for b in breaches if b.form and b.form != "umum"])
    kinds = {b.form for b in named}
    specific = kinds - {"dukungan"}
    found = set(specific)
    if "dukungan" in kinds:
        support = [b for b in named if b.form == "dukungan"]
        others = [b for b in named if b.form != "dukungan"]
        if not specific or _joined(text, support, others):
            found.add("dukungan")
    generic = [b for b in breaches if b.id in _GENERIC or (b.form == "umum" and b.kind == "form")]
    if not found or _joined(text, generic, [b for b in named if b.form in found]):
        found.add("umum")
    return tuple(form for form in _ORDER if form in found)


@cache
def _words() -> RuleSet:
    return RuleSet(load_rules("form_words.csv", "form"))


def loose_forms(text: str) -> tuple[str, ...]:
    """The forms that looser words of an entry point to, where no term of a form stands in it; () where none does or
    where only the breach in general is spoken of. Support, and whose team profits, give way to what is done."""
    hits = [(rule.label, m) for rule, m in loose_words(text) if rule.cells["sure"] == "no"]
    team = [m for label, m in hits if label == "tim_sukses"]
    inside = [m for label, m in hits if label == "kampanye" and any(t.start() <= m.start() < t.end() for t in team)]
    found = {label for label, m in hits if m not in inside}
    if found - {"dukungan", "tim_sukses"}:
        found.discard("dukungan")
        if all(pattern("profits").search(m[0]) for m in team):
            found.discard("tim_sukses")
    if found - {"kampanye", "tim_sukses"} and all(
        pattern("campaign_word").search(m[0]) for label, m in hits if label == "kampanye"
    ):
        found.discard("kampanye")
    return ordered(found)


def ordered(forms: Iterable[str]) -> tuple[str, ...]:
    """Forms in the codebook's order, without repeats."""
    kinds = set(forms)
    return tuple(form for form in _ORDER if form in kinds)


def sure_forms(text: str) -> tuple[str, ...]:
    """The forms that words of an entry name beside whatever else stands there."""
    return tuple({rule.label: None for rule, _ in loose_words(text) if rule.cells["sure"] == "yes"})


def loose_words(text: str) -> Iterable[tuple[Rule, re.Match[str]]]:
    """Every match of form_words.csv, without words that only look like a form."""
    return _words().matches(pattern("not_form").sub(lambda m: "_" * len(m[0]), text))


def _joined(text: str, left: Sequence[Breach], right: Sequence[Breach]) -> bool:
    """Whether one of `left` and one of `right` stand side by side with only a conjunction between them."""
    for a in left:
        for b in right:
            first, second = (a, b) if a.start <= b.start else (b, a)
            if first.stop <= second.start and _JOIN.match(text[first.stop : second.start]):
                return True
    return False


def _leading(text: str, named: Sequence[Breach]) -> list[Breach]:
    """The breaches without those that only complete another: the choice or campaign that people are driven to, the
    campaign that goes on in social media, the campaign that a state car drives to, whose group it is."""
    kinds = {b.form for b in named}
    kept: list[Breach] = []
    for b in named:
        words = text[b.start : b.stop]
        if b.form == "kampanye":
            if "mobilisasi" in kinds and not pattern("choice_joined").search(text):
                continue
            if "fasilitas_negara" in kinds and pattern("ride").match(words):
                continue
            if "pencalonan" in kinds and pattern("declares").search(words):
                continue
            if "fasilitas_negara" in kinds and pattern("purpose").search(text[max(0, b.start - 12) : b.stop]):
                continue
            if "ampanye" in words and any(o.form == "media_sosial" and _overlap(o, b) for o in named):
                continue
        if b.form == "foto_simbol" and "media_sosial" in kinds and pattern("bare_photo").match(words):
            continue
        if b.form in ("kampanye", "tim_sukses") and _in_group(text, b):
            continue
        if b.form == "pencalonan" and pattern("somebody_elses").search(text[: b.start]):
            continue
        if b.form == "alat_peraga" and "media_sosial" in kinds and pattern("shared_online").match(text[b.start :]):
            continue
        kept.append(b)
    return kept


def _overlap(a: Breach, b: Breach) -> bool:
    return a.start < b.stop and b.start < a.stop


def _in_group(text: str, b: Breach) -> bool:
    """Whether "pemenangan" or "relawan" only says whose group or account it is."""
    return (
        pattern("group_of").search(text[: b.start]) is not None
        or pattern("group_of").search(text[: b.stop]) is not None
    )
