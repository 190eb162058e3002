"""Whole crawls by the child process, against hosts that behave as badly as they can."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from engine_site import Page, Site, serving, write_outlets

from crawler.outlet import OutletError
from crawler.run import CrawlSummary, ExitCode, crawl
from crawler.storage.archive import Exchange, read_archive
from crawler.storage.ledger import LedgerRow, count_days, read_ledger
from crawler.storage.lock import FolderLock

HERE = Path(__file__).parent
PROGRESS: list[dict[str, dict[str, int]]] = []  # what the crawls of this file told
NOW = datetime(2024, 8, 25, 5, 0, tzinfo=UTC)
PARAGRAPH = "<p>Bupati Contoh mengingatkan seluruh aparatur sipil negara agar tidak berpihak dalam pemilihan.</p>"
CDN = (
    '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><script>window.__CF$cv$params={}</script>'
)


def article(title: str, head: str = "", paragraphs: int = 20) -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{PARAGRAPH * paragraphs}</body></html>".encode()


def at(name: str, host: str = "uji.example") -> str:
    return f"https://{host}/2024/08/{name}.html"


def redirect(target: str, status: int = 302) -> Page:
    return Page(b"", status, {"Location": target})


GOOD = article("ASN diminta netral")
PACKED = gzip.compress(GOOD)
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
PAGES: dict[str, Page] = {
    "baik": Page(GOOD),
    "gzip": Page(PACKED, headers={"Content-Encoding": "gzip"}),
    "cdn": Page(article("Pilkada", CDN)),
    "nul": Page(GOOD.replace(b"Contoh", b"Con\0toh")),
    "latin": Page(article("Netralitas").replace(b"agar", b"ag\xe4r"), content_type="text/html; charset=utf-8"),
    "utf16": Page(GOOD.decode().encode("utf-16")),
    "tanpa-jenis": Page(GOOD, content_type=None),
    "hilang": Page(b"tidak ada", 404),
    "dihapus": Page(b"", 410),
    "kosong": Page(b" \n "),
    "gambar": Page(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
    "biner": Page(bytes(range(1, 32)) * 50),
    "teks": Page(b"hanya teks", content_type="text/plain"),
    "besar": Page(b"<html>" + b"x" * 300_000),
    "besar-tanpa-panjang": Page(b"<html>" + b"x" * 300_000, length=-1),
    "bom": Page(gzip.compress(b"<html>" + b"\0" * 5_000_000), headers={"Content-Encoding": "gzip"}),
    "terpotong": Page(GOOD[:500], length=len(GOOD)),
    "gzip-terpotong": Page(PACKED[: len(PACKED) // 2], headers={"Content-Encoding": "gzip"}),
    "gzip-rusak": Page(PACKED[:20] + b"rusak" * 20, headers={"Content-Encoding": "gzip"}),
    "bukan-http": Page(raw=b"halo, ini bukan HTTP\r\n\r\n"),
    "putus": Page(raw=b""),
    "lambat": Page(GOOD, pause=4.0),
    "teko": Page(b"teko", 418),
    "tantangan": Page(CHALLENGE),
    "captcha": Page(b'<html><title>Portal</title><div class="g-recaptcha" data-sitekey="k"></div></html>'),
    "masuk": Page(b'<html><title>Masuk</title><form><input type="password"></form></html>'),
    "ditolak": Page(b"<h1>Forbidden</h1>", 403),
    "meledak": Page(GOOD.replace(b"Contoh", b"MELEDAK")),
    "pindah": redirect(at("tujuan"), 301),
    "tujuan": Page(article("Tujuan")),
    "lacak": redirect(at("lacak") + "?utm_source=x"),
    "diri-sendiri": redirect(at("diri-sendiri")),
    "putar-a": redirect(at("putar-b")),
    "putar-b": redirect(at("putar-a")),
    "berkas": redirect("file:///etc/passwd"),
    "metadata": redirect("http://169.254.169.254/latest/"),
    "keluar": redirect("https://lain.example/2024/08/x.html"),
    **{f"jauh-{n}": redirect(at(f"jauh-{n + 1}")) for n in range(8)},
    "tanpa-alamat": Page(b"", 302),
}
NOT_LISTED = {"tujuan", "putar-b", *(f"jauh-{n}" for n in range(1, 8))}
LISTED = [name for name in PAGES if name not in NOT_LISTED]

# name: (outcome, words of the reason)
EXPECTED: Mapping[str, tuple[str, str]] = {
    "baik": ("fetched", ""),
    "gzip": ("fetched", ""),
    "cdn": ("fetched", ""),
    "nul": ("fetched", ""),
    "latin": ("fetched", ""),
    "utf16": ("fetched", ""),
    "tanpa-jenis": ("fetched", ""),
    "hilang": ("gone", "404"),
    "dihapus": ("gone", "410"),
    "kosong": ("empty", "200"),
    "gambar": ("not_article", "PNG, labelled text/html"),
    "biner": ("not_article", "binary data"),
    "teks": ("not_article", "no HTML, labelled text/plain"),
    "besar": ("too_large", "300006 bytes announced"),
    "besar-tanpa-panjang": ("too_large", "more bytes than allowed"),
    "bom": ("too_large", "after decompression"),
    "terpotong": ("error", "truncated"),
    "gzip-terpotong": ("error", "truncated: the compressed body ends early"),
    "gzip-rusak": ("error", "broken: Content-Encoding gzip"),
    "bukan-http": ("error", "connection"),
    "putus": ("error", "connection"),
    "lambat": ("error", "timeout"),
    "teko": ("error", "status 418"),
    "tantangan": ("blocked", "browser check instead of the page (just-a-moment)"),
    "captcha": ("blocked", "captcha instead of the page"),
    "masuk": ("blocked", "login instead of the page"),
    "ditolak": ("blocked", "403"),
    "meledak": ("error", "reading the page failed: ValueError"),
    "pindah": ("redirected", at("tujuan")),
    "tujuan": ("fetched", ""),
    "lacak": ("refused", "circle"),
    "diri-sendiri": ("refused", "circle"),
    "putar-a": ("refused", "circle"),
    "putar-b": ("redirected", "putar-a"),
    "berkas": ("refused", "302 to a file: address"),
    "metadata": ("redirected", "169.254.169.254"),
    "keluar": ("redirected", "lain.example"),
    "jauh-0": ("redirected", "jauh-1"),
    "jauh-5": ("refused", "more than 5 redirects"),
    "tanpa-alamat": ("error", "302 without a usable Location"),
}
HOSTS = {
    "uji": "uji.example",
    "robot503": "robot503.example",
    "robotdiam": "robotdiam.example",
    "robotblok": "robotblok.example",
    "robotbiner": "robotbiner.example",
    "robot404": "robot404.example",
    "robotlarang": "robotlarang.example",
    "tolak": "tolak.example",
    "asing": "asing.example",
    "terowongan": "terowongan.example",
    "sibuk": "sibuk.example",
    "tenang": "tenang.example",
    "lokal": "lokal.example",
}
SETTINGS = {
    "SPIDER_MODULES": "engine_spiders.probe",
    "NETRA_SPIDER": "probe",
    "DOWNLOAD_DELAY": "0",
    "RETRY_TIMES": "1",
    "DOWNLOAD_TIMEOUT": "2",
    "DOWNLOAD_MAXSIZE": "200000",
    "NETRA_ROBOTS_TIMEOUT_S": "1",
    "NETRA_BACKOFF_S": "0.05",
    "NETRA_BREAKER_FAILURES": "12",
}


def make_site() -> Site:
    robots = Page(b"User-agent: *\nDisallow: /admin\n", content_type="text/plain")
    pages = {f"uji.example/2024/08/{name}.html": page for name, page in PAGES.items()}
    pages |= {f"{host}/robots.txt": robots for host in HOSTS.values()}
    pages["uji.example/indeks"] = Page("\n".join(at(name) for name in LISTED).encode(), content_type="text/plain")
    pages["uji.example/2024/08/lacak.html?utm_source=x"] = redirect(at("lacak"))
    for host in HOSTS.values():
        if host != "uji.example":
            pages[f"{host}/indeks"] = Page(f"{at('satu', host)}\n{at('dua', host)}".encode())
            pages[f"{host}/*"] = Page(GOOD)
    pages["robot503.example/robots.txt"] = Page(b"User-agent: *\nAllow: /\n", 503)
    pages["robotdiam.example/robots.txt"] = Page(robots.body, pause=4.0)
    pages["robotblok.example/robots.txt"] = Page(CHALLENGE)
    pages["robotbiner.example/robots.txt"] = Page(b"User-agent: *\n\0\x01\x02Allow: /")
    pages["robot404.example/robots.txt"] = Page(b"User-agent: *\nDisallow: /\n", 404)
    pages["robotlarang.example/robots.txt"] = Page(
        b"\xef\xbb\xbfUser-agent: Mozilla\nUser-agent: github\nDisallow: /\n\n"
        b"User-agent: netra\nDisallow: /2024/08/satu\n"
    )
    pages |= dict.fromkeys(("tolak.example/*", "tolak.example/indeks"), Page(b"Forbidden", 403))
    busy = Page(b"", 429, {"Retry-After": "1"}, times=1, after=Page(GOOD))
    pages["sibuk.example/2024/08/satu.html"] = busy
    pages["tenang.example/2024/08/satu.html"] = Page(b"", 503, {"Retry-After": "3600"})
    return Site(pages, foreign=frozenset({"asing.example"}))


@dataclass(frozen=True)
class Crawled:
    site: Site
    data: Path
    summary: CrawlSummary
    rows: dict[str, LedgerRow]
    progress: list[dict[str, dict[str, int]]]


def run_crawl(site: Site, folder: Path, outlets: list[str], **more: str) -> CrawlSummary:
    urls = {outlet: [f"https://{HOSTS[outlet]}/indeks"] for outlet in outlets}
    if "lokal" in urls:
        urls["lokal"] = [f"http://127.0.0.1:{site.port}/indeks"]
    return crawl(
        folder / "data",
        outlets,
        env={**site.env, "PYTHONPATH": str(HERE)},
        settings={**SETTINGS, "NETRA_OUTLETS": str(folder / "outlets"), "PROBE_URLS": json.dumps(urls), **more},
        now=NOW,
        progress=lambda event: PROGRESS.append({outlet: dict(counts) for outlet, counts in event.items()}),
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    hosts = [*HOSTS.values(), "lain.example"]
    with serving(make_site(), tmp_path_factory.mktemp("ca"), hosts) as running:
        yield running


@pytest.fixture(scope="module")
def crawled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("crawl")
    write_outlets(folder / "outlets", HOSTS)
    summary = run_crawl(site, folder, list(HOSTS))
    rows = {row.url: row for row in read_ledger(folder / "data" / "archive")}
    return Crawled(site, folder / "data", summary, rows, PROGRESS.copy())


def exchanges(data: Path) -> list[Exchange]:
    found = list(read_archive(data / "archive"))
    assert all(isinstance(each, Exchange) for each in found)
    return [each for each in found if isinstance(each, Exchange)]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_page_ends_with_an_outcome_and_a_reason(crawled: Crawled, name: str) -> None:
    row = crawled.rows[at(name)]
    outcome, reason = EXPECTED[name]
    assert (str(row.outcome), reason in row.reason) == (outcome, True), row
    assert row.reason or outcome == "fetched"


def test_every_listed_address_is_expected_above() -> None:
    assert set(LISTED) <= set(EXPECTED)


def test_no_bad_page_gives_a_traceback(crawled: Crawled) -> None:
    assert crawled.summary.log is not None
    assert "Traceback" not in crawled.summary.log.read_text(encoding="utf-8")


def test_nobody_left_our_hosts(crawled: Crawled) -> None:
    assert not any("169.254" in each or "lain.example" in each for each in crawled.site.asked)
    assert crawled.rows["http://169.254.169.254/latest/"].outcome == "offsite"
    assert crawled.rows["https://lain.example/2024/08/x.html"].outcome == "offsite"


def test_what_was_fetched_is_in_the_archive_as_it_came(crawled: Crawled) -> None:
    stored = {each.url: each for each in exchanges(crawled.data) if each.role == "article"}
    assert stored[at("gzip")].body == GOOD
    assert stored[at("nul")].body == PAGES["nul"].body
    assert stored[at("baik")].title == "Berita 0"
    assert stored[at("tujuan")].outlet_id == "uji"
    assert stored[at("tantangan")].outcome == "blocked"
    assert stored[at("bom")].problem is None  # 5 MB are within what the archive's reader unpacks
    for url, row in crawled.rows.items():
        if row.outcome == "fetched" and row.role == "article":
            assert row.digest == stored[url].digest
            assert row.bytes == len(stored[url].body)


@pytest.mark.parametrize(
    ("outlet", "reason"),
    [
        ("robot503", "status 503"),
        ("robotdiam", "timeout"),
        ("robotblok", "a block page instead (just-a-moment)"),
        ("robotbiner", "not a text file"),
        ("asing", "certificate verify failed"),
        ("terowongan", "CONNECT tunnel"),
    ],
)
def test_without_readable_robots_nothing_of_the_host_is_fetched(crawled: Crawled, outlet: str, reason: str) -> None:
    asked = {key for key in crawled.site.asked if key.startswith(HOSTS[outlet])}
    assert asked <= {f"{HOSTS[outlet]}/robots.txt"}
    row = crawled.rows[f"https://{HOSTS[outlet]}/indeks"]
    assert (row.outcome, row.retry) == ("robots", True)
    assert row.reason.startswith("robots.txt unreachable")
    assert reason in row.reason


def test_a_missing_robots_file_means_no_rules(crawled: Crawled) -> None:
    assert crawled.rows[at("satu", HOSTS["robot404"])].outcome == "fetched"


def test_rules_are_those_for_our_own_name(crawled: Crawled) -> None:
    host = HOSTS["robotlarang"]
    assert crawled.rows[at("satu", host)].outcome == "robots"
    assert crawled.rows[at("satu", host)].reason == "robots.txt: disallowed by a rule"
    assert not crawled.rows[at("satu", host)].retry
    assert crawled.rows[at("dua", host)].outcome == "fetched"
    assert f"{host}/2024/08/satu.html" not in crawled.site.asked


def test_a_host_that_refuses_our_user_agent_is_blocked(crawled: Crawled) -> None:
    row = crawled.rows["https://tolak.example/indeks"]
    assert (row.outcome, row.status) == ("blocked", 403)
    assert crawled.summary.failed["tolak"] == "nothing could be fetched: blocked"


def test_retry_after_is_obeyed_and_a_long_one_left_to_the_next_run(crawled: Crawled) -> None:
    assert crawled.rows[at("satu", "sibuk.example")].outcome == "fetched"
    assert crawled.site.asked["sibuk.example/2024/08/satu.html"] == 2
    row = crawled.rows[at("satu", "tenang.example")]
    assert (row.outcome, row.retry) == ("pending", True)
    assert "the host asks to wait" in row.reason
    assert crawled.site.asked["tenang.example/2024/08/satu.html"] == 1


def test_the_counts_of_each_day_add_up(crawled: Crawled) -> None:
    for outlet, day, seen, outcomes in count_days(crawled.data / "archive"):
        assert seen == sum(outcomes.values()) == sum(row.outlet == outlet for row in crawled.rows.values()), day
    assert {outlet for outlet, *_ in count_days(crawled.data / "archive")} == set(HOSTS)


def test_every_request_of_the_site_is_in_the_ledger(crawled: Crawled) -> None:
    asked = {f"https://{key}" for key in crawled.site.asked}
    asked.discard("https://uji.example/2024/08/lacak.html?utm_source=x")  # the same article
    assert asked <= set(crawled.rows)
    for url in asked & {at(name) for name in PAGES if name != "lacak"}:  # asked for under two addresses
        assert crawled.rows[url].attempts == crawled.site.asked[url.removeprefix("https://")], url


def test_the_summary_says_what_the_ledger_says(crawled: Crawled) -> None:
    summary = crawled.summary
    assert summary.exit_code is ExitCode.PARTIAL
    assert set(summary.failed) == {
        "robot503", "robotdiam", "robotblok", "robotbiner", "asing", "terowongan", "tolak", "lokal",
    }  # fmt: skip
    uji = [row for row in crawled.rows.values() if row.outlet == "uji"]
    assert sum(summary.outcomes("uji").values()) == len(uji)
    assert summary.articles("uji") == sum(row.outcome == "fetched" and row.role == "article" for row in uji)
    assert crawled.progress[-1]["robot404"]["fetched"] >= 3


def test_our_name_is_on_every_request(crawled: Crawled) -> None:
    agents = {
        line
        for head in crawled.site.requests
        for line in head.split("\r\n")
        if line.lower().startswith("user-agent:")
    }
    assert agents == {"User-Agent: Mozilla/5.0 (compatible; netra/0.1; +https://github.com/netra-corpus/netra)"}
    assert not any("\r\nReferer:" in head or "\r\nCookie:" in head for head in crawled.site.requests)


@pytest.mark.usefixtures("quick_crawls")
def test_the_next_run_asks_for_what_is_new_or_open_alone(site: Site, tmp_path: Path) -> None:
    write_outlets(tmp_path / "outlets", HOSTS)
    site.pages["robot404.example/indeks"] = Page(at("satu", "robot404.example").encode())
    assert run_crawl(site, tmp_path, ["robot404"]).articles("robot404") == 1
    before = site.asked.copy()
    new, old = at("baru", "robot404.example"), at("lama", "robot404.example")
    site.pages["robot404.example/indeks"] = Page(f"{at('satu', 'robot404.example')}\n{new}\n{old}".encode())
    site.pages["robot404.example/2024/08/lama.html"] = redirect(at("satu", "robot404.example"))
    summary = run_crawl(site, tmp_path, ["robot404"])
    asked = {key: number - before[key] for key, number in site.asked.items() if number > before[key]}
    assert asked == {
        "robot404.example/robots.txt": 1,
        "robot404.example/indeks": 1,
        "robot404.example/2024/08/baru.html": 1,
        "robot404.example/2024/08/lama.html": 1,
    }
    assert summary.counts["robot404"]["article"] == {"duplicate": 1, "fetched": 1}
    assert len([each for each in exchanges(tmp_path / "data") if each.url == at("satu", "robot404.example")]) == 1


def test_loopback_is_refused(crawled: Crawled) -> None:
    row = crawled.rows[f"http://127.0.0.1:{crawled.site.port}/indeks"]
    assert row.outcome == "robots"
    assert "private address 127.0.0.1" in row.reason
    assert not any(key.startswith("127.0.0.1") for key in crawled.site.asked)


@pytest.mark.usefixtures("quick_crawls")
def test_loopback_when_allowed_and_no_fetching_without_the_certificate_authority(site: Site, tmp_path: Path) -> None:
    write_outlets(tmp_path / "outlets", HOSTS)
    site.pages["127.0.0.1/indeks"] = Page(b"https://lokal.example/x")
    other = Site(port=site.port, ca_file=os.devnull)
    before = site.asked.copy()
    summary = run_crawl(other, tmp_path, ["robot404", "lokal"], NETRA_ALLOW_LOOPBACK="True")
    rows = {(row.outlet, row.url): row for row in read_ledger(tmp_path / "data" / "archive")}
    assert rows["lokal", f"http://127.0.0.1:{site.port}/indeks"].outcome == "fetched"
    assert "certificate verify failed" in rows["robot404", "https://robot404.example/indeks"].reason
    assert {key for key in site.asked if site.asked[key] > before[key]} == {
        "127.0.0.1/robots.txt",
        "127.0.0.1/indeks",
    }
    assert summary.exit_code is ExitCode.PARTIAL


def scrapy_crawl(site: Site, folder: Path, outlet: str) -> "subprocess.CompletedProcess[str]":
    """`scrapy crawl`, as a Scrapy user types it."""
    settings = {
        **SETTINGS,
        "NETRA_OUTLETS": str(folder / "outlets"),
        "NETRA_DATA": str(folder / "archive"),
        "PROBE_URLS": json.dumps({outlet: [f"https://{HOSTS[outlet]}/indeks"]}),
    }
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "probe", "-a", f"outlet={outlet}", *options],
        env={**os.environ, **site.env, "PYTHONPATH": str(HERE)},
        cwd=HERE.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def test_scrapy_crawl_fills_archive_and_ledger_too(site: Site, tmp_path: Path) -> None:
    write_outlets(tmp_path / "outlets", HOSTS)
    done = scrapy_crawl(site, tmp_path, "robotlarang")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    rows = {row.url: row for row in read_ledger(tmp_path / "archive")}
    assert rows[at("dua", HOSTS["robotlarang"])].outcome == "fetched"
    assert any(isinstance(each, Exchange) for each in read_archive(tmp_path / "archive"))
    lock = FolderLock(tmp_path / "archive")
    lock.acquire(NOW)
    before = site.asked.total()
    assert "crawls into this folder" in scrapy_crawl(site, tmp_path, "robotlarang").stderr
    assert site.asked.total() == before
    lock.release()


@pytest.mark.usefixtures("quick_crawls")
def test_a_run_of_refusals_or_faults_opens_the_breaker_of_that_host_alone(site: Site, tmp_path: Path) -> None:
    write_outlets(tmp_path / "outlets", HOSTS)
    site.pages["robot404.example/indeks"] = Page(
        f"{at('satu', HOSTS['robot404'])}\n{at('dua', HOSTS['robot404'])}".encode()
    )
    for host, answer in (("sibuk.example", Page(b"Forbidden", 403)), ("tenang.example", Page(b"", 500))):
        site.pages[f"{host}/indeks"] = Page("\n".join(at(f"rusak-{n}", host) for n in range(8)).encode())
        site.pages |= {f"{host}/2024/08/rusak-{n}.html": answer for n in range(8)}
    # with a pause, as outlets have one: without any, Scrapy sends what is queued before it counts what is on its way
    more = {"NETRA_BREAKER_FAILURES": "3", "RETRY_TIMES": "0", "DOWNLOAD_DELAY": "0.05"}
    summary = run_crawl(site, tmp_path, ["sibuk", "tenang", "robot404"], **more)
    rows = list(read_ledger(tmp_path / "data" / "archive"))
    for outlet, outcome, left, kind in (
        ("sibuk", "blocked", "blocked", "403"),
        ("tenang", "error", "pending", "5xx"),
    ):
        of_host = [row for row in rows if row.outlet == outlet and row.role == "article"]
        asked = [row for row in of_host if row.attempts]
        rest = [row for row in of_host if not row.attempts]
        assert {str(row.outcome) for row in asked} == {outcome}
        assert len(asked) == 3
        assert {(str(row.outcome), row.retry) for row in rest} == {(left, True)}
        assert all(re.fullmatch(f"circuit breaker: 3 times {kind} in a row", row.reason) for row in rest)
    assert summary.articles("robot404") == 2


def test_an_unknown_outlet_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(OutletError, match=r"'tribun-jatng'.*did you mean 'tribun-jateng'"):
        crawl(tmp_path, ["tribun-jatng"])
    assert list(tmp_path.iterdir()) == []


def test_since_after_until_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not after until=2024-08-01"):
        crawl(tmp_path, [], since=date(2024, 8, 2), until=date(2024, 8, 1))
