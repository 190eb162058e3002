"""Annotated articles come back from every format as they went, and what a format cannot carry is said."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.exchange.formats import Exchange, FormatName, exchange
from corpus.exchange.records import from_record, to_record
from corpus.exchange.shape import (
    AnnotatedArticle,
    Annotation,
    Relation,
    cells,
    checked,
    marks,
)
from nlp.evaluation.gold import read_gold
from nlp.evaluation.score import score
from nlp.pipeline import annotate
from nlp.records import Part
from nlp.tagfile import tag_line

GOLD = Path(__file__).resolve().parents[1] / "gold" / "articles.jsonl"
FORMATS = [exchange(name) for name in FormatName]
IDS = [one.name.value for one in FORMATS]


@cache
def gold() -> tuple[Any, ...]:
    return tuple(read_gold(GOLD))


@cache
def tagged() -> tuple[AnnotatedArticle, ...]:
    """The gold articles with netra's own tags."""
    return tuple(from_record({**row, **tag_line(tags)}) for row, tags in zip(gold(), annotate(gold()), strict=True))


def mark(label: str, part: Part, text: str, words: str, number: int = 0, **values: Any) -> Annotation:
    start = text.index(words)
    return Annotation(f"{label}-{number}", label, part, start, start + len(words), values)


def nasty() -> list[AnnotatedArticle]:
    """Texts that break naive offsets, with marks behind and across what breaks them."""
    title = '👍🏽 Camat Budi 𝔻iduga "netral" & <b>'
    text = (
        "  PEKALONGAN\u00a0- Cafe\u0301 👨‍👩‍👧 ramai.\r\nCamat\tBudi | Sari\\n diduga\u2028berfoto.\n\n"
        "Ia di\u00adduga 1.5% tidak netral!\x85 𝕏\n"
    )
    caption = "Budi\u0301 (kiri) 😀\r\n"
    parts: dict[Part, str] = {"title": title, "text": text, "caption": caption}
    spans = (
        mark("violation", "title", title, title, status="alleged", remark="judul | \"1\"\n<&>"),
        mark("official", "title", title, "Budi", role="accused", name="Budi\u0301 | Santoso"),
        mark("official", "title", title, "Camat Budi", 1, position="Camat\\"),
        mark("region", "text", text, "PEKALONGAN", code="33.26"),
        mark("region", "text", text, "PEKALONGAN", 1, code="33.75"),  # the same words twice
        mark("violation", "text", text, "Camat\tBudi | Sari\\n diduga\u2028berfoto.\n\nIa di\u00adduga", 1,
             status="alleged", substatus="suspected", reference="case", temporal="current", forms=("foto_simbol",),
             parties=(cells("Budi", "Camat"), cells(None, "guru | SD")), claimed_by=("media",)),
        mark("violation", "text", text, "diduga\u2028berfoto", 2, status="denied"),
        mark("prevention", "text", text, "erfo", kind="ikrar"),  # inside a word
        mark("election", "text", text, "\n\nIa ", election="pilkada-2024"),  # line ends at the border
        mark("election", "text", text, "𝕏\n", 1, election="pemilu-2024"),
        mark("official", "caption", caption, "Budi\u0301", 2, role="other"),
        mark("region", "caption", caption, "😀", 2, code="33"),
    )  # fmt: skip
    ties = (Relation("party", "violation-0", "official-0"), Relation("party", "violation-1", "official-2"))
    labels = {"topic": ("yes",), "primary_region": ("33.26",), "officials": (cells("A | B", None, None, "other"),),
              "elections": ("pilkada-2020", "pemilu-2019")}  # fmt: skip
    meta = {"published": "2024-09-01", "outlet": "Koran “Rékaan” 👍"}
    blank: dict[Part, str] = {"title": "", "text": "", "caption": ""}
    return [
        checked(AnnotatedArticle("a/b c#1 é👍", parts, spans, ties, labels, meta), "test"),
        AnnotatedArticle("empty", blank),
        AnnotatedArticle("blank", {"title": "  ", "text": " \r\n\t", "caption": ""}),
        checked(
            AnnotatedArticle("no title", {**blank, "text": "Budi"}, (mark("official", "text", "Budi", "Budi"),)),
            "test",
        ),
        checked(
            AnnotatedArticle(
                "only a caption", {**blank, "caption": "x\n"}, (mark("region", "caption", "x", "x", code="33"),)
            ),
            "test",
        ),
        AnnotatedArticle("two lines in a title", {**blank, "title": "satu\ndua", "text": "tiga"}),
        AnnotatedArticle("title alone", {**blank, "title": "satu"}),
    ]


def back(form: Exchange, articles: list[AnnotatedArticle], folder: Path) -> list[AnnotatedArticle]:
    target = folder / f"out{form.suffix}"
    assert form.write(articles, target) == len(articles)
    return list(form.read(target))


@pytest.mark.parametrize("form", FORMATS, ids=IDS)
def test_tagged_gold_articles_come_back_equal(form: Exchange, tmp_path: Path) -> None:
    sent = list(tagged())
    assert len(sent) == 60
    assert {span.label for article in sent for span in article.spans} == set(marks())
    assert any(article.relations for article in sent)
    assert back(form, sent, tmp_path) == sent


@pytest.mark.parametrize("form", FORMATS, ids=IDS)
def test_coded_gold_articles_come_back_and_score_full_marks(form: Exchange, tmp_path: Path) -> None:
    sent = [from_record(row) for row in gold()]
    found = back(form, sent, tmp_path)
    assert found == sent
    figures = score(gold(), [to_record(article) for article in found]).figures
    assert {(tally.precision, tally.recall) for tally in figures.values()} == {(1.0, 1.0)}


@pytest.mark.parametrize("form", FORMATS, ids=IDS)
def test_nasty_texts_come_back_equal(form: Exchange, tmp_path: Path) -> None:
    for sent, found in zip(nasty(), back(form, nasty(), tmp_path), strict=True):
        assert found == sent
        assert [found.surface(span) for span in found.spans] == [sent.surface(span) for span in sent.spans]
