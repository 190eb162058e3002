"""What a host says about times: the zone of a page that states none (the outlet's, else the host's by `zones.csv`,
else WIB), and the first day that its portal existed (`since.csv`)."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

WIB = "Asia/Jakarta"


@cache
def _zones() -> Mapping[str, str]:
    with (Path(__file__).parent / "zones.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["host"]: row["timezone"] for row in rows}


@cache
def _first_days() -> Mapping[str, date]:
    with (Path(__file__).parent / "since.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["host"]: date.fromisoformat(row["since"]) for row in rows}


def first_day_of(host: str) -> date | None:
    """The day before which the host's portal did not exist; None where `since.csv` does not know it."""
    parts = host.removeprefix("www.").split(".")
    known = (_first_days().get(".".join(parts[start:])) for start in range(len(parts) - 1))
    return next((day for day in known if day), None)


def host_of(url: str | None) -> str:
    """Lower-case host of an address, without port; "" where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


def zone_of_host(host: str) -> ZoneInfo | None:
    """The zone known for a host or the nearest domain above it; None where nothing is known."""
    parts = host.removeprefix("www.").split(".")
    for start in range(len(parts) - 1):
        name = _zones().get(".".join(parts[start:]))
        if name:
            return ZoneInfo(name)
    return None


def zone_for(url: str | None, outlet_zone: ZoneInfo | None = None) -> tuple[ZoneInfo, str]:
    """(zone, where it comes from): "outlet", "host" or "default"."""
    if outlet_zone is not None:
        return outlet_zone, "outlet"
    known = zone_of_host(host_of(url))
    return (known, "host") if known else (ZoneInfo(WIB), "default")
