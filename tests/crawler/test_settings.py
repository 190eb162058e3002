"""Settings: each risky default is overridden, the documents say what the code does, Scrapy knows every name."""

import ast
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings, default_settings
from scrapy.spiders import Spider

from crawler import settings as ours
from crawler.conduct.breaker import Limits
from crawler.conduct.robots import LIFETIME_S, RETRY_S
from crawler.engine.child import make_settings
from crawler.engine.job import ExitCode, Job
from crawler.storage.outcomes import OPEN, Outcome

DOCS = Path(__file__).resolve().parents[2] / "docs"
OURS = {name: value for name, value in vars(ours).items() if name.isupper()}


# Scrapy's advisories to July 2026 (docs/news.rst of Scrapy 2.19), and what their fixes leave to settings.
ADVISORIES = (
    "GHSA-76g3-c3x4-crvx", "GHSA-cwxj-rr6w-m6w7", "CVE-2025-6176", "GHSA-2qfp-q593-8484", "GHSA-23j4-mw76-5v7h",
    "GHSA-4qqq-9vqf-3h3f", "GHSA-jm3v-qxmh-hxwv", "GHSA-cc65-xxvf-f7r9", "GHSA-7j7m-v7m3-jqm7", "GHSA-cw9j-q3vf-hrrv",
    "GHSA-cjvr-mfj7-j4j8", "GHSA-mfjm-vh54-3f96",
)  # fmt: skip


def table(page: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    part = (DOCS / page).read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ")[0]
    rows = [line.strip().strip("|").split(" | ") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_scrapy_knows_every_setting_that_is_not_ours() -> None:
    unknown = {
        name
        for name in OURS
        if not name.startswith("NETRA_") and name != "CONTACT_URL" and not hasattr(default_settings, name)
    }
    assert unknown == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROBOTSTXT_OBEY", True),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("DOWNLOAD_TLS_MIN_VERSION", "TLSv1.2"),
        ("TELNETCONSOLE_ENABLED", False),
        ("REMOTE_CONTROL_ENABLED", False),
        ("COOKIES_ENABLED", False),
        ("REFERER_ENABLED", False),
        ("METAREFRESH_ENABLED", False),
        ("HTTPCACHE_ENABLED", False),
        ("DOWNLOAD_MAXSIZE", 8 * 1024 * 1024),
        ("NETRA_INDEX_MAXSIZE", 50 * 1024 * 1024),
        ("COMPRESSION_ENABLED", False),
        ("DOWNLOAD_FAIL_ON_DATALOSS", True),
        ("NETRA_ROBOTS_TIMEOUT_S", 10.0),
        ("DNS_TIMEOUT", 20),
        ("DEPTH_LIMIT", 5000),
        ("URLLENGTH_LIMIT", 2083),
        ("TWISTED_DNS_RESOLVER", "crawler.conduct.addresses.PublicResolver"),
        ("DOWNLOAD_TIMEOUT", 30),
        ("REDIRECT_MAX_TIMES", 5),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", 1),
        ("NETRA_ALLOW_LOOPBACK", False),
        ("JOBDIR", None),
        ("FEEDS", {}),
    ],
)
def test_risky_defaults_are_overridden(name: str, value: object) -> None:
    assert OURS[name] == value


def test_only_http_has_a_handler() -> None:
    handlers = Settings({"DOWNLOAD_HANDLERS": ours.DOWNLOAD_HANDLERS}).getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, path in handlers.items() if path} == {"http", "https"}


def test_what_listens_or_carries_credentials_is_not_even_loaded() -> None:
    off = {name for name, order in {**ours.EXTENSIONS, **ours.DOWNLOADER_MIDDLEWARES}.items() if order is None}
    assert {
        "scrapy.extensions.telnet.TelnetConsole",
        "scrapy.extensions.remote_control.RemoteControl",
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
    } <= off


@pytest.mark.parametrize("advisory", ADVISORIES)
def test_each_advisory_stands_on_the_page(advisory: str) -> None:
    rows = table("security.md", "Scrapy's advisories, and what answers them")
    assert [row[0] for row in rows if advisory in row[0]] != []


def test_the_advisories_are_all_that_the_notes_name(shared: Path) -> None:
    notes = (shared / "anchors.md").read_text(encoding="utf-8").split("### E2.")[1].split("### E3.")[0]
    assert set(re.findall(r"(?:GHSA(?:-\w{4}){3}|CVE-\d+-\d+)", notes)) == set(ADVISORIES)


def test_a_brotli_that_is_bounded_is_installed() -> None:
    assert tuple(int(part) for part in version("brotli").split(".")[:2]) >= (1, 2)


def each_setting_line() -> list[tuple[str, str]]:
    """(setting, its line) of crawler/settings.py."""
    lines = Path(ours.__file__).read_text(encoding="utf-8").splitlines()
    return [(found[1], line) for line in lines if (found := re.match(r"([A-Z][A-Z_]+)(?:: [^=]+)? = ", line))]


def test_each_overridden_default_is_explained_beside_it() -> None:
    """On its own line or on the one before; names and structure (who we are, what is loaded) explain themselves."""
    text = Path(ours.__file__).read_text(encoding="utf-8").splitlines()
    plain = {
        "BOT_NAME", "CONTACT_URL", "SPIDER_MODULES", "NEWSPIDER_MODULE", "USER_AGENT", "RETRY_ENABLED", "RETRY_TIMES",
        "EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "DEFAULT_REQUEST_HEADERS",
    }  # fmt: skip
    silent = {
        name
        for name, line in each_setting_line()
        if name not in plain and "#" not in line and not text[text.index(line) - 1].startswith("#")
    }
    assert silent == set()
    assert len(each_setting_line()) > 50


