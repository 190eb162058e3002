"""What the article reports being done to keep public servants neutral (codebook: prevention)."""

from collections.abc import Sequence

from nlp.document import Document
from nlp.learned.appeal_model import LIKELY, SURE, load_appeal_model
from nlp.records import PreventionMention, ViolationMention
from nlp.rules import apply_rules, load_rules

# Whose word on what is forbidden is a reminder; a citizen's or the text's own is not.
_WITH_A_SAY = frozenset({"pengawas", "kasn_bkn", "ppk_atasan", "penegak_hukum"})
_NORMS = 2


def find_prevention(
    document: Document, violations: Sequence[ViolationMention] = (), *, on_topic: bool = False
) -> tuple[PreventionMention, ...]:
    """Preventive acts in text order, one mention for each sentence and kind. For articles on the topic only: an apel
    or a circular about something else is not told apart here. Where no rule finds an imbauan in an article `on_topic`,
    the learned model is asked, and what `violations` say to be forbidden counts."""
    found: dict[tuple[int, str], PreventionMention] = {}
    for hit in apply_rules(document, load_rules("prevention.toml")):
        span = document.span(hit.sentence.part, hit.start, hit.stop)
        found.setdefault((hit.sentence.index, hit.rule.kind), PreventionMention(span, hit.rule.kind, hit.rule.name))
    mentions = list(found.values())
    if on_topic and all(m.kind != "imbauan" for m in mentions):
        mentions += _learned_appeal(document, _norms(violations))
    return tuple(sorted(mentions, key=lambda m: (m.span.part == "text", m.span.start)))


def _norms(violations: Sequence[ViolationMention]) -> list[ViolationMention]:
    """What somebody with a say in it forbids, or threatens whoever does it with."""
    return [
        v
        for v in violations
        if _WITH_A_SAY & set(v.claimed_by)
        and (v.substatus == "forbidden" or (v.substatus == "consequence" and v.reference == "rule"))
    ]


def _learned_appeal(document: Document, norms: Sequence[ViolationMention]) -> list[PreventionMention]:
    """The appeal that only the model sees, at the first norm, else at the title (the whole article says it)."""
    probability = load_appeal_model().judge(document)
    if probability < (LIKELY if len(norms) >= _NORMS else SURE):
        return []
    span = norms[0].span if norms else document.span("title", 0, len(document.title))
    return [PreventionMention(span, "imbauan", f"appeal model: {probability:.2f}")]
