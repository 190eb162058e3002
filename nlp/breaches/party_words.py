"""The words and patterns beside a name: the tables party_words.csv and party_patterns.csv."""

from functools import cache

from nlp.breaches.lexicon import Matcher, compile_regex
from nlp.tables import TableError, read_table


@cache
def party_words(kind: str) -> frozenset[str]:
    """The words of a kind in party_words.csv. Raises TableError where there are none."""
    rows = read_table("party_words.csv", ("kind", "words", "example"))
    found = frozenset(w for row in rows if row["kind"] == kind for w in row["words"].split())
    if not found:
        raise TableError(f"nlp/data/party_words.csv: no row of kind {kind!r}; add one")
    return found


@cache
def party_pattern(name: str) -> Matcher:
    """The pattern of that name in party_patterns.csv (rows are alternatives). Raises TableError if absent."""
    rows = read_table("party_patterns.csv", ("name", "regex", "example", "source"))
    cells = [row["regex"] for row in rows if row["name"] == name]
    if not cells:
        raise TableError(f"nlp/data/party_patterns.csv: no row named {name!r}; add one")
    return compile_regex("|".join(cells), f"party_patterns.csv, pattern {name}")
