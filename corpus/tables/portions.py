"""Articles fetched by their ids, some at a time: the first few through the key, without reading the table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

# DuckDB looks some 2,000 keys up one by one; beyond that it reads the whole column, and may as well read it for many. Who
# stops early is served by the first portion, who wants all by the large ones.
_SMALL, _LARGE = (250, 500, 1_000, 1_000), 100_000


@dataclass(frozen=True)
class Portion:
    """Some ids, and the SQL condition that chooses them (`params`: its values)."""

    ids: Sequence[str]

    def condition(self, column: str) -> str:
        """True where the column is one of the ids."""
        if len(self.ids) <= max(_SMALL):
            return f"{column} IN ({', '.join('?' * len(self.ids))})"
        return f"{column} IN (SELECT unnest(?))"

    @property
    def params(self) -> list[Any]:
        """Values for one use of the condition."""
        return list(self.ids) if len(self.ids) <= max(_SMALL) else [list(self.ids)]


def portions(ids: Sequence[str]) -> Iterator[Portion]:
    """The ids in their order: small portions first, for who stops early; then large ones."""
    at = 0
    for step in chain(_SMALL, repeat(_LARGE)):
        if at >= len(ids):
            return
        yield Portion(ids[at : at + step])
        at += step
