"""What it costs to know: a crawl of the same few new articles into a folder that knows 1,000, 100,000 or 1,000,000
addresses. Cost must grow with what is new, not with what is known.

    python benchmarks/known.py [--known 1000 100000 1000000] [--fillers 60]

Each folder is filled with invented rows (half of them of the outlets that are crawled, a tenth off topic or out of
range), then crawled twice from the replica portals, which are served by another process: the first crawl meets them as
new, the second, an hour later, finds nothing new. Pages fetched, seconds, CPU seconds and peak memory of each.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from crawl import CONCURRENCY, side, sites

from crawler.storage.ledger import Change, Ledger
from crawler.storage.ledger_schema import LEDGER_FILE, UPSERT

OUTLETS = ("radar-tegal", "riauantara")
LATER = "2026-03-01T01:00:00+00:00"
FIRST = "2026-03-01T00:00:00+00:00"
BEFORE = "2026-02-01T00:00:00+00:00"
BATCH = 20_000


def rows(number: int) -> Iterator[Change]:
    """So many rows of an old ledger."""
    hosts = {"radar-tegal": "radartegal.disway.id/read", "riauantara": "www.riauantara.co/2023/05"}
    for n in range(number):
        outlet = OUTLETS[n % 2] if n % 4 < 2 else f"lain-{n % 100}"
        place = hosts.get(outlet, f"{outlet}.example/berita")
        outcome = ("fetched", "off_topic", "fetched", "fetched", "out_of_range")[n % 5] if n % 4 == 0 else "fetched"
        change = Change(outlet, f"https://{place}/{10**7 + n}/sekda-ingatkan-asn-netral-{n}", BEFORE, surface="rss")
        change.outcome, change.retry = outcome, int(outcome in ("off_topic", "out_of_range"))
        change.title, change.date = "Sekda Ingatkan ASN Netral", "2026-01-31T08:00:00+07:00"
        if outcome == "fetched":
            change.status, change.bytes, change.digest, change.attempts = 200, 116_000, "sha256:" + f"{n:064x}", 1
        yield change


def fill(folder: Path, number: int) -> float:
    """Make the ledger; megabytes of it."""
    Ledger(folder).close()
    with closing(sqlite3.connect(folder / LEDGER_FILE, isolation_level=None)) as db:
        db.execute("BEGIN")
        db.executemany(UPSERT, ({**vars(change), "run": "20260201T000000Z-1"} for change in rows(number)))
        db.execute("COMMIT")
    return (folder / LEDGER_FILE).stat().st_size / 1e6


def open_and_look(folder: Path) -> tuple[float, float]:
    """(milliseconds to open the ledger and ask what is open, microseconds to look up one address)."""
    start = time.perf_counter()
    ledger = Ledger(folder)
    for outlet in OUTLETS:
        ledger.open_rows(outlet, ("article", "page"), 12, 1000)
    opened = time.perf_counter() - start
    asked = [
        f"https://radartegal.disway.id/read/{10**7 + n}/sekda-ingatkan-asn-netral-{n}" for n in range(0, 40_000, 4)
    ]
    start = time.perf_counter()
    for url in asked:
        ledger.known("radar-tegal", url)
    looked = time.perf_counter() - start
    ledger.close()
    return opened * 1e3, looked / len(asked) * 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="A crawl into a folder that knows much.")
    parser.add_argument("--known", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--fillers", type=int, default=60, help="generated items an outlet, new to the first crawl")
    options = parser.parse_args()
    head = f"{'known':>9}{'MB':>7}{'open ms':>9}{'look us':>9}"
    print(head + f"{'pages':>7}{'seconds':>9}{'CPU s':>7}{'peak MB':>9}" * 2)
    task = {"concurrency": CONCURRENCY, "per_host": 8, "plain": False, "outlets": OUTLETS}
    with sites(options.fillers) as env:
        for known in options.known:
            with tempfile.TemporaryDirectory(prefix="netra-known-") as name:
                folder = Path(name)
                size = fill(folder / "archive", known)
                opened, looked = open_and_look(folder / "archive")
                first = side("harvest", {**task, "now": FIRST}, env, folder)
                again = side("harvest", {**task, "now": LATER}, env, folder)
            print(f"{known:>9}{size:>7.1f}{opened:>9.1f}{looked:>9.1f}", end="")
            for one in (first, again):
                print(f"{one['pages']:>7}{one['seconds']:>9.2f}{one['cpu_s']:>7.2f}{one['peak_mb']:>9.0f}", end="")
            print(flush=True)


if __name__ == "__main__":
    main()
