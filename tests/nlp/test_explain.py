"""Why each tag was given: the evidence that a mention carries, and its lines and page."""

from itertools import pairwise

import pytest

from nlp.document import Document
from nlp.explain import LEVELS, Line, Section, explain, marks
from nlp.explain_html import page
from nlp.pipeline import annotate
from nlp.records import Annotations
from nlp.tagfile import tag_line

TEXT = (
    "BREBES - Camat Kalisari, Darmo Wiyana, diduga mengajak warga memilih calon bupati pada Pilkada 2024, kata Ketua "
    "Bawaslu Brebes, Ratri Lestari.\n"
    "Ia membantah mengarahkan warga mendukung calon.\n"
    "Bupati lalu menjatuhkan teguran tertulis kepada Darmo Wiyana yang terbukti melanggar netralitas <ASN>."
)


@pytest.fixture(scope="module")
def told() -> tuple[Document, Annotations]:
    document = Document("x1", "Camat Kalisari Diduga Tidak Netral", TEXT)
    return document, next(iter(annotate([document])))


def violation(tags: Annotations, words: str) -> Section:
    """The section of the entry whose quote holds the words."""
    sections = [s for s in explain(tags) if s.kind == "violation"]
    return next(s for s in sections if words in s.lines[0].words)


def line(section: Section, field: str) -> Line:
    return next(one for one in section.lines if one.field == field)


def test_every_violation_says_breach_or_status_source_and_forms(told: tuple[Document, Annotations]) -> None:
    for mention in told[1].violations:
        fields = {e.field for e in mention.evidence}
        assert {"status", "source", "form"} <= fields, mention.span.surface


def test_words_of_evidence_are_those_of_the_article(told: tuple[Document, Annotations]) -> None:
    document, tags = told
    parts = {"title": document.title, "text": document.text}
    spans = [e.span for m in tags.violations for e in m.evidence if e.span]
    assert spans
    assert all(parts[s.part][s.start : s.stop] == s.surface for s in spans)


def test_the_cue_of_a_status_is_named(told: tuple[Document, Annotations]) -> None:
    status = line(violation(told[1], "mengajak warga"), "status")
    assert (status.value, status.words) == ("alleged/suspected", "diduga")


def test_how_a_person_was_linked(told: tuple[Document, Annotations]) -> None:
    named, meant = (line(violation(told[1], w), "party") for w in ("mengajak warga", "Ia membantah"))
    assert (named.value, named.because) == ("Darmo Wiyana", LEVELS["beside"])
    assert (meant.value, meant.words, meant.because) == ("Darmo Wiyana", "", LEVELS["pronoun"])


def test_sources_and_sanctions_have_their_words(told: tuple[Document, Annotations]) -> None:
    source = line(violation(told[1], "mengajak warga"), "source")
    assert (source.value, source.words) == ("pengawas", "Bawaslu")
    sanction = line(violation(told[1], "teguran"), "sanction")
    assert (sanction.value, sanction.words) == ("teguran", "teguran")
    assert line(violation(told[1], "teguran"), "modality").value == "imposed"


def test_regions_tell_what_else_they_may_mean() -> None:
    document = Document("x2", "Netralitas ASN", "ASN di Pekalongan diminta netral pada Pilkada 2024, kata Bawaslu.")
    section = next(s for s in explain(next(iter(annotate([document])))) if s.kind == "region")
    assert "else 33." in section.lines[0].because


def test_officials_tell_how_each_mention_was_found(told: tuple[Document, Annotations]) -> None:
    section = next(s for s in explain(told[1]) if s.kind == "official" and "Darmo" in s.heading)
    assert "role accused" in section.heading
    assert all(one.because for one in section.lines)


def test_marks_do_not_overlap_and_lie_in_the_text(told: tuple[Document, Annotations]) -> None:
    document, tags = told
    found = marks(document, tags)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    text = f"{document.title}\n{document.text}"
    assert ("Darmo Wiyana", "official") in {(text[a:b], label) for a, b, label in found}


def test_the_page_escapes_the_text(told: tuple[Document, Annotations]) -> None:
    html = page([told])
    assert "&lt;ASN&gt;" in html
    assert "<ASN>" not in html
    assert "violation: 1. " in html


def test_evidence_is_no_part_of_a_tag_line(told: tuple[Document, Annotations]) -> None:
    mentions = tag_line(told[1])["spans"]["violations"]
    assert mentions
    assert all("evidence" not in one and one["rule"] for one in mentions)
