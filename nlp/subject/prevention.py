"""What the article reports being done to keep public servants neutral (codebook: prevention)."""

from nlp.document import Document
from nlp.records import PreventionMention
from nlp.rules import apply_rules, load_rules


def find_prevention(document: Document) -> tuple[PreventionMention, ...]:
    """Preventive acts in text order, one mention for each sentence and kind. For articles on the topic only: an apel
    or a circular about something else is not told apart here."""
    found: dict[tuple[int, str], PreventionMention] = {}
    for hit in apply_rules(document, load_rules("prevention.toml")):
        span = document.span(hit.sentence.part, hit.start, hit.stop)
        found.setdefault((hit.sentence.index, hit.rule.kind), PreventionMention(span, hit.rule.kind, hit.rule.name))
    return tuple(sorted(found.values(), key=lambda m: (m.span.part == "text", m.span.start)))
