"""Archive and ledger to articles: pages are read and joined, revisions found, addresses accounted for."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from corpus.accounting import (
    PAGE_ROLES,
    Key,
    Response,
    date_fetch,
    from_archive,
    from_ledger,
    local_date,
    response_of,
    settle,
)
from corpus.parallel import batched, ordered_map
from corpus.records import Collected, Collection, Fetch, Input, OtherOutlet, PageRead
from corpus.revisions import choose_address, find_revisions
from crawler.archive import DamagedRecord, Exchange, read_archive
from crawler.article import Article, NotArticle
from crawler.extract import extract_page, join_pages
from crawler.ledger import LEDGER_FILE, LedgerRow, read_ledger
from crawler.outlet import Outlet, load_outlets
from crawler.urls import article_id, canonical_url

BATCH = 32


def _extract_batch(batch: Sequence[Exchange]) -> list[Article | NotArticle]:
    return [_extract(exchange) for exchange in batch]


def _extract(exchange: Exchange) -> Article | NotArticle:
    if exchange.problem is not None:
        return NotArticle("broken", exchange.problem)  # half a page would be a shorter article
    return extract_page(
        exchange.body,
        exchange.url,
        load_outlets().get(exchange.outlet_id),
        content_type=exchange.header("content-type"),
        fetched_at=exchange.fetched_at,
    )


class _Archive:
    """One pass over the archive: what answered, what it was read as, what is damaged."""

    def __init__(self, folder: Path, collection: Collection) -> None:
        self.folder = folder
        self.collection = collection
        self.latest: dict[Key, Response] = {}
        self.results: dict[Key, Article | NotArticle] = {}
        self.pages: list[tuple[Response, tuple[str, str, str]]] = []
        self.records: dict[str, int] = defaultdict(int)

    def _new_pages(self, tick: Callable[[], None]) -> Iterator[tuple[tuple[str, str, str], Exchange]]:
        """Pages to read; the same bytes at the same address are read once."""
        known: set[tuple[str, str, str]] = set()
        for found in read_archive(self.folder):
            tick()
            if isinstance(found, DamagedRecord):
                self.collection.damaged.append((found.warc_file, found.offset, found.reason))
                continue
            self.records[found.warc_file] += 1
            response = response_of(found)
            self._keep_last(response)
            if response.role in PAGE_ROLES and 200 <= response.status < 300:
                content = (response.outlet_id, response.url, response.digest)
                self.pages.append((response, content))
                if content not in known:
                    known.add(content)
                    yield content, found

    def _keep_last(self, response: Response) -> None:
        """The answer that the row of fetches shows: the last one, a page before a redirect or an error."""
        key = (response.outlet_id, response.row)
        known = self.latest.get(key)
        rank = (200 <= response.status < 300, response.fetched_at)
        if known is None or (200 <= known.status < 300, known.fetched_at) <= rank:
            self.latest[key] = response

    def read(self, executor: Executor | None, tick: Callable[[], None]) -> list[PageRead]:
        """Every archived page that is a page of an article; the others' reasons stay in `results`."""
        contents: dict[tuple[str, str, str], Article | NotArticle] = {}
        order: list[tuple[str, str, str]] = []

        def exchanges() -> Iterator[Exchange]:
            for content, exchange in self._new_pages(tick):
                order.append(content)
                yield exchange

        done = 0
        for batch in ordered_map(_extract_batch, batched(exchanges(), BATCH), executor):
            for result in batch:
                contents[order[done]] = result
                done += 1
        read = []
        for response, content in self.pages:
            result = contents[content]
            key = (response.outlet_id, response.row)
            # A block notice that came later must not hide the article that was read before.
            if isinstance(result, Article) or not isinstance(self.results.get(key), Article):
                self.results[key] = result
            if isinstance(result, Article):
                read.append(
                    PageRead(
                        response.outlet_id,
                        response.url,
                        response.row,
                        response.first_url,
                        response.fetched_at,
                        response.status,
                        response.warc_file,
                        response.offset,
                        response.digest,
                        result,
                    )
                )
        return read


