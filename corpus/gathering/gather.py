"""Archive and ledger to articles: pages are read and joined, revisions found, addresses accounted for."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import InputError
from corpus.gathering.accounting import (
    PAGE_ROLES,
    date_fetch,
    from_archive,
    from_ledger,
    local_date,
    response_of,
    settle,
)
from corpus.gathering.revisions import choose_address, find_revisions
from corpus.gathering.spool import PageRef, Spool, stamp, to_response
from corpus.loading.cache import Cache, cache_key
from corpus.records import Collected, Collection, Fetch, Input, OtherOutlet, PageRead
from corpus.tagging.parallel import batched, ordered_map
from corpus.versions import extractor_key, outlet_digest
from crawler.article import Article, NotArticle
from crawler.extract import extract_page, join_pages
from crawler.outlet import Outlet, load_outlets
from crawler.storage.archive import DamagedRecord, Exchange, find_exchange, read_archive_file
from crawler.storage.ledger import LEDGER_FILE, read_ledger
from crawler.urls import article_id, canonical_url

BATCH = 32
# Depends on what else the machine does at the time: never taken over from an earlier build.
_PASSING = frozenset({"too_expensive"})


@dataclass(frozen=True)
class PageBytes:
    """A page to be read, with its body."""

    page: PageRef
    body: bytes


def extract_batch(batch: Sequence[PageBytes]) -> list[Article | NotArticle]:
    """Read pages, in order."""
    return [extract(one.page, one.body) for one in batch]


def extract(page: PageRef, body: bytes) -> Article | NotArticle:
    """Read one page."""
    if page.problem is not None:
        return NotArticle("broken", page.problem)  # half a page would be a shorter article
    return extract_page(
        body,
        page.url,
        load_outlets().get(page.outlet),
        content_type=page.content_type,
        fetched_at=datetime.fromisoformat(page.fetched_at),
    )


def page_ref(exchange: Exchange) -> PageRef:
    """What a build keeps of an exchange that may be a page."""
    found = response_of(exchange)
    return PageRef(
        outlet=found.outlet_id,
        row=found.row,
        url=found.url,
        first_url=found.first_url,
        fetched_at=stamp(found.fetched_at),
        status=found.status,
        file=found.warc_file,
        at=found.offset,
        digest=found.digest,
        content_type=exchange.header("content-type"),
        problem=exchange.problem,
    )


def file_digest(path: Path) -> str:
    """sha256:... of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return f"sha256:{digest.hexdigest()}"


def _index(path: Path, tick: Callable[[], None]) -> dict[str, Any]:
    """What a WARC file holds, without the bodies."""
    index: dict[str, Any] = {"records": [], "damaged": []}
    for found in read_archive_file(path):
        tick()
        if isinstance(found, DamagedRecord):
            index["damaged"].append([found.offset, found.reason])
            continue
        response = response_of(found)
        entry = {"response": {**asdict(response), "fetched_at": stamp(response.fetched_at)}}
        if response.role in PAGE_ROLES and 200 <= response.status < 300:
            entry["page"] = asdict(page_ref(found))
        index["records"].append(entry)
    return index


def _read_indexes(folder: Path, collection: Collection, spool: Spool, cache: Cache, tick: Callable[[], None]) -> None:
    """All answers of the archive into the spool; a file that an earlier build indexed is not read again."""
    for path in sorted(folder.glob("*.warc.gz")):
        digest = file_digest(path)
        key = cache_key("index", path.name, digest, extractor_key())
        index = cache.get(key)
        if index is None:
            index = _index(path, tick)
            cache.put(key, index)
        for entry in index["records"]:
            spool.keep_last(to_response(entry["response"]))
            if "page" in entry:
                spool.add_page(PageRef(**entry["page"]))
        collection.damaged.extend((path.name, at, reason) for at, reason in index["damaged"])
        collection.inputs.append(Input(path.name, "warc", path.stat().st_size, digest, len(index["records"])))


def _key(page: PageRef, outlets: dict[str, str]) -> bytes:
    """Of the result of reading a page: all that `extract` is given."""
    if page.outlet not in outlets:
        outlets[page.outlet] = outlet_digest(load_outlets().get(page.outlet))
    told = (
        page.outlet,
        outlets[page.outlet],
        page.url,
        page.digest,
        page.content_type,
        page.fetched_at,
        page.problem,
    )
    return cache_key("page", extractor_key(), *told)


def to_json(result: Article | NotArticle) -> dict[str, Any]:
    """A result as the cache holds it."""
    return {"not": [result.reason, result.detail]} if isinstance(result, NotArticle) else result.as_dict()


def from_json(value: dict[str, Any]) -> Article | NotArticle:
    """A result from the cache."""
    if "not" in value:
        return NotArticle(*value["not"])
    fields: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in value.items()}
    return Article(**fields)


def _body(folder: Path, page: PageRef) -> bytes:
    """Raises InputError where the file has changed since it was indexed."""
    found = find_exchange(folder, page.file, page.at)
    if isinstance(found, DamagedRecord) or found.digest != page.digest:
        raise InputError(
            f"{folder / page.file}: the record at byte {page.at} changed while the build ran; run it again"
        )
    return found.body


