"""What a build knows of pages and addresses before they are rows: a throw-away SQLite file in the workshop, so that
memory stays flat however large the archive is."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus.gathering.accounting import Response
from crawler.article import NotArticle

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE pages (
    id INTEGER PRIMARY KEY, outlet TEXT, row TEXT, url TEXT, first_url TEXT, fetched_at TEXT, status INTEGER,
    file TEXT, at INTEGER, digest TEXT, content_type TEXT, problem TEXT, content INTEGER
);
CREATE TABLE results (content INTEGER PRIMARY KEY, key BLOB, reason TEXT, detail TEXT);
CREATE TABLE names (page INTEGER PRIMARY KEY, outlet TEXT, ident TEXT, canonical TEXT);
CREATE TABLE latest (outlet TEXT, row TEXT, ok INTEGER, fetched_at TEXT, response TEXT, PRIMARY KEY (outlet, row));
CREATE TABLE addresses (outlet TEXT, row TEXT, ident TEXT, twin INTEGER, PRIMARY KEY (outlet, row));
CREATE TABLE articles (ident TEXT PRIMARY KEY, place TEXT, day TEXT);
CREATE TABLE ledger (outlet TEXT, url TEXT, PRIMARY KEY (outlet, url));
"""
ARCHIVE = "the archive"
_PAGE = "outlet, row, url, first_url, fetched_at, status, file, at, digest, content_type, problem"


@dataclass(frozen=True)
class PageRef:
    """One archived answer that may be a page of an article, without its body; `at` is the offset in `file`."""

    outlet: str
    row: str
    url: str
    first_url: str
    fetched_at: str
    status: int
    file: str
    at: int
    digest: str
    content_type: str | None
    problem: str | None


def stamp(time: datetime) -> str:
    """The time in UTC as ISO text: such texts sort as the times do."""
    return time.astimezone(UTC).isoformat()


def to_response(values: Mapping[str, Any]) -> Response:
    """An answer from its JSON values."""
    return Response(**{**values, "fetched_at": datetime.fromisoformat(values["fetched_at"])})


