"""docs/tables.md from the schema: `python -m corpus.describe docs/tables.md` writes it, a test compares."""

import sys
from collections.abc import Iterator
from pathlib import Path

from corpus.schema import Table, describe, empty_corpus

_HEAD = """# Tables

Made from the comments in `corpus/schema.sql`, `mentions.sql` and `views.sql` by
`python -m corpus.describe docs/tables.md`; do not edit by hand. The same words stand in every corpus:

    netra sql "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'articles'"

**Spans.** `start` and `stop` are half-open code-point offsets, from 0, into the string that `part` names (`title`,
`text` or `caption` of `articles`). In Python the words are `article[part][start:stop]`; in SQL
`substring(a.text, m.start + 1, m.stop - m.start)`, since DuckDB counts code points from 1. An emoji of several code
points and a letter with a combining accent count as several, in both. `surface` is that piece in every row.

**Days.** `published_at` is an instant; `published_date` is the day where the outlet is. Group by the latter.

**Names.** A name never stands without the status of what is said about the person (`breach_parties.status`,
`officials.statuses`). `alleged` is not `proven`, and `proven`, `asserted` rests on the article's word alone.
"""


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|").replace("\n", " ")


def _section(table: Table) -> Iterator[str]:
    yield f"\n### {table.name}"
    yield table.comment or ""
    if table.constraints:
        yield "Constraints: " + "; ".join(f"`{' '.join(text.split())}`" for text in table.constraints)
    yield ""
    yield "| column | type | meaning |"
    yield "| --- | --- | --- |"
    for column in table.columns:
        optional = "" if table.kind == "view" or not column.nullable else ", may be NULL"
        yield f"| `{column.name}` | {column.type}{optional} | {_cell(column.comment)} |"


def tables_page() -> str:
    """The whole page."""
    lines = [_HEAD]
    with empty_corpus() as connection:
        tables = list(describe(connection))
    for kind, title in (("table", "## Tables"), ("view", "## Views")):
        lines.append(f"\n{title}")
        for table in tables:
            if table.kind == kind:
                lines.extend(_section(table))
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(tables_page(), encoding="utf-8")
