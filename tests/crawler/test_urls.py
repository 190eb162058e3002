"""Addresses: canonical form, id, and what is an article."""

from pathlib import Path

import pytest

from crawler.outlet import find_outlet, load_outlet
from crawler.urls import article_id, canonical_url, is_article, is_own, slug_words

JATENG = "https://jateng.tribunnews.com/2024/08/27/sekda-kendal-ingatkan-asn"


@pytest.mark.parametrize(
    ("outlet", "url", "canonical"),
    [
        ("tribun-jateng", JATENG, JATENG),
        ("tribun-jateng", f"  {JATENG}/  ", JATENG),
        ("tribun-jateng", JATENG.replace("https", "http"), JATENG),
        ("tribun-jateng", JATENG.replace("jateng.tribunnews", "JATENG.Tribunnews"), JATENG),
        ("tribun-jateng", JATENG.replace(".com/", ".com:443//"), JATENG),
        ("tribun-jateng", f"{JATENG}?page=all", JATENG),
        ("tribun-jateng", f"{JATENG}?page=2&utm_source=x&_ga=1.2&fbclid=y#komentar", JATENG),
        ("tribun-jateng", JATENG.replace(".com/", ".com/amp/") + "?page=2", JATENG),
        ("tribun-jateng", JATENG.replace("https://", "https://m."), JATENG),
        ("tribun-jateng", JATENG.replace("https://", "https://amp."), JATENG),
        (
            "tribun-jateng",
            "https://jateng.tribunnews.com/amp/pendidikan/1236152/guru-netral",
            "https://jateng.tribunnews.com/pendidikan/1236152/guru-netral",
        ),
        (
            "diswayjogja",
            "http://jogja.disway.id/amp/683673/lurah-netral/?m=1",
            "https://www.diswayjogja.id/read/683673/lurah-netral",
        ),
        (
            "diswayjogja",
            "https://diswayjogja.id/sleman/read/12/lurah-netral",
            "https://www.diswayjogja.id/sleman/read/12/lurah-netral",
        ),
        ("eranasional", "http://www.eranasional.com/asn-netral", "https://eranasional.com/asn-netral/"),
        ("eranasional", "https://eranasional.com/asn-netral/2/", "https://eranasional.com/asn-netral/"),
        ("eranasional", "https://eranasional.com/pilkada-2024/3", "https://eranasional.com/pilkada-2024/"),
        ("eranasional", "https://eranasional.com/asn-netral/amp/", "https://eranasional.com/asn-netral/"),
        ("eranasional", "https://eranasional.com/asn-netral/?amp=1", "https://eranasional.com/asn-netral/"),
        ("eranasional", "https://eranasional.com/?p=317", "https://eranasional.com/?p=317"),
        ("eranasional", "https://eranasional.com/2024/08/27/", "https://eranasional.com/2024/08/27/"),
        (
            "riauantara",
            "http://riauantara.co/2024/11/asn-netral.html?m=1",
            "https://www.riauantara.co/2024/11/asn-netral.html",
        ),
        (
            "riauantara",
            "https://www.riauantara.co/2024/11/asn netral.html",
            "https://www.riauantara.co/2024/11/asn%20netral.html",
        ),
        ("tribun-jateng", "https://www.kompas.com/read?page=2", "https://www.kompas.com/read?page=2"),
        ("tribun-jateng", "mailto:redaksi@example.id", "mailto:redaksi@example.id"),
        ("tribun-jateng", "https://[jateng/", "https://[jateng/"),
        ("tribun-jateng", "https://jateng.tribunnews.com:99999/x", "https://jateng.tribunnews.com:99999/x"),
        ("tribun-jateng", "", ""),
    ],
)
def test_canonical_url(outlet: str, url: str, canonical: str) -> None:
    found = canonical_url(url, find_outlet(outlet))
    assert found == canonical
    assert canonical_url(found, find_outlet(outlet)) == found


def test_the_id_is_of_outlet_and_address() -> None:
    first = article_id("tribun-jateng", JATENG)
    assert len(first) == 20
    assert first == article_id("tribun-jateng", JATENG + "/")
    assert first != article_id("tribun-pantura", JATENG)
    assert first != article_id("tribun-jateng", JATENG + "-dan-camat")


def test_the_id_of_disway_is_host_and_number() -> None:
    host = "https://radartegal.disway.id"
    ids = {
        article_id("radar-tegal", f"{host}{path}")
        for path in (
            "/read/707956/camat-netral",
            "/read/707956/radartegal.com",
            "/read/707956",
            "/slawi/read/707956/x",
        )
    }
    assert len(ids) == 1
    assert article_id("radar-tegal", f"{host}/read/70795/camat-netral") not in ids
    assert article_id("diswayjogja", "https://www.diswayjogja.id/read/707956/x") not in ids


