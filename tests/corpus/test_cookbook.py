"""The cookbook's queries run in a plain client, and give what its pages show."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from demo_run import Ran

from corpus.answers import fts
from corpus.errors import InputError
from corpus.pages.describe_cookbook import Question, answer, pages, read_questions

DOCS = Path(__file__).resolve().parents[2] / "docs"
QUESTIONS = read_questions()


@pytest.fixture(scope="module")
def client(demo: Ran) -> Iterator[duckdb.DuckDBPyConnection]:
    """A plain client without any extension."""
    assert demo[1].returncode == 0, demo[1].stderr
    config = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    with duckdb.connect(str(demo[0] / "corpus.duckdb"), read_only=True, config=config) as opened:
        yield opened


def test_there_are_twenty() -> None:
    assert [question.number for question in QUESTIONS] == [f"{n:02}" for n in range(1, 21)]
    assert all(question.title.endswith("?") for question in QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.number)
def test_each_has_an_answer_in_a_fixed_order(client: duckdb.DuckDBPyConnection, question: Question) -> None:
    first = answer(client, question)
    assert len(first.splitlines()) >= 4
    client.execute("SET threads = 1")
    assert answer(client, question) == first
    client.execute("RESET threads")


def test_the_pages_show_what_the_queries_give(client: duckdb.DuckDBPyConnection) -> None:
    # the demo of the tests leaves the recognisers out: they change nothing in it that the pages show
    for name, page in pages(client).items():
        written = (DOCS / name).read_text("utf-8")
        assert written == page, (
            "run: netra demo --data data/demo; python -m corpus.pages.describe_cookbook data/demo docs"
        )
        assert len(page.splitlines()) < 500


def test_the_extension_is_loaded_as_the_page_says(client: duckdb.DuckDBPyConnection) -> None:
    page = (DOCS / "sql-cookbook.md").read_text("utf-8")
    (block,) = [sql for sql in re.findall(r"```sql\n(.*?)```", page, re.S) if "LOAD '" in sql]
    assert "import corpus.answers.fts; print(corpus.answers.fts.extension_file())" in page
    last = client.execute(block.replace("/path/to/fts.duckdb_extension", str(fts.extension_file()))).fetchall()
    assert last
    (first,) = [sql for sql in re.findall(r"```sql\n(.*?)```", page, re.S) if "LIMIT 10" in sql]
    assert len(client.execute(first).fetchall()) == 10


def test_a_file_that_is_no_question_is_named(tmp_path: Path) -> None:
    for text in ("SELECT 1;", "-- What?\nSELECT 1", "-- What?\nSELECT 1; -- so\n;"):
        (tmp_path / "01-x.sql").write_text(text)
        with pytest.raises(InputError, match=r"01-x\.sql: expected comment lines"):
            read_questions(tmp_path)
