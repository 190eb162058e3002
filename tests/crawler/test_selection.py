"""Which outlets a crawl takes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.catalogue.selection import Choice, choose, filtered
from crawler.outlet import OUTLETS, OutletError, load_outlets
from crawler.storage.ledger import Ledger, followed_outlets, last_successes
from crawler.storage.ledger_schema import Change

ALL = load_outlets(OUTLETS)


def ids(choice: Choice, followed: tuple[str, ...] = ()) -> set[str]:
    return {outlet.id for outlet in choose(ALL, choice, followed)}


def test_names_families_and_regions() -> None:
    assert ids(Choice(names=("radar-tegal", "tribun-jateng", "radar-tegal"))) == {"radar-tegal", "tribun-jateng"}
    jateng = ids(Choice(regions=("33",)))
    assert {"radar-tegal", "tribun-jateng", "antara-jateng"} <= jateng
    assert all((ALL[name].region or "").startswith("33") for name in jateng)
    assert ids(Choice(families=("antara",), regions=("33", "34"))) == {"antara-jateng", "antara-jogja"}
    assert ids(Choice(names=("balipost",), families=("antara",), regions=("33",))) == {"balipost", "antara-jateng"}
    assert ids(Choice(regions=("33.76",))) < jateng


def test_all_is_all_that_are_active() -> None:
    assert ids(Choice(everything=True)) == {outlet.id for outlet in filtered(ALL.values(), status="active")}


def test_without_a_choice_a_folder_goes_on_with_its_own() -> None:
    assert ids(Choice(), ("tribun-jateng", "koran-yang-hilang")) == {"tribun-jateng"}
    with pytest.raises(OutletError, match="which outlets"):
        choose(ALL, Choice(), ("koran-yang-hilang",))


def test_a_retired_outlet_is_taken_by_name_alone() -> None:
    day = datetime(2026, 1, 31).date()
    known = {**ALL, "balipost": ALL["balipost"].model_copy(update={"status": "retired", "retired_on": day})}
    assert [one.id for one in choose(known, Choice(names=("balipost",)))] == ["balipost"]
    assert "balipost" not in {one.id for one in choose(known, Choice(regions=("51",)))}
    with pytest.raises(OutletError):
        choose(known, Choice(), ("balipost",))


def test_the_ledger_tells_what_a_folder_follows_and_when_it_last_gave_something(tmp_path: Path) -> None:
    assert followed_outlets(tmp_path) == frozenset()
    assert last_successes(tmp_path) == {}
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    ledger = Ledger(tmp_path, lambda: when)
    ledger.start_run("r1", ("tribun-jateng", "radar-tegal"))
    ledger.start_run("r2", ("balipost",))
    for outlet, outcome in (("tribun-jateng", "fetched"), ("radar-tegal", "error")):
        ledger.add(Change(outlet, f"https://{outlet}/a", when.isoformat(), outcome=outcome))
    ledger.close()
    assert followed_outlets(tmp_path) == {"tribun-jateng", "radar-tegal", "balipost"}
    assert last_successes(tmp_path) == {"tribun-jateng": when}
