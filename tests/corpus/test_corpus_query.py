"""What a notebook gets."""

import os
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from click.testing import Result
from made_articles import NOW, RECORDS, write_jsonl
from typer.testing import CliRunner

import corpus
import corpus.query
from corpus.build import BuildSummary, build
from corpus.cli import app
from corpus.errors import DiskError, InputError, NothingThere, UsageProblem
from corpus.query import Corpus


@pytest.fixture
def opened(made: BuildSummary) -> Corpus:
    return corpus.open(made.corpus)


def test_violations_leave_rules_out_unless_asked(opened: Corpus) -> None:
    assert list(opened.violations()["status"]) == ["alleged", "denied"]
    assert sorted(opened.violations(reference=None)["status"]) == ["alleged", "denied", "prohibited"]
    assert list(opened.violations(status="alleged")["parties"].iloc[0]) == ["Budi, Camat"]
    assert len(opened.violations(region="33", outlet="koran-rakaan", temporal="current")) == 1
    assert len(opened.violations(region="35")) == 0
    with pytest.raises(UsageProblem, match="status 'guilty': expected one of proven"):
        opened.violations(status="guilty")


def test_articles_filters(opened: Corpus) -> None:
    assert len(opened.articles()) == 3
    assert list(opened.articles(since="2024-09-02", until="2024-09-30")["title"]) == ["Harga cabai naik"]
    assert list(opened.articles(topic="no")["title"]) == ["Harga cabai naik"]
    assert "text" in opened.articles(text=True).columns
    assert [list(s) for s in opened.articles(outlet="warta-rekaan")["statuses"]] == [["denied/none_reported"]]
    with pytest.raises(UsageProblem, match="since '1/9/2024': expected a day as YYYY-MM-DD"):
        opened.articles(since="1/9/2024")
    with pytest.raises(UsageProblem, match="topic"):
        opened.articles(topic="maybe")


def test_officials_carry_their_statuses(opened: Corpus) -> None:
    found = opened.officials("bud")
    assert list(found["name"]) == ["Budi"]
    assert list(found["statuses"].iloc[0]) == ["alleged/suspected"]


def test_kwic(opened: Corpus) -> None:
    lines = opened.kwic("netral*", 2)
    assert list(lines["keyword"]) == ["netral", "netralitas"]
    first = lines.iloc[0]
    assert (first["left"], first["right"], first["statuses"]) == ("diduga tidak", ". ASN", ["alleged/suspected"])
    assert RECORDS[0]["isi"][first["start"] : first["stop"]] == "netral"
    assert list(opened.kwic("netral", 0)["left"]) == [""]
    assert list(opened.kwic("harga CABAI", part="title")["part"]) == ["title"]
    assert len(opened.kwic(r"\bharga\b", regex=True, limit=1)) == 1
    assert opened.kwic("tidak ada yang begini").empty


@pytest.mark.parametrize("pattern", ["*", "", "  "])
def test_kwic_refuses_what_matches_nothing_in_particular(opened: Corpus, pattern: str) -> None:
    with pytest.raises(UsageProblem, match="empty string"):
        opened.kwic(pattern)


def test_kwic_says_what_is_wrong(opened: Corpus) -> None:
    with pytest.raises(UsageProblem, match="not a regular expression"):
        opened.kwic("(", regex=True)
    with pytest.raises(UsageProblem, match="part 'body'"):
        opened.kwic("netral", part="body")


def test_search_stems_and_ranks(opened: Corpus) -> None:
    assert list(opened.search("melanggar")["title"]) == ["Ikrar netralitas"]  # "pelanggaran" in the text
    assert list(opened.search('"harga cabai"')["title"]) == ["Harga cabai naik"]
    assert opened.search('"cabai harga"').empty
    assert list(opened.search("2024")["title"]) == ["Camat Dipanggil Bawaslu 👍🏽"]
    assert list(opened.search("pegawai camat", status="denied")["title"]) == ["Ikrar netralitas"]
    assert opened.search("camat", limit=1).columns.tolist()[0] == "score"
    with pytest.raises(UsageProblem, match="at least one word"):
        opened.search('""')


def test_sql_takes_parameters_and_cannot_write(opened: Corpus) -> None:
    assert opened.sql("SELECT count(*) AS n FROM articles WHERE topic = ?", ["yes"])["n"].tolist() == [2]
    assert isinstance(opened.sql("SELECT published_at FROM articles"), pd.DataFrame)
    for statement in ("DELETE FROM articles", "CREATE TABLE x (a INTEGER)", "UPDATE articles SET title = ''"):
        with pytest.raises(UsageProblem, match="read-only"):
            opened.sql(statement)
    with pytest.raises(UsageProblem, match="no_such"):
        opened.sql("SELECT * FROM no_such")


def test_values_never_become_sql(opened: Corpus) -> None:
    assert opened.articles(outlet="x' OR '1'='1").empty
    assert opened.search("camat' OR 1=1 --").columns.tolist()[0] == "score"


@pytest.mark.usefixtures("fake_tagger")
def test_a_snapshot_stays_and_opening_again_shows_the_new_one(tmp_path: Path) -> None:
    data = tmp_path / "folder 'with' quotes"
    build(data, articles=[write_jsonl(tmp_path / "a.jsonl", RECORDS[:1])], workers=1, now=NOW)
    with corpus.open(data) as before:
        build(data, articles=[write_jsonl(tmp_path / "b.jsonl", RECORDS)], workers=1, now=NOW)
        with corpus.open(data) as after:
            assert (len(before.articles()), len(after.articles())) == (1, 3)


