"""The full-text index: what it finds, in a plain client too, and that it leaves no hit of a keyword out."""

import random
from pathlib import Path
from typing import Any

import duckdb
import pytest
from demo_run import Ran
from made_articles import NOW, write_jsonl

import corpus
from corpus.answers import fts, kwic
from corpus.answers.kwic import compile_pattern, word_runs
from corpus.build import BuildSummary, build
from corpus.errors import UsageProblem
from corpus.query import Corpus
from corpus.tables import portions

_TRICKY = (
    "Netral", "netralitas", "kenetralan", "tak-netral", "netral_", "_netral", "ne\u0301tral", "\u0301netral", "netralité",
    "Ne\u017fral", "\u212aamat", "camat", "Camat-nya", "e-mail", "email", "di", "adil", "İkrar", "ıkrar", "ikrar",
    "👍🏽netral", "włas", "SKB2022", "2022",
)  # fmt: skip


def plain(file: Path) -> duckdb.DuckDBPyConnection:
    """A client that has no extension and fetches none."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    connection.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS c (READ_ONLY)")
    connection.execute("USE c")
    return connection


def test_a_plain_client_searches_without_an_extension(made: BuildSummary) -> None:
    with plain(made.corpus) as client:
        found = client.execute(
            "SELECT title FROM search_articles('Pelanggaran!') JOIN articles USING (article_id)"
        ).fetchall()
        assert found == [("Ikrar netralitas",)]
        assert client.execute("FROM search_articles('katatakada')").fetchall() == []
        stems = client.execute("SELECT article_id FROM search_stems(['langgar'])").fetchall()
        assert len(stems) == 1


def test_scores_are_those_of_the_extension(demo: Ran, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes((demo[0] / "corpus.duckdb").read_bytes())
    with duckdb.connect(str(copy)) as connection:
        fts.load(connection)
        connection.execute(
            "PRAGMA create_fts_index('articles', 'article_id', 'title', 'text', stemmer = 'indonesian', "
            "stopwords = 'none', ignore = '(\\.|[^a-z0-9])+', strip_accents = 1, lower = 1)"
        )
        for words in ("netralitas", "pelanggaran camat Bawaslu", "2024", "yang di dan"):
            own = dict(connection.execute("FROM search_articles(?)", [words]).fetchall())
            theirs = dict(
                connection.execute(
                    "SELECT * FROM (SELECT article_id, fts_main_articles.match_bm25(article_id, ?) AS score "
                    "FROM articles) WHERE score IS NOT NULL",
                    [words],
                ).fetchall()
            )
            assert own
            assert own == pytest.approx(theirs, abs=1e-5)


def test_the_index_of_many_runs_is_that_of_one(made: BuildSummary, tmp_path: Path, monkeypatch: Any) -> None:
    def index(file: Path) -> list[Any]:
        file.write_bytes(made.corpus.read_bytes())
        with duckdb.connect(str(file)) as connection:
            connection.execute("DROP SCHEMA search CASCADE")
            connection.execute("DROP MACRO TABLE search_articles")
            connection.execute("DROP MACRO TABLE search_stems")
            fts.create_index(connection)
            query = (
                "SELECT article_id, stem, times, articles, words, marked FROM search.postings "
                "JOIN search.terms USING (term) JOIN search.docs USING (doc) ORDER BY ALL"
            )
            return connection.execute(query).fetchall()

    whole = index(tmp_path / "whole.duckdb")
    monkeypatch.setattr(fts, "_RUN", 1)
    assert index(tmp_path / "parts.duckdb") == whole
    assert {row[3] for row in whole} >= {1, 2}


@pytest.fixture(scope="module")
def tricky(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Articles of words that are hard to cut, in random order."""
    folder, dice = tmp_path_factory.mktemp("tricky"), random.Random(7)

    def words() -> str:
        return " ".join(dice.choices(_TRICKY, k=3))

    records = [{"id": str(n), "title": words(), "text": f"{words()}\n{words()}."} for n in range(150)]
    with pytest.MonkeyPatch.context() as patch:
        from made_articles import fake_annotate

        import nlp.pipeline

        patch.setattr(nlp.pipeline, "annotate", fake_annotate)
        built = build(folder / "data", articles=[write_jsonl(folder / "a.jsonl", records)], workers=1, now=NOW)
    with corpus.open(built.corpus) as opened:
        yield opened


@pytest.mark.parametrize(
    "pattern",
    [
        *("netral", "netral*", "*netral", "*netral*", "ne*al", "tak-netral", "*-netral", "e-mail", "*mail", "camat",
          "kamat", "ikrar", "i*", "w*as", "d* netral*", "skb*", "netral_", "*é", "👍🏽netral"),
    ],
)  # fmt: skip
def test_the_index_leaves_no_hit_out(tricky: Corpus, pattern: str) -> None:
    rows = tricky.connection.execute("SELECT article_id, title, text FROM articles").fetchall()
    compiled = compile_pattern(pattern, False)
    expected = sorted(
        (ident, part, *hit.span())
        for ident, *texts in rows
        for part, text in zip(("title", "text"), texts, strict=True)
        for hit in compiled.finditer(text)
    )
    found = tricky.kwic(pattern)
    assert sorted(zip(found["article_id"], found["part"], found["start"], found["stop"], strict=True)) == expected
    assert expected or pattern in ("w*as", "*é")


def test_runs_of_a_pattern() -> None:
    assert word_runs("Netral*") == [("starts", "netral")]
    assert word_runs("*ke*an e-mail") == [("ends", "an"), ("holds", "ke"), ("is", "e"), ("is", "mail")]
    assert word_runs("* é") == []


def test_portions_come_small_first_and_in_order(tricky: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = tricky.kwic("netral*")
    monkeypatch.setattr(portions, "_SMALL", (5, 9))
    monkeypatch.setattr(portions, "_LARGE", 40)
    sizes = [len(some.ids) for some in portions.portions([str(n) for n in range(70)])]
    assert sizes == [5, 9, 40, 16]
    again = tricky.kwic("netral*")
    assert again.equals(lines)
    assert tricky.kwic("netral*", limit=30).equals(lines.head(30))
    phrase = tricky.search('"netral camat"', limit=200)
    texts = tricky.connection.execute("SELECT article_id, lower(title || ' ' || text) FROM articles").fetchall()
    assert set(phrase["article_id"]) == {ident for ident, text in texts if "netral camat" in text}
    assert list(phrase["score"]) == sorted(phrase["score"], reverse=True)


def test_captions_are_found_though_not_indexed(tmp_path: Path, made: BuildSummary) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(made.corpus.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("UPDATE articles SET caption = 'Foto bersama lurah' WHERE title = 'Harga cabai naik'")
    with corpus.open(copy) as opened:
        assert list(opened.kwic("lurah", part=["caption", "text"])["part"]) == ["caption"]
        assert opened.kwic("lurah").empty


def test_many_words_are_not_too_many(tricky: Corpus) -> None:
    assert tricky.kwic(" ".join(f"kata{n}" for n in range(kwic._MOST_RUNS + 5))).empty
    assert tricky.search("日本").empty
    assert list(tricky.search("日本").columns) == list(tricky.search("netral").columns)
    with pytest.raises(UsageProblem, match="at least one word"):
        tricky.search("!!")
