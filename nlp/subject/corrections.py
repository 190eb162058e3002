"""Corrections that an outlet prints: "Ralat", "Koreksi", "Hak jawab", "Klarifikasi redaksi". Only the editors' own words
count: what an official "clarifies" at Bawaslu, or what somebody asks the editors to correct, is no correction."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from nlp.document import Document, fold
from nlp.records import Part, Span
from nlp.tables import TableError, read_table

_WHERE = frozenset({"title", "text", "note"})
# somebody else wants it, or it is a rule: no correction has been printed
_WANTED = re.compile(
    r"\b(?:meminta|minta|diminta|menuntut|mendesak|desak|didesak|somasi|mensomasi|agar|supaya|harus|wajib|seharusnya"
    r"|semestinya|dapat|bisa|berhak|akan|jika|apabila|bila)\b"
)
_EARLIER = re.compile(
    r"\b(?:berita|pemberitaan|artikel|tulisan)\b[^\n]{0,120}\b(?:berjudul|judul|sebelumnya|tayang|ditayangkan"
    r"|dimuat|diterbitkan|terbit|diberitakan)\b|\bredaksi\b"
)
_TITLED = re.compile(
    r"(?:berjudul|dengan judul|judul(?:nya)?)\s*:?\s*[\"'](?P<title>[^\"\n]{12,200}?)[\"'](?=[\s.,;)]|$)", re.I
)
_QUOTED = re.compile(r"\"(?P<title>[^\"\n]{12,200})\"")
_MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november",
           "desember")  # fmt: skip
_DAY = re.compile(rf"\b(\d{{1,2}})(?:\s+({'|'.join(_MONTHS)})\s+|[/-](\d{{1,2}})[/-])(\d{{4}})\b")


@dataclass(frozen=True)
class Notice:
    """One correction. `own`: it stands under the report that it corrects; else the article is about an earlier one.
    `rule`: the cue; `rest`: what follows the cue in a headline."""

    kind: str
    span: Span
    rule: str
    own: bool
    rest: str = ""


@dataclass(frozen=True)
class _Cue:
    id: str
    kind: str
    where: str
    pattern: re.Pattern[str]
    needs_body: bool


@cache
def _cues() -> tuple[_Cue, ...]:
    """Raises TableError on a place that is none."""
    found = []
    for row in read_table("correction_cues.csv", ("id", "kind", "where", "pattern", "needs")):
        if row["where"] not in _WHERE:
            raise TableError(f"nlp/data/correction_cues.csv, {row['id']!r}: where must be one of {sorted(_WHERE)}")
        found.append(_Cue(row["id"], row["kind"], row["where"], re.compile(row["pattern"]), row["needs"] == "body"))
    return tuple(found)


def _quoted(text: str, at: int) -> bool:
    """Whether a place lies within quotation marks of its line: somebody else's words."""
    line = text.rfind("\n", 0, at) + 1
    return text.count('"', line, at) % 2 == 1


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in (". ", "\n", "? ", "! ")) + 1
    stops = [stop for mark in (". ", "\n") if (stop := text.find(mark, at)) >= 0]
    return text[start : min(stops, default=len(text))]


def find_notices(title: str, text: str) -> tuple[Notice, ...]:
    """The corrections of an article: at most one that it is as a whole (the headline before the text), else at most one
    note under its own text."""
    document = Document(id="", title=title, text=text)
    folded = document.lowered

    def notice(cue: _Cue, part: Part, found: re.Match[str]) -> Notice:
        surface = found[0].strip()
        start = found.start() + found[0].index(surface)
        rest = title[found.end() :].strip(" :|-]") if part == "title" else ""
        return Notice(cue.kind, document.span(part, start, start + len(surface)), cue.id, cue.where == "note", rest)

    for where in ("title", "text", "note"):
        part: Part = "title" if where == "title" else "text"
        told = []
        for cue in _cues():
            if cue.where != where or (cue.needs_body and not _EARLIER.search(folded["text"])):
                continue
            for found in cue.pattern.finditer(folded[part]):
                if part == "text" and (
                    _quoted(folded["text"], found.start()) or _WANTED.search(_sentence(folded["text"], found.start()))
                ):
                    continue
                told.append(notice(cue, part, found))
                break
        if told:
            return (min(told, key=lambda one: one.span.start),)
    return ()


def quoted_titles(text: str) -> tuple[str, ...]:
    """Titles that a text quotes: those called a title, else all that stands in double quotation marks."""
    folded = fold(text)
    titled = [found["title"] for found in _TITLED.finditer(folded)]
    return tuple(dict.fromkeys(titled or [found["title"] for found in _QUOTED.finditer(folded)]))


def named_days(text: str) -> tuple[date, ...]:
    """Days that a text names in full: "12 September 2024", "12/9/2024"."""
    found = []
    for match in _DAY.finditer(fold(text).lower()):
        month = _MONTHS.index(match[2]) + 1 if match[2] else int(match[3])
        try:
            found.append(date(int(match[4]), month, int(match[1])))
        except ValueError:
            continue  # 31 February: a misprint
    return tuple(dict.fromkeys(found))
