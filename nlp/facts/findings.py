"""All unvalidated findings of an article that is about the topic, or has an aside on it."""

from collections.abc import Sequence

from nlp.document import Document
from nlp.facts.breaches import breach_facts
from nlp.facts.claims import find_claims
from nlp.facts.counts import find_counts
from nlp.facts.laws import find_laws
from nlp.facts.sanctions import find_sanctions
from nlp.facts.stages import find_stages
from nlp.facts.verdicts import find_verdicts
from nlp.records import ElectionMention, Facts, OfficialMention, RegionMention, ViolationMention


def find_facts(
    document: Document,
    violations: Sequence[ViolationMention],
    regions: Sequence[RegionMention],
    elections: Sequence[ElectionMention],
    officials: Sequence[OfficialMention],
) -> Facts:
    """Laws, counts, sanctions, verdicts, claims, stages, and what each entry of `violations` says besides."""
    return Facts(
        breaches=breach_facts(document, violations, elections),
        laws=find_laws(document),
        counts=find_counts(document, violations, regions, elections),
        sanctions=find_sanctions(document, violations),
        verdicts=find_verdicts(document, violations),
        claims=find_claims(document, violations, officials),
        stages=find_stages(document, elections),
    )
