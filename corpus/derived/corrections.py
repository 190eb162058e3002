"""Fills corrections: what nlp/subject/corrections.py finds, linked to the article of the same outlet that it is about.

Evidence is a link in the page or the text, the earlier title (quoted, or behind "Ralat:"), or the day that is named with
most words of the title. A link or a title that fits one earlier article is enough; where they point to two, none is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import html
from lxml.etree import ParserError

from corpus.derived.steps import DerivedBuild
from corpus.gathering.gather import name_article
from crawler.outlet import load_outlets
from crawler.storage.archive import DamagedRecord, find_exchange
from nlp.subject.corrections import Notice, find_notices, named_days, quoted_titles

# Any cue holds one of these words: what has none is not looked at.
_MAYBE = "ralat|koreksi|hak jawab|klarifikasi|redaksi|maaf|cabut|diubah|diganti|perbaik"
_ARTICLES = f"""
SELECT article_id, outlet_id, title, text, published_date, url FROM articles
WHERE regexp_matches(lower(title), '{_MAYBE}') OR regexp_matches(lower(text), '{_MAYBE}') ORDER BY article_id
"""
_KEY = "trim(regexp_replace(lower(title), '[^0-9a-z]+', ' ', 'g'))"
_PAGES = """
SELECT p.article_id, p.url, p.warc_file, p.warc_offset FROM article_pages p JOIN articles a USING (article_id, revision)
WHERE article_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY p.article_id, p.page
"""
_ADDRESS = re.compile(r"https?://[^\s\"'<>()]+[^\s\"'<>().,;]")
_ABOUT = re.compile(
    r"\b(?:berita|artikel|pemberitaan|berjudul|judul|ralat|diralat|koreksi|dikoreksi|hak jawab|sebelumnya)\b"
)
_ASIDE = re.compile(r"\b(?:baca juga|baca pula|simak juga|lihat juga|berita terkait|artikel terkait)\b")
_LONG_BLOCK, _SHARE, _LEAST_WORDS = 1200, 0.7, 3


@dataclass(frozen=True)
class Candidate:
    """An article that a correction may be about."""

    article: str
    day: date | None
    title: str


@dataclass(frozen=True)
class Found:
    """A correction and the article it stands in. `links`: articles that it points to."""

    article: str
    outlet: str
    title: str
    text: str
    day: date | None
    notice: Notice
    links: frozenset[str] = frozenset()


def title_key(title: str) -> str:
    """A title as it is compared: letters and digits alone, in small letters."""
    return re.sub(r"[^0-9a-z]+", " ", title.lower()).strip()


def wanted_titles(found: Found) -> frozenset[str]:
    """Keys of the titles that the correction gives for the earlier article."""
    given = [*quoted_titles(found.text), found.notice.rest]
    return frozenset(key for title in given if len((key := title_key(title)).split()) >= _LEAST_WORDS)


def _before(found: Found, other: Candidate) -> bool:
    return other.article != found.article and (found.day is None or other.day is None or other.day <= found.day)


def link(found: Found, titled: Iterable[Candidate], dated: Iterable[Candidate]) -> tuple[str | None, tuple[str, ...]]:
    """(corrected article, evidence), (None, ()) where it is not certain. `titled`: articles of the outlet with a wanted
    title or a link; `dated`: those of a day that the text names. Pure."""
    if found.notice.own:
        return found.article, ("note",)
    evidence: dict[str, set[str]] = defaultdict(set)
    wanted = wanted_titles(found)
    for one in titled:
        if _before(found, one):
            evidence[one.article] |= {"link"} if one.article in found.links else set()
            evidence[one.article] |= {"title"} if title_key(one.title) in wanted else set()
    told = set(title_key(f"{found.title} {found.text}").split())
    for one in dated:
        words = {word for word in title_key(one.title).split() if len(word) > 3}
        if _before(found, one) and len(words) >= _LEAST_WORDS and len(words & told) >= _SHARE * len(words):
            evidence[one.article].add("date")
    strong = {article for article, kinds in evidence.items() if kinds & {"link", "title"}}
    chosen = strong or {article for article, kinds in evidence.items() if kinds}
    if len(chosen) != 1:
        both = {article for article in strong if {"link", "title"} <= evidence[article]}
        chosen = both if len(both) == 1 else set()
    if not chosen:
        return None, ()
    (article,) = chosen
    return article, tuple(sorted(evidence[article]))


def page_links(body: bytes, base: str) -> Iterator[str]:
    """Addresses that a page links to where it speaks of an earlier report: not menus, not "Baca juga"."""
    try:
        tree = html.fromstring(body)
    except (ParserError, ValueError):
        return
    for anchor in tree.iter("a"):
        block = anchor
        while (parent := block.getparent()) is not None and block.tag not in ("p", "li", "blockquote", "td"):
            block = parent
        if block.tag not in ("p", "li", "blockquote", "td") or not anchor.get("href"):
            continue
        words = _words(block)
        # what stands around the link says what it is: a menu or a list of headlines has nothing there
        around = words.replace(_words(anchor), " ", 1)
        if len(words) < _LONG_BLOCK and _ABOUT.search(around) and not _ASIDE.search(words):
            yield urljoin(base, anchor.get("href"))


def _words(element: Any) -> str:
    return " ".join("".join(map(str, element.itertext())).lower().split())


def _text_links(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not _ASIDE.search(line.lower()):
            yield from _ADDRESS.findall(line)


def _named(outlet: str, addresses: Iterable[str]) -> frozenset[str]:
    """Ids that articles of these addresses would have, and the addresses themselves (of imports)."""
    given = list(addresses)
    known = outlet in load_outlets()
    return frozenset([name_article(outlet, url)[0] for url in given] if known else []) | frozenset(given)


def _linked(build: DerivedBuild, found: Sequence[Found], urls: Mapping[str, str]) -> list[Found]:
    """The corrections with what they link to. `urls`: address -> article, of imports."""
    addresses: dict[str, list[str]] = defaultdict(list)
    outlets = {one.article: one.outlet for one in found}
    for one in found:
        addresses[one.article] += _text_links(one.text)
    archive = build.data / "archive" if build.data is not None else None
    if archive is not None and archive.is_dir():
        for article, url, file, offset in build.connection.execute(_PAGES, [sorted(outlets)]).fetchall():
            if (body := _body(archive, file, offset)) is not None:
                addresses[article] += page_links(body, url)
    linked = {article: _named(outlets[article], given) for article, given in addresses.items()}
    return [
        Found(
            one.article, one.outlet, one.title, one.text, one.day, one.notice,
            frozenset(urls.get(name, name) for name in linked.get(one.article, ())),
        )
        for one in found
    ]  # fmt: skip


def _body(archive: Path, file: str, offset: int) -> bytes | None:
    try:
        found = find_exchange(archive, file, offset)
    except (OSError, LookupError):
        return None
    return None if isinstance(found, DamagedRecord) else found.body


def _candidates(build: DerivedBuild, found: Sequence[Found]) -> dict[str, dict[str, list[Candidate]]]:
    """Outlet -> what was asked for (a title's key, a day, an article) -> articles."""
    asked: set[tuple[str, str]] = set()
    for one in found:
        asked |= {(one.outlet, what) for what in (*wanted_titles(one), *one.links)}
        asked |= {(one.outlet, day.isoformat()) for day in named_days(one.text)}
    result: dict[str, dict[str, list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    if asked:
        outlets, things = zip(*sorted(asked), strict=True)
        rows = build.connection.execute(
            f"WITH asked AS (SELECT unnest(?::VARCHAR[]) AS outlet, unnest(?::VARCHAR[]) AS what), "
            f"known AS (SELECT article_id, outlet_id, published_date, title, {_KEY} AS key FROM articles "
            "WHERE outlet_id IN (SELECT outlet FROM asked)) "
            "SELECT k.outlet_id, what, article_id, published_date, title FROM asked JOIN known k ON k.outlet_id = outlet "
            "AND (k.key = what) UNION "
            "SELECT k.outlet_id, what, article_id, published_date, title FROM asked JOIN known k ON k.outlet_id = outlet "
            "AND k.article_id = what UNION "
            "SELECT k.outlet_id, what, article_id, published_date, title FROM asked JOIN known k ON k.outlet_id = outlet "
            "AND k.published_date::VARCHAR = what ORDER BY ALL",
            [list(outlets), list(things)],
        ).fetchall()
        for outlet, what, article, day, title in rows:
            result[outlet][what].append(Candidate(article, day, title))
    return result


def fill(build: DerivedBuild) -> None:
    """Derive corrections from titles, texts and archived pages."""
    found = []
    with build.connection.cursor() as cursor:
        cursor.execute(_ARTICLES)
        while rows := cursor.fetchmany(200):
            for article, outlet, title, text, day, _ in rows:
                found += [Found(article, outlet, title, text, day, one) for one in find_notices(title, text)]
    urls = {}
    if any("http" in one.text for one in found):
        urls = dict(build.connection.execute("SELECT url, article_id FROM articles WHERE url IS NOT NULL").fetchall())
    found = _linked(build, found, urls)
    there = _candidates(build, found)
    build.insert("corrections", (_row(one, there[one.outlet]) for one in found))


def _row(one: Found, there: Mapping[str, Sequence[Candidate]]) -> dict[str, Any]:
    titled = [other for what in sorted({*wanted_titles(one), *one.links}) for other in there.get(what, ())]
    dated = [other for day in named_days(one.text) for other in there.get(day.isoformat(), ())]
    corrected, evidence = link(one, titled, dated)
    span = one.notice.span
    return {
        "article_id": one.article,
        "correction": 0,
        "kind": one.notice.kind,
        "part": span.part,
        "start": span.start,
        "stop": span.stop,
        "surface": span.surface,
        "corrected_article_id": corrected,
        "linked_by": list(evidence),
        "rule": one.notice.rule,
    }
