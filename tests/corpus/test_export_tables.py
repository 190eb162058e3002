"""Tables as Parquet, CSV and JSON lines."""

import csv
import json
from pathlib import Path

import duckdb
import pytest

import corpus
from corpus.build import BuildSummary
from corpus.commands.export import bundle as bundle_command
from corpus.commands.export import tables as command
from corpus.errors import DiskError, NetraError, UsageProblem
from corpus.export.tables import FileFormat, chosen_tables, export_tables

READERS = {
    FileFormat.PARQUET: "read_parquet('{}')",
    FileFormat.CSV: "read_csv('{}', all_varchar = true)",
    FileFormat.JSONL: "read_json('{}', format = 'newline_delimited')",
}


@pytest.mark.parametrize("form", FileFormat)
def test_each_table_is_a_file_with_all_its_rows(made: BuildSummary, tmp_path: Path, form: FileFormat) -> None:
    with corpus.open(made.corpus) as opened:
        # all of them in one format; in the others the list is no different
        names = [] if form is FileFormat.PARQUET else ["articles", "violation_mentions", "outlets"]
        written = {one.table: one for one in export_tables(opened, tmp_path, form, names)}
        there = opened.connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'corpus' AND schema_name = 'main'"
        ).fetchall()
        assert sorted(written) == sorted(names or (name for (name,) in there))
        for name in ("articles", "violation_mentions", "outlets"):
            count = opened.connection.execute(f"SELECT count(*) FROM {name}").fetchone()
            found = duckdb.execute(f"SELECT count(*) FROM {READERS[form].format(written[name].file)}").fetchone()
            assert found == count == (written[name].rows,)
    assert {file.suffix for file in tmp_path.iterdir()} == {f".{form}"}


def test_parquet_keeps_lists_and_times(made: BuildSummary, tmp_path: Path) -> None:
    with corpus.open(made.corpus) as opened:
        (written,) = export_tables(opened, tmp_path, FileFormat.PARQUET, ["articles"])
        found = duckdb.execute(
            f"SELECT * EXCLUDE (published_at) FROM '{written.file}' ORDER BY article_id"
        ).fetchall()
        same = opened.connection.execute(
            "SELECT * EXCLUDE (published_at) FROM articles ORDER BY article_id"
        ).fetchall()
        assert found == same
        instants = "SELECT epoch_ms(published_at) FROM {} ORDER BY article_id"
        there = duckdb.execute(instants.format(f"'{written.file}'")).fetchall()
        assert there == opened.connection.execute(instants.format("articles")).fetchall()


def test_texts_survive_csv_and_json(made: BuildSummary, tmp_path: Path) -> None:
    with corpus.open(made.corpus) as opened:
        texts = dict(opened.connection.execute("SELECT article_id, text FROM articles").fetchall())
        (table,) = export_tables(opened, tmp_path, FileFormat.CSV, ["articles"])
        with table.file.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        assert {row["article_id"]: row["text"] for row in rows} == texts
        assert all(isinstance(json.loads(row["tags"]), list) for row in rows)
        (table,) = export_tables(opened, tmp_path, FileFormat.JSONL, ["articles"])
        lines = [json.loads(line) for line in table.file.read_text(encoding="utf-8").splitlines()]
        assert {line["article_id"]: line["text"] for line in lines} == texts
        assert all(isinstance(line["tags"], list) for line in lines)


def test_views_come_when_asked_for(made: BuildSummary, tmp_path: Path) -> None:
    with corpus.open(made.corpus) as opened:
        one = list(export_tables(opened, tmp_path, FileFormat.CSV, ["violations"]))
        assert [written.table for written in one] == ["violations"]
        every = {table.name for table in chosen_tables(opened, [], views=True)}
        assert "violations" not in {table.name for table in chosen_tables(opened, [])}
    assert {"violations", "violations_by_month", "articles"} <= every


def test_an_unknown_table_writes_nothing(made: BuildSummary, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="did you mean articles"):
        command(tmp_path / "out", ["outlets", "artikles"], data=made.corpus)
    assert not (tmp_path / "out").exists()


def test_the_command_says_what_it_wrote(
    made: BuildSummary, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command(tmp_path, ["outlets"], form=FileFormat.CSV, data=made.corpus)
    said = capsys.readouterr().err
    assert f"{tmp_path / 'outlets.csv'}: {made.row_counts['outlets']} rows" in said
    assert f"1 files of build {made.build_id}, with full texts and names: not for the public" in said


def test_a_folder_that_cannot_be_made_is_told(made: BuildSummary, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="file"):
        command(tmp_path / "file" / "out", ["outlets"], data=made.corpus)


def test_nothing_leaves_before_decisions_are_honoured(made: BuildSummary, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "duty").mkdir(parents=True)
    (data / "corpus.duckdb").symlink_to(made.corpus)
    copy = data / "copy.duckdb"
    copy.write_bytes(made.corpus.read_bytes())
    (data / "duty" / "tombstones.jsonl").write_text('{"id": "x"}\n')
    with pytest.raises(NetraError, match="netra build"):
        command(tmp_path / "out", ["outlets"], data=copy)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("with_names", "purpose"), [(True, None), (False, "a purpose of some words")])
def test_names_and_purpose_go_together(
    made: BuildSummary, tmp_path: Path, with_names: bool, purpose: str | None
) -> None:
    with pytest.raises(UsageProblem, match="go together"):
        bundle_command(tmp_path / "b", with_names=with_names, purpose=purpose, data=made.corpus)


def test_the_bundle_command_says_what_it_wrote(
    made: BuildSummary, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "corpus.duckdb").write_bytes(made.corpus.read_bytes())
    bundle_command(tmp_path / "b", with_names=True, purpose="somebody reads the quotes again", data=data)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert said[0].startswith(f"{tmp_path / 'b'}: ")
    assert said[0].endswith(f"of build {made.build_id}")
    assert said[1].endswith("with names, titles and addresses: not for the public")
    lines = [json.loads(line) for line in (data / "export" / "log.jsonl").read_text().splitlines()]
    assert [line["purpose"] for line in lines] == ["somebody reads the quotes again"]
