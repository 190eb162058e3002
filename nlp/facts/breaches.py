"""What an entry of `violations` says beside the codebook's fields: stage, track, beneficiary, rank, finer form."""

from collections.abc import Mapping, Sequence

from nlp.document import Document
from nlp.facts.cues import cues_in
from nlp.facts.skb import fixed_then, forms_of, skb_items
from nlp.records import BreachFacts, ElectionMention, ViolationMention

# The procedure in its order (Perbawaslu 7/2022, 9/2024; domain README 2): the furthest step that is named counts.
STAGES = (
    "informasi_awal", "laporan", "temuan", "penelusuran", "registrasi", "klarifikasi", "kajian", "dihentikan",
    "diteruskan", "rekomendasi", "penyidikan", "tuntutan", "vonis", "banding", "sanksi",
)  # fmt: skip
_REAL = frozenset({"proven", "alleged", "denied"})
_SERVANT = frozenset({"asn", "non_asn"})
_OF_ACTOR = {"penyelenggara": "penyelenggara", "kades": "desa"}
_OF_SANCTION = {
    "moral": "etik", "pidana": "pidana", "disiplin_ringan": "disiplin", "disiplin_sedang": "disiplin",
    "disiplin_berat": "disiplin", "tukin": "disiplin",
}  # fmt: skip


def breach_facts(
    document: Document, violations: Sequence[ViolationMention], elections: Sequence[ElectionMention]
) -> tuple[BreachFacts, ...]:
    """One `BreachFacts` for each entry, in their order."""
    ids = list(dict.fromkeys(m.election for m in elections))
    unhedged = _unhedged(violations)
    return tuple(_facts(document, v, ids, unhedged) for v in violations)


def _facts(
    document: Document, violation: ViolationMention, elections: Sequence[str], unhedged: bool | None
) -> BreachFacts:
    text = document.folded[violation.span.part][violation.span.start : violation.span.stop]
    cues = cues_in(text)
    codes = _codes(violation, cues.get("form_code", {}))
    items: tuple[str, ...] = ()
    level = None
    if _SERVANT & set(violation.actors) or not violation.actors:
        items, level = skb_items(codes, fixed_then(text, document.published, elections), document.published)
    title_case = violation.span.part == "title" and violation.reference == "case" and violation.status == "proven"
    return BreachFacts(
        stage=_stage(violation, cues.get("stage", {})),
        tracks=tracks_of(violation, cues.get("track", {})),
        beneficiaries=_in_order(cues.get("beneficiary", {})),
        ranks=_ranks(violation, cues.get("rank", {})),
        form_codes=codes,
        skb_items=items,
        skb_level=level,
        hedge_dropped=unhedged if title_case else None,
    )


def _in_order(found: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda value: (found[value], value)))


def _stage(violation: ViolationMention, found: Mapping[str, int]) -> str | None:
    """The furthest step named; none where the breach is only feared, forbidden or absent."""
    if violation.status not in _REAL or violation.substatus == "none_reported" or violation.reference == "rule":
        return None
    stopped = violation.substatus == "cleared" and "dihentikan" in found
    return "dihentikan" if stopped else max(found, key=STAGES.index, default=None)


def tracks_of(violation: ViolationMention, named: Mapping[str, int]) -> tuple[str, ...]:
    """The tracks `named`; without a word the one that a sanction belongs to, or that the only actor is under."""
    if named:
        return _in_order(named)
    by_sanction = tuple(dict.fromkeys(_OF_SANCTION[s] for s in violation.sanctions if s in _OF_SANCTION))
    if by_sanction or len(violation.actors) != 1:
        return by_sanction
    return (_OF_ACTOR[violation.actors[0]],) if violation.actors[0] in _OF_ACTOR else ()


def _ranks(violation: ViolationMention, found: Mapping[str, int]) -> tuple[str, ...]:
    """Ranks of the parties' offices; where no party has one, those that the entry names. None for a rule."""
    offices = [party.office for party in violation.parties if party.office]
    if offices:
        ranks = [rank for office in offices for rank in _in_order(cues_in(office).get("rank", {}))[:1]]
        return tuple(dict.fromkeys(ranks))
    return () if violation.reference == "rule" else _in_order(found)


def _codes(violation: ViolationMention, found: Mapping[str, int]) -> tuple[str, ...]:
    """Finer codes that stand under a form of the entry; F_GENERIC only where no other does."""
    forms = set(violation.forms)
    codes = [code for code in _in_order(found) if forms & forms_of(code)]
    finer = [code for code in codes if code != "F_GENERIC"]
    return tuple(finer or codes)


def _unhedged(violations: Sequence[ViolationMention]) -> bool | None:
    """Whether the body alleges what a headline may tell as proven, and never calls it proven itself; None where the
    body has no case."""
    body = [v for v in violations if v.span.part == "text" and v.reference == "case" and v.temporal == "current"]
    statuses = {v.status for v in body}
    return None if not statuses & {"proven", "alleged", "denied"} else "proven" not in statuses
