"""Sentences with (invented) officials in every form of the press, and sentences that name nobody with an office.

`officials_forms.jsonl`: text, and for each person name, position, region of the office, role."""

import json
from pathlib import Path

import pytest

from nlp.document import Document
from nlp.persons.officials import find_officials
from nlp.places.regions import find_regions

SENTENCES = [
    (record["text"], record["officials"])
    for record in map(json.loads, Path(__file__).with_name("officials_forms.jsonl").read_text("utf-8").splitlines())
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:40] for text, _ in SENTENCES])
def test_sentence(text: str, expected: list[list[str | None]]) -> None:
    document = Document("x", "", text)
    found = {(m.name, m.position, m.region, m.role) for m in find_officials(document, find_regions(document))}
    assert found == {tuple(person) for person in expected}


def test_both_kinds_are_there() -> None:
    assert sum(bool(people) for _, people in SENTENCES) > 100
    assert sum(not people for _, people in SENTENCES) > 10
