"""What the ledger remembers of each list: which question its last walk answered, whether it came to its end, and when.

A later walk may stop where it meets what an earlier one saw, and may ask "has this changed?", only behind a walk that
ended well and answered the same question or a wider one: else a list of which half was read would look like a known one.
"""

from dataclasses import dataclass

WALKS_SCHEMA = """
CREATE TABLE IF NOT EXISTS walks (
    outlet TEXT NOT NULL, surface TEXT NOT NULL, section TEXT NOT NULL,
    since TEXT, until TEXT, topic TEXT, complete INTEGER NOT NULL, covered TEXT,
    PRIMARY KEY (outlet, surface, section)
) WITHOUT ROWID;
"""
WalkKey = tuple[str, str, str]
"""Outlet id, name of the surface, section ("" where it has none)."""


@dataclass(frozen=True)
class Question:
    """What a crawl asks for: first and last day (ISO) and topic; None: no bound, no topic."""

    since: str | None = None
    until: str | None = None
    topic: str | None = None

    def covers(self, other: "Question") -> bool:
        """Whether whoever answered this has answered the other too."""
        from_the_start = self.since is None or (other.since is not None and other.since >= self.since)
        to_the_end = self.until is None or (other.until is not None and other.until <= self.until)
        return from_the_start and to_the_end and self.topic in (None, other.topic)


@dataclass(frozen=True)
class WalkState:
    """`complete`: the last walk came to its end; `covered`: when the last that did ended (ISO, UTC), None: none did,
    with this question."""

    question: Question
    complete: bool
    covered: str | None

    def holds_for(self, question: Question) -> bool:
        """Whether the last walk that ended well has met all that this question is about, as it was then."""
        return self.covered is not None and self.question.covers(question)

    def goes_on_with(self, question: Question) -> bool:
        """Whether a walk with this question leaves no gap between what was covered and today, so that both together
        answer the wider one."""
        same = (question.until, question.topic) == (self.question.until, self.question.topic)
        return same and (question.since is None or question.since <= (self.covered or "")[:10])


def next_state(before: WalkState | None, question: Question, now: str, *, complete: bool) -> WalkState | None:
    """The state when a walk with this question begins or has ended well; None: as before, since it answers a narrower
    question, and of what lies beside that it says nothing."""
    if before is None or not before.holds_for(question):
        return WalkState(question, complete, now if complete else None)
    if not before.goes_on_with(question):
        return None
    return WalkState(before.question, complete, now if complete else before.covered)


@dataclass(frozen=True)
class Known:
    """What the ledger has on an address before it is told more. `settled`: not to be asked for again by itself;
    `first_seen`, `fetched_at`: ISO, UTC; the latter: when the answer came that the archive has, None: none."""

    settled: bool
    outcome: str
    first_seen: str
    fetched_at: str | None
    attempts: int
