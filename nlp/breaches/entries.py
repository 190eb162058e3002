"""Which sentences of an article are entries, and with which status: one entry a sentence and outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.breaches.assertion import Scope, Setting, Verdict, decide
from nlp.breaches.breach import Breach, Theme
from nlp.breaches.claims import Sources
from nlp.breaches.clauses import Clause
from nlp.breaches.lexicon import pattern
from nlp.breaches.parties import Person
from nlp.breaches.readings import Reading
from nlp.breaches.sanctions import modalities_in, sanctions_in
from nlp.breaches.weak_words import weak_entry


@dataclass(frozen=True)
class Draft:
    """An entry before parties and other fields: the clause that it stands on, its breaches and its verdict."""

    reading: Reading
    clause: Clause
    breaches: tuple[Breach, ...]
    verdict: Verdict
    counts: bool
    """Whether it speaks of a number of breaches (or of none), not of one matter."""
    in_case: bool
    """Whether the article has told of a case of its own before (or tells of it here)."""

    @property
    def piece(self) -> str:
        """The hidden text of the clause."""
        return self.reading.piece(self.clause)


@dataclass(frozen=True)
class Told:
    """What the rules make of one sentence: its entries, and for a sentence without any what would be one, should it
    name a breach in words that they do not know. `guess`: what its cues would say then; `case`: what the article's own
    case had come to before it; `listed`: it is an item of an open list of what is forbidden."""

    reading: Reading
    drafts: tuple[Draft, ...]
    spare: Draft
    guess: Verdict | None
    case: str | None
    listed: bool


OPEN = Verdict("alleged", "suspected", "open", False)
"""The verdict of a sentence on which nothing is decided yet."""

# Terms that state a breach where no cue says otherwise ("politik praktis" alone may be a topic).
_PLAIN = frozenset({"violate_neutral", "neutral_violated", "not_neutral", "breach_neutral"})


# Which of several weak words a cue is read with.
_THIN = frozenset({"report_word", "count_word", "sanction_word", "verdict_word"})
_RANK = {
    "violation": 5,
    "denied_act": 4,
    "same_thing": 4,
    "repeated": 4,
    "suspicion": 3,
    "form_only": 2,
    "proven_word": 2,
    "report_word": 1,
}


class Drafting:
    """Goes through an article in order and remembers what later sentences lean on: what the case has come to, an open
    list of rules, a pledge being told, the verdict before."""

    def __init__(
        self,
        readings: Sequence[Reading],
        theme: Theme,
        sources: Sources,
        group: Sequence[Person],
    ) -> None:
        self.readings, self.theme, self.sources, self.group = readings, theme, sources, group
        self.case: str | None = None
        self.counted = self.small_story = False
        self.list_open = self.pledge_open = self.pledge_near = False
        self.before: Verdict | None = None

    def run(self) -> list[Told]:
        """What the rules make of each sentence, in text order."""
        found: list[Told] = []
        for reading in self.readings:
            self._scopes(reading)
            case = self.case
            mine = self._drafts_of(reading) if reading.breaches or reading.sanctions else []
            guess = mine[-1].verdict if mine else self._guess(reading)
            listed = self.list_open and pattern("bullet").match(reading.text) is not None
            found.append(Told(reading, tuple(mine), self._spare(reading), guess, case, listed))
            self.before = mine[-1].verdict if mine else None
            for draft in mine:
                self.counted = self.counted or draft.counts
                if (
                    draft.verdict.status in ("proven", "alleged", "denied")
                    and draft.verdict.substatus != "none_reported"
                ):
                    self._remember(draft.verdict.status)
        return found

    def _remember(self, status: str) -> None:
        if self.case is None or status == "proven" or (self.case == "denied" and status == "alleged"):
            self.case = status

    def _scopes(self, reading: Reading) -> None:
        text = reading.text
        if pattern("list_intro").search(text) and not reading.quote.parts:
            self.list_open = True
        elif self.list_open and (reading.quote.parts or not pattern("list_item").match(text)):
            self.list_open = False
        self.pledge_near = self.pledge_open
        follows = self.pledge_open and pattern("follow").match(text) is not None
        self.pledge_open = pattern("pledge").search(text) is not None or follows

    def _drafts_of(self, reading: Reading) -> list[Draft]:
        found: list[Draft] = []
        for clause in reading.clauses:
            if pattern("frame").search(reading.piece(clause)) and len(reading.clauses) > 1:
                continue
            mine = tuple(b for b in reading.breaches if clause.holds(b.start))
            main = self._main(mine) or self._unsaid(reading, clause, mine)
            if main is None:
                continue
            verdict = self._judge(reading, clause, main)
            if verdict and self._is_entry(reading, clause, mine, main, verdict):
                found.append(
                    Draft(
                        reading, clause, mine, verdict, self._counts(reading, clause, verdict), self.case is not None
                    )
                )
        return self._merge(reading, found)

    def _guess(self, reading: Reading) -> Verdict | None:
        """What the cues of a sentence would say of a breach that it names in words unknown to the rules."""
        if not reading.cues:
            return None
        whole = Clause(0, len(reading.text))
        spoken = Breach("weak", whole.stop - 1, whole.stop, "learned")
        return decide(Scope(reading.masked, whole, spoken, reading.cues), self._setting(reading, whole))

    def _spare(self, reading: Reading) -> Draft:
        """The whole sentence as an entry whose verdict is still open."""
        whole = Clause(0, len(reading.text))
        return Draft(
            reading, whole, reading.breaches, OPEN, self._counts(reading, whole, OPEN), self.case is not None
        )

    def _counts(self, reading: Reading, clause: Clause, verdict: Verdict) -> bool:
        """A number with a generic breach is a count; a small number of people with the act of the story is a
        case."""
        piece = reading.piece(clause)
        if verdict.substatus == "none_reported":
            return True
        if pattern("count_cases").search(piece):
            return pattern("one_report").search(piece) is None
        if pattern("count_people").search(piece):
            small = pattern("small_number").search(piece) is not None
            if small and (reading.is_title or reading.sentence.index <= 1):
                self.small_story = True
            return not (small and self.small_story)
        if clause.start > 0 and pattern("elliptical").search(piece):
            return not self.small_story and (self.counted or pattern("count_cases").search(reading.text) is not None)
        return False

    def _main(self, breaches: Sequence[Breach]) -> Breach | None:
        usable = [b for b in breaches if b.kind != "form"]
        if self.theme.level == "yes" and all(b.kind == "weak" and b.id in _THIN for b in usable):
            usable += [replace(b, kind="weak", id="form_only") for b in breaches if b.form not in (None, "umum")]
        if not usable:
            return None
        best = max(usable, key=lambda b: (b.strength, _RANK.get(b.id, 0), -b.start))
        # Cues in front of a later breach as strong as the first count too ("soal swafoto, ia minta tidak berfoto").
        return replace(best, stop=max(b.stop for b in usable if b.strength >= min(best.strength, 2)))

    def _unsaid(self, reading: Reading, clause: Clause, mine: Sequence[Breach]) -> Breach | None:
        """A breach left unsaid: a number with an outcome, a sanction, a share of a form, a ban beside a candidate."""
        piece = reading.piece(clause)
        told = any(b.kind != "form" for b in reading.breaches)
        if told and clause.start > 0 and pattern("outcome").search(piece):
            return Breach("weak", clause.start, clause.start, "outcome")
        elliptical = pattern("elliptical").search(reading.masked[clause.start : clause.stop])
        if elliptical and ((len(reading.clauses) > 1 and told) or self.counted):
            return Breach("weak", clause.start, clause.start, "ellipsis")
        if pattern("banned_side").search(piece) and pattern("officer").search(reading.text):
            return Breach("weak", clause.stop - 1, clause.stop, "side")
        if sanctions_in(reading.piece(clause)):
            return Breach("weak", clause.start, clause.start, "sanction")
        if mine and pattern("statistic").search(reading.piece(clause)):
            return Breach("weak", clause.start, clause.start, "statistic")
        return None

    def _setting(self, reading: Reading, clause: Clause) -> Setting:
        piece = reading.piece(clause)
        sanctioned = bool(sanctions_in(piece))
        named = any(one.person in self.group for one in reading.seen)
        return Setting(
            title=reading.is_title,
            definite=named or pattern("definite").search(reading.text) is not None,
            case=self.case,
            rule_list=self.list_open and pattern("list_item").match(reading.text) is not None,
            pledge=self.pledge_open,
            source=self.sources.of(reading.sentence.index)[0],
            sanctioned=sanctioned,
            modalities=modalities_in(piece) if sanctioned else frozenset(),
            plain=self.sources.subject[reading.sentence.index] is None,
        )

    def _judge(self, reading: Reading, clause: Clause, main: Breach) -> Verdict | None:
        setting = self._setting(reading, clause)
        verdict = decide(Scope(reading.masked, clause, main, reading.cues), setting)
        if verdict:
            return verdict
        if self.before and pattern("carry").match(reading.text) and main.kind in ("strong", "act"):
            return replace(self.before, rule="carry")
        scope = Scope(reading.masked, clause, main, reading.cues)
        if main.kind in ("strong", "act") and self.case is None and scope.before("nact"):
            return Verdict("prohibited", "aspired" if self.pledge_near else "forbidden", "not_act")
        if main.kind in ("strong", "act"):
            return self._told(Scope(reading.masked, clause, main, ()), setting)
        if setting.sanctioned and self.case == "proven":
            return Verdict("proven", "decided", "sanction_case")
        if setting.sanctioned and not setting.definite and self.case is None:
            return Verdict("conditional", "consequence", "sanction_rule")
        if self.counted and main.id == "count_word" and pattern("count_cases").search(reading.piece(clause)):
            return Verdict("alleged", "suspected", "statistic")
        return None

    def _told(self, scope: Scope, setting: Setting) -> Verdict | None:
        """A breach without any cue: as the case stands; in a title, as a fact."""
        main = scope.breach
        act = main.kind == "act" and bool(
            pattern("servant").search(scope.text) and pattern("side").search(scope.text)
        )
        if setting.title and (main.kind == "strong" or setting.definite or act):
            return Verdict("proven", "asserted", "title", False)
        if setting.source == "terlapor":
            return None
        if main.id == "violate_neutral" and pattern("number").search(scope.piece):
            return Verdict("proven", "asserted", "count", False)
        if self.case is None:
            plain = main.id in _PLAIN and pattern("plain").search(scope.text[main.start :]) is not None
            return Verdict("proven", "asserted", "plain", False) if plain else None
        accuser = setting.source in ("warga", "peserta")
        meant = main.kind == "strong" or setting.definite or (setting.plain and pattern("side").search(scope.text))
        if not accuser and not meant:
            return None
        if accuser or self.case != "proven":
            return Verdict("alleged", "suspected", "context", False)
        return Verdict("proven", "asserted", "context", False)

    def _is_entry(
        self, reading: Reading, clause: Clause, mine: Sequence[Breach], main: Breach, verdict: Verdict
    ) -> bool:
        if self.theme.level != "yes":
            near = pattern("servant").search(reading.text) or pattern("election").search(reading.text)
            core = pattern("core").search(reading.text) is not None
            return near is not None and (main.kind == "strong" or (main.kind == "act" and verdict.explicit and core))
        if main.kind == "strong":
            return True
        if main.kind == "act":
            if verdict.explicit or self.case is not None or reading.seen:
                return True
            return pattern("servant").search(reading.text) is not None
        return verdict.explicit and weak_entry(reading, clause, mine, main, verdict, self.case is not None)

    @staticmethod
    def _merge(reading: Reading, drafts: list[Draft]) -> list[Draft]:
        """One entry per outcome; where only one outcome is told, the whole sentence is its quote."""
        if not drafts:
            return []
        whole = Clause(0, len(reading.text))
        final = [d for d in drafts if d.clause.start > 0 and pattern("outcome").search(d.piece)]
        if final:
            return [replace(final[-1], clause=whole, breaches=reading.breaches)]
        told = [d for d in drafts if d.verdict.status in ("proven", "alleged", "denied") and d.verdict.explicit]
        if len({d.verdict.status for d in told}) > 1:
            return told
        if len(drafts) > 1 and all(pattern("number").search(d.piece) for d in drafts):
            return drafts
        best = max(
            drafts,
            key=lambda d: (
                d.verdict.explicit and not pattern("weak_rule").match(d.verdict.rule),
                max((b.strength for b in d.breaches), default=0),
                -d.clause.start,
            ),
        )
        return [replace(best, clause=whole, breaches=reading.breaches)]
