"""A corpus built with a learned recogniser: it is named in it, and takes no mention away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import corpus
from corpus.build import build
from nlp.learned.ner import engines_of, missing

GOLD = Path(__file__).resolve().parent.parent / "gold" / "articles.jsonl"


def test_recognisers_are_named_in_the_corpus_and_lose_nothing(tmp_path: Path) -> None:
    engines = tuple(engine for engine in engines_of("all") if missing(engine) is None)[:1]  # one is slow enough
    if not engines:
        pytest.skip("needs a recogniser: pip install 'netra-corpus[spacy]' or [stanza]")
    source = tmp_path / "articles.jsonl"
    lines = [line for line in GOLD.read_text("utf-8").split("\n") if line.strip()][:3]
    source.write_text("\n".join(lines), "utf-8")
    counts = []
    for name, used in (("with", engines), ("without", ())):
        summary = build(
            tmp_path / name, articles=[source], engines=used, workers=1, now=datetime(2024, 12, 1, tzinfo=UTC)
        )
        counts.append(summary.row_counts["official_mentions"])
        with corpus.open(tmp_path / name) as opened:
            row = opened.connection.execute("SELECT parameters['models'], tagger FROM builds").fetchone()
        assert row is not None
        assert (row[0] or "").split() == list(used)
        assert all((engine in row[1]) == bool(used) for engine in engines), row[1]
    assert counts[0] >= counts[1] > 0
