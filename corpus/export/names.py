"""The names file: a folder beside the bundle, written on request alone, with its purpose."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from corpus.export.keys import hash_sql
from corpus.export.package import About, data_package, entry_of, write_json
from corpus.export.papers import names_paper
from corpus.export.shapes import Resource
from corpus.export.tables import copy_query

SQL = Path(__file__).with_name("names.sql")
_QUERY = re.compile(r"^-- (\w+): (.+)\n((?:(?!^--).*\n?)+)", re.MULTILINE)
_HASH = re.compile(r"\{hash:([\w.]+)\}")
_TYPES = {"INTEGER": "integer", "BIGINT": "integer", "DATE": "date"}
_LISTS = frozenset({"statuses", "latest_outcomes", "corrected", "spellings", "positions", "offices"})
_WORDS = {
    "article": "Keyed hash of the article, as in the bundle.",
    "official": "Keyed hash of the official, as in the bundle.",
    "case": "Keyed hash of the case, as in the bundle.",
    "article_id": "Id in the corpus: digest of outlet and address.",
    "outlet_id": "The outlet.",
    "url": "Canonical address. NULL: imported without one.",
    "title": "Headline.",
    "published_date": "Day of publication.",
    "revision": "Number of the revision that the digests are of.",
    "statuses": "status/substatus of what is said of breaches; empty: nothing.",
    "latest_outcomes": "Latest outcomes of the cases concerned: open, established, cleared, mixed; empty: in no case.",
    "latest_outcome": "Outcome of the case reported last: open, established, cleared or mixed. NULL: in no case.",
    "latest_outcome_month": "Month of the report that tells it.",
    "outcome_date": "Day of the report that tells it. NULL: open.",
    "first_report_date": "First day of publication.",
    "last_report_date": "Last day of publication.",
    "corrected": "Kinds of correction that the outlet printed on it; empty: none known.",
    "text_digest": "sha256:... of title, text and caption, joined by U+001F.",
    "title_digest": "sha256:... of the title.",
    "body_digest": "sha256:... of the text.",
    "caption_digest": "sha256:... of the caption; of nothing where there is none.",
    "last_fetched_at": "When these words were last fetched, with offset.",
    "extractor": "What read them.",
    "name": "Name, or initials. NULL: not named, or not to be exported.",
    "spellings": "Forms of the name in the articles.",
    "positions": "Offices.",
    "offices": "Offices.",
    "office": "Office as the article has it. NULL: not said.",
    "region_code": "Kemendagri code of the office or case. NULL: unknown.",
    "cases": "Cases whose accused is this person.",
    "mention": "Number of the mention in its table.",
    "party": "Number in the mention.",
    "known_by": "name, initials or office.",
    "status": "Status of the mention.",
    "substatus": "Substatus of the mention.",
    "accused": "Name, else office. NULL: the reports name neither.",
    "table": "Table of the bundle.",
    "part": "title, text or caption.",
    "start": "First code point, from 0.",
    "stop": "Code point after the last.",
    "surface": "The words.",
}  # fmt: skip


def names_resources(connection: duckdb.DuckDBPyConnection, key: str) -> Iterator[Resource]:
    """The files of the names folder, over a connection that `people.prepare` made ready."""
    for name, about, query in _QUERY.findall(SQL.read_text(encoding="utf-8")):
        sql = _HASH.sub(lambda found: hash_sql(key, found[1]), query).strip().rstrip(";")
        columns = connection.execute(f"DESCRIBE {sql}").fetchall()
        fields = [
            {
                "name": column,
                "type": "array" if column in _LISTS else _TYPES.get(kind, "string"),
                "description": _WORDS[column],
            }
            for column, kind, *_ in columns
        ]
        yield Resource(name, about, sql, {"fields": fields})


def write_names(connection: duckdb.DuckDBPyConnection, folder: Path, about: About, key: str, options: str) -> int:
    """Write the names folder, which must be there and empty. Returns how many rows in all."""
    found = list(names_resources(connection, key))
    entries = {}
    for one in found:
        file = folder / f"{one.name}.csv"
        entries[one.name] = entry_of(file, copy_query(connection, one.query, file, options))
    (folder / "README.md").write_text(names_paper(about), encoding="utf-8")
    package = data_package(about, found, entries, f"netra-names-{about.build_id}")
    package["description"] = "Names, titles, addresses and quotes of a bundle. Not for publication."
    del package["licenses"]
    write_json(folder / "datapackage.json", package)
    return sum(entry.rows or 0 for entry in entries.values())
