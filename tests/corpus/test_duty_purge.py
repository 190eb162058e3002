"""netra archive purge: no byte of the archive holds what was purged, each other record is where it was, builds go on."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from archive_of import HOST, OUTLET, Page, fake_extract, fake_join, write_archive
from duty_corpus import every_cell
from made_articles import NOW, fake_annotate
from typer.testing import CliRunner

import corpus.gathering.gather
import nlp.pipeline
from corpus.build import BuildSummary, build
from corpus.cli import app
from corpus.duty import tombstones
from corpus.verify import verify
from crawler.storage.archive import ArchiveWriter, DamagedRecord, Fetched, body_digest, read_archive
from crawler.storage.ledger import Ledger, read_ledger
from crawler.storage.purge import overwrite, padded

T0 = datetime(2024, 9, 2, 3, 0, tzinfo=UTC)
SECRET, KEPT = "/2024/09/01/rahasia-dinas", "/2024/09/01/tetap-ada"
TITLE = "Camat Budi Dipanggil Tim Pengawas"
TEXT = "Camat Budi dipanggil karena diduga tidak netral dalam pemilihan."
NEEDLES = (TITLE, TEXT, "Versi lama yang panjang sekali tentang Camat Budi dan keluarganya.", "dua halaman rahasia")
PAGES = (
    Page(SECRET, T0, text=NEEDLES[2], title=TITLE),
    Page(KEPT, T0, text="ASN dilarang berkampanye di Pilkada 2024.", title="Imbauan"),
    Page(SECRET, T0 + timedelta(days=1), text=TEXT, title=TITLE, pages=2),
    Page(
        f"{SECRET}?page=2",
        T0 + timedelta(days=1, seconds=9),
        text=NEEDLES[3],
        title=TITLE,
        of=SECRET,
        number=2,
        pages=2,
    ),
    Page("/2024/09/03/lain", T0, text=f"Baca juga: {TITLE}. Harga cabai naik.", title="Harga cabai"),
)


@pytest.fixture(scope="module", autouse=True)
def fakes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus.gathering.gather, "extract_page", fake_extract)
        patch.setattr(corpus.gathering.gather, "join_pages", fake_join)
        patch.setattr(corpus.verify, "join_pages", fake_join)
        patch.setattr(nlp.pipeline, "annotate", fake_annotate)
        yield


def write_index(archive: Path) -> None:
    """A feed with the whole text, escaped, in a file of its own, compressed as the server sent it."""
    body = f"<rss><item><title>{TITLE}</title><d>&lt;p&gt;{TEXT}&lt;/p&gt;</d></item></rss>".encode()
    other = json.dumps([{"title": "Lain", "content": "Harga cabai naik"}]).encode()
    writer = ArchiveWriter(archive, OUTLET, T0 + timedelta(hours=1), "test")
    for name, content in (("feed", body), ("lain", other)):
        meta = {
            "outlet": OUTLET, "surface": "feed", "role": "index", "digest": body_digest(content), "outcome": "fetched",
            "key": f"{HOST}/{name}",
        }  # fmt: skip
        headers = [(b"Content-Type", b"text/xml"), (b"Content-Encoding", b"gzip")]
        writer.write(Fetched(f"{HOST}/{name}", T0, "GET", [], 200, "OK", headers, gzip.compress(content), meta))
    writer.close()


def built(data: Path) -> BuildSummary:
    return build(data, workers=1, now=NOW)


def inside(folder: Path) -> str:
    """Every byte of every file of a folder, unpacked too where it is a WARC, its compressed answers too."""
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        raw = file.read_bytes()
        found.append(raw)
        if file.suffix == ".gz":
            found.append(gzip.decompress(raw))
    found += [one.body for one in read_archive(folder) if not isinstance(one, DamagedRecord)]
    return "\n".join(part.decode("utf-8", "replace") for part in found)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was crawled, built, purged and built again. `before` keeps what stood there."""
    data = tmp_path_factory.mktemp("purge") / "data"
    write_archive(data / "archive", PAGES, started=T0)
    write_index(data / "archive")
    built(data)
    assert all(needle in inside(data / "archive") for needle in NEEDLES[:3])
    offsets = {one.url: one.offset for one in read_archive(data / "archive") if not isinstance(one, DamagedRecord)}
    (data.parent / "before.json").write_text(json.dumps(offsets), "utf-8")
    return data


