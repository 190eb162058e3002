"""Older corpora: kept, listed, opened; and readers that are never in the way of a publish."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from made_articles import NOW, RECORDS, write_jsonl
from typer.testing import CliRunner

import corpus
from corpus.build import BuildSummary, build
from corpus.cli import app
from corpus.errors import NothingThere
from corpus.loading.publish import publish
from corpus.loading.snapshots import drop_snapshots, is_corpus, set_aside, snapshots

# Opens the corpus again and again while it is published; each time it must be one build, whole. One that was opened at
# the start is asked again each time.
READER = """
import sys
import time
from pathlib import Path
import corpus
data, stop = Path(sys.argv[1]), Path(sys.argv[2])
ask = "SELECT (SELECT count(*) FROM articles), (SELECT row_counts['articles'] FROM builds), (SELECT build_id FROM builds)"
first = corpus.open(data)
kept = first.connection.execute(ask).fetchone()
print("reading", flush=True)
seen = set()
while True:
    last = stop.exists()
    with corpus.open(data) as opened:
        counted, told, build_id = opened.connection.execute(ask).fetchone()
        assert counted == told, (counted, told)
        if build_id not in seen:
            seen = {build_id}
            print(build_id, flush=True)
    assert first.connection.execute(ask).fetchone() == kept
    time.sleep(0.005)  # so that the publisher, too, comes to its turn
    if last:
        break
