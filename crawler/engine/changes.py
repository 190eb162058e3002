"""One attempt at an address as a change of its row in the ledger."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from crawler.storage.archive import Exchange
from crawler.storage.ledger import Change
from crawler.storage.outcomes import Outcome


def iso(time: datetime) -> str:
    """An aware time as the ledger holds it: ISO, UTC, whole seconds."""
    return time.astimezone(UTC).isoformat(timespec="seconds")


def change_from(
    meta: Mapping[str, Any],
    key: str,
    at: datetime,
    *,
    outcome: str | None = None,
    retry: bool | None = None,
    **facts: Any,
) -> Change:
    """One attempt at a URL as a change of its row."""
    return Change(
        outlet=meta.get("outlet") or "unknown",
        url=key,
        at=iso(at),
        fetched_at=iso(at) if outcome == Outcome.FETCHED else None,
        surface=meta.get("surface") or "",
        role=meta.get("role") or "article",
        title=meta.get("title"),
        date=meta.get("date"),
        discovered_from=meta.get("discovered_from"),
        outcome=outcome,
        retry=None if retry is None else int(retry),
        attempts=1,
        **facts,
    )


def change_of(exchange: Exchange) -> Change:
    """What the ledger is told of an exchange found in the archive. A redirect alone settles nothing: its target was
    still to be asked for, and may be the same article."""
    settled = exchange.outcome not in ("", Outcome.REDIRECTED)
    same = exchange.outcome == Outcome.NOT_MODIFIED  # then the row's size and digest are still those of the page
    about = {name: getattr(exchange, name) for name in ("surface", "role", "title", "date", "discovered_from")}
    return change_from(
        {"outlet": exchange.outlet_id, **about},
        exchange.key,
        exchange.fetched_at,
        outcome=exchange.outcome if settled else None,
        reason=exchange.reason if settled else "",
        status=exchange.status,
        bytes=None if same else len(exchange.body),
        digest=None if same else exchange.digest,
        selection=exchange.selection,
    )
