"""Sanctions that a sentence names, and how real they are (codebook `sanctions`, `sanction_modality`)."""

from functools import cache

from nlp.lexicon import RuleSet, load_rules

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


def modality_of(text: str, status: str, sanctions: tuple[str, ...]) -> str | None:
    """The modality of the sanctions in an entry with this status; None where it names no sanction."""
    if not sanctions:
        return None
    seen = modalities_in(text)
    if status in ("conditional", "prohibited"):
        return "avoided" if "avoided" in seen and status == "prohibited" else "threatened"
    if status == "alleged":
        return next((m for m in ("demanded", "recommended", "pending") if m in seen), "threatened")
    if status == "denied":
        return "avoided"
    return next((m for m in ("demanded", "recommended", "pending", "imposed") if m in seen), "imposed")
