"""Who of an article's people is said to have done it, and which of them an entry means."""

import re
from collections.abc import Mapping, Sequence

from nlp.breaches.claims import source_in
from nlp.breaches.entries import Draft
from nlp.breaches.lexicon import pattern
from nlp.breaches.parties import Person, all_meant, evidence, meant, office_words, points_back, proved
from nlp.breaches.readings import Reading
from nlp.breaches.sanctions import modalities_in
from nlp.breaches.signs import signs_of, weights
from nlp.learned.sentence_model import Opinion

_ACCUSING = frozenset({"suspect", "proven", "process", "deny", "cleared", "judged"})
_BODIES = frozenset({"pengawas", "kasn_bkn", "penegak_hukum"})
THRESHOLD = 4.0
"""How much the weights of the signs must add up to: on articles of other authors nine in ten of the accused reach it, and
one person in a hundred of the others."""
_NUMBERS = {"dua": 2, "kedua": 2, "tiga": 3, "empat": 4, "lima": 5}


def accused(readings: Sequence[Reading], views: Sequence[Opinion]) -> list[Person]:
    """Everybody who is said, somewhere in the article, to have done it; in order of mention: by plain words beside the
    name, or by signs that add up (signs.py). `views`: the learned model's opinion of each sentence."""
    plain = plainly_accused(readings)
    signs = signs_of(readings, views)
    return [p for p, mine in signs.items() if p in plain or sum(weights().get(s, 0.0) for s in mine) >= THRESHOLD]


def plainly_accused(readings: Sequence[Reading]) -> list[Person]:
    """Those whom an accusing word beside the name or the headline accuses. A person who only speaks, or acts for a
    body that decides, is not accused by standing in the sentence."""
    found: list[Person] = []
    told = False
    titled = headline_people(readings)
    for reading in readings:
        breach = any(b.kind in ("strong", "act") for b in reading.breaches) or bool(
            reading.cues and {c.name for c in reading.cues} & _ACCUSING
        )
        introduces = told and pattern("group_intro").search(reading.text) is not None
        if reading.seen and (breach or introduces or reading.sanctions):
            for person, kind in evidence(reading.text, reading.seen).items():
                if person not in found and _is_accused(person, kind, reading, introduces):
                    found.append(person)
        found += [s.person for s in reading.seen if s.person in titled and s.person not in found]
        told = breach or introduces
    return found


def _is_accused(person: Person, kind: str, reading: Reading, introduces: bool) -> bool:
    if not person.role or person.role == "accused":
        return True
    if person.role == "candidate" or (not kind and not introduces):
        return False
    if source_in(person.office or "") in _BODIES and kind != "subject":
        return pattern("organiser_accused").search(reading.text) is not None and kind in ("accused", "denies")
    return kind in ("subject", "accused", "denies") or introduces


def headline_people(readings: Sequence[Reading]) -> list[Person]:
    """The people whom the headline accuses by their office ("Kades di X Divonis", "Copot Dua Kadis"): those of the
    article who hold that office, where they are as many as it says; [] where that is not plain."""
    title = next((r.text for r in readings if r.is_title), "")
    people = list(dict.fromkeys(s.person for r in readings for s in r.seen if s.person.role != "candidate"))
    found: list[Person] = []
    for match in (*pattern("title_subject").finditer(title), *pattern("title_object").finditer(title)):
        phrase = next((g for g in match.groups() if g), "")
        words = office_words(phrase)
        holders = [p for p in people if words and words <= office_words(p.office or "")]
        if not holders and " " in phrase:  # "Bupati Lampung": the last word is the place
            words = office_words(phrase.rpartition(" ")[0])
            holders = [p for p in people if words and words <= office_words(p.office or "")]
        before = re.findall(r"\w+", title[: match.start() + match[0].rfind(phrase)].lower())[-1:]
        if len(holders) == _NUMBERS.get(before[0] if before else "", 1):
            found += [p for p in holders if p not in found]
    return found


