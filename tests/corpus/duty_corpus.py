"""A corpus of invented articles about two people of one name and a third, for the tests of suppression."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from nlp.document import Document
from nlp.records import (
    Annotations,
    BreachFacts,
    Claim,
    Facts,
    OfficialMention,
    Party,
    RegionMention,
    Span,
    Verdict,
    ViolationMention,
)

NOW = datetime(2024, 11, 1, 12, 0, tzinfo=UTC)
PEOPLE = {
    "Arga Wirana": r"\bArga Wirana\b|Pak Arga\b",
    "Ratri Kusuma": r"Ratri Kusuma\b",
    "Slamet Arga": r"Slamet Arga\b",
}
OFFICE = {"Arga Wirana": "Camat Rekabumi", "Ratri Kusuma": "Ketua Bawaslu", "Slamet Arga": "Sekretaris Daerah"}
PLACE = {"Pekalongan": "33.26", "Bitung": "71.72"}
URL = "https://jateng.tribunnews.com/2024/09/0{}/{}"
RECORDS = [
    {
        "id": "1",
        "url": URL.format(1, "camat-arga-wirana-dipanggil-bawaslu"),
        "title": "Camat Arga Wirana Dipanggil Bawaslu 👍🏽",
        "text": "Pekalongan 👍🏽 - Camat ARGA  WIRANA, S.H. diduga tidak netral.\n"
        "Pak Arga membantah. Kata Ratri Kusuma, diperiksa.",
        "published": "2024-09-01",
        "outlet": "Koran Rakaan",
        "tags": "Arga Wirana, Pilkada 2024",
        "authors": "Ratri Kusuma",
    },
    {
        "id": "2",
        "url": URL.format(2, "arga-wirana-terbukti"),
        "title": "Terbukti",
        "text": "Bitung - Arga Wirana terbukti tidak netral, kata Ratri Kusuma.",
        "published": "2024-09-02",
        "outlet": "Koran Rakaan",
    },
    {
        "id": "3",
        "url": URL.format(3, "pisah-sambut-camat"),
        "title": "Pisah sambut camat",
        "text": "Acara dihadiri Arga W. dan keluarga. Slamet Arga hadir. Harga cabai naik.",
        "published": "2024-09-03",
        "outlet": "Warta Rekaan",
    },
]


def annotate(articles: Iterable[Any], _engines: Sequence[str] = ()) -> Iterator[Annotations]:
    """Officials by PEOPLE, a breach in each sentence with "tidak netral"; the place is that of the article."""
    for item in articles:
        document = Document.from_input(item)
        place = next((code for name, code in PLACE.items() if name in document.text), None)
        officials, violations, regions = [], [], []
        for part in ("title", "text"):
            for name, pattern in PEOPLE.items():
                officials += [
                    OfficialMention(_span(document, part, m), name, OFFICE[name], place, "source")
                    for m in re.finditer(pattern, document.part(part))
                ]
            regions += [
                RegionMention(_span(document, part, m), PLACE[m[0]], (PLACE[m[0]],), "test", "kabkota")
                for m in re.finditer("|".join(PLACE), document.part(part))
            ]
        for sentence in document.sentences:
            if "tidak netral" in sentence.text:
                span = document.span(sentence.part, sentence.start, sentence.stop)
                proven = "terbukti" in sentence.text
                violations.append(
                    ViolationMention(
                        span, "proven" if proven else "alleged", "decided" if proven else "suspected", "case", "current",
                        ("umum",), ("asn",), (Party("Arga Wirana", "Camat"),), ("pengawas",), (), None, span, "test",
                    )
                )  # fmt: skip
        facts = Facts(
            breaches=tuple(BreachFacts() for _ in violations),
            verdicts=tuple(
                Verdict(v.span, n, "netralitas", "proven", None, v.parties) for n, v in enumerate(violations)
            ),
            claims=tuple(Claim(n, "pengawas", None, "Arga Wirana") for n, _ in enumerate(violations)),
        )
        yield Annotations(
            id=document.id, topic="yes" if violations else "no", primary_region=place, regions=tuple(regions),
            officials=tuple(officials), violations=tuple(violations), prevention=(), elections=(), tagger="fake-2",
            facts=facts,
        )  # fmt: skip


def _span(document: Document, part: Any, found: re.Match[str]) -> Span:
    return document.span(part, found.start(), found.end())


def write_records(path: Path) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS), encoding="utf-8")
    return path


def every_cell(file: Path) -> Iterator[tuple[str, str]]:
    """(table or view, cell as text) of everything in a corpus, the full-text index included."""
    with duckdb.connect(str(file), read_only=True) as connection:
        found = connection.execute(
            "SELECT DISTINCT table_schema, table_name FROM information_schema.tables ORDER BY ALL"
        ).fetchall()
        for schema, table in found:
            for row in connection.execute(f'SELECT * FROM "{schema}"."{table}"').fetchall():
                yield from ((f"{schema}.{table}", str(value)) for value in row)
