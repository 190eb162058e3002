"""Persons on their way out: who is left out, the outcome beside each, offices without names."""

from pathlib import Path

import duckdb

from corpus.export.offices import public_office
from corpus.tagging.protected import is_initials

_OFFICES = """
SELECT DISTINCT office FROM (
    SELECT position AS office FROM official_mentions
    UNION ALL SELECT institution FROM official_mentions
    UNION ALL SELECT acting FROM official_mentions
    UNION ALL SELECT office FROM breach_parties
    UNION ALL SELECT unnest(positions) FROM officials
    UNION ALL SELECT unnest(offices) FROM cases
    UNION ALL SELECT unnest([position, institution, acting]) FROM official_offices
) WHERE office IS NOT NULL ORDER BY office
"""

_NAMES = "SELECT name FROM officials UNION SELECT name FROM breach_parties WHERE name IS NOT NULL ORDER BY name"


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary tables and views of people.sql, the tables `initials` and `public_offices`, and the variable
    that lists who is hidden."""
    names = [name for (name,) in connection.execute(_NAMES).fetchall()]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE initials AS SELECT unnest($1::VARCHAR[]) AS name",
        [[name for name in names if is_initials(name)]],
    )
    connection.execute(Path(__file__).with_name("people.sql").read_text(encoding="utf-8"))
    written = [office for (office,) in connection.execute(_OFFICES).fetchall()]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE public_offices AS SELECT unnest($1::VARCHAR[]) AS written, "
        "unnest($2::VARCHAR[]) AS public",
        [written, [public_office(office) for office in written]],
    )
    connection.execute(
        "SET VARIABLE hidden_officials = (SELECT coalesce(list(official_id), []::VARCHAR[]) FROM hidden_officials)"
    )
