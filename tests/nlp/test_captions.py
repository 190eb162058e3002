"""The caption: tagged in the light of the article, in a part of its own, and without a word in what is scored."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nlp.document import Document
from nlp.explain import marks
from nlp.explain_html import page
from nlp.pipeline import annotate
from nlp.records import Annotations
from nlp.tagfile import BadLine, read_articles, tag_line

TITLE = "Bawaslu Tegal Periksa Camat yang Diduga Dukung Paslon"
TEXT = (
    "SLAWI - Bawaslu Kabupaten Tegal memeriksa Camat Margasari, Hendra Wicaksono, Kamis (10/10/2024).\n"
    "Ia diduga tidak netral karena berfoto dengan calon bupati pada Pilkada 2024.\n"
    "Ketua Bawaslu Kabupaten Tegal, Laras Puspita, mengatakan ASN dilarang berkampanye.\n"
    "Baca juga:"
)
CAPTION = (
    "Camat Margasari 👍🏽 Hendra (kiri) diduga berkampanye untuk salah satu paslon Pilkada 2024.\r\n"
    "Sekda Tegal, Rahmat Sentosa, hadir."
)
ARTICLE = {"id": "1", "title": TITLE, "text": TEXT, "published": "2024-10-10", "caption": CAPTION}
LISTS = ("regions", "officials", "violations", "prevention", "elections")


def tags_of(article: dict[str, Any]) -> Annotations:
    return next(iter(annotate([article])))


@pytest.fixture(scope="module")
def tags() -> Annotations:
    return tags_of(ARTICLE)


def in_caption(tags: Annotations, kind: str) -> list[Any]:
    return [m for m in getattr(tags, kind) if m.span.part == "caption"]


def test_mentions_of_the_caption_stand_in_their_own_part_and_give_their_words_back(tags: Annotations) -> None:
    spans = [m.span for kind in LISTS for m in in_caption(tags, kind)]
    spans += [m.sentence for m in in_caption(tags, "violations")]
    spans += [m.span for m in (*tags.facts.laws, *tags.facts.counts, *tags.facts.sanctions, *tags.facts.verdicts)]
    assert {kind for kind in LISTS if in_caption(tags, kind)} >= {"regions", "officials", "violations", "elections"}
    for span in spans:
        whole = {"title": TITLE, "text": TEXT, "caption": CAPTION}[span.part]
        assert whole[span.start : span.stop] == span.surface


def test_a_person_of_the_article_keeps_name_office_and_role(tags: Annotations) -> None:
    known, new = in_caption(tags, "officials")
    assert (known.span.surface, known.name, known.role) == ("Hendra", "Hendra Wicaksono", "accused")
    assert known.position == next(m.position for m in tags.officials if m.name == "Hendra Wicaksono")
    assert (new.name, new.position) == ("Rahmat Sentosa", "Sekretaris Daerah")


def test_a_bare_name_means_the_region_that_the_article_means(tags: Annotations) -> None:
    assert {m.code for m in in_caption(tags, "regions")} == {"33.28"}  # "Tegal" alone is the kota or the kabupaten
    alone = tags_of({"id": "1", "title": "", "text": "", "caption": "Pegawai Kota Tegal hadir."})
    assert [m.code for m in alone.regions] == ["33.76"]


def test_title_and_text_are_tagged_as_without_a_caption(tags: Annotations) -> None:
    bare = tags_of({**ARTICLE, "caption": None})
    for kind in LISTS:
        assert [m for m in getattr(tags, kind) if m.span.part != "caption"] == list(getattr(bare, kind))
    assert (tags.topic, tags.primary_region) == (bare.topic, bare.primary_region)
    assert tags.codebook() == bare.codebook()
    assert "Rahmat" not in json.dumps(tags.codebook())


def test_the_facts_of_a_caption_belong_to_its_entries(tags: Annotations) -> None:
    assert len(tags.facts.breaches) == len(tags.violations)
    own = {n for n, m in enumerate(tags.violations) if m.span.part == "caption"}
    assert own
    assert own <= {claim.violation for claim in tags.facts.claims}
    for one in (*tags.facts.counts, *tags.facts.sanctions, *tags.facts.verdicts):
        assert one.span.part == tags.violations[one.violation].span.part


def test_a_caption_makes_no_topic() -> None:
    tags = tags_of(
        {"id": "1", "title": "Harga Cabai Naik", "text": "Harga cabai naik lagi.", "caption": CAPTION.split("\r")[0]}
    )
    assert (tags.topic, tags.violations, tags.prevention) == ("no", (), ())


@pytest.mark.parametrize("caption", ["", "  \n", None])
def test_without_a_caption_nothing_is_in_it(caption: str | None) -> None:
    tags = tags_of({**ARTICLE, "caption": caption})
    assert not any(in_caption(tags, kind) for kind in LISTS)


def test_its_sentences_count_on_and_stand_apart() -> None:
    document = Document.from_input(ARTICLE)
    assert [s.index for s in document.caption_sentences] == [len(document.sentences), len(document.sentences) + 1]
    assert {s.part for s in document.caption_sentences} == {"caption"}
    assert "caption" not in {s.part for s in document.sentences}
    assert [CAPTION[s.start : s.stop] for s in document.caption_sentences] == CAPTION.split("\r\n")


def test_a_caption_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": "1", "caption": ["a"]}\n{"id": "2", "caption": "Foto: Wali Kota Tegal."}\n')
    bad, good = read_articles(file)
    assert isinstance(bad, BadLine)
    assert "'caption'" in bad.problem
    assert isinstance(good, Document)
    assert [row["part"] for row in tag_line(next(iter(annotate([good]))))["spans"]["regions"]] == ["caption"]


def test_the_explanation_marks_the_caption(tags: Annotations) -> None:
    document = Document.from_input(ARTICLE)
    whole = f"{TITLE}\n{TEXT}\n{CAPTION}"
    behind = len(TITLE) + len(TEXT) + 2
    assert "Rahmat Sentosa" in {whole[start:stop] for start, stop, _ in marks(document, tags) if start >= behind}
    assert "Rahmat Sentosa" in page([(replace(document), tags)])
