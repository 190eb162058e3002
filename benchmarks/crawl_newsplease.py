"""news-please's side of benchmarks/crawl.py, run by an interpreter that has it: fetch and extract a list of addresses
as its library does (`NewsPlease.from_urls`: a thread an address, then a process a core), images left out, nothing
archived. Prints what crawl_sides.py prints, child processes counted."""

import json
import resource
import sys
import time
from pathlib import Path


def cpu_s() -> float:
    """Seconds of processor time of this process and its ended children so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Do the task, print the figures."""
    from newsplease import NewsPlease

    task = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    start, cpu = time.perf_counter(), cpu_s()
    found = NewsPlease.from_urls(task["urls"], request_args={"timeout": 60}, fetch_images=False)
    pages = sum(bool(getattr(article, "maintext", None)) for article in found.values())
    figures = {"pages": pages, "seconds": time.perf_counter() - start, "cpu_s": cpu_s() - cpu}
    print(json.dumps({**figures, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)


if __name__ == "__main__":
    main()
