"""The pages behind a bundle fetched again, and each text compared with the digest that the names file has of it."""

import csv
import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import InputError, NothingThere
from corpus.folder import DataFolder
from corpus.gathering.gather import archive_articles, archive_fetches, read_all
from corpus.gathering.spool import Spool
from corpus.loading.cache import Cache
from corpus.loading.publish import workshop
from corpus.records import Collection, Fetch, Revision, captions_of
from corpus.versions import extractor_version
from crawler.outlet import load_outlets
from crawler.paging import fetch_url

RESULT = "rehydration.csv"
VERDICTS = ("equal", "changed", "gone", "unreached")
_PACKAGE = "datapackage.json"
_NEEDED = ("article", "article_id", "outlet_id", "url", "text_digest", "title_digest", "body_digest",
           "caption_digest", "extractor")  # fmt: skip
_MASKED = "suppressed-"
"""Stands in addresses for a name that the project suppressed (corpus/duty)."""
# The page answered, or its host says that there is none; all else may come with another run.
_GONE = frozenset({"gone", "redirected", "not_article", "empty", "not_html", "duplicate"})

Crawl = Callable[[Sequence[str], Mapping[str, str]], int]
"""Called with outlets and settings; crawls into the data folder and returns an exit code."""


@dataclass(frozen=True)
class Listed:
    """One article of a names file."""

    article: str
    article_id: str
    outlet_id: str
    url: str | None
    digest: str
    parts: Mapping[str, str]
    extractor: str


@dataclass(frozen=True)
class Verdict:
    """What became of one article. `verdict`: one of VERDICTS; `changed`: which of title, text, caption; `reason`: why it
    is not equal; `digest`: of the words found now (None: none)."""

    listed: Listed
    verdict: str
    changed: tuple[str, ...] = ()
    reason: str = ""
    digest: str | None = None


@dataclass(frozen=True)
class Rehydration:
    """All verdicts, in the order of the names file; `crawl_code`: how the crawl ended; `file`: the list on disk."""

    verdicts: Sequence[Verdict]
    crawl_code: int
    file: Path
    counts: Mapping[str, int] = field(default_factory=dict)


def _digest(text: str | None) -> str:
    return f"sha256:{sha256((text or '').encode('utf-8')).hexdigest()}"


def _build_of(folder: Path) -> str:
    """The build that a bundle or names folder was made from. Raises NothingThere, InputError."""
    file = folder / _PACKAGE
    if not file.is_file():
        raise NothingThere(f"{folder}: no {_PACKAGE}: not what `netra export bundle` writes")
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["netra"]["build_id"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{file}: not what `netra export bundle` writes: {error!r}") from error


def names_of(bundle: Path, names: Path | None = None) -> Path:
    """The names folder of a bundle: as given, else the one beside it. Raises NothingThere, which says how to get one,
    and InputError where it belongs to another build."""
    folder = names or bundle.with_name(f"{bundle.name}-names")
    build = _build_of(bundle)
    if not (folder / "articles.csv").is_file():
        raise NothingThere(
            f"{folder}: no names file, and only it knows the addresses; ask the project that published the bundle "
            "(netra export bundle --with-names --purpose ...)"
        )
    if (other := _build_of(folder)) != build:
        raise InputError(f"{folder}: made from build {other}, the bundle from {build}: hashes may not match")
    return folder


def read_listed(folder: Path) -> list[Listed]:
    """The articles of a names folder. Raises InputError, which names file and column."""
    file = folder / "articles.csv"
    with file.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle)
        missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            raise InputError(f"{file}: column {missing[0]!r} is missing; write the names file again")
        return [
            Listed(
                row["article"], row["article_id"], row["outlet_id"], row["url"] or None, row["text_digest"],
                {"title": row["title_digest"], "text": row["body_digest"], "caption": row["caption_digest"]},
                row["extractor"],
            )
            for row in rows
        ]  # fmt: skip


