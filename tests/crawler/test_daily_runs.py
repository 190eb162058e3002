"""`netra run` day after day: what is caught up, what is published when an outlet fails, what each run leaves behind."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from engine_site import Page, Site, serving

import corpus
from corpus.cli import main
from corpus.commands import run as command
from corpus.errors import ExitCode
from corpus.folder import DataFolder, locked

QUICK = {"DOWNLOAD_DELAY": "0", "RETRY_TIMES": "0", "DOWNLOAD_TIMEOUT": "5"}
HOSTS = {"uji-barat": "barat.example", "uji-timur": "timur.example"}
ROBOTS = Page(b"User-agent: *\nAllow: /\n", content_type="text/plain")
TEXT = "".join(
    f"<p>Camat Rawasari mengingatkan pegawai kecamatan agar tidak berpihak, bagian {number}. "
    "Ia menyampaikannya dalam apel pagi di halaman kantor, disaksikan panitia pengawas pemilihan.</p>"
    for number in range(4)
)


def article(host: str, day: int) -> bytes:
    return f"""<html lang="id"><head><title>Apel {host} {day}</title><script type="application/ld+json">
{{"@type": "NewsArticle", "headline": "Apel {host} {day}", "datePublished": "2024-09-{day:02}T09:15:00+07:00"}}</script>
</head><body><h1>Apel {host} {day}</h1><article>{TEXT}</article></body></html>""".encode()


def address(host: str, day: int) -> str:
    return f"{host}/2024/09/{day:02}/apel-pagi-{day}"


def index(host: str, day: int) -> str:
    return f"{host}/index-news?date=2024-9-{day}&page=1"


def publish(site: Site, host: str, day: int) -> None:
    """The host brings its article of that day."""
    entry = f'<li class="ptb15"><h3><a href="https://{address(host, day)}">Apel {host} {day}</a></h3>'
    entry += f'<time class="grey" title="2024-09-{day:02} 09:15:00"></time></li>'
    site.pages[index(host, day)] = Page(f'<html><body><ul class="lsi">{entry}</ul></body></html>'.encode())
    site.pages[address(host, day) + "?page=all"] = Page(article(host, day))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    pages = {f"{host}/robots.txt": ROBOTS for host in HOSTS.values()}
    with serving(Site(pages), tmp_path_factory.mktemp("ca"), list(HOSTS.values())) as running:
        for host in HOSTS.values():
            for day in (1, 2):
                publish(running, host, day)
        yield running


@pytest.fixture
def data(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of a user whose web is `site`, with two outlets of their own."""
    for name, value in site.env.items():
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(name.upper(), value)
    own = tmp_path / "own"
    own.mkdir()
    for ident, host in HOSTS.items():
        (own / f"{ident}.toml").write_text(
            f'name = "{ident}"\nfamily = "tribun"\nhosts = ["{host}"]\nsource = "invented"\nconfidence = "D"\n'
        )
    monkeypatch.setenv("NETRA_OUTLETS", str(own))
    monkeypatch.setattr(command, "SETTINGS", QUICK)
    return tmp_path / "data"


