"""WARC files that others made: gz, zstd and plain, with what is wrong in such files; through the crawl's own door."""

import gzip
import hashlib
import json
import subprocess
import sys
import tracemalloc
from base64 import b32encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.outlet import load_outlets
from crawler.storage.archive import DamagedRecord, Exchange, read_archive
from crawler.storage.ledger import LedgerRow, count_days, crawl_days, followed_outlets, last_successes, read_ledger
from crawler.storage.lock import FolderLock, LockedError
from crawler.storage.warc_answers import dechunk
from crawler.storage.warc_import import ImportSummary, import_warc
from crawler.storage.warc_records import Unreadable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NOW = datetime(2025, 6, 1, 5, 0, tzinfo=UTC)
HOST = "https://radarbrebes.disway.id"
DATE = "2024-08-27T03:04:05Z"
PACKINGS = ("gz", "zst", "dictionary", "plain")
SECOND = f'<a href="{HOST}/read/14/asn-diminta-netral/15" data-ci-pagination-page="2">2</a>'
PAGER = f'<ul class="pagination"><li>{SECOND}</li></ul>'
PARAGRAPH = "<p>Bupati Contoh mengingatkan seluruh aparatur sipil negara agar tidak berpihak dalam pemilihan.</p>"


def page(title: str, more: str = "") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{PARAGRAPH * 20}{more}</body></html>".encode()


def http(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    given = {"Content-Type": "text/html; charset=utf-8", **{name.replace("_", "-"): v for name, v in headers.items()}}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def record(url: str, block: bytes, kind: str = "response", **headers: str) -> bytes:
    said = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": DATE,
        "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(url.encode() + block).hexdigest()}>",
        "Content-Type": "application/http; msgtype=response",
        **{name.replace("_", "-"): value for name, value in headers.items()},
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return head.encode() + b"\r\n" + block + b"\r\n\r\n"


def sha1(block: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(block).digest()).decode()


def read(number: int, slug: str = "asn-diminta-netral") -> str:
    return f"{HOST}/read/{number}/{slug}"


CHUNKS = b"5\r\n<html\r\n%x;x=y\r\n" % len(page("x")[5:]) + page("x")[5:] + b"\r\n0\r\n\r\n"
GOOD = http(page("ASN diminta netral"))
RECORDS: Mapping[str, bytes] = {
    "info": record("", b"software: lain\r\n", "warcinfo"),
    "good": record(read(1), GOOD, WARC_Block_Digest=sha1(GOOD)),
    "twin": record(f"{read(1)}?utm_source=x", GOOD),
    "request": record(read(1), b"GET / HTTP/1.1\r\n\r\n", "request"),
    "revisit": record(read(1), b"", "revisit"),
    "elsewhere": record("https://www.example.org/read/1/asn-diminta-netral", GOOD),
    "list": record(f"{HOST}/kategori/lokal", http(page("Lokal"))),
    "packed": record(read(2), http(gzip.compress(page("Terkemas")), Content_Encoding="gzip")),
    "chunked": record(
        read(3),
        http(CHUNKS, Transfer_Encoding="chunked"),
    ),
    "unchunked": record(read(4), http(page("Sudah utuh"), Transfer_Encoding="chunked")),
    "brackets": record(f"<{read(5)}>", GOOD),
    "resource": record(read(6), page("Tanpa kepala"), "resource", Content_Type="text/html"),
    "gone": record(read(7), http(b"tidak ada", "404 Not Found")),
    "block": record(read(8), http(b"<html><title>Just a moment...</title></html>")),
    "bomb": record(read(9), http(gzip.compress(b"<html>" + b" " * 9_000_000), Content_Encoding="gzip")),
    "picture": record(read(10), http(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))),
    "cut": record(read(11), GOOD[:900], WARC_Truncated="length"),
    "moved": record(read(12), http(b"", "301 Moved Permanently", Location=read(1))),
    "same": record(read(13), http(b"", "301 Moved Permanently", Location=f"{read(13)}?page=1")),
    "halves": record(read(14), http(page("Dua halaman", PAGER))),
    "empty": record(read(15), http(b"")),
}  # fmt: skip
BAD: Mapping[str, tuple[bytes, str]] = {
    "digest": (record(read(21), GOOD, WARC_Block_Digest=sha1(b"lain")), "not what its digest says"),
    "date": (record(read(22), GOOD, WARC_Date="kemarin"), "WARC-Date is missing or no time"),
    "no http": (record(read(23), b"bukan HTTP\r\n\r\n"), "no HTTP status line"),
    "chunks": (record(read(24), http(b"ff\r\npendek", Transfer_Encoding="chunked")), "chunked body is damaged"),
}
EXPECTED = {
    read(1): "fetched",
    read(2): "fetched",
    read(3): "fetched",
    read(4): "fetched",
    read(5): "fetched",
    read(6): "fetched",
    read(7): "gone",
    read(8): "blocked",
    read(9): "too_large",
    read(10): "not_article",
    read(11): "error",
    read(12): "redirected",
    read(14): "fetched",
    read(15): "empty",
    f"{HOST}/kategori/lokal": "not_article",
}


