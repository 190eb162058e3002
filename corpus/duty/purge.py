"""An article taken out of the archive: its own exchanges, the list pages and feeds that carry its words, its ledger rows.
What other articles' pages say of it is told, not touched."""

import html
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from corpus.duty import decisions, tombstones
from corpus.duty.tombstones import Tombstone, load_key
from corpus.errors import NothingThere
from corpus.gathering.accounting import PAGE_ROLES
from corpus.gathering.gather import extract, name_article, page_ref
from crawler.article import Article
from crawler.storage.archive import DamagedRecord, Exchange, read_archive
from crawler.storage.purge import Purged, forget, note, overwrite

_LEAST = 40
_TAG, _BLANK = re.compile(r"<!\[CDATA\[|\]\]>|<[^>]*>"), re.compile(r"\s+")


@dataclass
class Found:
    """What a purge would reach. `records`: WARC file -> offsets of responses; `lists`: of these, list pages and feeds
    that carry its words; `addresses`: (outlet, url) of its ledger rows; `elsewhere`: other articles' pages that carry
    its words, by address."""

    records: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    lists: int = 0
    addresses: set[tuple[str, str]] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)

    @property
    def exchanges(self) -> int:
        return sum(map(len, self.records.values()))


def plain_text(body: bytes) -> str:
    """The words of a page, feed or JSON answer in small letters, without markup: to look for other words in."""
    text = body.decode("utf-8", "replace")
    if text.lstrip()[:1] in ("{", "["):
        with suppress(ValueError):  # not JSON after all
            text = json.dumps(json.loads(text), ensure_ascii=False).replace("\\n", " ").replace('\\"', '"')
    for _ in range(2):  # feeds carry markup that is escaped
        text = html.unescape(_TAG.sub(" ", text))
    return _BLANK.sub(" ", text).lower()


def _needles(article: Article) -> set[str]:
    """Words of the article by which other records are known to carry it: its title and its longer lines."""
    pieces = [article.title, article.caption or "", article.deck or "", *article.text.split("\n")]
    found = {_BLANK.sub(" ", piece).strip().lower() for piece in pieces}
    return {piece for piece in found if len(piece) >= _LEAST} | (
        {_BLANK.sub(" ", article.title).strip().lower()} if len(article.title.split()) >= 4 else set()
    )


def _is_own(found: Exchange, tombstone: Tombstone, address: Callable[[str], str]) -> bool:
    if found.role not in PAGE_ROLES:
        return False
    rows = {found.key or found.url, found.url}
    if any(address(f"{found.outlet_id} {row}") in tombstone.addresses for row in rows):
        return True
    return name_article(found.outlet_id, found.article_url or found.url)[0] == tombstone.article_id


def find(archive: Path, tombstone: Tombstone, address: Callable[[str], str]) -> Found:
    """What of the archive a purge of the article reaches. Reads the archive twice. Raises OSError."""
    result, needles = Found(), set[str]()
    for one in read_archive(archive):
        if isinstance(one, DamagedRecord) or not _is_own(one, tombstone, address):
            continue
        result.records[one.warc_file].add(one.offset)
        result.addresses |= {(one.outlet_id, one.key or one.url), (one.outlet_id, one.url)}
        read = extract(page_ref(one), one.body) if 200 <= one.status < 300 else None
        if isinstance(read, Article):
            needles |= _needles(read)
        if one.title and len(one.title.split()) >= 4:
            needles.add(_BLANK.sub(" ", one.title).strip().lower())
    if not needles:
        return result
    for one in read_archive(archive):
        if isinstance(one, DamagedRecord) or one.offset in result.records.get(one.warc_file, ()):
            continue
        text = plain_text(one.body)
        if not any(needle in text for needle in needles):
            continue
        if one.role in PAGE_ROLES:
            result.elsewhere.add(one.url)
        else:
            result.records[one.warc_file].add(one.offset)
            result.lists += 1
    return result


def look(data: Path, target: str, *, now: datetime) -> Found:
    """What a purge would reach, without doing anything but making the key. Raises NothingThere."""
    made = decisions.article(data, target, by="", reason="", now=now)
    return find(data / "archive", made, load_key(data, create=True).of)


def purge(
    data: Path, target: str, *, by: str, reason: str, now: datetime, tell: Callable[[Purged], None] = lambda _: None
) -> tuple[Tombstone, Found]:
    """Take an article out of the archive for good, and out of every later build. First the tombstone, then the ledger,
    then the WARC files one by one: what is cut short is finished by doing it again. Raises NothingThere, LedgerError,
    OSError."""
    archive = data / "archive"
    made = decisions.article(data, target, by=by, reason=reason, now=now, purged=True)
    found = find(archive, made, load_key(data, create=True).of)
    if not found.exchanges:
        raise NothingThere(f"{target}: {archive} holds no exchange of it; `netra suppress article` leaves it out")
    tombstones.add(data, made)
    forget(archive, found.addresses, f"purged on {now:%Y-%m-%d}: never to be asked for again", lambda: now)
    for file, offsets in sorted(found.records.items()):
        done = overwrite(archive / file, offsets, {"purged": made.id}, now)
        note(archive, _entry(made, done))
        tell(done)
    decisions.withdraw(data)
    return made, found


def _entry(made: Tombstone, done: Purged) -> Mapping[str, object]:
    return {
        "at": made.at.isoformat(timespec="seconds"),
        "by": made.by,
        "reason": made.reason,
        "tombstone": made.id,
        "article_id": made.article_id,
        "file": done.file,
        "digest_before": done.before,
        "digest_after": done.after,
        "exchanges": done.exchanges,
    }


def listed(urls: Iterable[str], most: int = 20) -> list[str]:
    """Some of the addresses, in order."""
    return sorted(urls)[:most]
