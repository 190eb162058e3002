"""kill -9 at any moment, then the same command again: archive, ledger and corpus end up as without the kill."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from kill_nursery import MOMENTS, Ended, Moment, Nursery, nursery
from made_articles import fake_annotate

import corpus
import nlp.pipeline
from corpus.build import build
from corpus.replicas import replica_outlets, replicas
from crawler.engine.job import Job
from crawler.outlet import find_outlet
from crawler.storage.archive import DamagedRecord, Exchange, read_archive
from crawler.storage.ledger import read_ledger

NOW = datetime(2025, 4, 1, 5, 0, tzinfo=UTC)
SMALL = ("radar-brebes",)
PAGES = "sekdes-di-losari"  # the one article of SMALL that has a second page
SEED, KILLS = 20241127, 20
LISTS = ("index", "robots")
# Columns that tell when and where something was fetched, and how often it was tried: those may differ.
PASSING = {"attempts", "warc_file", "warc_offset", "fetched_at"}
PASSING_ENDS = ("_seen_at", "_fetched_at")
TABLES = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' ORDER BY 1"
PASSING_TABLES = {"builds", "build_inputs", "damaged_records"}


@dataclass
class Ground:
    """Replica portals, and a nursery that crawls them."""

    env: Mapping[str, str]
    nursery: Nursery

    def crawl(
        self, data: Path, outlets: Sequence[str], moment: Moment | None = None, topic: str | None = None
    ) -> Ended:
        job = Job(
            archive=str(data / "archive"),
            outlets=tuple(outlets),
            families={name: find_outlet(name).family for name in outlets},
            since="2024-08-01",
            until="2025-03-31",
            topic=topic,
            settings={"DOWNLOAD_DELAY": "0"},
            now=NOW.isoformat(),
            log=str(data / "logs"),
        )
        return self.nursery.crawl(job, self.env, moment)


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with replicas() as env, nursery() as processes:
        yield Ground(env, processes)


@dataclass(frozen=True)
class Held:
    """What a data folder holds."""

    exchanges: Counter[tuple[Any, ...]]
    ledger: Mapping[tuple[str, str], Mapping[str, Any]]
    tables: Mapping[str, Sequence[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def whole(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A crawl that nothing interrupted."""
    data = tmp_path_factory.mktemp("whole")
    ended = ground.crawl(data, SMALL)
    assert (ended.killed, ended.code) == (False, 0), ended
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp.pipeline, "annotate", fake_annotate)
        return held(data)


def exchanges(data: Path) -> Counter[tuple[Any, ...]]:
    """What the archive holds. Lists may be asked for again by the next run; an article or a page of it may not."""
    found = [each for each in read_archive(data / "archive") if isinstance(each, Exchange)]
    counted = Counter(
        (each.outlet_id, each.role, each.url, each.key, each.outcome, each.digest)
        for each in found
        if each.outcome != "not_modified"
    )
    # what is open (blocked, in trouble) is asked for again by every run
    return Counter(
        {key: count if key[1] not in LISTS and key[4] == "fetched" else 1 for key, count in counted.items()}
    )


