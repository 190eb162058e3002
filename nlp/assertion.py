"""The status of a breach: cues with class, direction and reach, tried in a fixed order (after ConText)."""

import re
from dataclasses import dataclass, field
from functools import cache

from nlp.breach import Breach
from nlp.clauses import Clause
from nlp.lexicon import Rule, load_rules, one_regex
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
    """What stands around the sentence: is it a title, does a named or meant person stand in it, what the article's
    case has come to (`case`: a Verdict status or None), list of what is forbidden, pledge being recited."""

    title: bool = False
    definite: bool = False
    case: str | None = None
    rule_list: bool = False
    pledge: bool = False
    accused_speaks: bool = False
    sanctions: frozenset[str] = field(default_factory=frozenset)


@cache
def _cues() -> tuple[Rule, ...]:
    return load_rules("assertion_cues.csv", "class", ("id", "direction"))


def find_cues(text: str) -> tuple[Cue, ...]:
    """All cues of a masked sentence in text order."""
    found = [
        Cue(rule.label, rule.cells["direction"], m.start(), m.end(), rule.id)
        for rule in _cues()
        for m in rule.finditer(text)
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
        if cue.direction == "pre":
            return cue.start < self.breach.stop
        return cue.direction == "both" or cue.stop > self.breach.start

    def get(self, *names: str) -> Cue | None:
        """The first cue of one of the classes, or None."""
        return next((c for c in self.cues if c.name in names), None)

    def all(self, *names: str) -> list[Cue]:
        """All cues of the classes."""
        return [c for c in self.cues if c.name in names]

    def before(self, *names: str) -> Cue | None:
        """The last cue of the classes that starts before the breach ends."""
        return next((c for c in reversed(self.cues) if c.name in names and c.start < self.breach.stop), None)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "hedge": one_regex(
            r"\b(?:diduga|dugaan|terindikasi|disangka(?:kan)?|dituding|dituduh|terduga|dianggap|dinilai|dilaporkan)\b"
        ),
        "result": one_regex(
            r"\b(?:hasil|dari|berdasarkan|usai|setelah|tanpa|belum) (?:\w+ )?(?:kajian|klarifikasi|penelusuran|pemeriksaan|proses|penyelidikan|sidang|pleno|penyidikan)"
        ),
        "number": one_regex(
            r"\b{NUM}(?: (?:orang|oknum))? (?:{SERVANT}|kasus|perkara|laporan|dugaan|pelanggaran|temuan|nama|terlapor|aduan|pengaduan|di antaranya|lainnya|lagi|persen)\b",
            r"\bdari {NUM}\b",
            r"\b{NUM},\d+ persen",
        ),
        "criminal": one_regex(r"\b(?:unsur |tindak )?pidana\w*\b"),
        "past_marker": one_regex(r"\b(?:telah|sudah|lantaran|karena|usai|setelah|akhirnya|kemarin)\b"),
    }


def decide(scope: Scope, setting: Setting) -> Verdict | None:
    """The verdict on one breach, by the first class that applies: hypothetical, adjudicated denial, aspired, risk, forbidden,
    denied, absent, proven, under process, suspected. None where no cue reaches it."""
    if setting.rule_list:
        return Verdict("prohibited", "forbidden", "list")
    for step in (_hypothetical, _wished, _risk, _forbidden, _unproven, _denied, _established, _pursued):
        verdict = step(scope, setting)
        if verdict:
            return verdict
    return None


def _hypothetical(scope: Scope, setting: Setting) -> Verdict | None:
    condition = scope.get("hyp")
    if condition:
        banned = scope.get("forbid")
        if banned and condition.start > banned.start and not scope.get("would"):
            return None
        if scope.get("deny") and condition.start > scope.get("deny").start:  # type: ignore[union-attr]
            return None
        return Verdict("conditional", "consequence", condition.id)
    caught, would = scope.get("rel"), scope.get("would")
    past = _patterns()["past_marker"].search(scope.text)
    if caught and would and not scope.get("proven") and not (past and past.start() < caught.start):
        return Verdict("conditional", "consequence", caught.id)
    if caught and would and not setting.definite and would.start > caught.start:
        return Verdict("conditional", "consequence", caught.id)
    if would and setting.sanctions:
        if setting.definite or (setting.title and setting.case):
            return Verdict("alleged", "suspected", would.id)
        if "imposed" not in setting.sanctions or would.id != "would":
            return Verdict("conditional", "consequence", would.id)
    return None


