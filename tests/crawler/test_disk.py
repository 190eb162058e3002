"""A crawl stops while there is still room on the disk, and keeps what it has."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from engine_site import Page, Site, serving, write_outlets

from crawler.engine.disk import free_bytes, too_little
from crawler.engine.runstate import RunState
from crawler.run import ExitCode, crawl
from crawler.storage.archive import Exchange, read_archive
from crawler.storage.ledger import read_ledger

HERE = Path(__file__).parent
ARTICLES = [f"https://uji.example/2024/08/berita-{number}.html" for number in range(12)]
BODY = b"<html><body>" + b"<p>Netralitas aparatur sipil negara.</p>" * 50 + b"</body></html>"


def test_the_disk_of_a_folder_that_is_not_there_yet_is_asked(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "a" / "b") == pytest.approx(free_bytes(tmp_path), rel=0.1)


def test_too_little_names_folder_numbers_and_setting(tmp_path: Path) -> None:
    assert too_little(tmp_path, 1_000_000, lambda _: 1_000_000) is None
    assert too_little(tmp_path, 0, lambda _: 0) is None
    why = too_little(tmp_path, 2_000_000_000, lambda _: 1_500_000_000)
    assert why is not None
    assert why.startswith(f"{tmp_path}: 1500 MB are free on this disk, and 2000 MB are to stay free (NETRA_MIN_FREE")


def test_a_run_does_not_begin_on_a_full_disk(tmp_path: Path) -> None:
    run = RunState(
        tmp_path, datetime(2024, 8, 25, tzinfo=UTC), "netra", 10**6, least_free=10**9, free=lambda _: 10**8
    )
    with pytest.raises(OSError, match="100 MB are free"):
        run.begin("name", ["uji"])
    assert run.stopping
    run.close()


def test_the_crawl_stops_before_the_disk_is_full_and_the_next_one_goes_on(tmp_path: Path) -> None:
    pages = {url.removeprefix("https://"): Page(BODY) for url in ARTICLES}
    pages["uji.example/indeks"] = Page("\n".join(ARTICLES).encode())
    write_outlets(tmp_path / "outlets", {"uji": "uji.example"})
    settings = {
        "SPIDER_MODULES": "engine_spiders",
        "NETRA_SPIDER": "tight",
        "DOWNLOAD_DELAY": "0.3",
        "NETRA_OUTLETS": str(tmp_path / "outlets"),
        "NETRA_MIN_FREE_BYTES": "4000000",
        "PROBE_URLS": json.dumps({"uji": ["https://uji.example/indeks"]}),
    }
    data = tmp_path / "data"
    with serving(Site(pages), tmp_path / "ca", ["uji.example"]) as site:
        env = {**site.env, "PYTHONPATH": str(HERE)}
        stopped = crawl(data, ["uji"], env=env, settings=settings)
        assert stopped.exit_code is ExitCode.STORAGE
        assert "3 MB are free on this disk, and 4 MB are to stay free" in stopped.message
        assert 1 <= stopped.articles("uji") < len(ARTICLES)
        stored = [each for each in read_archive(data / "archive") if isinstance(each, Exchange)]
        assert len([each for each in stored if each.role == "article"]) == stopped.articles("uji")
        left = [row for row in read_ledger(data / "archive") if row.outcome == "pending"]
        assert len(left) == len(ARTICLES) - stopped.articles("uji")
        assert all(row.reason for row in left)

        plenty = {**settings, "NETRA_SPIDER": "probe", "DOWNLOAD_DELAY": "0"}
        done = crawl(data, ["uji"], env=env, settings=plenty)
        assert done.exit_code is ExitCode.OK
        assert {site.asked[url.removeprefix("https://")] for url in ARTICLES} == {1}
