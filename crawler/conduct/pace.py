"""A common pace for hosts that are one machine or one owner: sixty sites of a network are sixty hosts, each with its own
pause, and together many requests a second."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Pace:
    """When each group may be asked next. `monotonic`: seconds."""

    monotonic: Callable[[], float]
    _next: dict[str, float] = field(default_factory=dict, init=False)

    def claim(self, group: str, delay_s: float) -> float:
        """Take the group's next turn; seconds until it comes. Turns are `delay_s` seconds apart."""
        now = self.monotonic()
        turn = max(now, self._next.get(group, now))
        self._next[group] = turn + delay_s
        return turn - now
