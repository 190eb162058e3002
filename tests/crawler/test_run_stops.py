"""Crawls that are stopped: by Ctrl-C, by kill -9, by a full disk. The next run goes on; nothing is fetched twice."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from engine_site import Page, Site, serving, write_outlets

from crawler.run import ExitCode, crawl
from crawler.storage.archive import DamagedRecord, Exchange, read_archive
from crawler.storage.ledger import read_ledger
from crawler.storage.lock import FolderLock

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ARTICLES = [f"https://uji.example/2024/08/berita-{number}.html" for number in range(12)]
HELD = 6  # this article's answer waits: the moment at which the crawls here are stopped
BODY = b"<html><body>" + b"<p>Netralitas aparatur sipil negara.</p>" * 500 + b"</body></html>"


def page(number: int) -> Page:
    return Page(BODY.replace(b"sipil", b"sipil %d" % number), held=number == HELD)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    pages = {url.removeprefix("https://"): page(number) for number, url in enumerate(ARTICLES)}
    pages["uji.example/indeks"] = Page("\n".join(ARTICLES).encode())
    write_outlets(tmp_path / "outlets", {"uji": "uji.example"})
    with serving(Site(pages), tmp_path / "ca", ["uji.example"]) as running:
        yield running


def settings(tmp_path: Path) -> dict[str, str]:
    return {
        "SPIDER_MODULES": "engine_spiders.probe",
        "NETRA_SPIDER": "probe",
        "DOWNLOAD_DELAY": "0",
        "NETRA_OUTLETS": str(tmp_path / "outlets"),
        "PROBE_URLS": json.dumps({"uji": ["https://uji.example/indeks"]}),
    }


def start(site: Site, tmp_path: Path, before: str = "") -> "subprocess.Popen[str]":
    """A script that calls crawl(), as the command does."""
    script = (
        f"import json, sys; from pathlib import Path; from crawler.run import crawl; {before}\n"
        f"summary = crawl(Path({str(tmp_path / 'data')!r}), ['uji'], env={ {**site.env, 'PYTHONPATH': str(HERE)}!r},"
        f" settings={settings(tmp_path)!r})\n"
        "print(json.dumps([summary.exit_code, summary.message, summary.articles('uji')]))\n"
    )
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)


def wait_for_the_held_page(site: Site, process: "subprocess.Popen[str]") -> None:
    while not site.asked[ARTICLES[HELD].removeprefix("https://")]:
        assert process.poll() is None, "the crawl ended before it met the page that is held back"
        time.sleep(0.02)


def child_of(process: "subprocess.Popen[str]") -> int:
    (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(child)


def wait_for_the_log(word: str, tmp_path: Path, process: "subprocess.Popen[str]") -> None:
    while not any(word in log.read_text(encoding="utf-8") for log in (tmp_path / "data" / "logs").iterdir()):
        assert process.poll() is None, f"the crawl ended without logging {word!r}"
        time.sleep(0.02)


def finish(site: Site, tmp_path: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Crawl to the end; {article: digest} of the archive and {article: how often asked for} over all runs."""
    site.open.set()
    summary = crawl(
        tmp_path / "data", ["uji"], env={**site.env, "PYTHONPATH": str(HERE)}, settings=settings(tmp_path)
    )
    assert summary.exit_code is ExitCode.OK, summary
    stored = [each for each in read_archive(tmp_path / "data" / "archive") if isinstance(each, Exchange)]
    articles = [each for each in stored if each.role == "article"]
    assert len(articles) == len({each.url for each in articles})
    rows = {row.url: row for row in read_ledger(tmp_path / "data" / "archive") if row.role == "article"}
    assert {url: row.outcome for url, row in rows.items()} == dict.fromkeys(ARTICLES, "fetched")
    assert {row.url: row.digest for row in rows.values()} == {each.url: each.digest for each in articles}
    return {each.url: each.digest for each in articles}, {url: site.asked[url[8:]] for url in ARTICLES}


def expected_digests() -> dict[str, str]:
    from crawler.storage.archive import body_digest

    return {url: body_digest(page(number).body) for number, url in enumerate(ARTICLES)}


def test_a_second_crawl_into_the_same_folder_is_turned_away(site: Site, tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "data" / "archive")
    lock.acquire(datetime(2024, 8, 25, tzinfo=UTC))
    summary = crawl(
        tmp_path / "data", ["uji"], env={**site.env, "PYTHONPATH": str(HERE)}, settings=settings(tmp_path)
    )
    assert summary.exit_code is ExitCode.LOCKED
    assert f"process {os.getpid()}" in summary.message
    assert not site.asked


