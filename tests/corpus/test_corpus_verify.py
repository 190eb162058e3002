"""What was published is compared with what the archive says; each tampering is told."""

import shutil
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from archive_of import HOST, Page, write_archive
from made_articles import NOW, RECORDS, fake_annotate, write_jsonl
from test_corpus_build_archive import fake_extract, fake_join
from typer.testing import CliRunner

import corpus.gathering.gather
import corpus.verify
import nlp.pipeline
from corpus.build import build
from corpus.cli import app
from corpus.errors import ExitCode, NothingThere
from corpus.verify import Verification, verify

T0 = datetime(2024, 9, 2, 3, 0, tzinfo=UTC)
URL = f"{HOST}/2024/09/01/satu"
PAGES = (
    Page("/2024/09/01/satu", T0),
    Page("/2024/09/01/panjang", T0, text="satu", pages=2),
    Page("/2024/09/01/panjang?page=2", T0, text="dua", number=2, pages=2, of="/2024/09/01/panjang"),
    Page("/2024/09/01/berubah", T0),
    Page("/2024/09/01/berubah", T0.replace(day=3), text="Camat Budi terbukti netral."),
    Page("/2024/09/01/berubah", T0.replace(day=4), text="Camat Budi terbukti netral."),
)


@pytest.fixture(scope="module", autouse=True)
def fakes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus.gathering.gather, "extract_page", fake_extract)
        patch.setattr(corpus.gathering.gather, "join_pages", fake_join)
        patch.setattr(corpus.verify, "join_pages", fake_join)
        patch.setattr(corpus.verify, "tagger_version", lambda _engines: "fake-1")
        patch.setattr(nlp.pipeline, "annotate", fake_annotate)
        yield


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("verify") / "data"
    write_archive(data / "archive", PAGES, started=T0)
    build(data, articles=[write_jsonl(data / "a.jsonl", RECORDS)], workers=1, now=NOW)
    return data


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    return Path(shutil.copytree(published, tmp_path / "data"))


def told(result: Verification) -> list[tuple[str, str]]:
    return [(difference.where, difference.what) for difference in result.differences]


def change(data: Path, *statements: str) -> None:
    with duckdb.connect(str(data / "corpus.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)


def test_what_was_built_is_what_the_archive_says(published: Path) -> None:
    result = verify(published)
    assert (told(result), result.notes) == ([], [])
    assert (result.articles, result.records, result.files) == (6, 5, 1)
    assert verify(published, sample=2).articles == 2
    done = CliRunner().invoke(app, ["verify", "--data", str(published)])
    assert (done.exit_code, done.stdout) == (0, "")


def test_samples_differ_by_their_seed(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[str, ...]] = []
    monkeypatch.setattr(corpus.verify, "_check_batch", lambda _look, idents, *_: looked.append(tuple(idents)))
    for seed in (0, 0, 1, 2, 3):
        verify(published, sample=2, seed=seed)
    assert looked[0] == looked[1]
    assert len(set(looked)) > 1


@pytest.mark.parametrize(
    ("statement", "where", "what"),
    [
        ("UPDATE articles SET title = 'Camat dipecat' WHERE url = '{url}'", "articles",
         "title is 'Camat dilaporkan', published 'Camat dipecat'"),
        ("UPDATE violation_mentions SET status = 'proven' WHERE article_id = '{ident}'", "violation_mentions 0",
         "status is 'alleged', published 'proven'"),
        ("DELETE FROM sentences WHERE article_id = '{ident}' AND sentence = 1", "sentences 1", "not in the corpus"),
        ("INSERT INTO sentences VALUES ('{ident}', 9, 'text', 0, 1, 0)", "sentences 9", "not found again"),
        ("DELETE FROM article_pages WHERE article_id = '{ident}'", "article_pages",
         "no page is named: its provenance is lost"),
        ("UPDATE article_pages SET http_status = 203 WHERE article_id = '{ident}'", None,
         "status is 200, published 203"),
        ("UPDATE article_pages SET warc_offset = warc_offset + 1 WHERE article_id = '{ident}'", None,
         "damaged gzip data"),
    ],
)  # fmt: skip
def test_a_tampered_row(data: Path, statement: str, where: str | None, what: str) -> None:
    with duckdb.connect(str(data / "corpus.duckdb")) as connection:
        row = connection.execute("SELECT article_id FROM articles WHERE url = ?", [URL]).fetchone()
    assert row is not None
    change(data, statement.format(url=URL, ident=row[0]))
    result = verify(data)
    assert [difference.article_id for difference in result.differences] == [row[0]]
    ((found, words),) = told(result)
    assert where in (found, None)
    assert words.startswith(what)


def test_a_tampered_import(data: Path) -> None:
    change(data, "UPDATE articles SET text = 'Camat netral.' WHERE title LIKE 'Camat Dipanggil%'")
    assert ("articles", "words is '5', published '17'") in told(verify(data))


def _replace_record(data: Path, old: bytes, new: bytes) -> None:
    """Other bytes of the same length in the first archived record, packed like the rest."""
    with duckdb.connect(str(data / "corpus.duckdb"), read_only=True) as connection:
        row: Any = connection.execute(
            "SELECT warc_file, warc_offset FROM article_pages WHERE url = ?", [URL]
        ).fetchone()
    file, at = data / "archive" / row[0], row[1]
    raw = file.read_bytes()
    inflater = zlib.decompressobj(31)
    member = inflater.decompress(raw[at:])
    assert old in member
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    file.write_bytes(raw[:at] + packer.compress(member.replace(old, new)) + packer.flush() + inflater.unused_data)


def test_a_tampered_record(data: Path) -> None:
    _replace_record(data, b"diduga tidak netral", b"diduga sudah netral")
    found = told(verify(data))
    words = [what for _, what in found]
    assert any(what.startswith("digest is sha256:") for what in words)
    # the file as a whole is another one too; what lies behind the record has moved
    assert any(where.endswith(".warc.gz") for where, _ in found)
    done = CliRunner().invoke(app, ["verify", "--data", str(data)])
    assert done.exit_code == ExitCode.PARTIAL
    assert "digest is sha256:" in done.stdout


def test_a_lost_file_and_a_new_one(data: Path) -> None:
    (file,) = (data / "archive").glob("*.warc.gz")
    file.rename(file.with_name("baru.warc.gz"))
    result = verify(data)
    assert (file.name, "the file is no longer in the archive") in told(result)
    assert result.notes == ["1 WARC files came after this build; `netra build` takes them in"]


def test_another_version_is_noted(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.verify, "tagger_version", lambda _engines: "fake-2")
    result = verify(published)
    assert "another version made this corpus (tagger fake-1, here fake-2)" in result.notes[0]
    assert told(result) == []


def test_a_recogniser_that_is_not_here(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(data, "DELETE FROM build_inputs", "UPDATE builds SET parameters = MAP {'models': 'stanza'}")
    monkeypatch.setattr(corpus.verify, "missing", lambda engine: f"{engine} is not installed")
    with pytest.raises(NothingThere, match="the recogniser stanza took part in this corpus: stanza is not installed"):
        verify(data)
