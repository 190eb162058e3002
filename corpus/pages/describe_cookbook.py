"""docs/sql-cookbook*.md from corpus/cookbook/*.sql and a corpus: `python -m corpus.pages.describe_cookbook CORPUS docs`
writes them, a test compares. CORPUS is that of `netra demo`: the pages show what it answers."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from corpus.errors import InputError
from corpus.folder import corpus_file
from corpus.tables.schema import HERE

FOLDER = HERE.parent / "cookbook"
_PAGES = {"sql-cookbook.md": "first-page.md", "sql-cookbook-cases.md": "second-page.md"}
"""Page -> what stands above its questions."""
_SECOND = "09"
"""The first question of the second page: one page would be longer than 500 lines."""


@dataclass(frozen=True)
class Question:
    """One question: `number` ("01"), its words, what to mind, and the query."""

    number: str
    title: str
    note: str
    sql: str


def read_questions(folder: Path = FOLDER) -> list[Question]:
    """The questions in the order of their file names: comment lines, then one query. Raises InputError."""
    found = []
    for file in sorted(folder.glob("*.sql")):
        lines = file.read_text(encoding="utf-8").strip().splitlines()
        words = [line.removeprefix("-- ") for line in lines if line.startswith("-- ")]
        query = "\n".join(lines[len(words) :])
        if not words or not query.endswith(";") or "--" in query:
            raise InputError(
                f"{file}: expected comment lines (the question, then what to mind), then one query with ;"
            )
        found.append(Question(file.name.split("-")[0], words[0], "\n".join(words[1:]), query))
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return str(value).replace("|", "\\|").replace("\n", " ")


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [columns, ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def answer(connection: duckdb.DuckDBPyConnection, question: Question) -> str:
    """The result as a Markdown table. Raises duckdb.Error."""
    found = connection.execute(question.sql)
    columns = [column[0] for column in found.description or ()]
    return _table(columns, found.fetchall())


def pages(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """File name -> page. Raises duckdb.Error, InputError."""
    made = {page: (FOLDER / head).read_text("utf-8") for page, head in _PAGES.items()}
    first, second = made
    for question in read_questions():
        name = first if question.number < _SECOND else second
        note = f"\n{question.note}\n" if question.note else ""
        made[name] += (
            f"\n## {int(question.number)}. {question.title}\n{note}\n```sql\n{question.sql}\n```\n\n"
            f"{answer(connection, question)}\n"
        )
    return made


if __name__ == "__main__":
    with duckdb.connect(str(corpus_file(Path(sys.argv[1]))), read_only=True) as opened:
        for file_name, page in pages(opened).items():
            (Path(sys.argv[2]) / file_name).write_text(page, encoding="utf-8")
