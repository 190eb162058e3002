"""Articles tagged and staged: from the cache where the same tagger saw the same text, else by the tagger."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import partial

from corpus.errors import TaggerError
from corpus.loading.cache import Cache, cache_key
from corpus.loading.staging import Staging
from corpus.records import Collected, Collection, article_row, captions_of, page_rows, plain, revision_rows
from corpus.tagging.batches import BATCH, Tagged, TagInput, tag_batch
from corpus.tagging.parallel import batched, ordered_map
from corpus.versions import extractor_version, tagger_key
from nlp.learned.ner import Engine

# A tagger that fails on more than this share is broken: its corpus must not replace a good one.
MAX_FAILURES = 0.5


@dataclass
class Tagging:
    """What came of it: the tagger's version ("": no article), articles done, and on how many it failed."""

    tagger: str = ""
    done: int = 0
    failures: int = 0


def tag_input(one: Collected) -> TagInput:
    """What the tagger is given of an article."""
    a = one.current
    return TagInput(one.article_id, a.title, a.text, plain(one.published_date), one.outlet_id, captions_of(a))


def stage_article(one: Collected, result: Tagged, staging: Staging) -> None:
    """All rows of one article."""
    row = article_row(one, extractor_version(), result.topic, result.primary_region, result.tagger, result.failure)
    staging.add("articles", [{key: plain(value) for key, value in row.items()}])
    staging.add("article_revisions", revision_rows(one))
    staging.add("article_pages", page_rows(one))
    for table, lines in result.lines.items():
        staging.add_lines(table, lines)


def tag_all(
    articles: Iterable[Collected],
    collection: Collection,
    staging: Staging,
    cache: Cache,
    engines: Sequence[Engine],
    executor: Executor | None,
    tick: Callable[[int], None],
) -> Tagging:
    """Tag and stage all articles; no more of them are held than the workers are busy with. Raises TaggerError where
    the tagger fails on most."""
    tagging, maker = Tagging(), tagger_key(tuple(engines))
    waiting: deque[tuple[Collected, bytes]] = deque()

    def take(one: Collected, result: Tagged) -> None:
        stage_article(one, result, staging)
        tagging.done += 1
        tagging.tagger = result.tagger or tagging.tagger
        if result.failure:
            tagging.failures += 1
            where = one.url or one.article_id
            collection.problems.append(f"{where}: the tagger failed: {result.failure}; kept without tags")
        tick(tagging.done)

    def untagged() -> Iterator[TagInput]:
        for one in articles:
            given = tag_input(one)
            key = cache_key("tags", maker, *asdict(given).values())
            if (known := cache.get(key)) is not None:
                collection.reused["articles"] += 1
                take(one, Tagged(**known))
            else:
                waiting.append((one, key))
                yield given

    for batch in ordered_map(partial(tag_batch, engines=engines), batched(untagged(), BATCH), executor):
        for result in batch:
            one, key = waiting.popleft()
            collection.made["articles"] += 1
            if not result.failure:  # a failure may pass: it is tried again
                cache.put(key, asdict(result))
            take(one, result)
    if tagging.failures > tagging.done * MAX_FAILURES:
        raise TaggerError(
            f"the tagger failed on {tagging.failures} of {tagging.done} articles, so nothing is published; "
            f"the last one: {collection.problems[-1]}"
        )
    return tagging
