"""The second notebook runs on the demo; the first one runs in test_corpus_demo.py."""

from pathlib import Path

import nbformat
import pytest
from demo_run import Ran
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"


def test_each_notebook_is_listed_and_keeps_no_output() -> None:
    listed = (FOLDER / "README.md").read_text("utf-8")
    for file in FOLDER.glob("*.ipynb"):
        assert f"`{file.name}`" in listed
        cells = nbformat.read(file, as_version=4).cells
        assert [c for c in cells if c.get("outputs") or c.get("execution_count")] == []


def test_cases_and_silence_runs(demo: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETRA_CORPUS", str(demo[0] / "corpus.duckdb"))
    notebook = nbformat.read(FOLDER / "cases_and_silence.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = "\n".join(str(output.get("data", {}).get("text/plain", "")) for output in outputs)
    for words in ("established", "cleared", "Disway Jogja", "not read", "Kemendagri"):
        assert words in shown
    assert "Warning" not in "\n".join(str(output.get("text", "")) for output in outputs)
