"""The shapes that the tagger yields: mentions with half-open code-point spans, and the codebook's object."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

Part = Literal["title", "text", "caption"]
Status = Literal["proven", "alleged", "denied", "conditional", "prohibited"]
Role = Literal["source", "accused", "candidate", "other"]
Topic = Literal["yes", "mention", "no"]
Outcome = Literal["proven", "cleared"]


@dataclass(frozen=True)
class Span:
    """Half-open code-point offsets into `part` (not into title + newline + text)."""

    part: Part
    start: int
    stop: int
    surface: str


@dataclass(frozen=True)
class RegionMention:
    """One place name in the text. `code`: Kemendagri code; `candidates`: all codes the surface may mean;
    `resolved_by`: the kind of evidence that chose; `precision`: province, kabkota or kecamatan (inferred)."""

    span: Span
    code: str
    candidates: tuple[str, ...]
    resolved_by: str
    precision: Literal["province", "kabkota", "kecamatan"]


@dataclass(frozen=True)
class OfficialMention:
    """One occurrence of a named official. `name`, `position`, `region`, `role` are those of the person in the
    article (the fullest form); `span` is this occurrence. `institution`, `level`, `branch`: None where unknown.
    `confirmed_by`: learned recognisers that take these words for a person; empty where none was asked."""

    span: Span
    name: str
    position: str
    region: str | None
    role: Role
    institution: str | None = None
    level: str | None = None
    branch: str | None = None
    acting: str | None = None
    former: bool = False
    rule: str = ""
    confirmed_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """Why a field of a mention has its value. `field`: breach, status, cue, model, source, party, form, actor, sanction
    or modality; `value`: what the evidence says; `rule`: the table row, or how it was linked; `span`: its words, None
    where it is the context."""

    field: str
    value: str
    rule: str
    span: Span | None = None


@dataclass(frozen=True)
class Party:
    """Who is said to have done it: a name (or initials) or None, an office or None."""

    name: str | None
    office: str | None


@dataclass(frozen=True)
class ViolationMention:
    """One entry of the codebook's `violations`; `span.surface` is its `quote`. `rule`: what fired, for `explain`."""

    span: Span
    status: Status
    substatus: str
    reference: Literal["case", "count", "rule"]
    temporal: Literal["past", "current"]
    forms: tuple[str, ...]
    actors: tuple[str, ...]
    parties: tuple[Party, ...]
    claimed_by: tuple[str, ...]
    sanctions: tuple[str, ...]
    sanction_modality: str | None
    sentence: Span
    rule: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class PreventionMention:
    """One preventive act (codebook `prevention`) with the words that name it."""

    span: Span
    kind: str
    rule: str = ""


@dataclass(frozen=True)
class ElectionMention:
    """One election (codebook id, `pilkada-2024`) with the words that name it; `resolved_by`: named or date."""

    span: Span
    election: str
    resolved_by: str


@dataclass(frozen=True)
class BreachFacts:
    """What an entry of `violations` says beside the codebook's fields, in the same order as these; all of it
    unvalidated (no gold labels). `stage`: furthest step of the procedure; `tracks`: etik, disiplin, pidana, desa,
    penyelenggara; `beneficiaries`, `ranks` (of the accused), `form_codes` (finer forms) as in `fact_cues.csv`;
    `skb_items`, `skb_level`: items of the joint decree and the sanction they carry on that day (`skb_items.csv`).
    `hedge_dropped`: for a headline that calls a case proven, whether the body only alleges it; else None."""

    stage: str | None = None
    tracks: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    form_codes: tuple[str, ...] = ()
    skb_items: tuple[str, ...] = ()
    skb_level: str | None = None
    hedge_dropped: bool | None = None


@dataclass(frozen=True)
class LawMention:
    """A law or one of its articles. `law`: id in `laws.csv` (UU10_2016) or None; `kind` (UU, PP, SKB ...) is None
    for an article whose law the sentence does not name; `number`, `year`, `article` ("71 ayat (1)") as written."""

    span: Span
    law: str | None
    kind: str | None
    number: str | None
    year: int | None
    article: str | None


