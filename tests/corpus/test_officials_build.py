"""Persons in a built corpus: the same in any order and from any cache; offices and days; no initials, no minors."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

import nlp.pipeline
from corpus.build import build
from corpus.tagging.protected import is_initials
from nlp.document import Document
from nlp.records import Annotations, Claim, Facts, OfficialMention, Party, ViolationMention

NOW = datetime(2024, 12, 1, tzinfo=UTC)
_LINE = re.compile(r"^(?P<office>[^|]+)\|(?P<name>[^|]+)\|(?P<region>[\d.]*)(?P<rest>.*)$", re.M)
# One line of a text is an official: office|name|region.
ARTICLES = [
    ("1", "2024-08-01", "Camat Rekabumi|Arga Wirana|33.26\nGuru|Bagas Prakarsa|33.26"),
    ("2", "2024-08-20", "Camat Rekabumi|H. Arga Wirana|33.26"),
    ("3", "2024-10-02", "Kepala Dinas Sosial|Arga Wirana|33.26"),
    ("4", "2024-10-05", "Kepala Dinas Sosial|Arga|33.26"),
    ("5", "2024-10-06", "Kepala Dinas Sosial|Arga Wirana|71.72"),
    ("6", "2024-10-07", "Lurah|MJ|33.26\nCamat Rekasari|Candra Adi|33.26 (16)\nGuru|Bagas|33.26"),
]


def annotate(articles: Iterable[Any], _engines: Sequence[str] = ()) -> Iterator[Annotations]:
    """Officials by their lines; the first of an article is said to have broken neutrality, and speaks."""
    for item in articles:
        document = Document.from_input(item)
        officials = []
        for found in _LINE.finditer(document.text):
            start, stop = found.span("name")
            # the age stands behind the name in the double's view of the text
            stop = found.end("region") if "(" in found["rest"] else stop
            span = document.span("text", start, stop)
            officials.append(
                OfficialMention(span, found["name"], found["office"], found["region"] or None, "accused")
            )
        sentence = document.sentences[-1]
        whole = document.span("text", sentence.start, sentence.stop)
        party = Party(officials[min(1, len(officials) - 1)].name, "Camat")
        violation = ViolationMention(
            whole,
            "alleged",
            "suspected",
            "case",
            "current",
            ("umum",),
            ("asn",),
            (party,),
            ("media",),
            (),
            None,
            whole,
        )
        yield Annotations(
            document.id, "yes", "33.26", (), tuple(officials), (violation,), (), (), "fake-3",
            Facts(claims=(Claim(0, "media", None, party.name),)),
        )  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def tagger() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp.pipeline, "annotate", annotate)
        yield


def write(path: Path, articles: Sequence[tuple[str, str, str]]) -> Path:
    lines = (json.dumps({"id": i, "title": "Kabar", "text": text, "published": day}) for i, day, text in articles)
    path.write_text("\n".join(lines), "utf-8")
    return path


def ask(data: Path, query: str) -> list[Any]:
    with duckdb.connect(str(data / "corpus.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    source = folder / "a.jsonl"
    build(folder / "data", articles=[write(source, ARTICLES[:3])], workers=1, now=NOW)
    build(folder / "data", articles=[write(source, ARTICLES)], workers=1, now=NOW)
    return folder / "data"


def test_one_person_with_two_offices_and_their_days(data: Path) -> None:
    rows = ask(
        data,
        "SELECT position, f.first_seen_date::VARCHAR, f.last_seen_date::VARCHAR, f.articles FROM official_offices f "
        "JOIN officials o USING (official_id) WHERE o.name = 'Arga Wirana' AND o.region_code = '33.26' ORDER BY office",
    )
    assert rows == [
        ("Camat Rekabumi", "2024-08-01", "2024-08-20", 2),
        ("Kepala Dinas Sosial", "2024-10-02", "2024-10-05", 2),
    ]
    query = (
        "SELECT spellings, resolved_by, articles FROM officials WHERE name = 'Arga Wirana' AND region_code = '33.26'"
    )
    assert ask(data, query) == [(["Arga", "Arga Wirana", "H. Arga Wirana"], ["office_change", "short_form"], 4)]


def test_the_namesake_elsewhere_is_another_person(data: Path) -> None:
    assert ask(data, "SELECT count(*) FROM officials WHERE name = 'Arga Wirana'") == [(2,)]


def test_mentions_parties_and_speakers_are_the_person_of_their_article(data: Path) -> None:
    for table, name in (("official_mentions", "name"), ("breach_parties", "name"), ("claims", "speaker")):
        query = (
            f"SELECT count(*) FILTER (list_contains(o.spellings, t.{name})), count(*), count(o.official_id) "
            f"FROM {table} t LEFT JOIN officials o USING (official_id) WHERE t.{name} IS NOT NULL"
        )
        ((fitting, rows, known),) = ask(data, query)
        assert fitting == known == rows > 0, table


def test_initials_and_minors_are_no_officials(data: Path) -> None:
    names = {name for (name,) in ask(data, "SELECT unnest(spellings) FROM officials")}
    assert names == {"Arga Wirana", "H. Arga Wirana", "Arga", "Bagas Prakarsa", "Bagas"}
    everything = [
        name for (name,) in ask(data, "SELECT name FROM breach_parties UNION ALL SELECT speaker FROM claims")
    ]
    assert "Candra Adi" not in everything
    assert None in everything  # the breach is still told, without the name


def test_a_full_build_in_another_order_finds_the_same_persons(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "data"
    build(other, articles=[write(tmp_path / "a.jsonl", ARTICLES[::-1])], workers=1, now=NOW, full=True)
    for query in ("FROM officials ORDER BY 1", "FROM official_offices ORDER BY 1, 2"):
        assert ask(other, query) == ask(data, query)
    # imported articles without an address are known by their file and line: compared by what they say
    query = "SELECT text, m.name, official_id FROM official_mentions m JOIN articles USING (article_id) ORDER BY ALL"
    assert ask(other, query) == ask(data, query)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("MJ", True),
        ("A.S.", True),
        ("RHS", True),
        ("Ar W", True),
        ("Nur", False),
        ("Arga W", False),
        ("M Jaya", False),
    ],
)
def test_initials(name: str, initials: bool) -> None:
    assert is_initials(name) is initials
