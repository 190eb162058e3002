"""Tables that follow from others, and rules over what is loaded: the hook through which a subject adds its own to a
build. corpus/build.py and corpus/loading/load.py know only the list `STEPS` below.

To add a derived table
1. declare it, with a COMMENT on it and on each column, in a SQL file that corpus/tables/schema.py lists (FILES);
2. write a function `fill(build: DerivedBuild) -> None` in the module of its subject (cases.py ...). It reads and writes
   `build.connection`, one INSERT ... SELECT ... ORDER BY where it can: a pure function of the other tables, so
   that the order of articles, the number of workers and what was cached change nothing. Needs outside the tables lie
   in `build.data` (tombstones ...) or are `build.now`; lines for the user go to `build.problems`;
3. add one line to STEPS: `Step("cases", Phase.LOADED, "corpus.derived.cases", "fill", fills=("cases", "case_reports"))`.

When a step runs
- Phase.STAGED: all rows are staged, nothing is loaded. Here `build.staging.leave_out(table, condition)` keeps rows from
  being loaded and `build.staging.replace(table, column, expression)` changes a column (suppression). What the cache of
  the build holds is not touched: a tombstone that is lifted brings the rows back.
- Phase.BASE: outlets, regions, elections, fetches, articles, revisions and pages are loaded; mentions are staged only
  (`build.staging.source(build.connection, "official_mentions")` is a table expression over them). For parents of
  mentions: `officials`.
- Phase.LOADED: everything is loaded, and coverage is filled. For all the rest; steps of a phase run in the order of
  STEPS. The full-text index is made after them.

Steps run in each build, incremental or full: they must hold for 100,000 articles in minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from importlib import import_module
from pathlib import Path

import duckdb

from corpus.loading.cache import Cache
from corpus.loading.staging import Row, Staging
from nlp.syntax.words import Parser


class Phase(Enum):
    """When a step runs; the docstring of the module says what is there at each time."""

    STAGED = "staged"
    BASE = "base"
    LOADED = "loaded"


@dataclass(frozen=True)
class DerivedBuild:
    """What a step is given: the new database (UTC days), the staged rows, the data folder (None: none), the time of the
    build, the list that takes lines for the user, the parser that fills `tokens` (None: it stays empty), and what
    earlier builds made (None: all is made again)."""

    connection: duckdb.DuckDBPyConnection
    staging: Staging
    data: Path | None
    now: datetime
    problems: list[str] = field(default_factory=list)

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        """Fill a table from rows (column -> value that JSON can hold), in the order of its key; in one statement: row by
        row DuckDB takes a hundredth of a second each. Raises duckdb.Error where a row breaks the schema."""
        self.staging.add(table, rows)
        self.staging.flush()
        self.staging.load(self.connection, table)

    parser: Parser | None = None
    cache: Cache | None = None


@dataclass(frozen=True)
class Step:
    """One step: `function` of `module` (imported when it runs) is called with a DerivedBuild; `fills` are the tables
    that it writes, for messages and for the test that no two steps fill one table; `changes` are columns of other
    tables ("official_mentions.official_id") whose value it decides: `netra verify`, which makes single articles again,
    does not compare them."""

    name: str
    phase: Phase
    module: str
    function: str
    fills: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


STEPS: tuple[Step, ...] = (
    Step("duty", Phase.STAGED, "corpus.duty.step", "apply"),
    Step(
        "officials",
        Phase.BASE,
        "corpus.officials.fill",
        "fill",
        fills=("officials", "official_offices"),
        changes=("official_mentions.official_id", "breach_parties.official_id", "claims.official_id"),
    ),
    Step("coverage", Phase.LOADED, "corpus.loading.load", "fill_coverage", fills=("coverage",)),
    Step(
        "duplicates",
        Phase.LOADED,
        "corpus.derived.duplicates",
        "fill",
        fills=("duplicate_groups", "duplicate_members"),
    ),
    Step("cases", Phase.LOADED, "corpus.derived.cases", "fill", fills=("cases", "case_reports", "case_events")),
    Step("statistics", Phase.LOADED, "corpus.derived.statistics", "fill", fills=("official_statistics",)),
    Step("corrections", Phase.LOADED, "corpus.derived.corrections", "fill", fills=("corrections",)),
    Step("tombstones", Phase.LOADED, "corpus.duty.step", "fill", fills=("tombstones",)),
    Step("tokens", Phase.LOADED, "corpus.derived.tokens", "fill", fills=("tokens",)),
)


def run_steps(phase: Phase, build: DerivedBuild, steps: Sequence[Step] | None = None) -> None:
    """Run the steps of a phase, in order. Raises what a step raises, with the step named in a note."""
    for step in STEPS if steps is None else steps:
        if step.phase is phase:
            try:
                getattr(import_module(step.module), step.function)(build)
            except Exception as error:
                error.add_note(f"in the step {step.name} of the build ({step.module}.{step.function})")
                raise
