"""Work in several processes: in order, bounded, and gone when its parent is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import pytest

from corpus.tagging.parallel import batched, default_workers, ordered_map, pool

HANG = """
import sys, time
from corpus.tagging.parallel import ordered_map, pool

def whoami(batch):
    import os
    print(os.getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    with pool(2, preload=[]) as executor:
        list(ordered_map(whoami, [[1], [2]], executor))
"""


def double(batch: Sequence[int]) -> list[int]:
    return [2 * number for number in batch]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order(workers: int) -> None:
    with pool(workers, preload=[]) as executor:
        results = list(ordered_map(double, batched(range(100), 7), executor))
    assert list(chain.from_iterable(results)) == list(range(0, 200, 2))


def test_no_more_is_taken_than_waits() -> None:
    taken: list[int] = []

    def numbers() -> Iterator[list[int]]:
        for number in range(1000):
            taken.append(number)
            yield [number]

    with pool(2, preload=[]) as executor:
        results = ordered_map(double, numbers(), executor, window=4)
        assert next(results) == [0]
        assert len(taken) <= 5
        results.close()  # type: ignore[attr-defined]  # a generator


def test_workers_are_counted_from_one() -> None:
    assert default_workers() >= 1
    with pytest.raises(ValueError, match="expected 1 or more"), pool(0):
        pass


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_a_killed_parent_leaves_no_workers(tmp_path: Path) -> None:
    script = tmp_path / "hang.py"
    script.write_text(HANG)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        assert all(alive(pid) for pid in workers)
        os.kill(parent.pid, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while any(alive(pid) for pid in workers) and time.monotonic() < deadline:
            time.sleep(0.1)
        left = [pid for pid in workers if alive(pid)]
    assert left == []
