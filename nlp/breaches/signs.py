"""What an article says of each person it names: the signs that somebody is one of those whom it accuses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from nlp.breaches.claims import source_in
from nlp.breaches.lexicon import pattern
from nlp.breaches.office_names import holds_office
from nlp.breaches.parties import Person, Seen, around, evidence_of, tagged, tails_of
from nlp.breaches.party_words import party_pattern, party_words
from nlp.breaches.readings import Reading
from nlp.breaches.sanctions import sanctions_in
from nlp.learned.sentence_model import Opinion
from nlp.persons.office_tables import speech_words
from nlp.tables import TableError, read_table

LIKELY = 0.5
"""From this probability of a breach on a sentence counts as telling of one, beside what the rules see."""
_ACCUSING = frozenset({"suspect", "proven", "process", "deny", "cleared", "judged"})
_BODIES = frozenset({"pengawas", "kasn_bkn", "penegak_hukum"})
_WORD = re.compile(r"[\w'-]+")
_REACH = 110


@cache
def weights() -> Mapping[str, float]:
    """The weight of each sign. Raises TableError where one is no number."""
    found: dict[str, float] = {}
    for row in read_table("accused_signs.csv", ("sign", "weight", "meaning", "example")):
        try:
            found[row["sign"]] = float(row["weight"])
        except ValueError as error:
            raise TableError(
                f"nlp/data/accused_signs.csv, sign {row['sign']}: {row['weight']!r} is no number"
            ) from error
    return found


def tells(reading: Reading, view: Opinion) -> bool:
    """Whether a sentence tells of a breach, by the rules' words or by the learned model."""
    return (
        any(b.kind in ("strong", "act") for b in reading.breaches)
        or bool(reading.sanctions)
        or any(c.name in _ACCUSING for c in reading.cues)
        or view.breach >= LIKELY
    )


def signs_of(readings: Sequence[Reading], views: Sequence[Opinion]) -> dict[Person, set[str]]:
    """The signs of each person of an article, in order of mention. The names of the signs: accused_signs.csv."""
    found: dict[Person, set[str]] = {}
    first = True
    for reading, view in zip(readings, views, strict=True):
        telling = tells(reading, view)
        for one in reading.seen:
            mine = found.setdefault(one.person, _standing(one.person))
            kinds = set(beside(reading, one))
            quiet = not kinds & {"speaks", "decides"}
            if not telling:
                kinds = {k if k in ("speaks", "decides") else f"{k}_aside" for k in kinds}
            if reading.is_title:
                mine |= {f"title_{k}" for k in kinds}
                continue
            mine |= kinds
            if telling and quiet:
                mine |= {"present", "first"} if first else {"present"}
            first = first and ("speaks" in kinds or "body" in mine)
    title = next((r for r in readings if r.is_title), None)
    for person in _title_holders(title, list(found)) if title else ():
        found[person].add("headline")
    _among_others(found)
    return found


def _among_others(found: dict[Person, set[str]]) -> None:
    """Adds the signs that need all people of the article."""
    free = [p for p, s in found.items() if not s & {"body", "candidate", "superior", "layman"}]
    for person in free:
        mine = found[person]
        if person.office or person.role:
            mine.add("ordinary")
        if len(free) == 1:
            mine.add("alone")
        if "present" in mine and "speaks" not in mine:
            mine.add("shown")


def _standing(person: Person) -> set[str]:
    """What the office of a person says, and the role that the officials part saw."""
    kind = source_in(person.office or "")
    signs = {"charged_role"} if person.role == "accused" else set() if person.role else {"initials"}
    if kind in _BODIES:
        signs.add("body")
    elif kind == "ppk_atasan" and pattern("governs").match(person.office or ""):
        signs.add("superior")
    elif kind in ("warga", "peserta"):
        signs.add("layman")
    if person.role == "candidate":
        signs.add("candidate")
    return signs


def beside(reading: Reading, one: Seen) -> Iterator[str]:
    """What the words of a sentence say of one of its people."""
    text = reading.text
    kind = evidence_of(text, one, reading.seen)
    if kind in _PLAIN:
        yield _PLAIN[kind]
    after, before = around(text, one, _REACH)
    if tagged(one, before, reading.seen):
        yield "speaks"
        return
    checks = {
        "thing": _things(before),
        "listed": _listed(text[: one.start]),
        "prosecuted": _prosecuted(before),
        "sanctioned": _sanctioned(reading, one),
    }
    yield from (name for name, holds in checks.items() if holds)
    told = _told(after)
    if told:
        yield told
    if told not in ("speaks", "decides") and _does(reading, one):
        yield "does"


_PLAIN = {"subject": "charged", "accused": "object", "denies": "denies"}