def _is_main(outlet: Outlet | None, url: str) -> bool:
    """Whether the address is the article's own (any slug), not an AMP or mobile twin of it."""
    if outlet is None:
        return True
    own, given = urlsplit(canonical_url(url, outlet)), urlsplit(url)
    return (own.netloc, own.path.rstrip("/")) == (given.netloc, given.path.rstrip("/"))


def _collect(pages: Sequence[PageRead], collection: Collection) -> tuple[dict[Key, str], set[Key]]:
    """Group pages by article into the collection. Returns the article of each address, and which are twins."""
    outlets = load_outlets()
    groups: dict[tuple[str, str], list[PageRead]] = defaultdict(list)
    addresses: dict[tuple[str, str], str] = {}
    for page in pages:
        outlet = outlets.get(page.outlet_id)
        canonical = canonical_url(page.first_url, outlet) if outlet else page.first_url
        ident = article_id(page.outlet_id, canonical)
        group = (page.outlet_id, ident)
        groups[group].append(page)
        # Disway: one article under several slugs; the first in the alphabet names it, whatever the order of fetching
        addresses[group] = min(addresses.get(group, canonical), canonical)
    article_of: dict[Key, str] = {}
    twins: set[Key] = set()
    for group in sorted(groups):
        outlet_id, ident = group
        outlet = outlets.get(outlet_id)
        chosen, others = choose_address(groups[group], partial(_is_main, outlet))
        revisions = find_revisions(chosen, join_pages)
        day = local_date(revisions[-1].article.published, outlet)
        collection.articles.append(Collected(ident, outlet_id, addresses[group], "archive", revisions, day))
        article_of.update({(outlet_id, page.row): ident for page in groups[group]})
        own = {page.row for page in chosen}
        twins.update({(outlet_id, page.row) for page in others if page.row not in own})
    return article_of, twins


def _ledger(folder: Path, collection: Collection) -> list[LedgerRow]:
    if not (folder / LEDGER_FILE).is_file():
        return []
    rows = list(read_ledger(folder))
    digest = sha256("\n".join(map(repr, rows)).encode()).hexdigest()
    size = (folder / LEDGER_FILE).stat().st_size
    collection.inputs.append(Input(LEDGER_FILE, "ledger", size, f"sha256:{digest}", len(rows)))
    return rows


def _file_digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return f"sha256:{digest.hexdigest()}"


def gather(
    folder: Path, collection: Collection, executor: Executor | None, built: datetime, tick: Callable[[], None]
) -> None:
    """Add all that an archive folder holds to the collection. `tick` is called for each record. Raises OSError."""
    archive = _Archive(folder, collection)
    pages = archive.read(executor, tick)
    for path in sorted(folder.glob("*.warc.gz")):
        records = archive.records[path.name]
        collection.inputs.append(Input(path.name, "warc", path.stat().st_size, _file_digest(path), records))
    article_of, twins = _collect(pages, collection)
    published = {one.article_id: one.published_date for one in collection.articles}
    outlets = load_outlets()
    fetches: dict[Key, Fetch] = {}
    for row in _ledger(folder, collection):
        fetches[(row.outlet, row.url)] = from_ledger(row, outlets.get(row.outlet))
    for key, response in archive.latest.items():
        if key not in fetches:
            fetches[key] = from_archive(response, outlets.get(response.outlet_id))
    for key in sorted(fetches):
        fetch, outlet = fetches[key], outlets.get(key[0])
        if outlet is None:
            collection.other_outlets.setdefault(key[0], OtherOutlet(key[0], "unknown"))
        settle(fetch, archive.latest.get(key), archive.results.get(key), article_of, twins)
        date_fetch(fetch, published.get(fetch.article_id or ""), outlet, built)
        collection.fetches.append(fetch)
