"""Tables that do not come from articles: outlets, regions, elections."""

from collections.abc import Iterator, Mapping
from typing import Any

from lokal import wilayah

from corpus.records import OtherOutlet
from crawler.outlet import load_outlets
from nlp.tables import read_table

_ELECTION_NAMES = {
    "pemilu": "Pemilu {year}",
    "pilkada": "Pilkada Serentak {year}",
    "psu": "Pemungutan Suara Ulang {year}",
    "ulang": "Pilkada Ulang {year}",
}


def election_rows() -> Iterator[dict[str, Any]]:
    """Rows of `elections`, from the tagger's table."""
    for row in read_table("elections.csv", ("election", "family", "year", "vote")):
        name = _ELECTION_NAMES[row["family"]].format(year=row["year"])
        yield {
            "election_id": row["election"],
            "name": name,
            "kind": row["family"],
            "voting_date": row["vote"] or None,
        }


def region_rows() -> Iterator[dict[str, Any]]:
    """Rows of `regions`: 38 provinces, 514 kabupaten and kota."""
    for province in wilayah.list_wilayah():
        common = {"province_code": province.code, "province": province.name}
        yield {"region_code": province.code, "name": province.name, "level": "province", **common}
        for region in wilayah.list_wilayah(province.code):
            yield {"region_code": region.code, "name": region.name, "level": region.type, **common}


def outlet_rows(others: Mapping[str, OtherOutlet]) -> Iterator[dict[str, Any]]:
    """Rows of `outlets`: those with a file, then the others."""
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
    for ident, other in sorted(others.items()):
        if ident not in outlets:
            family = other.family
            yield {"outlet_id": ident, "name": other.name, "family": family, "aliases": [], "status": family}
