"""The items of the joint decree on neutrality (SKB) that finer form codes fall under, and the sanction they carry."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from nlp.facts.stages import candidates_fixed
from nlp.tables import read_table

# The first joint decree; before it PP 53/2010 and PP 42/2004 stood alone.
_FIRST = date(2020, 9, 10)
_LEVELS = ("moral", "disiplin_sedang", "disiplin_berat", "pemberhentian")
_BEFORE = re.compile(
    r"\b(?:bakal (?:pasangan )?calon|balon|bacalon|bacabup|bacagub|bapaslon|bacaleg)\b", re.IGNORECASE
)
_AFTER = re.compile(r"\b(?:masa kampanye|paslon nomor|nomor urut|pasangan calon nomor|masa tenang)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Row:
    before: tuple[str, str]
    after: tuple[str, str]


@cache
def _rows() -> Mapping[str, _Row]:
    columns = ("form_code", "item_before", "level_before", "item_after", "level_after")
    return {
        row["form_code"]: _Row((row["item_before"], row["level_before"]), (row["item_after"], row["level_after"]))
        for row in read_table("skb_items.csv", columns)
    }


@cache
def forms_of(code: str) -> frozenset[str]:
    """The codebook's forms that a finer code may stand under."""
    rows = read_table("form_codes.csv", ("form_code", "forms"))
    return next((frozenset(row["forms"].split("|")) for row in rows if row["form_code"] == code), frozenset())


def fixed_then(text: str, day: date | None, elections: Iterable[str]) -> bool | None:
    """Whether the candidates were fixed when it happened: by the words of the sentence ("bakal calon"), else by the
    day of the article in the calendar of its elections; None where neither says."""
    if _BEFORE.search(text):
        return False
    if _AFTER.search(text):
        return True
    if day is None:
        return None
    told = [fixed for election in elections if (fixed := candidates_fixed(election, day)) is not None]
    return told[-1] if told else None


def skb_items(codes: Sequence[str], fixed: bool | None, day: date | None) -> tuple[tuple[str, ...], str | None]:
    """(items, heaviest level) of the codes for a public servant; ((), None) before the first decree, and where the
    item hangs on a day that is not known."""
    if day is not None and day < _FIRST:
        return (), None
    told = [_rows()[code] for code in codes if code in _rows()]
    picked = [row.after if fixed else row.before for row in told if fixed is not None or row.before == row.after]
    level = max((level for _, level in picked), key=_LEVELS.index, default=None)
    return tuple(dict.fromkeys(item for item, _ in picked)), level
