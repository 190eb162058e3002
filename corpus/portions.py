"""Articles fetched by their ids, some at a time: the first few through the key, without reading the table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# DuckDB looks some 2,000 keys up one by one; beyond that it reads the whole column, and may as well read it for many
_FIRST, _FEW_PORTIONS, _LATER = 1_000, 3, 100_000


@dataclass(frozen=True)
class Portion:
    """Some ids, and the SQL condition that chooses them (`params`: its values)."""

    ids: Sequence[str]

    def condition(self, column: str) -> str:
        """True where the column is one of the ids."""
        if len(self.ids) <= _FIRST:
            return f"{column} IN ({', '.join('?' * len(self.ids))})"
        return f"{column} IN (SELECT unnest(?))"

    @property
    def params(self) -> list[Any]:
        """Values for one use of the condition."""
        return list(self.ids) if len(self.ids) <= _FIRST else [list(self.ids)]


def portions(ids: Sequence[str]) -> Iterator[Portion]:
    """The ids in their order: small portions first, for who stops early; then large ones."""
    at = 0
    while at < len(ids):
        step = _FIRST if at < _FEW_PORTIONS * _FIRST else _LATER
        yield Portion(ids[at : at + step])
        at += step