print(kept[2], flush=True)
"""


def variant(base: BuildSummary, folder: Path, more: int, day: int = 0) -> tuple[str, Path]:
    """(build id, file) of a corpus like that one, with so many articles more, built another day: no build is needed to
    have one that differs as a whole."""
    file = folder / f"variant-{more}-{day}.duckdb"
    shutil.copy(base.corpus, file)
    ident = f"{more}{base.build_id[1:]}"
    with duckdb.connect(str(file)) as plain:
        for number in range(more):
            plain.execute(
                "INSERT INTO articles SELECT * REPLACE (? AS article_id) FROM articles "
                "ORDER BY articles.article_id LIMIT 1",
                [f"more{number}"],
            )
        plain.execute("CREATE TEMP TABLE told AS FROM builds")
        plain.execute("DELETE FROM build_inputs")
        plain.execute("DELETE FROM builds")
        plain.execute(
            "INSERT INTO builds SELECT * REPLACE (? AS build_id, started_at + ? * INTERVAL 1 DAY AS started_at, "
            "map_concat(row_counts, MAP {'articles': row_counts['articles'] + ?}) AS row_counts) FROM told",
            [ident, day, more],
        )
    return ident, file


def put(data: Path, build_id: str, file: Path, keep: int) -> None:
    """Publish a copy of the file, as a build does."""
    new = data / "new" / "corpus.duckdb"
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, new)
    publish(new, data / "corpus.duckdb", build_id=build_id, keep=keep)


def test_the_corpus_that_is_replaced_is_kept(made: BuildSummary, tmp_path: Path) -> None:
    data = tmp_path / "data"
    builds = [variant(made, tmp_path, more, day) for day, more in enumerate((1, 2, 3, 1))]
    ids = [ident for ident, _ in builds]
    assert ids[0] == ids[3]
    for build_id, file in builds:
        put(data, build_id, file, keep=2)
    listed = snapshots(data)
    assert [(one.build_id, one.current, one.articles) for one in listed] == [
        (ids[3], True, 4), (ids[2], False, 6), (ids[1], False, 5),
    ]  # fmt: skip
    for count, ident in ((6, ids[2]), (5, ids[1][:9])):
        with corpus.open(data, snapshot=ident) as opened:
            assert (len(opened.articles()), opened.build_id.startswith(ident)) == (count, True)
    with pytest.raises(
        NothingThere, match=f"snapshot 'zzz': there is no such snapshot; there are: {ids[3]}, {ids[2]}"
    ):
        corpus.open(data, snapshot="zzz")
    put(data, *variant(made, tmp_path, 1, 9), keep=2)  # the same build again: nothing to keep
    assert len(snapshots(data)) == 3
    assert drop_snapshots(data, 1) == 1
    assert [one.build_id for one in snapshots(data)] == [ids[3], ids[2]]


@pytest.mark.usefixtures("fake_tagger")
def test_a_build_keeps_as_many_as_it_is_told(tmp_path: Path) -> None:
    ids = []
    for count in (1, 2):
        source = write_jsonl(tmp_path / f"{count}.jsonl", RECORDS[:count])
        ids.append(build(tmp_path / "data", articles=[source], workers=1, now=NOW, keep=2 - count).build_id)
    assert [(one.build_id, one.current) for one in snapshots(tmp_path / "data")] == [(ids[1], True)]
    build(
        tmp_path / "data",
        articles=[source, write_jsonl(tmp_path / "3.jsonl", RECORDS[2:])],
        workers=1,
        now=NOW,
        keep=1,
    )
    assert [one.build_id for one in snapshots(tmp_path / "data")][1:] == [ids[1]]


def test_the_command_lists_and_removes(made: BuildSummary, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "snapshots").mkdir(parents=True)
    shutil.copy(made.corpus, data / "corpus.duckdb")
    shutil.copy(made.corpus, data / "snapshots" / "20240101T000000Z-0.duckdb")
    (data / "snapshots" / "note.duckdb").write_text("not a corpus")
    done = CliRunner().invoke(app, ["snapshots", "--data", str(data), "--format", "json"])
    assert [(one["build_id"], one["current"]) for one in json.loads(done.stdout)] == [
        (made.build_id, True), (made.build_id, False),
    ]  # fmt: skip
    done = CliRunner().invoke(app, ["snapshots", "--data", str(data), "--format", "json", "--keep", "0"])
    assert len(json.loads(done.stdout)) == 1
    assert done.exit_code == 0
    assert (
        CliRunner().invoke(app, ["snapshots", "--data", str(tmp_path / "nothing"), "--format", "json"]).stdout
        == "[]\n"
    )


def test_a_disk_without_hard_links(made: BuildSummary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, new = tmp_path / "corpus.duckdb", tmp_path / "work" / "new.duckdb"
    new.parent.mkdir()
    shutil.copy(made.corpus, target)
    shutil.copy(made.corpus, new)

    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    publish(new, target, build_id="another")
    assert [one.current for one in snapshots(tmp_path)] == [True, False]


def test_what_is_no_corpus_is_not_kept(made: BuildSummary, tmp_path: Path) -> None:
    target = tmp_path / "corpus.duckdb"
    target.write_bytes(b"what stood there before")
    assert not is_corpus(target)
    assert set_aside(made.corpus, target, "x") is None


def test_a_reader_that_reads_in_a_loop_during_ten_publishes(made: BuildSummary, tmp_path: Path) -> None:
    data, stop = tmp_path / "data", tmp_path / "stop"
    variants = [variant(made, tmp_path, more) for more in (1, 2, 3)]
    data.mkdir()
    shutil.copy(variants[0][1], data / "corpus.duckdb")
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(data), str(stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        assert reader.stdout.readline() == "reading\n", reader.stderr.read()
        assert reader.stdout.readline().strip() == variants[0][0], reader.stderr.read()
        for number in range(10):
            build_id, file = variants[(number + 1) % 3]
            new = tmp_path / "new" / "corpus.duckdb"
            new.parent.mkdir(exist_ok=True)
            shutil.copy(file, new)
            publish(new, data / "corpus.duckdb", build_id=build_id, keep=2)
            assert reader.stdout.readline().strip() == build_id, reader.stderr.read()
        stop.touch()
        out, errors = reader.communicate(timeout=120)
    assert reader.returncode == 0, errors
    assert out.strip() == variants[0][0]  # what was opened first is still that
    assert snapshots(data)[0].build_id == variants[10 % 3][0]
