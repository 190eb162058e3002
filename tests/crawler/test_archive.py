"""The archive: what is written is read back, by us and by plain warcio; what is damaged is skipped and counted."""

import gzip
import os
import random
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.storage.archive import (
    ArchiveError,
    ArchiveWriter,
    DamagedRecord,
    Exchange,
    Fetched,
    body_digest,
    find_exchange,
    read_archive,
    read_archive_file,
)

WHEN = datetime(2024, 8, 25, 3, 4, 5, 678901, tzinfo=UTC)
PAGE = "<html><body><p>Sekda Kabupaten Contoh mengingatkan ASN — “jangan berpihak”.</p></body></html>".encode()


def fetched(url: str = "https://uji.example/berita/1?page=all", body: bytes = PAGE, **changes: Any) -> Fetched:
    payload = changes.pop("payload", body)
    meta = {
        "outlet": "uji",
        "surface": "indeks",
        "role": "article",
        "title": "ASN diminta netral",
        "date": "2024-08-25T08:00:00+07:00",
        "article_url": None,
        "outcome": "fetched",
        "reason": "",
        "digest": body_digest(body),
        **changes.pop("meta", {}),
    }
    headers = [(b"Content-Type", b"text/html; charset=utf-8"), (b"X-Server", "caf\xe9".encode("latin-1"))]
    headers += changes.pop("headers", [])
    return Fetched(url, WHEN, "GET", [(b"User-Agent", b"netra")], 200, "OK", headers, payload, meta, **changes)


@pytest.fixture
def writer(tmp_path: Path) -> ArchiveWriter:
    return ArchiveWriter(tmp_path, "uji", WHEN, "netra/0.1")


def exchanges(folder: Path) -> list[Exchange]:
    return [found for found in read_archive(folder) if isinstance(found, Exchange)]


def damaged(folder: Path) -> list[DamagedRecord]:
    return [found for found in read_archive(folder) if isinstance(found, DamagedRecord)]


def test_what_was_written_is_read_back(writer: ArchiveWriter, tmp_path: Path) -> None:
    position = writer.write(fetched(meta={"redirected_from": ["https://uji.example/lama"]}))
    writer.close()
    (found,) = read_archive(tmp_path)
    assert isinstance(found, Exchange)
    assert (found.url, found.fetched_at, found.status) == ("https://uji.example/berita/1?page=all", WHEN, 200)
    assert (found.body, found.digest) == (PAGE, body_digest(PAGE))
    assert (found.outlet_id, found.surface, found.role) == ("uji", "indeks", "article")
    assert (found.title, found.date) == ("ASN diminta netral", "2024-08-25T08:00:00+07:00")
    assert found.header("content-TYPE") == "text/html; charset=utf-8"
    assert found.redirected_from == ("https://uji.example/lama",)
    assert (found.warc_file, found.offset, found.end) == (position.file, position.offset, position.end)
    assert find_exchange(tmp_path, found.warc_file, found.offset) == found
    assert position.file == "uji-20240825T030405Z-000.warc.gz"


LONG = b"<html>" + bytes(random.Random(1).choices(range(32, 127), k=200_000)) + b"</html>"


@pytest.mark.parametrize("body", [PAGE, LONG], ids=["pressed again", "stored"])
def test_plain_warcio_reads_every_record_and_its_digests(writer: ArchiveWriter, tmp_path: Path, body: bytes) -> None:
    payload = gzip.compress(body)
    position = writer.write(fetched(body=body, payload=payload, headers=[(b"Content-Encoding", b"gzip")]))
    assert position.end - position.offset < len(payload) + 1000
    writer.close()
    (path,) = tmp_path.glob("*.warc.gz")
    kinds, bodies = [], []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            kinds.append(record.rec_type)
            assert record.rec_headers.protocol == "WARC/1.1"
            bodies.append(record.content_stream().read())
    assert kinds == ["warcinfo", "request", "response", "metadata"]
    assert bodies[2] == body
    assert b'"outlet": "uji"' in bodies[3]


