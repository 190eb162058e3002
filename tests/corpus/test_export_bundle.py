"""The public bundle of the demo corpus: whole, valid, and without a word of the articles."""

import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pytest
from demo_run import MADE_AT, PURPOSE, bytes_of
from frictionless import validate

import corpus
from corpus.errors import InputError, NetraError, UsageProblem
from corpus.export.bundle import Request, export_bundle
from corpus.export.keys import hash_sql, keyed_hash, load_key
from corpus.export.offices import OTHER, public_office
from corpus.export.shapes import load_shapes
from corpus.query import Corpus
from corpus.tables.schema import describe, empty_corpus


@pytest.fixture
def opened(exported: Path) -> Iterator[Corpus]:
    with corpus.open(exported) as found:
        yield found


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def column(opened: Corpus, query: str) -> set[str]:
    return {value for (value,) in opened.connection.execute(query).fetchall() if value}


def test_it_is_a_valid_data_package(bundle: Path) -> None:
    for folder in (bundle, bundle.with_name("bundle-names")):
        report = validate(str(folder / "datapackage.json"))
        assert report.valid, report.flatten(["type", "message"])[:5]
    package = json.loads((bundle / "datapackage.json").read_text())
    assert [one["name"] for one in package["resources"]] == [shape.name for shape in load_shapes()]
    fields = [field for one in package["resources"] for field in one["schema"]["fields"]]
    assert [field["name"] for field in fields if len(field["description"]) < 8] == []
    keys = {one["name"]: one["schema"].get("foreignKeys", []) for one in package["resources"]}
    parent = {"resource": "violation_mentions", "fields": ["article", "mention"]}
    assert {"fields": ["article", "mention"], "reference": parent} in keys["breach_parties"]


