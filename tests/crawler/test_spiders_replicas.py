"""The spiders on the seven replica portals, called as functions: every article is found, by surfaces alone."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from portals.address import address, old_path_of
from portals.assemble import Options, handlers
from portals.piece import Piece, load_pieces
from portals.web import Handler, request_for
from spider_drive import Answer, FakeLedger, make, run

from crawler.outlet import Outlet, find_outlet
from crawler.spiders.base import SPIDERS, OutletSpider
from crawler.spiders.portal import PortalSpider
from crawler.spiders.radar import RadarSpider
from crawler.spiders.tribun import TribunSpider
from crawler.urls import article_id, canonical_url

BY_NAME: dict[str, type[OutletSpider]] = {one.name: one for one in (TribunSpider, RadarSpider, PortalSpider)}
SEVEN = (
    "tribun-jateng",
    "tribun-pantura",
    "eranasional",
    "diswayjogja",
    "radar-brebes",
    "radar-tegal",
    "riauantara",
)
AGENT = "Mozilla/5.0 (compatible; netra/0.1; +https://example.org/netra)"


def site(by_host: dict[str, Handler]) -> Callable[[str], Answer]:
    def respond(url: str) -> Answer:
        handler = by_host.get(urlsplit(url).hostname or "")
        if handler is None:
            return 502, b"", {}
        answer = handler(request_for(url, AGENT))
        return answer.status, answer.body * answer.repeat, {key.lower(): value for key, value in answer.headers}

    return respond


@pytest.fixture(scope="module")
def pieces() -> dict[str, list[Piece]]:
    found: dict[str, list[Piece]] = {}
    for piece in load_pieces().values():
        found.setdefault(piece.outlet, []).append(piece)
    return found


def identity(url: str, outlet: Outlet) -> str:
    return article_id(outlet.id, canonical_url(url, outlet), outlet)


def unfetched(pieces: list[Piece], outlet: Outlet, ledger: FakeLedger) -> list[str]:
    """Articles that a crawl can get and did not: those that refuse our agent (403) are left out; one that has moved
    may be listed under its old address."""
    fetched = {identity(url, outlet) for url, row in ledger.rows.items() if row["outcome"] == "fetched"}
    missing = []
    for piece in pieces:
        old = old_path_of(piece)
        addresses = [address(piece), *([f"https://{outlet.host}{old}"] if old else [])]
        if not piece.refused and fetched.isdisjoint(identity(url, outlet) for url in addresses):
            missing.append(piece.key)
    return missing


@pytest.mark.parametrize("outlet_id", SEVEN)
def test_every_article_of_a_replica_is_found(outlet_id: str, pieces: dict[str, list[Piece]]) -> None:
    outlet = find_outlet(outlet_id)
    spider = BY_NAME[SPIDERS[outlet.family]]
    drive = run(make(spider, FakeLedger(), outlet=outlet_id), site(handlers()))
    assert not unfetched(pieces[outlet_id], outlet, drive.ledger)
    assert drive.ledger.count()["pending"] == 0


@pytest.mark.parametrize("outlet_id", ["tribun-pantura", "radar-brebes", "riauantara"])
def test_a_range_is_kept_and_everything_outside_has_a_reason(outlet_id: str, pieces: dict[str, list[Piece]]) -> None:
    outlet = find_outlet(outlet_id)
    drive = run(
        make(BY_NAME[SPIDERS[outlet.family]], FakeLedger(), outlet=outlet_id, since="2024-10-01", until="2024-10-31"),
        site(handlers()),
    )
    inside = [
        piece
        for piece in pieces[outlet_id]
        if "2024-10-01" <= piece.published.astimezone(outlet.zone).date().isoformat() <= "2024-10-31"
    ]
    assert inside
    assert not unfetched(inside, outlet, drive.ledger)
    outcomes = drive.ledger.count()
    assert set(outcomes) <= {"fetched", "out_of_range", "gone", "duplicate", "blocked"}
    assert outcomes["fetched"] < len(pieces[outlet_id])


@pytest.mark.parametrize("outlet_id", SEVEN)
def test_hostile_pages_do_not_stop_a_walk(outlet_id: str, pieces: dict[str, list[Piece]]) -> None:
    outlet = find_outlet(outlet_id)
    drive = run(
        make(BY_NAME[SPIDERS[outlet.family]], FakeLedger(), outlet=outlet_id), site(handlers(Options(hostile=True)))
    )
    assert not unfetched(pieces[outlet_id], outlet, drive.ledger)
