"""What docs/r.md says of R with jsonlite is run, where both are installed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from made_articles import NOW, RECORDS, write_jsonl

import corpus
from corpus.build import BuildSummary, build
from corpus.export.tables import FileFormat, export_tables

PAGE = Path(__file__).resolve().parents[2] / "docs" / "r.md"
NASTY = {
    "id": "9", "judul": "\u201cCamat\u201d, \"Budi\" 👍🏽", "media": "Koran, \"Rekaan\"",
    "isi": "A;b,c 👨‍👩‍👧 \"kutip\"\r\nCafe\u0301 Budi diduga tidak netral,\tkata \u2018Sari\u2019.\n"
    "\nBelum ada pelanggaran.",
}  # fmt: skip


@pytest.fixture
def exported(tmp_path: Path, fake_tagger: None) -> Path:
    """A folder in which `out` holds two tables, of ordinary articles and one with signs that break offsets."""
    del fake_tagger
    source = write_jsonl(tmp_path / "a.jsonl", [*RECORDS, NASTY])
    made: BuildSummary = build(tmp_path / "data", articles=[source], workers=1, now=NOW)
    with corpus.open(made.corpus) as opened:
        list(export_tables(opened, tmp_path / "out", FileFormat.JSONL, ("articles", "violation_mentions")))
    return tmp_path


def test_the_page_with_jsonlite_runs_in_r(exported: Path) -> None:
    script = shutil.which("Rscript")
    if script is None:
        pytest.skip("needs Rscript (Debian: r-base-core, r-cran-jsonlite)")
    code = PAGE.read_text("utf-8").split("## With jsonlite alone")[1].split("```r\n")[1].split("```")[0]
    (exported / "page.R").write_text(code, "utf-8")
    done = subprocess.run([script, "--vanilla", "page.R"], cwd=exported, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with corpus.open(exported / "data") as opened:
        query = (
            "SELECT count(*) FILTER (status = 'proven'), count(*) FILTER (status = 'alleged'), "
            "count(*) FILTER (status = 'denied') FROM violation_mentions "
            "WHERE reference IN ('case', 'count') AND part = 'text'"
        )
        counted = opened.connection.execute(query).fetchone()
    assert counted is not None
    assert min(counted[1:]) > 0
    assert done.stdout.split("\n")[-2].split() == [str(one) for one in counted]


def test_the_page_says_what_was_not_run() -> None:
    page = PAGE.read_text("utf-8")
    for heading in ("## With duckdb", "## A quanteda corpus with docvars", "## With arrow"):
        assert f"{heading} (not run here)" in page
