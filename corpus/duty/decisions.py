"""Tombstones from what a user names: a person, an article or a mention of the published corpus."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from corpus.duty import values as allowed
from corpus.duty.names import Digests, HashedName, name_words
from corpus.duty.tombstones import Tombstone, load_key, make_id
from corpus.errors import NothingThere, UsageProblem
from corpus.folder import CORPUS_FILE
from corpus.gathering.gather import name_article
from corpus.query import Corpus
from crawler.outlet import outlet_for_url

TABLES = (
    *("official_mentions", "violation_mentions", "region_mentions", "prevention_mentions", "election_mentions"),
    *("law_mentions", "count_claims", "sanction_mentions", "verdicts"),
)
_ID_LETTERS = 6


def _rows(data: Path, query: str, *params: object) -> list[dict[str, Any]]:
    """Rows of the published corpus; none where there is no corpus. Raises InputError where it is of another version."""
    if not (data / CORPUS_FILE).is_file():
        return []
    with Corpus(data / CORPUS_FILE) as opened:
        found = opened.connection.execute(query, list(params))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _hashed(digests: Digests, names: Sequence[str]) -> tuple[HashedName, ...]:
    found = {digests.name(name): None for name in names}
    return tuple(sorted((name for name in found if name), key=lambda name: (-len(name), str(name))))


def _blank(now: datetime, by: str, reason: str, action: str, target: str, *what: object) -> Tombstone:
    return Tombstone(make_id(now, action, target, *what), now, by, reason, action, target)


def person(
    data: Path,
    target: str,
    *,
    also: Sequence[str] = (),
    regions: Sequence[str] = (),
    pairs: Sequence[str] = (),
    by: str,
    reason: str,
    now: datetime,
) -> Tombstone:
    """A tombstone for a person: an official's id (or its beginning), which takes all spellings and the places of the
    office along, or a name, which holds everywhere unless `regions` are given. `pairs` (column=value): a correction.
    Raises UsageProblem where the name is no name, or several officials would be corrected."""
    rows = (
        _rows(data, "SELECT official_id FROM officials WHERE starts_with(official_id, ?)", target)
        if len(target) >= _ID_LETTERS and not set(target) - set("0123456789abcdef")
        else []
    )
    if len(rows) > 1:
        raise UsageProblem(f"{target}: several officials begin so: {', '.join(row['official_id'] for row in rows)}")
    if rows:
        ident = rows[0]["official_id"]
        query = "SELECT DISTINCT name, region_code FROM official_mentions WHERE official_id = ?"
        there = _rows(data, query, ident)
        names = [row["name"] for row in there]
        regions = regions or sorted({row["region_code"] for row in there if row["region_code"]})
    else:
        ident, names = "", [target]
        if not any(len(word) > 2 for word in name_words(target)):
            raise UsageProblem(
                f"{target!r}: neither an official's id in this corpus nor a name of more than initials"
            )
    digests = load_key(data, create=True)
    hashed = _hashed(digests, [*names, *also])
    if pairs and not ident:
        raise UsageProblem('a correction of a person needs the official\'s id: `netra sql "FROM officials"` shows it')
    found = _blank(now, by, reason, "correct" if pairs else "suppress", "person", ident or hashed, pairs)
    values = allowed.read("person", pairs) if pairs else {}
    return replace(found, names=hashed, regions=tuple(regions), values=values)


def article(
    data: Path, target: str, *, pairs: Sequence[str] = (), by: str, reason: str, now: datetime, purged: bool = False
) -> Tombstone:
    """A tombstone for an article, by its id or address. Raises NothingThere where it is not known."""
    query = (
        "SELECT article_id, outlet_id, url FROM fetches WHERE article_id = $1 OR article_id IN (SELECT article_id FROM "
        "articles WHERE url = $1) OR article_id IN (SELECT article_id FROM fetches WHERE url = $1)"
    )
    rows = _rows(data, query.replace("$1", "?"), target, target, target)
    ident = rows[0]["article_id"] if rows else None
    outlet = outlet_for_url(target) if "://" in target else None
    if ident is None and outlet is not None:
        ident, canonical = name_article(outlet.id, target)
        rows = [{"outlet_id": outlet.id, "url": url} for url in sorted({canonical, target})]
    if ident is None:
        raise NothingThere(
            f"{target}: no article of this corpus has this id or address, and no known outlet serves it"
        )
    digests = load_key(data, create=True)
    found = _blank(now, by, reason, "correct" if pairs else "suppress", "article", ident, pairs, purged)
    addresses = tuple(sorted({digests.of(f"{row['outlet_id']} {row['url']}") for row in rows}))
    if pairs:
        return replace(found, article_id=ident, values=allowed.read("articles", pairs))
    return replace(found, article_id=ident, addresses=addresses, purged=purged)


def mention(data: Path, target: str, *, pairs: Sequence[str] = (), by: str, reason: str, now: datetime) -> Tombstone:
    """A tombstone for one mention, named ARTICLE_ID:TABLE:MENTION. It is found again by its place and words, whatever
    number a later tagger gives it. Raises UsageProblem, NothingThere."""
    ident, _, rest = target.partition(":")
    table, _, number = rest.partition(":")
    if table not in TABLES or not number.isdigit():
        raise UsageProblem(f"{target}: expected ARTICLE_ID:TABLE:MENTION with TABLE one of {', '.join(TABLES)}")
    query = (
        f"SELECT m.*, a.text_digest FROM {table} m JOIN articles a USING (article_id) "
        "WHERE article_id = ? AND mention = ?"
    )
    rows = _rows(data, query, ident, int(number))
    if not rows:
        raise NothingThere(f"{target}: there is no such mention in {data / CORPUS_FILE}")
    row = rows[0]
    found = _blank(now, by, reason, "correct" if pairs else "suppress", "mention", target, pairs)
    return replace(
        found,
        article_id=ident,
        table=table,
        part=row["part"],
        start=row["start"],
        stop=row["stop"],
        text_digest=row["text_digest"],
        surface=load_key(data, create=True).of(row["surface"]),
        values=allowed.read(table, pairs, row) if pairs else {},
    )


def withdraw(data: Path) -> int:
    """Remove what earlier builds left that a suppression must reach: cache and snapshots. Returns how many snapshots."""
    from corpus.folder import DataFolder
    from corpus.loading.cache import remove
    from corpus.loading.snapshots import drop_snapshots

    remove(DataFolder(data).cache)
    return drop_snapshots(data)


def matched(data: Path, tombstone: Tombstone) -> Mapping[str, int]:
    """How many officials of the published corpus have a suppressed name: the id of each, and its mentions."""
    from corpus.duty.names import is_name

    if tombstone.target != "person":
        return {}
    digests = load_key(data)
    try:
        rows = _rows(data, "SELECT official_id, name, region_code, mentions FROM officials ORDER BY official_id")
    except duckdb.Error:
        return {}
    return {
        row["official_id"]: row["mentions"]
        for row in rows
        if any(is_name(digests, row["name"], name, near=False) for name in tombstone.names)
        and (not tombstone.regions or row["region_code"] is None or row["region_code"] in tombstone.regions)
    }