def test_a_damaged_bundle_is_not_valid(bundle: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(bundle, tmp_path / "copy")
    file = copy / "breach_parties.csv"
    first = rows_of(file)[0]["article"]
    file.write_text(file.read_text().replace(first, "0" * len(first)))
    package = copy / "datapackage.json"
    told = json.loads(package.read_text())
    wanted = ("violation_mentions", "officials", "breach_parties")
    told["resources"] = [one for one in told["resources"] if one["name"] in wanted]
    told["resources"][1]["schema"].pop("foreignKeys", None)
    package.write_text(json.dumps(told))
    errors = validate(str(package)).flatten(["type"])
    assert ["foreign-key"] in errors
    assert ["hash-count"] in errors


def forbidden(opened: Corpus) -> dict[str, set[str]]:
    """What the public bundle must not hold, by kind."""
    urls = column(
        opened, "SELECT url FROM fetches UNION SELECT url FROM articles UNION SELECT url FROM article_pages"
    )
    paths = {part for url in urls for part in urlsplit(url).path.strip("/").split("/")}
    return {
        "name": column(
            opened,
            "SELECT name FROM officials UNION SELECT unnest(spellings) FROM officials "
            "UNION SELECT surface FROM official_mentions UNION SELECT name FROM official_mentions "
            "UNION SELECT name FROM breach_parties UNION SELECT accused FROM case_reports "
            "WHERE accused IN (SELECT name FROM breach_parties) UNION SELECT speaker FROM claims "
            "UNION SELECT unnest(authors) FROM articles UNION SELECT unnest(editors) FROM articles "
            "UNION SELECT unnest(contributors) FROM articles",
        ),
        "title": column(opened, "SELECT title FROM articles UNION SELECT listed_title FROM fetches"),
        "quote": column(opened, "SELECT surface FROM violation_mentions UNION SELECT surface FROM sentence_texts"),
        "address": urls,
        "slug": {part for part in paths if re.search(r"[a-z]", part) and part.count("-") >= 2},
        "id": column(opened, "SELECT article_id FROM articles UNION SELECT official_id FROM officials "
                     "UNION SELECT case_id FROM cases UNION SELECT text_digest FROM articles "
                     "UNION SELECT digest FROM article_pages"),
        "file": column(opened, "SELECT warc_file FROM article_pages UNION SELECT file FROM build_inputs"),
    }  # fmt: skip


def test_no_name_title_quote_address_or_id_is_in_any_file(bundle: Path, opened: Corpus) -> None:
    files = {file.name: file.read_text(encoding="utf-8") for file in sorted(bundle.iterdir())}
    assert len(files) == len(load_shapes()) + 6
    kinds = forbidden(opened)
    for kind, words in kinds.items():
        assert len(words) >= (7 if kind == "file" else 20), kind
    everything = "\n".join(files.values())
    found = []
    for kind, words in kinds.items():
        for word in words:
            # a name stands as words of its own; the rest anywhere
            if word in everything and (kind != "name" or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", everything)):
                found += [(kind, word, name) for name, text in files.items() if word in text]
    assert found == []


def test_no_surface_of_a_mention_is_in_a_table_but_words_of_the_vocabularies(bundle: Path, opened: Corpus) -> None:
    tables = [name for (name,) in opened.connection.execute(
        "SELECT DISTINCT table_name FROM duckdb_columns() WHERE column_name = 'surface' AND database_name = 'corpus'"
    ).fetchall() if name not in ("sentence_texts", "tokens")]  # fmt: skip
    assert len(tables) >= 9
    surfaces = column(opened, " UNION ".join(f"SELECT surface FROM {name}" for name in tables))
    # codes as the comments list them, regions, elections, outlets: what anybody knows without an article
    known = column(opened, "SELECT comment FROM duckdb_columns() WHERE database_name = 'corpus' "
                   "UNION SELECT name FROM regions UNION SELECT name FROM elections "
                   "UNION SELECT name FROM outlets")  # fmt: skip
    public = " ".join(known).casefold()
    closed = ("outlets.csv", "regions.csv", "elections.csv")
    cells = {
        value
        for file in bundle.glob("*.csv")
        if file.name not in closed
        for row in rows_of(file)
        for cell in row.values()
        for value in (json.loads(cell) if cell.startswith("[") else [cell])
        if isinstance(value, str)
    }
    offices = {public_office(office) for office in column(opened, "SELECT position FROM official_mentions")}
    said = {s for s in surfaces if s in cells and s.casefold() not in public and s not in offices}
    assert said == set()


def test_every_cell_is_a_code_a_count_or_a_hash(bundle: Path) -> None:
    # free text would be longer, or hold what sentences hold
    for file in bundle.glob("*.csv"):
        if file.name in ("regions.csv", "elections.csv", "outlets.csv", "builds.csv"):
            continue
        for row in rows_of(file):
            for name, cell in row.items():
                assert len(cell) <= 200, (file.name, name, cell)
                assert not re.search(r"[.!?] [A-Z]", cell), (file.name, name, cell)


def test_days_are_months(bundle: Path) -> None:
    for file in bundle.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        days = re.findall(r"\b(?:19|20)\d\d-\d\d-\d\d\b", text)
        assert days == [] or file.name == "elections.csv", file.name


def test_the_hash_needs_the_key(bundle: Path, exported: Path, opened: Corpus) -> None:
    key = (exported / "export" / "key").read_text().strip()
    assert key == bytes_of(32).hex()
    assert (exported / "export" / "key").stat().st_mode & 0o077 == 0
    ids = column(opened, "SELECT article_id FROM articles")
    assert {row["article"] for row in rows_of(bundle / "articles.csv")} == {keyed_hash(key, one) for one in ids}
    assert {keyed_hash("0" * 64, one) for one in ids}.isdisjoint({keyed_hash(key, one) for one in ids})
    assert not any(key in file.read_text() for file in bundle.iterdir())


@pytest.mark.parametrize("value", ["ab12", "", "g:x'y", "é"])
def test_sql_and_python_hash_alike(value: str) -> None:
    found = duckdb.execute(f"SELECT {hash_sql('0f' * 32, '$1')}", [value]).fetchone()
    assert found == (keyed_hash("0f" * 32, value),)
    assert duckdb.execute(f"SELECT {hash_sql('0f' * 32, 'NULL')}").fetchone() == (None,)


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    file = tmp_path / "export" / "key"
    assert load_key(file, bytes_of) == load_key(file, lambda _: b"other")
    file.write_text("not a key")
    with pytest.raises(InputError, match="64 hex digits"):
        load_key(file, bytes_of)


def test_tables_can_be_left_out_and_the_others_stay_the_same(bundle: Path, opened: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="did you mean breach_parties"):
        export_bundle(opened, Request(tmp_path / "b", without=("breach_partie",)), MADE_AT)
    export_bundle(
        opened, Request(tmp_path / "b", without=("breach_parties", "officials", "region_mentions")), MADE_AT
    )
    assert not (tmp_path / "b" / "officials.csv").exists()
    package = json.loads((tmp_path / "b" / "datapackage.json").read_text())
    names = {one["name"] for one in package["resources"]}
    keys = [key for one in package["resources"] for key in one["schema"].get("foreignKeys", [])]
    assert "officials" not in names
    assert {key["reference"]["resource"] for key in keys} <= names
    assert "`officials.csv`" not in (tmp_path / "b" / "README.md").read_text()
    same = sorted(file.name for file in (tmp_path / "b").glob("*.csv"))
    assert len(same) == len(load_shapes()) - 3
    assert [name for name in same if (tmp_path / "b" / name).read_bytes() != (bundle / name).read_bytes()] == []
    assert not (tmp_path / "b-names").exists()


def test_the_counts_are_those_of_the_corpus(bundle: Path, opened: Corpus) -> None:
    for name in ("articles", "violation_mentions", "official_mentions", "cases", "claims", "breach_parties"):
        found = opened.connection.execute(f"SELECT count(*) FROM {name}").fetchone()
        assert found == (len(rows_of(bundle / f"{name}.csv")),)
        assert found != (0,)
    seen = opened.connection.execute("SELECT sum(urls_seen) FROM coverage").fetchone()
    assert seen == (sum(int(row["urls_seen"]) for row in rows_of(bundle / "coverage.csv")),)


def test_each_name_has_its_status_and_outcome(bundle: Path, opened: Corpus) -> None:
    names = bundle.with_name("bundle-names")
    for file in names.glob("*.csv"):
        header = set(rows_of(file)[0])
        assert {"latest_outcome", "latest_outcomes"} & header, file.name
        assert {"status", "statuses"} & header or file.name == "cases.csv", file.name
    officials = {row["name"]: row for row in rows_of(names / "officials.csv")}
    assert len(officials) >= 20
    accused = opened.connection.execute(
        "SELECT accused, outcome FROM cases WHERE len(official_ids) = 1 AND accused IN (SELECT name FROM officials)"
    ).fetchall()
    assert {outcome for _, outcome in accused} >= {"established", "cleared"}
    outcomes: dict[str, set[str]] = {}
    for name, outcome in accused:
        outcomes.setdefault(name, set()).add(outcome)
    for name, found in outcomes.items():
        assert officials[name]["latest_outcome"] in found
        assert json.loads(officials[name]["statuses"])
    parties = rows_of(names / "parties.csv")
    cleared = {row["name"] for row in parties if row["status"] == "alleged" and row["latest_outcome"] == "cleared"}
    assert cleared, "somebody's allegation must show that the case was cleared"


def test_the_purpose_is_recorded(bundle: Path, exported: Path, opened: Corpus) -> None:
    names = bundle.with_name("bundle-names")
    assert PURPOSE in (names / "README.md").read_text()
    for folder in (bundle, names):
        told = json.loads((folder / "datapackage.json").read_text())["netra"]["names_file"]
        assert told == {"written": True, "purpose": PURPOSE}
    (line,) = [json.loads(line) for line in (exported / "export" / "log.jsonl").read_text().splitlines()][:1]
    assert (line["purpose"], line["build_id"]) == (PURPOSE, opened.build_id)
    assert line["at"] == "2026-01-02T03:04:05+00:00"


def test_the_papers_say_how_to_cite(bundle: Path, opened: Corpus) -> None:
    cff = (bundle / "CITATION.cff").read_text()
    assert "cff-version: 1.2.0" in cff
    assert opened.build_id in cff
    assert "Universitas Rekaan" in cff
    crate: dict[str, Any] = json.loads((bundle / "ro-crate-metadata.json").read_text())
    entities = {one["@id"]: one for one in crate["@graph"]}
    parts = [part["@id"] for part in entities["./"]["hasPart"]]
    assert sorted(parts) == sorted(file.name for file in bundle.iterdir() if file.name != "ro-crate-metadata.json")
    for name in parts:
        assert int(entities[name]["contentSize"]) == (bundle / name).stat().st_size
        assert entities[name]["description"]
    assert entities["ro-crate-metadata.json"]["conformsTo"]["@id"] == "https://w3id.org/ro/crate/1.1"
    for name in ("README.md", "DATASHEET.md", "LICENCE.md"):
        assert "$" not in (bundle / name).read_text(), "a blank of the template was not filled"


@pytest.mark.parametrize("purpose", ["", "thesis", "two words"])
def test_a_purpose_is_more_than_a_word(opened: Corpus, tmp_path: Path, purpose: str) -> None:
    with pytest.raises(UsageProblem, match="--purpose"):
        export_bundle(opened, Request(tmp_path / "b", purpose=purpose), MADE_AT)
    assert list(tmp_path.iterdir()) == []


def test_something_else_is_not_replaced(opened: Corpus, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageProblem, match="something else than a bundle"):
        export_bundle(opened, Request(tmp_path), MADE_AT)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_decisions_after_the_build_come_first(exported: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(exported, tmp_path / "data")
    (copy / "duty").mkdir()
    (copy / "duty" / "tombstones.jsonl").write_text('{"id": "x"}\n')
    with corpus.open(copy) as found, pytest.raises(NetraError, match="netra build"):
        export_bundle(found, Request(tmp_path / "b"), MADE_AT)


def test_the_shapes_name_only_what_the_schema_has() -> None:
    with empty_corpus() as connection:
        schema = {table.name: {column.name for column in table.columns} for table in describe(connection)}
    assert {shape.name: set(shape.columns) - schema[shape.name] for shape in load_shapes()} == {
        shape.name: set() for shape in load_shapes()
    }
    shown = {name for shape in load_shapes() for name, kind in shape.columns.items() if kind == "keep"}
    assert shown.isdisjoint({
        "title", "text", "caption", "surface", "url", "accused", "speaker", "spellings", "authors", "tags", "section",
        "listed_title", "differences", "digest", "text_digest", "article_id", "official_id", "parties", "position",
    })  # fmt: skip
    assert all(
        kind == "keep" for shape in load_shapes() if shape.name == "outlets" for kind in shape.columns.values()
    )


@pytest.mark.parametrize(
    ("office", "public"),
    [
        ("Kepala Dinas Pendidikan", "Kepala Dinas Pendidikan"),
        ("Kepala SMP Melati Rekaan 2", "Kepala SMP"),
        ("camat", "Camat"),
        ("Ketua Komisi II", "Ketua Komisi II"),
        ("Penjabat Sementara Bupati", "Penjabat Sementara Bupati"),
        ("Kepala Bidang Wahyu Rekaan", "Kepala Bidang"),
        ("Wahyu", OTHER),
        ("", None),
        (None, None),
    ],
)
def test_offices_name_nobody(office: str | None, public: str | None) -> None:
    assert public_office(office) == public
