"""Which of the accused an entry means, and how surely: by name, headline, list, number, pronoun, or as the only one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.breaches.accused import headline_people
from nlp.breaches.entries import Draft
from nlp.breaches.lexicon import pattern
from nlp.breaches.parties import Person, all_meant, evidence, meant, points_back, proved
from nlp.breaches.party_words import party_pattern
from nlp.breaches.readings import Reading
from nlp.breaches.sanctions import modalities_in
from nlp.breaches.signs import beside

_NUMBERS = {"dua": 2, "kedua": 2, "tiga": 3, "ketiga": 3, "empat": 4, "keempat": 4, "lima": 5, "kelima": 5, "enam": 6}
_BEFALLS = frozenset({"charged", "object", "passive", "suffers", "sanctioned", "prosecuted", "does"})
# Verdicts that lean on what the article told before: no finding of their own.
_CONTEXT = frozenset({"plain", "carry"})
_NEAR = 2
"""How many sentences a pronoun may look back for the one accused person named there."""


@dataclass(frozen=True)
class Link:
    """A person whom an entry means. `level`: beside (named with it), headline (by office in the title), listed (in the
    list that names a number of people), number (as many as the text says), found (found guilty before), pronoun (a
    word that points back to one accused person), speaker (quoted on their own act), only (the one accused)."""

    person: Person
    level: str


def links(people: Sequence[Person], level: str) -> list[Link]:
    """The same level for each person."""
    return [Link(person, level) for person in people]


class Linking:
    """Goes through the entries of an article in order; remembers who was found guilty so far, and whom it spoke of
    last. `near`: the accused named last before a sentence; `strange`: whether somebody unnamed came in since."""

    def __init__(self, readings: Sequence[Reading], group: Sequence[Person]) -> None:
        self.readings, self.group = readings, group
        self.titled = [p for p in headline_people(readings) if p in group]
        self.first = {
            p: next(r.sentence.index for r in readings if any(s.person == p for s in r.seen)) for p in group
        }
        self.listed, self.list_paragraph = _listed_together(readings, group)
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

    def people(self, draft: Draft) -> list[Link]:
        """Who is said to have done it in a case. For `proven` a name needs evidence of its own: a finding beside it,
        or a word that points back to people who were found guilty before."""
        reading = draft.reading
        kinds = {p: k for p, k in evidence(reading.text, reading.seen).items() if p in self.group}
        found = self._proven(draft, kinds) if draft.verdict.status == "proven" else self._other(draft, kinds)
        self.last = found[-1].person if found else self.last
        return found

    def _other(self, draft: Draft, kinds: Mapping[Person, str]) -> list[Link]:
        reading = draft.reading
        here = list(
            dict.fromkeys(s.person for s in reading.seen if draft.clause.holds(s.start) and s.person in kinds)
        )
        if reading.is_title:
            return links(list(kinds), "beside") or links(self.titled, "headline")
        counted = self._the_two(draft) or self._counted(draft)
        if kinds:
            own = [p for p, k in kinds.items() if k]
            if counted and set(kinds) <= set(counted):
                return links(counted, "number")
            return links([p for p in own if p in here] or here or own or list(kinds), "beside")
        if counted:
            return links(counted, "number")
        if self.strange[reading.sentence.index]:
            return []
        shown = self._shown(reading)
        if not shown and (len(self.group) == 1 or all_meant(reading.text, self.group)):
            shown = [p for p in self.group if p.role != "source" or p in self.titled]
        level = "pronoun" if points_back(reading.text) else "only"
        return links(meant(reading.text, shown, self.near[reading.sentence.index] or self.last), level)

    def _proven(self, draft: Draft, kinds: Mapping[Person, str]) -> list[Link]:
        reading, verdict = draft.reading, draft.verdict
        sure = verdict.explicit and verdict.rule not in _CONTEXT and is_finding(draft.piece)
        found = links(self._told(draft, sure), "beside")
        found += links([p for p, k in kinds.items() if k and p in self.proven], "found")
        found = _once(found)
        if sure and not found and reading.is_title and not kinds:
            found = links(self.titled, "headline")
        if sure and set(kinds) <= set(counted := self._counted(draft)) and self._of_the_list(reading, draft.piece):
            found = links(counted, "number") or found
        if sure and not kinds and (close := self._the_two(draft)):
            found = links(close, "number")
        if sure and not found and not kinds:
            found = self._meant(reading, draft.piece)
        if sure:
            self.proven += [one.person for one in found if one.person not in self.proven]
        self.settled = self.settled or (sure and verdict.substatus != "asserted")
        return found

    def _told(self, draft: Draft, sure: bool) -> list[Person]:
        """The people beside whose names the clause says that they were found to have done it: by the words at the name,
        or because the clause has nobody else whom it can mean."""
        reading = draft.reading
        if not sure:
            return []
        inside = [s for s in reading.seen if draft.clause.holds(s.start) and s.person in self.group]
        told = [s.person for s in inside if proved(reading.text, s, reading.seen)]
        befallen = [s.person for s in inside if _BEFALLS.intersection(beside(reading, s))]
        lead = party_pattern("list_of").search(draft.piece)
        if inside and lead and set(self._row(reading)) == {s.person for s in inside}:
            return list(dict.fromkeys(s.person for s in inside))
        if not told and befallen and not self._others(draft):
            told = befallen
        return list(dict.fromkeys(told))

    def _row(self, reading: Reading) -> list[Person]:
        """The people of a sentence that stand in a list behind "yaitu", "ialah"."""
        return [
            s.person
            for s in reading.seen
            if s.person in self.group and party_pattern("list_lead").search(reading.text[: s.start])
        ]

    def _others(self, draft: Draft) -> bool:
        """Whether the clause has somebody else who may be meant: a person neither accused nor speaking nor deciding,
        or somebody unnamed."""
        reading = draft.reading
        people = {s.person for s in reading.seen if s.person in self.group}
        if len(people) > 1 and not _coordinated(reading, self.group):
            return True
        strangers = [
            s
            for s in reading.seen
            if s.person not in self.group and not {"speaks", "decides"} & set(beside(reading, s)) and s.person.role
        ]
        apart = [s for s in strangers if s.person.role not in ("candidate", "source")]
        return bool(apart) or party_pattern("another").search(draft.piece) is not None

    def _counted(self, draft: Draft) -> list[Person]:
        """The whole group, where the clause speaks of as many people: of "the two", or of two that the headline and the
        first words bring in and the article lists together. On `proven` they must always be listed."""
        early = draft.reading.is_title or draft.reading.sentence.paragraph <= 1
        for match in party_pattern("number").finditer(draft.piece):
            word = match[1].lower()
            if _NUMBERS.get(word.removesuffix("nya")) != len(self.group):
                continue
            listed = len(self.listed) == len(self.group)
            definite = word.startswith("ke") and word not in ("keempat", "keenam")
            if listed and (early or definite or draft.verdict.status == "proven"):
                return list(self.group)
            if definite and draft.verdict.status != "proven":
                return list(self.group)
        return []

    def _the_two(self, draft: Draft) -> list[Person]:
        """The accused of the sentences just before, where "keduanya" means as many and nobody else stands there."""
        for match in party_pattern("number").finditer(draft.piece):
            word = match[1].lower()
            close = self._close(draft.reading)
            if word.endswith("nya") and _NUMBERS.get(word.removesuffix("nya")) == len(close):
                return close
        return []

    def _of_the_list(self, reading: Reading, piece: str) -> bool:
        """Whether a finding on a number of people stands where the article lists them: in the headline, before the list
        or in its paragraph or the next; and brings in nobody else, no other place, no other time."""
        if party_pattern("another").search(piece) or party_pattern("elsewhere").search(reading.text):
            return False
        return reading.is_title or reading.sentence.paragraph <= self.list_paragraph + 2

    def _meant(self, reading: Reading, piece: str) -> list[Link]:
        """Whom a finding without a name means: those found guilty before, else the one accused person."""
        shown = self._shown(reading)
        if self.settled and all_meant(reading.text, shown) and pattern("plural").search(reading.text):
            return links(shown, "number")
        index = reading.sentence.index
        if self.strange[index] or party_pattern("elsewhere").search(reading.text):
            return []
        if self.settled and points_back(reading.text) and any(p in self.proven for p in shown):
            return links(meant(reading.text, [p for p in shown if p in self.proven], self.last), "found")
        if party_pattern("another").search(piece) or not party_pattern("back").search(piece):
            return []
        if len(self.group) == 1 and len(shown) == 1:
            return links(meant(reading.text, shown, self.last), "pronoun")
        close = self._close(reading)
        return links(meant(reading.text, close, close[0]), "pronoun") if len(close) == 1 else []

    def _close(self, reading: Reading) -> list[Person]:
        """The accused named in the sentences just before, of the same paragraph, where these name nobody else."""
        found: list[Person] = []
        for other in self.readings:
            sentence, here = other.sentence, reading.sentence
            same = sentence.part == here.part and sentence.paragraph == here.paragraph
            if same and here.index - _NEAR <= sentence.index < here.index:
                found += [s.person for s in other.seen if s.person not in found]
        return found if all(person in self.group for person in found) else []

    def _shown(self, reading: Reading) -> list[Person]:
        """The accused who have been named up to this sentence."""
        return [p for p in self.group if self.first[p] <= reading.sentence.index]


def _listed_together(readings: Sequence[Reading], group: Sequence[Person]) -> tuple[list[Person], int]:
    """The accused who are brought in by one paragraph and the next, as many as they are ("Keduanya ialah A dan B"), and
    the first of the two."""
    rows: dict[int, list[Person]] = {}
    known: set[Person] = set()
    for reading in readings:
        if reading.is_title:
            continue
        here = reading.sentence.paragraph
        for seen in reading.seen:
            if seen.person in group and seen.person not in known:
                known.add(seen.person)
                for paragraph in (here - 1, here):
                    rows.setdefault(paragraph, []).append(seen.person)
    best = max(rows, key=lambda paragraph: len(rows[paragraph]), default=-1)
    return rows.get(best, []), best


def _coordinated(reading: Reading, group: Sequence[Person]) -> bool:
    """Whether the accused of a sentence stand in one row with "dan" between them."""
    seen = [s for s in reading.seen if s.person in group]
    gaps = [reading.text[a.stop : b.start] for a, b in pairwise(seen) if a.person != b.person]
    return all(party_pattern("row_gap").search(gap) is not None for gap in gaps)


def _once(found: Sequence[Link]) -> list[Link]:
    """The first link of each person."""
    kept: dict[Person, Link] = {}
    for link in found:
        kept.setdefault(link.person, link)
    return list(kept.values())


def is_finding(piece: str) -> bool:
    """Whether a clause states a finding or a sanction carried out: none that is asked for, awaited or expected, and
    no suspension while a case is open."""
    if modalities_in(piece) & {"demanded", "avoided"} or pattern("not_finding").search(piece):
        return False
    return pattern("suspension").search(piece) is None or pattern("finding").search(piece) is not None