def _wished(scope: Scope, setting: Setting) -> Verdict | None:
    wish = scope.before("aspire")
    if setting.pledge and scope.before("nact", "aspire", "none"):
        return Verdict("prohibited", "aspired", "pledge")
    if not wish:
        return None
    if wish.id == "prevent":
        return Verdict("prohibited", "aspired", wish.id)
    negated = [
        c for c in scope.all("nact", "none", "cleared", "forbid") if c.start >= wish.start or wish.id == "hope"
    ]
    zero = re.search(r"\b(?:zero|nol|nihil|tanpa|bebas)\b", scope.text, re.I)
    if negated or zero:
        return Verdict("prohibited", "aspired", wish.id)
    return None


def _risk(scope: Scope, _: Setting) -> Verdict | None:
    risk = scope.get("risk")
    if risk and not scope.get("forbid") and not scope.get("deny"):
        return Verdict("conditional", "risk", risk.id)
    return None


def _forbidden(scope: Scope, _: Setting) -> Verdict | None:
    ban = scope.get("forbid")
    if ban and ban.id == "ban":
        return Verdict("prohibited", "forbidden", ban.id)
    if ban:
        return Verdict("prohibited", "forbidden", ban.id)
    refusal = scope.before("nact")
    appeal = scope.before("appeal")
    if appeal and refusal and not scope.get("none", "cleared", "proven", "suspect"):
        return Verdict("prohibited", "forbidden", appeal.id)
    return None


def _unproven(scope: Scope, setting: Setting) -> Verdict | None:
    cue = scope.get("cleared")
    if not cue:
        return None
    if cue.id == "no_find":
        return None
    return Verdict("denied", "cleared", cue.id)


def _denied(scope: Scope, setting: Setting) -> Verdict | None:
    denial = scope.get("deny")
    if denial:
        return Verdict("denied", "denied_by_party", denial.id)
    own = scope.before("denyown")
    if own and setting.accused_speaks:
        return Verdict("denied", "denied_by_party", own.id)
    absent = scope.get("none")
    if absent and absent.start <= scope.breach.stop:
        specific = setting.definite or setting.case in ("alleged", "denied")
        looked = scope.get("no_find") or re.search(r"menemukan|ditemukan|mendapati", absent.id)
        return Verdict("denied", "cleared" if specific and looked else "none_reported", absent.id)
    if absent and absent.id == "zero":
        return Verdict("denied", "none_reported", absent.id)
    return None


def _established(scope: Scope, setting: Setting) -> Verdict | None:
    cue = scope.get("proven")
    hedge = _patterns()["hedge"]
    if cue:
        lead = scope.text[max(0, cue.start - 25) : cue.start]
        inside = scope.text[cue.start : cue.stop]
        if (
            not hedge.search(lead)
            and not hedge.search(inside)
            and not re.search(r"\b(?:belum|apakah|jika|bila)\b", lead, re.I)
        ):
            return Verdict("proven", "found", cue.id)
    if "imposed" in setting.sanctions or "recommended" in setting.sanctions or "pending" in setting.sanctions:
        return Verdict("proven", "decided", "sanction")
    admitted = scope.before("admit")
    if admitted and scope.text[admitted.start : admitted.stop].lower().startswith(("tidak", "tak")):
        return Verdict("proven", "asserted", admitted.id)
    return None


def _pursued(scope: Scope, setting: Setting) -> Verdict | None:
    steps = [
        c for c in scope.all("process") if not _patterns()["result"].search(scope.text[max(0, c.start - 20) : c.stop])
    ]
    if steps:
        return Verdict("alleged", "under_process", steps[0].id)
    hint = scope.get("suspect")
    if hint:
        return Verdict("alleged", "suspected", hint.id)
    count = scope.get("assert")
    if count and _patterns()["number"].search(scope.text):
        return Verdict("proven", "asserted", count.id)
    return None
