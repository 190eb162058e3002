"""The rules' entries and the judge's opinion put together: what the rules have no words for is added, what the judge does
not believe is dropped, and the status is the judge's, who knows what the rules said and what stands around."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nlp.breaches.assertion import Verdict
from nlp.breaches.entries import Draft, Told
from nlp.learned.sentence_judge import ADD, KEEP
from nlp.learned.sentence_model import Opinion

ASIDE = 0.9
"""What the judge must be sure of to add an entry to an article that is not known to be on the topic."""

_CALM = frozenset({"appeal", "forbid", "aspire", "would"})
_ACCUSING = frozenset(
    {"suspect", "process", "proven", "judged", "assert", "admit", "hint", "cleared", "deny", "denyown"}
)
"""Classes of cues (assertion_cues.csv). An accusation against the words of an appeal is asked for more: a missed breach
is little, an appeal called a case is the mistake that this corpus exists to avoid."""

SWAY = 0.4
"""How sure the judge must be of a substatus to change that of the rules."""


def settle(told: Iterable[Told], views: Sequence[Opinion], on_topic: bool) -> list[Draft]:
    """The entries of an article in text order, from the rules' and the judge's opinion of each sentence."""
    found: list[Draft] = []
    enough = ADD if on_topic else ASIDE
    for one, view in zip(told, views, strict=True):
        if one.drafts:
            found += _reviewed(one.drafts, view)
        elif view.breach >= max(enough, ASIDE if _only_appeals(one, view) else 0.0):
            verdict = Verdict(view.status, view.substatus, "learned", False)
            found.append(replace(one.spare, verdict=verdict, counts=_counts(one.spare, view)))
    return found


def _only_appeals(told: Told, view: Opinion) -> bool:
    """Whether the judge would read an accusation into a sentence whose cues appeal or announce, and accuse nobody."""
    cues = {cue.name for cue in told.reading.cues}
    return view.status in ("proven", "alleged") and bool(cues & _CALM) and not cues & _ACCUSING


def _counts(draft: Draft, view: Opinion) -> bool:
    return draft.counts or view.substatus == "none_reported"


def _reviewed(drafts: Sequence[Draft], view: Opinion) -> list[Draft]:
    """The rules' entries of one sentence, unless the judge refuses them. Several outcomes stay as the rules tell them
    apart; a changed verdict is not explicit, so it never puts a name beside `proven`."""
    if view.breach < KEEP:
        return []
    if len(drafts) > 1:
        return list(drafts)
    draft, said = drafts[0], drafts[0].verdict
    if view.sureness < SWAY or (said.status, said.substatus) == (view.status, view.substatus):
        return [draft]
    if said.status == view.status:
        return [replace(draft, verdict=replace(said, substatus=view.substatus), counts=_counts(draft, view))]
    verdict = Verdict(view.status, view.substatus, f"learned+{said.rule}", False)
    return [replace(draft, verdict=verdict, counts=_counts(draft, view))]
