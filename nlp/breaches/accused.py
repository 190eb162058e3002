"""Who of an article's people is said to have done it, and which of them an entry means."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from nlp.breaches.claims import source_in
from nlp.breaches.lexicon import pattern
from nlp.breaches.office_names import holds_office
from nlp.breaches.parties import Person, evidence
from nlp.breaches.readings import Reading
from nlp.breaches.signs import signs_of, weights
from nlp.learned.sentence_model import Opinion

_ACCUSING = frozenset({"suspect", "proven", "process", "deny", "cleared", "judged"})
_BODIES = frozenset({"pengawas", "kasn_bkn", "penegak_hukum"})
THRESHOLD = 4.0
"""How much the weights of the signs must add up to: on articles of other authors nine in ten of the accused reach it, and
one person in a hundred of the others."""
# Signs that say where and as what somebody is named, not that they are accused.
_STANDING = frozenset(
    {"charged_role", "speaks", "decides", "active", "ordinary", "present", "first", "shown"}
    | {"alone", "body", "superior", "layman"}
)
_NUMBERS = {"dua": 2, "kedua": 2, "tiga": 3, "empat": 4, "lima": 5}


def accused(readings: Sequence[Reading], views: Sequence[Opinion]) -> list[Person]:
    """Everybody who is said, somewhere in the article, to have done it; in order of mention: by plain words beside the
    name, or by signs that add up (signs.py). `views`: the learned model's opinion of each sentence."""
    plain = plainly_accused(readings)
    signs = signs_of(readings, views)
    return [
        person
        for person, mine in signs.items()
        if (person in plain or sum(weights().get(s, 0.0) for s in mine) >= THRESHOLD)
        and not _for_others(person, mine)
    ]


def _for_others(person: Person, signs: AbstractSet[str]) -> bool:
    """Whether somebody with the role of an accused only speaks ("membantah anak buahnya ikut kampanye")."""
    about = {s.removeprefix("title_").removesuffix("_aside") for s in signs}
    return person.role == "accused" and not about - _STANDING


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
        holders = [p for p in people if holds_office(phrase, p.office)]
        before = re.findall(r"\w+", title[: match.start() + match[0].rfind(phrase)].lower())[-1:]
        if len(holders) == _NUMBERS.get(before[0] if before else "", 1):
            found += [p for p in holders if p not in found]
    return found


def accused_words(group: Sequence[Person], people: Sequence[Person]) -> frozenset[str]:
    """Small words of the names of the accused that are no words of anybody else's name."""
    others = {word.lower() for person in people if person not in group for word in person.words}
    return frozenset(word.lower() for person in group for word in person.words) - others
