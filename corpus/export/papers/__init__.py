"""The documents of a bundle that people read: README, datasheet, licence note."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

import duckdb

from corpus.export.package import NOT_STATED, About
from corpus.export.shapes import Resource

HERE = Path(__file__).parent
PAPERS = ("README.md", "DATASHEET.md", "LICENCE.md")

_FIGURES = """
SELECT (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM articles WHERE topic = 'yes') AS relevant,
       (SELECT count(*) FROM articles WHERE topic = 'mention') AS mention,
       (SELECT count(DISTINCT outlet_id) FROM articles) AS outlets,
       (SELECT string_agg(DISTINCT outlet_id, ', ' ORDER BY outlet_id) FROM articles) AS outlet_ids,
       (SELECT strftime(min(published_date), '%Y-%m') FROM articles) AS first,
       (SELECT strftime(max(published_date), '%Y-%m') FROM articles) AS last,
       (SELECT count(*) FROM violation_mentions) AS violations,
       (SELECT string_agg(status || ' ' || n, ', ' ORDER BY n DESC, status)
        FROM (SELECT status, count(*) AS n FROM violation_mentions GROUP BY ALL)) AS statuses,
       (SELECT count(*) FROM cases) AS cases,
       (SELECT string_agg(outcome || ' ' || n, ', ' ORDER BY n DESC, outcome)
        FROM (SELECT outcome, count(*) AS n FROM cases GROUP BY ALL)) AS outcomes,
       (SELECT count(*) FROM out_officials) AS officials, (SELECT count(*) FROM tombstones) AS tombstones,
       (SELECT count(*) FROM duplicate_groups) AS groups
"""


def figures(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What the papers say of the corpus: counts, outlets, first and last month (None: no article has a day)."""
    found = connection.execute(_FIGURES)
    names = [column[0] for column in found.description or ()]
    row = found.fetchone()
    return dict(zip(names, row or (), strict=True))


def _tables(resources: Sequence[Resource], rows: Mapping[str, int]) -> str:
    lines = ["| file | rows | a row is |", "| --- | ---: | --- |"]
    lines += [f"| `{one.name}.csv` | {rows[one.name]} | {one.about} |" for one in resources]
    return "\n".join(lines)


def papers(
    about: About, told: Mapping[str, Any], resources: Sequence[Resource], rows: Mapping[str, int]
) -> dict[str, str]:
    """File name -> text."""
    values = {name: "none" if value is None or value == "" else value for name, value in told.items()}
    values |= {
        "title": about.title,
        "creators": "; ".join(about.creators) or NOT_STATED,
        "licence": about.licence,
        "build_id": about.build_id,
        "netra_version": about.netra_version,
        "year": about.made_at.year,
        "tables": _tables(resources, rows),
    }
    return {name: Template((HERE / name).read_text(encoding="utf-8")).substitute(values) for name in PAPERS}


def names_paper(about: About) -> str:
    """The README of the names file. A purpose of several lines stays one quotation."""
    values = {
        "title": about.title,
        "date": about.made_at.date().isoformat(),
        "purpose": " ".join((about.names or "").split()),
        "build_id": about.build_id,
    }
    return Template((HERE / "NAMES.md").read_text(encoding="utf-8")).substitute(values)
