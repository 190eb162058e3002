"""`netra extract` on a page, a folder and a WARC; and a page of a host without an outlet file."""

import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.catalogue.family_match import is_family_only, needs_comparison, outlet_for_page
from crawler.extract_files import FIELDS, InputError, Skipped, extract_path

PAGES = Path(__file__).resolve().parent.parent / "pages"
URL = "https://makassar.tribunnews.com/2017/02/07/wali-kota-margasari-minta-asn-netral"
BODY = (PAGES / "tribun" / "2017.html").read_bytes()


def write_warc(path: Path, records: list[tuple[str, str, str, bytes]], *, gzip: bool = True) -> None:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=gzip)
        for url, status, kind, body in records:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
            )


def test_one_page() -> None:
    (record,) = extract_path(PAGES / "tribun" / "2017.html", URL)
    assert isinstance(record, dict)
    assert tuple(record) == FIELDS
    assert record["file"] == "2017.html"
    assert record["url"] == URL
    assert record["published"] == "2017-02-07T11:37:00+08:00"
    assert record["editors"] == ["Anas Fahri"]


def test_without_an_address_the_pages_canonical_is_taken() -> None:
    (record,) = extract_path(PAGES / "tribun" / "2017.html")
    assert isinstance(record, dict)
    assert record["url"] == record["canonical_url"] == URL


def test_a_folder_with_an_index(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_bytes(BODY)
    (tmp_path / "a.html").write_bytes(b"<html><body><p>pendek</p></body></html>")
    (tmp_path / "tanpa-akhiran").write_bytes(BODY)
    (tmp_path / "catatan.md").write_text("bukan halaman")
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "INDEX.tsv").write_text(f"file\turl\tsource\nb.html\t{URL}\tx\n")
    found = list(extract_path(tmp_path))
    assert [item.file if isinstance(item, Skipped) else item["file"] for item in found] == [
        "a.html",
        "b.html",
        "tanpa-akhiran",
    ]
    assert isinstance(found[0], Skipped)
    assert found[0].reason == "not_article"
    assert isinstance(found[1], dict)
    assert found[1]["url"] == URL


def test_an_index_without_the_columns_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "INDEX.tsv").write_text("nama\talamat\n")
    with pytest.raises(InputError, match="columns file and url"):
        list(extract_path(tmp_path))


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(extract_path(tmp_path / "tidak-ada.html"))


def test_a_warc(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    write_warc(
        path,
        [
            (URL, "200 OK", "text/html", BODY),
            (URL + "?x", "404 Not Found", "text/html", b"<p>x</p>"),
            (URL + "/foto.png", "200 OK", "image/png", b"\x89PNG"),
        ],
    )
    found = list(extract_path(path))
    assert isinstance(found[0], dict)
    assert (found[0]["file"], found[0]["url"], found[0]["dateline"]) == ("a.warc.gz", URL, "MARGASARI")
    assert [item.reason for item in found[1:] if isinstance(item, Skipped)] == ["not_article", "not_html"]


def test_a_damaged_warc_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    write_warc(path, [(URL, "200 OK", "text/html", BODY)], gzip=False)
    path.write_bytes(path.read_bytes() + b"WARC/1.0\r\nnonsense")
    found = list(extract_path(path))
    assert isinstance(found[0], dict)
    assert all(isinstance(item, Skipped) for item in found[1:])
    path.write_bytes(b"\x1f\x8b\x08garbage")
    assert [item.reason for item in extract_path(path) if isinstance(item, Skipped)] == ["broken"]


@pytest.mark.parametrize(
    ("url", "head", "family", "compared"),
    [
        ("https://kotabaru.tribunnews.com/2024/01/01/a-b", b"", "tribun", False),
        ("https://radarkotabaru.disway.id/read/1/a", b"", "disway", False),
        ("https://kabar.pikiran-rakyat.com/x/pr-1/a", b"", "promedia", True),
        ("https://contoh.id/a-b/", b"<meta name='generator' content='WordPress 6.1'>", "wordpress", True),
        ("https://contoh.id/2020/01/a.html", b"<meta content='blogger' name='generator'/>", "blogger", True),
        (None, b'<h1 class="read__title">', "promedia", True),
    ],
)  # fmt: skip
def test_family_by_host_or_sign(url: str | None, head: bytes, family: str, compared: bool) -> None:
    outlet = outlet_for_page(url, b"<html><head>" + head)
    assert outlet is not None
    assert is_family_only(outlet)
    assert (outlet.family, needs_comparison(outlet)) == (family, compared)


def test_a_known_host_has_its_own_outlet_and_a_strange_one_none() -> None:
    known = outlet_for_page("https://jateng.tribunnews.com/2024/01/01/a", b"")
    assert known is not None
    assert known.id == "tribun-jateng"
    assert outlet_for_page("https://contoh.id/a", b"<html>") is None


def test_zone_of_a_family_host() -> None:
    outlet = outlet_for_page("https://manado.tribunnews.com/2024/01/01/a", b"")
    assert outlet is not None
    assert outlet.timezone == "Asia/Makassar"