def test_opening_what_is_no_corpus(tmp_path: Path, made: BuildSummary) -> None:
    with pytest.raises(NothingThere, match="netra demo"):
        corpus.open(tmp_path)
    text = tmp_path / "x.duckdb"
    text.write_text("not a database")
    with pytest.raises(InputError, match="not a netra corpus"):
        corpus.open(text)
    other = tmp_path / "other.duckdb"
    shutil.copy(made.corpus, other)
    for version, words in ((99, "made by a newer netra: its tables have version 99, .* update netra"),
                           (1, "made by an older netra: its tables have version 1, .*netra build --data")):  # fmt: skip
        with duckdb.connect(str(other)) as connection:
            connection.execute("DELETE FROM build_inputs")
            connection.execute("UPDATE builds SET schema_version = ?", [version])
        with pytest.raises(InputError, match=words):
            corpus.open(other)


def test_reading_writes_nothing_into_the_home(
    made: BuildSummary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    before = sorted(os.listdir(made.corpus.parent))
    with corpus.open(made.corpus) as opened:
        opened.search("camat")
    assert list(tmp_path.iterdir()) == []
    assert sorted(os.listdir(made.corpus.parent)) == before


@pytest.mark.parametrize(("call", "package"), [("arrow", "pyarrow"), ("polars", "polars")])
def test_arrow_and_polars_come_where_they_are_installed(
    opened: Corpus, monkeypatch: pytest.MonkeyPatch, call: str, package: str
) -> None:
    find = corpus.query.find_spec
    monkeypatch.setattr(corpus.query, "find_spec", lambda name: None if name == package else find(name))
    with pytest.raises(UsageProblem, match=rf"Corpus.{call}\(\) needs the package {package}: pip install {package}"):
        getattr(opened, call)("SELECT 1 AS n")
    monkeypatch.undo()
    pytest.importorskip("pyarrow")
    pytest.importorskip(package)
    assert len(getattr(opened, call)("SELECT * FROM articles WHERE topic = ?", ["yes"])) == 2
    with pytest.raises(UsageProblem, match="no_such"):
        getattr(opened, call)("SELECT * FROM no_such")


QUERY = "SELECT title, tags, published_date, published_at, words, agreement FROM articles ORDER BY title"


def test_arrow_keeps_types_and_values(opened: Corpus) -> None:
    import pyarrow as pa

    table = opened.arrow(QUERY)
    assert isinstance(table, pa.Table)
    kinds = {field.name: field.type for field in table.schema}
    assert pa.types.is_list(kinds["tags"])
    assert (kinds["published_date"], kinds["words"]) == (pa.date32(), pa.int32())
    assert kinds["published_at"].tz == "Asia/Jakarta"
    rows = opened.connection.execute(QUERY).fetchall()
    assert [tuple(row.values()) for row in table.to_pylist()] == rows
    assert opened.arrow("SELECT * FROM articles WHERE false").num_rows == 0


def test_polars_keeps_types_and_values(opened: Corpus) -> None:
    import polars as pl

    frame = opened.polars(
        "SELECT title, tags, published_date, words FROM articles WHERE words > ? ORDER BY title", [0]
    )
    assert isinstance(frame, pl.DataFrame)
    assert dict(frame.schema) == {
        "title": pl.String(), "tags": pl.List(pl.String()), "published_date": pl.Date(), "words": pl.Int32(),
    }  # fmt: skip
    assert frame["title"].to_list() == list(opened.articles().sort_values("title")["title"])
    assert frame["published_date"].null_count() == 1


def test_parquet_holds_what_the_query_gives(opened: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "folder 'x'.parquet"
    assert opened.write_parquet("SELECT title, tags, published_at FROM articles ORDER BY 1; -- all", file) == 3
    back = duckdb.read_parquet(str(file)).fetchall()
    assert back == opened.connection.execute("SELECT title, tags, published_at FROM articles ORDER BY 1").fetchall()
    for query, words in (("SELECT * FROM no_such", "no_such"), ("SET threads = 1", "no result")):
        with pytest.raises(UsageProblem, match=words):
            opened.write_parquet(query, tmp_path / "y.parquet")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_sql_writes_files(made: BuildSummary, tmp_path: Path) -> None:
    def netra(*more: object) -> Result:
        query = "SELECT title, words FROM articles ORDER BY title"
        return CliRunner().invoke(app, ["sql", query, "--data", str(made.corpus), *map(str, more)])

    for form, start in (("csv", "title,words\n"), ("json", '[\n {\n  "title": "Camat'), ("table", "title")):
        file = tmp_path / form
        done = netra("--format", form, "-o", file)
        assert (done.exit_code, done.stdout) == (0, "")
        assert file.read_text("utf-8").startswith(start)
        assert f"{file}: 3 rows" in done.stderr
    assert netra("--format", "parquet", "-o", tmp_path / "p").exit_code == 0
    assert duckdb.read_parquet(str(tmp_path / "p")).columns == ["title", "words"]
    assert isinstance(netra("--format", "parquet").exception, UsageProblem)
    assert isinstance(netra("--format", "csv", "-o", tmp_path / "no" / "folder").exception, DiskError)
    assert isinstance(netra("--format", "parquet", "-o", tmp_path / "no" / "folder").exception, DiskError)
