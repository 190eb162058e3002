"""A second crawl an hour later, on replica portals that answer "not modified": it asks for index pages, for what is
new and for what was edited, and the corpus then has the edited article in both wordings."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from made_articles import fake_annotate

import corpus
import nlp.pipeline
from corpus.build import build
from crawler.run import CrawlSummary, ExitCode, crawl
from crawler.storage.ledger import LedgerRow, read_ledger

PORTALS = Path(__file__).parent.parent / "portals"
SERVE = PORTALS / "serve.py"
OUTLETS = ("eranasional", "riauantara", "tribun-pantura")
NOW = datetime.fromisoformat("2024-12-11T14:00:00+07:00")
SINCE = date(2024, 11, 20)
# In the second hour these come, and the text of those is changed.
NEW = (
    "eranasional/harga-cabai-di-palembang-melonjak",
    "riauantara/kapal-terbalik-di-bengkalis",
    "tribun-pantura/rumah-sakit-tegal-tambah-ruang",
)
EDITED = ("riauantara/riau-catat-27-dugaan-pelanggaran",)
ADDED = "Redaksi menambahkan satu kalimat ini kemudian."


@contextmanager
def portals(articles: Path, log: Path) -> Iterator[Mapping[str, str]]:
    """Replicas of these articles; the environment that leads a crawl to them."""
    command = [sys.executable, str(SERVE), "--articles", str(articles), "--log", str(log)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        told = json.loads(server.stdout.readline() if server.stdout else "")
        yield {"https_proxy": told["proxy"], "http_proxy": told["proxy"], "no_proxy": "", "SSL_CERT_FILE": told["ca"]}
        server.communicate()  # the end of its standard input ends it


def write_articles(folder: Path, *, later: bool) -> Path:
    """The articles of the repository, without those to come or with them and the edits."""
    shutil.copytree(PORTALS / "articles", folder)
    if not later:
        for key in NEW:
            (folder / f"{key}.toml").unlink()
        return folder
    for key in EDITED:
        file = folder / f"{key}.toml"
        text = file.read_text(encoding="utf-8")
        text = re.sub(r'"""\s*$', f'\n{ADDED}\n"""\n', text)
        changed = (NOW + timedelta(minutes=30)).isoformat()
        file.write_text(f"modified = {changed}\n{text}", encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Hour:
    """One crawl: its summary, the portals' log, and the ledger after it."""

    summary: CrawlSummary
    log: list[dict[str, str | int]]
    rows: dict[str, LedgerRow]

    def asked(self, role: str) -> list[str]:
        """Addresses asked for, those of that role in the ledger."""
        urls = [f"https://{entry['host']}{entry['target']}" for entry in self.log if entry["target"] != "/robots.txt"]
        roles = {url: row.role for url, row in self.rows.items()}
        return [url for url in urls if roles.get(url, "article") == role]


def crawl_hour(data: Path, folder: Path, now: datetime, *, later: bool) -> Hour:
    folder.mkdir()
    log = folder / "log.jsonl"
    with portals(write_articles(folder / "articles", later=later), log) as env:
        summary = crawl(data, OUTLETS, since=SINCE, env=env, settings={"DOWNLOAD_DELAY": "0"}, now=now)
    rows = {row.url: row for row in read_ledger(data / "archive")}
    return Hour(summary, [json.loads(line) for line in log.read_text().splitlines()], rows)


@pytest.fixture(scope="module")
def hours(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Hour, Hour]:
    folder = tmp_path_factory.mktemp("hours")
    first = crawl_hour(folder / "data", folder / "first", NOW, later=False)
    second = crawl_hour(folder / "data", folder / "second", NOW + timedelta(hours=1), later=True)
    return folder / "data", first, second


def slugs(urls: list[str]) -> Counter[str]:
    keys = (*NEW, *EDITED)
    return Counter(next((key for key in keys if key.partition("/")[2] in url), url) for url in urls)


