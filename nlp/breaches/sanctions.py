"""Sanctions that a sentence names, and how real they are (codebook `sanctions`, `sanction_modality`)."""

import re
from collections.abc import Iterable
from functools import cache

from nlp.breaches.lexicon import Rule, RuleSet, load_rules

_ORDER = (
    "teguran", "moral", "disiplin_ringan", "disiplin_sedang", "disiplin_berat", "tukin", "jabatan", "pemberhentian",
    "blokir_data", "pidana", "umum",
)  # fmt: skip


@cache
def _kinds() -> RuleSet:
    return RuleSet(load_rules("sanctions.csv", "sanction"))


@cache
def _modalities() -> RuleSet:
    return RuleSet(load_rules("sanction_modality.csv", "modality"))


def sanctions_in(text: str) -> tuple[str, ...]:
    """The sanctions that `text` names; `umum` only where none with a kind is named."""
    found = {rule.label for rule, _ in _kinds().matches(text)}
    if found - {"umum"}:
        found.discard("umum")
    return tuple(s for s in _ORDER if s in found)


def modalities_in(text: str) -> frozenset[str]:
    """Every modality that the words of `text` point to."""
    return frozenset(rule.label for rule, _ in _modalities().matches(text))


def sanction_words(text: str) -> Iterable[tuple[Rule, re.Match[str]]]:
    """Every match of a sanction in `text`."""
    return _kinds().matches(text)


def modality_words(text: str) -> Iterable[tuple[Rule, re.Match[str]]]:
    """Every match of a word of modality in `text`."""
    return _modalities().matches(text)


def modality_of(text: str, status: str, sanctions: tuple[str, ...], source: str = "media") -> str | None:
    """The modality of the sanctions in an entry with this status; None where it names no sanction. What a supervising
    body asks for (`source`, codebook `claimed_by`) is recommended."""
    if not sanctions:
        return None
    # "awaited" and "sentenced" are finer than the codebook: the first is pending, the second imposed.
    seen = modalities_in(text)
    seen |= {"pending"} if "awaited" in seen else set()
    if status in ("conditional", "prohibited"):
        return "avoided" if "avoided" in seen and status == "prohibited" else "threatened"
    if "demanded" in seen and source in ("kasn_bkn", "pengawas"):
        seen = seen - {"demanded"} | {"recommended"}
    if status == "alleged":
        return next((m for m in ("demanded", "recommended", "pending") if m in seen), "threatened")
    if status == "denied":
        return "avoided"
    if "sentenced" in seen:
        return "imposed"
    return next((m for m in ("demanded", "pending", "recommended", "imposed") if m in seen), "imposed")