def run(monkeypatch: pytest.MonkeyPatch, data: Path, day: int, *more: str) -> int:
    """`netra run` at 23:00 WIB of that day."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(command, "clock", lambda: datetime(2024, 9, day, 16, tzinfo=UTC))
    monkeypatch.setattr(
        sys, "argv", ["netra", "run", *HOSTS, "--since", "2024-09-01", "--data", str(data), "--workers", "1", *more]
    )
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        signal.signal(signal.SIGTERM, before)
    return int(ended.value.code or 0)


def titles(data: Path) -> set[str]:
    with corpus.open(data) as opened:
        return {title for (title,) in opened.connection.execute("SELECT title FROM articles").fetchall()}


def summary(data: Path, day: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((data / "logs" / f"run-202409{day:02}T160000Z.json").read_text("utf-8"))
    return found


@pytest.mark.usefixtures("quick_crawls")
def test_days_that_were_missed_are_caught_up_and_what_is_good_is_published(
    site: Site, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    west, east = HOSTS.values()
    assert run(monkeypatch, data, 2) == ExitCode.OK
    assert titles(data) == {f"Apel {host} {day}" for host in (west, east) for day in (1, 2)}
    assert "corpus    build" in capsys.readouterr().out

    # the third day: the east does not answer; what the west brought is published all the same
    for host in (west, east):
        publish(site, host, 3)
    kept = {key: page for key, page in site.pages.items() if key.startswith(east)}
    site.pages |= {key: Page(b"rusak", 500) for key in kept if "robots" not in key}
    site.pages[f"{east}/*"] = Page(b"rusak", 500)
    assert run(monkeypatch, data, 3, "--json") == ExitCode.PARTIAL
    told = json.loads(capsys.readouterr().out)
    assert told == summary(data, 3)
    assert (told["exit_name"], list(told["crawl"]["failed"])) == ("PARTIAL", ["uji-timur"])
    assert (told["build"]["articles_before"], told["build"]["articles"]) == (4, 5)
    assert f"Apel {west} 3" in titles(data)

    # the fourth day: this machine is off. The fifth: all is well, and both make up for what they missed
    del site.pages[f"{east}/*"]
    site.pages |= kept
    for host in (west, east):
        publish(site, host, 4)
        publish(site, host, 5)
    site.asked.clear()
    assert run(monkeypatch, data, 5) == ExitCode.OK
    assert titles(data) == {f"Apel {host} {day}" for host in (west, east) for day in (1, 2, 3, 4, 5)}
    assert summary(data, 5)["crawl"]["fetched"] == 5
    assert site.asked[index(east, 3)] == 1  # the day it failed
    assert site.asked[index(west, 1)] == 0  # behind the last complete walk of the west
    assert sum(site.asked[address(host, day) + "?page=all"] for host in (west, east) for day in (1, 2)) == 0


def test_a_second_start_says_who_is_at_work_and_a_lock_left_behind_is_no_lock(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with locked(DataFolder(data), "netra run", datetime(2024, 9, 1, tzinfo=UTC)):
        assert run(monkeypatch, data, 2) == ExitCode.LOCKED
    assert f"held by `netra run`, process {os.getpid()} on " in capsys.readouterr().err
    assert not (data / "logs").exists()
    holder = "import os, sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
    holder += "from corpus.folder import DataFolder, locked\n"
    holder += (
        "with locked(DataFolder(Path(sys.argv[1])), 'netra run', datetime.now(UTC)):\n    os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", holder, str(data)], check=False)
    assert killed.returncode == -signal.SIGKILL
    monkeypatch.setattr(command, "_do", lambda *_: ExitCode.OK)
    assert run(monkeypatch, data, 2) == ExitCode.OK
    said = capsys.readouterr()
    assert "was cut off; this run goes on from there" in said.err
    assert said.out.startswith("run       20240902T160000Z: OK (0) after 0 s\nbefore    `netra run`, process ")
    assert run(monkeypatch, data, 3) == ExitCode.OK  # it ended well, so nobody was cut off
    assert "cut off" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), ExitCode.INTERRUPTED, "interrupted"),
        (OSError(28, "No space left on device"), ExitCode.DISK, "OSError: [Errno 28] No space left on device"),
        (RuntimeError("rusak"), ExitCode.FAILED, "RuntimeError: rusak"),
    ],
)
def test_a_run_that_fails_leaves_its_summary_too(
    error: BaseException, code: ExitCode, words: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> ExitCode:
        raise error

    monkeypatch.setattr(command, "_do", fail)
    assert run(monkeypatch, data, 2) == code
    left = summary(data, 2)
    assert (left["exit_code"], left["error"], left["build"]) == (int(code), words, None)