def test_we_introduce_ourselves_by_name_version_and_address() -> None:
    major_minor = ".".join(version("netra-corpus").split(".")[:2])
    expected = f"Mozilla/5.0 (compatible; netra/{major_minor}; +https://github.com/netra-corpus/netra)"
    assert ours.user_agent(ours.CONTACT_URL) == expected
    job = Job("data/archive", (), {}, settings={"NETRA_CONTACT_URL": "https://kampus.example/crawl"})
    assert make_settings(job, None)["USER_AGENT"].endswith("; +https://kampus.example/crawl)")


def test_scrapy_builds_a_crawler_from_them(tmp_path: Path) -> None:
    settings = make_settings(Job(str(tmp_path), (), {}), None)
    settings.set("TWISTED_REACTOR_ENABLED", False)

    class Nobody(Spider):
        name = "nobody"

    crawler = Crawler(Nobody, settings)
    crawler.spider = crawler._create_spider()
    crawler._apply_settings()
    assert crawler.netra_ledger is crawler.netra_book
    assert not list(tmp_path.iterdir())  # a ledger is opened when there is something to write
    crawler.netra_run.close()


def test_each_advisory_is_answered_by_a_setting_that_is_set_so() -> None:
    rows = table("security.md", "Scrapy's advisories, and what answers them")
    said = {row[0] for row in rows}
    assert sum(len(re.findall(r"GHSA-|CVE-", names)) for names in said) >= 12
    wanted = tuple(int(part) for part in version("scrapy").split(".")[:2])
    for names, fixed, _, answer in rows:
        assert tuple(int(part) for part in fixed.split(".")[:2]) < wanted, names
        assert answer.startswith("version"), names
        for setting, value in re.findall(r"`([A-Z_]+) = ([^`]+)`", answer):
            assert OURS[setting] == ast.literal_eval(value), (names, setting)
        if "`DOWNLOAD_HANDLERS`" in answer:
            schemes = re.findall(r"`([a-z0-9]+)`", answer.split("without", 1)[1])
            assert all(ours.DOWNLOAD_HANDLERS[scheme] is None for scheme in schemes), names
        if "HttpAuthMiddleware off" in answer:
            assert ours.DOWNLOADER_MIDDLEWARES["scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware"] is None


def test_the_table_of_overridden_defaults_is_that_of_the_code() -> None:
    unit = {"MiB": 1024 * 1024, "GiB": 1024**3, "s": 1}
    for name, default, here, _ in table("security.md", "Defaults that are overridden"):
        setting = name.strip("`")
        for text, value in ((default, getattr(default_settings, setting)), (here, OURS[setting])):
            number = re.fullmatch(r"([\d.]+) ?(MiB|GiB|s)?", text)
            if number:
                assert float(value) == float(number[1]) * unit[number[2] or "s"], setting
            elif text == "none":
                assert value in (None, 0), setting
            else:
                assert str(value) == {"on": "1"}.get(text, text), setting


def test_the_documented_outcomes_are_those_of_the_code() -> None:
    rows = {row[0].strip("`"): row[2] if len(row) > 2 else "" for row in table("crawling.md", "Outcomes")}
    assert set(rows) == {str(outcome) for outcome in Outcome}
    assert {name for name, is_open in rows.items() if is_open.startswith("yes")} == {str(outcome) for outcome in OPEN}


def test_the_documented_exit_codes_are_those_of_the_code() -> None:
    assert {(int(row[0]), row[1]) for row in table("crawling.md", "Exit codes")} == {
        (int(code), code.name) for code in ExitCode
    }


def test_the_documented_settings_are_those_of_the_code() -> None:
    rows = {row[0].strip("`"): row[1] for row in table("crawling.md", "Settings of our own")}
    assert set(rows) == {name for name in OURS if name.startswith("NETRA_")}
    for name, text in rows.items():
        number = re.fullmatch(r"([\d.]+)( MiB)?", text)
        if number:
            assert float(OURS[name]) == float(number[1]) * (1024 * 1024 if number[2] else 1), name


def test_numbers_in_the_text_are_those_of_the_code() -> None:
    text = " ".join((DOCS / "crawling.md").read_text(encoding="utf-8").split())
    limits = Limits(
        ours.NETRA_BREAKER_FAILURES, ours.NETRA_BREAKER_OPEN_S, ours.NETRA_BACKOFF_S, ours.NETRA_PATIENCE_S
    )
    assert limits == Limits()
    assert f"kept for {LIFETIME_S / 3600:.0f} hours" in text
    assert f"after {RETRY_S / 60:.0f} minutes" in text
    assert f"after {limits.failures} times 403" in text
    assert limits.open_s == 300
    assert "left alone for five minutes" in text
    assert f"rests {limits.backoff_s:.0f} s" in text
    assert limits.patience_s == 120
    assert "more than two minutes" in text
    jitter = ours.DOWNLOAD_DELAY_JITTER
    assert (1 + jitter) / (1 - jitter) - 1 == pytest.approx(2 / 3)
    assert "up to two thirds more" in text