def pack(records: list[bytes], packing: str) -> bytes:
    """A WARC file of these records."""
    if packing == "plain":
        return b"".join(records)
    if packing == "gz":
        return b"".join(gzip.compress(one) for one in records)
    if packing == "zst":
        return b"".join(zstd.compress(one) for one in records)
    dictionary = zstd.train_dict([one[:2000] for one in records] * 20, 2000)
    raw = zstd.compress(dictionary.dict_content)
    frame = b"\x5d\x2a\x4d\x18" + len(raw).to_bytes(4, "little") + raw
    return frame + b"".join(zstd.compress(one, zstd_dict=dictionary) for one in records)


Take = Callable[[bytes], ImportSummary]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    def run(data: bytes) -> ImportSummary:
        file = tmp_path / "lain.warc"
        file.write_bytes(data)
        return import_warc(tmp_path / "archive", [file], now=NOW, outlets=load_outlets())

    return run


def rows(tmp_path: Path) -> dict[str, LedgerRow]:
    return {row.url: row for row in read_ledger(tmp_path / "archive")}


def exchanges(tmp_path: Path) -> dict[str, Exchange]:
    found = list(read_archive(tmp_path / "archive"))
    assert all(isinstance(one, Exchange) for one in found)
    return {one.url: one for one in found if isinstance(one, Exchange)}


@pytest.mark.parametrize("packing", PACKINGS)
def test_pages_of_known_outlets_come_in_by_the_crawls_door(take: Take, tmp_path: Path, packing: str) -> None:
    summary = take(pack(list(RECORDS.values()), packing))
    found = rows(tmp_path)
    pages = {row.url for row in found.values() if row.role == "page"}
    assert {url: str(row.outcome) for url, row in found.items() if url not in pages} == EXPECTED
    assert (summary.records, summary.other_hosts, summary.not_answers) == (len(RECORDS), 1, 3)
    assert (summary.known, summary.pages, summary.damaged) == (2, 7, [])
    assert dict(summary.counts["radar-brebes"]) == {
        word: list(EXPECTED.values()).count(word) for word in set(EXPECTED.values())
    }
    stored = exchanges(tmp_path)
    assert {one.key for one in stored.values()} == {url for url, word in EXPECTED.items() if word == "fetched"}
    assert stored[read(2)].body == page("Terkemas")
    assert stored[read(3)].body == page("x")
    assert stored[read(4)].body == page("Sudah utuh")
    for one in stored.values():
        assert (one.surface, one.discovered_from, one.fetched_at.isoformat()) == (
            "warc",
            "lain.warc",
            DATE[:-1] + "+00:00",
        )
        assert found[one.key].digest == one.digest


def test_every_known_record_is_expected() -> None:
    assert len(EXPECTED) == len(RECORDS) - 6  # info, request, revisit, elsewhere, twin, same


def test_an_import_can_be_repeated(take: Take, tmp_path: Path) -> None:
    data = pack(list(RECORDS.values()), "gz")
    take(data)
    first, stored = rows(tmp_path), list(read_archive(tmp_path / "archive"))
    summary = take(data)
    assert summary.counts == {}
    assert summary.known == len(RECORDS) - 4  # all but info, request, revisit, elsewhere
    assert rows(tmp_path) == first
    assert list(read_archive(tmp_path / "archive")) == stored


def test_further_pages_of_an_article_are_left_for_a_crawl(take: Take, tmp_path: Path) -> None:
    take(pack([RECORDS["halves"]], "gz"))
    (later,) = [row for row in rows(tmp_path).values() if row.role == "page"]
    assert (later.url, later.outcome, later.retry, later.discovered_from) == (
        f"{read(14)}/15",
        "pending",
        True,
        read(14),
    )
    take(pack([record(f"{read(14)}/15", http(page("Halaman dua")))], "gz"))
    assert rows(tmp_path)[f"{read(14)}/15"].outcome == "fetched"
    assert exchanges(tmp_path)[f"{read(14)}/15"].role in ("page", "article")


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_is_told_and_the_rest_is_read(take: Take, tmp_path: Path, name: str, packing: str) -> None:
    bad, reason = BAD[name]
    summary = take(pack([RECORDS["good"], bad, RECORDS["packed"]], packing))
    assert set(rows(tmp_path)) == {read(1), read(2)}
    (told,) = summary.damaged
    assert (told.warc_file, told.offset > 0) == ("lain.warc", True)
    assert reason in told.reason


