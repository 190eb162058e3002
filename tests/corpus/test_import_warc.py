"""netra import warc: from a file that another tool wrote to an article of the corpus."""

import gzip
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from portals.address import address
from portals.assemble import handlers
from portals.piece import load_pieces
from portals.web import request_for
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import corpus
from corpus.build import build
from corpus.cli import main
from corpus.errors import ExitCode

PIECE = load_pieces()["radar-brebes/asn-bumiayu-ikrar-netral"]
Run = Callable[..., tuple[int, str]]
_WARCWriter: Any = WARCWriter  # warcio publishes no types
_Headers: Any = StatusAndHeaders


@pytest.fixture
def netra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["netra", *map(str, arguments)])
        monkeypatch.setattr("signal.signal", lambda *_: None)
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """One replica page as warcio writes it, for another crawler."""
    body = handlers()[address(PIECE).split("/")[2]](request_for(address(PIECE))).body
    path = tmp_path / "CC-NEWS-20241101-00001.warc.gz"
    with path.open("wb") as file:
        writer: Any = _WARCWriter(file, gzip=True)
        for url, content in ((address(PIECE), body), ("https://www.example.org/", b"<html></html>")):
            head = _Headers("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            headers = {"WARC-Date": "2024-11-01T10:00:00Z"}
            record = writer.create_warc_record(
                url, "response", BytesIO(content), http_headers=head, warc_headers_dict=headers
            )
            writer.write_record(record)
    return path


@pytest.mark.usefixtures("fake_tagger")
def test_a_page_of_others_becomes_an_article(netra: Run, warc: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    code, said = netra("import", "warc", warc, "--data", data)
    assert code == ExitCode.OK
    assert "radar-brebes: 1 fetched" in said
    assert "2 records: 1 new pages, 0 known already, 1 of no known outlet, 0 no answers, 0 damaged" in said
    assert "0 new pages, 1 known already" in netra("import", "warc", warc, "--data", data)[1]
    build(data, workers=1, now=datetime(2025, 1, 1, tzinfo=UTC))
    with corpus.open(data) as opened:
        ask = "SELECT title, first_fetched_at AT TIME ZONE 'UTC' FROM articles"
        assert opened.connection.execute(ask).fetchall() == [(PIECE.title, datetime(2024, 11, 1, 10, 0))]
        ask = "SELECT outcome, surface, answered FROM fetches"
        assert opened.connection.execute(ask).fetchall() == [("extracted", "warc", True)]


def test_what_is_damaged_is_named_and_told_by_the_exit_code(netra: Run, warc: Path, tmp_path: Path) -> None:
    warc.write_bytes(warc.read_bytes()[:-20] + gzip.compress(b"bukan WARC"))
    code, said = netra("import", "warc", warc, "--data", tmp_path / "data")
    assert code == ExitCode.PARTIAL
    assert "netra: CC-NEWS-20241101-00001.warc.gz, byte " in said
    assert "1 new pages" in said


def test_a_file_that_is_not_there(netra: Run, tmp_path: Path) -> None:
    code, said = netra("import", "warc", tmp_path / "tidak.warc.gz", "--data", tmp_path / "data")
    assert (code, "there is no such file" in said) == (ExitCode.MISSING, True)
    assert not (tmp_path / "data").exists()


def test_a_crawl_at_work_is_not_disturbed(netra: Run, warc: Path, tmp_path: Path) -> None:
    from crawler.storage.lock import FolderLock

    lock = FolderLock(tmp_path / "data" / "archive")
    lock.acquire(datetime(2025, 1, 1, tzinfo=UTC))
    code, said = netra("import", "warc", warc, "--data", tmp_path / "data")
    assert (code, "crawl.lock: process" in said) == (ExitCode.LOCKED, True)
