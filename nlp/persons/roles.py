"""What part a named official plays in the article: source, accused, candidate or other."""

import re
from collections.abc import Sequence
from functools import cache

from nlp.document import Document
from nlp.persons.office_tables import speech_words
from nlp.persons.official_tokens import Token
from nlp.persons.people import Occurrence, Person, office_of
from nlp.records import OfficialMention, Role, ViolationMention
from nlp.tables import read_table

_REACH = 16
_SUPERVISORS = frozenset(
    ["pengawas", "penyelenggara", "penegak hukum", "polri", "tni", "kejaksaan", "pengadilan", "pusat"]
)
_RANK_AND_FILE = ("Anggota Pol", "Anggota Kod", "Anggota Koramil", "Babinsa", "Bhabinkamtibmas", "Kepala Unit")
_ACTIVE = re.compile(r"me(?:ng|ny|m|n|l|r|w|y)[a-z]{3,}")  # "menginformasikan", "mencatat": acts in office
_NEUTRALITY = re.compile(r"netral|kode etik|berpihak|keberpihakan|memihak|politik praktis|bawaslu|panwas|kasn", re.I)


@cache
def _cues(kind: str) -> frozenset[str]:
    rows = read_table("role_cues.csv", ("word", "kind", "example"))
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


def accused_parties(officials: Sequence[OfficialMention], violations: Sequence[ViolationMention]) -> frozenset[str]:
    """Names of the officials who are party to a breach that was, may have been, or was not."""
    parties = {
        party.name.lower()
        for violation in violations
        if violation.status in ("proven", "alleged", "denied")
        for party in violation.parties
        if party.name
    }
    return frozenset(m.name for m in officials if m.name.lower() in parties)


def roles_of(document: Document, people: Sequence[Person]) -> list[Role]:
    """The role of each person, in their order, by the words around their names and titles."""
    about = bool(_NEUTRALITY.search(document.folded["title"]) or _NEUTRALITY.search(document.folded["text"]))
    return [_role(person, about) for person in people]


def _role(person: Person, about: bool) -> Role:
    if office_of(person).title.branch == "kandidat":
        return "candidate"
    charge, speaks = 0.0, False
    for occurrence in person.occurrences:
        start = _start(person, occurrence)
        said = _tagged(occurrence.line.tokens, start, occurrence.start)
        verb = _verb(occurrence.line.tokens, _stop(person, occurrence))
        speaks = speaks or said or verb in ("speech", "act", "deny") or _agent(occurrence.line.tokens, start)
        if said:
            charge += _excused(occurrence.line.tokens, start, occurrence.start)
            continue
        charge += 1.0 if verb == "accused" else _denials(occurrence.line.tokens, _stop(person, occurrence))
        tokens = occurrence.line.tokens
        if verb not in ("speech", "deny") and (_object(tokens, start) or _listed(tokens, start)):
            charge += 1.0
    title = person.introductions[0].title
    watches = title.branch in _SUPERVISORS and not title.position.startswith(_RANK_AND_FILE)
    if about and charge >= (2.0 if watches else 1.0):
        return "accused"
    return "source" if speaks else "other"


def _start(person: Person, occurrence: Occurrence) -> int:
    """The first token of the title before the name, else of the name."""
    for found in person.introductions:
        if found.line is occurrence.line and found.name.start == occurrence.start:
            return min(found.title.start, found.name.before)
    return occurrence.start


def _stop(person: Person, occurrence: Occurrence) -> int:
    """The token behind the name, its degrees and a title in apposition."""
    for found in person.introductions:
        if found.line is occurrence.line and found.name.start == occurrence.start:
            return max(found.title.stop, found.name.after)
    return occurrence.stop


def _tagged(tokens: Sequence[Token], start: int, name: int) -> bool:
    """Whether "kata", "ujar", "menurut" stands before the title or (within it) the name."""
    for at in range(name - 1, max(-1, start - 4), -1):
        word = tokens[at].lower
        if tokens[at].text in ('"', ".") or tokens[at].kind == "num":
            return False
        if word in speech_words("noun") or word in speech_words("frame"):
            return True
    return False