@dataclass(frozen=True)
class CountClaim:
    """A number of breaches, cases or people as somebody gives it; never to be added up. `violation`: index of its
    entry; `body`: whose figure (Bawaslu, KASN ...) or None; `as_of`: ISO day up to which it counts, or None."""

    span: Span
    violation: int
    value: int
    unit: str
    body: str | None
    as_of: str | None
    region: str | None
    election: str | None


@dataclass(frozen=True)
class SanctionMention:
    """One sanction named in an entry of `violations` (`violation`: its index). `kind`, `modality`: as the codebook's;
    `body`: who imposes, recommends or demands it, or None."""

    span: Span
    violation: int
    kind: str
    modality: str | None
    body: str | None


@dataclass(frozen=True)
class Verdict:
    """What was decided about the parties of one entry on one legal track: `outcome` proven or cleared; `body`: who
    decided, or None. "Pidana tidak terbukti, netralitas terbukti" gives two. `track` is "netralitas"
    where none is named."""

    span: Span
    violation: int
    track: str
    outcome: Outcome
    body: str | None
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Claim:
    """On whose word an entry stands: one of its `claimed_by`, the body meant and the named official who speaks in its
    sentence; None where that is open."""

    violation: int
    source: str
    body: str | None
    speaker: str | None


@dataclass(frozen=True)
class ElectionStage:
    """The stage (tahapan) of an election at the time of the article. `resolved_by`: date (the article's day in the
    calendar) or word (the text names it; `span` then is where)."""

    election: str
    stage: str
    resolved_by: Literal["date", "word"]
    span: Span | None = None


@dataclass(frozen=True)
class Facts:
    """The unvalidated findings of one article, beside the codebook's."""

    breaches: tuple[BreachFacts, ...] = ()
    laws: tuple[LawMention, ...] = ()
    counts: tuple[CountClaim, ...] = ()
    sanctions: tuple[SanctionMention, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    claims: tuple[Claim, ...] = ()
    stages: tuple[ElectionStage, ...] = ()

    def with_more(self, other: "Facts") -> "Facts":
        """These findings, then the other ones."""
        return Facts(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})


@dataclass(frozen=True)
class Annotations:
    """Everything tagged in one article: in title and text, then in the caption of its photo."""

    id: str
    topic: Topic
    primary_region: str | None
    regions: tuple[RegionMention, ...]
    officials: tuple[OfficialMention, ...]
    violations: tuple[ViolationMention, ...]
    prevention: tuple[PreventionMention, ...]
    elections: tuple[ElectionMention, ...]
    tagger: str
    facts: Facts = Facts()

    def codebook(self) -> Mapping[str, Any]:
        """The object of the codebook, in its key order, without spans: of title and text only, for the codebook knows
        no captions. Sets keep first-mention order."""
        officials = [m for m in self.officials if m.span.part != "caption"]
        people = {m.name: m for m in reversed(officials)}
        ordered = [people[name] for name in dict.fromkeys(m.name for m in officials)]
        return {
            "id": self.id,
            "topic": self.topic,
            "elections": list(dict.fromkeys(m.election for m in self.elections if m.span.part != "caption")),
            "regions": list(dict.fromkeys(m.code for m in self.regions if m.span.part != "caption")),
            "primary_region": self.primary_region,
            "officials": [
                {"name": m.name, "position": m.position, "region": m.region, "role": m.role} for m in ordered
            ],
            "violations": [
                {
                    "quote": m.span.surface,
                    "status": m.status,
                    "substatus": m.substatus,
                    "reference": m.reference,
                    "temporal": m.temporal,
                    "forms": list(m.forms),
                    "actors": list(m.actors),
                    "parties": [{"name": p.name, "office": p.office} for p in m.parties],
                    "claimed_by": list(m.claimed_by),
                    "sanctions": list(m.sanctions),
                    "sanction_modality": m.sanction_modality,
                }
                for m in self.violations
                if m.span.part != "caption"
            ],
            "prevention": list(dict.fromkeys(m.kind for m in self.prevention if m.span.part != "caption")),
        }
