"""How much of its topic a focused crawl has found: the view topic_recall in words."""

from dataclasses import dataclass
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Recall:
    """Over all outlets. `share` of the topic found, `low` and `high` its 95 % interval (0 to 1; None: unknown), from
    `sample` articles of which `relevant` are on the topic."""

    share: float | None
    low: float | None
    high: float | None
    sample: int
    relevant: int

    @property
    def words(self) -> str:
        """One line for people."""
        if self.share is None or self.low is None or self.high is None:
            return f"topic: found share unknown (sample of {self.sample} articles, {self.relevant} on the topic)"
        return (
            f"topic: about {self.share:.0%} found ({self.low:.0%} to {self.high:.0%}; sample of {self.sample} articles, "
            f"{self.relevant} on the topic)"
        )


def topic_recall(file: Path) -> Recall | None:
    """The estimate of a published corpus; None where no crawl with a topic left anything out, where there is no corpus,
    and in one that an earlier version built."""
    import corpus

    if not file.is_file():
        return None
    with corpus.open(file) as opened:
        try:
            found = opened.connection.execute(
                "SELECT recall, recall_low, recall_high, sample_read, sample_relevant FROM topic_recall "
                "WHERE outlet_id IS NULL"
            ).fetchone()
        except duckdb.CatalogException:
            return None
    return Recall(*found) if found else None
