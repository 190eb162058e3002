"""The commands, as a user types them: what they print where, and how they end."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from corpus.cli import main
from corpus.errors import ExitCode

RECORDS = [
    {
        "id": "a1",
        "title": "Camat Dilaporkan",
        "text": "SEMARANG - Camat Tugurejo, Wahyu Rekaan, diduga tidak netral. "
        "Bawaslu Kota Semarang memeriksa Wahyu.",
        "published": "2024-09-01",
        "outlet": "Koran Rekaan",
    },
    {
        "id": "a2",
        "title": "Harga cabai",
        "text": "Harga cabai naik.",
        "published": "2024-09-02",
        "outlet": "Koran Rekaan",
    },
    {"id": "a3", "title": None, "text": "Hanya isi.", "unknown": [1, 2]},
]


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def netra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator["Run"]:
    """Runs `netra ARGUMENTS` in this process."""
    before = signal.getsignal(signal.SIGTERM)
    yield Run(monkeypatch, capsys)
    signal.signal(signal.SIGTERM, before)


class Run:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *arguments: object) -> Ended:
        self.monkeypatch.setattr(sys, "argv", ["netra", *map(str, arguments)])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return Ended(int(ended.value.code or 0), out, err)


def lines(path: Path, records: list[dict[str, object]] | None = None) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records or RECORDS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a corpus of RECORDS, tagged by the real tagger."""
    from corpus.build import build

    folder = tmp_path_factory.mktemp("cli") / "data dir"
    build(folder, articles=[lines(folder.parent / "in.jsonl")], workers=1)
    return folder


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_sql_formats(netra: Run, data: Path, form: str) -> None:
    query = "SELECT title, published_date, tags, words FROM articles WHERE outlet_id = 'koran-rekaan' ORDER BY title"
    ended = netra("sql", query, "--data", data, "--format", form)
    assert (ended.code, ended.err) == (0, "")
    if form == "json":
        assert json.loads(ended.out)[1] == {
            "title": "Harga cabai",
            "published_date": "2024-09-02",
            "tags": [],
            "words": 5,
        }
    elif form == "csv":
        assert list(csv.reader(io.StringIO(ended.out)))[2] == ["Harga cabai", "2024-09-02", "[]", "5"]
    else:
        assert [line.split()[:2] for line in ended.out.splitlines()][2] == ["Harga", "cabai"]


