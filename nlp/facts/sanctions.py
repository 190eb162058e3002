"""Sanctions word by word: where an entry of `violations` names one, which, how real, and on whose hand."""

from collections.abc import Iterator, Sequence

from nlp.breaches.sanctions import sanction_words
from nlp.document import Document
from nlp.facts.bodies import body_near
from nlp.records import SanctionMention, ViolationMention

# KASN and BKN recommend; the superior imposes (UU 20/2023; domain README 2).
_MAY = {
    "imposed": frozenset({"pengadilan", "DKPP", "Kemendagri", "kepala_daerah", "Propam", "TNI", "inspektorat", "KPU"}),
    "recommended": frozenset({"KASN", "BKN", "Bawaslu", "inspektorat", "Gakkumdu", "KemenPANRB", "Kemendagri"}),
    "demanded": frozenset({"kejaksaan", "Bawaslu"}),
}  # fmt: skip
_HAND = _MAY["imposed"]


def find_sanctions(document: Document, violations: Sequence[ViolationMention]) -> tuple[SanctionMention, ...]:
    """One mention for each sanction of each entry, at its first word; `umum` where no kind is named beside it."""
    return tuple(m for index, v in enumerate(violations) if v.sanctions for m in _of(document, index, v))


def _of(document: Document, index: int, violation: ViolationMention) -> Iterator[SanctionMention]:
    part, start = violation.span.part, violation.span.start
    text = document.folded[part][start : violation.span.stop]
    seen: set[str] = set()
    for rule, match in sanction_words(text):
        if rule.label in violation.sanctions and rule.label not in seen:
            seen.add(rule.label)
            body = body_near(text, match.start(), _MAY.get(violation.sanction_modality or "", _HAND))
            span = document.span(part, start + match.start(), start + match.end())
            yield SanctionMention(span, index, rule.label, violation.sanction_modality, body)
