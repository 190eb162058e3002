"""The state of one walk over one list of one outlet: how far it is, and when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from crawler.candidate import Candidate
from crawler.outlet import Outlet, Surface
from crawler.spiders.choose import local_day
from crawler.surfaces.page import SurfacePage
from crawler.surfaces.requests import day_of, previous_day
from crawler.urls import is_article

MAX_FAULTS = 3  # in a row: then the surface has changed or its host is gone, and the walk ends
MAX_OLD = 3  # articles older than `since` in a row, where the list shows no dates
MAX_EMPTY_DAYS = 30  # in a row, when no `since` says where to stop: the beginning of the archive
MAX_DEPTH = 4  # sitemaps in sitemaps
CAUGHT_UP = 2  # pages in a row with nothing that the last complete walk had not met: what lies behind is known
UNCHANGED = timedelta(days=1)  # a sitemap or a day's list so old at the last complete walk has not changed since
MAX_SHOWN = 5000  # addresses that a page is compared with, to notice that a site repeats its pages


@dataclass
class Walk:
    """`open`: pages asked and not yet answered; `found`: article addresses; `failed`: a page was missing or not what
    it should be, so that a fallback is worth asking; `passed`: the surface lies before `since` from here on. Of earlier
    walks: `covered`: when the last one that answers this question ended well (ISO, UTC); `conditional`: none was cut
    off since, so that pages may be asked for "if changed"; `counts`: this walk takes that one's place when it ends
    well; `caught_up`: the rest is known from then."""

    outlet: Outlet
    surface: Surface
    since: date | None = None
    section: str = ""
    covered: str | None = None
    conditional: bool = False
    counts: bool = False
    caught_up: bool = False
    open: int = 0
    found: int = 0
    failed: bool = False
    passed: bool = False
    asked: set[str] = field(default_factory=set)
    shown: dict[str, None] = field(default_factory=dict)
    faults: int = 0
    old: int = 0
    empty: int = 0
    stale: int = 0

    @property
    def done(self) -> bool:
        return self.open == 0 and bool(self.asked)

    @property
    def wants_help(self) -> bool:
        """Whether the fallbacks are to be asked."""
        return self.failed or not self.found

    def fault(self) -> bool:
        """Note a page that failed; whether the walk ends here."""
        self.failed = True
        self.faults += 1
        return self.faults >= MAX_FAULTS

    def aged(self, published: date | None) -> None:
        """Note the day of a fetched article whose list showed none; one that does not say its day changes nothing."""
        if published is None or self.since is None:
            return
        self.old = self.old + 1 if published < self.since else 0
        if self.old >= MAX_OLD and self.surface.kind != "sitemap":
            self.passed = True

    def _all_shown(self, candidates: Sequence[Candidate]) -> bool:
        """Whether this page repeats entries of earlier ones: sites do so behind their last page."""
        if self.surface.kind == "sitemap":
            return False  # each file is asked for once, and a large one is not to be kept
        addresses = dict.fromkeys(entry.url for entry in candidates)
        repeated = bool(addresses) and addresses.keys() <= self.shown.keys()
        self.shown.update(addresses)
        while len(self.shown) > MAX_SHOWN:
            del self.shown[next(iter(self.shown))]
        return repeated

    def _ends_before_since(self, candidates: Sequence[Candidate]) -> bool:
        """Lists are newest first, so the last dated entry tells; a pinned old one at the top does not."""
        dated = [entry.published for entry in candidates if entry.published]
        return bool(self.since and dated and local_day(dated[-1], self.outlet) < self.since)

    def unchanged(self, modified: datetime | None) -> bool:
        """Whether a sitemap of that date is as the last complete walk met it."""
        return bool(modified and self.covered and modified < datetime.fromisoformat(self.covered) - UNCHANGED)

    def _knows(self, candidates: Sequence[Candidate], url: str, news: int) -> bool:
        """Whether what lies behind this page is known: lists are newest first, so after two pages without anything
        new, or at a day that was over when the last complete walk ended."""
        if self.covered is None or self.surface.kind == "sitemap":
            return False
        day = day_of(url, self.surface)
        over = local_day(datetime.fromisoformat(self.covered) - UNCHANGED, self.outlet)
        if day is not None and day < over and not news:
            return True
        if candidates:
            self.stale = 0 if news else self.stale + 1
        return self.stale >= CAUGHT_UP

    def note(self, page: SurfacePage, url: str, news: int = 0) -> tuple[str, ...]:
        """Take in one answered page; the pages to ask next, newest first, without those already asked. A dated index
        goes on with the day before where a page repeats itself or fails. `news`: candidates that no complete walk has
        met."""
        self.found += sum(is_article(entry.url, self.outlet) for entry in page.candidates)
        following = page.next_urls
        if self._all_shown(page.candidates):
            before = previous_day(url, self.outlet, self.surface)
            following = (before,) if before else ()
        if page.problem is None:
            self.faults = 0
        elif self.fault():
            return ()
        self.caught_up = self.caught_up or self._knows(page.candidates, url, news)
        if self._over(page.candidates, url) or self.caught_up:
            return ()
        return self.next_of(following)

    def next_of(self, addresses: Sequence[str]) -> tuple[str, ...]:
        """Those not yet asked and not before `since`."""
        return tuple(address for address in addresses if self._worth(address))

    def _over(self, candidates: Sequence[Candidate], url: str) -> bool:
        if self.passed or self.surface.kind == "sitemap":
            return self.passed
        if day_of(url, self.surface) is None:
            self.passed = self._ends_before_since(candidates)
        elif self.since is None:
            self.empty = 0 if candidates else self.empty + 1
            self.passed = self.empty >= MAX_EMPTY_DAYS
        return self.passed

    def _worth(self, address: str) -> bool:
        day = day_of(address, self.surface)
        if day is not None and self.since is not None and day < self.since:
            self.passed = True
            return False
        return address not in self.asked
