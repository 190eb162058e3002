"""The wordings of one article, from all pages of it that were ever fetched."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from corpus.records import PageRead, Revision
from crawler.article import Article

Join = Callable[[Sequence[Article]], Article]


def choose_address(
    pages: Sequence[PageRead], is_main: Callable[[str], bool]
) -> tuple[list[PageRead], list[PageRead]]:
    """The pages to read the article from, and its twins (AMP, mobile). Twins say the same in other markup: taken as
    revisions they would be changes that nobody made. Where only twins were fetched, those of one address count."""
    main = [page for page in pages if is_main(page.first_url)]
    if not main:
        best = min({page.first_url for page in pages}, key=lambda url: (len(url), url))
        main = [page for page in pages if page.first_url == best]
    chosen = {page.first_url for page in main}
    return main, [page for page in pages if page.first_url not in chosen]


def _visits(pages: Sequence[PageRead]) -> list[dict[int, PageRead]]:
    """Page number -> page, for each time that page 1 was fetched. A further page that was not fetched again is taken
    from before."""
    ordered = sorted(pages, key=lambda p: (p.fetched_at, p.article.page, p.warc_file, p.warc_offset))
    visits: list[dict[int, PageRead]] = []
    early: dict[int, PageRead] = {}
    for page in ordered:
        if page.article.page == 1:
            visits.append({1: page})
        elif visits:
            visits[-1][page.article.page] = page
        else:
            early[page.article.page] = page
    if not visits:
        return [early]
    known = early
    for visit in visits:
        for number, page in known.items():
            if number <= visit[1].article.pages:
                visit.setdefault(number, page)
        known = {**known, **visit}
    return visits


def _complete(visit: Mapping[int, PageRead]) -> bool:
    wanted = max(page.article.pages for page in visit.values())
    return all(number in visit for number in range(1, wanted + 1)) or any(
        page.article.pages_seen >= wanted for page in visit.values()
    )


def _joined(visit: Mapping[int, PageRead], join: Join) -> Revision:
    pages = tuple(visit[number] for number in sorted(visit))
    article = pages[0].article if len(pages) == 1 else join([page.article for page in pages])
    times = [page.fetched_at for page in pages]
    return Revision(article, pages, min(times), max(times))


def find_revisions(pages: Sequence[PageRead], join: Join) -> tuple[Revision, ...]:
    """The wordings, oldest first: one more wherever title, text or caption differ from the fetch before. A fetch that
    misses a page counts only where no whole one exists, else an interrupted crawl would look like a shorter text."""
    visits = _visits(pages)
    whole = [visit for visit in visits if _complete(visit)]
    found: list[Revision] = []
    for visit in whole or visits[-1:]:
        revision = _joined(visit, join)
        if found and found[-1].digest == revision.digest:
            found[-1] = replace(found[-1], last_fetched_at=revision.last_fetched_at)
        else:
            found.append(revision)
    return tuple(found)
