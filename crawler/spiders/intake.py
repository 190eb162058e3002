"""Candidates come in, addresses to ask for go out; everything else is told to the ledger with its reason."""

from dataclasses import dataclass, field
from urllib.parse import urldefrag

from crawler.candidate import Candidate
from crawler.ledger import LedgerWriter
from crawler.outcomes import Outcome
from crawler.outlet import Outlet
from crawler.spiders.arguments import Arguments
from crawler.spiders.choose import Refusal, refuse, stamp
from crawler.urls import article_id, canonical_url, is_own

# Refusals about the address itself: it is told as it was seen, having no canonical form worth a row.
_BY_ADDRESS = (Outcome.OFFSITE, Outcome.NOT_ARTICLE, Outcome.REFUSED)
_BY_QUESTION = (Outcome.OUT_OF_RANGE, Outcome.OFF_TOPIC)
_BEHIND = Refusal(Outcome.OUT_OF_RANGE, "listed behind articles older than since")


@dataclass
class Intake:
    """What one run has seen. An article is asked for once, whatever surfaces and addresses show it. `asked`: the
    first address of each article and page; `settled`: fetched or known; `told`: addresses with a refusal."""

    wanted: Arguments
    ledger: LedgerWriter
    asked: dict[tuple[str, str], str] = field(default_factory=dict)
    settled: set[tuple[str, str]] = field(default_factory=set)
    told: set[tuple[str, str]] = field(default_factory=set)

    def take(self, candidate: Candidate, outlet: Outlet, source: str, *, passed: bool = False) -> str | None:
        """The address to fetch, or None: refused, a duplicate, or known from an earlier run (then seen again).
        `passed`: the list is known to be older than `since` from here on, which settles undated candidates."""
        from crawler.paging import fetch_url  # the extraction's; spiders without it could still be listed

        refusal = refuse(candidate, outlet, self.wanted)
        if refusal is None and passed and candidate.published is None:
            refusal = _BEHIND
        if refusal and refusal.outcome in _BY_ADDRESS:
            seen = urldefrag(candidate.url).url
            self.tell(seen, outlet, refusal, surface=candidate.surface, source=source, candidate=candidate)
            return None
        canonical = canonical_url(candidate.url, outlet)
        key = (outlet.id, article_id(outlet.id, canonical, outlet))
        first = self.asked.setdefault(key, canonical)
        if canonical != first:
            duplicate = Refusal(Outcome.DUPLICATE, f"the same article as {first}")
            self.tell(canonical, outlet, duplicate, surface=candidate.surface, source=source, candidate=candidate)
        if key in self.settled:
            return None
        url: str = fetch_url(first, outlet)
        self._see(url, outlet, candidate.surface, source=source, candidate=candidate)
        if self.ledger.known(url, outlet=outlet.id):
            self.settled.add(key)  # before the refusal: this run's question does not overwrite an earlier answer
            return None
        if refusal:  # not settled: a surface that shows more (a tag list) may bring it back
            self.tell(url, outlet, refusal, surface=candidate.surface, source=source, candidate=candidate)
            return None
        self.settled.add(key)
        return url

    def _see(
        self,
        url: str,
        outlet: Outlet,
        surface: str,
        *,
        role: str = "article",
        source: str | None = None,
        candidate: Candidate | None = None,
    ) -> None:
        self.ledger.seen(
            url,
            outlet=outlet.id,
            surface=surface,
            role=role,
            title=candidate.title if candidate else None,
            date=stamp(candidate.published, outlet) if candidate else None,
            discovered_from=source,
        )

    def take_page(self, url: str, outlet: Outlet, surface: str, article_url: str) -> bool:
        """Whether this further page of an article is to be fetched."""
        key = (outlet.id, url)
        if key in self.asked or not is_own(url, outlet):
            return False
        self.asked[key] = url
        self._see(url, outlet, surface, role="page", source=article_url)
        return not self.ledger.known(url, outlet=outlet.id)

    def tell(
        self,
        url: str,
        outlet: Outlet,
        refusal: Refusal,
        *,
        surface: str,
        role: str = "article",
        source: str | None = None,
        candidate: Candidate | None = None,
    ) -> None:
        """Tell the ledger why this address is not fetched; within a run the first word on an address counts."""
        if (outlet.id, url) in self.told:
            return
        self.told.add((outlet.id, url))
        self._see(url, outlet, surface, role=role, source=source, candidate=candidate)
        # out of range or off topic is about this run's question: another run may want the article
        again = True if refusal.outcome in _BY_QUESTION else None
        self.ledger.outcome(url, outcome=refusal.outcome, reason=refusal.reason, outlet=outlet.id, retry=again)
