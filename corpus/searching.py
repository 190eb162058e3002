"""A search box's words: terms for BM25, phrases that must stand together."""

import re

from corpus.errors import UsageProblem

_PHRASE = re.compile(r'"([^"]*)"')


def parse_query(query: str) -> tuple[str, list[str]]:
    """All words of the query, and its phrases in lower case. Raises UsageProblem where there is no word."""
    phrases = [" ".join(found.lower().split()) for found in _PHRASE.findall(query)]
    terms = " ".join(re.findall(r"\w+", query))
    if not terms:
        raise UsageProblem(f"search {query!r}: expected at least one word")
    return terms, [phrase for phrase in phrases if phrase]
