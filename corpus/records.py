"""What lies between the archive (or an imported file) and the tables."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from crawler.article import Article

_WORD = re.compile(r"\w+")


def text_digest(title: str, text: str, caption: str | None) -> str:
    """sha256:... that tells one wording from another."""
    return "sha256:" + sha256("\x1f".join((title, text, caption or "")).encode("utf-8")).hexdigest()


def captions_of(article: Article) -> str | None:
    """All captions of an article, one a line, the main photo's first; None where there is none. Without `captions` what
    `caption` holds: an article out of a corpus has them joined there."""
    return "\n".join(caption.replace("\n", " ") for caption in article.captions) or article.caption or None


@dataclass(frozen=True)
class PageRead:
    """One archived response that was read as a page of an article, and where it lies."""

    outlet_id: str
    url: str
    row: str
    first_url: str
    fetched_at: datetime
    http_status: int
    warc_file: str
    warc_offset: int
    digest: str
    article: Article


@dataclass(frozen=True)
class Revision:
    """One wording of an article, joined from its pages; times None for an import."""

    article: Article
    pages: tuple[PageRead, ...]
    first_fetched_at: datetime | None
    last_fetched_at: datetime | None

    @property
    def digest(self) -> str:
        return text_digest(self.article.title, self.article.text, captions_of(self.article))


@dataclass(frozen=True)
class Collected:
    """One article with its revisions, oldest first; the last is current."""

    article_id: str
    outlet_id: str
    url: str | None
    origin: str
    revisions: tuple[Revision, ...]
    published_date: date | None

    @property
    def current(self) -> Article:
        return self.revisions[-1].article


@dataclass
class Fetch:
    """One row of `fetches` in the making; the fields are its columns."""

    outlet_id: str
    url: str
    role: str
    outcome: str
    surface: str | None = None
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    listed_title: str | None = None
    listed_date: date | None = None
    crawl_outcome: str | None = None
    crawl_reason: str | None = None
    reason: str | None = None
    attempts: int | None = None
    answered: bool = False
    http_status: int | None = None
    bytes: int | None = None
    digest: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    final_url: str | None = None
    selection: str | None = None
    article_id: str | None = None
    day: date | None = None
    day_from: str | None = None


@dataclass(frozen=True)
class Input:
    """One file that a build read: name, kind (warc, ledger, import), size, digest, records."""

    file: str
    kind: str
    bytes: int
    digest: str
    records: int


@dataclass(frozen=True)
class OtherOutlet:
    """An outlet without an outlet file. `family`: imported (from a file of texts), or unknown (the archive names it)."""

    name: str
    family: str


@dataclass
class Collection:
    """What a build notes beside articles and fetches. `problems` are lines for the user (file, line, what is wrong)."""

    damaged: list[tuple[str, int, str]] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    other_outlets: dict[str, OtherOutlet] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    skipped: int = 0
    made: Counter[str] = field(default_factory=Counter)
    """Pages read and articles tagged in this build."""
    reused: Counter[str] = field(default_factory=Counter)
    """Those taken over from an earlier one."""


def plain(value: Any) -> Any:
    """Dates and times as ISO text, tuples as lists: what JSON can hold."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def article_row(one: Collected, extractor: str, topic: str | None, region: str | None, tagger: str | None,
                failure: str | None) -> dict[str, Any]:  # fmt: skip
    """The row of `articles`."""
    a = one.current
    problems = [*a.problems, *([f"tagging_failed: {failure}"] if failure else [])]
    return {
        "article_id": one.article_id,
        "outlet_id": one.outlet_id,
        "revision": len(one.revisions),
        "url": one.url,
        "title": a.title,
        "text": a.text,
        "caption": captions_of(a),
        "kicker": a.kicker,
        "deck": a.deck,
        "published_at": a.published if a.published and "T" in a.published else None,
        "published_date": plain(one.published_date),
        "published_raw": a.published_raw,
        "published_method": a.published_method,
        "modified_at": a.modified,
        "authors": a.authors,
        "editors": a.editors,
        "contributors": a.contributors,
        "initials": a.initials,
        "dateline": a.dateline,
        "section": a.section,
        "tags": a.tags,
        "source": a.source,
        "pages": a.pages,
        "pages_seen": a.pages_seen,
        "words": len(_WORD.findall(a.title)) + len(_WORD.findall(a.text)),
        "topic": topic,
        "primary_region_code": region,
        "problems": problems,
        "origin": one.origin,
        "first_fetched_at": plain(one.revisions[0].first_fetched_at),
        "last_fetched_at": plain(one.revisions[-1].last_fetched_at),
        "text_digest": one.revisions[-1].digest,
        "layout": a.layout,
        "extraction_method": a.method,
        "agreement": a.agreement,
        "extractor": extractor,
        "tagger": tagger,
    }


def revision_rows(one: Collected) -> list[dict[str, Any]]:
    """The rows of `article_revisions`; the current one's text stands in `articles` alone."""
    last = len(one.revisions)
    return [
        {
            "article_id": one.article_id,
            "revision": number,
            "is_current": number == last,
            "first_fetched_at": plain(revision.first_fetched_at),
            "last_fetched_at": plain(revision.last_fetched_at),
            "text_digest": revision.digest,
            "title": revision.article.title,
            "text": None if number == last else revision.article.text,
            "caption": None if number == last else captions_of(revision.article),
        }
        for number, revision in enumerate(one.revisions, start=1)
    ]


def page_rows(one: Collected) -> list[dict[str, Any]]:
    """The rows of `article_pages`."""
    return [
        {
            "article_id": one.article_id,
            "revision": number,
            "page": page.article.page,
            "url": page.url,
            "fetched_at": page.fetched_at.isoformat(),
            "http_status": page.http_status,
            "warc_file": page.warc_file,
            "warc_offset": page.warc_offset,
            "digest": page.digest,
        }
        for number, revision in enumerate(one.revisions, start=1)
        for page in revision.pages
    ]