@pytest.fixture(scope="module")
def purged(data: Path) -> str:
    dry = CliRunner().invoke(app, ["archive", "purge", HOST + SECRET, "--dry-run", "--data", str(data)])
    assert dry.exit_code == 0
    assert TITLE in inside(data / "archive")
    words = ["archive", "purge", HOST + SECRET, "--reason", "putusan 12", "--by", "tim", "--data", str(data)]
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, (found.output, found.exception)
    assert "4 exchanges in 2 WARC files, 1 of them list pages" in dry.output
    assert "4 exchanges in 2 WARC files, 1 of them list pages" in found.output
    built(data)
    return found.output


def test_no_file_of_the_archive_holds_the_text(data: Path, purged: str) -> None:
    rest = inside(data / "archive").replace(f"Baca juga: {TITLE}", "").replace('"title": "Harga cabai"', "")
    assert [needle for needle in NEEDLES if needle in rest] == []
    assert f"not touched: {HOST}/2024/09/03/lain" in purged


@pytest.mark.usefixtures("purged")
def test_each_other_record_is_where_it_was(data: Path) -> None:
    before = json.loads((data.parent / "before.json").read_text("utf-8"))
    found = list(read_archive(data / "archive"))
    assert not [one for one in found if isinstance(one, DamagedRecord)]
    after = {one.url: one.offset for one in found if not isinstance(one, DamagedRecord)}
    assert after == {url: at for url, at in before.items() if SECRET not in url and not url.endswith("/feed")}


@pytest.mark.usefixtures("purged")
def test_the_ledger_never_asks_for_it_again(data: Path) -> None:
    rows = {row.url: row for row in read_ledger(data / "archive")}
    row = rows[HOST + SECRET]
    assert (str(row.outcome), row.retry, row.title, row.digest) == ("refused", False, None, None)
    ledger = Ledger(data / "archive")
    try:
        assert ledger.known(OUTLET, HOST + SECRET)
    finally:
        ledger.close()
    assert rows[HOST + KEPT].title == "Imbauan"


@pytest.mark.usefixtures("purged")
def test_the_corpus_shows_nothing_of_it_and_can_be_verified(data: Path) -> None:
    cells = [cell for cell in every_cell(data / "corpus.duckdb") if SECRET in cell[1] or TEXT in cell[1]]
    assert cells == []
    with duckdb.connect(str(data / "corpus.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "SELECT outcome, count(*) FROM fetches WHERE role IN ('article', 'page') GROUP BY 1 ORDER BY 1"
        ).fetchall()
    assert found == [("extracted", 2), ("suppressed", 2)]
    assert verify(data).differences == []


@pytest.mark.usefixtures("purged")
def test_the_purge_is_logged_and_final(data: Path) -> None:
    lines = [json.loads(line) for line in (data / "archive" / "purges.jsonl").read_text("utf-8").splitlines()]
    assert [(line["by"], line["reason"], line["exchanges"]) for line in lines] == [
        ("tim", "putusan 12", 3),
        ("tim", "putusan 12", 1),
    ]
    assert all(line["digest_before"] != line["digest_after"] for line in lines)
    (one,) = tombstones.read(data)
    found = CliRunner().invoke(app, ["suppress", "--undo", one.id, "--reason", "x", "--data", str(data)])
    assert "cannot be undone" in str(found.exception)
    again = CliRunner().invoke(app, ["archive", "purge", HOST + SECRET, "--reason", "x", "--data", str(data)])
    assert "holds no exchange of it" in str(again.exception)


@pytest.mark.parametrize("length", [420, 421, 700, 65_535, 65_600, 70_001, 131_200, 400_003])
def test_a_tombstone_fills_any_length(length: int) -> None:
    member = padded({"purged": "t0"}, NOW, length)
    assert len(member) == length
    assert gzip.decompress(member).startswith(b"WARC/1.1\r\nWARC-Type: metadata\r\n")


def test_a_rewrite_that_is_cut_short_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place, *_) = write_archive(tmp_path, PAGES, started=T0)
    file = tmp_path / place.file
    before = file.read_bytes()

    def full(*_: Any) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crawler.storage.purge.padded", full)
    with pytest.raises(OSError, match="No space"):
        overwrite(file, {place.offset}, {}, NOW)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*purge*")] == []
