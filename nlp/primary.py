"""The one region where the story happens (codebook: primary_region)."""

from collections import Counter
from collections.abc import Sequence

from nlp.document import Document
from nlp.records import RegionMention


def primary_region(document: Document, mentions: Sequence[RegionMention]) -> str | None:
    """The code of the place where the story happens; None for a national story."""
    del document
    counts = Counter(m.code for m in mentions)
    return counts.most_common(1)[0][0] if counts else None
