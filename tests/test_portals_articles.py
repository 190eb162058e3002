"""The articles of the replica portals: the format, its checks, and that layouts lose nothing of them."""

import re
from pathlib import Path

import pytest
from lxml import html
from portals import blogger_pages, disway_pages, tribun_pages
from portals.address import address, path_of
from portals.assemble import handlers
from portals.check_articles import problems_of, read_all, shortfalls
from portals.piece import ARTICLES, ERAS, Piece, PieceError, load_piece, load_pieces
from portals.web import Handler, request_for

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0.0.0 Safari/537.36"
GOOD = """
title = "Judul"
published = 2024-08-27T15:10:00+07:00
section = "Tegal"
genre = "off_topic"
body = '''
Paragraf pertama berisi cukup banyak kata untuk sebuah berita pendek tentang pasar pagi.

Paragraf kedua.

Paragraf ketiga.

Paragraf keempat.
'''
"""


@pytest.fixture(scope="module")
def sites() -> dict[str, Handler]:
    return handlers()


@pytest.fixture(scope="module")
def pieces() -> dict[str, Piece]:
    return load_pieces()


def written(folder: Path, text: str, name: str = "tribun-jateng/berita.toml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_no_article_file_is_wrong() -> None:
    pieces, problems = read_all()
    assert [*problems, *problems_of(pieces)] == []


def test_the_set_is_as_large_and_as_mixed_as_it_must_be() -> None:
    pieces, _ = read_all()
    assert list(shortfalls(pieces.values())) == []


def test_the_example_of_the_readme_loads(tmp_path: Path) -> None:
    readme = (ARTICLES / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", readme, re.S)
    assert block
    piece = load_piece(written(tmp_path, block[1]))
    assert (piece.reporter, piece.page_breaks, len(piece.baca_juga)) == ("Damar Wicaksana", (3,), 2)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('section = "Tegal"', 'sectoin = "Tegal"', "berita.toml: key 'sectoin': unknown; did you mean 'section'?"),
        ('section = "Tegal"', "", "key 'section': missing"),
        ("+07:00", "", "expected a time with an offset"),
        ('title = "Judul"', "title = 7", "key 'title': expected str, got 7"),
        ('title = "Judul"', 'title = "Judul"\ntags = "satu"', "key 'tags': expected a list of str"),
        ('title = "Judul"', 'title = "Judul"\nbaca_juga = [{ after = 1, title = "x" }]', "either slug"),
        ('title = "Judul"', 'title = "Judul', "not valid TOML"),
    ],
)
def test_a_wrong_file_is_an_error_that_names_file_and_key(tmp_path: Path, old: str, new: str, expected: str) -> None:
    with pytest.raises(PieceError, match=re.escape(expected)):
        load_piece(written(tmp_path, GOOD.replace(old, new)))


@pytest.mark.parametrize(
    ("extra", "body", "expected"),
    [
        ('related = ["tidak-ada"]', "", "related: no article 'tribun-jateng/tidak-ada'"),
        ('copy_of = "eranasional/tidak-ada"', "", "copy_of: no article"),
        ("page_breaks = [9]", "", "page_breaks: expected rising numbers from 1 to 3"),
        ('dateline = "SLAWI, TRIBUNJATENG.COM"', "", "dateline: expected the place only"),
        ('image_credit = "Istimewa"', "", "image_credit: needs a caption"),
        ("modified = 2020-01-01T00:00:00+07:00", "", "modified: earlier than published"),
        ('era = "1998"', "", "era: expected one of 2015, 2020, 2025"),
        ("", "Baca juga: Judul lain", "belongs to the layout"),
        ("", "Paragraf kedua.", "paragraph twice"),
    ],
)
def test_a_readable_file_with_wrong_content_is_a_problem(
    tmp_path: Path, extra: str, body: str, expected: str
) -> None:
    text = GOOD.replace('title = "Judul"', f'title = "Judul"\n{extra}').replace("keempat.\n", f"keempat.\n\n{body}\n")
    written(tmp_path, text)
    pieces, problems = read_all(tmp_path)
    assert problems == []
    assert any(expected in line for line in problems_of(pieces))


def test_a_copy_without_a_body_takes_the_original_one(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("section", 'dateline = "SLAWI"\nsection'), "radar-tegal/asal.toml")
    copy = re.sub(r"body = .*", 'copy_of = "radar-tegal/asal"', GOOD, flags=re.S).replace("T15", "T17")
    written(tmp_path, copy, "eranasional/salinan.toml")
    pieces = load_pieces(tmp_path)
    assert pieces["eranasional/salinan"].paragraphs == pieces["radar-tegal/asal"].paragraphs
    assert pieces["eranasional/salinan"].dateline == "SLAWI"


def visible(markup: str) -> str:
    """The text of a page's article with quotes, dashes and spaces made alike."""
    tree: html.HtmlElement = html.document_fromstring(markup)
    for element in tree.cssselect("script, style, noscript"):
        element.drop_tree()
    return alike(str(tree.text_content()))


def alike(text: str) -> str:
    for marks, plain in (("“”\x93\x94", '"'), ("‘’\x92", "'"), ("–\x96", "-"), ("\u00a0", " ")):
        text = re.sub(f"[{marks}]", plain, text)
    return " ".join(text.split())


def test_every_article_is_served_whole(sites: dict[str, Handler], pieces: dict[str, Piece]) -> None:
    """All paragraphs, title, reporter and caption reach the reader, over all pages of the article."""
    for key, piece in pieces.items():
        site = sites[address(piece).split("/")[2]]
        urls = [address(piece)]
        for number in range(2, len(piece.pages) + 1):
            step = {"tribun": f"?page={number}", "disway": f"/{(number - 1) * 15}", "wordpress": f"{number}/"}
            urls.append(address(piece) + step[piece.family])
        answers = [site(request_for(url, BROWSER)) for url in urls]
        assert [answer.status for answer in answers] == [200] * len(urls), key
        shown = " ".join(visible(answer.text) for answer in answers)
        for words in (*piece.paragraphs, piece.title, piece.reporter, piece.caption):
            assert words is None or alike(words) in shown, (key, words)


def test_every_layout_of_every_family_is_met(pieces: dict[str, Piece]) -> None:
    era_of = {"tribun": tribun_pages.era_of, "disway": disway_pages.era_of, "blogger": blogger_pages.era_of}
    for family, eras in ERAS.items():
        own = [piece for piece in pieces.values() if piece.family == family]
        assert {era_of[family](piece) if family in era_of else "theme" for piece in own} == set(eras)


def test_addresses_have_the_forms_of_their_families(pieces: dict[str, Piece]) -> None:
    forms = {
        "tribun": r"/\d{4}/\d{2}/\d{2}/[a-z0-9-]+|/[a-z0-9-]+/\d{5,}/[a-z0-9-]+",
        "disway": r"/read/\d+/[a-z0-9-]+",
        "wordpress": r"/[a-z0-9-]+/",
        "blogger": r"/\d{4}/\d{2}/[a-z0-9-]{1,39}\.html",
    }
    for piece in pieces.values():
        assert re.fullmatch(forms[piece.family], path_of(piece)), piece.key
    newest = [path_of(p) for p in pieces.values() if p.family == "tribun" and p.published.year == 2025]
    assert any(re.match(r"/[a-z0-9-]+/\d{5,}/", path) for path in newest)
    assert len({address(piece) for piece in pieces.values()}) == len(pieces)
