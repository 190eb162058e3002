"""Who says so: each source of an entry with the body it is and the named official who speaks in the sentence."""

from collections.abc import Iterator, Sequence

from nlp.document import Document
from nlp.facts.bodies import body_for
from nlp.records import Claim, OfficialMention, ViolationMention

_NOBODY = "media"


def find_claims(
    document: Document, violations: Sequence[ViolationMention], officials: Sequence[OfficialMention]
) -> tuple[Claim, ...]:
    """One claim for each entry and source. A speaker is named only where the entry has one source and its sentence
    one official who can be it: a wrong name beside a claim is worse than none."""
    return tuple(
        claim for index, v in enumerate(violations) for claim in _of(document, index, v, officials)
    )  # fmt: skip


def _of(
    document: Document, index: int, violation: ViolationMention, officials: Sequence[OfficialMention]
) -> Iterator[Claim]:
    sentence = violation.sentence
    text = document.folded[sentence.part][sentence.start : sentence.stop]
    for source in violation.claimed_by:
        alone = len(violation.claimed_by) == 1 and source != _NOBODY
        role = "accused" if source == "terlapor" else "source"
        names = {
            o.name
            for o in officials
            if alone
            and o.role == role
            and o.span.part == sentence.part
            and sentence.start <= o.span.start < sentence.stop
        }
        at = violation.span.start - sentence.start
        yield Claim(index, source, body_for((source,), text, at), names.pop() if len(names) == 1 else None)
