"""The pages of one article put together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler.article import Article
from crawler.extraction.titles import fold_title


def join_pages(pages: Sequence[Article]) -> Article:
    """One article out of its pages, in the order of their page numbers, each page once; metadata from the first.
    A page that repeats all earlier text (?page=all) stands for all of them. Missing pages: problem "partial", with
    `pages_seen` saying how many there are. Raises ValueError without pages."""
    if not pages:
        raise ValueError("join_pages: expected at least one page")
    ordered: dict[int, Article] = {}
    for page in pages:
        kept = ordered.get(page.page)
        if kept is None or len(page.text) > len(kept.text):
            ordered[page.page] = page
    numbers = sorted(ordered)
    first = ordered[numbers[0]]
    total = max([page.pages for page in ordered.values()] + numbers)
    paragraphs: list[str] = []
    seen: set[str] = set()
    for number in numbers:
        for text in ordered[number].text.split("\n"):
            key = fold_title(text)
            if len(key) > 45 and key in seen:
                continue
            seen.add(key)
            paragraphs.append(text)
    problems = [name for page in ordered.values() for name in page.problems if name != "partial"]
    whole = first.pages_seen >= total or len(numbers) >= total
    if not whole:
        problems.append("partial")
    merged = [first, *(ordered[number] for number in numbers[1:])]
    return replace(
        first,
        text="\n".join(paragraphs),
        authors=_union(page.authors for page in merged),
        editors=_union(page.editors for page in merged),
        contributors=_union(page.contributors for page in merged),
        tags=_union(page.tags for page in merged),
        initials=next((page.initials for page in reversed(merged) if page.initials), None),
        signed_by=_union(page.signed_by for page in merged),
        captions=_union(page.captions for page in merged),
        agreement=min((page.agreement for page in merged if page.agreement is not None), default=None),
        source=next((page.source for page in merged if page.source), None),
        published=next((page.published for page in merged if page.published), None),
        modified=max((page.modified for page in merged if page.modified), default=None),
        page=numbers[0],
        pages=total,
        pages_seen=total if whole else len(numbers),
        next_page=ordered[numbers[-1]].next_page if not whole else None,
        problems=tuple(dict.fromkeys(problems)),
    )


def _union(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for value in values for item in value))
