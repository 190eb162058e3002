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


def _bare(url: str) -> str:
    """Without scheme and last slash, which do not make another address."""
    return url.partition("://")[2].rstrip("/")


@dataclass
class Intake:
    """What one run has seen. An article is asked for once, whatever surfaces and addresses show it."""

    wanted: Arguments
    ledger: LedgerWriter
    asked: dict[tuple[str, str], str] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)

    def take(self, candidate: Candidate, outlet: Outlet, source: str) -> str | None:
        """The address to fetch, or None: refused, a duplicate, or known from an earlier run (then seen again)."""
        from crawler.paging import fetch_url  # the extraction's; spiders without it could still be listed

        refusal = refuse(candidate, outlet, self.wanted)
        seen = urldefrag(candidate.url).url
        if refusal and refusal.outcome in _BY_ADDRESS:
            self.tell(seen, outlet, candidate.surface, refusal, source=source, candidate=candidate)
            return None
        canonical = canonical_url(candidate.url, outlet)
        url = fetch_url(canonical, outlet)
        key = (outlet.id, article_id(outlet.id, canonical, outlet))
        first = self.asked.get(key)
        other = first or url
        if _bare(seen) not in (_bare(other), _bare(canonical_url(other, outlet))):
            duplicate = Refusal(Outcome.DUPLICATE, f"the same article as {other}")
            self.tell(seen, outlet, candidate.surface, duplicate, source=source, candidate=candidate)
        if first is not None:
            return None
        if refusal:
            self.tell(url, outlet, candidate.surface, refusal, source=source, candidate=candidate)
            return None
        self.asked[key] = url
        self.ledger.seen(
            url,
            outlet=outlet.id,
            surface=candidate.surface,
            title=candidate.title,
            date=stamp(candidate.published, outlet),
            discovered_from=source,
        )
        return None if self.ledger.known(url, outlet=outlet.id) else url

    def take_page(self, url: str, outlet: Outlet, surface: str, article_url: str) -> bool:
        """Whether this further page of an article is to be fetched."""
        key = (outlet.id, url)
        if key in self.asked or not is_own(url, outlet):
            return False
        self.asked[key] = url
        self.ledger.seen(url, outlet=outlet.id, surface=surface, role="page", discovered_from=article_url)
        return not self.ledger.known(url, outlet=outlet.id)

    def tell(
        self,
        url: str,
        outlet: Outlet,
        surface: str,
        refusal: Refusal,
        *,
        role: str = "article",
        source: str | None = None,
        candidate: Candidate | None = None,
    ) -> None:
        """Tell the ledger why this address is not fetched; within a run the first word on an address counts."""
        if (outlet.id, url) in self.told:
            return
        self.told.add((outlet.id, url))
        self.ledger.seen(
            url,
            outlet=outlet.id,
            surface=surface,
            role=role,
            title=candidate.title if candidate else None,
            date=stamp(candidate.published, outlet) if candidate else None,
            discovered_from=source,
        )
        self.ledger.outcome(url, outcome=refusal.outcome, reason=refusal.reason, outlet=outlet.id)
