"""Corrections of the editors, linked to the report that they are about, and shown beside each name."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest
from archive_of import HOST, Page, write_archive
from made_articles import NOW, fake_annotate
from test_corpus_build_archive import fake_extract, fake_join

import corpus.gathering.gather
import nlp.pipeline
from corpus.build import build
from corpus.derived.corrections import Candidate, Found, link, page_links
from nlp.subject.corrections import find_notices

EARLIER = "Camat Rekabumi Dipanggil Bawaslu Kabupaten"
T0 = datetime(2024, 9, 2, 3, 0, tzinfo=UTC)


def found(title: str, text: str, links: Sequence[str] = ()) -> Found:
    (notice,) = find_notices(title, text)
    return Found("ralat", "koran", title, text, date(2024, 9, 5), notice, frozenset(links))


def earlier(article: str = "lama", title: str = EARLIER, day: date | None = date(2024, 9, 2)) -> Candidate:
    return Candidate(article, day, title)


QUOTING = found("Hak Jawab Camat Rekabumi", f'Berita sebelumnya berjudul "{EARLIER}" tidak benar.')
BARE = found(f"Ralat: {EARLIER}", "Nama yang benar adalah Arga.")
DATED = found(
    "Permohonan Maaf Redaksi", "Berita 2 September 2024 soal Camat Rekabumi dipanggil Bawaslu kabupaten keliru."
)
LINKING = found("Klarifikasi Redaksi: Foto Camat", "Foto itu foto lama.", ["lama"])


@pytest.mark.parametrize(
    ("one", "titled", "dated", "expected"),
    [
        (QUOTING, [earlier()], [], ("lama", ("title",))),
        (BARE, [earlier()], [], ("lama", ("title",))),
        (LINKING, [earlier(title="Lain")], [], ("lama", ("link",))),
        (DATED, [], [earlier()], ("lama", ("date",))),
        (DATED, [], [earlier(), earlier("lain", "Harga Cabai Rawit Naik Lagi")], ("lama", ("date",))),
        (DATED, [], [earlier(), earlier("kembar")], (None, ())),
        (DATED, [], [earlier(title="Harga Cabai Rawit Naik Lagi")], (None, ())),
        (QUOTING, [earlier(), earlier("kembar")], [], (None, ())),
        (QUOTING, [earlier(day=date(2024, 9, 9))], [], (None, ())),
        (QUOTING, [], [], (None, ())),
        (found("Kabar", "Kata dia.\nCatatan redaksi: nama diperbaiki."), [], [], ("ralat", ("note",))),
    ],
)
def test_a_link_needs_evidence_that_points_to_one_article(
    one: Found, titled: list[Candidate], dated: list[Candidate], expected: Any
) -> None:
    assert link(one, titled, dated) == expected


def test_two_kinds_of_evidence_outweigh_one() -> None:
    both = found("Hak Jawab Camat Rekabumi", f'Berita sebelumnya berjudul "{EARLIER}".', ["lama"])
    assert link(both, [earlier(), earlier("kembar")], []) == ("lama", ("link", "title"))
    other = found("Hak Jawab Camat Rekabumi", f'Berita sebelumnya berjudul "{EARLIER}".', ["lain"])
    assert link(other, [earlier(), earlier("lain", "Lain sama sekali")], []) == (None, ())


def test_links_of_a_page_are_those_that_speak_of_a_report() -> None:
    page = b"""<nav><li><a href="/menu">Berita</a></li></nav><div><a href="/luar">berita</a></div>
    <p>Ralat atas <a href="/lama">berita sebelumnya</a>.</p><p>Baca juga: <a href="/lain">berita lain</a></p>
    <p>Harga <a href="/cabai">cabai</a> naik.</p>"""
    assert list(page_links(page, "https://contoh.example/x")) == ["https://contoh.example/lama"]
    assert list(page_links(b"", "https://contoh.example/x")) == []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = tmp_path_factory.mktemp("corrections") / "data"
    pages = (
        Page("/2024/09/01/lama", T0, title=EARLIER, text="Camat Budi diduga tidak netral. Kata Sari, diperiksa."),
        Page("/2024/09/01/lain", T0, title="Harga cabai naik", text="Camat Budi memberi klarifikasi di Bawaslu."),
        Page("/2024/09/01/hak", T0, title="Hak Jawab Camat", text=f'Redaksi: berita berjudul "{EARLIER}" dijawab.'),
    )
    write_archive(data / "archive", pages, started=T0)
    # another outlet printed the same title: it is not the one that is corrected
    row = {"id": "1", "title": EARLIER, "text": "Salinan.", "published": "2024-09-01", "outlet": "Koran Lain"}
    (data.parent / "lain.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus.gathering.gather, "extract_page", fake_extract)
        patch.setattr(corpus.gathering.gather, "join_pages", fake_join)
        patch.setattr(nlp.pipeline, "annotate", fake_annotate)
        build(data, articles=[data.parent / "lain.jsonl"], workers=1, now=NOW)
    with duckdb.connect(str(data / "corpus.duckdb"), read_only=True) as connection:
        yield connection


def test_the_correction_names_the_article_of_its_outlet(made: duckdb.DuckDBPyConnection) -> None:
    rows = made.execute(
        "SELECT c.kind, c.linked_by, a.url, substring(b.title, c.start + 1, c.stop - c.start) = c.surface "
        "FROM corrections c JOIN articles a ON a.article_id = corrected_article_id "
        "JOIN articles b ON b.article_id = c.article_id"
    ).fetchall()
    assert rows == [("hak_jawab", ["title"], f"{HOST}/2024/09/01/lama", True)]


def test_the_views_that_show_names_show_it(made: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT parties, corrected FROM violations WHERE status = 'alleged'"
    assert made.execute(query).fetchall() == [(["Budi, Camat"], ["hak_jawab"])]
    query = "SELECT name, articles, articles_corrected FROM officials_quoted"
    assert made.execute(query).fetchall() == [("Sari", 1, 1)]
    query = "SELECT count(*), count(*) FILTER (corrected IS NULL) FROM stage_of_case"
    assert made.execute(query).fetchall() == [(1, 0)]
