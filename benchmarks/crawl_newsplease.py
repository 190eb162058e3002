"""news-please's side of benchmarks/crawl.py, run by an interpreter that has it: fetch and extract a list of addresses
as its library does (`NewsPlease.from_urls`), nothing archived. Prints what crawl_sides.py prints."""

import json
import resource
import sys
import time
from pathlib import Path


def cpu_s() -> float:
    """Seconds of processor time of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Do the task, print the figures."""
    from newsplease import NewsPlease

    task = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    start, cpu = time.perf_counter(), cpu_s()
    found = NewsPlease.from_urls(task["urls"])
    pages = sum(bool(getattr(article, "maintext", None)) for article in found.values())
    figures = {"pages": pages, "seconds": time.perf_counter() - start, "cpu_s": cpu_s() - cpu}
    print(json.dumps({**figures, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)


if __name__ == "__main__":
    main()
