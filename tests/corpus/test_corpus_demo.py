"""The main job, end to end: replicas of seven portals, real spiders, archive, extraction, tags, corpus, notebook."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import nbformat
import pytest
from demo_run import Ran, run_demo
from nbclient import NotebookClient

import corpus
from corpus.build import build
from corpus.commands import demo as demo_command
from corpus.commands.crawl import crawl_here
from corpus.errors import ExitCode, NetraError, NothingThere
from corpus.folder import DataFolder
from corpus.query import Corpus
from corpus.replicas import replica_script, replicas
from corpus.verify import verify
from corpus.watching.health import outlet_days, outlet_findings

ROOT = Path(__file__).resolve().parents[2]
OUTLETS = 7


@pytest.fixture
def opened(demo: Ran) -> Any:
    assert demo[1].returncode == 0, demo[1].stderr
    with corpus.open(demo[0]) as found:
        yield found


def one(opened: Corpus, query: str) -> Any:
    row = opened.connection.execute(query).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def test_it_says_what_is_in_it(demo: Ran) -> None:
    data, ended = demo
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    for words in ("Articles by outlet", "Violation mentions by status", "Regencies", "Three things to try next",
                  "netra sql", "make notebook", "netra crawl"):  # fmt: skip
        assert words in ended.stdout
    assert sorted(path.name for path in data.iterdir()) == ["archive", "cache", "corpus.duckdb", "logs", "netra.lock"]


def test_its_outlets_are_as_their_files_expect(demo: Ran) -> None:
    days = outlet_days(DataFolder(demo[0]))
    assert len(days) == OUTLETS
    assert all(day.articles >= 12 and day.filled["body"] for (day,) in days.values())
    assert [one for said in outlet_findings(DataFolder(demo[0])).values() for one in said if one.alarm] == []


def test_the_least_it_holds(opened: Corpus) -> None:
    assert (
        one(opened, "SELECT count(*), min(n) FROM (SELECT count(*) AS n FROM articles GROUP BY outlet_id)")[0]
        == OUTLETS
    )
    assert one(opened, "SELECT min(n) FROM (SELECT count(*) AS n FROM articles GROUP BY outlet_id)") >= 12
    assert one(opened, "SELECT count(*) FROM articles WHERE topic = 'no'") >= 30
    assert one(opened, "SELECT count(DISTINCT status) FROM violation_mentions") >= 4
    assert one(opened, "SELECT count(*) FROM official_mentions") >= 30
    assert one(opened, "SELECT count(DISTINCT region_code) FROM region_mentions") >= 8
    assert one(opened, "SELECT count(*) FROM fetches WHERE outcome = 'blocked'") >= 1


def test_nothing_is_without_a_comment(demo: Ran) -> None:
    with duckdb.connect(str(demo[0] / "corpus.duckdb"), read_only=True) as plain:
        query = (
            "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        )
        assert plain.execute(query).fetchall() == []
        assert plain.execute("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL").fetchall() == []


def test_the_sums_reconcile_with_the_ledger(opened: Corpus) -> None:
    sums = one(opened, "SELECT sum(urls_seen), sum(urls_extracted), sum(articles) FROM coverage")
    seen = one(opened, "SELECT count(*) FROM fetches WHERE role = 'article'")
    articles = one(opened, "SELECT count(*) FROM articles")
    assert sums == (seen, articles, articles)
    assert one(opened, "SELECT count(*) FROM fetches WHERE crawl_outcome IS NULL") == 0
    assert one(opened, "SELECT count(*) FROM fetches WHERE outcome IN ('missing', 'fetched')") == 0


def test_each_page_can_be_found_in_the_archive(opened: Corpus, demo: Ran) -> None:
    from crawler.storage.archive import Exchange, find_exchange

    found = opened.connection.execute(
        "SELECT warc_file, warc_offset, digest, url FROM article_pages LIMIT 5"
    ).fetchall()
    for file, offset, digest, url in found:
        exchange = find_exchange(demo[0] / "archive", file, offset)
        assert isinstance(exchange, Exchange)
        assert (exchange.digest, exchange.url) == (digest, url)


def tables(file: Path) -> dict[str, list[Any]]:
    """All rows of all tables, in their order, save those about the build itself."""
    with corpus.open(file) as opened:
        query = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND database_name = 'corpus'"
        names = [name for (name,) in opened.connection.execute(query).fetchall() if not name.startswith("build")]
        return {name: opened.connection.execute(f'FROM "{name}"').fetchall() for name in names}


def test_workers_do_not_change_the_tables(demo: Ran, tmp_path: Path) -> None:
    (tmp_path / "archive").symlink_to(demo[0] / "archive")
    assert build(tmp_path, workers=1).reused == {}
    assert tables(tmp_path / "corpus.duckdb") == tables(demo[0] / "corpus.duckdb")
    # real pages and tags, taken over as they were made
    again = build(tmp_path, workers=1)
    assert (again.made, again.reused["articles"]) == ({}, again.row_counts["articles"])
    assert tables(tmp_path / "corpus.duckdb") == tables(demo[0] / "corpus.duckdb")


def test_the_corpus_of_the_demo_is_what_its_archive_says(demo: Ran) -> None:
    found = verify(demo[0], sample=12)
    assert found.articles == 12
    assert [str(difference) for difference in found.differences] == []


def test_the_notebook_runs(demo: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETRA_CORPUS", str(demo[0] / "corpus.duckdb"))
    notebook = nbformat.read(ROOT / "notebooks" / "first_look.ipynb", as_version=4)
    assert [c for c in notebook.cells if c.get("outputs") or c.get("execution_count")] == []
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()
    shown = "\n".join(
        str(o.get("data", {}).get("text/plain", "")) for c in notebook.cells for o in c.get("outputs", [])
    )
    assert "Tribun Jateng" in shown
    assert "alleged" in shown
    assert "Warning" not in "\n".join(str(o.get("text", "")) for c in notebook.cells for o in c.get("outputs", []))


@pytest.mark.usefixtures("quick_crawls")
def test_crawling_again_makes_no_revisions(demo: Ran, tmp_path: Path) -> None:
    for folder in ("archive", "cache"):  # what the demo read and tagged need not be read and tagged again
        shutil.copytree(demo[0] / folder, tmp_path / folder)
    quick = ["diswayjogja", "eranasional", "radar-brebes", "radar-tegal", "riauantara"]  # not walked day by day
    with replicas() as env:
        code = crawl_here(tmp_path, quick, env=env, settings=demo_command._SETTINGS, now=demo_command._NOW)
    assert code in (ExitCode.OK, ExitCode.PARTIAL)
    build(tmp_path, workers=1)
    with corpus.open(tmp_path) as opened:
        # older articles than the demo asked for are new; none that it had is
        assert one(opened, "SELECT max(revision), count(*) > 116 FROM articles") == (1, True)


@pytest.mark.soak
def test_a_second_run_makes_no_revisions_and_two_at_once_are_fine(demo: Ran, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        again, other = threads.map(run_demo, (demo[0], tmp_path / "other"))
    assert (again.returncode, other.returncode) == (0, 0), again.stderr + other.stderr
    query = "SELECT article_id, revision, text_digest FROM articles"
    found = []
    for data in (demo[0], tmp_path / "other"):
        with corpus.open(data) as opened:
            assert one(opened, "SELECT max(revision) FROM articles") == 1
            found.append(opened.connection.execute(query).fetchall())
    assert found[0] == found[1]


def test_a_second_demo_in_the_same_folder_says_who_is_at_work(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from corpus.folder import DataFolder, locked

    with locked(DataFolder(tmp_path / "d"), "netra demo", datetime.now(UTC)):
        ended = run_demo(tmp_path / "d")
    assert ended.returncode == 5
    assert f"held by `netra demo`, process {os.getpid()}" in ended.stderr


def test_an_installed_package_has_no_replicas(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("corpus.replicas.__file__", str(tmp_path / "corpus" / "replicas.py"))
    with pytest.raises(NothingThere, match="clone the repository"):
        replica_script()


def test_replicas_that_do_not_start(tmp_path: Path) -> None:
    script = tmp_path / "serve.py"
    script.write_text("print('no room')")
    with pytest.raises(NetraError, match="did not start: 'no room'"), replicas(script):
        pass


def test_the_questions_of_the_demo_are_sql_that_runs(opened: Corpus) -> None:
    for _, query in demo_command._QUESTIONS:
        assert opened.connection.execute(query).fetchall()


def test_status_after_a_crawl(demo: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    from corpus.commands.status import status

    status(demo[0], as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert len(found["ledger"]) == OUTLETS
    assert found["archive"]["files"] >= OUTLETS
