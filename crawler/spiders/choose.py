"""Which candidates are fetched, and for the others the ledger's word and reason."""

from dataclasses import dataclass
from datetime import date, datetime, time

from crawler.candidate import Candidate
from crawler.outlet import Outlet
from crawler.spiders.arguments import Arguments
from crawler.storage.outcomes import Outcome
from crawler.urls import is_article, is_own

MAX_URL_CHARS = 2000


@dataclass(frozen=True)
class Refusal:
    """Why a candidate is not fetched."""

    outcome: Outcome
    reason: str


def local_day(moment: datetime, outlet: Outlet) -> date:
    """The day in the outlet's zone."""
    return moment.astimezone(outlet.zone).date()


def stamp(moment: datetime | None, outlet: Outlet) -> str | None:
    """ISO 8601 with offset; the bare day where only the day is known (midnight)."""
    if moment is None:
        return None
    local = moment.astimezone(outlet.zone)
    return local.date().isoformat() if local.time() == time() else local.isoformat(timespec="seconds")


def refuse(candidate: Candidate, outlet: Outlet, wanted: Arguments) -> Refusal | None:
    """Why this candidate is not to be fetched; None: fetch it. An undated candidate is in range unless its sitemap's
    lastmod lies before `since`: published later than changed it cannot be."""
    if not is_own(candidate.url, outlet):
        return Refusal(Outcome.OFFSITE, f"no host of {outlet.id}")
    if not is_article(candidate.url, outlet):
        return Refusal(Outcome.NOT_ARTICLE, "the address has not the shape of an article")
    if len(candidate.url) > MAX_URL_CHARS:
        return Refusal(Outcome.REFUSED, f"an address of {len(candidate.url)} characters")
    latest = candidate.published or candidate.modified
    if wanted.since and latest and local_day(latest, outlet) < wanted.since:
        return Refusal(Outcome.OUT_OF_RANGE, f"{local_day(latest, outlet)} is before since={wanted.since}")
    if wanted.until and candidate.published and local_day(candidate.published, outlet) > wanted.until:
        day = local_day(candidate.published, outlet)
        return Refusal(Outcome.OUT_OF_RANGE, f"{day} is after until={wanted.until}")
    if wanted.topic and not wanted.topic.may_hold(candidate):
        return Refusal(Outcome.OFF_TOPIC, f"neither title nor teaser suggests {wanted.topic.name}")
    return None
