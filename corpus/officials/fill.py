"""The step `officials` of a build: persons from all staged mentions; fills officials and official_offices, and says which
person each mention, party and speaker is."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from corpus.derived.steps import DerivedBuild
from corpus.officials.resolve import Person, display_name, resolve
from corpus.officials.sightings import Sighting, is_telling, stands_alone

_SIGHTINGS = """
CREATE OR REPLACE TEMP TABLE sightings AS
SELECT m.article_id, lower(m.name) AS person, arg_min(m.name, mention) AS name, arg_min(m.position, mention) AS position,
       arg_min(region_code, mention) AS region_code, arg_min(institution, mention) AS institution,
       arg_min(acting, mention) AS acting, arg_min(former, mention) AS former, arg_min(branch, mention) AS branch,
       any_value(a.published_date) AS day, count(*) AS mentions, NULL::VARCHAR AS alone,
       NULL::DATE AS by_day
FROM {mentions} m JOIN articles a USING (article_id) GROUP BY m.article_id, lower(m.name)
"""
_KEY = "name, region_code, position, acting, former, branch"
_COMBINED = f"""
SELECT {_KEY}, min(day), max(day), count(*)::INTEGER, alone FROM sightings GROUP BY {_KEY}, alone, by_day ORDER BY ALL
"""
_RESOLVED = """
CREATE OR REPLACE TEMP TABLE resolved AS
SELECT s.*, c.official_id, c.office FROM sightings s JOIN combined c
ON s.name = c.name AND s.region_code IS NOT DISTINCT FROM c.region_code AND s.position = c.position
AND s.acting IS NOT DISTINCT FROM c.acting AND s.former = c.former AND s.branch IS NOT DISTINCT FROM c.branch
AND s.alone IS NOT DISTINCT FROM c.alone AND s.by_day IS NOT DISTINCT FROM c.by_day;
CREATE OR REPLACE TEMP TABLE resolved_names AS
SELECT article_id AS resolved_article, person AS resolved_person, official_id AS resolved_id FROM resolved;
"""
_OFFICIALS = """
INSERT INTO officials
WITH told AS (
    SELECT r.official_id, list_sort(list_distinct(flatten(list(m.statuses)))) AS statuses
    FROM {mentions} m JOIN resolved r ON r.article_id = m.article_id AND r.person = lower(m.name) GROUP BY 1
),
regions AS (
    SELECT official_id, first(region_code ORDER BY n DESC, region_code) AS region_code
    FROM (SELECT official_id, region_code, count(*) AS n FROM resolved WHERE region_code IS NOT NULL GROUP BY ALL)
    GROUP BY 1
),
people AS (
    SELECT official_id, list_sort(list(DISTINCT position)) AS positions, list_sort(list(DISTINCT name)) AS spellings,
           min(day) AS first, max(day) AS last, count(DISTINCT article_id) AS articles, sum(mentions) AS mentions
    FROM resolved GROUP BY 1
)
SELECT p.official_id, k.name, g.region_code, p.positions, p.spellings, t.statuses, p.first, p.last, p.articles,
       p.mentions, k.evidence
FROM people p JOIN told t USING (official_id) JOIN known k USING (official_id) LEFT JOIN regions g USING (official_id)
ORDER BY 1
"""
_OFFICES = """
INSERT INTO official_offices
WITH held AS (
    SELECT official_id, office, region_code, acting, former, min(day) AS first, max(day) AS last,
           count(DISTINCT article_id) AS articles, sum(mentions) AS mentions
    FROM resolved GROUP BY ALL
),
forms AS (
    SELECT official_id, office, region_code, acting, former, first(position ORDER BY n DESC, position) AS position,
           first(institution ORDER BY institution IS NULL, n DESC, institution) AS institution
    FROM (SELECT official_id, office, region_code, acting, former, position, institution, count(*) AS n
          FROM resolved GROUP BY ALL)
    GROUP BY ALL
)
SELECT h.official_id,
       row_number() OVER (PARTITION BY h.official_id ORDER BY h.first NULLS LAST, f.position, h.region_code, h.acting,
                          h.former, h.office) - 1,
       f.position, h.region_code, f.institution, h.acting, h.former, h.first, h.last, h.articles, h.mentions
