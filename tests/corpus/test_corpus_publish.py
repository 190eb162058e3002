"""Publishing: whole or not at all; a lock that says who has it; disks that are full."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from made_articles import NOW, RECORDS, write_jsonl

from corpus.build import build
from corpus.errors import DiskError, ExitCode, LockHeld, disk_problem
from corpus.folder import DataFolder, lock_holder, locked
from corpus.loading.publish import remove_leftovers

HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from corpus.folder import DataFolder, locked
with locked(DataFolder(Path(sys.argv[1])), "netra run", datetime.now(UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_start_says_who_holds_the_lock(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockHeld, match=f"`netra run`, process {holder.pid} on "):
            locked(folder, "netra build", NOW).__enter__()
        assert f"process {holder.pid}" in str(lock_holder(folder.lock))
        holder.kill()  # the system frees the lock of a killed process
        holder.wait()
    assert lock_holder(folder.lock) is None
    with locked(folder, "netra build", NOW):
        assert "netra build" in str(lock_holder(folder.lock))


@pytest.mark.parametrize("call", ["fsync", "replace", "mkdir"])
@pytest.mark.usefixtures("fake_tagger")
def test_a_failing_disk_leaves_the_published_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    data = tmp_path / "data"
    published = build(data, articles=[write_jsonl(tmp_path / "a.jsonl", RECORDS)], workers=1, now=NOW).corpus
    before = published.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(DiskError, match="the disk is full") as error:
        build(data, articles=[write_jsonl(tmp_path / "b.jsonl", RECORDS[:1])], workers=1, now=NOW)
    monkeypatch.undo()
    assert error.value.exit_code == ExitCode.DISK
    assert published.read_bytes() == before
    assert sorted(path.name for path in data.iterdir()) == ["cache", "corpus.duckdb"]


def _small_files_only() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))


def test_a_disk_that_fills_while_duckdb_writes(tmp_path: Path) -> None:
    """The real thing: the system refuses DuckDB's writes beyond 600 kB, as a full disk would."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "corpus.duckdb").write_bytes(b"what was published before")
    source = tmp_path / "a.jsonl"
    source.write_text("no article, so that no tagger need start: the tables alone are larger than 600 kB\n")
    done = subprocess.run(
        [sys.executable, "-m", "corpus.cli", "build", "--data", data, "--articles", source, "--workers", "1"],
        capture_output=True, text=True, preexec_fn=_small_files_only, check=False,
    )  # fmt: skip
    assert done.returncode == ExitCode.DISK, done.stderr
    assert "larger than allowed" in done.stderr
    assert "Traceback" not in done.stderr
    assert (data / "corpus.duckdb").read_bytes() == b"what was published before"
    assert [path.name for path in data.iterdir() if path.name.startswith(".netra")] == []


def test_leftovers_of_killed_builds_are_removed(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead, alive = tmp_path / f".netra-build-{gone.pid}", tmp_path / f".netra-build-{os.getpid()}"
    dead.mkdir()
    alive.mkdir()
    remove_leftovers(tmp_path)
    assert (dead.exists(), alive.exists()) == (False, True)


def test_disk_problem_looks_at_causes() -> None:
    error = RuntimeError("could not write")
    error.__cause__ = OSError(30, "Read-only file system")
    assert disk_problem(error) == "the disk is read-only"
    assert disk_problem(ValueError("netral")) is None
