"""Small archives and ledgers of made-up pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

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
