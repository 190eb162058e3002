"""Every article of the replica portals as their pages, AMP and mobile twins give it back: text, names, time."""

import re
from functools import cache
from urllib.parse import urlsplit

import pytest
from portals.address import address, amp_path_of, sites
from portals.assemble import handlers
from portals.piece import ARTICLES, Piece, load_pieces
from portals.web import Handler, request_for

from crawler.article import Article
from crawler.extract import extract_page, join_pages
from crawler.outlet import outlet_for_url
from crawler.paging import fetch_url, other_pages

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
PIECES = load_pieces(ARTICLES)


@cache
def hosts() -> dict[str, Handler]:
    return handlers()


def fetch(url: str) -> tuple[str, bytes]:
    for _ in range(4):
        response = hosts()[urlsplit(url).hostname or ""](request_for(url, agent=BROWSER))
        if response.status not in (301, 302):
            break
        url = response.header("Location") or ""
    assert response.status == 200, url
    return url, response.body


def read(url: str) -> Article:
    final, body = fetch(url)
    found = extract_page(body, final, outlet_for_url(final))
    assert isinstance(found, Article), (url, found)
    return found


@cache
def whole(key: str) -> Article:
    url = address(PIECES[key])
    final, body = fetch(url)
    outlet = outlet_for_url(final)
    assert outlet is not None
    return join_pages([read(page) for page in (url, *other_pages(body, final, outlet))])


def fold(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def assert_text(article: Article, piece: Piece) -> None:
    got = [fold(line) for line in article.text.split("\n")]
    want = [fold(line) for line in piece.paragraphs]
    assert [line for line in want if not any(line in other for other in got)] == [], "missing"
    assert [line for line in got if not any(other in line for other in want)] == [], "leaked"


@pytest.mark.parametrize("key", sorted(PIECES))
def test_article(key: str) -> None:
    piece, article = PIECES[key], whole(key)
    assert_text(article, piece)
    assert article.title == piece.title
    assert list(article.authors) == ([piece.reporter] if piece.reporter else [])
    assert list(article.editors) == ([piece.editor] if piece.editor else [])
    assert article.published is not None
    assert article.published[:16] == piece.published.isoformat()[:16]
    assert article.published[19:] == "+07:00"
    assert article.dateline == piece.dateline
    assert set(piece.tags) <= set(article.tags)
    assert "partial" not in article.problems
    assert article.method.startswith("rules")


def twins() -> list[tuple[str, str]]:
    out = []
    for key, piece in sorted(PIECES.items())[::4]:
        outlet = outlet_for_url(address(piece))
        assert outlet is not None
        if piece.family in ("tribun", "disway"):
            out.append((key, sites()[piece.outlet].root + amp_path_of(piece)))
        if piece.family == "tribun":
            out.append((key, fetch_url(address(piece), outlet)))
        if piece.family == "blogger":
            out.append((key, address(piece) + "?m=1"))
    return out


@pytest.mark.parametrize(("key", "url"), twins())
def test_twin(key: str, url: str) -> None:
    article = read(url)
    if article.pages_seen == article.pages:
        assert_text(article, PIECES[key])
    assert article.title == PIECES[key].title
    assert article.published is not None
    assert article.published[:16] == PIECES[key].published.isoformat()[:16]