def test_sql_reads_standard_input(netra: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"SELECT 1 AS satu")))
    assert netra("sql", "-", "--data", data, "--format", "csv").out == "satu\n1\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("sql", "SELECT * FROM tidak_ada"), ExitCode.USAGE, "netra: SQL: Catalog Error: Table with name tidak_ada"),
        (("sql", "DELETE FROM articles"), ExitCode.USAGE, "read-only mode"),
        (("kwic", "("), ExitCode.OK, ""),
        (("kwic", "(", "--regex"), ExitCode.USAGE, "not a regular expression"),
        (("search", "!!"), ExitCode.USAGE, "expected at least one word"),
        (("search", "camat", "--since", "kemarin"), ExitCode.USAGE, "since 'kemarin': expected a day as YYYY-MM-DD"),
    ],
)
def test_questions_that_go_wrong(netra: Run, data: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    ended = netra(*arguments, "--data", data)
    assert ended.code == code
    assert words in ended.err


def test_search_and_kwic(netra: Run, data: Path) -> None:
    found = json.loads(netra("search", "camat", "--data", data, "--format", "json").out)
    assert [one["title"] for one in found] == ["Camat Dilaporkan"]
    assert found[0]["published_date"] == "2024-09-01"
    hits = json.loads(netra("kwic", "tidak netral", "--data", data, "--window", 2, "--format", "json").out)
    assert [(hit["left"], hit["keyword"]) for hit in hits] == [("Rekaan, diduga", "tidak netral")]
    assert hits[0]["statuses"] == ["alleged/suspected"]
    assert "diduga" in netra("kwic", "tidak netral", "--data", data).out


def test_no_corpus(netra: Run, tmp_path: Path) -> None:
    ended = netra("sql", "SELECT 1", "--data", tmp_path)
    assert ended.code == ExitCode.MISSING
    assert "there is no corpus; `netra build" in ended.err
    assert netra("status", "--data", tmp_path / "x").code == ExitCode.MISSING


def test_the_corpus_that_is_meant(netra: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    query = ("sql", "SELECT count(*) AS n FROM articles", "--format", "csv")
    monkeypatch.setenv("NETRA_CORPUS", str(data / "corpus.duckdb"))
    assert netra(*query).out == "n\n3\n"
    monkeypatch.delenv("NETRA_CORPUS")
    assert netra(*query).code == ExitCode.MISSING
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "demo").symlink_to(data)
    ended = netra(*query)
    assert (ended.out, ended.err) == ("n\n3\n", "netra: there is no corpus in data; this is the demo's, data/demo\n")


def test_status(netra: Run, data: Path) -> None:
    ended = netra("status", "--data", data)
    assert "at work   nobody" in ended.out
    assert "3 articles (1 with problems)" in ended.out
    found = json.loads(netra("status", "--data", data, "--json").out)
    assert (found["archive"], found["corpus"]["row_counts"]["articles"]) == (None, 3)


def test_outlets(netra: Run, tmp_path: Path) -> None:
    from crawler.storage.ledger import Ledger
    from crawler.storage.ledger_schema import Change

    ledger = Ledger(tmp_path / "archive")
    ledger.add(
        Change("radar-tegal", "https://radartegal.disway.id/x", "2026-01-31T05:00:00+00:00", outcome="fetched")
    )
    ledger.close()
    found = {one["outlet"]: one for one in json.loads(netra("outlets", "--json", "--data", tmp_path).out)}
    assert {"tribun-jateng", "radar-tegal", "riauantara"} <= set(found)
    assert found["radar-tegal"]["last_success"] == "2026-01-31T05:00+00:00"
    assert found["riauantara"]["last_success"] is None
    shown = netra("outlets", "--family", "disway", "--region", "33.76", "--data", tmp_path)
    head, line = shown.out.splitlines()
    assert head.split() == ["outlet", "name", "family", "region", "surfaces", "status", "confidence", "last_success"]
    assert line.split()[0] == "radar-tegal"
    assert "kategori listtag rss  active" in line
    assert "active" in line
    assert line.endswith("2026-01-31T05:00+00:00")
    assert shown.err == f"1 of {len(found)} outlets\n"


@pytest.mark.parametrize("command", ["crawl", "run"])
def test_unknown_outlet_names_the_nearest_and_touches_nothing(netra: Run, tmp_path: Path, command: str) -> None:
    ended = netra(command, "tribun-jateg", "--data", tmp_path / "d")
    assert (ended.code, ended.err) == (
        ExitCode.USAGE, "netra: unknown outlet 'tribun-jateg': did you mean 'tribun-jateng'?\n"
    )  # fmt: skip
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("command", ["crawl", "run"])
@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ((), "which outlets? Name them, or choose with --family, --region or --all"),
        (("--family", "tribum"), "unknown family 'tribum': did you mean 'tribun'?"),
        (("--region", "99"), "no outlet in region '99': expected a Kemendagri code"),
        (("--family", "antara", "--region", "96"), "no active outlet of antara in 96"),
    ],
)
def test_a_crawl_wants_a_choice(
    netra: Run, tmp_path: Path, command: str, choice: tuple[str, ...], words: str
) -> None:
    ended = netra(command, *choice, "--data", tmp_path / "d")
    assert ended.code == ExitCode.USAGE
    assert words in ended.err
    assert not (tmp_path / "d").exists()


def test_days_of_a_crawl_are_checked(netra: Run, tmp_path: Path) -> None:
    for days, words in (
        (("--since", "1-9-2024"), "--since 1-9-2024: expected a day as YYYY-MM-DD"),
        (("--since", "2024-09-02", "--until", "2024-09-01"), "--since 2024-09-02: expected a day not after --until"),
    ):
        ended = netra("crawl", "tribun-jateng", *days, "--data", tmp_path / "d")
        assert ended.code == ExitCode.USAGE
        assert words in ended.err


def test_build_names_malformed_lines(netra: Run, tmp_path: Path) -> None:
    source = lines(tmp_path / "x.jsonl")
    source.write_text(source.read_text("utf-8") + "{putus\n", encoding="utf-8")
    ended = netra("build", "--data", tmp_path / "d", "--articles", source, "--workers", 1)
    assert ended.code == ExitCode.PARTIAL
    assert ended.out == ""
    assert "netra: x.jsonl:4: not JSON" in ended.err
    assert "3 articles" in ended.err
    assert netra("build", "--data", tmp_path / "e").code == ExitCode.MISSING


