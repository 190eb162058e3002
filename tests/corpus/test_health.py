"""Alarms about outlets, from ledger and corpus to the exit code of `netra status`."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from corpus.build import BuildSummary
from corpus.cli import app
from corpus.errors import ExitCode
from corpus.folder import DataFolder
from corpus.watching import health
from corpus.watching.health import drift_findings, outlet_days, outlet_findings
from crawler.catalogue.agreement import Week
from crawler.catalogue.expectations import CrawlDay
from crawler.storage.ledger import Ledger, crawl_days
from crawler.storage.ledger_schema import Change

FIRST = datetime(2026, 1, 1, 3, tzinfo=UTC)


def crawled(folder: Path, **new: tuple[int, ...]) -> DataFolder:
    """A data folder whose outlets gave so many new articles on each day in a row."""
    data = DataFolder(folder)
    days = max(len(numbers) for numbers in new.values())
    for place in range(days):
        when = FIRST + timedelta(days=place)
        ledger = Ledger(data.archive, lambda when=when: when)  # type: ignore[misc]  # mypy cannot type a default's capture
        names = {name.replace("_", "-"): numbers[place] for name, numbers in new.items() if place < len(numbers)}
        ledger.start_run(f"r{place}", names)
        for name, number in names.items():
            for count in range(number):
                url = f"https://{name}.example/{place}/{count}"
                ledger.add(Change(name, url, when.isoformat(), surface="index", outcome="fetched"))
            url = f"https://{name}.example/tag/{place}"
            ledger.add(Change(name, url, when.isoformat(), surface="index", outcome="not_article"))
        ledger.close()
    return data


def test_days_of_crawls_come_from_the_ledger_with_those_that_gave_nothing(tmp_path: Path) -> None:
    data = crawled(tmp_path, tribun_jateng=(3, 0, 2), radar_tegal=(1,))
    assert crawl_days(data.archive) == {
        "radar-tegal": {date(2026, 1, 1): 1},
        "tribun-jateng": {date(2026, 1, 1): 3, date(2026, 1, 2): 0, date(2026, 1, 3): 2},
    }
    assert outlet_days(data)["radar-tegal"] == [CrawlDay(date(2026, 1, 1), 1, 0, {})]
    assert outlet_days(DataFolder(tmp_path / "none")) == {}


def test_a_silent_outlet_is_found_beside_a_healthy_one(tmp_path: Path) -> None:
    data = crawled(tmp_path, tribun_jateng=(90, 20, 21, 0), radar_tegal=(60, 9, 12, 10), hilang=(9, 9, 9, 0))
    found = outlet_findings(data)
    assert {outlet: [one.kind for one in said] for outlet, said in found.items()} == {"tribun-jateng": ["silent"]}


def test_filled_fields_come_from_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = crawled(tmp_path, tribun_jateng=(90, 20, 20))
    good = {"body": 20, "published": 20, "author": 12, "dateline": 18}
    days = {("tribun-jateng", date(2026, 1, day)): (20, good) for day in (1, 2)}
    days["tribun-jateng", date(2026, 1, 3)] = (20, {**good, "dateline": 3})
    monkeypatch.setattr(health, "_filled", lambda _: days)
    ((outlet, found),) = outlet_findings(data).items()
    assert (outlet, [(one.kind, one.field) for one in found]) == ("tribun-jateng", [("fell", "dateline")])


def status(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["status", "--data", str(folder), *more])


def test_status_says_alarms_and_ends_with_their_exit_code(tmp_path: Path) -> None:
    crawled(tmp_path / "ill", tribun_jateng=(90, 20, 21, 0), radar_tegal=(60, 10, 10, 400))
    ended = status(tmp_path / "ill")
    assert ended.exit_code == ExitCode.PARTIAL, ended.output
    assert "  ALARM   tribun-jateng: silent: nothing since 2026-01-03; 20.5 a day were usual" in ended.stdout
    assert "  unusual radar-tegal: many: 400 new articles a day" in ended.stdout
    told = json.loads(status(tmp_path / "ill", "--json").stdout)["health"]
    assert {(one["outlet"], one["kind"], one["alarm"]) for one in told} == {
        ("tribun-jateng", "silent", True),
        ("radar-tegal", "many", False),
    }
    crawled(tmp_path / "well", tribun_jateng=(90, 20, 21, 18))
    assert status(tmp_path / "well").exit_code == ExitCode.OK


def weeks(*values: float, pages: int = 8) -> list[Week]:
    return [Week("rekaan", 2026, n, pages, value) for n, value in enumerate(values, start=1)]


def test_a_fallen_agreement_of_the_last_week_is_drift() -> None:
    found = drift_findings(weeks(0.97, 0.96, 0.98, 0.8))["rekaan"]
    assert (found.kind, found.alarm, found.value, found.usual) == ("drift", True, 0.8, 0.97)
    assert "2026-W04" in found.words


@pytest.mark.parametrize(
    "steady", [weeks(0.97, 0.96, 0.98, 0.95), weeks(0.97, 0.8, 0.97), weeks(0.97, 0.97, 0.97, 0.1, pages=2)]
)
def test_a_steady_or_recovered_or_thin_agreement_is_no_drift(steady: list[Week]) -> None:
    assert drift_findings(steady) == {}


def test_weeks_of_the_corpus_are_iso_weeks(made: BuildSummary, tmp_path: Path) -> None:
    file = tmp_path / "corpus.duckdb"
    shutil.copy(made.corpus, file)
    fetched = {"2024-12-29T23:30:00Z": 0.8, "2024-12-30T00:30:00Z": 1.0, "2025-01-05T12:00:00Z": 0.5}
    with duckdb.connect(str(file)) as plain:
        plain.execute("SET TimeZone = 'UTC'")
        for number, (when, value) in enumerate(fetched.items()):
            plain.execute(
                "INSERT INTO articles SELECT * REPLACE (? AS article_id, ?::TIMESTAMPTZ AS first_fetched_at, "
                "? AS agreement) FROM articles ORDER BY articles.article_id LIMIT 1",
                [f"x{number}", when, value],
            )
    # the sessions of this machine may have any zone
    assert [(week.year, week.week, week.pages, week.agreement) for week in sorted(health._weeks(file))] == [
        (2024, 52, 1, 0.8), (2025, 1, 2, 0.75),
    ]  # fmt: skip
