"""Invented articles, and a tagger of our own whose tags the tests can foretell."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nlp.document import Document
from nlp.records import (
    Annotations,
    ElectionMention,
    OfficialMention,
    Party,
    PreventionMention,
    RegionMention,
    ViolationMention,
)

NOW = datetime(2024, 9, 30, 12, 0, tzinfo=UTC)
# An emoji of two code points and an accent of its own stand before the words that are tagged.
RECORDS = [
    {
        "id": "1",
        "judul": "Camat Dipanggil Bawaslu 👍🏽",
        "isi": "PEKALONGAN - Cafe\u0301 👍🏽 ramai. Camat Budi diduga tidak netral.\n"
        "ASN dilarang berkampanye di Pilkada 2024.",
        "tanggal": "Minggu, 1 September 2024 10:15 WIB",
        "media": "Koran Rakaan",
    },
    {
        "id": "2",
        "judul": "Harga cabai naik",
        "isi": "Harga cabai di pasar naik.\nPedagang mengeluh.",
        "tanggal": "2024-09-03",
        "media": "Koran Rakaan",
    },
    {
        "id": "3",
        "judul": "Ikrar netralitas",
        "isi": "Pegawai di Pekalongan membaca ikrar. Belum ada pelanggaran, kata Sari.",
        "tanggal": "entah kapan",
        "media": "Warta Rekaan",
    },
]


def fake_annotate(articles: Iterable[Any], _engines: Sequence[str] = ()) -> Iterator[Annotations]:
    """Tags by one word each; a title with BOOM makes it fail."""
    for item in articles:
        document = Document.from_input(item)
        if "BOOM" in document.title:
            raise RuntimeError("made to fail")
        found: dict[str, list[Any]] = {
            "region": [],
            "official": [],
            "violation": [],
            "prevention": [],
            "election": [],
        }
        for sentence in document.sentences:
            whole = document.span(sentence.part, sentence.start, sentence.stop)
            for match in re.finditer(r"Pekalongan|Budi|Sari|ikrar|Pilkada 2024", sentence.text, re.I):
                start = sentence.start + match.start()
                span = document.span(sentence.part, start, start + len(match[0]))
                word = match[0].lower()
                if word == "pekalongan":
                    found["region"].append(RegionMention(span, "33.75", ("33.26", "33.75"), "test", "kabkota"))
                elif word == "ikrar":
                    found["prevention"].append(PreventionMention(span, "ikrar", "test"))
                elif word == "pilkada 2024":
                    found["election"].append(ElectionMention(span, "pilkada-2024", "named"))
                else:
                    role: Any = "accused" if word == "budi" else "source"
                    office = "Camat" if word == "budi" else "Ketua Bawaslu"
                    found["official"].append(OfficialMention(span, match[0], office, "33.75", role))
            for cue, status, substatus, reference, parties in (
                ("tidak netral", "alleged", "suspected", "case", (Party("Budi", "Camat"),)),
                ("dilarang", "prohibited", "forbidden", "rule", ()),
                ("belum ada", "denied", "none_reported", "count", ()),
            ):
                if cue in sentence.text.lower():
                    found["violation"].append(
                        ViolationMention(
                            whole, status, substatus, reference, "current", ("umum",), ("asn",), parties,
                            ("media",), (), None, whole, "test",
                        )  # type: ignore[arg-type]  # the literals come from the list above
                    )  # fmt: skip
        yield Annotations(
            id=document.id,
            topic="yes" if found["violation"] else "no",
            primary_region="33.75" if found["region"] else None,
            regions=tuple(found["region"]),
            officials=tuple(found["official"]),
            violations=tuple(found["violation"]),
            prevention=tuple(found["prevention"]),
            elections=tuple(found["election"]),
            tagger="fake-1",
        )


def write_jsonl(path: Path, records: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path