@pytest.mark.parametrize("command", [("build",), ("crawl", "tribun-jateng"), ("run", "tribun-jateng")])
def test_a_folder_that_cannot_be_written(netra: Run, command: tuple[str, ...]) -> None:
    ended = netra(*command, "--data", "/proc/netra")
    assert ended.code == ExitCode.DISK
    assert ended.err.startswith("netra: /proc/netra: ")


def test_tag_writes_the_codebooks_object_in_order(netra: Run, tmp_path: Path) -> None:
    source = lines(tmp_path / "in.jsonl")
    source.write_text(source.read_text("utf-8") + '\n["bukan objek"]\n{"id": "a5"}\n', encoding="utf-8")
    ended = netra("tag", source)
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == ExitCode.PARTIAL
    assert [one["id"] for one in found] == ["a1", "a2", "a3", "a5"]
    assert "in.jsonl, line 5: a JSON object is expected, not list; line skipped" in ended.err
    quotes = [v["quote"] for v in found[0]["violations"] if v["status"] == "alleged"]
    assert any(quote.endswith("diduga tidak netral.") for quote in quotes)
    assert found[0]["regions"] == ["33.74"]
    text = str(RECORDS[0]["text"])
    assert [text[s["start"] : s["stop"]] == s["surface"] for s in found[0]["spans"]["officials"]]


def test_tag_to_a_file(netra: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("what was there before")
    source = lines(tmp_path / "in.jsonl")
    ended = netra("tag", source, "-o", out)
    assert (ended.code, ended.out) == (0, "")
    assert out.read_text("utf-8") == netra("tag", source).out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


@pytest.mark.soak
def test_tag_with_two_workers_is_the_same(netra: Run, tmp_path: Path) -> None:
    many = lines(tmp_path / "in.jsonl", [{**RECORDS[n % 3], "id": f"x{n}"} for n in range(60)])
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    assert netra("tag", many, "-o", one, "--workers", 1).code == 0
    assert netra("tag", many, "-o", two, "--workers", 2).code == 0
    assert one.read_bytes() == two.read_bytes()
    assert len(one.read_text("utf-8").splitlines()) == 60


def test_tag_without_a_file(netra: Run, tmp_path: Path) -> None:
    assert netra("tag", tmp_path / "tidak.jsonl").code == ExitCode.MISSING


PAGE = """<html lang="id"><head><title>Bupati Rekaan Ingatkan ASN</title>
<meta property="og:type" content="article"></head><body><article><h1>Bupati Rekaan Ingatkan ASN</h1>
<p>Bupati Rekaan mengingatkan seluruh pegawai di lingkungan pemerintah kabupaten agar menjaga netralitas.</p>
<p>Ia menyampaikan hal itu dalam apel pagi yang diikuti ratusan pegawai, Senin, di halaman kantor.</p>
</article></body></html>"""


def test_extract_prints_json_lines_and_nothing_else(netra: Run, tmp_path: Path) -> None:
    (tmp_path / "halaman.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "kosong.html").write_text("")
    ended = netra("extract", tmp_path)
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert [one["file"] for one in found] == ["halaman.html"]
    assert found[0]["text"].startswith("Bupati Rekaan mengingatkan")
    assert "netra: kosong.html: empty" in ended.err
    assert netra("extract", tmp_path / "kosong.html").code == ExitCode.PARTIAL
    assert netra("extract", tmp_path / "tidak.html").code == ExitCode.MISSING


def test_an_unexpected_fault_is_one_line(netra: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_path: Path) -> None:
        raise RuntimeError("rusak")

    monkeypatch.setattr("corpus.open", break_down)
    ended = netra("sql", "SELECT 1", "--data", data)
    assert (ended.code, ended.err) == (
        ExitCode.FAILED,
        "netra: unexpected RuntimeError: rusak; NETRA_DEBUG=1 shows where. Please report it\n",
    )


def test_interrupted(netra: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_path: Path) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("corpus.open", interrupt)
    assert netra("sql", "SELECT 1", "--data", data).code == ExitCode.INTERRUPTED


def test_a_reader_that_leaves_early_is_no_error(data: Path) -> None:
    command = (
        f'"{sys.executable}" -m corpus.cli sql "SELECT * FROM range(200000)" --data "{data}" --format csv | head -1'
    )
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "range\n", "")
