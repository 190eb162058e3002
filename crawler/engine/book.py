"""The book of one crawl: what its requests are about, and their outcomes into the ledger."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapy import Request

from crawler.engine.runstate import RunState, ledger_key
from crawler.engine.verdict import Verdict
from crawler.outlet import Outlet
from crawler.storage.ledger import Change, LedgerRow
from crawler.storage.ledger_walks import Known, Question, WalkKey, WalkState
from crawler.storage.outcomes import Outcome, as_outcome


@dataclass
class Book:
    """One crawl and its `LedgerWriter`. `outlet_id`: the outlet meant where none is named; `outlet_ids`: those
    crawled; `outlets`: all known ones.
    `on_failure` is called when archive or ledger cannot be written. `counts`: what was told in this run, by outcome,
    for progress alone (a URL may count twice)."""

    run: RunState
    outlet_id: str
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
    outlet_ids: tuple[str, ...] = ()
    on_failure: Callable[[], None] = lambda: None
    counts: Counter[str] = field(default_factory=Counter)
    _roles: dict[str, str] = field(default_factory=dict, init=False)
    _last: tuple[tuple[str, str, str] | None, str] = field(default=(None, ""), init=False)

    def meta(self, request: Request) -> dict[str, Any]:
        """request.meta["netra"], with what is always there: outlet, surface, role."""
        given = request.meta.get("netra") or {}
        return {"outlet": self.outlet_id, "surface": "", "role": "article", **given}

    def key(self, request: Request) -> str:
        """The URL of the request's ledger row."""
        meta = self.meta(request)
        return self._key(request.url, meta["outlet"], meta["role"])

    def _key(self, url: str, outlet: str, role: str | None = None) -> str:
        asked = (url, outlet, role or self._roles.get(url, "article"))
        if self._last[0] != asked:  # a spider asks and tells about one address several times in a row
            self._last = (asked, ledger_key(url, asked[2], self.outlets.get(outlet)))
        return self._last[1]

    # what spiders are given (crawler.storage.ledger.LedgerWriter)

    def seen(
        self,
        url: str,
        *,
        outlet: str | None = None,
        surface: str = "",
        role: str = "article",
        title: str | None = None,
        date: str | None = None,
        discovered_from: str | None = None,
        selection: str | None = None,
    ) -> None:
        """A surface shows this URL: it gets a row, `pending` until an outcome is told."""
        if role != "article":
            self._roles[url] = role
        outlet = outlet or self.outlet_id
        self._add(
            Change(
                outlet,
                self._key(url, outlet, role),
                self.run.ledger.now(),
                surface=surface,
                role=role,
                title=title,
                date=date,
                discovered_from=discovered_from,
                selection=selection,
            )
        )

    def outcome(
        self, url: str, *, outcome: str, reason: str = "", outlet: str | None = None, retry: bool | None = None
    ) -> None:
        """What became of the URL; the last word told counts. Raises OutcomeError on an unknown word."""
        outlet, word = outlet or self.outlet_id, as_outcome(outcome)
        role = self._roles.get(url, "article")
        change = Change(outlet, self._key(url, outlet, role), self.run.ledger.now(), role=role)
        change.outcome, change.reason, change.retry = word, reason, None if retry is None else int(retry)
        self._add(change)
        self.count(word)

    def known(self, url: str | Request, *, outlet: str | None = None) -> bool:
        """True where an earlier answer is final, so that the URL need not be asked for again."""
        if isinstance(url, Request):
            return self.run.ledger.known(self.meta(url)["outlet"], self.key(url))
        outlet = outlet or self.outlet_id
        return self.run.ledger.known(outlet, self._key(url, outlet))

    def look(self, url: str, *, outlet: str | None = None) -> Known | None:
        """What the ledger has on an address; None: it was never seen."""
        outlet = outlet or self.outlet_id
        return self.run.ledger.look(outlet, self._key(url, outlet))

    def read(self, url: str, *, outlet: str, etag: str | None, last_modified: str | None) -> None:
        """All that this page of a surface shows is noted. Its validators are kept from now on and not from its answer
        on: a crawl that ends in between must not be told "not modified" of a page whose articles nobody noted."""
        change = Change(outlet, url, self.run.ledger.now(), role="index")
        change.etag, change.last_modified = etag or "", last_modified or ""
        self._add(change)

    def walk(self, key: WalkKey) -> WalkState | None:
        """How far the last walk over this list came; None: there was none."""
        return self.run.ledger.walk(key)

    def walked(self, key: WalkKey, question: Question, *, complete: bool) -> None:
        """A walk begins, or (`complete`) has come to its end."""
        self.run.ledger.walked(key, question, complete=complete)

    # what the middlewares ask and tell

    def fetched(self, request: Request) -> bool:
        """Whether what this request asks for is in the archive already."""
        row = self.run.ledger.row(self.meta(request)["outlet"], self.key(request))
        return row is not None and row.outcome in (Outcome.FETCHED, Outcome.NOT_MODIFIED, Outcome.DUPLICATE)

    def scheduled(self, request: Request) -> None:
        """A request was handed to the scheduler: its URL has been seen."""
        meta = self.meta(request)
        about = {name: meta.get(name) for name in ("title", "date", "discovered_from", "selection")}
        self.seen(request.url, outlet=meta["outlet"], surface=meta["surface"], role=meta["role"], **about)

    def taken_up(self, row: LedgerRow) -> None:
        """This run is about to ask for what is open."""
        change = Change(row.outlet, row.url, self.run.ledger.now(), role=row.role)
        change.outcome, change.reason = Outcome.PENDING, "taken up, and the run ended before the answer"
        self._add(change)

    def verdict(self, request: Request, verdict: Verdict, *, attempts: int = 0, final_url: str | None = None) -> None:
        """An outcome for a request that has no archived answer of its own (or more to say about it)."""
        meta = self.meta(request)
        retry = None if verdict.retry is None else int(verdict.retry)
        change = Change(
            meta["outlet"],
            self.key(request),
            self.run.ledger.now(),
            surface=meta["surface"],
            role=meta["role"],
            outcome=verdict.outcome,
            reason=verdict.reason,
            retry=retry,
            attempts=attempts,
            final_url=final_url,
        )
        self._add(change)
        self.count(verdict.outcome)

    def count(self, outcome: Outcome) -> None:
        """For progress: one more of this outcome."""
        self.counts[str(outcome)] += 1

    def _add(self, change: Change) -> None:
        try:
            self.run.ledger.add(change)
        except OSError as error:
            self.stop_for(error)

    def stop_for(self, error: OSError) -> None:
        """Archive or ledger cannot be written: note it and ask for the crawl to be stopped."""
        self.run.fail(error)
        self.on_failure()
