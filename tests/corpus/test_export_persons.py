"""Initials and minors are no persons of a bundle, even where a corpus (made before, or by another tagger) has them."""

import csv
import json
import shutil
from pathlib import Path

import duckdb
import pytest
from demo_run import MADE_AT, bytes_of

import corpus
from corpus.build import BuildSummary
from corpus.export import people
from corpus.export.bundle import Request, export_bundle
from corpus.export.keys import keyed_hash

TEXT = (
    "Camat MJ diperiksa. Candra Adi (16) ikut kampanye. Bima Rekasari, berusia 17 tahun, juga. "
    "Dewi Adiwarna (61) hadir."
)
PEOPLE = {"MJ": "o1", "Candra Adi": "o2", "Bima Rekasari": "o3", "Dewi Adiwarna": "o4"}
PEOPLE_SQL = Path(people.__file__).with_name("people.sql")
HIDDEN = ("o1", "o2", "o3")


@pytest.fixture(scope="module")
def folder(made: BuildSummary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus in which initials and two minors stand as officials, and its bundle with names."""
    data = tmp_path_factory.mktemp("persons")
    shutil.copy(made.corpus, data / "corpus.duckdb")
    with duckdb.connect(str(data / "corpus.duckdb")) as db:
        db.execute(
            "INSERT INTO articles SELECT * REPLACE ('x' AS article_id, ? AS text) FROM articles LIMIT 1", [TEXT]
        )
        db.execute(
            "INSERT INTO violation_mentions BY NAME SELECT * REPLACE ('x' AS article_id, 0 AS mention) "
            "FROM violation_mentions LIMIT 1"
        )
        for number, (name, ident) in enumerate(PEOPLE.items()):
            start = TEXT.index(name)
            db.execute(
                "INSERT INTO officials SELECT * REPLACE ($1 AS official_id, $2 AS name, [$2] AS spellings) "
                "FROM officials LIMIT 1",
                [ident, name],
            )
            db.execute(
                "INSERT INTO official_mentions SELECT * REPLACE ('x' AS article_id, $1 AS mention, 'text' AS part, "
                "$2 AS start, $3 AS stop, $4 AS surface, $5 AS official_id, $4 AS name) FROM official_mentions LIMIT 1",
                [number, start, start + len(name), name, ident],
            )
            db.execute(
                "INSERT INTO breach_parties VALUES ('x', 0, $1, $2, 'Camat', $3, 'alleged', 'suspected', 'current')",
                [number, name, ident],
            )
        db.execute(
            "INSERT INTO cases SELECT 'c', 'Candra Adi', ['o2', 'o4'], ['Camat'], NULL, [], [], [], 'open', NULL, NULL, "
            "NULL, NULL, 1, 1, 1, []"
        )
    with corpus.open(data) as opened:
        request = Request(data / "bundle", purpose="a test of who is left out")
        export_bundle(opened, request, MADE_AT, bytes_of)
    return data


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def hashes(idents: tuple[str, ...]) -> set[str]:
    return {keyed_hash(bytes_of(32).hex(), ident) for ident in idents}


def test_they_have_no_row_and_no_hash(folder: Path) -> None:
    officials = {row["official"] for row in rows_of(folder / "bundle" / "officials.csv")}
    assert hashes(("o4",)) <= officials, "an adult is there"
    assert officials.isdisjoint(hashes(HIDDEN))
    for file in (folder / "bundle").iterdir():
        text = file.read_text(encoding="utf-8")
        assert [one for one in hashes(HIDDEN) if one in text] == [], file.name


def test_their_mentions_are_left_out_and_the_breach_stays(folder: Path) -> None:
    article = keyed_hash(bytes_of(32).hex(), "x")
    mentions = [row for row in rows_of(folder / "bundle" / "official_mentions.csv") if row["article"] == article]
    assert {row["official"] for row in mentions} == hashes(("o4",))
    parties = [row for row in rows_of(folder / "bundle" / "breach_parties.csv") if row["article"] == article]
    assert len(parties) == len(PEOPLE)
    assert {row["official"] for row in parties} == {*hashes(("o4",)), ""}
    assert {row["known_by"] for row in parties} == {"initials", "name"}
    (ident,) = hashes(("c",))
    (case,) = [row for row in rows_of(folder / "bundle" / "cases.csv") if row["case"] == ident]
    assert set(json.loads(case["officials"])) == hashes(("o4",))


def test_the_names_file_gives_no_minor_a_name(folder: Path) -> None:
    names = folder / "bundle-names"
    assert [row["name"] for row in rows_of(names / "officials.csv") if row["name"] in PEOPLE] == ["Dewi Adiwarna"]
    assert {row["name"] for row in rows_of(names / "parties.csv")} & set(PEOPLE) == {"Dewi Adiwarna"}
    assert "Candra Adi" not in {row["accused"] for row in rows_of(names / "cases.csv")}
    surfaces = {row["surface"] for row in rows_of(names / "mentions.csv") if row["table"] == "official_mentions"}
    assert surfaces & set(PEOPLE) == {"Dewi Adiwarna"}


def cases_of(db: duckdb.DuckDBPyConnection, *cases: tuple[str, str | None, list[str], str, list[int]]) -> None:
    """Fill the made-up tables that people.sql reads: (case, accused, official ids, outcome, mentions)."""
    for number, (ident, accused, officials, outcome, mentions) in enumerate(cases):
        db.execute(
            "INSERT INTO cases VALUES (?, ?, ?, NULL, ?)", [ident, officials, outcome, f"2024-10-0{number + 1}"]
        )
        db.execute("INSERT INTO case_reports VALUES (?, 'x', ?, ?)", [ident, accused, mentions])


@pytest.mark.parametrize(
    ("name", "office", "official", "outcome"),
    [
        ("Arga Wirana", "Camat", "o1", "cleared"),  # the same person
        ("ARGA", "Camat", None, "cleared"),  # a word of the name, and the mention
        ("Arga Wirana", "Lurah", None, "cleared"),  # the name that the report gives
        ("Bima Rekasari", "Lurah", None, None),  # nobody's case: not Arga's
        (None, "Lurah", None, None),  # two cases count the mention
    ],
)
def test_a_party_has_the_outcome_of_its_own_case(
    name: str | None, office: str, official: str | None, outcome: str | None
) -> None:
    with duckdb.connect() as db:
        db.execute("CREATE TABLE cases (case_id VARCHAR, official_ids VARCHAR[], outcome VARCHAR, outcome_date DATE, "
                   "last_report_date DATE)")  # fmt: skip
        db.execute(
            "CREATE TABLE case_reports (case_id VARCHAR, article_id VARCHAR, accused VARCHAR, mentions INTEGER[])"
        )
        db.execute("CREATE TABLE breach_parties (article_id VARCHAR, mention INTEGER, party INTEGER, name VARCHAR, "
                   "office VARCHAR, official_id VARCHAR)")  # fmt: skip
        cases_of(
            db, ("c1", "Arga Wirana", ["o1"], "cleared", [0]), ("c2", "Dewi Adiwarna", ["o2"], "established", [0])
        )
        db.execute("INSERT INTO breach_parties VALUES ('x', 0, 0, ?, ?, ?)", [name, office, official])
        sql = PEOPLE_SQL.read_text(encoding="utf-8")
        start = sql.index("CREATE OR REPLACE TEMP TABLE party_outcomes")
        db.execute(sql[start : sql.index(";", start)])
        found = db.execute("SELECT latest_outcome FROM party_outcomes").fetchone()
    assert found == (None if outcome is None else (outcome,))
