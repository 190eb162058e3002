"""The status of a breach: cues with class, direction and reach, tried in a fixed order (after ConText)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from nlp.breaches.breach import Breach
from nlp.breaches.clauses import Clause
from nlp.breaches.lexicon import RuleSet, load_rules, pattern
from nlp.records import Status


@dataclass(frozen=True)
class Cue:
    """A cue in a sentence; half-open offsets. `name` is its class (assertion_cues.csv)."""

    name: str
    direction: str
    start: int
    stop: int
    id: str


@dataclass(frozen=True)
class Verdict:
    """Status and substatus of a breach, the rule that gave them, and whether a cue said so (not the context)."""

    status: Status
    substatus: str
    rule: str
    explicit: bool = True


@dataclass(frozen=True)
class Setting:
    """What stands around a clause. `definite`: a named or meant person, office or act stands in it; `case`: what the
    article's own case has come to so far (a status, or None); `source`: whose word it is (claimed_by); `sanctioned`:
    a sanction is named; `modalities`: what its words say of it; `pledge`: the words of a pledge are told; `plain`: no
    body that decides or speaks is the subject."""

    title: bool = False
    definite: bool = False
    case: str | None = None
    rule_list: bool = False
    pledge: bool = False
    source: str = "media"
    sanctioned: bool = False
    modalities: frozenset[str] = frozenset()
    plain: bool = False


@cache
def _cues() -> RuleSet:
    return RuleSet(load_rules("assertion_cues.csv", "class", ("id", "direction")))


def find_cues(text: str) -> tuple[Cue, ...]:
    """All cues of a masked sentence in text order."""
    found = [
        Cue(rule.label, rule.cells["direction"], m.start(), m.end(), rule.id) for rule, m in _cues().matches(text)
    ]
    return tuple(sorted(found, key=lambda c: c.start))


class Scope:
    """The cues that reach one breach: those of its clause in the right direction, and sentence-wide ones."""

    def __init__(self, text: str, clause: Clause, breach: Breach, cues: tuple[Cue, ...]) -> None:
        self.text, self.clause, self.breach = text, clause, breach
        self.cues = [c for c in cues if self._reaches(c)]

    def _reaches(self, cue: Cue) -> bool:
        if cue.direction == "sentence":
            return True
        if not self.clause.holds(cue.start):
            return False
        return cue.direction == "both" or cue.start < self.breach.stop

    def get(self, *names: str) -> Cue | None:
        """The first cue of one of the classes, or None."""
        return next((c for c in self.cues if c.name in names), None)

    def all(self, *names: str) -> list[Cue]:
        """All cues of the classes."""
        return [c for c in self.cues if c.name in names]

    def before(self, *names: str) -> Cue | None:
        """The last cue of the classes that starts before the breach ends."""
        return next((c for c in reversed(self.cues) if c.name in names and c.start < self.breach.stop), None)

    def words(self, cue: Cue, lead: int = 0) -> str:
        """The cue's words with up to `lead` characters in front of it."""
        return self.text[max(0, cue.start - lead) : cue.stop]

    @property
    def piece(self) -> str:
        """The clause."""
        return self.text[self.clause.start : self.clause.stop]


def decide(scope: Scope, setting: Setting) -> Verdict | None:
    """The verdict on one breach by the first class that applies: list of rules, sanction carried out, hypothetical,
    not proven, the accused's denial, wished for, risk, forbidden, denied, absent, proven, under process, suspected.
    None where no cue reaches it."""
    for step in _STEPS:
        verdict = step(scope, setting)
        if verdict:
            return verdict
    return None


def _listed(scope: Scope, setting: Setting) -> Verdict | None:
    free = not scope.get("hyp", "would")
    return Verdict("prohibited", "forbidden", "list") if setting.rule_list and free else None


