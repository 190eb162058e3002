"""What was suppressed is nowhere: after the next build, after --full, in views, index, addresses; all else stays."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duty_corpus import NOW, RECORDS, annotate, every_cell, write_records
from typer.testing import CliRunner

import nlp.pipeline
from corpus.build import BuildSummary, build
from corpus.cli import app
from corpus.duty import tombstones
from corpus.errors import InputError
from corpus.loading.snapshots import snapshots
from corpus.verify import verify

PERSON = re.compile(r"arga[\W_]*w|wirana", re.I)


@pytest.fixture(autouse=True, scope="module")
def tagger() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp.pipeline, "annotate", annotate)
        yield


def made(folder: Path, **options: Any) -> BuildSummary:
    source = write_records(folder / "rekaan.jsonl")
    return build(folder / "data", articles=[source], workers=1, now=NOW, **options)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus before any decision; not to be changed."""
    folder = tmp_path_factory.mktemp("duty")
    made(folder)
    return folder / "data"


@pytest.fixture
def data(base: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(base, tmp_path / "data"))


@pytest.fixture(scope="module")
def suppressed(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus after one person was suppressed and a build; not to be changed."""
    folder = tmp_path_factory.mktemp("suppressed")
    data = Path(shutil.copytree(base, folder / "data"))
    run(data, "suppress", "person", "Arga Wirana", "--reason", "permintaan")
    assert not (data / "cache" / "build.sqlite").exists()
    made(folder)
    return data


def run(data: Path, *words: str) -> str:
    found = CliRunner().invoke(app, [words[0], *words[1:], "--data", str(data)])
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def told(data: Path, pattern: re.Pattern[str] = PERSON) -> list[tuple[str, str]]:
    return [(table, cell) for table, cell in every_cell(data / "corpus.duckdb") if pattern.search(cell)]


def ask(data: Path, query: str) -> list[Any]:
    with duckdb.connect(str(data / "corpus.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_person_is_in_the_corpus_before(base: Path) -> None:
    tables = {table for table, _ in told(base)}
    assert {"main.articles", "main.official_mentions", "main.breach_parties", "main.fetches", "main.claims"} <= tables
    assert {"main.verdicts", "main.violations", "main.cases", "main.officials", "main.stage_of_case"} <= tables


def test_a_suppressed_person_is_nowhere(base: Path, suppressed: Path) -> None:
    assert told(suppressed) == []
    query = "SELECT count(*), sum(articles) FROM violation_mentions, coverage"
    assert ask(suppressed, query) == ask(base, query)
    assert ask(suppressed, "SELECT DISTINCT name FROM officials ORDER BY 1") == [("Ratri Kusuma",), ("Slamet Arga",)]


def test_a_full_build_gives_the_same_tables(suppressed: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(suppressed, tmp_path / "data"))
    made(tmp_path, full=True)

    def cells(folder: Path) -> list[tuple[str, str]]:
        return sorted(cell for cell in every_cell(folder / "corpus.duckdb") if not cell[0].endswith(".builds"))

    assert cells(data) == cells(suppressed)


def test_every_surface_is_still_its_piece_of_the_text(suppressed: Path) -> None:
    for table in ("official_mentions", "violation_mentions", "verdicts", "region_mentions"):
        piece = "substring(CASE part WHEN 'title' THEN title ELSE text END, start + 1, stop - start)"
        query = (
            f"SELECT count(*) FILTER (surface <> {piece}), count(*) > 0 FROM {table} JOIN articles USING (article_id)"
        )
        assert ask(suppressed, query) == [(0, True)]
    (title,), *_ = ask(suppressed, "SELECT title FROM articles WHERE title LIKE 'Camat%'")
    assert title == f"Camat {'█' * len('Arga Wirana')} Dipanggil Bawaslu 👍🏽"


def test_who_shares_a_word_of_the_name_stays(suppressed: Path) -> None:
    assert ask(suppressed, "SELECT name, surface FROM official_mentions WHERE name LIKE 'Slamet%'") == [
        ("Slamet Arga", "Slamet Arga")
    ]
    assert ask(suppressed, "SELECT authors, tags FROM articles WHERE url LIKE '%2024/09/01%'") == [
        (["Ratri Kusuma"], ["Pilkada 2024"])
    ]


def test_the_file_of_tombstones_does_not_name_the_person(suppressed: Path) -> None:
    assert not PERSON.search(tombstones.path_of(suppressed).read_text("utf-8"))
    assert (suppressed / "duty" / "key").stat().st_mode & 0o077 == 0


def test_verify_finds_nothing_wrong(suppressed: Path) -> None:
    found = verify(suppressed)
    assert found.differences == []
    assert "masked names" in " ".join(found.notes)


def test_a_namesake_elsewhere_stays(data: Path) -> None:
    """The person in Pekalongan is suppressed; the one in Bitung is another."""
    run(data, "suppress", "person", "Arga Wirana", "--region", "33.26", "--reason", "permintaan")
    made(data.parent)
    rows = ask(data, "SELECT name, region_code FROM official_mentions WHERE name LIKE 'Arga%'")
    assert rows == [("Arga Wirana", "71.72")]
    texts = dict(ask(data, "SELECT url, text FROM articles"))
    assert "Arga Wirana terbukti" in texts[RECORDS[1]["url"]]
    assert not [text for url, text in texts.items() if url != RECORDS[1]["url"] and PERSON.search(text)]


def test_an_official_is_suppressed_with_the_place_of_the_office(data: Path) -> None:
    (ident,) = ask(data, "SELECT official_id FROM officials WHERE name = 'Arga Wirana' AND region_code = '71.72'")[0]
    run(data, "suppress", "person", ident, "--reason", "permintaan")
    made(data.parent)
    rows = ask(data, "SELECT DISTINCT region_code FROM official_mentions WHERE name LIKE 'Arga%'")
    assert rows == [("33.26",)]


def test_an_article_and_a_mention(data: Path) -> None:
    """The article leaves an account and nothing else; the mention takes along what hangs on it."""
    seen = ask(data, "SELECT sum(urls_seen) FROM coverage")
    ((article,),) = ask(data, "SELECT article_id FROM violation_mentions WHERE status = 'proven'")
    run(data, "suppress", "article", RECORDS[0]["url"], "--reason", "permintaan")
    run(data, "suppress", "mention", f"{article}:violation_mentions:0", "--reason", "salah baca")
    run(data, "suppress", "person", "Bagas Prakarsa", "--reason", "bukan di sini")
    problems = made(data.parent).problems
    assert told(data, re.compile("dipanggil|membantah", re.I)) == []
    assert ask(data, "SELECT sum(urls_seen) FROM coverage") == seen
    assert ask(data, "SELECT outcome, article_id, listed_title FROM fetches WHERE url LIKE 'suppressed:%'") == [
        ("suppressed", None, None)
    ]
    assert ask(data, "SELECT count(*) FROM articles") == [(2,)]
    for table in ("violation_mentions", "breach_parties", "verdicts", "claims"):
        assert ask(data, f"SELECT count(*) FROM {table}") == [(0,)]
    assert ask(data, "SELECT DISTINCT statuses FROM official_mentions") == [([],)]
    assert ask(data, "SELECT action, articles, row_count FROM tombstones WHERE target = 'mention'") == [
        ("suppress", 1, 4)
    ]
    assert [line for line in problems if "suppress person" in line and "matches nothing" in line]


def test_undo_brings_the_person_back(base: Path, suppressed: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(suppressed, tmp_path / "data"))
    (one,) = tombstones.read(data)
    assert one.id in run(data, "suppress", "--list")
    run(data, "suppress", "--undo", one.id, "--reason", "ditarik")
    made(tmp_path)
    assert sorted(told(data)) == sorted(told(base))
    assert len(tombstones.path_of(data).read_text("utf-8").splitlines()) == 2


def test_no_older_corpus_is_kept_that_shows_it(suppressed: Path, tmp_path: Path) -> None:
    assert [one.current for one in snapshots(suppressed)] == [True]
    data = Path(shutil.copytree(suppressed, tmp_path / "data"))
    other = tmp_path / "lain.jsonl"
    other.write_text('{"id": "9", "title": "Lain", "text": "Harga beras."}\n', "utf-8")
    build(data, articles=[other], workers=1, now=NOW)
    assert [one.current for one in snapshots(data)] == [True, False]


def test_what_cannot_be_honoured_stops_a_build(suppressed: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(suppressed, tmp_path / "data"))
    (data / "duty" / "key").unlink()
    with pytest.raises(InputError, match="key of the tombstones"):
        made(tmp_path)
    with tombstones.path_of(data).open("a", encoding="utf-8") as file:
        file.write("{\n")
    with pytest.raises(InputError, match=r"tombstones\.jsonl, line 2"):
        tombstones.read(data)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("suppress", "person", "MJ", "--reason", "x"), "more than initials"),
        (("suppress", "person", "Arga Wirana"), "--reason is needed"),
        (("suppress", "article", "https://contoh.example/x", "--reason", "x"), "no article"),
        (("suppress", "mention", "abc:articles:1", "--reason", "x"), "ARTICLE_ID:TABLE:MENTION"),
        (("suppress", "--undo", "t00", "--reason", "x"), "no such tombstone"),
        (("correct", "person", "Arga Wirana", "--set", "role=other", "--reason", "x"), "needs the official's id"),
        (("correct", "mention", "ARTICLE:violation_mentions:0", "--reason", "x"), "--set COLUMN=VALUE is needed"),
    ],
)
def test_what_cannot_be_used_is_told(base: Path, words: tuple[str, ...], message: str) -> None:
    found = CliRunner().invoke(app, [*words, "--data", str(base)])
    assert found.exit_code != 0
    assert message in str(found.exception)
    assert not tombstones.read(base)


def test_corrections_are_made_in_every_build(data: Path) -> None:
    ((article,),) = ask(data, "SELECT article_id FROM violation_mentions WHERE status = 'proven'")
    (ident,) = ask(data, "SELECT official_id FROM officials WHERE name = 'Arga Wirana' AND region_code = '71.72'")[0]
    values = ("--set", "status=denied", "--set", "substatus=cleared")
    run(data, "correct", "mention", f"{article}:violation_mentions:0", *values, "--reason", "putusan")
    run(data, "correct", "person", ident, "--set", "name=Arga Wiranata", "--reason", "ejaan")
    about = ("--set", "topic=no", "--set", "primary_region_code=NULL")
    run(data, "correct", "article", article, *about, "--reason", "bukan topik")
    for full in (False, True):
        made(data.parent, full=full)
        for table in ("violation_mentions", "breach_parties"):
            query = f"SELECT status, substatus FROM {table} WHERE article_id = '{article}'"
            assert ask(data, query) == [("denied", "cleared")]
        query = f"SELECT name, statuses FROM official_mentions WHERE article_id = '{article}' AND name LIKE 'Arga%'"
        assert ask(data, query) == [("Arga Wiranata", ["denied/cleared"])]
        assert ask(data, "SELECT name, region_code FROM officials WHERE name LIKE 'Arga%' ORDER BY 2") == [
            ("Arga Wirana", "33.26"),
            ("Arga Wiranata", "71.72"),
        ]
        query = f"SELECT topic, primary_region_code FROM articles WHERE article_id = '{article}'"
        assert ask(data, query) == [("no", None)]


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("status=denied", "set substatus too"),
        ("status=benar", "not allowed"),
        ("surface=x", "expected COLUMN=VALUE"),
        ("hedge_dropped=mungkin", "BOOLEAN"),
        ("reference=NULL", "cannot be empty"),
    ],
)
def test_a_value_that_no_build_could_take_is_refused(base: Path, pair: str, message: str) -> None:
    ((article,),) = ask(base, "SELECT article_id FROM violation_mentions WHERE status = 'proven'")
    words = ["correct", "mention", f"{article}:violation_mentions:0", "--set", pair, "--reason", "x"]
    found = CliRunner().invoke(app, [*words, "--data", str(base)])
    assert message in str(found.exception)
    assert not tombstones.read(base)
