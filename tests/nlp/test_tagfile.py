"""JSON lines in and out: what a line may be, what is told about one that is none, offsets into the input."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from nlp.document import Document
from nlp.pipeline import annotate
from nlp.tagfile import BadLine, read_articles, tag_line, write_line


def read(folder: Path, *lines: bytes) -> list[Document | BadLine]:
    file = folder / "in.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n")
    return list(read_articles(file))


def test_only_the_id_is_required(tmp_path: Path) -> None:
    assert read(tmp_path, b'{"id": "a", "title": null}', b"", b'{"id": 7, "text": "Isi", "color": "red"}') == [
        Document("a", "", ""),
        Document("7", "", "Isi"),
    ]


def test_published_and_outlet_are_taken_as_they_are(tmp_path: Path) -> None:
    line = b'{"id": "a", "published": "2024-11-12", "outlet": "Warta apa saja"}'
    assert read(tmp_path, b"\xef\xbb\xbf" + line) == [Document("a", "", "", date(2024, 11, 12), "Warta apa saja")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"id": "a"', "not JSON"),
        (b'["a"]', "a JSON object is expected, not list"),
        (b'{"title": "tanpa id"}', "key 'id' is missing"),
        (b'{"id": "a", "text": 5}', "key 'text' must be text or null, not int"),
        (b'{"id": "a", "title": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on(tmp_path: Path, line: bytes, problem: str) -> None:
    first, bad, last = read(tmp_path, b'{"id": "a"}', line, b'{"id": "b"}')
    assert (first, last) == (Document("a", "", ""), Document("b", "", ""))
    assert isinstance(bad, BadLine)
    assert str(bad).startswith("in.jsonl, line 2: ")
    assert problem in bad.problem


TEXT = (
    "KAJEN - Sekda Kabupaten Pekalongan, Budi Rahardja, mengimbau ASN\u00a0netral pada Pilkada 2024. "
    "Jangan memihak paslon."
)


def test_a_line_holds_the_codebook_and_its_spans() -> None:
    (tags,) = annotate([{"id": "a", "title": "ASN Diimbau Netral", "text": TEXT}])
    out = io.StringIO()
    write_line(tags, out)
    record = json.loads(out.getvalue())
    assert list(record)[-3:] == ["spans", "facts", "tagger"]
    assert list(record)[:-3] == list(tags.codebook())
    assert list(record["facts"]) == ["breaches", "laws", "counts", "sanctions", "verdicts", "claims", "stages"]
    assert len(record["facts"]["breaches"]) == len(record["violations"])
    assert [claim["violation"] for claim in record["facts"]["claims"]] == sorted(
        n for n, v in enumerate(record["violations"]) for _ in v["claimed_by"]
    )
    assert record["regions"] == ["33.26"]
    assert record["elections"] == ["pilkada-2024"]
    assert record["prevention"] == ["imbauan"]
    assert record["tagger"].startswith("netra ")
    for mentions in record["spans"].values():
        for mention in mentions:
            source = TEXT if mention["part"] == "text" else "ASN Diimbau Netral"
            assert source[mention["start"] : mention["stop"]] == mention["surface"]
    first = record["spans"]["regions"][0]
    assert (first["surface"], first["resolved_by"], first["precision"]) == ("KAJEN", "capital", "kecamatan")


def test_a_lone_surrogate_survives_as_its_escape() -> None:
    (tags,) = annotate([{"id": "\ud800", "text": "Bupati Tegal \ud83d hadir."}])
    out = io.StringIO()
    write_line(tags, out)
    assert out.getvalue().encode("utf-8")
    assert json.loads(out.getvalue())["regions"] == ["33.28"]
    assert tag_line(tags)["id"] == "\ud800"
