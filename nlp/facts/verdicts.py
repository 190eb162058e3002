"""Verdicts per party and legal track: "pidana tidak terbukti, netralitas terbukti" is two."""

import re
from collections.abc import Iterator, Sequence

from nlp.document import Document
from nlp.facts.bodies import body_for
from nlp.facts.breaches import tracks_of
from nlp.facts.cues import cues_in
from nlp.records import Outcome, Verdict, ViolationMention

_DECIDED = {("proven", "decided"), ("proven", "found"), ("denied", "cleared")}
NETRALITAS = "netralitas"
"""The track of a verdict that names none."""
_CLAUSE = re.compile(
    r"[,;:]\s+|\s+(?=(?:tetapi|tapi|namun|sedangkan|sementara|melainkan|kendati|meski)\b)", re.IGNORECASE
)
_CLEARED = re.compile(
    r"\b(?:(?:tidak|tak|belum|bukan)(?: \w+){0,2} (?:terbukti|terpenuhi|memenuhi|ditemukan|melanggar|pelanggaran)|"
    r"dihentikan|menghentikan|SP3|bebas(?! dari jabatan)|"
    r"divonis (?:bebas|lepas)|gugur|(?:tidak|kurang) (?:cukup )?bukti)\b",
    re.IGNORECASE,
)
_PROVEN = re.compile(
    r"\b(?:terbukti|dinyatakan (?:bersalah|melanggar)|memenuhi unsur|merupakan pelanggaran|(?:me)?langgar|"
    r"divonis|bersalah|disanksi|dijatuhi)\b",
    re.IGNORECASE,
)
# Who tells of a sentence is not who passed it.
_SENTENCE = re.compile(r"\b(?:(?:di|mem)?vonis|pidana percobaan|masa percobaan|majelis hakim)\b", re.IGNORECASE)


def find_verdicts(document: Document, violations: Sequence[ViolationMention]) -> tuple[Verdict, ...]:
    """The verdicts of all entries that some body decided, in their order."""
    return tuple(
        verdict
        for index, v in enumerate(violations)
        if (v.status, v.substatus) in _DECIDED and v.reference != "rule"
        for verdict in _of(document, index, v)
    )


def _of(document: Document, index: int, violation: ViolationMention) -> Iterator[Verdict]:
    """By clause where clauses name tracks of their own; the entry's status on its own track otherwise. A clause may
    clear on a track that it names; it never convicts where the entry does not."""
    span = violation.span
    text = document.folded[span.part][span.start : span.stop]
    body = "pengadilan" if _SENTENCE.search(text) else body_for(violation.claimed_by, text, 0)
    whole: Outcome = "proven" if violation.status == "proven" else "cleared"
    told: dict[tuple[str, Outcome], Verdict] = {}
    for start, stop in _clauses(text):
        outcome = _outcome(text[start:stop])
        if outcome is None or (outcome == "proven" != whole):
            continue
        tracks = cues_in(text[start:stop]).get("track", {})
        if outcome != whole and not tracks:
            continue
        at = document.span(span.part, span.start + start, span.start + stop)
        for track in tracks_of(violation, tracks) or (NETRALITAS,):
            told.setdefault((track, outcome), Verdict(at, index, track, outcome, body, violation.parties))
    if not any(outcome == whole for _, outcome in told):
        cleared = {track for track, _ in told}
        tracks = {t: at for t, at in cues_in(text).get("track", {}).items() if t not in cleared}
        for track in tracks_of(violation, tracks) or (NETRALITAS,):
            told[track, whole] = Verdict(span, index, track, whole, body, violation.parties)
    yield from told.values()


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    cuts = [0, *(cut for m in _CLAUSE.finditer(text) for cut in m.span()), len(text)]
    yield from ((start, stop) for start, stop in zip(cuts[::2], cuts[1::2], strict=True) if stop > start)


def _outcome(clause: str) -> Outcome | None:
    if _CLEARED.search(clause):
        return "cleared"
    return "proven" if _PROVEN.search(clause) else None
