"""Tables that do not come from articles: outlets, regions, elections."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lokal import wilayah

from crawler.outlet import load_outlets

# Voting days: KPU regulations (PKPU) and, for the reruns, KPU decisions of 2025. Ids: the codebook's.
ELECTIONS: tuple[tuple[str, str, str, date | None], ...] = (
    ("pemilu-2014", "Pemilu 2014", "pemilu", None),  # legislative 9 April, presidential 9 July
    ("pilkada-2015", "Pilkada Serentak 2015", "pilkada", date(2015, 12, 9)),
    ("pilkada-2017", "Pilkada Serentak 2017", "pilkada", date(2017, 2, 15)),
    ("pilkada-2018", "Pilkada Serentak 2018", "pilkada", date(2018, 6, 27)),
    ("pemilu-2019", "Pemilu 2019", "pemilu", date(2019, 4, 17)),
    ("pilkada-2020", "Pilkada Serentak 2020", "pilkada", date(2020, 12, 9)),
    ("pemilu-2024", "Pemilu 2024", "pemilu", date(2024, 2, 14)),
    ("pilkada-2024", "Pilkada Serentak 2024", "pilkada", date(2024, 11, 27)),
    ("psu-2025", "Pemungutan Suara Ulang 2025", "psu", None),  # by region, March to August
    ("pilkada-ulang-2025", "Pilkada Ulang 2025", "pilkada-ulang", date(2025, 8, 27)),
)


def election_rows() -> Iterator[dict[str, Any]]:
    """Rows of `elections`."""
    for ident, name, kind, day in ELECTIONS:
        yield {"election_id": ident, "name": name, "kind": kind, "voting_date": day.isoformat() if day else None}


def region_rows() -> Iterator[dict[str, Any]]:
    """Rows of `regions`: 38 provinces, 514 kabupaten and kota."""
    for province in wilayah.list_wilayah():
        common = {"province_code": province.code, "province": province.name}
        yield {"region_code": province.code, "name": province.name, "level": "province", **common}
        for region in wilayah.list_wilayah(province.code):
            yield {"region_code": region.code, "name": region.name, "level": region.type, **common}


def outlet_rows(imported: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Rows of `outlets`: those with a file, then the imported names (id -> name) that are none of them."""
    outlets = load_outlets()
    for outlet in outlets.values():
        yield {
            "outlet_id": outlet.id,
            "name": outlet.name,
            "family": outlet.family,
            "host": outlet.host,
            "aliases": [*outlet.hosts[1:], *outlet.aliases],
            "timezone": outlet.timezone,
            "region_code": outlet.region,
            "status": outlet.status,
            "delay_s": outlet.delay_s,
            "robots_note": outlet.robots_note,
            "source": outlet.source,
        }
    for ident, name in sorted(imported.items()):
        if ident not in outlets:
            yield {"outlet_id": ident, "name": name, "family": "imported", "aliases": [], "status": "imported"}