class Spool:
    """The open file; a context manager."""

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "spool.sqlite", isolation_level=None, check_same_thread=False)
        self.db.executescript(_SCHEMA)
        self.db.execute("BEGIN")

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.db.close()

    def add_page(self, page: PageRef) -> None:
        values = list(vars(page).values())
        self.db.execute(f"INSERT INTO pages ({_PAGE}) VALUES ({', '.join('?' * len(values))})", values)

    def keep_last(self, response: Response) -> None:
        """The answer that the row of fetches shows: the last one, a page before a redirect or an error; of two at the
        same instant the one that stands later in the alphabet, whatever file was read first."""
        at, ok = stamp(response.fetched_at), 200 <= response.status < 300
        values = json.dumps({**asdict(response), "fetched_at": at}, sort_keys=True)
        self.db.execute(
            "INSERT INTO latest VALUES (?, ?, ?, ?, ?) ON CONFLICT (outlet, row) DO UPDATE SET ok = excluded.ok, "
            "fetched_at = excluded.fetched_at, response = excluded.response "
            "WHERE (excluded.ok, excluded.fetched_at, excluded.response) > (ok, fetched_at, response)",
            (response.outlet_id, response.row, ok, at, values),
        )

    def contents(self) -> Iterator[tuple[int, PageRef]]:
        """(content, page) of each different content at an address, in the order of the archive: the same bytes are
        read once, as they were first fetched."""
        same = "(p.outlet, p.url, p.digest) = (pages.outlet, pages.url, pages.digest)"
        self.db.execute("CREATE INDEX page_contents ON pages (outlet, url, digest, fetched_at, file, at)")
        self.db.execute(
            f"UPDATE pages SET content = (SELECT id FROM pages p WHERE {same} ORDER BY fetched_at, file, at LIMIT 1)"
        )
        self.db.execute("CREATE INDEX page_rows ON pages (outlet, row)")
        for ident, *values in self.db.execute(f"SELECT id, {_PAGE} FROM pages WHERE id = content ORDER BY file, at"):
            yield int(ident), PageRef(*values)

    def add_result(self, content: int, key: bytes, why_not: NotArticle | None) -> None:
        """What a content was read as lies in the cache under the key; `why_not`: it is no article."""
        reason, detail = (why_not.reason, why_not.detail) if why_not else (None, None)
        self.db.execute("INSERT INTO results VALUES (?, ?, ?, ?)", (content, key, reason, detail))

    def name_articles(self, name: Callable[[str, str], tuple[str, str]]) -> None:
        """Give every page of an article its article; `name`: (outlet, address of page 1) -> (article id, canonical)."""
        found = self.db.execute(
            "SELECT id, outlet, first_url FROM pages JOIN results USING (content) WHERE reason IS NULL"
        )
        for page, outlet, first_url in found:
            self.db.execute("INSERT INTO names VALUES (?, ?, ?, ?)", (page, outlet, *name(outlet, first_url)))
        self.db.execute("INSERT INTO articles SELECT DISTINCT ident, ?, NULL FROM names", (ARCHIVE,))

    def groups(self) -> Iterator[tuple[str, str, str, bytes, PageRef]]:
        """(outlet, article id, canonical address, key, page) of all pages of articles, article by article. Disway: one
        article under several slugs; the first in the alphabet names it, whatever the order of fetching."""
        page = ", ".join(f"p.{name}" for name in _PAGE.split(", "))
        found = self.db.execute(
            f"SELECT n.outlet, n.ident, min(n.canonical) OVER (PARTITION BY n.outlet, n.ident), r.key, {page} "
            "FROM names n JOIN pages p ON p.id = n.page JOIN results r USING (content) "
            "ORDER BY n.outlet, n.ident, p.fetched_at, p.file, p.at"
        )
        for outlet, ident, canonical, key, *values in found:
            yield outlet, ident, canonical, bytes(key), PageRef(*values)

    def set_day(self, ident: str, day: date | None) -> None:
        self.db.execute("UPDATE articles SET day = ? WHERE ident = ?", (day.isoformat() if day else None, ident))

    def add_address(self, outlet: str, row: str, ident: str, twin: bool) -> None:
        """The address gave the article, or a twin of it; a page of its own goes before a twin."""
        self.db.execute(
            "INSERT INTO addresses VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET twin = min(twin, excluded.twin)",
            (outlet, row, ident, twin),
        )

    def take(self, ident: str, place: str) -> str | None:
        """Note an article that an import brings. Returns where it stands already, or None: then it is taken."""
        found = self.db.execute("SELECT place FROM articles WHERE ident = ?", (ident,)).fetchone()
        if found is not None:
            return str(found[0])
        self.db.execute("INSERT INTO articles VALUES (?, ?, NULL)", (ident, place))
        return None

    def add_ledger(self, outlet: str, url: str) -> None:
        self.db.execute("INSERT OR IGNORE INTO ledger VALUES (?, ?)", (outlet, url))

    def is_known(self, outlet: str, url: str) -> bool:
        """Whether ledger or archive have a row for the address."""
        query = (
            "SELECT 1 FROM ledger WHERE (outlet, url) = (?1, ?2) "
            "UNION SELECT 1 FROM latest WHERE (outlet, row) = (?1, ?2)"
        )
        return self.db.execute(query, (outlet, url)).fetchone() is not None

    def response(self, outlet: str, row: str) -> Response | None:
        """The last answer of an address."""
        found = self.db.execute("SELECT response FROM latest WHERE (outlet, row) = (?, ?)", (outlet, row)).fetchone()
        return to_response(json.loads(found[0])) if found else None

    def unledgered(self) -> Iterator[Response]:
        """The last answers of addresses that the ledger lacks."""
        found = self.db.execute(
            "SELECT response FROM latest l WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE (outlet, url) = "
            "(l.outlet, l.row)) ORDER BY outlet, row"
        )
        for (response,) in found:
            yield to_response(json.loads(response))

    def refusal(self, outlet: str, row: str) -> NotArticle | None:
        """Why the last page of the address that is no article is none."""
        found = self.db.execute(
            "SELECT reason, detail FROM pages JOIN results USING (content) WHERE (outlet, row) = (?, ?) "
            "AND reason IS NOT NULL ORDER BY fetched_at DESC, file DESC, at DESC LIMIT 1",
            (outlet, row),
        ).fetchone()
        return NotArticle(*found) if found else None

    def article_of(self, outlet: str, row: str) -> tuple[str, bool, date | None] | None:
        """(article id, whether a twin, its day) of an address."""
        found = self.db.execute(
            "SELECT ident, twin, day FROM addresses JOIN articles USING (ident) WHERE (outlet, row) = (?, ?)",
            (outlet, row),
        ).fetchone()
        return (found[0], bool(found[1]), date.fromisoformat(found[2]) if found[2] else None) if found else None

    def count_articles(self) -> int:
        return int(self.db.execute("SELECT count(*) FROM articles").fetchone()[0])
