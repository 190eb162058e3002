"""Do outlet rules and the generic extractor still read the same text? Compared on a sample of pages; the corpus sums it
up per outlet and week (view extraction_agreement), and a fall is a sign that the outlet changed its layout under rules
that go on yielding something."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from statistics import median

SHARE = 0.05  # of the pages that rules read; the generic path takes as long again
MIN_PAGES = 5  # fewer pages of a week say nothing
MIN_WEEKS = 3  # of before, to compare with
BEFORE = 8  # weeks
FALL = 0.1  # below the median of the weeks before
LOW = 0.7  # below this the rules are doubtful whatever was before


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """The agreement of an outlet in an ISO week: mean over `pages` pages, 0 to 1."""

    outlet_id: str
    year: int
    week: int
    pages: int
    agreement: float


def is_sampled(url: str | None, share: float = SHARE) -> bool:
    """Whether the page of this address is one of the sample: by a digest of the address without scheme and query, so
    that it is the same page in every build and worker."""
    if not url:
        return False
    name = url.split("://", 1)[-1].split("?")[0].split("#")[0].rstrip("/").lower()
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") < share * 2**64


def falls(weeks: Sequence[Week]) -> list[Week]:
    """The weeks in which an outlet's rules lost the generic extractor: below LOW, or FALL below the median of the up to
    BEFORE weeks with enough pages that stand before it. `weeks`: in any order."""
    out = []
    before: dict[str, list[float]] = defaultdict(list)
    for week in sorted(weeks):
        if week.pages < MIN_PAGES:
            continue
        known = before[week.outlet_id][-BEFORE:]
        fell = len(known) >= MIN_WEEKS and week.agreement < median(known) - FALL
        if week.agreement < LOW or fell:
            out.append(week)
        else:
            before[week.outlet_id].append(week.agreement)  # a fallen week is no standard for the next
    return out