@pytest.mark.parametrize("packing", ["gz", "zst", "plain"])
def test_a_damaged_file_is_read_on_behind_the_damage(take: Take, tmp_path: Path, packing: str) -> None:
    data = bytearray(pack([RECORDS["good"], RECORDS["packed"], RECORDS["brackets"], RECORDS["chunked"]], packing))
    middle = len(pack([RECORDS["good"]], packing))
    data[middle + 10 : middle + 60] = b"\0" * 50
    summary = take(bytes(data[:-30]))
    assert summary.damaged_count >= 1
    assert set(rows(tmp_path)) == {read(1), read(5)}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"<html>bukan WARC</html>", "damaged gzip data"),
        (b"\x5d\x2a\x4d\x18\x04\0\0\0abcd", "dictionary is damaged"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "no Content-Length"),
        (b"WARC/1.0\r\nContent-Length: 99\r\n\r\nx", "cut off"),
        (b"WARC/1.0\r\nContent-Length: 9", "headers do not end"),
    ],
)
def test_what_is_no_warc_file_is_said(take: Take, data: bytes, reason: str) -> None:
    summary = take(data)
    assert (summary.records, summary.counts) == (0, {})
    assert reason in summary.damaged[0].reason


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_file_packed_as_a_whole_is_refused_in_bounded_memory(
    take: Take, packing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.storage.warc_records.MAX_RECORD_BYTES", 4_000_000)
    data = pack([record(read(1), http(b" " * 80_000_000))], packing)
    assert len(data) < 1_000_000
    tracemalloc.start()
    summary = take(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "more than 4000000 bytes" in summary.damaged[0].reason
    assert peak < 20_000_000


def test_a_large_file_needs_no_large_memory(tmp_path: Path) -> None:
    """Peak memory of a process that reads 100 MB; what the system maps of the file counts too."""
    file = tmp_path / "besar.warc"
    with file.open("wb") as out:
        for number in range(100):
            out.write(record(f"https://www.example.org/{number}", http(b"x" * 1_000_000)))
    code = (
        "import resource, sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from crawler.storage.warc_import import import_warc\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024\n"
        "before = peak()\n"
        "summary = import_warc(Path(sys.argv[2]), [Path(sys.argv[1])], now=datetime.now(UTC), outlets={})\n"
        "print(summary.other_hosts, peak() - before)\n"
    )
    command = [sys.executable, "-c", code, str(file), str(tmp_path / "archive")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert said[0] == "100"
    assert int(said[1]) < 40_000_000


def test_what_a_crawl_fetched_stays_and_what_it_missed_comes_in(take: Take, tmp_path: Path) -> None:
    from crawler.storage.ledger import Change, Ledger

    ledger = Ledger(tmp_path / "archive", lambda: NOW)
    ledger.add(Change("radar-brebes", read(1), ledger.now(), outcome="fetched", digest="sha256:kami"))
    ledger.add(Change("radar-brebes", read(2), ledger.now(), outcome="gone", reason="404"))
    ledger.add(
        Change("radar-brebes", read(7), ledger.now(), outcome="robots", reason="robots.txt: disallowed by a rule")
    )
    ledger.close()
    take(pack([RECORDS["good"], RECORDS["packed"], RECORDS["gone"]], "gz"))
    found = rows(tmp_path)
    assert found[read(1)].digest == "sha256:kami"
    assert (found[read(2)].outcome, found[read(2)].reason) == ("fetched", "")
    assert found[read(7)].outcome == "robots"


def test_an_import_is_no_crawl(take: Take, tmp_path: Path) -> None:
    """It does not make an outlet one that is followed, nor count among its days."""
    take(pack([RECORDS["good"]], "gz"))
    archive = tmp_path / "archive"
    assert followed_outlets(archive) == frozenset()
    assert (crawl_days(archive), last_successes(archive)) == ({}, {})
    assert list(count_days(archive)) == [("radar-brebes", "2024-08-27", 1, {"fetched": 1})]


def test_an_import_that_was_killed_is_taken_up(take: Take, tmp_path: Path) -> None:
    """The archive is ahead of the ledger: what it has is not taken twice."""
    take(pack([RECORDS["good"], RECORDS["packed"]], "gz"))
    for file in (tmp_path / "archive").glob("ledger.sqlite*"):
        file.unlink()
    summary = take(pack([RECORDS["good"], RECORDS["packed"], RECORDS["chunked"]], "gz"))
    assert (summary.known, summary.pages) == (2, 1)
    assert len(exchanges(tmp_path)) == len(list(read_archive(tmp_path / "archive"))) == 3


def test_a_crawl_at_work_is_not_disturbed(take: Take, tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "archive")
    lock.acquire(NOW)
    with pytest.raises(LockedError, match=r"crawl\.lock: process"):
        take(pack([RECORDS["good"]], "gz"))


@pytest.mark.parametrize(
    "body", [b"", b"5\r\nabc", b"zz\r\nabc\r\n0\r\n\r\n", b"-1\r\nabc\r\n0\r\n\r\n", b"3\r\nabc\r\n"]
)
def test_a_chunked_body_that_is_none(body: bytes) -> None:
    with pytest.raises(Unreadable, match="chunked"):
        dechunk(body)


def test_the_record_it_came_from_is_noted(take: Take, tmp_path: Path) -> None:
    take(pack([RECORDS["good"]], "gz"))
    (file,) = (tmp_path / "archive").glob("*.warc.gz")
    said = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
    meta = json.loads(said[said.index('{"article_url"') :].partition("\r\n")[0])
    assert meta["imported_record"].startswith("<urn:uuid:")
    assert not any(isinstance(one, DamagedRecord) for one in read_archive(tmp_path / "archive"))
