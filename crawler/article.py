"""The article: what extraction hands on."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Article:
    """One article as read from one or more stored pages; the fields of `netra extract`.

    `text`: paragraphs joined by newlines. `published`, `modified`: ISO 8601 with seconds and offset.
    `*_method`: which rule gave the value. `page`: the page this came from (1-based), `pages`: how many there are,
    `pages_seen`: how many are joined here. `problems`: named faults ("partial", "no_date", ...), never empty of meaning.
    """

    url: str | None
    title: str
    text: str
    outlet_id: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    published: str | None = None
    published_raw: str | None = None
    published_method: str | None = None
    modified: str | None = None
    dateline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    caption: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    initials: str | None = None
    source: str | None = None
    page: int = 1
    pages: int = 1
    pages_seen: int = 1
    next_page: str | None = None
    canonical_url: str | None = None
    layout: str | None = None
    method: str = "generic"
    problems: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The fields as plain JSON values (tuples become lists)."""
        return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(self).items()}


@dataclass(frozen=True)
class NotArticle:
    """Why a page gives no article: `reason` is one of the ledger's words ("not_article", "blocked", "empty",
    "too_large", "not_html", "broken"), `detail` says it in words."""

    reason: str
    detail: str
