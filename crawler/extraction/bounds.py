"""The border around one page's extraction: processor time and memory. What a page may hold is bounded by counts
(size, elements, depth), which give the same answer everywhere; this is the wall behind them, for what nobody thought
of, and far from what any page needs."""

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 20.0  # of processor time; an article page takes 0.02 to 0.1
BYTES = 1 << 30  # above what the process has when the page comes; an article page takes some 10 MB


class TooExpensive(BaseException):
    """The page was stopped. No Exception: libraries on the way must not swallow it."""


@contextmanager
def bounded(seconds: float = SECONDS, extra: int = BYTES) -> Iterator[None]:
    """Raises TooExpensive in the block once it has used that much processor time, MemoryError once the process has
    grown by that many bytes. Off the main thread time is not bounded (signals reach the main thread alone), and
    nothing is where another timer of the kind runs already."""
    if threading.current_thread() is not threading.main_thread() or signal.getitimer(signal.ITIMER_VIRTUAL)[0]:
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    # Again every half second: an exception raised inside a destructor is lost.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.5)
    try:
        with _less_memory(extra):
            yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(*_: object) -> None:
    raise TooExpensive(f"more than {SECONDS:.0f} seconds of processor time")


@contextmanager
def _less_memory(extra: int) -> Iterator[None]:
    """Lowers the soft limit of the address space to what is used now and `extra`; a lower one stays."""
    used = _used()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + extra
    if used == 0 or (soft != resource.RLIM_INFINITY and soft <= wanted):
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _used() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()
