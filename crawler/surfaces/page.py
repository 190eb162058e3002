"""What one page of a surface gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.candidate import Candidate


@dataclass(frozen=True)
class SurfacePage:
    """`candidates` in the page's order; `next_urls`: further pages of the same surface, newest first; `modified`:
    the time a sitemap states for one of them; `problem`: why the page is not what it should be (None: it is).
    A page may have candidates and a problem."""

    candidates: tuple[Candidate, ...] = ()
    next_urls: tuple[str, ...] = ()
    problem: str | None = None
    modified: Mapping[str, datetime] = field(default_factory=dict)