def _read_pages(
    folder: Path,
    collection: Collection,
    spool: Spool,
    cache: Cache,
    executor: Executor | None,
    tick: Callable[[], None],
) -> None:
    """Every different page is read, here or by an earlier build: afterwards the cache holds all results."""
    digests: dict[str, str] = {}
    waiting: deque[tuple[int, bytes]] = deque()

    def unread() -> Iterator[PageBytes]:
        for content, page in spool.contents():
            key = _key(page, digests)
            known = cache.get(key)
            if known is None:
                waiting.append((content, key))
                yield PageBytes(page, _body(folder, page))
            else:
                result = from_json(known)
                spool.add_result(content, key, result if isinstance(result, NotArticle) else None)
                collection.reused["pages"] += 1

    for batch in ordered_map(extract_batch, batched(unread(), BATCH), executor):
        for result in batch:
            tick()
            content, key = waiting.popleft()
            refused = result if isinstance(result, NotArticle) else None
            cache.put(key, to_json(result), keep=refused is None or refused.reason not in _PASSING)
            spool.add_result(content, key, refused)
            collection.made["pages"] += 1


def _is_main(outlet: Outlet | None, url: str) -> bool:
    """Whether the address is the article's own (any slug), not an AMP or mobile twin of it."""
    if outlet is None:
        return True
    own, given = urlsplit(canonical_url(url, outlet)), urlsplit(url)
    return (own.netloc, own.path.rstrip("/")) == (given.netloc, given.path.rstrip("/"))


def name_article(outlet_id: str, first_url: str) -> tuple[str, str]:
    """(article id, canonical address) of the article whose first page has this address."""
    outlet = load_outlets().get(outlet_id)
    canonical = canonical_url(first_url, outlet) if outlet else first_url
    return article_id(outlet_id, canonical), canonical


def read_all(
    folder: Path,
    collection: Collection,
    spool: Spool,
    cache: Cache,
    executor: Executor | None,
    tick: Callable[[], None],
) -> None:
    """Read an archive folder and its ledger into spool and cache. `tick` is called for each record and page that is
    read anew. Raises OSError."""
    _read_indexes(folder, collection, spool, cache, tick)
    _read_pages(folder, collection, spool, cache, executor, tick)
    spool.name_articles(name_article)
    if (folder / LEDGER_FILE).is_file():
        digest, rows = sha256(), 0
        for row in read_ledger(folder):
            digest.update(("\n" if rows else "").encode() + repr(row).encode())
            spool.add_ledger(row.outlet, row.url)
            rows += 1
        size = (folder / LEDGER_FILE).stat().st_size
        collection.inputs.append(Input(LEDGER_FILE, "ledger", size, f"sha256:{digest.hexdigest()}", rows))


def page_read(page: PageRef, article: Article) -> PageRead:
    """A page with what it was read as."""
    time = datetime.fromisoformat(page.fetched_at)
    return PageRead(
        page.outlet, page.url, page.row, page.first_url, time, page.status, page.file, page.at, page.digest, article
    )


def assemble(outlet_id: str, ident: str, canonical: str, pages: Sequence[PageRead]) -> tuple[Collected, set[str]]:
    """An article from all its pages that were ever fetched, and the rows of those that it was read from (the others are
    twins)."""
    outlet = load_outlets().get(outlet_id)
    chosen, _ = choose_address(pages, partial(_is_main, outlet))
    revisions = find_revisions(chosen, join_pages)
    day = local_date(revisions[-1].article.published, outlet)
    return Collected(ident, outlet_id, canonical, "archive", revisions, day), {page.row for page in chosen}


def archive_articles(spool: Spool, cache: Cache) -> Iterator[Collected]:
    """The articles of the archive, one at a time, by outlet and id; the spool learns which address gave which."""
    for (outlet_id, ident, canonical), group in groupby(spool.groups(), key=lambda found: found[:3]):
        pages = []
        for *_, key, page in group:
            article = from_json(cache.get(key))
            assert isinstance(article, Article)  # spool.groups leaves the others out
            pages.append(page_read(page, article))
        one, own = assemble(outlet_id, ident, canonical, pages)
        spool.set_day(ident, one.published_date)
        for row in {page.row for page in pages}:
            spool.add_address(outlet_id, row, ident, row not in own)
        yield one


def archive_fetches(folder: Path, collection: Collection, spool: Spool, built: datetime) -> Iterator[Fetch]:
    """Rows of `fetches` of ledger and archive, when all articles are known."""
    outlets = load_outlets()
    if (folder / LEDGER_FILE).is_file():
        for row in read_ledger(folder):
            yield _settled(from_ledger(row, outlets.get(row.outlet)), collection, spool, built)
    for response in spool.unledgered():
        yield _settled(from_archive(response, outlets.get(response.outlet_id)), collection, spool, built)


def _settled(fetch: Fetch, collection: Collection, spool: Spool, built: datetime) -> Fetch:
    key, outlet = (fetch.outlet_id, fetch.url), load_outlets().get(fetch.outlet_id)
    if outlet is None:
        collection.other_outlets.setdefault(fetch.outlet_id, OtherOutlet(fetch.outlet_id, "unknown"))
    found = spool.article_of(*key)
    ident, twin, day = found or (None, False, None)
    settle(fetch, spool.response(*key), spool.refusal(*key), {key: ident} if ident else {}, {key} if twin else ())
    date_fetch(fetch, day, outlet, built)
    return fetch
