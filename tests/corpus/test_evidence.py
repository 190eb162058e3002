"""A mention is evidence: in every table with spans, the piece of its part is the surface, over the whole demo corpus."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from demo_run import Ran
from made_articles import NOW, write_jsonl

import corpus
from corpus.build import build
from corpus.query import Corpus
from corpus.records import captions_of
from corpus.verify import verify
from crawler.article import Article

WITH_SPANS = {
    "region_mentions", "official_mentions", "violation_mentions", "prevention_mentions", "election_mentions",
    "law_mentions", "count_claims", "sanction_mentions", "verdicts", "article_stages", "tokens", "sentence_texts",
}  # fmt: skip
"""What must be among the tables and views with part, start, stop and surface; one that is added is tested too."""

CAPTIONED = {
    "id": "1",
    "title": "Camat Diduga 👍🏽 Dukung Paslon, Bawaslu Periksa",
    "text": "SLAWI - Camat Margasari, Hendra Wicaksono, diduga berkampanye untuk paslon.\r\nBawaslu memeriksanya.",
    "captions": [
        "Cafe\u0301 👍🏽 Hendra Wicaksono diduga berkampanye\r\ndi Tegal.",
        "Sekda Tegal Rahmat Sentosa hadir. ",
    ],
    "tanggal": "2024-10-10",
}
STORED = "Cafe\u0301 👍🏽 Hendra Wicaksono diduga berkampanye\r di Tegal.\nSekda Tegal Rahmat Sentosa hadir."


def tables(opened: Corpus) -> set[str]:
    """Tables and views that hold part, start, stop and surface."""
    found = opened.connection.execute(
        "SELECT table_name FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main' "
        "AND column_name IN ('part', 'start', 'stop', 'surface') GROUP BY table_name HAVING count(*) = 4"
    ).fetchall()
    return {name for (name,) in found}


def pieces(opened: Corpus, table: str) -> Iterator[tuple[str, str, str]]:
    """Part, surface and what that part holds there."""
    cursor = opened.connection.execute(
        f'SELECT m.part, m.start, m.stop, m.surface, a.title, a.text, a.caption FROM "{table}" m '
        "JOIN articles a USING (article_id) WHERE m.part IS NOT NULL"
    )
    for part, start, stop, surface, title, text, caption in cursor.fetchall():
        whole = {"title": title, "text": text, "caption": caption or ""}[part]
        yield part, surface, whole[start:stop] if 0 <= start < stop <= len(whole) else "(outside)"


@pytest.fixture(scope="module")
def opened(demo: Ran) -> Iterator[Corpus]:
    assert demo[1].returncode == 0, demo[1].stderr
    with corpus.open(demo[0]) as found:
        yield found


def test_every_table_with_spans_is_looked_at(opened: Corpus) -> None:
    assert tables(opened) >= WITH_SPANS


def test_the_piece_of_the_part_is_the_surface(opened: Corpus) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for table in sorted(tables(opened)):
        for part, surface, piece in pieces(opened, table):
            assert piece == surface, (table, part)
            seen[table, part] += 1
    for table in WITH_SPANS - {"tokens", "article_stages"}:  # no parser in the demo; few words name a stage
        assert seen[table, "text"], table
    for table in ("region_mentions", "violation_mentions", "sentence_texts"):
        assert seen[table, "title"], table
    assert seen["official_mentions", "caption"]


def test_sql_counts_as_python_does(opened: Corpus) -> None:
    for table in sorted(WITH_SPANS):
        wrong = opened.connection.execute(
            f"SELECT count(*) FROM {table} m JOIN articles a USING (article_id) WHERE m.part IS NOT NULL "
            "AND m.surface <> substring("
            "CASE m.part WHEN 'title' THEN a.title WHEN 'text' THEN a.text ELSE a.caption END, "
            "m.start + 1, m.stop - m.start)"
        ).fetchone()
        assert wrong == (0,), table


def test_a_mention_lies_in_its_sentence(opened: Corpus) -> None:
    for table in sorted(WITH_SPANS - {"sentence_texts", "article_stages", "tokens"}):
        wrong = opened.connection.execute(
            f"SELECT count(*) FROM {table} m LEFT JOIN sentences s USING (article_id, sentence) WHERE s.part IS NULL OR "
            "s.part <> m.part OR m.start < s.start OR m.start >= s.stop"
        ).fetchone()
        assert wrong == (0,), table


def test_a_caption_with_emoji_and_line_ends_is_evidence_and_decides_no_case(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [CAPTIONED])
    build(tmp_path / "data", articles=[source], workers=1, now=NOW)
    with corpus.open(tmp_path / "data") as opened:
        found: Any = {
            (part, surface)
            for table in tables(opened)
            for part, start, stop, surface in opened.connection.execute(
                f"SELECT part, start, stop, surface FROM \"{table}\" WHERE part = 'caption'"
            ).fetchall()
            if surface is None or STORED[start:stop] == surface
        }
        assert ("caption", "Hendra Wicaksono") in found
        assert ("caption", "Rahmat Sentosa") in found
        assert opened.connection.execute("SELECT caption FROM articles").fetchone() == (STORED,)
        numbered = opened.connection.execute(
            "SELECT DISTINCT paragraph FROM sentences WHERE part = 'caption'"
        ).fetchall()
        assert sorted(numbered) == [(0,), (1,)]
        told = opened.connection.execute("SELECT DISTINCT part FROM violation_mentions ORDER BY 1").fetchall()
        assert told == [("caption",), ("text",), ("title",)]
        counted = opened.connection.execute(
            "SELECT DISTINCT v.part FROM case_reports r, unnest(r.mentions) m(n) "
            "JOIN violation_mentions v ON v.article_id = r.article_id AND v.mention = m.n"
        ).fetchall()
        assert counted == [("text",)]
    assert verify(tmp_path / "data", sample=1).differences == []


@pytest.mark.parametrize(("captions", "stored"), [
    ((), None), (("Satu.",), "Satu."), (("Satu.", "Dua\nbaris."), "Satu.\nDua baris."),
])  # fmt: skip
def test_each_caption_is_a_line(captions: tuple[str, ...], stored: str | None) -> None:
    article = Article(url=None, title="a", text="b", caption=captions[0] if captions else None, captions=captions)
    assert captions_of(article) == stored
    assert captions_of(replace(article, captions=())) == (captions[0] if captions else None)