class Linking:
    """Goes through the entries of an article in order; remembers who was found guilty so far, and whom it spoke of
    last. `near`: the accused named last before a sentence; `strange`: whether somebody unnamed came in since."""

    def __init__(self, readings: Sequence[Reading], group: Sequence[Person]) -> None:
        self.group = group
        self.titled = [p for p in headline_people(readings) if p in group]
        self.first = {
            p: next(r.sentence.index for r in readings if any(s.person == p for s in r.seen)) for p in group
        }
        self.near: dict[int, Person | None] = {}
        self.strange: dict[int, bool] = {}
        self.proven: list[Person] = []
        self.settled = False
        self.last: Person | None = None
        last: Person | None = None
        strange = False
        for reading in readings:
            self.near[reading.sentence.index] = last
            self.strange[reading.sentence.index] = strange
            if reading.is_title:
                continue
            named = [s.person for s in reading.seen if s.person in group]
            last = named[-1] if named else last
            # "Seorang guru ..." behind the last name: "guru itu", "ia" is no longer the person named.
            strange = (strange and not named) or (not named and pattern("newcomer").search(reading.text) is not None)

    def people(self, draft: Draft) -> list[Person]:
        """Who is said to have done it in a case. For `proven` a name needs evidence of its own: a finding beside it,
        or a word that points back to people who were found guilty before."""
        reading = draft.reading
        kinds = {p: k for p, k in evidence(reading.text, reading.seen).items() if p in self.group}
        found = self._proven(draft, kinds) if draft.verdict.status == "proven" else self._other(draft, kinds)
        self.last = found[-1] if found else self.last
        return found

    def _other(self, draft: Draft, kinds: Mapping[Person, str]) -> list[Person]:
        reading = draft.reading
        own = [p for p, k in kinds.items() if k]
        here = [s.person for s in reading.seen if draft.clause.holds(s.start) and s.person in kinds]
        if reading.is_title:
            return list(kinds) or list(self.titled)
        if kinds:
            return [p for p in own if p in here] or list(dict.fromkeys(here)) or own or list(kinds)
        if self.strange[reading.sentence.index]:
            return []
        shown = self._shown(reading)
        if not shown and (len(self.group) == 1 or all_meant(reading.text, self.group)):
            shown = [p for p in self.group if p.role != "source" or p in self.titled]
        return meant(reading.text, shown, self.near[reading.sentence.index] or self.last)

    def _proven(self, draft: Draft, kinds: Mapping[Person, str]) -> list[Person]:
        reading, verdict = draft.reading, draft.verdict
        sure = verdict.explicit and verdict.rule != "plain" and _is_finding(draft.piece)
        told = {s.person for s in reading.seen if draft.clause.holds(s.start) and proved(reading.text, s)}
        here = [p for p, k in kinds.items() if (p in told and sure) or (k and p in self.proven)]
        if not here and sure and reading.is_title and not kinds:
            here = list(self.titled)
        if not here and not kinds and sure:
            here = self._meant(reading)
        if sure:
            self.proven += [p for p in here if p not in self.proven]
        self.settled = self.settled or (sure and verdict.substatus != "asserted")
        return here

    def _meant(self, reading: Reading) -> list[Person]:
        """Whom a finding without a name means: those found guilty before, else the one accused person."""
        shown = self._shown(reading)
        if self.settled and all_meant(reading.text, shown) and pattern("plural").search(reading.text):
            return shown
        if self.strange[reading.sentence.index] or not points_back(reading.text):
            return []
        if self.settled and any(p in self.proven for p in shown):
            return meant(reading.text, [p for p in shown if p in self.proven], self.last)
        alone = len(self.group) == 1 and len(shown) == 1 and not reading.seen
        plain = pattern("pointed_out").search(reading.text) is not None
        return meant(reading.text, shown, self.last) if alone and plain else []

    def _shown(self, reading: Reading) -> list[Person]:
        """The accused who have been named up to this sentence."""
        return [p for p in self.group if self.first[p] <= reading.sentence.index]


def _is_finding(piece: str) -> bool:
    """Whether a clause states a finding or a sanction carried out: none that is asked for, awaited or expected, and
    no suspension while a case is open."""
    if modalities_in(piece) & {"demanded", "avoided"} or pattern("not_finding").search(piece):
        return False
    return pattern("suspension").search(piece) is None or pattern("finding").search(piece) is not None
