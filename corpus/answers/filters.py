"""Conditions on articles, put together as SQL with named parameters: no value ever becomes part of the statement."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from corpus.errors import UsageProblem

TOPICS = ("yes", "mention", "no")


def as_list(value: str | Sequence[str] | None) -> list[str] | None:
    """One string or several as a list; None stays None."""
    return None if value is None else [value] if isinstance(value, str) else list(value)


def as_day(value: date | str | None, name: str) -> str | None:
    """An ISO day, checked. Raises UsageProblem, which names the option."""
    if value is None or isinstance(value, date):
        return value.isoformat()[:10] if value is not None else None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise UsageProblem(f"{name} {value!r}: expected a day as YYYY-MM-DD") from None


class Filters:
    """Conditions on `articles a`. `sql()` is the condition, `params` its values."""

    def __init__(
        self,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        outlet: str | Sequence[str] | None = None,
        region: str | Sequence[str] | None = None,
        topic: str | Sequence[str] | None = None,
    ) -> None:
        self.params: dict[str, Any] = {}
        self._clauses: list[str] = []
        if since is not None:
            self.add("a.published_date >= {}::DATE", as_day(since, "since"))
        if until is not None:
            self.add("a.published_date <= {}::DATE", as_day(until, "until"))
        self.one_of("a.outlet_id", outlet)
        for given in as_list(topic) or ():
            if given not in TOPICS:
                raise UsageProblem(f"topic {given!r}: expected one of {', '.join(TOPICS)}")
        self.one_of("a.topic", topic)
        if region is not None:
            self.add(
                "a.primary_region_code IN (SELECT r2.region_code FROM regions r2 "
                "WHERE list_contains({0}, r2.region_code) OR list_contains({0}, r2.province_code))",
                as_list(region),
            )

    def add(self, clause: str, value: Any) -> None:
        """A condition with {} where the value goes."""
        name = f"p{len(self.params)}"
        self.params[name] = value
        self._clauses.append(clause.format(f"${name}"))

    def one_of(self, column: str, values: str | Sequence[str] | None) -> None:
        """The column has one of these values; None: any."""
        if values is not None:
            self.add(f"{column} IN (SELECT unnest({{}}))", as_list(values))

    def sql(self) -> str:
        """The condition, TRUE where there is none."""
        return " AND ".join(self._clauses) or "TRUE"
