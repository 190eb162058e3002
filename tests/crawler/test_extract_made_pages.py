"""Templates that nobody has seen: pages made by chance, whole fields expected."""

import pytest
from made_pages import TITLE, make_page

from crawler.article import Article
from crawler.extract import extract_page


@pytest.mark.parametrize("seed", range(90))
def test_made_page(seed: int) -> None:
    made = make_page(seed)
    found = extract_page(made.html.encode(), "https://contoh.id/read/123/wali-kota-minta-asn-netral", None)
    assert isinstance(found, Article), found
    assert found.text.split("\n") == list(made.paragraphs)
    assert (found.title, found.dateline, found.authors) == (TITLE, made.dateline, made.authors)
    if made.authors:
        assert found.published == "2024-08-05T10:15:00+07:00"
