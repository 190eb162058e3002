"""Which lists of an outlet were not read to their end by the last crawl, and until when they are complete."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.storage.ledger import LEDGER_FILE, LedgerError


@dataclass(frozen=True)
class Unfinished:
    """A list (`section`: "" where the surface has none) whose last walk did not come to its end. `complete_until`: when
    the last that did ended, aware UTC; None: none did. The next crawl goes on from there by itself."""

    surface: str
    section: str
    complete_until: datetime | None


def unfinished_walks(folder: Path) -> dict[str, list[Unfinished]]:
    """{outlet: its unfinished lists}, by outlet, surface and section; {} without a ledger, or with one of before walks
    were noted. Raises LedgerError."""
    file = folder / LEDGER_FILE
    if not file.is_file():
        return {}
    found: dict[str, list[Unfinished]] = {}
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'walks'").fetchone():
                return {}
            query = "SELECT outlet, surface, section, covered FROM walks WHERE NOT complete ORDER BY 1, 2, 3"
            for outlet, surface, section, covered in db.execute(query):
                until = datetime.fromisoformat(covered) if covered else None
                found.setdefault(outlet, []).append(Unfinished(surface, section, until))
    except sqlite3.Error as error:
        raise LedgerError(f"{file}: cannot read the ledger: {error}") from error
    return found
