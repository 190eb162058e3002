"""The harvest beside bare Scrapy and beside news-please: the same replica portals, one run, one machine.

    python benchmarks/crawl.py [--rounds 3] [--fillers 150] [--plain] [--news-please VENV/bin/python]

The sites are served by a process of their own (benchmarks/crawl_site.py), each side is a process of its own, and the
sides take turns; the median round counts. A first harvest finds the addresses that the other sides then ask for.
news-please must not share our environment: `python -m venv VENV; VENV/bin/pip install news-please lxml_html_clean`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawler.storage.ledger import read_ledger

HERE = Path(__file__).parent
OUTLETS = ("tribun-jateng", "tribun-pantura", "diswayjogja", "radar-brebes", "radar-tegal", "riauantara")
NOW = "2026-03-01T00:00:00+00:00"
CONCURRENCY = 16
Figures = Mapping[str, float]


@contextmanager
def sites(fillers: int) -> Iterator[dict[str, str]]:
    """The environment under which the replica portals are reached."""
    command = [sys.executable, str(HERE / "crawl_site.py"), "--fillers", str(fillers)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        if server.stdin is None or server.stdout is None:
            raise RuntimeError("the server's pipes are missing")
        where = json.loads(server.stdout.readline())
        proxy = dict.fromkeys(("http_proxy", "https_proxy"), where["proxy"])
        certificates = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), where["ca"])
        yield {**os.environ, **proxy, **certificates, "no_proxy": "", "PYTHONPATH": str(HERE.parent)}
        server.stdin.close()


def run(command: Sequence[str], env: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """The last line that a side prints. Raises RuntimeError with what it said."""
    said = folder / "stderr.txt"
    with (
        said.open("w") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=dict(env), text=True
        ) as child,
    ):  # its standard input stays open: a crawl stops when whoever started it is gone
        lines = (child.stdout.read() if child.stdout else "").strip().splitlines()
    if child.returncode or not lines:
        raise RuntimeError(f"{command[1:]} ended with {child.returncode}: {said.read_text()[-3000:]}")
    figures: dict[str, Any] = json.loads(lines[-1])
    return figures


def side(name: str, task: Mapping[str, Any], env: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """One round of a side, in a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "task.json"
    file.write_text(json.dumps({**task, "folder": str(folder)}), encoding="utf-8")
    return run([sys.executable, str(HERE / "crawl_sides.py"), name, str(file)], env, folder)


def found(archive: Path) -> list[list[str]]:
    """[outlet, surface, role, url] of what a harvest fetched, the outlets in turn as a crawl side by side asks."""
    rows = [row for row in read_ledger(archive) if row.outcome == "fetched" and row.role != "robots"]
    place: dict[str, int] = {}
    order = []
    for row in rows:
        place[row.outlet] = place.get(row.outlet, 0) + 1
        order.append((place[row.outlet], [row.outlet, row.surface, row.role, row.url]))
    return [row for _, row in sorted(order)]


def median(rounds: Sequence[Figures], name: str) -> float:
    """The middle value; pages a second where `name` is "rate"."""
    if name == "rate":
        return statistics.median(one["pages"] / one["seconds"] for one in rounds)
    return statistics.median(one[name] for one in rounds)


def show(name: str, rounds: Sequence[Figures], beside: float | None) -> None:
    """One line of the table."""
    pages, rate = median(rounds, "pages"), median(rounds, "rate")
    ratio = f"{rate / beside:8.2f}" if beside else " " * 8
    cpu, peak = median(rounds, "cpu_s") / pages * 1000, median(rounds, "peak_mb")
    print(f"{name:<28}{pages:7.0f}{rate:10.1f}{ratio}{cpu:12.2f}{peak:10.0f}", flush=True)


def beside_news_please(python: str, rows: Sequence[Sequence[str]], env: Mapping[str, str], folder: Path) -> Figures:
    """news-please on these articles, in its own environment."""
    folder.mkdir()
    task = folder / "task.json"
    task.write_text(json.dumps({"urls": [url for _, _, role, url in rows if role == "article"]}), encoding="utf-8")
    return run([python, str(HERE / "crawl_newsplease.py"), str(task)], env, folder)


def harvest_and_extract(task: Mapping[str, Any], env: Mapping[str, str], folder: Path) -> Figures:
    """A whole crawl, and then its articles out of the archive, one process: both together."""
    crawled = side("harvest", task, env, folder)
    extracted = side("extract", task, env, folder)
    both = {name: crawled[name] + extracted[name] for name in ("seconds", "cpu_s")}
    return {**both, "pages": extracted["pages"], "peak_mb": max(crawled["peak_mb"], extracted["peak_mb"])}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="The harvest beside bare Scrapy and news-please.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fillers", type=int, default=150, help="generated items an outlet")
    parser.add_argument("--plain", action="store_true", help="ask for pages without gzip")
    parser.add_argument("--per-host", type=int, default=8, help="requests at a time to one host (netra's own: 1)")
    parser.add_argument(
        "--sides", nargs="+", default=["bare", "engine", "harvest"], choices=("bare", "engine", "harvest")
    )
    parser.add_argument("--news-please", metavar="PYTHON", help="interpreter of an environment with news-please")
    parser.add_argument("--articles", type=int, default=100, help="articles for news-please")
    parser.add_argument(
        "--profile", type=Path, metavar="FOLDER", help="keep a cProfile of each side's last round here"
    )
    options = parser.parse_args()
    task = {
        "concurrency": CONCURRENCY,
        "per_host": options.per_host,
        "plain": options.plain,
        "outlets": OUTLETS,
        "now": NOW,
    }
    with sites(options.fillers) as env, tempfile.TemporaryDirectory(prefix="netra-bench-") as name:
        folder = Path(name)
        side("harvest", task, env, folder / "first")
        rows = found(folder / "first" / "archive")
        print(f"{'':<28}{'pages':>7}{'a second':>10}{'ratio':>8}{'CPU s/1000':>12}{'peak MB':>10}")
        rounds: dict[str, list[dict[str, Any]]] = {one: [] for one in options.sides}
        for number in range(options.rounds):
            for one in options.sides:
                last = options.profile if number == options.rounds - 1 else None
                asked = {**task, "rows": rows, "profile": str(last / f"{one}.prof") if last else None}
                rounds[one].append(side(one, asked, env, folder / f"{one}{number}"))
        against = median(rounds["bare"], "rate") if "bare" in rounds else None
        for one, figures in rounds.items():
            show(one, figures, against)
        if options.news_please:
            ours, theirs = [], []
            for number in range(options.rounds):
                some = [row for row in rows if row[2] == "article"][: options.articles]
                theirs.append(beside_news_please(options.news_please, some, env, folder / f"news{number}"))
                ours.append(harvest_and_extract(task, env, folder / f"both{number}"))
            rate = median(theirs, "rate")
            show("news-please", theirs, rate)
            show("netra, crawl and extract", ours, rate)


if __name__ == "__main__":
    main()
