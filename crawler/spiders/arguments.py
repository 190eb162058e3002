"""The arguments of a spider (`-a outlet=... -a since=...`), read and checked."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crawler.outlet import Outlet, OutletError, find_outlet
from crawler.spiders.sample import NO_SAMPLE, Sample
from crawler.spiders.topic import Topic, TopicError, find_topic
from crawler.storage.ledger_walks import Question

NAMES = ("outlet", "since", "until", "topic")
NO_TOPIC = "none"  # the same as saying nothing: everything is taken


class ArgumentError(ValueError):
    """A spider argument is wrong; the message names it, says what was expected and, for a name, the nearest."""


@dataclass(frozen=True)
class Arguments:
    """What to crawl: outlets, first and last day (both included, in the outlet's zone), the topic (None: all), and of
    what is off topic a sample."""

    outlets: tuple[Outlet, ...]
    since: date | None = None
    until: date | None = None
    topic: Topic | None = None
    sample: Sample = NO_SAMPLE

    @property
    def question(self) -> Question:
        """As the ledger remembers it. Other words of a topic or another sample are another question: what the one
        left out, the other may want."""
        first, last = (day.isoformat() if day else None for day in (self.since, self.until))
        topic = f"{self.topic.fingerprint} {self.sample.share} {self.sample.seed}" if self.topic else None
        return Question(first, last, topic)


def _day(name: str, value: str | date | None) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise ArgumentError(f"{name}: expected a day such as 2024-08-01, got {value!r}") from error


def _outlets(
    value: str | None, families: Sequence[str], spiders: Mapping[str, str], known: Mapping[str, Outlet]
) -> tuple[Outlet, ...]:
    own = {key: outlet for key, outlet in known.items() if outlet.family in families}
    if not value:
        return tuple(outlet for outlet in own.values() if outlet.status == "active")
    found: dict[str, Outlet] = {}
    for name in (part.strip() for part in value.split(",")):
        try:
            outlet = find_outlet(name, known)
        except OutletError as error:
            raise ArgumentError(f"outlet: {error}") from error
        if outlet.family not in families:
            right = spiders.get(outlet.family, "another")
            raise ArgumentError(f"outlet: {name} is of family {outlet.family}: use the spider {right!r}")
        found[name] = outlet
    return tuple(found.values())


def read_arguments(
    families: Sequence[str],
    spiders: Mapping[str, str],
    known: Mapping[str, Outlet],
    *,
    outlet: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    topic: str | None = None,
    sample: Sample = NO_SAMPLE,
    unknown: Mapping[str, object] | None = None,
) -> Arguments:
    """Check the arguments as Scrapy hands them over. `families`: those of the spider; `spiders`: family -> spider.
    Several outlets are separated by commas; none means all active ones of the families. Raises ArgumentError."""
    for name in unknown or {}:
        near = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.0)[0]
        raise ArgumentError(f"unknown argument {name!r}: did you mean {near!r}? Known are {', '.join(NAMES)}.")
    first, last = _day("since", since), _day("until", until)
    if first and last and first > last:
        raise ArgumentError(f"since: expected a day not after until={last.isoformat()}, got {first.isoformat()}")
    try:
        wanted = find_topic(topic) if topic and topic != NO_TOPIC else None
    except TopicError as error:
        raise ArgumentError(f"topic: {error}") from error
    return Arguments(_outlets(outlet, families, spiders, known), first, last, wanted, sample)
