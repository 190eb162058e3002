"""Sitemaps of many addresses: what does not fit into memory waits in the ledger, and is asked for in the end."""

import gzip
import json
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import connect

import pytest
from engine_site import Page, Site, serving

from crawler.run import ExitCode, crawl
from crawler.storage.ledger import LEDGER_FILE, read_ledger

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
HOST = "besar.example"
OUTLET = """\
name = "Besar"
family = "blogger"
hosts = ["besar.example"]
timezone = "Asia/Jakarta"
confidence = "D"
source = "invented"
robots_note = "invented"
delay_s = 0.0

[[surfaces]]
name = "peta"
kind = "sitemap"
url = "https://{host}/sitemap.xml"
max_pages = 60
"""
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWEST = date(2024, 12, 31)


def article(sitemap: int, number: int, per_sitemap: int) -> tuple[str, str]:
    """Address and lastmod: a few hundred a day, newest first over all sitemaps."""
    place = sitemap * per_sitemap + number
    day = NEWEST - timedelta(days=place // 500)
    return (
        f"https://{HOST}/{day:%Y/%m}/kabar-desa-dan-kota-nomor-{place:07d}.html",
        f"{day.isoformat()}T08:00:00+07:00",
    )


class Sitemaps(dict[str, Page]):
    """The pages of a site with so many sitemaps of so many addresses, made when they are asked for."""

    def __init__(self, sitemaps: int, per_sitemap: int) -> None:
        super().__init__()
        self.sitemaps, self.per_sitemap = sitemaps, per_sitemap
        self.article = Page(
            b"<html><head><title>Kabar</title></head><body><p>Warga bergotong royong.</p></body></html>"
        )

    def get(self, key: str, default: Page | None = None) -> Page | None:  # type: ignore[override]  # the site asks get alone
        path = key.removeprefix(HOST)
        if path == "/sitemap.xml":
            rows = "".join(
                f"<sitemap><loc>https://{HOST}/sitemap-{n}.xml.gz</loc></sitemap>" for n in range(self.sitemaps)
            )
            return Page(f"<sitemapindex {XMLNS}>{rows}</sitemapindex>".encode(), content_type="application/xml")
        if path.startswith("/sitemap-"):
            number = int(path.removeprefix("/sitemap-").removesuffix(".xml.gz"))
            entries = (article(number, place, self.per_sitemap) for place in range(self.per_sitemap))
            rows = "".join(f"<url><loc>{url}</loc><lastmod>{changed}</lastmod></url>" for url, changed in entries)
            body = gzip.compress(f"<urlset {XMLNS}>{rows}</urlset>".encode(), compresslevel=1)
            return Page(body, content_type="application/gzip")
        return self.article if path.startswith("/20") else default


def write_outlet(folder: Path) -> dict[str, str]:
    """The outlet's file; the settings of a crawl that knows it."""
    folder.mkdir()
    (folder / "besar.toml").write_text(OUTLET, encoding="utf-8")
    return {"NETRA_OUTLETS": str(folder), "DOWNLOAD_DELAY": "0"}


def test_what_the_queue_has_no_room_for_waits_in_the_ledger_and_comes_newest_first(tmp_path: Path) -> None:
    settings = {**write_outlet(tmp_path / "outlets"), "NETRA_MAX_QUEUE": "8"}
    with serving(Site(Sitemaps(2, 40)), tmp_path / "ca", [HOST]) as site:
        summary = crawl(tmp_path / "data", ["besar"], env=site.env, settings=settings)
    assert summary.exit_code is ExitCode.OK
    rows = [row for row in read_ledger(tmp_path / "data" / "archive") if row.role == "article"]
    assert Counter(row.outcome for row in rows) == {"fetched": 80}
    asked = [head.split(" ")[1] for head in site.requests]
    assert Counter(asked)["/sitemap-1.xml.gz"] == 1
    assert set(Counter(asked).values()) == {1}
    # the lists are read before the rest of the first is asked for
    assert asked.index("/sitemap-1.xml.gz") < 40
    assert asked.index("/sitemap-0.xml.gz") < 40


@pytest.mark.soak
def test_sitemaps_of_two_million_addresses_stay_under_200_megabytes(tmp_path: Path) -> None:
    sitemaps, per_sitemap = 52, 50_000
    settings = {**write_outlet(tmp_path / "outlets"), "NETRA_MAX_QUEUE": "20"}
    settings["DOWNLOAD_TIMEOUT"] = "600"  # the site is this process, and makes the sitemaps while they are asked for
    settings["NETRA_MAX_ATTEMPTS"] = "0"  # the lists are read, what waits in the ledger is not asked for
    with serving(Site(Sitemaps(sitemaps, per_sitemap)), tmp_path / "ca", [HOST]) as site:
        script = (
            "import json, resource; from pathlib import Path; from crawler.run import crawl\n"
            f"end = crawl(Path({str(tmp_path / 'data')!r}), ['besar'], env={site.env!r}, settings={settings!r})\n"
            "usage = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
            "print(json.dumps([end.exit_code, end.message, usage.ru_maxrss, usage.ru_utime + usage.ru_stime]))\n"
        )
        out = subprocess.run([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    exit_code, message, peak_kib, cpu_s = json.loads(out.stdout)
    print(f"{sitemaps * per_sitemap:,} addresses: peak {peak_kib / 1024:.0f} MiB, {cpu_s:.0f} CPU seconds")
    assert (exit_code, message) == (ExitCode.OK, "")
    with closing(connect(tmp_path / "data" / "archive" / LEDGER_FILE)) as db:
        assert db.execute("SELECT count(*) FROM urls WHERE role = 'article'").fetchone() == (sitemaps * per_sitemap,)
    assert peak_kib * 1024 < 200_000_000
