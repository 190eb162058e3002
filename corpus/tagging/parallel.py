"""Work spread over processes, with results in the order of the input."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
# What takes long to load and every worker needs.
WARM = ("crawler.extract", "corpus.tagging.warm")


def default_workers() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _follow_parent() -> None:
    """End this process when the one that handed out the work is gone: a kill -9 must leave nothing behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _start_worker() -> None:
    # Ctrl-C reaches every process of the terminal; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, name="parent", daemon=True).start()


@contextmanager
def pool(workers: int, preload: Sequence[str] = WARM) -> Iterator[Executor | None]:
    """An executor of that many processes, or None for one: then the work is done here, by the same functions.
    Processes are forked from a server that has imported `preload` once, not from this one: DuckDB and torch have
    threads, which do not survive a fork."""
    if workers < 1:
        raise ValueError(f"workers: expected 1 or more, got {workers}")
    if workers == 1:
        yield None
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` items, in order."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def ordered_map(
    function: Callable[[Sequence[T]], R], batches: Iterable[Sequence[T]], executor: Executor | None, window: int = 8
) -> Iterator[R]:
    """`function` of each batch, in the order of the batches; at most `window` batches wait at a time, so that an
    endless input needs little memory. The executor may be any concurrent.futures one, a cluster's too."""
    if executor is None:
        yield from map(function, batches)
        return
    waiting: deque[Future[R]] = deque()
    for batch in batches:
        waiting.append(executor.submit(function, batch))
        if len(waiting) >= window:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