def test_ctrl_c_stops_cleanly_and_the_next_run_takes_up_what_is_open(site: Site, tmp_path: Path) -> None:
    process = start(site, tmp_path)
    wait_for_the_held_page(site, process)
    process.send_signal(signal.SIGINT)
    wait_for_the_log("stopping", tmp_path, process)
    site.open.set()  # now the one answer that was on its way may come
    out, _ = process.communicate(timeout=60)
    exit_code, message, fetched = json.loads(out)
    assert (exit_code, message) == (ExitCode.INTERRUPTED, "stopped: interrupted")
    assert fetched < len(ARTICLES)
    open_rows = [row for row in read_ledger(tmp_path / "data" / "archive") if row.retry]
    assert len(open_rows) == len(ARTICLES) - fetched
    assert all(row.outcome == "pending" and row.reason for row in open_rows)

    site.pages["uji.example/indeks"] = Page(b"")  # the portal no longer lists them
    digests, asked = finish(site, tmp_path)
    assert digests == expected_digests()
    assert set(asked.values()) == {1}


def test_kill_9_loses_nothing_and_fetches_nothing_twice(site: Site, tmp_path: Path) -> None:
    process = start(site, tmp_path)
    wait_for_the_held_page(site, process)
    child = child_of(process)
    os.kill(child, signal.SIGKILL)
    out, _ = process.communicate(timeout=60)
    assert json.loads(out)[0] == ExitCode.INTERRUPTED
    # and it was in the middle of a record
    (warc,) = (tmp_path / "data" / "archive").glob("*.warc.gz")
    with warc.open("ab") as file:
        file.write(warc.read_bytes()[-300:-100])

    digests, asked = finish(site, tmp_path)
    assert digests == expected_digests()
    assert max(asked.values()) <= 2
    assert sum(times > 1 for times in asked.values()) <= 4  # CONCURRENT_REQUESTS: those that were on their way
    damaged = [each for each in read_archive(tmp_path / "data" / "archive") if isinstance(each, DamagedRecord)]
    assert [each.warc_file for each in damaged] == [warc.name]


def test_the_child_stops_when_its_parent_is_gone(site: Site, tmp_path: Path) -> None:
    process = start(site, tmp_path)
    wait_for_the_held_page(site, process)
    child = child_of(process)
    process.kill()
    process.communicate(timeout=60)
    site.open.set()
    deadline = time.monotonic() + 60
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()
    rows = list(read_ledger(tmp_path / "data" / "archive"))
    assert {row.reason for row in rows if row.outcome == "pending"} <= {
        "the parent process ended",
        "the run ended before it was asked",
    }


def test_a_full_disk_stops_the_crawl_with_its_own_exit_code(site: Site, tmp_path: Path) -> None:
    site.open.set()
    for number, url in enumerate(ARTICLES):  # what does not compress fills the disk
        noise = bytes(range(256)) * 40
        body = b"<html><body>" + bytes(byte ^ (number * 37 + place * place) % 251 for place, byte in enumerate(noise))
        site.pages[url.removeprefix("https://")] = Page(body)
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, {resource.RLIM_INFINITY}))"
    out, _ = start(site, tmp_path, limit).communicate(timeout=60)
    exit_code, message, _ = json.loads(out)
    assert exit_code == ExitCode.STORAGE
    assert "cannot write" in message
    assert all(isinstance(each, Exchange) for each in read_archive(tmp_path / "data" / "archive"))


def test_a_place_where_nothing_can_be_written_is_told_at_once(site: Site, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "archive").write_text("a file stands in the way")
    summary = crawl(
        tmp_path / "data", ["uji"], env={**site.env, "PYTHONPATH": str(HERE)}, settings=settings(tmp_path)
    )
    assert summary.exit_code is ExitCode.STORAGE
    assert "cannot write" in summary.message
    assert not site.asked


def test_a_process_that_cannot_start_is_told_with_what_it_said(site: Site, tmp_path: Path) -> None:
    summary = crawl(
        tmp_path / "data",
        ["uji"],
        env=site.env,
        settings={**settings(tmp_path), "NETRA_NOW": "kemarin"},
        now=datetime(2024, 8, 25, tzinfo=UTC),
    )
    assert summary.exit_code is ExitCode.FAULT
    assert "kemarin" in summary.message
