"""`netra build --tokens`: words with their places, by a double parser; empty without one."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pytest
from made_articles import NOW, RECORDS, fake_annotate, write_jsonl
from typer.testing import CliRunner

import nlp.learned.ner
import nlp.pipeline
import nlp.syntax.parsers
from corpus.answers import fts
from corpus.build import BuildSummary, build
from corpus.cli import app
from corpus.errors import UsageProblem
from nlp.syntax.words import Parser, ParserFault, Word


class Double:
    """Each word hangs on the first; counts what it read."""

    def __init__(self, name: str = "double 1") -> None:
        self.read: list[tuple[str, ...]] = []
        self.parser = Parser(name, self.parse)

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[tuple[Word, ...]]:
        self.read += [tuple(words) for words in sentences]
        return [
            tuple(Word(w.lower(), "NOUN", min(n, 1), "dep" if n else "root") for n, w in enumerate(words))
            for words in sentences
        ]


def split(text: str) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    found = list(re.finditer(r"\w+|[^\w\s]", text))
    return tuple(word[0] for word in found), tuple(word.span() for word in found)


@pytest.fixture(scope="module", autouse=True)
def _doubles() -> Iterator[None]:
    """The tagger of the made articles, quick words; no full-text index, which is not looked at here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp.pipeline, "annotate", fake_annotate)
        patch.setattr(nlp.learned.ner, "words_of", split)
        patch.setattr(fts, "create_index", lambda _connection, _published: None)
        yield


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "rekaan.jsonl", RECORDS)


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Double, BuildSummary]:
    source = write_jsonl(tmp_path_factory.mktemp("parsed") / "rekaan.jsonl", RECORDS)
    double = Double()
    return source, double, built(source, double.parser)


def built(source: Path, parser: Parser | None) -> BuildSummary:
    return build(source.parent / "data", articles=[source], workers=1, now=NOW, parser=parser)


def asked(summary: BuildSummary, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(summary.corpus), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_words_of_articles_on_the_topic(parsed: tuple[Path, Double, BuildSummary]) -> None:
    summary = parsed[2]
    words = asked(
        summary,
        "SELECT t.surface, t.part, t.sentence, t.token, t.lemma, t.upos, t.head, t.deprel, t.parser FROM tokens t "
        "JOIN articles a USING (article_id) WHERE a.title LIKE 'Camat%' ORDER BY sentence, token",
    )
    assert words[0] == ("Camat", "title", 0, 1, "camat", "NOUN", 0, "root", "double 1")
    assert words[1][:8] == ("Dipanggil", "title", 0, 2, "dipanggil", "NOUN", 1, "dep")
    assert len(words) > 15
    assert asked(summary, "SELECT count(*) FROM tokens") == [(summary.row_counts["tokens"],)]
    # offsets after an emoji of two code points and an accent of its own
    wrong = asked(
        summary,
        "SELECT * FROM tokens t JOIN articles a USING (article_id) WHERE t.surface <> "
        "substring(CASE part WHEN 'title' THEN a.title ELSE a.text END, t.start + 1, t.stop - t.start)",
    )
    assert wrong == []
    assert asked(summary, "SELECT DISTINCT topic FROM tokens JOIN articles USING (article_id)") == [("yes",)]
    assert asked(summary, "SELECT parameters['tokens'] FROM builds") == [("double 1",)]


def test_what_was_parsed_is_taken_over_until_the_model_changes(parsed: tuple[Path, Double, BuildSummary]) -> None:
    source, first, summary = parsed
    rows = asked(summary, "FROM tokens ORDER BY ALL")
    again, other = Double(), Double("double 2")
    assert asked(built(source, again.parser), "FROM tokens ORDER BY ALL") == rows
    assert first.read
    assert again.read == []
    built(source, other.parser)
    assert other.read == first.read


def test_without_a_parser_the_table_is_empty(parsed: tuple[Path, Double, BuildSummary]) -> None:
    made = built(parsed[0], None)
    assert made.row_counts["tokens"] == 0
    assert made.row_counts["articles"] == len(RECORDS)
    assert asked(made, "FROM tokens") == []
    assert made.build_id != parsed[2].build_id


def test_a_parser_that_fails_publishes_nothing(source: Path) -> None:
    with pytest.raises(ParserFault, match="words in, 0 out") as caught:
        built(source, Parser("double", lambda _: []))
    assert "step tokens" in caught.value.__notes__[0]
    assert not (source.parent / "data" / "corpus.duckdb").exists()


MAPS = [
    f"--map={field}={column}" for field, column in (("title", "judul"), ("text", "isi"), ("published", "tanggal"))
]


def test_the_command_opens_the_model_that_is_named(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    double = Double()
    named: list[str] = []

    def opened(model: str) -> Parser:
        named.append(model)
        return double.parser

    monkeypatch.setattr(nlp.syntax.parsers, "open_parser", opened)
    data = source.parent / "data"
    result = CliRunner().invoke(
        app,
        ["build", "--data", str(data), "--articles", str(source), "--workers", "1", "--tokens", "stanza-csui", *MAPS],
    )
    assert result.exit_code == 0, result.output
    assert named == ["stanza-csui"]
    assert double.read
    assert "words of the articles on the topic" in result.stderr


def test_a_model_that_is_not_here_ends_the_build_before_it_begins(source: Path) -> None:
    data = source.parent / "data"
    with pytest.raises(UsageProblem, match=r"--tokens: .*neither stanza-gsd"):
        CliRunner().invoke(
            app,
            ["build", "--data", str(data), "--articles", str(source), "--tokens", "nothing", *MAPS],
            catch_exceptions=False,
        )
    assert not (data / "corpus.duckdb").exists()