FROM held h JOIN forms f ON h.official_id = f.official_id AND h.office = f.office AND h.former = f.former
AND h.region_code IS NOT DISTINCT FROM f.region_code AND h.acting IS NOT DISTINCT FROM f.acting
ORDER BY 1, 2
"""
_WHO = (
    "(SELECT resolved_id FROM resolved_names WHERE resolved_article = article_id "
    "AND resolved_person = lower({column}))"
)


def official_id(person: Person) -> str:
    """Digest of name, region, office (and, where nothing else tells the person, article) that are seen first."""
    return hashlib.sha256("\x1f".join(person.key).encode()).hexdigest()[:16]


def _sighting(row: Sequence[Any]) -> Sighting:
    name, region, position, acting, former, branch, first, last, articles, alone = row
    return Sighting(name, region, position, acting, former, branch, first, last, articles, alone)


def _lines(build: DerivedBuild, table: str, columns: str, rows: Iterable[dict[str, Any]]) -> None:
    """Rows into a temporary table, through a file: row by row DuckDB takes a hundredth of a second each."""
    file = build.staging.folder / f"{table}.temp.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    quoted = str(file).replace("'", "''")
    source = f"read_json('{quoted}', format = 'newline_delimited', columns = {{{columns}}})"
    build.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM {source}")
    file.unlink()


def _untold(build: DerivedBuild) -> Iterator[dict[str, Any]]:
    """Name, place and office of the sightings whose office many hold; `alone`: only the article tells the person."""
    found = build.connection.execute(
        "SELECT DISTINCT region_code, name, position FROM sightings ORDER BY ALL"
    ).fetchall()
    for region, name, position in found:
        one = Sighting(name, region, position)
        if not is_telling(one.office):
            alone = stands_alone(one.words, region, position)
            yield {"region_code": region, "name": name, "position": position, "only": alone}


def fill(build: DerivedBuild) -> None:
    """Derive `officials` and `official_offices`, and set official_id of the staged mentions, parties and claims."""
    connection, staging = build.connection, build.staging
    mentions = staging.source(connection, "official_mentions")
    if mentions is not None:
        connection.execute(_SIGHTINGS.format(mentions=mentions))
        kinds = "'region_code': 'VARCHAR', 'name': 'VARCHAR', 'position': 'VARCHAR', 'only': 'BOOLEAN'"
        _lines(build, "untold", kinds, _untold(build))
        connection.execute(
            "UPDATE sightings SET alone = CASE WHEN u.only THEN article_id END, "
            "by_day = CASE WHEN NOT u.only THEN day END "
            "FROM untold u WHERE sightings.name = u.name AND sightings.position = u.position "
            "AND sightings.region_code IS NOT DISTINCT FROM u.region_code"
        )
        people = [(official_id(person), person) for person in resolve(map(_sighting, _combined(build)))]
        _lines(build, "combined", _COLUMNS, _rows(people))
        kinds = "'official_id': 'VARCHAR', 'name': 'VARCHAR', 'evidence': 'VARCHAR[]'"
        known = (
            {"official_id": ident, "name": display_name(person.sightings), "evidence": person.evidence}
            for ident, person in people
        )
        _lines(build, "known", kinds, known)
        connection.execute(_RESOLVED)
        connection.execute(_OFFICIALS.format(mentions=mentions))
        connection.execute(_OFFICES)
        for table in ("sightings", "combined", "resolved", "untold", "known"):
            connection.execute(f"DROP TABLE {table}")
        staging.replace("official_mentions", "official_id", _WHO.format(column="name"))
    else:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE resolved_names (resolved_article VARCHAR, resolved_person VARCHAR, "
            "resolved_id VARCHAR)"
        )
    staging.replace("breach_parties", "official_id", _WHO.format(column="name"))
    staging.replace("claims", "official_id", _WHO.format(column="speaker"))


def _combined(build: DerivedBuild) -> list[tuple[Any, ...]]:
    return build.connection.execute(_COMBINED).fetchall()


_COLUMNS = ", ".join(
    f"'{name}': '{kind}'"
    for name, kind in (
        *((name, "VARCHAR") for name in ("name", "region_code", "position", "acting")),
        ("former", "BOOLEAN"),
        *((name, "VARCHAR") for name in ("branch", "alone", "official_id", "office")),
        ("by_day", "DATE"),
    )
)


def _rows(people: Iterable[tuple[str, Person]]) -> Iterator[dict[str, Any]]:
    for ident, person in people:
        for one in person.sightings:
            yield {
                "name": one.name,
                "region_code": one.region,
                "position": one.position,
                "acting": one.acting,
                "former": one.former,
                "branch": one.branch,
                "alone": one.article,
                "official_id": ident,
                "office": " ".join(sorted(one.office)),
                "by_day": one.first.isoformat()
                if one.first and not (one.article or is_telling(one.office))
                else None,
            }
