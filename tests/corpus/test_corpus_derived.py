"""The hook for derived tables: when a step runs, what it may do, how it fails."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from corpus.answers import fts
from corpus.derived import steps as derived
from corpus.derived.steps import STEPS, DerivedBuild, Phase, Step, run_steps
from corpus.loading.load import load_all, new_database
from corpus.loading.staging import Staging
from corpus.tables.reference import outlet_rows
from corpus.tables.schema import empty_corpus

NOW = datetime(2024, 10, 1, tzinfo=UTC)
SEEN: list[str] = []


def watch(build: DerivedBuild) -> None:
    rows = build.connection.execute("SELECT count(*) FROM outlets").fetchone()
    SEEN.append(f"{rows[0] > 0 if rows else None}")


def leave_out(build: DerivedBuild) -> None:
    assert build.data is not None
    build.staging.leave_out("outlets", "outlet_id LIKE 'radar%'")
    build.staging.replace("outlets", "name", "upper(name)")


def fail(_build: DerivedBuild) -> None:
    raise ValueError("no")


def loaded(folder: Path, monkeypatch: pytest.MonkeyPatch, *steps: Step) -> list[tuple[str, str]]:
    monkeypatch.setattr(derived, "STEPS", steps)
    monkeypatch.setattr(fts, "create_index", lambda _connection, _published: None)
    with Staging(folder) as staging, new_database(folder / "c.duckdb") as connection:
        staging.add("outlets", outlet_rows({}))
        load_all(DerivedBuild(connection, staging, folder, NOW))
        return connection.execute("SELECT outlet_id, name FROM outlets ORDER BY 1").fetchall()


def test_steps_run_in_their_phase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SEEN.clear()
    loaded(tmp_path, monkeypatch, *(Step(p.value, p, __name__, "watch") for p in reversed(Phase)))
    assert SEEN == ["False", "True", "True"]


def test_a_step_keeps_rows_out_and_changes_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = loaded(tmp_path, monkeypatch, Step("duty", Phase.STAGED, __name__, "leave_out"))
    assert rows
    assert [ident for ident, _ in rows if ident.startswith("radar")] == []
    assert any(row["outlet_id"].startswith("radar") for row in outlet_rows({}))
    assert all(name == name.upper() for _, name in rows)


def test_a_failure_names_the_step(tmp_path: Path) -> None:
    with empty_corpus() as connection:
        build, mine = (
            DerivedBuild(connection, Staging(tmp_path), None, NOW),
            Step("mine", Phase.BASE, __name__, "fail"),
        )
        with pytest.raises(ValueError, match="no") as caught:
            run_steps(Phase.BASE, build, (mine,))
    assert "step mine" in caught.value.__notes__[0]


def test_each_registered_step_exists_and_no_two_fill_one_table() -> None:
    assert [s.name for s in STEPS if not callable(getattr(import_module(s.module), s.function, None))] == []
    filled = [table for step in STEPS for table in step.fills]
    assert sorted(set(filled)) == sorted(filled)
    with empty_corpus() as connection:
        there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert set(filled) <= there