def test_the_id_of_an_unknown_outlet_is_of_its_address() -> None:
    assert article_id("koran-lama", "https://a.id/read/1/x") != article_id("koran-lama", "https://a.id/read/1/y")


def test_the_id_takes_an_outlet_that_is_not_packaged(tmp_path: Path) -> None:
    file = tmp_path / "radar-uji.toml"
    file.write_text('name = "U"\nfamily = "disway"\nhosts = ["uji.disway.id"]\n', encoding="utf-8")
    outlet = load_outlet(file)
    urls = ("https://uji.disway.id/read/5/a", "https://uji.disway.id/read/5/b")
    assert len({article_id("radar-uji", url, outlet) for url in urls}) == 1
    assert len({article_id("radar-uji", url) for url in urls}) == 2


@pytest.mark.parametrize(
    ("outlet", "path", "expected"),
    [
        ("tribun-jateng", "/2024/08/27/sekda-kendal", True),
        ("tribun-jateng", "/nasional/2024/08/27/sekda-kendal", True),
        ("tribun-jateng", "/ex-polwil-semarang/1259844/sekda-kendal", True),
        ("tribun-jateng", "/amp/2024/08/27/sekda-kendal?page=2", True),
        ("tribun-jateng", "/2024/08/27", False),
        ("tribun-jateng", "/2024/08/27/", False),
        ("tribun-jateng", "/tag/netralitas-asn?url=2024/08/27/sekda-kendal", False),
        ("tribun-jateng", "/topic/berita-kendal", False),
        ("tribun-jateng", "/video/2024/08/27/sekda-kendal", False),
        ("tribun-jateng", "/index-news?date=2024-8-27", False),
        ("tribun-jateng", "/nasional", False),
        ("tribun-jateng", "/", False),
        ("radar-tegal", "/read/707956/camat-netral", True),
        ("radar-tegal", "/slawi/read/707956/camat-netral", True),
        ("radar-tegal", "/amp/707956/camat-netral", True),
        ("radar-tegal", "/read/707956", True),
        ("radar-tegal", "/kategori/lokal/30", False),
        ("radar-tegal", "/listtag/12/netralitas-asn", False),
        ("radar-tegal", "/upload/8d7e.jpg", False),
        ("eranasional", "/sekda-pekalongan-ingatkan-asn/", True),
        ("eranasional", "/2024/08/27/sekda-ingatkan-asn/", True),
        ("eranasional", "/?p=31727", True),
        ("eranasional", "/2024/08/27/", False),
        ("eranasional", "/tag/netralitas-asn/", False),
        ("eranasional", "/category/daerah/page/2/", False),
        ("eranasional", "/pedoman-media-siber/", False),
        ("eranasional", "/wp-content/uploads/2024/08/foto-sekda.jpg", False),
        ("eranasional", "/sekda-ingatkan-asn/feed/", False),
        ("eranasional", "/", False),
        ("riauantara", "/2024/11/jaga-netralitas-asn.html", True),
        ("riauantara", "/2024/11/jaga-netralitas-asn.html?m=1", True),
        ("riauantara", "/2024/11/", False),
        ("riauantara", "/search/label/Pekanbaru", False),
        ("riauantara", "/p/redaksi.html", False),
        ("riauantara", "/feeds/posts/default", False),
    ],
)
def test_is_article(outlet: str, path: str, expected: bool) -> None:
    model = find_outlet(outlet)
    assert is_article(f"https://{model.host}{path}", model) is expected
    assert not is_article(f"https://example.com{path}", model)


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://jateng.tribunnews.com/x", True),
        ("https://m.jateng.tribunnews.com/x", True),
        ("https://jateng.tribunnews.com.evil.id/x", False),
        ("https://evil.id/jateng.tribunnews.com", False),
        ("https://jateng.tribunnews.com@evil.id/", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
    ],
)
def test_is_own(url: str, own: bool) -> None:
    assert is_own(url, find_outlet("tribun-jateng")) is own


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (JATENG, "sekda kendal ingatkan asn"),
        ("https://www.riauantara.co/2024/11/jaga-netralitas.html?m=1", "jaga netralitas"),
        ("https://eranasional.com/?p=317", ""),
        ("https://radartegal.disway.id/read/707956/camat-2024-netral/", "camat netral"),
    ],
)
def test_slug_words(url: str, words: str) -> None:
    assert slug_words(url) == words