def test_the_first_crawl_takes_what_is_there(hours: tuple[Path, Hour, Hour]) -> None:
    _, first, _ = hours
    assert first.summary.exit_code is ExitCode.OK
    assert {outlet: first.summary.articles(outlet) > 0 for outlet in OUTLETS} == dict.fromkeys(OUTLETS, True)
    assert not [entry for entry in first.log if entry["status"] == 304]
    assert len(first.asked("index")) > 20  # Tribun is walked day by day


def test_an_hour_later_index_pages_and_what_is_new_or_edited_is_asked_for(hours: tuple[Path, Hour, Hour]) -> None:
    _, first, second = hours
    assert second.summary.exit_code is ExitCode.OK
    refused = {url for url, row in first.rows.items() if row.outcome == "blocked"}
    asked = slugs([url for url in second.asked("article") if url.partition("?")[0] not in refused])
    assert asked == Counter([*NEW, *EDITED])
    assert len(second.asked("index")) <= 8


def test_of_the_edited_articles_the_corpus_has_both_wordings(
    hours: tuple[Path, Hour, Hour], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, _, _ = hours
    monkeypatch.setattr(nlp.pipeline, "annotate", fake_annotate)
    build(data, workers=1, now=NOW + timedelta(hours=2))
    with corpus.open(data / "corpus.duckdb") as opened:
        found = opened.connection.execute(
            "SELECT a.url, r.revision, contains(coalesce(r.text, a.text), ?) FROM article_revisions r "
            "JOIN articles a USING (article_id) WHERE a.revision > 1 ORDER BY 1, 2",
            [ADDED],
        ).fetchall()
    assert slugs([url for url, revision, _ in found if revision == 1]) == Counter(EDITED)
    assert [(revision, added) for _, revision, added in found] == [(1, False), (2, True)] * len(EDITED)


def test_a_third_crawl_asks_whether_the_lists_have_changed_and_nothing_else(
    hours: tuple[Path, Hour, Hour], tmp_path: Path
) -> None:
    data, _, second = hours
    third = crawl_hour(data, tmp_path / "third", NOW + timedelta(hours=2), later=True)
    refused = {url for url, row in second.rows.items() if row.outcome == "blocked"}
    assert not [url for url in third.asked("article") if url.partition("?")[0] not in refused]
    asked = [url for url in third.asked("index") if third.rows[url].surface != "rest"]  # that site answers 404 there
    assert {third.rows[url].outcome for url in asked} == {"not_modified"}
    assert 0 < len(asked) <= 4
    for url in asked:  # what the row says of the page is still true
        assert third.rows[url].digest == second.rows[url].digest
        assert third.rows[url].bytes == second.rows[url].bytes


def test_a_focused_crawl_marks_what_it_took_and_the_corpus_estimates_what_it_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log.jsonl"
    with portals(PORTALS / "articles", log) as env:
        settings = {"DOWNLOAD_DELAY": "0", "NETRA_TOPIC_SAMPLE": "0.5"}
        crawl(tmp_path, ["riauantara"], topic="netralitas-asn", env=env, settings=settings, now=NOW)
    rows = [row for row in read_ledger(tmp_path / "archive") if row.role == "article"]
    why = Counter((row.selection, str(row.outcome)) for row in rows)
    assert why["topic", "fetched"] >= 5
    assert why["sample", "fetched"] >= 1
    assert why[None, "off_topic"] >= 1
    assert not [row for row in rows if row.outcome == "fetched" and row.selection is None]

    monkeypatch.setattr(nlp.pipeline, "annotate", fake_annotate)
    build(tmp_path, workers=1, now=NOW)
    with corpus.open(tmp_path / "corpus.duckdb") as opened:
        found = opened.connection.execute(
            "SELECT topic_read, sample_read, left_out, topic_relevant > 0, recall BETWEEN 0 AND 1, recall_low <= recall "
            "FROM topic_recall WHERE outlet_id = 'riauantara'"
        ).fetchone()
    sample = why["sample", "fetched"]
    assert found == (why["topic", "fetched"], sample, sample + why[None, "off_topic"], True, True, True)