def _fetch(listed: Iterable[Listed], crawl: Crawl) -> int:
    """Ask for every listed address of an outlet that this netra knows."""
    wanted: dict[str, list[str]] = defaultdict(list)
    known = load_outlets()
    for one in listed:
        if one.url and _MASKED not in one.url and one.outlet_id in known:
            wanted[one.outlet_id].append(one.url)
    if not wanted:
        return 0
    with TemporaryDirectory() as folder:
        file = Path(folder) / "listed.json"
        file.write_text(json.dumps(wanted), encoding="utf-8")
        return crawl(sorted(wanted), {"NETRA_SPIDER": "listed", "NETRA_LISTED": str(file)})


def _read(data: Path, now: datetime) -> tuple[dict[str, Revision], dict[tuple[str, str], Fetch]]:
    """Article id -> its words as fetched last; (outlet, address) -> what became of it."""
    folder, collection = DataFolder(data), Collection()
    if not folder.archive.is_dir():
        return {}, {}
    with workshop(folder.corpus) as shop, Spool(shop) as spool, Cache(folder.cache) as cache:
        read_all(folder.archive, collection, spool, cache, None, lambda: None)
        articles = {one.article_id: one.revisions[-1] for one in archive_articles(spool, cache)}
        fetches = {(one.outlet_id, one.url): one for one in archive_fetches(folder.archive, collection, spool, now)}
        cache.commit()
    return articles, fetches


def _judge(one: Listed, articles: Mapping[str, Revision], fetches: Mapping[tuple[str, str], Fetch]) -> Verdict:
    found = articles.get(one.article_id)
    if found is not None:
        if found.digest == one.digest:
            return Verdict(one, "equal", digest=found.digest)
        now = {"title": found.article.title, "text": found.article.text, "caption": captions_of(found.article)}
        changed = tuple(part for part, text in now.items() if _digest(text) != one.parts[part])
        other = one.extractor != extractor_version()
        reason = "another version of netra read it then: the words may be the same" if other else "other words"
        return Verdict(one, "changed", changed, reason, found.digest)
    if one.url is None:
        return Verdict(one, "unreached", reason="it was imported without an address")
    if _MASKED in one.url:
        return Verdict(one, "unreached", reason="its address holds a name that the project suppressed")
    outlet = load_outlets().get(one.outlet_id)
    if outlet is None:
        return Verdict(one, "unreached", reason=f"this netra has no outlet file {one.outlet_id}")
    fetch = fetches.get((one.outlet_id, one.url)) or fetches.get((one.outlet_id, fetch_url(one.url, outlet)))
    if fetch is None:
        return Verdict(one, "unreached", reason="not asked for: the crawl ended before")
    reason = f"{fetch.outcome}: {fetch.reason}" if fetch.reason else fetch.outcome
    return Verdict(one, "gone" if fetch.outcome in _GONE else "unreached", reason=reason)


def _write(file: Path, verdicts: Iterable[Verdict]) -> None:
    part = file.with_name(f"{file.name}.part")
    with part.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("article", "article_id", "outlet_id", "url", "verdict", "changed", "reason", "text_digest"))
        for one in verdicts:
            given = one.listed
            writer.writerow((given.article, given.article_id, given.outlet_id, given.url or "", one.verdict,
                             " ".join(one.changed), one.reason, one.digest or ""))  # fmt: skip
    os.replace(part, file)


def rehydrate(names: Path, data: Path, crawl: Crawl, now: datetime) -> Rehydration:
    """Fetch every article of a names folder into `data`/archive by `crawl`, read the pages, and compare the digests; the
    verdicts are written to `data`/rehydration.csv. What an earlier run fetched into that folder is compared as it is.
    Raises InputError, OSError."""
    listed = read_listed(names)
    code = _fetch(listed, crawl)
    articles, fetches = _read(data, now)
    verdicts = [_judge(one, articles, fetches) for one in listed]
    data.mkdir(parents=True, exist_ok=True)
    _write(data / RESULT, verdicts)
    counts = Counter(one.verdict for one in verdicts)
    return Rehydration(verdicts, code, data / RESULT, {name: counts[name] for name in VERDICTS})
