"""Words that name a breach only in company ("pelanggaran", "laporan", "sanksi"): when a clause is an entry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.breaches.assertion import Verdict
from nlp.breaches.breach import Breach
from nlp.breaches.clauses import Clause
from nlp.breaches.lexicon import pattern
from nlp.breaches.readings import Reading
from nlp.breaches.sanctions import sanctions_in


@dataclass(frozen=True)
class Weak:
    """A clause that names a breach by weak words alone. `ids`: which (breach_terms.csv, and what is left unsaid);
    `main`: the one that the verdict was read with; `in_case`: whether the article has told of a case."""

    reading: Reading
    piece: str
    ids: frozenset[str]
    main: str
    verdict: Verdict
    in_case: bool

    def says(self, name: str, whole: bool = False) -> bool:
        """Whether the clause (or the whole sentence) holds the named pattern."""
        return pattern(name).search(self.reading.text if whole else self.piece) is not None

    def is_one(self, *statuses: str) -> bool:
        """Whether the status or substatus is one of these."""
        return self.verdict.status in statuses or self.verdict.substatus in statuses


def weak_entry(
    reading: Reading, clause: Clause, mine: Sequence[Breach], main: Breach, verdict: Verdict, in_case: bool
) -> bool:
    """Whether a clause without a strong term or an act is an entry: the first check that decides."""
    ids = frozenset({b.id for b in mine if b.kind == "weak"} | {main.id})
    weak = Weak(reading, reading.piece(clause), ids, main.id, verdict, in_case)
    for check in _CHECKS:
        decided = check(weak)
        if decided is not None:
            return decided
    return False


def _other_matter(weak: Weak) -> bool | None:
    if weak.says("other_kind", whole=True):
        return False
    told = weak.is_one("proven", "alleged")
    if told and weak.says("election_kind", whole=True) and not weak.says("servant", whole=True):
        return False
    return False if weak.is_one("cleared") and weak.says("criminal") else None


def _ellipsis(weak: Weak) -> bool | None:
    return weak.is_one("proven", "alleged", "denied") if "ellipsis" in weak.ids else None


def _breach_word(weak: Weak) -> bool | None:
    return True if weak.ids & {"violation", "denied_act", "statistic", "outcome"} else None


def _repetition(weak: Weak) -> bool | None:
    return weak.is_one("prohibited", "conditional") if weak.ids & {"repeated", "same_thing"} else None


def _side(weak: Weak) -> bool | None:
    return weak.is_one("prohibited") if "side" in weak.ids else None


def _rumour(weak: Weak) -> bool | None:
    return True if "rumour" in weak.ids and weak.in_case and weak.is_one("denied") else None


def _form(weak: Weak) -> bool | None:
    if weak.main != "form_only":
        return None
    meant = weak.reading.is_title or weak.in_case
    alleged = meant and weak.is_one("alleged") and weak.says("servant", whole=True)
    return alleged or weak.is_one("prohibited", "conditional", "denied_by_party")


def _sanction(weak: Weak) -> bool | None:
    if not sanctions_in(weak.piece):
        return None
    return weak.is_one("proven", "conditional", "prohibited") or weak.verdict.rule in _THREATS


_THREATS = frozenset({"would", "will_fire", "penalty"})


def _verdict_word(weak: Weak) -> bool | None:
    if "proven_word" in weak.ids and weak.is_one("proven", "denied", "conditional"):
        return True
    return True if "verdict_word" in weak.ids and weak.is_one("denied", "conditional", "aspired") else None


def _suspicion(weak: Weak) -> bool | None:
    if "suspicion" not in weak.ids:
        return None
    bare = weak.is_one("under_process") and weak.says("procedure", whole=True)
    return True if weak.says("that_suspicion") or (weak.verdict.rule != "suspect" and not bare) else None


def _report(weak: Weak) -> bool | None:
    if not weak.ids & {"report_word", "count_word", "suspicion"}:
        return None
    if weak.is_one("none_reported", "aspired"):
        return True
    if "report_word" in weak.ids and weak.is_one("alleged") and weak.says("reported_officer", whole=True):
        return weak.reading.is_title or weak.says("to_watchdog", whole=True)
    if "suspicion" not in weak.ids and weak.is_one("cleared"):
        return weak.says("officer", whole=True)
    return weak.is_one("alleged", "proven") and (weak.says("report_count") or weak.says("statistic"))


_CHECKS: tuple[Callable[[Weak], bool | None], ...] = (
    _other_matter, _ellipsis, _breach_word, _repetition, _side, _rumour, _form, _sanction, _verdict_word, _suspicion,
    _report,
)  # fmt: skip
