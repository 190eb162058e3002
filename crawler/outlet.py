"""The outlet model: what a TOML file in `outlets/` and `families/` may say, loading and checking."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

HERE = Path(__file__).parent
FAMILIES = HERE / "families"
OUTLETS = HERE / "outlets"


class OutletError(ValueError):
    """An outlet file is wrong or an outlet is unknown; the message names file, key and what was expected."""


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


def _zone(value: str) -> str:
    if value not in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"):
        raise ValueError("expected Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)")
    return value


Regex = Annotated[str, AfterValidator(_regex)]
Zone = Annotated[str, AfterValidator(_zone)]
SurfaceKind = Literal[
    "tribun_index", "sitemap", "rss", "disway_kategori", "disway_listtag", "wordpress_rest", "blogger_feed"
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Surface(_Strict):
    """Where addresses are found. `url` may hold {host}, {date} (YYYY-M-D), {page}, {offset}, {section}, {start}.
    `fallback`: asked only when the surfaces before it yield nothing or fail."""

    name: str
    kind: SurfaceKind
    url: str
    sections: tuple[str, ...] = ()
    per_page: int = Field(default=0, ge=0)
    max_pages: int = Field(default=10, ge=1)
    fallback: bool = False


class Layout(_Strict):
    """CSS selectors of one layout era; `marker` must match for the layout to apply, the first that does wins
    (newest first). Lists of selectors: the first that yields something wins."""

    name: str
    valid_from: date | None = None
    valid_until: date | None = None
    marker: str
    title: tuple[str, ...]
    body: tuple[str, ...]
    drop: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    kicker: tuple[str, ...] = ()
    deck: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    page_links: tuple[str, ...] = ()


class Paging(_Strict):
    """How the pages of one article are addressed. `query`: ?page=N; `path`: /N/; `none`. `all_pages`: the value
    that gives the whole text in one response ("all"), where the family has one."""

    style: Literal["none", "query", "path"] = "none"
    all_pages: str | None = None


class Outlet(_Strict):
    """One outlet. `hosts[0]` is the canonical host; `aliases` serve the same articles (AMP, mobile, old domain).
    Patterns in `article_urls` and `other_urls` are searched in the URL's path and query."""

    id: str
    name: str
    family: str
    hosts: tuple[str, ...] = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    timezone: Zone
    region: str | None = Field(default=None, pattern=r"^\d{2}(\.\d{2})?$")
    status: Literal["active", "retired"] = "active"
    surfaces: tuple[Surface, ...] = Field(min_length=1)
    article_urls: tuple[Regex, ...] = Field(min_length=1)
    other_urls: tuple[Regex, ...] = ()
    article_id: Regex | None = None
    layouts: tuple[Layout, ...] = ()
    drop_lines: tuple[Regex, ...] = ()
    bylines: tuple[Regex, ...] = ()
    date_forms: tuple[Regex, ...] = ()
    paging: Paging = Paging()
    delay_s: float = Field(default=3.0, ge=0)
    robots_note: str
    source: str
    confidence: Literal["A", "B", "C", "D"]
    unverified: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _no_empty_host(self) -> "Outlet":
        for host in (*self.hosts, *self.aliases):
            if not re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", host):
                raise ValueError(f"hosts: expected a bare lower-case host name, got {host!r}")
        return self

    @property
    def host(self) -> str:
        return self.hosts[0]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OutletError(f"{file.name}: not valid TOML: {error}") from error


def _problem(file: Path, error: ValidationError, known: Iterable[str]) -> OutletError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"]) or "(the whole file)"
    hint = ""
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(first["loc"][-1]), list(known), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
    return OutletError(f"{file.name}: key {key!r}: {first['msg']} (got {first.get('input')!r:.80}){hint}")


def load_outlet(file: Path, families: Path = FAMILIES) -> Outlet:
    """Read one outlet file over its family's file: a key of the outlet replaces the family's; `extra_<key>` adds to
    a list of the family. Raises OutletError, which names file, key and what was expected."""
    own = _read(file)
    family_file = families / f"{own.get('family', '')}.toml"
    if not family_file.is_file():
        choices = ", ".join(sorted(f.stem for f in families.glob("*.toml")))
        raise OutletError(f"{file.name}: key 'family': expected one of {choices}, got {own.get('family')!r}")
    merged: dict[str, Any] = _read(family_file)
    for key, value in own.items():
        base = key.removeprefix("extra_")
        if key.startswith("extra_") and isinstance(value, list):
            merged[base] = [*merged.get(base, []), *value]
        else:
            merged[key] = value
    merged["id"] = file.stem
    try:
        return Outlet.model_validate(merged)
    except ValidationError as error:
        raise _problem(file, error, [*Outlet.model_fields, *Layout.model_fields, *Surface.model_fields]) from error


@cache
def load_outlets(folder: Path = OUTLETS) -> Mapping[str, Outlet]:
    """All outlets of a folder, by id. Raises OutletError on the first wrong file."""
    return {file.stem: load_outlet(file) for file in sorted(folder.glob("*.toml"))}


def find_outlet(outlet_id: str, outlets: Mapping[str, Outlet] | None = None) -> Outlet:
    """The outlet of that id; raises OutletError that names the nearest known one."""
    known = load_outlets() if outlets is None else outlets
    if outlet_id in known:
        return known[outlet_id]
    near = difflib.get_close_matches(outlet_id, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]!r}?" if near else "`netra outlets` lists them."
    raise OutletError(f"unknown outlet {outlet_id!r}: {hint}")


def outlet_for_url(url: str, outlets: Mapping[str, Outlet] | None = None) -> Outlet | None:
    """The outlet whose host or alias serves this URL, or None."""
    match = re.match(r"https?://([^/:?#]+)", url, re.I)
    if not match:
        return None
    host = match[1].lower()
    for outlet in (load_outlets() if outlets is None else outlets).values():
        if host in outlet.hosts or host in outlet.aliases:
            return outlet
    return None
