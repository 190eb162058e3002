"""One crawl over every fault of tests/portals/hostile.py: each ends with its outcome, the other hosts are unharmed."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from portals import hostile
from portals.piece import load_pieces

from crawler.article import Article, NotArticle
from crawler.extract import extract_page
from crawler.outlet import find_outlet
from crawler.run import CrawlSummary, ExitCode, crawl
from crawler.storage.archive import Exchange, read_archive
from crawler.storage.ledger import LedgerRow, count_days, read_ledger

HERE = Path(__file__).parent
SERVE = HERE.parent / "portals" / "serve.py"
DOCS = HERE.parents[1] / "docs" / "hostile.md"
NOW = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
TRAPPED, UNHARMED = "tribun-jateng", "radar-brebes"
# the outlet file of each hostile host
HOSTS = {
    "sitemap_loop": "petabolak",
    "calendar": "kalender",
    "tls": "palsu",
    "dns": "tidak-ada",
    "dns_inside": "dalam",
    "robots_inside": "robotdalam",
}
UNREACHED = ("tls", "dns", "dns_inside", "robots_inside")
# For the crawl's process: a DNS in which a public name leads inside.
INSIDE = f"""
import socket
ask = socket.gethostbyname
socket.gethostbyname = lambda name: "127.0.0.1" if name == {hostile.HOSTS["dns_inside"]!r} else ask(name)
"""
DEPTH = 15
SETTINGS = {
    "DOWNLOAD_DELAY": "0",
    "DOWNLOAD_TIMEOUT": "2.5",
    "RETRY_TIMES": "1",
    "DEPTH_LIMIT": str(DEPTH),
    "NETRA_BREAKER_FAILURES": "40",
    "NETRA_BACKOFF_S": "0.1",
}
# fault: (outcome, words of the reason)
EXPECTED: Mapping[str, tuple[str, str]] = {
    "empty": ("empty", "200"),
    "binary": ("not_article", "PNG, labelled text/html"),
    "truncated": ("error", "truncated"),
    "dropped": ("error", "connection"),
    "overlong": ("fetched", ""),
    "endless": ("too_large", "more bytes than allowed"),
    "drip": ("error", "timeout"),
    "gzip_bomb": ("too_large", "after decompression"),
    "brotli_bomb": ("too_large", "after decompression"),
    "mislabelled": ("fetched", ""),
    "non_utf8": ("fetched", ""),
    "nul_bytes": ("fetched", ""),
    "huge": ("too_large", "bytes announced"),
    "colspan": ("fetched", ""),
    "redirect_loop": ("refused", "circle"),
    "redirect_file": ("refused", "302 to a file: address"),
    "redirect_metadata": ("redirected", "169.254.169.254"),
    "slow": ("fetched", ""),
    "server_error": ("error", "status 500"),
    "flaky": ("fetched", ""),
    "busy_seconds": ("fetched", ""),
    "busy_date": ("fetched", ""),
    "error_page": ("fetched", ""),
    "block_notice": ("blocked", "instead of the page"),
    "no_article": ("fetched", ""),
    "tracking": ("fetched", ""),
}


@contextmanager
def hostile_portals(log: Path) -> Iterator[Mapping[str, str]]:
    """The replicas with their hostile pages; the environment that leads a crawl there."""
    command = [sys.executable, str(SERVE), "--hostile", "--log", str(log)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        # past the proxy, so that their names are looked up here
        direct = ",".join((hostile.HOSTS["dns"], hostile.HOSTS["dns_inside"]))
        yield {
            **dict.fromkeys(("https_proxy", "http_proxy", "HTTPS_PROXY", "HTTP_PROXY"), told["proxy"]),
            **dict.fromkeys(("no_proxy", "NO_PROXY"), direct),
            "SSL_CERT_FILE": told["ca"],
        }
        server.stdin.close()


@dataclass(frozen=True)
class Crawled:
    """The crawl of all faults. `rows`: by address; `faults`: by fault of a page; `pages`: archived answers by address;
    `asked`: requests by host and target."""

    summary: CrawlSummary
    data: Path
    rows: Mapping[str, LedgerRow]
    faults: Mapping[str, LedgerRow]
    pages: Mapping[str, Exchange]
    asked: Counter[tuple[str, str]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "sitecustomize.py").write_text(INSIDE)
    with hostile_portals(folder / "requests.jsonl") as env:
        summary = crawl(
            folder / "data",
            [TRAPPED, UNHARMED, *HOSTS.values()],
            env={**env, "PYTHONPATH": str(folder)},
            settings={**SETTINGS, "NETRA_OUTLETS": str(HERE / "hostile_outlets")},
            now=NOW,
        )
    rows = {row.url: row for row in read_ledger(folder / "data" / "archive")}
    trapped = [row for row in rows.values() if row.title in hostile.KINDS and "tribunnews.com" in row.url]
    trapped.sort(key=lambda row: len(row.url), reverse=True)  # of those of a loop the one that was listed counts
    found = [each for each in read_archive(folder / "data" / "archive") if isinstance(each, Exchange)]
    entries = [json.loads(line) for line in (folder / "requests.jsonl").read_text("utf-8").splitlines()]
    return Crawled(
        summary,
        folder / "data",
        rows,
        {hostile.KINDS[str(row.title)]: row for row in trapped},
        {each.key: each for each in found},
        Counter((entry["host"], entry["target"]) for entry in entries),
    )


def test_every_fault_is_expected_here() -> None:
    assert set(EXPECTED) == set(hostile.TITLES)
    assert set(HOSTS) == set(hostile.HOSTS)


@pytest.mark.parametrize("fault", EXPECTED)
def test_each_fault_ends_with_an_outcome_and_a_reason(crawled: Crawled, fault: str) -> None:
    row = crawled.faults[fault]
    outcome, reason = EXPECTED[fault]
    assert (str(row.outcome), reason in row.reason) == (outcome, True), row
    assert row.reason or outcome == "fetched"


def test_the_other_articles_of_the_host_and_the_other_hosts_are_unharmed(crawled: Crawled) -> None:
    pieces = [piece for piece in load_pieces().values() if not piece.refused]
    for outlet in (TRAPPED, UNHARMED):
        wanted = sum(piece.outlet == outlet for piece in pieces)
        got = [
            row
            for row in crawled.rows.values()
            if row.outlet == outlet and row.role == "article" and row.outcome == "fetched"
            and row.title not in hostile.KINDS
        ]  # fmt: skip
        assert wanted > 15
        assert len(got) == wanted
    assert crawled.summary.exit_code is ExitCode.PARTIAL
    assert set(crawled.summary.failed) == {HOSTS[fault] for fault in UNREACHED}


def test_seen_is_the_sum_of_the_outcomes(crawled: Crawled) -> None:
    """Of each outlet and day, and no row is without a word."""
    days = list(count_days(crawled.data / "archive"))
    assert {outlet for outlet, *_ in days} == {TRAPPED, UNHARMED, *HOSTS.values()}
    counted = Counter((row.outlet, row.first_seen.date().isoformat()) for row in crawled.rows.values())
    assert {(outlet, day): seen for outlet, day, seen, _ in days} == dict(counted)
    assert all(seen == sum(outcomes.values()) for _, _, seen, outcomes in days)
    assert {row.url for row in crawled.rows.values() if row.outcome == "pending"} == set()


def test_a_page_with_junk_behind_its_address_is_one_page(crawled: Crawled) -> None:
    path = crawled.faults["tracking"].url.removeprefix("https://jateng.tribunnews.com")
    asked = {target: times for (_, target), times in crawled.asked.items() if target.startswith(path)}
    assert asked == {f"{path}?page=all": 1}


def test_nobody_left_our_hosts(crawled: Crawled) -> None:
    assert crawled.rows["http://169.254.169.254/latest/meta-data/"].outcome == "offsite"
    assert not any("169.254" in host for host, _ in crawled.asked)
    assert hostile.HOSTS["tls"] not in {host for host, _ in crawled.asked}


def test_a_sitemap_that_names_itself_is_read_a_bounded_number_of_times(crawled: Crawled) -> None:
    rows = [row for row in crawled.rows.values() if row.outlet == HOSTS["sitemap_loop"] and row.role == "index"]
    refused = [row for row in rows if row.outcome == "refused"]
    assert refused
    assert {row.reason for row in refused} == {"more than 60 sitemaps, or 4 deep"}
    asked = [times for (host, target), times in crawled.asked.items() if target.startswith("/sitemap.xml")
             and host == hostile.HOSTS["sitemap_loop"]]  # fmt: skip
    assert max(asked) == 1
    assert len(asked) <= 60
    assert crawled.rows[f"https://{hostile.HOSTS['sitemap_loop']}/berita/kabar-peta-yang-benar"].outcome == "fetched"


def test_a_calendar_without_end_ends_at_the_depth_limit(crawled: Crawled) -> None:
    rows = [row for row in crawled.rows.values() if row.outlet == HOSTS["calendar"]]
    deep = [row for row in rows if row.reason == f"more than {DEPTH} links deep"]
    assert deep
    assert {row.outcome for row in deep} == {"refused"}
    assert sum(row.role == "index" for row in rows) <= DEPTH + 3


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("tls", "connection"),
        ("dns", "does not resolve"),
        ("dns_inside", "dalam.example resolves to the private address 127.0.0.1"),
        ("robots_inside", "private address 169.254.169.254"),
    ],
)
def test_a_host_that_cannot_be_reached_stays_open(crawled: Crawled, fault: str, reason: str) -> None:
    rows = [row for row in crawled.rows.values() if row.outlet == HOSTS[fault] and row.role == "index"]
    assert rows
    for row in rows:
        assert (row.outcome, row.retry) == ("robots", True)
        assert row.reason.startswith("robots.txt unreachable")
        assert reason in row.reason


def read(crawled: Crawled, fault: str) -> Article | NotArticle:
    page = crawled.pages[crawled.faults[fault].url]
    return extract_page(page.body, page.url, find_outlet(TRAPPED), content_type=page.header("content-type"))


@pytest.mark.parametrize("fault", ["mislabelled", "non_utf8", "nul_bytes", "colspan", "overlong", "slow", "tracking"])
def test_what_was_fetched_of_a_bad_page_is_read_as_it_was_meant(crawled: Crawled, fault: str) -> None:
    article = read(crawled, fault)
    assert isinstance(article, Article), article
    assert "“tempat paling teduh”" in article.text
    assert "café" in article.text
    assert not re.search("[\0\ufffd]", article.text)


@pytest.mark.parametrize("fault", ["error_page", "no_article"])
def test_a_page_without_an_article_is_told_when_it_is_read(crawled: Crawled, fault: str) -> None:
    assert isinstance(read(crawled, fault), NotArticle)


def test_the_page_on_faults_lists_each_with_its_outcome() -> None:
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| `(\w+)`", DOCS.read_text("utf-8"), re.M)
    said = dict(rows)
    assert len(rows) == len(said)
    assert set(said) == set(hostile.TITLES) | set(hostile.HOSTS)
    assert {fault: said[fault] for fault in EXPECTED} == {fault: outcome for fault, (outcome, _) in EXPECTED.items()}
    assert [said[fault] for fault in HOSTS] == ["refused", "refused", *["robots"] * len(UNREACHED)]


def test_no_fault_gives_a_traceback(crawled: Crawled) -> None:
    assert crawled.summary.log is not None
    log = crawled.summary.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert os.fspath(crawled.data) not in log or "Fault while" not in log
