"""Articles with a named accused are due after 30 and 180 days, until somebody has looked."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

import corpus
from corpus.build import BuildSummary
from corpus.cli import app
from corpus.commands.status import _look_lines
from corpus.errors import InputError, NothingThere, UsageProblem
from corpus.folder import DataFolder
from corpus.watching.second_looks import (
    AFTER,
    Candidate,
    Look,
    article_named,
    candidates,
    due,
    due_in,
    log_file,
    looks,
    note_look,
)

DAY = date(2026, 1, 1)


def one(ident: str = "abcdef01", day: date = DAY) -> Candidate:
    days = tuple(day + timedelta(days=after) for after in AFTER)
    return Candidate(ident, "koran-rekaan", None, ("Wirya Kusnanto",), ("alleged/suspected",), ("open",), day, days)


@pytest.mark.parametrize(
    ("looked", "today", "after"),
    [
        ((), 29, None),
        ((), 30, 30),
        ((), 179, 30),
        ((), 180, 180),  # one look settles both
        ((31,), 40, None),
        ((31,), 179, None),
        ((31,), 180, 180),
        ((31, 181), 400, None),
        ((181,), 400, None),
        ((5,), 30, 30),  # a look of before it was due is none
        ((30,), 30, None),  # the same day counts
    ],
)
def test_what_is_due(looked: tuple[int, ...], today: int, after: int | None) -> None:
    had = [Look("abcdef01", DAY + timedelta(days=number)) for number in looked]
    found = due([one()], had, DAY + timedelta(days=today))
    assert [item.after for item in found] == ([] if after is None else [after])
    assert all(item.since == DAY + timedelta(days=item.after) for item in found)


def test_the_longest_overdue_stands_first_and_looks_are_of_their_article() -> None:
    found = due([one("b", DAY), one("a", DAY), one("c", DAY - timedelta(days=9)), one("d", DAY)],
                [Look("d", DAY + timedelta(days=50))], DAY + timedelta(days=60))  # fmt: skip
    assert [item.article.article_id for item in found] == ["c", "a", "b"]


def test_looks_are_noted_and_read_again(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert looks(folder) == []
    note_look(folder, Look("abcdef01", DAY, "Sekar", "belum ada putusan"))
    note_look(folder, Look("abcdef02", DAY))
    assert looks(folder) == [Look("abcdef01", DAY, "Sekar", "belum ada putusan"), Look("abcdef02", DAY)]
    with log_file(folder).open("a") as handle:
        handle.write('{"on": "kemarin"}\n')
    with pytest.raises(InputError, match=r"second_looks\.jsonl, line 3: expected a look"):
        looks(folder)


def test_an_article_is_named_by_the_beginning_of_its_id() -> None:
    known = [one("abcdef01"), one("abcdef02"), one("123456")]
    assert article_named("123456", known) is known[2]
    with pytest.raises(UsageProblem, match="2 articles begin so"):
        article_named("abcdef", known)
    with pytest.raises(UsageProblem, match="at least 6"):
        article_named("123", known)
    with pytest.raises(NothingThere, match="no article with a named accused"):
        article_named("fedcba", known)


def test_the_lines_of_status_show_status_and_outcome_beside_a_name() -> None:
    shown = {"article_id": "abcdef012345678", "since": "2026-01-31", "accused": ["Wirya Kusnanto"],
             "statuses": ["alleged/suspected"], "outcomes": []}  # fmt: skip
    lines = _look_lines([shown] * 4)
    assert lines[0].startswith("look      4 articles with a named accused are due")
    assert lines[1:] == [
        "  abcdef012345 since 2026-01-31: Wirya Kusnanto (alleged/suspected; outcome unknown)"
    ] * 3  # fmt: skip
    assert _look_lines([]) == []


def test_the_view_holds_who_is_accused_by_name(made: BuildSummary, tmp_path: Path) -> None:
    file = tmp_path / "corpus.duckdb"
    shutil.copy(made.corpus, file)
    with duckdb.connect(str(file)) as plain:
        ident, mention = plain.execute(
            "SELECT article_id, mention FROM violation_mentions WHERE reference = 'case' ORDER BY ALL LIMIT 1"
        ).fetchall()[0]
        plain.execute("DELETE FROM breach_parties")

        def accused(*names: str | None) -> list[tuple[object, ...]]:
            plain.execute("DELETE FROM breach_parties")
            for number, name in enumerate(names):
                plain.execute(
                    "INSERT INTO breach_parties SELECT article_id, mention, ?, ?, 'Camat', NULL, status, substatus, "
                    "temporal FROM violation_mentions WHERE article_id = ? AND mention = ?",
                    [number, name, ident, mention],
                )
            return plain.execute(
                "SELECT article_id, accused, day, first_look, second_look FROM second_looks"
            ).fetchall()

        assert accused(None) == []
        assert accused("R.S.", "AB", "H. M.") == []
        (row,) = accused("Wirya Kusnanto", "Budi", "RS")
        assert row[:2] == (ident, ["Budi", "Wirya Kusnanto"])
        assert (row[3] - row[2], row[4] - row[2]) == (timedelta(30), timedelta(180))


def test_every_due_article_of_the_demo_names_somebody(demo: tuple[Path, object]) -> None:
    with corpus.open(demo[0]) as opened:
        found = list(candidates(opened.connection))
    assert len(found) >= 10
    assert all(item.accused and item.statuses for item in found)
    folder = DataFolder(demo[0])
    assert due_in(folder, min(item.day for item in found)) == []
    assert len(due_in(folder, max(item.day for item in found) + timedelta(days=180))) == len(found)


def test_the_command_lists_and_notes(demo: tuple[Path, object], tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(demo[0] / "corpus.duckdb", data)
    before = json.loads(CliRunner().invoke(app, ["looks", "--data", str(data), "--format", "json"]).stdout)
    ident = before[0]["article_id"]
    assert before[0]["after"] == 180
    noted = CliRunner().invoke(app, ["looks", ident[:10], "--by", "Sekar", "--note", "belum", "--data", str(data)])
    assert noted.exit_code == 0, noted.output
    after = json.loads(CliRunner().invoke(app, ["looks", "--data", str(data), "--format", "json"]).stdout)
    assert [item["article_id"] for item in after] == [item["article_id"] for item in before[1:]]
    assert [(item.article_id, item.by, item.note) for item in looks(DataFolder(data))] == [(ident, "Sekar", "belum")]
    said = CliRunner().invoke(app, ["status", "--data", str(data), "--json"])
    assert len(json.loads(said.stdout)["second_looks"]) == len(after)
