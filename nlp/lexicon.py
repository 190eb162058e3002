"""Tables of regex rules, one rule a row, with macros (`{NAME}`) that stand in `violation_macros.csv`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.tables import TableError, read_table

_MACRO = re.compile(r"\{([A-Z]\w*)\}")
_FLAGS = re.IGNORECASE


@dataclass(frozen=True)
class Rule:
    """One row: `label` (first column of interest), the compiled regex, its id and the other cells."""

    id: str
    label: str
    pattern: re.Pattern[str]
    cells: dict[str, str]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Matches in `text` (folded)."""
        return self.pattern.finditer(text)


@cache
def macros() -> dict[str, str]:
    """The macros, each already expanded. Raises TableError where one names a macro that does not stand above it."""
    known: dict[str, str] = {}
    for row in read_table("violation_macros.csv", ("name", "regex", "source", "example")):
        known[row["name"]] = expand(row["regex"], f"violation_macros.csv, macro {row['name']}", known)
    return known


def expand(regex: str, where: str, known: dict[str, str] | None = None) -> str:
    """`regex` with its macros written out. Raises TableError for a macro that is not known."""
    table = macros() if known is None else known

    def one(match: re.Match[str]) -> str:
        if match[1] not in table:
            raise TableError(f"nlp/data/{where}: unknown macro {{{match[1]}}}; add it to violation_macros.csv")
        return f"(?:{table[match[1]]})"

    return _MACRO.sub(one, regex)


def compile_regex(regex: str, where: str) -> re.Pattern[str]:
    """`regex` with macros written out, compiled without regard to case. Raises TableError where it is no regex."""
    try:
        return re.compile(expand(regex, where), _FLAGS)
    except re.error as error:
        raise TableError(f"nlp/data/{where}: bad regex: {error}; correct the cell") from error


@cache
def load_rules(name: str, label: str, columns: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """The rules of `nlp/data/<name>`, in file order. `label`: the column that says what a match means; `columns`: further
    columns that must be there. Raises TableError for a missing column, an unknown macro or a bad regex."""
    rules = []
    for number, row in enumerate(read_table(name, (label, "regex", "example", *columns)), start=1):
        ident = row.get("id") or f"{row[label]}.{number}"
        rules.append(Rule(ident, row[label], compile_regex(row["regex"], f"{name}, rule {ident}"), row))
    return tuple(rules)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of that name in `violation_patterns.csv` (its rows are alternatives). Raises TableError if absent."""
    cells = [row["regex"] for row in read_table("violation_patterns.csv", _PATTERN_COLUMNS) if row["name"] == name]
    if not cells:
        raise TableError(f"nlp/data/violation_patterns.csv: no row named {name!r}; add one")
    return compile_regex("|".join(cells), f"violation_patterns.csv, pattern {name}")


_PATTERN_COLUMNS = ("name", "regex", "example", "source")
