"""The second opinion: trafilatura on the tree we parsed, asked where the signs of our own extraction are bad."""

import logging
import re
from collections.abc import Sequence

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from crawler.extraction.dom import squeeze
from crawler.extraction.lines import Line, kind_of

# It warns about every page it gives up on; that is our caller's ledger reason, not a log line.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def second_paragraphs(tree: HtmlElement, url: str | None = None) -> list[str]:
    """Paragraphs by trafilatura in precision mode, its deduplication off (it makes results depend on page order),
    lines of furniture taken out by our own rules; [] where it finds nothing."""
    found = bare_extraction(
        tree,
        url=url,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        deduplicate=False,
        fast=True,
    )
    text = getattr(found, "text", None) or ""
    lines = (squeeze(line.lstrip("- ")) for line in text.split("\n"))
    return [line for line in lines if line and kind_of(line) is Line.TEXT]


def agreement(a: Sequence[str], b: Sequence[str]) -> float:
    """How far two texts are the same, 0 to 1: F1 over the sets of four-word shingles. Two empty texts agree."""
    one, two = shingles(a), shingles(b)
    if not one or not two:
        return 1.0 if not one and not two else 0.0
    return 2 * len(one & two) / (len(one) + len(two))


def shingles(paragraphs: Sequence[str]) -> set[tuple[str, ...]]:
    """The runs of four words in a text, lower case."""
    words = re.findall(r"\w+", " ".join(paragraphs).lower())
    return {tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))} if words else set()
