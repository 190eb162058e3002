"""WARC files that others made (Common Crawl's CC-NEWS among them): what is of known outlets comes in by the crawl's own
door. Its checks decide (status, size, content coding, block page, content type, canonical address); pages go into archive
and ledger with the time of their capture, what is no page into the ledger alone, with its reason."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from crawler.engine.changes import change_from, iso
from crawler.engine.runstate import RunState, run_name
from crawler.engine.verdict import Verdict, judge
from crawler.extraction.pages import split_page
from crawler.outlet import Outlet, load_outlets, outlet_for_url
from crawler.paging import other_pages
from crawler.settings import DOWNLOAD_MAXSIZE, USER_AGENT
from crawler.storage.archive import MAX_FILE_BYTES, Fetched, body_digest
from crawler.storage.decoding import Decoded, decode_body
from crawler.storage.ledger import Change
from crawler.storage.outcomes import Outcome
from crawler.storage.warc_answers import Answer, address_of, read_answer
from crawler.storage.warc_records import DamagedRecord, Unreadable, warc_records
from crawler.urls import canonical_url, is_article

SURFACE = "warc"
KEPT_DAMAGED = 1000
# What we have ourselves, or know to be the same as what we have, is not taken from others.
_HAVE = frozenset({Outcome.FETCHED, Outcome.NOT_MODIFIED, Outcome.DUPLICATE})
Progress = Callable[[int, int], None]
"""Called with (bytes read, bytes of all files)."""


@dataclass
class ImportSummary:
    """What an import did. `counts`: {outlet: {outcome: addresses}} of what it told the ledger; `records`: WARC records
    read; `other_hosts`, `not_answers`: records left out (no host of an outlet; revisits, requests and the like);
    `known`: answers for addresses that have one; `damaged`: the first `KEPT_DAMAGED` of `damaged_count`."""

    records: int = 0
    other_hosts: int = 0
    not_answers: int = 0
    known: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    damaged: list[DamagedRecord] = field(default_factory=list)
    damaged_count: int = 0

    @property
    def pages(self) -> int:
        """Pages that the archive did not have."""
        return sum(outcomes[Outcome.FETCHED] for outcomes in self.counts.values())


@dataclass
class _Import:
    """One run of the import over an open archive folder."""

    run: RunState
    summary: ImportSummary

    def take(self, answer: Answer) -> None:
        """One answer of a known outlet, through the door. Raises OSError."""
        if not is_article(answer.url, answer.outlet):
            self._tell(
                answer, answer.url, Verdict(Outcome.NOT_ARTICLE, "the address has not the shape of an article")
            )
            return
        canonical = canonical_url(answer.url, answer.outlet)
        number = split_page(answer.url)[1] or 1
        role, key = ("page", answer.url) if number > 1 else ("article", canonical)
        if self._has(answer.outlet, key):
            return
        decoded = decode_body(answer.payload, answer.header("content-encoding"), DOWNLOAD_MAXSIZE)
        verdict = self._judge(answer, decoded, role, canonical)
        if verdict is None:
            self.summary.known += 1
        elif verdict.outcome is Outcome.FETCHED:
            self._keep(answer, key, role, canonical, decoded)
        else:
            self._tell(answer, key, verdict, role, decoded)

    def _has(self, outlet: Outlet, key: str) -> bool:
        row = self.run.ledger.row(outlet.id, key)
        had = row is not None and row.outcome in _HAVE
        self.summary.known += had
        return had

    @staticmethod
    def _judge(answer: Answer, decoded: Decoded, role: str, canonical: str) -> Verdict | None:
        """What the answer means; None: a redirect to the same article."""
        if answer.record.headers.get("warc-truncated"):
            return Verdict(Outcome.ERROR, f"truncated in the WARC file ({answer.record.headers['warc-truncated']})")
        location = answer.header("location")
        if 300 <= answer.status < 400 and answer.status != 304 and location:
            same = canonical_url(location, answer.outlet) == canonical
            return None if same else Verdict(Outcome.REDIRECTED, f"{answer.status} to {location[:200]}")
        return judge(answer.status, {key.lower(): value for key, value in answer.headers}, decoded, role)

    def _tell(
        self,
        answer: Answer,
        key: str,
        verdict: Verdict,
        role: str = "article",
        decoded: Decoded | None = None,
    ) -> None:
        """What is no page: a row of the ledger, unless there is one that says more than `pending`."""
        outlet = answer.outlet.id
        row = self.run.ledger.row(outlet, key)
        if row is not None and row.outcome is not Outcome.PENDING:
            self.summary.known += 1
            return
        self.run.ledger.add(
            change_from(
                self._about(answer, role),
                key,
                answer.at,
                outcome=verdict.outcome,
                reason=verdict.reason,
                retry=verdict.retry,
                status=answer.status,
                bytes=len(decoded.body) if decoded else None,
            )
        )
        self._count(outlet, verdict.outcome)

    @staticmethod
    def _about(answer: Answer, role: str) -> dict[str, str]:
        source = {"surface": SURFACE, "role": role, "discovered_from": answer.file}
        return {"outlet": answer.outlet.id, **source}

    def _keep(self, answer: Answer, key: str, role: str, canonical: str, decoded: Decoded) -> None:
        """A page: into the archive, then into the ledger; its further pages are noted, for a crawl to ask for."""
        outlet, digest = answer.outlet, body_digest(decoded.body)
        fetched = Fetched(
            url=answer.url,
            fetched_at=answer.at,
            method="GET",
            request_headers=(),
            status=answer.status,
            reason="",
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers],
            payload=answer.payload,
            meta={
                **self._about(answer, role),
                "outcome": str(Outcome.FETCHED),
                "reason": "",
                "title": None,
                "date": None,
                "article_url": canonical if role == "page" else None,
                "digest": digest,
                "key": key,
                "imported_record": answer.record.headers.get("warc-record-id"),
            },
        )
        position = self.run.writer(outlet.id).write(fetched)
        self.run.ledger.add(
            change_from(
                self._about(answer, role),
                key,
                answer.at,
                outcome=Outcome.FETCHED,
                reason="",
                status=answer.status,
                bytes=len(decoded.body),
                digest=digest,
            )
        )
        if role == "article":
            for page in other_pages(decoded.body, answer.url, outlet):
                if self.run.ledger.row(outlet.id, page) is None:
                    self.run.ledger.add(
                        Change(outlet.id, page, iso(answer.at), SURFACE, "page", discovered_from=answer.url)
                    )
        self.run.booked(position, hold=False)
        self._count(outlet.id, Outcome.FETCHED)

    def _count(self, outlet: str, outcome: Outcome) -> None:
        self.summary.counts.setdefault(outlet, Counter())[str(outcome)] += 1

    def damaged(self, found: DamagedRecord) -> None:
        self.summary.damaged_count += 1
        if len(self.summary.damaged) < KEPT_DAMAGED:
            self.summary.damaged.append(found)


def _answers(
    path: Path, work: _Import, outlets: Mapping[str, Outlet], tick: Callable[[int], None]
) -> Iterator[Answer]:
    """The answers of known outlets in one file; all else is counted."""
    summary = work.summary
    for found in warc_records(path):
        if isinstance(found, DamagedRecord):
            work.damaged(found)
            continue
        summary.records += 1
        tick(found.end)
        if found.kind not in ("response", "resource"):
            summary.not_answers += 1
            continue
        outlet = outlet_for_url(address_of(found), outlets)
        if outlet is None:
            summary.other_hosts += 1
            continue
        try:
            yield read_answer(path.name, found, outlet)
        except Unreadable as error:
            work.damaged(DamagedRecord(path.name, found.offset, str(error)))


def _tick(progress: Progress, before: int, whole: int, end: int) -> None:
    progress(before + end, whole)


def import_warc(
    archive: Path,
    files: Sequence[Path],
    *,
    now: datetime,
    outlets: Mapping[str, Outlet] | None = None,
    progress: Progress = lambda _done, _of: None,
) -> ImportSummary:
    """Take what these WARC files hold of known outlets into the archive folder. What is there already is not taken
    again, so that an import can be repeated. Memory: one record, however large the file. Raises LockedError where a
    crawl works in the folder, OSError where a file cannot be read or the archive cannot be written."""
    known = load_outlets() if outlets is None else outlets
    run = RunState(archive, now, USER_AGENT, MAX_FILE_BYTES, outlets=lambda: known)
    whole, before = sum(path.stat().st_size for path in files), 0
    work = _Import(run, ImportSummary())
    # no outlet is named: an import is no crawl, and the next crawl without a choice goes on with those crawled before
    run.begin(f"import-{run_name(now)}", ())
    try:
        for path in files:
            for answer in _answers(path, work, known, partial(_tick, progress, before, whole)):
                work.take(answer)
            before += path.stat().st_size
        run.ledger.end_run(0)
    finally:
        run.close()
    return work.summary
