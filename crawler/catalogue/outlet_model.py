"""The outlet model: what a TOML file in `outlets/` and `families/` may say. `crawler.outlet` reads the files."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from crawler.catalogue.outlet_values import (
    Address,
    DateForm,
    Host,
    Month,
    NameForm,
    Offset,
    Regex,
    Region,
    Selector,
    Selectors,
    SurfaceUrl,
    Zone,
)

SurfaceKind = Literal[
    "tribun_index",
    "promedia_index",
    "sitemap",
    "rss",
    "disway_kategori",
    "disway_listtag",
    "wordpress_rest",
    "blogger_feed",
]
# Kinds that show the articles of one day, and go on with the day before.
DAY_KINDS: tuple[SurfaceKind, ...] = ("tribun_index", "promedia_index")
HTML_KINDS: tuple[SurfaceKind, ...] = (*DAY_KINDS, "disway_kategori", "disway_listtag")
# What the address of a surface must hold for its pages to be told apart.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "tribun_index": ("date", "page"),
    "promedia_index": ("date", "page"),
    "disway_kategori": ("section", "offset"),
    "disway_listtag": ("section", "offset"),
    "wordpress_rest": ("page", "per_page"),
    "blogger_feed": ("start", "per_page"),
}


class OutletError(ValueError):
    """An outlet file is wrong or an outlet is unknown; the message names file, key and what was expected."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Surface(_Strict):
    """Where addresses are found. `url` holds placeholders (see PLACEHOLDERS); a query parameter whose value is empty
    is left out. `entry`, `link`, `date`: selectors of an HTML list (entry, and inside it the link and the time).
    `sections` of a disway_listtag may be empty: tags that suggest the topic are then taken from the articles.
    `max_pages`: pages asked at most (tribun_index: a day; sitemap: files). `fallback`: asked only when the surfaces
    before it yield nothing or fail."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    kind: SurfaceKind
    url: SurfaceUrl
    sections: tuple[str, ...] = ()
    per_page: int = Field(default=0, ge=0)
    max_pages: int = Field(default=10, ge=1)
    fallback: bool = False
    entry: Selectors = ()
    link: Selectors = ()
    date: Selectors = ()

    @model_validator(mode="after")
    def _complete(self) -> "Surface":
        for name in NEEDED.get(self.kind, ()):
            if "{" + name + "}" not in self.url:
                raise ValueError(f"url: kind {self.kind} expects {{{name}}} in it, got {self.url!r}")
            if name == "section" and not self.sections and self.kind != "disway_listtag":
                raise ValueError(f"sections: kind {self.kind} expects at least one")
            if name in ("offset", "per_page") and not self.per_page:
                raise ValueError(f"per_page: kind {self.kind} expects a number above 0")
        if self.kind in HTML_KINDS and not (self.entry and self.link):
            raise ValueError(f"entry, link: kind {self.kind} expects the selectors of its list")
        return self


class Layout(_Strict):
    """Selectors of one layout era. `marker` must match for the layout to apply; layouts stand newest first and the
    first that applies wins. In a list of selectors the first that yields something wins. Selectors are CSS as parsel
    reads it: `::attr(name)` takes an attribute, otherwise the text of the element. `drop` is removed from the body.
    `total_pages`: an element whose text ends in the number of pages."""

    name: str
    valid_from: date | None = None
    valid_until: date | None = None
    marker: Selector
    title: Selectors = Field(min_length=1)
    body: Selectors = Field(min_length=1)
    drop: Selectors = ()
    published: Selectors = ()
    byline: Selectors = ()
    authors: Selectors = ()
    editors: Selectors = ()
    kicker: Selectors = ()
    deck: Selectors = ()
    caption: Selectors = ()
    tags: Selectors = ()
    section: Selectors = ()
    source: Selectors = ()
    page_links: Selectors = ()
    total_pages: Selectors = ()

    @model_validator(mode="after")
    def _order(self) -> "Layout":
        if self.valid_from and self.valid_until and self.valid_from > self.valid_until:
            raise ValueError("valid_until: expected a date not before valid_from")
        return self


class Paging(_Strict):
    """How the pages of one article are addressed. `query`: ?page=N; `path`: /N/; `link`: as the page's own links say;
    `none`. `all_pages`: the value that gives the whole text in one response ("all"), where the family has one."""

    style: Literal["none", "query", "path", "link"] = "none"
    all_pages: str | None = None


NameOfGroup = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
Share = Annotated[float, Field(gt=0, le=1)]


class Expect(_Strict):
    """What a healthy outlet gives. `per_day`: least and most articles on a day; the others: least share of its
    articles that have a body, a time of publication, a reporter, a dateline. None: nothing is expected."""

    per_day: tuple[int, int] | None = None
    body: Share | None = None
    published: Share | None = None
    author: Share | None = None
    dateline: Share | None = None

    @model_validator(mode="after")
    def _order(self) -> "Expect":
        if self.per_day and not 0 <= self.per_day[0] <= self.per_day[1]:
            raise ValueError(f"per_day: expected the least and the most articles a day, got {list(self.per_day)}")
        return self


class Outlet(_Strict):
    """One outlet. `hosts[0]` is the canonical host; `aliases` serve the same articles (AMP, mobile, old domain).
    `article_urls`, `other_urls` are searched in the URL's path and query, the latter first; lines and forms are
    searched in a stripped line, ignoring case for `drop_lines`, `end_lines`, `byline_lines`, `not_authors` only.
    `delay_group`: outlets whose hosts are one machine or one owner's; all of them together are asked once in
    `group_delay_s` seconds.
    `compare`: nobody has seen this site's pages, so its selectors are believed only where a generic extractor agrees.
    `tdm`: whether text and data mining is reserved; "unknown" where nobody looked."""

    id: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
    name: str = Field(min_length=1)
    family: str
    hosts: tuple[Host, ...] = Field(min_length=1)
    aliases: tuple[Host, ...] = ()
    brands: tuple[str, ...] = ()
    timezone: Zone
    region: Region | None = None
    status: Literal["active", "retired"] = "active"
    retired_on: date | None = None
    surfaces: tuple[Surface, ...] = Field(min_length=1)
    article_urls: tuple[Regex, ...] = Field(min_length=1)
    other_urls: tuple[Regex, ...] = ()
    article_id: NameForm | None = None
    layouts: tuple[Layout, ...] = ()
    drop_lines: tuple[Regex, ...] = ()
    end_lines: tuple[Regex, ...] = ()
    byline_lines: tuple[Regex, ...] = ()
    bylines: tuple[NameForm, ...] = ()
    not_authors: tuple[Regex, ...] = ()
    date_forms: tuple[DateForm, ...] = ()
    wrong_offsets: tuple[Offset, ...] = ()
    paging: Paging = Paging()
    delay_s: float = Field(default=3.0, ge=0)
    delay_group: NameOfGroup | None = None
    group_delay_s: float = Field(default=0.0, ge=0)
    compare: bool = False
    expect: Expect = Expect()
    robots_note: str
    terms_url: Address | None = None
    tdm: Literal["unknown", "reserved", "not_reserved"] = "unknown"
    checked_on: Month | None = None
    source: str
    confidence: Literal["A", "B", "C", "D"]
    unverified: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _paced(self) -> "Outlet":
        if (self.delay_group is None) != (self.group_delay_s == 0):
            raise ValueError("delay_group, group_delay_s: expected both or neither")
        return self

    @model_validator(mode="after")
    def _unique(self) -> "Outlet":
        for key, names in (
            ("hosts", [*self.hosts, *self.aliases]),
            ("surfaces", [surface.name for surface in self.surfaces]),
            ("layouts", [layout.name for layout in self.layouts]),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{key}: expected each name once, got {twice[0]!r} twice")
        if (self.status == "retired") != (self.retired_on is not None):
            raise ValueError("retired_on: expected the day it was found dead with status retired, and only then")
        if self.surfaces[0].fallback:
            raise ValueError("surfaces: the first is asked always, so it cannot be a fallback")
        return self

    @property
    def host(self) -> str:
        return self.hosts[0]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