def _carried_out(scope: Scope, setting: Setting) -> Verdict | None:
    if not setting.sanctioned:
        return None
    if "avoided" in setting.modalities and not scope.get("hyp", "would", "tolerance", "aspire"):
        return Verdict("denied", "cleared", "avoided")
    if (
        not setting.modalities & {"imposed", "recommended", "pending"}
        or scope.get("hyp", "would")
        or scope.before("aspire", "none", "forbid", "cleared")
    ):
        return None
    if scope.get("rel") and not (setting.definite or pattern("number").search(scope.text)):
        return None
    if scope.before("appeal") and scope.before("nact"):
        return Verdict("conditional", "consequence", "sanction_avoided")
    if "imposed" in setting.modalities or scope.get("proven") or setting.case == "proven":
        return Verdict("proven", "decided", "sanction")
    return None


def _hypothetical(scope: Scope, setting: Setting) -> Verdict | None:
    condition, would, banned = scope.get("hyp"), scope.get("would"), scope.get("forbid")
    if condition:
        aside = pattern("relative").search(scope.text[: condition.start]) is not None
        if banned and condition.start > banned.start and (aside or not would):
            return None
        absent = scope.get("none")
        if absent and absent.start < scope.breach.start and condition.start > scope.breach.stop:
            return None
        denied = scope.get("deny")
        if denied and condition.start > denied.start:
            return None
        return Verdict("conditional", "consequence", condition.id)
    if scope.get("tolerance"):
        return Verdict("conditional", "consequence", "no_tolerance")
    caught = scope.get("rel")
    past = pattern("past_marker").search(scope.text)
    if scope.before("aspire"):
        return None
    if caught and (would or (setting.sanctioned and not setting.definite)):
        first = bool(past and past.start() < caught.start)
        if not first and not pattern("number").search(scope.text[: caught.stop]):
            return Verdict("conditional", "consequence", caught.id)
    if would and setting.sanctioned:
        if not setting.title and would.id != "would" and scope.get("process", "suspect"):
            return None
        if setting.definite or (setting.title and setting.case):
            return Verdict("alleged", "suspected", would.id)
        return Verdict("conditional", "consequence", would.id)
    return None


def _own_denial(scope: Scope, setting: Setting) -> Verdict | None:
    own = scope.before("denyown") or scope.get("denyown")
    if not own:
        return None
    told = setting.case is not None and pattern("not_mine").match(scope.words(own)) is not None
    if setting.case and setting.source in ("pengawas", "penegak_hukum") and scope.breach.kind == "act":
        return Verdict("denied", "cleared", own.id)
    first = setting.case is not None and pattern("first_person").search(scope.words(own, 12)) is not None
    if told or first or setting.source == "terlapor":
        return Verdict("denied", "denied_by_party", own.id)
    return None


def _open(scope: Scope, _: Setting) -> Verdict | None:
    cue = scope.get("tentative")
    return Verdict("alleged", "suspected", cue.id) if cue else None


def _wished(scope: Scope, setting: Setting) -> Verdict | None:
    wish = scope.before("aspire")
    if setting.pledge and scope.before("nact", "aspire", "none") and not scope.get("forbid"):
        return Verdict("prohibited", "aspired", "pledge")
    if not wish:
        return None
    if wish.id == "prevent":
        return Verdict("prohibited", "aspired", wish.id)
    if wish.id == "commit" and pattern("ensures").match(scope.words(wish)) and scope.get("none"):
        return None
    negated = [
        c for c in scope.all("nact", "none", "cleared", "forbid") if c.start >= wish.start or wish.id == "hope"
    ]
    if negated or pattern("zero").search(scope.text):
        return Verdict("prohibited", "aspired", wish.id)
    return None


def _risk(scope: Scope, _: Setting) -> Verdict | None:
    risk = scope.get("risk")
    if risk and not scope.get("forbid"):
        return Verdict("conditional", "risk", risk.id)
    return None


