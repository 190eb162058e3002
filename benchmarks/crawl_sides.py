"""One side of benchmarks/crawl.py, in a process of its own: `python benchmarks/crawl_sides.py SIDE TASK.json`
prints {"pages", "seconds", "cpu_s", "peak_mb"} as its last line.

Sides: `bare` (Scrapy's own settings, empty callback), `engine` (netra's settings and middlewares, empty callback: WARC
and ledger are written), `harvest` (a whole netra crawl, spiders included), `extract` (the archive's articles).
What a process needs once (imports, outlet files) is not counted; opening and closing the archive is.
"""

import json
import os
import resource
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

Task = Mapping[str, Any]


class ListSpider(scrapy.Spider):
    """Asks for the addresses of a list, [outlet, surface, role, url] each, and does nothing with what comes."""

    name = "list"
    rows: tuple[tuple[str, str, str, str], ...] = ()
    outlet = ""

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for outlet, surface, role, url in self.rows:
            about = {"outlet": outlet, "surface": surface, "role": role}
            yield scrapy.Request(url, callback=self.parse, meta={"netra": about})

    def parse(self, response: scrapy.http.Response, **_: Any) -> None:
        """Nothing."""


def common(task: Task) -> dict[str, Any]:
    """What both sides of a comparison are set to."""
    return {
        "CONCURRENT_REQUESTS": task["concurrency"],
        "CONCURRENT_REQUESTS_PER_DOMAIN": task["per_host"],
        "DOWNLOAD_DELAY": 0,
        "LOG_FILE": f"{task['folder']}/side.log",
        "LOG_LEVEL": "INFO",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        **({"DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": "identity"}} if task["plain"] else {}),
    }


def own(task: Task) -> dict[str, Any]:
    """What netra's side is told besides."""
    return {"NETRA_DATA": f"{task['folder']}/archive", "NETRA_ALLOW_LOOPBACK": True}


def of_list(task: Task, settings: Settings) -> Callable[[], int]:
    """A crawl of the list under these settings; how many answers came."""
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ListSpider)
    outlets = ",".join(dict.fromkeys(row[0] for row in task["rows"]))

    def work() -> int:
        process.crawl(crawler, rows=tuple(task["rows"]), outlet=outlets)
        process.start()
        return int(crawler.stats.get_value("response_received_count", 0)) - robots(crawler.stats.get_stats())

    return work


def robots(stats: Mapping[str, Any]) -> int:
    """Answers for robots.txt, which are no pages."""
    return sum(int(number) for name, number in stats.items() if name.startswith("robotstxt/response_count"))


def bare(task: Task) -> Callable[[], int]:
    """Scrapy as it comes."""
    settings = Settings()
    settings.setdict(common(task), priority="cmdline")
    return of_list(task, settings)


def engine(task: Task) -> Callable[[], int]:
    """The same spider under netra's settings."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict({**common(task), **own(task)}, priority="cmdline")
    return of_list(task, settings)


def harvest(task: Task) -> Callable[[], int]:
    """A whole crawl of the outlets, as `netra crawl` runs it; the pages that it fetched."""
    from crawler.engine.child import run_job
    from crawler.engine.job import Job
    from crawler.outlet import load_outlets

    outlets = {name: load_outlets()[name] for name in task["outlets"]}
    settings = {name: value for name, value in {**common(task), **own(task)}.items() if name != "LOG_FILE"}
    job = Job(
        archive=f"{task['folder']}/archive",
        outlets=tuple(outlets),
        families={name: outlet.family for name, outlet in outlets.items()},
        settings=settings,
        now=task["now"],
        log=task["folder"],
    )

    def work() -> int:
        said = StringIO()
        with redirect_stdout(said):
            run_job(job)
        counts = json.loads(said.getvalue().splitlines()[-1])["counts"]
        return sum(
            outcomes.get("fetched", 0)
            for roles in counts.values()
            for role, outcomes in roles.items()
            if role != "robots"
        )

    return work


def extract(task: Task) -> Callable[[], int]:
    """The articles of the archive that a harvest wrote, one process."""
    from crawler.article import Article
    from crawler.extract import extract_page
    from crawler.outlet import load_outlets
    from crawler.storage.archive import Exchange, read_archive

    outlets = load_outlets()

    def work() -> int:
        number = 0
        for found in read_archive(Path(task["folder"]) / "archive"):
            if isinstance(found, Exchange) and found.role == "article" and found.outcome == "fetched":
                number += isinstance(extract_page(found.body, found.url, outlets[found.outlet_id]), Article)
        return number

    return work


SIDES = {"bare": bare, "engine": engine, "harvest": harvest, "extract": extract}


def cpu_s() -> float:
    """Seconds of processor time of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Do the task, print the figures."""
    side, task = sys.argv[1], json.loads(Path(sys.argv[2]).read_text("utf-8"))
    work = SIDES[side](task)
    start, cpu = time.perf_counter(), cpu_s()
    if task.get("profile"):
        import cProfile

        profile = cProfile.Profile()
        pages = profile.runcall(work)
        profile.dump_stats(task["profile"])
    else:
        pages = work()
    figures = {"pages": pages, "seconds": time.perf_counter() - start, "cpu_s": cpu_s() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**figures, "peak_mb": peak}), flush=True)
    os._exit(0)  # the thread that waits for the end of our standard input would hold up an ordinary exit


if __name__ == "__main__":
    main()