def _excused(tokens: Sequence[Token], start: int, name: int) -> float:
    """One where "elak", "kilah" stands before the title or the name."""
    return float(any(t.lower in _cues("excuse") for t in tokens[max(0, start - 2) : name]))


def _verb(tokens: Sequence[Token], stop: int) -> str:
    """The kind of the first telling verb behind the name in its sentence: accused, deny, speech, act or ""."""
    for at in range(stop, min(len(tokens), stop + _REACH)):
        token = tokens[at]
        word = token.lower
        if token.text in ('"', ";", "."):
            return ""
        if word == "disebut" and at + 1 < len(tokens) and tokens[at + 1].text == "-":
            return "accused"
        if word in _cues("deny"):
            return "speech" if word == "mengaku" and _not_yet(tokens, at) else "deny"
        if word in _cues("accused") or _burdened(tokens, at):
            return "accused"
        if word in speech_words("verb"):
            return "speech"
        refused = tokens[at - 1].lower in ("tidak", "tak", "belum", "batal")
        if word in speech_words("act") and not refused:
            return "act"
        if token.kind == "low" and _ACTIVE.fullmatch(word) and word not in speech_words("idle"):
            return "" if refused else "act"
    return ""


def _burdened(tokens: Sequence[Token], at: int) -> bool:
    """ "menjalani pemeriksaan", "tidak memenuhi undangan"; but "saat dimintai keterangan" asks a source."""
    if tokens[at].lower not in _cues("charged") or tokens[at - 1].lower in ("saat", "ketika", "usai", "kala"):
        return False
    return any(t.lower in _cues("burden") for t in tokens[at + 1 : at + 3])


def _denials(tokens: Sequence[Token], stop: int) -> float:
    """How much the sentence answers a charge: half for each verb of denying, one where what is denied follows it."""
    weight = 0.0
    for at in range(stop, min(len(tokens), stop + 2 * _REACH)):
        token = tokens[at]
        if token.text in ('"', ";", "."):
            break
        if token.lower in _cues("deny") and not _not_yet(tokens, at):
            following = [t.lower for t in tokens[at + 1 : at + 4]]
            own = not (following and following[0].endswith("nya") and following[0] != "dirinya")
            charged = any(w in _cues("charge") or w.startswith(("meng", "mem", "ber")) for w in following)
            weight += 1.0 if charged and own else 0.5
    return weight


def _not_yet(tokens: Sequence[Token], at: int) -> bool:
    """ "mengaku belum menerima", "mengaku prihatin": the claim is no answer to a charge."""
    following = [t.lower for t in tokens[at + 1 : at + 5]]
    return any(
        w in ("belum", "telah", "sudah", "prihatin", "masih", "tengah", "hingga", "akan", "siap") for w in following
    )


def _agent(tokens: Sequence[Token], start: int) -> bool:
    for at in range(start - 1, max(-1, start - 10), -1):
        if tokens[at].text in ('"', ".", ";"):
            return False
        if tokens[at].lower in _cues("agent"):
            return start - at <= 4 or tokens[at].lower in _cues("guest")
    return False


def _object(tokens: Sequence[Token], start: int) -> bool:
    """Whether the person is the object of an accusation: a cue before the title, no full stop or word of saying
    between."""
    for at in range(start - 1, max(-1, start - 12), -1):
        token = tokens[at]
        if (
            token.text in ('"', ".", ";")
            or token.lower in speech_words("noun")
            or token.lower in speech_words("frame")
        ):
            return False
        if token.lower in speech_words("verb") - _cues("object") or token.lower in _cues("agent"):
            return False
        if token.lower in _cues("object"):
            return True
    return False


def _listed(tokens: Sequence[Token], start: int) -> bool:
    """ "Mereka yang disanksi yakni Lurah A dan Kasi B": a list of names that an accusing word opens."""
    naming = False
    for at in range(start - 1, max(-1, start - 40), -1):
        token = tokens[at]
        if token.text in ('"', ".", ";") or token.lower in speech_words("verb") | speech_words("noun"):
            return False
        naming = naming or token.lower in ("yakni", "yaitu", "adalah", "ialah")
        if naming and token.lower in _cues("accused"):
            return True
    return False
