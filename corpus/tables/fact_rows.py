"""Rows of the unvalidated findings (`nlp.records.Facts`) for `facts.sql`, and the columns beside the codebook's."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from nlp.records import Annotations, BreachFacts, Span

Place = Callable[[int, Span], dict[str, Any]]
"""Number and span to the columns of a mention's place."""


def breach_columns(facts: BreachFacts) -> dict[str, Any]:
    """The unvalidated columns of `violation_mentions`."""
    return {
        "stage": facts.stage,
        "tracks": facts.tracks,
        "beneficiaries": facts.beneficiaries,
        "ranks": facts.ranks,
        "form_codes": facts.form_codes,
        "skb_items": facts.skb_items,
        "skb_level": facts.skb_level,
        "hedge_dropped": facts.hedge_dropped,
    }


def fact_rows(found: Annotations, place: Place, people: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(table, row) of the findings of one article. `people`: name in lower case to official_id."""
    facts, tagger = found.facts, {"tagger": found.tagger}
    cells: dict[str, Any]
    for number, law in enumerate(facts.laws):
        cells = {"law_id": law.law, "kind": law.kind, "number": law.number, "year": law.year, "pasal": law.article}
        yield "law_mentions", {**place(number, law.span), **cells, **tagger}
    for number, count in enumerate(facts.counts):
        cells = {
            "violation": count.violation, "value": count.value, "unit": count.unit, "body": count.body,
            "as_of": count.as_of, "region_code": count.region, "election_id": count.election,
        }  # fmt: skip
        yield "count_claims", {**place(number, count.span), **cells, **tagger}
    for number, sanction in enumerate(facts.sanctions):
        cells = {
            "violation": sanction.violation, "kind": sanction.kind, "modality": sanction.modality,
            "body": sanction.body,
        }  # fmt: skip
        yield "sanction_mentions", {**place(number, sanction.span), **cells, **tagger}
    for number, verdict in enumerate(facts.verdicts):
        parties = [party.name or party.office for party in verdict.parties if party.name or party.office]
        cells = {
            "violation": verdict.violation, "track": verdict.track, "outcome": verdict.outcome, "body": verdict.body,
            "parties": parties,
        }  # fmt: skip
        yield "verdicts", {**place(number, verdict.span), **cells, **tagger}
    for number, claim in enumerate(facts.claims):
        person = people.get(claim.speaker.casefold()) if claim.speaker else None
        cells = {
            "article_id": found.id, "claim": number, "violation": claim.violation, "source": claim.source,
            "body": claim.body, "speaker": claim.speaker, "official_id": person,
        }  # fmt: skip
        yield "claims", {**cells, **tagger}
    for stage in facts.stages:
        span = stage.span
        where = {"part": span.part, "start": span.start, "stop": span.stop, "surface": span.surface} if span else {}
        cells = {
            "article_id": found.id, "election_id": stage.election, "stage": stage.stage,
            "resolved_by": stage.resolved_by,
        }  # fmt: skip
        yield (
            "article_stages",
            {**cells, "part": None, "start": None, "stop": None, "surface": None, **where, **tagger},
        )