def test_the_payload_is_kept_as_received_and_the_body_is_decoded(writer: ArchiveWriter, tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    writer.write(
        fetched(payload=packed, headers=[(b"Content-Encoding", b"gzip"), (b"Transfer-Encoding", b"chunked")])
    )
    (found,) = exchanges(tmp_path)
    assert found.body == PAGE
    assert found.header("Content-Encoding") == "gzip"
    assert found.header("Content-Length") == str(len(packed))
    assert found.header("Transfer-Encoding") is None  # undone before we see the body


def test_secrets_of_the_user_are_not_archived(writer: ArchiveWriter, tmp_path: Path) -> None:
    secret = [(b"Proxy-Authorization", b"Basic cmFoYXNpYQ=="), (b"Cookie", b"sesi=rahasia"), (b"Accept", b"*/*")]
    writer.write(Fetched(**{**vars(fetched()), "request_headers": secret}))
    (path,) = tmp_path.glob("*.warc.gz")
    text = b"".join(_unpack(path))
    assert b"cmFoYXNpYQ" not in text
    assert b"rahasia" not in text
    assert b"Accept: */*" in text


def _unpack(path: Path) -> list[bytes]:
    rest, out = path.read_bytes(), []
    while rest:
        inflater = zlib.decompressobj(31)
        out.append(inflater.decompress(rest))
        rest = inflater.unused_data
    return out


def test_files_roll_at_their_size_and_are_read_in_order(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, "uji", WHEN, "netra/0.1", max_bytes=4000)
    for number in range(12):
        writer.write(fetched(f"https://uji.example/{number}", os.urandom(1000)))
    writer.close()
    assert len(list(tmp_path.glob("*.warc.gz"))) > 2
    assert [found.url for found in exchanges(tmp_path)] == [f"https://uji.example/{n}" for n in range(12)]


def test_a_second_run_of_the_same_second_takes_another_file(tmp_path: Path) -> None:
    names = {ArchiveWriter(tmp_path, "uji", WHEN, "netra/0.1").write(fetched()).file for _ in range(3)}
    assert len(names) == 3
    assert len(exchanges(tmp_path)) == 3


def test_nothing_to_write_leaves_no_file(writer: ArchiveWriter, tmp_path: Path) -> None:
    writer.close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_cut_anywhere_gives_the_whole_exchanges_before_the_cut(writer: ArchiveWriter, tmp_path: Path) -> None:
    ends = [writer.write(fetched(f"https://uji.example/{n}")).end for n in range(3)]
    writer.close()
    (path,) = tmp_path.glob("*.warc.gz")
    whole = path.read_bytes()
    assert ends[-1] == len(whole)
    members = _unpack(path)
    sizes = [len(whole) - len(_rest_after(whole, n)) for n in range(1, len(members) + 1)]
    between = {sizes[0], *ends}  # behind the warcinfo record or a whole exchange: nothing is missing there
    for cut in sorted({*range(1, len(whole), 37), *sizes}):
        path.write_bytes(whole[:cut])
        found = list(read_archive_file(path))
        urls = [each.url for each in found if isinstance(each, Exchange)]
        assert urls == [f"https://uji.example/{n}" for n in range(3) if ends[n] <= cut], cut
        losses = [each for each in found if isinstance(each, DamagedRecord)]
        assert bool(losses) == (cut not in between), cut


def _rest_after(data: bytes, members: int) -> bytes:
    for _ in range(members):
        inflater = zlib.decompressobj(31)
        inflater.decompress(data)
        data = inflater.unused_data
    return data


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data, at: data[:at] + b"\0" * 40 + data[at + 40 :], "gzip"),
        (lambda data, at: data[:at] + data[at + 25 :], "gzip"),
    ],
    ids=["overwritten", "missing bytes"],
)
def test_the_rest_of_a_damaged_file_is_read(
    writer: ArchiveWriter, tmp_path: Path, spoil: Callable[[bytes, int], bytes], reason: str
) -> None:
    positions = [writer.write(fetched(f"https://uji.example/{n}")) for n in range(4)]
    writer.close()
    path = tmp_path / positions[0].file
    path.write_bytes(spoil(path.read_bytes(), positions[1].offset + 60))
    assert [found.url[-1] for found in exchanges(tmp_path)] == ["0", "2", "3"]
    (bad,) = damaged(tmp_path)
    assert (bad.warc_file, bad.offset) == (path.name, positions[1].offset)
    assert reason in bad.reason


def test_a_response_whose_metadata_is_damaged_is_counted(writer: ArchiveWriter, tmp_path: Path) -> None:
    first, second = writer.write(fetched()), writer.write(fetched("https://uji.example/2"))
    path = tmp_path / first.file
    data = bytearray(path.read_bytes())
    data[first.end - 30 : first.end - 20] = b"\0" * 10
    path.write_bytes(data)
    assert [found.url for found in exchanges(tmp_path)] == ["https://uji.example/2"]
    assert len(damaged(tmp_path)) == 2  # the metadata record, and the response it leaves alone
    assert second.file == first.file


def test_files_of_another_kind_are_named_not_raised(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"")
    (tmp_path / "b.warc.gz").write_bytes(b"ini bukan gzip")
    (tmp_path / "c.warc.gz").write_bytes(gzip.compress(b"bukan WARC"))
    assert [(bad.warc_file, bad.offset) for bad in damaged(tmp_path)] == [
        ("a.warc.gz", 0),
        ("b.warc.gz", 0),
        ("c.warc.gz", 0),
    ]


def test_a_full_disk_is_a_clear_error_and_leaves_whole_records(
    writer: ArchiveWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.write(fetched("https://uji.example/1"))

    class FullDisk:
        def __init__(self, file: Any) -> None:
            self.file = file

        def write(self, data: bytes) -> int:
            if len(data) > 100:
                return int(self.file.write(data[:100]))
            raise OSError(28, "No space left on device")

        def __getattr__(self, name: str) -> Any:
            return getattr(self.file, name)

    monkeypatch.setattr(writer, "_file", FullDisk(writer._file))
    with pytest.raises(ArchiveError, match=r"uji-2024.*No space left.*free the disk"):
        writer.write(Fetched(**{**vars(fetched("https://uji.example/2")), "payload": os.urandom(50)}))
    assert [found.url for found in exchanges(tmp_path)] == ["https://uji.example/1"]
    assert damaged(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "arsip").write_text("a file stands in the way")
    with pytest.raises(ArchiveError, match="cannot write"):
        ArchiveWriter(tmp_path / "arsip", "uji", WHEN, "netra/0.1").write(fetched())


def test_an_unknown_place_is_an_error(writer: ArchiveWriter, tmp_path: Path) -> None:
    end = writer.write(fetched()).end
    (path,) = tmp_path.glob("*.warc.gz")
    with pytest.raises(LookupError, match="no exchange at byte"):
        find_exchange(tmp_path, path.name, end)
