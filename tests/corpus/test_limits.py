"""The memory that the database may take while a corpus is loaded."""

from pathlib import Path

import pytest
from made_articles import NOW, RECORDS, write_jsonl

import corpus.build
import nlp.pipeline
from corpus.build import build
from corpus.errors import UsageProblem
from corpus.loading.load import new_database
from corpus.loading.staging import Staging


def settings(file: Path, memory: str | None, threads: int | None) -> tuple[str, int]:
    with new_database(file, memory=memory, threads=threads) as connection:
        row = connection.execute("SELECT current_setting('memory_limit'), current_setting('threads')").fetchone()
    assert row is not None
    return row


def test_the_database_takes_what_it_is_given(tmp_path: Path) -> None:
    assert settings(tmp_path / "a", "300MB", 1) == ("286.1 MiB", 1)
    assert settings(tmp_path / "b", None, None) != ("286.1 MiB", 1)
    with pytest.raises(UsageProblem, match="memory 'lots': expected a size, as 4GB"):
        settings(tmp_path / "c", "lots", None)


def test_a_row_may_be_long_and_short_ones_take_little(tmp_path: Path) -> None:
    long = "kata " * 3_600_000
    with Staging(tmp_path) as staging, new_database(tmp_path / "c.duckdb", memory="300MB", threads=2) as connection:
        row = {"warc_file": "a.warc", "reason": "cut"}
        staging.add("damaged_records", [{**row, "warc_offset": n} for n in range(3)])
        staging.flush()
        assert staging.load(connection, "damaged_records") == 3
        connection.execute("SET memory_limit = '2GB'")
        staging.add("elections", [{"election_id": "x", "name": long, "kind": "pemilu"}])
        staging.flush()
        assert staging.load(connection, "elections") == 1
        assert connection.execute("SELECT length(name) FROM elections").fetchall() == [(len(long),)]


@pytest.mark.usefixtures("fake_tagger")
def test_a_build_passes_them_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    def watched(file: Path, **named: object) -> object:
        given.append(named)
        return new_database(file, **named)  # type: ignore[arg-type]  # as build gives them

    monkeypatch.setattr(corpus.build, "new_database", watched)
    source = write_jsonl(tmp_path / "a.jsonl", RECORDS)
    assert build(tmp_path / "data", articles=[source], workers=1, now=NOW, memory="500MB").row_counts["articles"] == 3
    assert given == [{"memory": "500MB", "threads": 1}]


def test_a_wrong_size_is_said_before_anything_is_tagged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.pipeline, "annotate", lambda *_: pytest.fail("tagged"))
    source = write_jsonl(tmp_path / "a.jsonl", RECORDS)
    with pytest.raises(UsageProblem, match="memory '4 apples'"):
        build(tmp_path / "data", articles=[source], workers=1, memory="4 apples")
    assert not (tmp_path / "data" / "corpus.duckdb").exists()
