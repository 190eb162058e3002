"""Small archives and ledgers of made-up pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from crawler.article import Article, NotArticle
from crawler.outlet import Outlet
from crawler.storage.archive import ArchiveWriter, Fetched, Position, body_digest
from crawler.storage.ledger import Ledger
from crawler.storage.ledger_schema import Change

OUTLET = "tribun-jateng"
HOST = "https://jateng.tribunnews.com"


@dataclass(frozen=True)
class Page:
    """One answer to archive. `text` None: not an article; `of`: address of page 1, for a further page."""

    path: str
    at: datetime
    text: str | None = "Camat Budi diduga tidak netral."
    title: str = "Camat dilaporkan"
    status: int = 200
    of: str | None = None
    number: int = 1
    pages: int = 1

    @property
    def url(self) -> str:
        return self.path if self.path.startswith("https:") else HOST + self.path

    @property
    def body(self) -> bytes:
        if self.text is None:
            return b"<html><body><p>Halaman depan</p></body></html>"
        return f"ARTICLE|{self.title}|{self.number}|{self.pages}|{self.text}".encode()


def write_archive(folder: Path, pages: Sequence[Page], *, started: datetime, ledger: bool = True) -> list[Position]:
    """Archive the pages in this order, and note them in the ledger."""
    writer = ArchiveWriter(folder, OUTLET, started, "test")
    book = Ledger(folder, lambda: started) if ledger else None
    places = []
    for page in pages:
        role = "page" if page.of else "article"
        digest = body_digest(page.body)
        outcome = "fetched" if page.status == 200 else "gone"
        meta = {
            "outlet": OUTLET,
            "surface": "index",
            "role": role,
            "title": page.title,
            "date": "2024-09-01",
            "article_url": HOST + page.of if page.of else None,
            "digest": digest,
            "outcome": outcome,
            "key": page.url,
        }
        headers = [(b"Content-Type", b"text/html")]
        places.append(writer.write(Fetched(page.url, page.at, "GET", [], page.status, "x", headers, page.body, meta)))
        if book is not None:
            book.add(
                Change(
                    OUTLET, page.url, page.at.isoformat(), surface="index", role=role, outcome=outcome, attempts=1,
                    status=page.status, bytes=len(page.body), digest=digest, title=page.title, date="2024-09-01",
                )
            )  # fmt: skip
    writer.close()
    if book is not None:
        book.close()
    return places


def fake_extract(body: bytes, url: str | None, outlet: Outlet | None, **_: object) -> Article | NotArticle:
    """Reads Page.body."""
    kind, _, rest = body.decode().partition("|")
    if kind != "ARTICLE":
        return NotArticle("not_article", "an index page")
    title, number, pages, text = rest.split("|", 3)
    return Article(
        url=url, title=title, text=text, outlet_id=outlet.id if outlet else None, method="test",
        published="2024-09-01T23:30:00+07:00", page=int(number), pages=int(pages),
    )  # fmt: skip


def fake_join(pages: Sequence[Article]) -> Article:
    """What fake_extract read of one article, as one."""
    return replace(pages[0], text="\n".join(page.text for page in pages), pages_seen=len(pages))
