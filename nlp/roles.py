"""What part a named official plays in the article: source, accused, candidate or other."""

from collections.abc import Sequence

from nlp.document import Document
from nlp.introductions import Reading
from nlp.office_tables import speech_words
from nlp.people import Occurrence, Person
from nlp.records import OfficialMention, Role, ViolationMention


def accused_parties(officials: Sequence[OfficialMention], violations: Sequence[ViolationMention]) -> frozenset[str]:
    """Names of the officials who are party to a breach that was, may have been, or was not (status proven, alleged, denied)."""
    parties = {
        party.name.lower()
        for violation in violations
        if violation.status in ("proven", "alleged", "denied")
        for party in violation.parties
        if party.name
    }
    return frozenset(m.name for m in officials if m.name.lower() in parties)


def _speaks(occurrence: Occurrence) -> bool:
    tokens = occurrence.line.tokens
    start, stop = occurrence.start, occurrence.stop
    for back in range(start - 1, max(-1, start - 14), -1):
        word = tokens[back].lower
        if tokens[back].text in ('"', "."):
            break
        if word in speech_words("noun") or word in speech_words("frame"):
            return True
    for ahead in range(stop, min(len(tokens), stop + 14)):
        word = tokens[ahead].lower
        if tokens[ahead].text == "." and ahead > stop:
            break
        if word in speech_words("verb") or word in speech_words("act"):
            return True
    return False


def roles_of(document: Document, people: Sequence[Person], readings: Sequence[Reading]) -> list[Role]:
    """The role of each person, in their order."""
    roles: list[Role] = []
    for person in people:
        candidate = any("Calon" in i.title.position for i in person.introductions)
        speaks = any(_speaks(o) for o in person.occurrences)
        roles.append("candidate" if candidate else "source" if speaks else "other")
    return roles
