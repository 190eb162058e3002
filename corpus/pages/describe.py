"""docs/tables.md, tables-tags.md and tables-views.md from the schema: `python -m corpus.pages.describe docs` writes them,
a test compares."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from corpus.tables.schema import HERE, Table, describe, empty_corpus

TAG_FILES = ("mentions.sql", "facts.sql", "tokens.sql")
"""The files whose tables stand on the second page: what the tagger found."""
_CREATE = re.compile(r"^CREATE TABLE (\w+)", re.MULTILINE)

_HEAD = """# Tables

Made from the comments in `corpus/tables/*.sql` by `python -m corpus.pages.describe docs`; do not edit by hand.
What the tagger found (`..._mentions`, `breach_parties` ...) has a page of its own, [tables-tags.md](tables-tags.md), and
so have the views, [tables-views.md](tables-views.md). The same words stand in every corpus:

    netra sql "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'articles'"

**Spans.** `start` and `stop` are half-open code-point offsets, from 0, into the string that `part` names (`title`,
`text` or `caption` of `articles`). In Python the words are `article[part][start:stop]`; in SQL
`substring(a.text, m.start + 1, m.stop - m.start)`, since DuckDB counts code points from 1. An emoji of several code
points and a letter with a combining accent count as several, in both. `surface` is that piece in every row.

**Days.** `published_at` is an instant; `published_date` is the day where the outlet is. Group by the latter.

**Names.** A name never stands without the status of what is said about the person (`breach_parties.status`,
`officials.statuses`). `alleged` is not `proven`, and `proven`, `asserted` rests on the article's word alone.
"""
_TAGS_HEAD = """# Tables of what the tagger found

Made from the comments in `corpus/tables/mentions.sql`, `facts.sql` and `tokens.sql` by
`python -m corpus.pages.describe docs`; do not edit by hand. Spans, days and names: [tables.md](tables.md). The codes and
how they are found: [tagging.md](tagging.md), [facts.md](facts.md). Columns marked **unvalidated** have no gold labels:
read the words before you count them.
"""
_VIEWS_HEAD = """# Views

Made from the comments in `corpus/tables/views.sql` by `python -m corpus.pages.describe docs`; do not edit by hand.
Ready-made answers to common questions over the tables of [tables.md](tables.md) and [tables-tags.md](tables-tags.md).
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


def pages() -> dict[str, str]:
    """File name -> page."""
    tags = {name for file in TAG_FILES for name in _CREATE.findall((HERE / file).read_text("utf-8"))}
    with empty_corpus() as connection:
        tables = list(describe(connection))
    return {
        "tables.md": _page(_HEAD, [table for table in tables if table.kind == "table" and table.name not in tags]),
        "tables-tags.md": _page(_TAGS_HEAD, [table for table in tables if table.name in tags]),
        "tables-views.md": _page(_VIEWS_HEAD, [table for table in tables if table.kind == "view"]),
    }


def _page(head: str, tables: list[Table]) -> str:
    lines = [head]
    for kind, title in (("table", "## Tables"), ("view", "## Views")):
        mine = [table for table in tables if table.kind == kind]
        if mine:
            lines.append(f"\n{title}")
        for table in mine:
            lines.extend(_section(table))
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


if __name__ == "__main__":
    for name, page in pages().items():
        (Path(sys.argv[1]) / name).write_text(page, encoding="utf-8")
