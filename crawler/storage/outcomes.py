"""What became of an address: the words of the ledger. docs/crawling.md explains each; a test compares the two."""

import difflib
from enum import StrEnum


class Outcome(StrEnum):
    """One word for what became of a URL. Those in `OPEN` are asked for again by the next run."""

    PENDING = "pending"  # seen, no answer yet: the run ended or the host rests
    FETCHED = "fetched"
    NOT_MODIFIED = "not_modified"
    DUPLICATE = "duplicate"  # same article under another address
    REDIRECTED = "redirected"  # the answer lies at another address, which has its own row
    ROBOTS = "robots"
    BLOCKED = "blocked"
    GONE = "gone"
    OFF_TOPIC = "off_topic"
    OUT_OF_RANGE = "out_of_range"
    OFFSITE = "offsite"
    REFUSED = "refused"  # we do not go there: private address, other scheme, too many redirects
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    NOT_ARTICLE = "not_article"
    ERROR = "error"


OPEN: frozenset[Outcome] = frozenset({Outcome.PENDING, Outcome.ERROR, Outcome.BLOCKED})


class OutcomeError(ValueError):
    """A word that is no outcome; the message names the nearest."""


def as_outcome(word: str) -> Outcome:
    """The outcome of that name. Raises OutcomeError, which names the nearest."""
    try:
        return Outcome(word)
    except ValueError:
        near = difflib.get_close_matches(word, list(Outcome), n=1, cutoff=0.0)[0]
        raise OutcomeError(f"unknown outcome {word!r}: did you mean {str(near)!r}?") from None