def _forbidden(scope: Scope, _: Setting) -> Verdict | None:
    ban = scope.get("forbid")
    told = scope.get("suspect", "judged", "proven", "hint")
    if (
        ban
        and told
        and told.start < ban.start
        and (told.name == "judged" or pattern("relative").search(scope.text[: ban.start]))
    ):
        return None
    if ban:
        return Verdict("prohibited", "forbidden", ban.id)
    refusal, appeal = scope.before("nact"), scope.before("appeal")
    nearer = scope.before("suspect", "judged")
    if refusal and nearer and refusal.start < nearer.start:
        return None
    if appeal and refusal and not scope.get("none", "cleared", "proven", "deny"):
        return Verdict("prohibited", "forbidden", appeal.id)
    return None


def _unproven(scope: Scope, _: Setting) -> Verdict | None:
    cue = scope.get("cleared")
    return Verdict("denied", "cleared", cue.id) if cue else None


def _denied(scope: Scope, setting: Setting) -> Verdict | None:
    denial = scope.get("deny")
    if denial:
        return Verdict("denied", "denied_by_party", denial.id)
    absent = scope.get("none")
    if absent and (absent.start <= scope.breach.stop or absent.id == "zero"):
        case = bool(setting.case) and not pattern("report").search(scope.text[absent.start : scope.clause.stop])
        looked = case and (scope.get("nofind") or scope.breach.kind == "act")
        return Verdict("denied", "cleared" if looked else "none_reported", absent.id)
    return None


def _established(scope: Scope, setting: Setting) -> Verdict | None:
    accuser = setting.source in ("warga", "peserta")
    pursued = any(pattern("prosecuted").search(scope.words(c)) for c in scope.all("process"))
    if scope.get("proven", "judged", "process") and _prosecuted(scope.piece):
        return Verdict("alleged", "under_process", "prosecutor")
    for cue in scope.all("proven"):
        if pursued and pattern("evidence").search(scope.words(cue)):
            continue
        if pattern("hedge").search(scope.words(cue, 25)[: -len(scope.words(cue))] or "") or (
            pattern("hedge_inside").search(scope.words(cue))
        ):
            continue
        return Verdict("alleged", "suspected", "accuser") if accuser else Verdict("proven", "found", cue.id)
    judged = scope.get("judged")
    if judged:
        court = setting.source in ("penegak_hukum", "kasn_bkn")
        return Verdict("proven", "decided", judged.id) if court else Verdict("alleged", "suspected", judged.id)
    admitted = scope.before("admit")
    conceded = admitted and pattern("cannot_deny").match(scope.words(admitted))
    if admitted and conceded and setting.case and pattern("but_only").search(scope.text[admitted.stop :]):
        return Verdict("alleged", "suspected", "conceded")
    if admitted and (conceded or (setting.source == "terlapor" and not pattern("disputes").search(scope.text))):
        return Verdict("proven", "asserted", admitted.id)
    return None


def _prosecuted(piece: str) -> bool:
    """Whether a prosecutor says so, and no court."""
    return pattern("prosecutor").search(piece) is not None and pattern("court").search(piece) is None


def _pursued(scope: Scope, setting: Setting) -> Verdict | None:
    counted = scope.get("assert")
    if counted and pattern("bare_count").search(scope.piece) and not pattern("hedge_count").search(scope.piece):
        return Verdict("proven", "asserted", counted.id)
    steps = [c for c in scope.all("process") if not pattern("result").search(scope.words(c, 20))]
    if steps:
        return Verdict("alleged", "under_process", steps[0].id)
    hint = scope.get("suspect")
    if hint:
        return Verdict("alleged", "suspected", hint.id)
    if scope.get("hint") and setting.case != "proven":
        return Verdict("alleged", "suspected", "hint")
    if pattern("statistic").search(scope.piece):
        return Verdict("alleged", "suspected", "statistic")
    return None


_STEPS: tuple[Callable[[Scope, Setting], Verdict | None], ...] = (
    _listed, _carried_out, _hypothetical, _open, _wished, _own_denial, _risk, _unproven, _forbidden, _denied,
    _established, _pursued,
)  # fmt: skip
