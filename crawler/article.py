"""The article: what extraction hands on."""

from dataclasses import asdict, dataclass
from typing import Any

# Problems that say the text is not the article's, or not all of it: such a body is kept and named, never counted as good.
BAD_BODY = frozenset(("partial", "cut_off", "truncated", "paywall", "other_article", "disagreement"))


@dataclass(frozen=True)
class Article:
    """One article as read from one or more stored pages; the fields of `netra extract`.

    `text`: paragraphs joined by newlines. `published`, `modified`: ISO 8601 with seconds and offset.
    `*_method`: which rule gave the value. `page`: the page this came from (1-based), `pages`: how many there are,
    `pages_seen`: how many are joined here. `caption` is the first of `captions`;
    `signed_by`: the names of the byline that the initials stand for. `agreement`: how far outlet rules and
    the generic extractor gave the same text, 0 to 1, on the pages where both were asked (`crawler.catalogue.agreement`);
    else None. `problems`: named faults ("partial", "no_date", ...), see docs/extraction.md.
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
    captions: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    initials: str | None = None
    signed_by: tuple[str, ...] = ()
    source: str | None = None
    page: int = 1
    pages: int = 1
    pages_seen: int = 1
    next_page: str | None = None
    canonical_url: str | None = None
    layout: str | None = None
    method: str = "generic"
    agreement: float | None = None
    problems: tuple[str, ...] = ()

    @property
    def body_is_good(self) -> bool:
        """False where a named problem says that the text is incomplete or perhaps another's."""
        return not BAD_BODY.intersection(self.problems)

    def as_dict(self) -> dict[str, Any]:
        """The fields as plain JSON values (tuples become lists)."""
        return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(self).items()}


@dataclass(frozen=True)
class NotArticle:
    """Why a page gives no article: `reason` is one of the ledger's words ("not_article", "blocked", "empty",
    "too_large", "too_expensive", "not_html", "broken"), `detail` says it in words."""

    reason: str
    detail: str
