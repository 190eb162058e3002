"""The CSV tables: comments are skipped, and what is wrong is told with file and line."""

from pathlib import Path

import pytest

from nlp import tables


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tables, "_FOLDER", tmp_path)
    return tmp_path


def test_comments_and_blank_lines_are_skipped(folder: Path) -> None:
    (folder / "a.csv").write_text('# source: test\nword,kind\n\n ikrar ,"x, y"\n', encoding="utf-8")
    assert list(tables.read_table("a.csv", ("word",))) == [{"word": "ikrar", "kind": "x, y"}]


def test_a_short_row_is_told_with_its_line(folder: Path) -> None:
    (folder / "a.csv").write_text("# source\nword,kind\nikrar,x\napel\n", encoding="utf-8")
    with pytest.raises(tables.TableError, match=r"a\.csv, line 4: 1 cells where the header has 2"):
        list(tables.read_table("a.csv", ("word",)))


def test_a_missing_column_is_told(folder: Path) -> None:
    (folder / "a.csv").write_text("word\nikrar\n", encoding="utf-8")
    with pytest.raises(tables.TableError, match="'kind' is missing"):
        list(tables.read_table("a.csv", ("word", "kind")))


def test_every_shipped_table_can_be_read() -> None:
    names = [entry.name for entry in tables._FOLDER.iterdir() if entry.name.endswith(".csv")]
    assert names
    assert all(list(tables.read_table(name, ())) for name in names)
