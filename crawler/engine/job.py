"""What a crawl's child process is told, and how it may end. Light: nothing of Scrapy is imported here."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import IntEnum


class ExitCode(IntEnum):
    """How a crawl ended."""

    OK = 0
    FAULT = 1  # a fault of ours, or the process was lost
    USAGE = 2  # unknown outlet, wrong date or setting: nothing was asked for
    PARTIAL = 3  # some outlets gave nothing; what the others gave is archived
    STORAGE = 4  # the disk is nearly full, full or read-only: the crawl stopped
    LOCKED = 5  # another crawl works in the same folder; nothing was asked for
    INTERRUPTED = 130  # Ctrl-C, SIGTERM: a clean stop; the next run goes on


@dataclass(frozen=True)
class Job:
    """What the child is to do, as JSON on its command line. `families`: by outlet; `log`: folder of the log files."""

    archive: str
    outlets: tuple[str, ...]
    families: Mapping[str, str]
    since: str | None = None
    until: str | None = None
    topic: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    now: str | None = None
    log: str | None = None

    def to_json(self) -> str:
        """The job as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Job":
        """Raises ValueError, TypeError on what is no job."""
        fields = json.loads(text)
        return cls(**{**fields, "outlets": tuple(fields["outlets"])})
