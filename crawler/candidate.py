"""An address that a surface shows: perhaps an article."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of an index page, feed or sitemap. `published` is aware where the surface gives a zone or the
    outlet's zone applies (midnight where only the day is known); None where the surface gives no date. `modified`:
    when it was last changed (a sitemap's lastmod, a feed's updated), so an upper bound of `published`. `summary` is
    the feed's teaser, if any."""

    url: str
    surface: str
    title: str | None = None
    published: datetime | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()
    modified: datetime | None = None