def _told(after: str) -> str | None:
    """What the predicate of a name says, looked for behind its appositions; who denies for others only speaks."""
    for tail in tails_of(after):
        told = _predicate(tail)
        if told is not None:
            return "speaks" if told == "denies" and pattern("denies_for").match(tail) else told
    return None


def _predicate(tail: str) -> str | None:
    """What the first verb of a tail says of its subject; None where it begins with none."""
    for match in _WORD.finditer(tail[:90]):
        if '"' in tail[: match.start()]:
            return None
        word = match[0].lower()
        if word in party_words("aux"):
            continue
        if word in ("tidak", "tak", "belum", "bukan"):
            continue
        if word in party_words("deny"):
            return "denies"
        if word in party_words("answer"):
            return "answers"
        if word in party_words("decide"):
            return "decides"
        if word in speech_words("verb"):
            return "speaks"
        if word in party_words("suffer"):
            return "suffers"
        if re.fullmatch(r"di[a-z]{3,}", word):
            return None if word in party_words("neutral") else "passive"
        return "active" if re.fullmatch(r"(?:me[mnlry]|meng|ber)[a-z]{3,}", word) else None
    return None


def _things(before: str) -> bool:
    """Whether an act, object or fate of the person stands before the name ("ulah Camat X")."""
    words = [w.lower() for w in re.findall(r"[\w'-]+|[,.;:\"]", before)[-7:]]
    for word in reversed(words):
        if word in ',.;:"':
            return False
        if word in party_words("thing"):
            return True
        if re.fullmatch(r"(?:di|me[mnlry]|meng|ber|ter)[a-z]{4,}", word):
            return False
    return False


def _listed(before: str) -> bool:
    """Whether the name stands in a list that says who "the two", "those meant" are."""
    lead = party_pattern("list_lead").search(before)
    return lead is not None and party_pattern("list_of").search(before[: lead.start()]) is not None


def _prosecuted(before: str) -> bool:
    """Whether the person is the object of a verb of accusing or punishing ("memproses Kepala Dusun X, Nama")."""
    words = [w.lower() for w in re.findall(r"[\w'-]+|[.;:\"]", before)[-12:]]
    for word in reversed(words):
        if word in '.;:"' or word in ("yang", "oleh", "kepada", "bahwa", "agar", "karena", "dengan", "bersama"):
            return False
        if word in party_words("prosecute"):
            return True
        if re.fullmatch(r"(?:di|me[mnlry]|meng|ber|ter)[a-z]{4,}", word):
            return False
    return False


def _sanctioned(reading: Reading, one: Seen) -> bool:
    """Whether a sanction stands behind the name with no word of saying or deciding between."""
    tail = reading.text[one.stop : one.stop + 150]
    words = [w.lower() for w in _WORD.findall(tail)]
    stop = next(
        (i for i, w in enumerate(words) if w in speech_words("verb") | party_words("decide") | party_words("deny")),
        None,
    )
    if stop is not None:
        tail = tail[: tail.lower().find(words[stop])]
    governs = pattern("governs").match(one.person.office or "")  # "Bupati X ... memecat": the one who punishes
    return not governs and bool(reading.sanctions) and bool(sanctions_in(tail.partition('"')[0]))


def _does(reading: Reading, one: Seen) -> bool:
    """Whether the person is the subject of the breach: it stands behind the name with no word of saying, deciding or
    quoting and no other person between."""
    for breach in reading.breaches:
        if breach.kind == "weak" or breach.start < one.stop or breach.start - one.stop > 140:
            continue
        between = reading.text[one.stop : breach.start]
        words = {w.lower() for w in _WORD.findall(between)}
        if '"' in between or words & (speech_words("verb") | party_words("decide") | party_words("deny")):
            continue
        if any(one.stop <= other.start < breach.start for other in reading.seen if other.person != one.person):
            continue
        return True
    return False


def _title_holders(title: Reading, people: Sequence[Person]) -> list[Person]:
    """The people whose office the headline names otherwise than as speaking or deciding."""
    found: list[Person] = []
    text = title.text
    for match in pattern("title_office").finditer(text):
        rest = text[match.end() : match.end() + 60]
        following = [w.lower() for w in _WORD.findall(rest)]
        if rest.lstrip().startswith(":") or _speaks_in_title(following):
            continue
        holders = [p for p in people if holds_office(match[0], p.office)]
        found += [p for p in holders if p not in found]
    return found


def _speaks_in_title(following: Sequence[str]) -> bool:
    """Whether the first verb behind an office in a headline is one of saying or deciding ("Bupati Copot Camat")."""
    for word in following[:5]:
        if word in party_words("title_verb"):
            return True
        if re.fullmatch(r"(?:di|ter)[a-z]{3,}", word) or word in party_words("suffer") | party_words("deny"):
            return False
    return False
