"""After a kill: what the archive has and the ledger has not heard of is taken over, so that nothing is asked for twice
and nothing that an answer leads to is forgotten."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crawler.engine.changes import change_of, iso
from crawler.outlet import Outlet
from crawler.storage.archive import Exchange, Position, read_archive_file
from crawler.storage.ledger import Change, Ledger
from crawler.storage.outcomes import Outcome

_STAMP = re.compile(r"\d{8}T\d{6}Z")  # a run's start, in its name and in those of its files


@dataclass
class Unread:
    """Up to where each WARC file is settled. An article's answer that its spider has not read yet (its further pages
    are not in the ledger) holds its file back: after a kill it is looked at again."""

    _held: dict[str, set[int]] = field(default_factory=dict)
    _ends: dict[str, int] = field(default_factory=dict)

    def add(self, position: Position, *, hold: bool) -> int:
        """An exchange was booked; up to which byte its file is settled now."""
        self._ends[position.file] = max(position.end, self._ends.get(position.file, 0))
        if hold:
            self._held.setdefault(position.file, set()).add(position.offset)
        return self._settled(position.file)

    def read(self, position: Position) -> int:
        """The spider has read the answer; up to which byte its file is settled now."""
        self._held.get(position.file, set()).discard(position.offset)
        return self._settled(position.file)

    def _settled(self, file: str) -> int:
        held = self._held.get(file)
        return min(held) if held else self._ends[file]


def further_pages(exchange: Exchange, outlet: Outlet | None) -> Iterator[Change]:
    """The other pages of an archived article, as its spider would have told them."""
    from crawler.paging import other_pages  # parses the page: needed after a kill alone

    if outlet is None or exchange.role != "article" or exchange.outcome != Outcome.FETCHED:
        return
    for address in other_pages(exchange.body, exchange.url, outlet):
        yield Change(
            outlet.id,
            address,
            iso(exchange.fetched_at),
            surface=exchange.surface,
            role="page",
            title=exchange.title,
            date=exchange.date,
            discovered_from=exchange.url,
        )


def tag_pages(exchange: Exchange, outlet: Outlet | None) -> Iterator[Change]:
    """The tag lists on any of our topics that an archived article of a crawl on a topic tells; the next crawl asks for
    those that suggest its own."""
    from crawler.spiders.topic import load_topics
    from crawler.surfaces.disway_listtag import tag_lists, tag_surface
    from crawler.surfaces.lists import read_html

    surface = tag_surface(outlet) if outlet is not None else None
    if outlet is None or surface is None or exchange.selection not in ("topic", "sample"):
        return
    page = read_html(exchange.body)
    lists = {} if isinstance(page, str) else tag_lists(page, exchange.url, outlet, surface)
    for address, words in lists.items():
        if any(topic.suggests(words) for topic in load_topics().values()):
            seen = iso(exchange.fetched_at)
            yield Change(outlet.id, address, seen, surface.name, "index", discovered_from=exchange.url)


def _lost_its_end(path: Path, accounted: int) -> bool:
    """Whether the file has less than the ledger accounts for: after a power cut it may be short, or end in zeros where
    the disk had its length and not yet its bytes (no gzip member ends so: its length stands there)."""
    if path.stat().st_size < accounted:
        return True
    with path.open("rb") as file:
        file.seek(max(0, accounted - 4))
        return accounted > 0 and not any(file.read(4))


def _take_back(folder: Path, ledger: Ledger) -> None:
    """Open again what a run noted that was cut off with the machine, and whose bytes never reached the disk."""
    stamps = {found[0] for run in ledger.cut_off_runs() if (found := _STAMP.search(run))}
    files = [path for stamp in sorted(stamps) for path in sorted(folder.glob(f"*-{stamp}-*.warc.gz"))]
    lost = [path for path in files if _lost_its_end(path, ledger.accounted(path.name))]
    for outlet in sorted({path.name.rsplit("-", 2)[0] for path in lost}):
        kept = {
            found.key
            for path in sorted(folder.glob(f"{outlet}-*.warc.gz"))
            for found in read_archive_file(path)
            if isinstance(found, Exchange)
        }
        ledger.reopen(outlet, kept, "its archived answer was lost with the machine")


def recover(folder: Path, ledger: Ledger, outlets: Callable[[], Mapping[str, Outlet]]) -> tuple[int, int]:
    """Take into the ledger what an interrupted run wrote to the archive and did not settle: (exchanges taken over,
    damaged records met). `outlets` is asked where there is such an article. Raises LedgerError, OSError."""
    taken = damaged = 0
    _take_back(folder, ledger)
    for path in sorted(folder.glob("*.warc.gz")):
        start, size = ledger.accounted(path.name), path.stat().st_size
        if size <= start:
            continue
        for found in read_archive_file(path, start):
            if not isinstance(found, Exchange):
                damaged += 1
                continue
            known = ledger.look(found.outlet_id, found.key)
            # an article that was asked for again is known, and this may be its later answer
            if known is None or not known.settled or iso(found.fetched_at) > (known.fetched_at or "9"):
                ledger.add(change_of(found))
                taken += 1
            if found.role == "article":
                outlet = outlets().get(found.outlet_id)
                for told in (*further_pages(found, outlet), *tag_pages(found, outlet)):
                    if ledger.row(told.outlet, told.url) is None:
                        ledger.add(told)
        ledger.account(path.name, size)
    ledger.flush()
    return taken, damaged