def ledger(data: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What the ledger holds; of a list only what it is: the next run may have heard that it is as it was."""
    passing = {"first_seen", "last_seen", "fetched_at", "attempts", "run"}
    changing = passing | {"outcome", "reason", "status"}
    return {
        (row.outlet, row.url): {
            name: value
            for name, value in vars(row).items()
            if name not in (changing if row.role in LISTS else passing)
        }
        for row in read_ledger(data / "archive")
    }


def tables(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every base table of the corpus that is built from this folder."""
    build(data, workers=1, now=NOW)
    found = {}
    with corpus.open(data) as opened:
        names = opened.connection.execute(TABLES).fetchall()
        for (name,) in names:
            columns = [row[0] for row in opened.connection.execute(f"DESCRIBE {name}").fetchall()]
            kept = [one for one in columns if one not in PASSING and not one.endswith(PASSING_ENDS)]
            if name not in PASSING_TABLES and kept:
                only = f" WHERE role NOT IN {LISTS}" if name == "fetches" else ""
                rows = opened.connection.execute(f"SELECT {', '.join(kept)} FROM {name}{only}").fetchall()
                found[name] = sorted(rows, key=repr)
    return found


def held(data: Path) -> Held:
    return Held(exchanges(data), ledger(data), tables(data))


def compare(data: Path, whole: Held) -> None:
    """Nothing lost, nothing fetched twice, in archive, ledger and corpus."""
    assert exchanges(data) == whole.exchanges
    ours = ledger(data)
    assert {key: (ours.get(key), row) for key, row in whole.ledger.items() if ours.get(key) != row} == {}
    assert set(ours) == set(whole.ledger)
    made, theirs = tables(data), whole.tables
    assert len(theirs["articles"]) > 10
    assert {name for name in theirs if made.get(name) != theirs[name]} == set()


@pytest.mark.usefixtures("fake_tagger")
@pytest.mark.parametrize(
    "moment",
    [Moment("half", 9), Moment("booked", 1, PAGES), Moment("seen", 12)],
    ids=["in the middle of a record", "before the second page is known", "in the middle of a list"],
)
def test_a_killed_crawl_ends_like_one_that_was_not(
    ground: Ground, whole: Held, tmp_path: Path, moment: Moment
) -> None:
    assert ground.crawl(tmp_path, SMALL, moment).killed
    ended = ground.crawl(tmp_path, SMALL)
    assert (ended.killed, ended.code) == (False, 0), ended
    compare(tmp_path, whole)
    damaged = [each for each in read_archive(tmp_path / "archive") if isinstance(each, DamagedRecord)]
    assert bool(damaged) == (moment.kind == "half")
    assert ended.said["damaged"] == len(damaged)


def test_the_tag_lists_that_a_killed_crawl_on_a_topic_was_told_of_are_asked_for(
    ground: Ground, tmp_path: Path
) -> None:
    """Only articles tell them, and those that the archive has are not read by a spider again."""

    def told(data: Path) -> dict[str, tuple[str, str]]:
        rows = [row for row in read_ledger(data / "archive") if row.role != "robots"]
        return {row.url: (row.role, str(row.outcome) if row.role not in LISTS else "") for row in rows}

    topic = "netralitas-asn"
    assert ground.crawl(tmp_path / "whole", SMALL, topic=topic).code == 0
    assert ground.crawl(tmp_path / "killed", SMALL, Moment("booked", 9), topic).killed
    assert ground.crawl(tmp_path / "killed", SMALL, topic=topic).code == 0
    whole = told(tmp_path / "whole")
    assert [url for url in whole if "/listtag/" in url] != []
    assert told(tmp_path / "killed") == whole


@pytest.mark.soak
@pytest.mark.usefixtures("fake_tagger")
def test_twenty_kills_lose_nothing_of_the_whole_demo(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One folder after another is killed until its crawl comes to an end; SEED says when."""
    outlets = replica_outlets()
    undisturbed = tmp_path / "whole"
    assert ground.crawl(undisturbed, outlets).code == 0
    expected = held(undisturbed)
    dice, kills, folders = random.Random(SEED), Counter[str](), 0
    while kills.total() < KILLS:
        data = tmp_path / f"killed-{folders}"
        folders += 1
        while True:
            moment = Moment(MOMENTS[kills.total() % len(MOMENTS)], dice.randint(1, 160))
            ended = ground.crawl(data, outlets, moment if kills.total() < KILLS else None)
            if not ended.killed:
                break
            kills[moment.kind] += 1
        assert ended.code == 0, ended
        compare(data, expected)
    with capsys.disabled():
        print(f"\n{kills.total()} kills in {folders} folders: {dict(kills)}")
