"""One look at a live outlet: an index page and an article, and field by field what of it was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from crawler.article import Article
from crawler.conduct.reservations import PATHS, Facts, read_facts
from crawler.extract import extract_page
from crawler.outlet import Outlet
from crawler.run import ARCHIVE, crawl
from crawler.storage.archive import Exchange, read_archive
from crawler.storage.ledger import read_ledger
from crawler.storage.ledger_schema import LedgerRow
from crawler.storage.outcomes import Outcome
from crawler.surfaces.parse import parse as parse_surface
from crawler.urls import is_article

_CAME = (Outcome.FETCHED, Outcome.NOT_MODIFIED)


@dataclass(frozen=True)
class Found:
    """One field: what was found (None: nothing), and whether the outlet is expected to give it."""

    field: str
    value: str | None
    expected: bool = True
    note: str = ""

    @property
    def state(self) -> str:
        """ "found", "missing" (expected, not there) or "none" (not expected, not there)."""
        return "found" if self.value else "missing" if self.expected else "none"


@dataclass(frozen=True)
class Checked:
    """`fields` in the order of the page; `index`, `article`: the exchanges they rest on, None where none came; `facts`:
    what the site states on mining and where its terms stand."""

    outlet: Outlet
    fields: tuple[Found, ...]
    index: Exchange | None = None
    article: Exchange | None = None
    extracted: Article | None = None
    facts: Facts = field(default_factory=lambda: Facts("unknown"))

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(found.field for found in self.fields if found.state == "missing")


def _robots(exchanges: Iterable[Exchange], rows: Iterable[LedgerRow]) -> Found:
    answers = [one for one in exchanges if one.role == "robots"]
    forbidden = [row.url for row in rows if row.outcome is Outcome.ROBOTS and row.role != "robots"]
    note = f"forbids {forbidden[0]}" if forbidden else ""
    if not answers:
        return Found("robots.txt", None, note=note or "no answer: nothing else was asked for")
    status, size = answers[-1].status, len(answers[-1].body)
    told = f"status {status}, {size} bytes" if status < 400 else f"status {status}: no rules"
    return Found("robots.txt", told, note=note)


def _index(outlet: Outlet, exchange: Exchange | None, rows: Iterable[LedgerRow]) -> list[Found]:
    """What the surface lists, and what became of the surfaces before it."""
    faults = [
        f"{row.surface}: {row.outcome} ({row.reason})"
        for row in rows
        if row.role == "index" and row.outcome not in _CAME
    ]
    surface = next((one for one in outlet.surfaces if exchange and one.name == exchange.surface), None)
    if exchange is None or surface is None:
        return [Found("index", None, note="; ".join(faults) or "no surface answered")]
    page = parse_surface(exchange.body, exchange.url, outlet, surface)
    articles = [entry for entry in page.candidates if is_article(entry.url, outlet)]
    dated = sorted(entry.published for entry in articles if entry.published)
    note = "; ".join([*faults, *([page.problem] if page.problem else [])])
    listed = f"{len(page.candidates)} entries, {len(articles)} of them articles" if articles else None
    newest = dated[-1].astimezone(outlet.zone).isoformat(timespec="minutes") if dated else None
    return [
        Found("index", f"{surface.name} {exchange.url}", note=note),
        Found(
            "entries", listed, note="" if articles else f"{len(page.candidates)} entries, none an article's address"
        ),
        Found(
            "entry dates", newest and f"newest {newest}", expected=False, note="" if dated else "the list shows none"
        ),
    ]


def _said(facts: Facts) -> str:
    return "; ".join(f"{one.place}: {one.words}" for one in facts.statements) or "nothing is stated for machines"


def _names(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


def _article(
    outlet: Outlet, exchange: Exchange | None, rows: Iterable[LedgerRow]
) -> tuple[list[Found], Article | None]:
    if exchange is None:
        why = [f"{row.outcome} ({row.reason})" for row in rows if row.role == "article"]
        return [Found("article", None, note=why[0] if why else "none was found to ask for")], None
    article = extract_page(exchange.body, exchange.url, outlet, fetched_at=exchange.fetched_at)
    if not isinstance(article, Article):
        return [Found("article", None, note=f"{exchange.url}: {article.reason}: {article.detail}")], None
    expect, words = outlet.expect, len(article.text.split())
    by_rules = article.layout is not None
    fields = [
        Found("article", exchange.url),
        Found("title", article.title or None),
        Found("body", f"{words} words" if words else None, note=", ".join(article.problems)),
        Found(
            "published",
            article.published,
            note=" ".join(filter(None, (article.published_method, article.published_raw))),
        ),
        Found("authors", _names(article.authors), expected=expect.author is not None),
        Found("editors", _names(article.editors), expected=False),
        Found("dateline", article.dateline, expected=expect.dateline is not None),
        Found("tags", _names(article.tags), expected=False),
        Found("section", article.section, expected=False),
        Found(
            "layout",
            article.layout if by_rules else None,
            expected=bool(outlet.layouts) and not outlet.compare,
            note="" if by_rules else f"read by the {article.method} extractor",
        ),
    ]
    return fields, article


def check_exchanges(outlet: Outlet, exchanges: Iterable[Exchange], rows: Iterable[LedgerRow]) -> Checked:
    """What these answers of one outlet's site hold. Pure; `rows`: the ledger's, for what did not come."""
    answers, booked = list(exchanges), list(rows)
    article = next((one for one in reversed(answers) if one.role == "article" and one.outcome in _CAME), None)
    lists = [
        one for one in answers if one.role == "index" and one.outcome in _CAME and urlsplit(one.url).path not in PATHS
    ]
    index = next((one for one in lists if article and one.surface == article.surface), lists[-1] if lists else None)
    listed = [row for row in booked if urlsplit(row.url).path not in PATHS]
    fields, extracted = _article(outlet, article, booked)
    facts = read_facts(answers)
    stated = (
        Found("mining", None if facts.tdm == "unknown" else facts.tdm, expected=False, note=_said(facts)),
        Found("terms", facts.terms_url, expected=False),
    )
    found = (_robots(answers, listed), *_index(outlet, index, listed), *fields, *stated)
    return Checked(outlet, found, index, article, extracted, facts)


def read_answers(archive: Path) -> tuple[list[Exchange], list[LedgerRow]]:
    """The exchanges and ledger rows of a folder that was crawled into."""
    return [one for one in read_archive(archive) if isinstance(one, Exchange)], list(read_ledger(archive))


def check_outlet(
    outlet: Outlet,
    folder: Path,
    *,
    env: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Checked:
    """Ask the live site for robots.txt, one page of its surfaces, one article and the two files in which sites state
    whether they may be mined, with the conduct of every crawl, into `folder` (WARC and ledger). Raises OSError where
    the folder cannot be written."""
    crawl(folder, [outlet.id], env=env, settings={**(settings or {}), "NETRA_SPIDER": "look"}, now=now)
    return check_exchanges(outlet, *read_answers(folder / ARCHIVE))
