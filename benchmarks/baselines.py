"""The tagger beside three baselines on the same labelled articles in one run.

    python benchmarks/baselines.py GOLD.jsonl

keyword search      every sentence with a word of netralitas or pelanggaran is an allegation; a capitalised pair of words
                    after an office word is an official
spaCy NER alone     persons and places that the shipped spaCy model finds; no statuses
Stanza NER + cues   the same by the Stanza model, and a status from the first cue in a sentence that has a keyword

What is scored stands in nlp/evaluation. The baselines know nothing of clauses, speakers or offices: the distance to
them is what the grammar and the rules of assertion are worth.
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp.document import Document
from nlp.evaluation.gold import read_gold
from nlp.evaluation.score import NOTHING, Score, Tally, score
from nlp.learned.ner_baseline import persons_by_spacy, persons_by_stanza
from nlp.pipeline import annotate

Record = Mapping[str, Any]
KEYWORDS = re.compile(
    r"\b(netralitas|tidak netral|melanggar|pelanggaran|berpihak|keberpihakan|politik praktis)\b", re.I
)
OFFICIAL = re.compile(
    r"\b(?:Bupati|Wali Kota|Gubernur|Sekda|Ketua|Kepala|Camat|Lurah|Anggota|Komisioner)\b[^.,\n]{0,60}?"
    r", ([A-Z][a-z]+ [A-Z][a-z]+)"
)
# the first that stands in the sentence decides: what a sentence-level matcher can know
CUES = (
    ("denied", re.compile(r"\b(tidak terbukti|membantah|belum ada|tidak ada|tidak ditemukan)\b", re.I)),
    ("conditional", re.compile(r"\b(jika|apabila|bila|kalau)\b", re.I)),
    ("prohibited", re.compile(r"\b(dilarang|tidak boleh|jangan|larangan|harus netral|wajib)\b", re.I)),
    ("proven", re.compile(r"\b(terbukti|dijatuhi|divonis|disanksi)\b", re.I)),
    ("alleged", re.compile(r"\b(diduga|dugaan|dilaporkan|laporan)\b", re.I)),
)
FIGURES = (
    "topic_yes", "officials", "violations", "status", "violations_with_status", "named_status", "named_proven",
)  # fmt: skip


def _empty(row: Record) -> dict[str, Any]:
    return {"id": row["id"], "topic": "no", "elections": [], "regions": [], "primary_region": None, "officials": [],
            "violations": [], "prevention": []}  # fmt: skip


def _entry(quote: str, status: str) -> dict[str, Any]:
    return {"quote": quote, "status": status, "parties": []}


def _sentences(row: Record) -> list[str]:
    document = Document.from_input(row)
    parts = {"title": document.title, "text": document.text}
    return [parts[sentence.part][sentence.start : sentence.stop] for sentence in document.sentences]


def keywords(row: Record) -> Record:
    """Words, not assertions."""
    tags, full = _empty(row), f"{row['title']}\n{row['text']}"
    if KEYWORDS.search(full):
        tags["topic"] = "yes"
    tags["officials"] = [{"name": name} for name in dict.fromkeys(OFFICIAL.findall(full))]
    tags["violations"] = [_entry(s, "alleged") for s in _sentences(row) if KEYWORDS.search(s)]
    return tags


def with_cues(row: Record, persons: Callable[[str], Sequence[str]], statuses: bool) -> Record:
    """Persons of a model, and statuses of the first cue in a sentence with a keyword."""
    tags, full = _empty(row), f"{row['title']}\n{row['text']}"
    if KEYWORDS.search(full):
        tags["topic"] = "yes"
    tags["officials"] = [{"name": name} for name in dict.fromkeys(persons(full))]
    for sentence in _sentences(row) if statuses else ():
        found = KEYWORDS.search(sentence) and next((s for s, cue in CUES if cue.search(sentence)), None)
        if found:
            tags["violations"].append(_entry(sentence, found))
    return tags


def run(gold: Sequence[Record]) -> dict[str, Score]:
    """Each tagger's score, in the order of the table."""
    bare = [{key: row.get(key) for key in ("id", "title", "text", "published", "outlet")} for row in gold]
    taggers: dict[str, list[Record]] = {
        "keyword search": [keywords(row) for row in bare],
        "spaCy NER alone": [with_cues(row, persons_by_spacy, False) for row in bare],
        "Stanza NER + cues": [with_cues(row, persons_by_stanza, True) for row in bare],
        "netra": [tags.codebook() for tags in annotate(bare)],
    }
    return {name: score(gold, tags) for name, tags in taggers.items()}


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [list(map(str, header)), ["---"] * len(header), *(list(map(str, row)) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _shown(tally: Tally) -> str:
    """A figure, or a dash where the tagger gave nothing that could be judged."""
    return f"{tally.f1:.3f}" if tally.labelled and tally.tagged else "-"


def main() -> None:
    """Print the figures side by side, then netra's confusion of statuses and its most frequent mistakes."""
    parser = argparse.ArgumentParser(description="The tagger beside three baselines.")
    parser.add_argument("gold", type=Path, help="labelled articles, JSON lines")
    options = parser.parse_args()
    scores = run(read_gold(options.gold))
    rows = [(figure, *(_shown(one.figures[figure]) for one in scores.values())) for figure in FIGURES]
    print(table(("F1 or accuracy", *scores), rows))
    own = scores["netra"]
    statuses = ["proven", "alleged", "denied", "conditional", "prohibited", NOTHING]
    print(
        "\n"
        + table(
            ("labelled, then tagged", *statuses), ((g, *(own.confusion[g, t] for t in statuses)) for g in statuses)
        )
    )
    kinds = Counter((m.figure, m.what) for m in own.mistakes)
    print("\n" + table(("figure", "mistake", "times"), ((*kind, n) for kind, n in kinds.most_common(20))))


if __name__ == "__main__":
    main()
