"""At which stage (tahapan) the elections of an article stand: by the article's day in the calendar, or by its words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from nlp.document import Document
from nlp.records import ElectionMention, ElectionStage
from nlp.subject.election_calendar import calendar
from nlp.tables import read_table

BEFORE, AFTER = "pra_kampanye", "pasca"
_WORDS = (
    ("masa_tenang", re.compile(r"\b(?:(?:memasuki|masuk|selama|jelang|menjelang|pada|di|saat) )?masa tenang\b")),
    ("pencalonan", re.compile(r"\b(?:masa|tahapan|jelang) (?:pendaftaran|pencalonan|penetapan) (?:\w+ )?calon\b")),
    ("kampanye", re.compile(r"\b(?:masa|tahapan|selama|memasuki masa) kampanye\b")),
    ("rekapitulasi", re.compile(r"\b(?:masa|tahapan|selama) rekapitulasi\b")),
)  # fmt: skip
_PIECES: Mapping[str, tuple[str, ...]] = {
    "masa_tenang": ("masa tenang",),
    "pencalonan": ("pendaftaran", "pencalonan", "penetapan"),
    "kampanye": (" kampanye",),
    "rekapitulasi": ("rekapitulasi",),
}


@cache
def _rows() -> Mapping[str, Sequence[tuple[str, date, date]]]:
    found: dict[str, list[tuple[str, date, date]]] = {}
    for row in read_table("election_stages.csv", ("election", "stage", "start", "stop")):
        days = date.fromisoformat(row["start"]), date.fromisoformat(row["stop"])
        found.setdefault(row["election"], []).append((row["stage"], *days))
    return found


def stage_on(election: str, day: date) -> str:
    """The stage of an election (codebook id) on a day; between two stages and before them `pra_kampanye`, behind the
    last `pasca`. Where the calendar has only the voting day, that is all there is to tell."""
    for stage, start, stop in _rows().get(election, ()):
        if start <= day <= stop:
            return stage
    vote = calendar()[election].vote
    if day == vote:
        return "pemungutan"
    return AFTER if day > vote else BEFORE


def candidates_fixed(election: str, day: date) -> bool | None:
    """Whether the candidates of an election stood fixed on that day (behind its stage pencalonan); None where the
    calendar does not say."""
    ends = [stop for stage, _, stop in _rows().get(election, ()) if stage == "pencalonan"]
    return day >= ends[0] if ends else None


def find_stages(document: Document, elections: Sequence[ElectionMention]) -> tuple[ElectionStage, ...]:
    """One row for each election of the article that its day belongs to, and one for each stage that the text names
    (for the election that is current on that day). Without a date only what the text names, where one election is."""
    day = document.published
    ids = list(dict.fromkeys(m.election for m in elections))
    current = [e for e in ids if day is None or calendar()[e].since <= day <= calendar()[e].until]
    found = [ElectionStage(e, stage_on(e, day), "date") for e in current] if day else []
    if len(current) != 1:
        return tuple(found)
    for stage, pattern in _WORDS:
        for part, text in document.lowered.items():
            match = pattern.search(text) if any(piece in text for piece in _PIECES[stage]) else None
            if match is not None:
                found.append(
                    ElectionStage(current[0], stage, "word", document.span(part, match.start(), match.end()))
                )
                break
    return tuple(found)
