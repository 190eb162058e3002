"""Candidates come in, addresses to ask for go out; everything else is told to the ledger with its reason."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urldefrag

from crawler.candidate import Candidate
from crawler.outlet import Outlet
from crawler.spiders.arguments import Arguments
from crawler.spiders.choose import Refusal, refuse, stamp
from crawler.spiders.seen import Met, Seen
from crawler.storage.ledger import LedgerWriter
from crawler.storage.ledger_walks import Known
from crawler.storage.outcomes import Outcome
from crawler.urls import article_id, canonical_url, is_own

logger = logging.getLogger(__name__)

# Refusals about the address itself: it is told as it was seen, having no canonical form worth a row.
_BY_ADDRESS = (Outcome.OFFSITE, Outcome.NOT_ARTICLE, Outcome.REFUSED)
_BY_QUESTION = (Outcome.OUT_OF_RANGE, Outcome.OFF_TOPIC)
_BEHIND = Refusal(Outcome.OUT_OF_RANGE, "listed behind articles older than since")
# A list that says of most of its articles that they were changed since we have them stamps its own time on them.
_MANY_EDITS = 10
_MAX_FETCHES = 12  # of one article that is edited again and again
_NO_CLOCK = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Taken:
    """What became of a candidate. `url`: the address to ask for, None: it is not asked for; `again`: it is in the
    archive, and was edited since; `news`: no walk that ended well has met it; `selection`: why it is asked for."""

    url: str | None = None
    again: bool = False
    news: bool = False
    selection: str | None = None


@dataclass
class Intake:
    """What one run has seen. An article is asked for once, whatever surfaces and addresses show it. `now`: start of
    the run."""

    wanted: Arguments
    ledger: LedgerWriter
    now: datetime = _NO_CLOCK
    seen: Seen = field(default_factory=Seen)

    def take(
        self,
        candidate: Candidate,
        outlet: Outlet,
        source: str,
        *,
        passed: bool = False,
        covered: str | None = None,
        edited: bool = False,
    ) -> Taken:
        """Whether to fetch it: not what is refused, a duplicate, or known from an earlier run (unless `edited`).
        `passed`: the list is known to be older than `since` from here on, which settles undated candidates.
        `covered`: when a walk over this list last came to its end."""
        from crawler.paging import fetch_url  # the extraction's; spiders without it could still be listed

        refusal = refuse(candidate, outlet, self.wanted)
        if refusal is None and passed and candidate.published is None:
            refusal = _BEHIND
        if refusal and refusal.outcome in _BY_ADDRESS:
            seen = urldefrag(candidate.url).url
            self.tell(seen, outlet, refusal, surface=candidate.surface, source=source, candidate=candidate)
            return Taken()
        canonical = canonical_url(candidate.url, outlet)
        ident = article_id(outlet.id, canonical, outlet)
        met = self.seen.get(outlet.id, ident)
        url: str = fetch_url(met.first if met else canonical, outlet)
        known = None if met and met.settled else self.ledger.look(url, outlet=outlet.id)
        new = met is None
        if met is None:
            met = Met(canonical, known.first_seen if known else None)
        elif canonical != met.first:
            duplicate = Refusal(Outcome.DUPLICATE, f"the same article as {met.first}")
            self.tell(canonical, outlet, duplicate, surface=candidate.surface, source=source, candidate=candidate)
        news = met.first_seen is None or (covered is not None and met.first_seen > covered)
        sampled = refusal is not None and refusal.outcome is Outcome.OFF_TOPIC and self.wanted.sample.takes(met.first)
        selection = "sample" if sampled else "topic" if self.wanted.topic else "all"
        if met.settled:
            if met.sampled and selection == "topic" and refusal is None:  # another surface shows that it is on topic
                self._see(url, outlet, candidate.surface, source=source, selection="topic")
            return Taken(news=news)
        settled = known is not None and known.settled
        again = settled and edited and (refusal is None or refusal.outcome is Outcome.OFF_TOPIC)
        asked = again or (not settled and (refusal is None or sampled))
        why = selection if asked and not again else None
        self._see(
            url,
            outlet,
            candidate.surface,
            source=source,
            candidate=candidate,
            selection=why,
        )
        if settled or asked:  # settled: this run's question does not overwrite an earlier answer
            self.seen.put(outlet.id, ident, replace(met, settled=True, sampled=sampled))
            return Taken(url if asked else None, again, news, why)
        if new:
            self.seen.put(outlet.id, ident, met)
        if refusal:  # not settled: a surface that shows more (a tag list) may bring it back
            self.tell(url, outlet, refusal, surface=candidate.surface, source=source, candidate=candidate)
        return Taken(news=news)

    def edited(self, candidates: Iterable[Candidate], outlet: Outlet, covered: str | None) -> frozenset[str]:
        """Addresses of those that the archive has, and that this page says were changed since we fetched them. None
        of a page that says so of most: it states the time at which the list was made, not that of an edit. `covered`:
        when a walk over the list last came to its end; edits long before that it has met."""
        from crawler.paging import fetch_url

        if covered is None:
            return frozenset()
        dated = edits = 0
        found: set[str] = set()
        oldest = datetime.fromisoformat(covered) - timedelta(days=1)
        for candidate in candidates:
            if candidate.modified is None or candidate.modified < oldest or not is_own(candidate.url, outlet):
                continue
            known = self.ledger.look(fetch_url(canonical_url(candidate.url, outlet), outlet), outlet=outlet.id)
            if known is None or known.outcome != Outcome.FETCHED:
                continue
            dated += 1
            if self._was_edited(candidate.modified, known):
                edits += 1
                found.add(candidate.url)
        if edits >= _MANY_EDITS and edits > dated / 2:
            logger.warning(
                "%s: a list says that %d of %d articles changed since; not believed", outlet.id, edits, dated
            )
            return frozenset()
        return frozenset(found)

    def _was_edited(self, modified: datetime, known: Known) -> bool:
        fetched = datetime.fromisoformat(known.fetched_at or known.first_seen)  # ledgers of before lack the former
        in_time = fetched < modified <= max(self.now, fetched) + timedelta(days=1)
        return in_time and known.attempts < _MAX_FETCHES

    def _see(
        self,
        url: str,
        outlet: Outlet,
        surface: str,
        *,
        role: str = "article",
        source: str | None = None,
        candidate: Candidate | None = None,
        selection: str | None = None,
    ) -> None:
        self.ledger.seen(
            url,
            outlet=outlet.id,
            surface=surface,
            role=role,
            title=candidate.title if candidate else None,
            date=stamp(candidate.published, outlet) if candidate else None,
            discovered_from=source,
            selection=selection,
        )

    def take_page(self, url: str, outlet: Outlet, surface: str, article_url: str, *, again: bool = False) -> bool:
        """Whether this further page of an article is to be fetched; `again`: even if the archive has it."""
        if not is_own(url, outlet) or self.seen.get(outlet.id, url) is not None:
            return False
        self.seen.put(outlet.id, url, Met(url, settled=True))
        self._see(url, outlet, surface, role="page", source=article_url)
        return again or not self.ledger.known(url, outlet=outlet.id)

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
        if not self.seen.first_word(outlet.id, url):
            return
        self._see(url, outlet, surface, role=role, source=source, candidate=candidate)
        # out of range or off topic is about this run's question: another run may want the article
        again = True if refusal.outcome in _BY_QUESTION else None
        self.ledger.outcome(url, outcome=refusal.outcome, reason=refusal.reason, outlet=outlet.id, retry=again)
