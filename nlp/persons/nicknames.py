"""Nicknames: "yang akrab disapa X", "X, sapaan akrabnya", "X, begitu ia biasa disapa", "alias X"."""

from collections.abc import Sequence

from nlp.persons.introductions import Reading
from nlp.persons.names import Name, read_name
from nlp.persons.official_tokens import Token
from nlp.persons.people import Person, same_person, words_of

_CALLED = frozenset(["disapa", "dipanggil", "alias"])
_CALLING = frozenset(["sapaan", "panggilan"])
_SO = frozenset(["begitu", "demikian"])
_CUES = _CALLED | _CALLING | _SO
_REACH = 8


def nicknames_in(readings: Sequence[Reading], people: Sequence[Person]) -> list[tuple[tuple[str, ...], Person]]:
    """(lower-case words, person) of each nickname; the person named last before it, or one whose name it clips."""
    found: list[tuple[tuple[str, ...], Person]] = []
    last: Person | None = None
    telling = [not _CUES.isdisjoint(t.lower for t in reading.line.tokens) for reading in readings]
    if not any(telling):
        return found
    for reading, tells in zip(readings, telling, strict=True):
        tokens = reading.line.tokens
        for at, token in enumerate(tokens):
            if token.kind == "cap":
                last = _named_at(reading, at, people) or last
            if not tells or token.lower not in _CUES:
                continue
            name = _behind(tokens, at) if token.lower in _CALLED else _before(tokens, at)
            if name is None or last is None:
                continue
            words = words_of(tokens, name.start, name.stop)
            if any(p for p in people if p.words == words and len(words) > 1):
                continue
            found.append((words, next((p for p in people if _clips(words, p)), last)))
    return found


def _named_at(reading: Reading, at: int, people: Sequence[Person]) -> Person | None:
    """The person whose name (or a word of it, in the body) stands at a token."""
    token = reading.line.tokens[at]
    if reading.line.part == "title" or token.kind != "cap":
        return None
    for person in people:
        if any(i.line is reading.line and i.name.start == at for i in person.introductions):
            return person
    return next((p for p in people if token.lower in p.words and len(token.lower) > 3), None)


def _behind(tokens: Sequence[Token], at: int) -> Name | None:
    """ "akrab disapa Pak Ipul", "alias Guru Heru"."""
    step = at + 1
    if step < len(tokens) and tokens[step].lower in ("dengan", "sebagai", '"', "'"):
        step += 1
    return read_name(tokens, step) if step < len(tokens) else None


def _before(tokens: Sequence[Token], at: int) -> Name | None:
    """ "Yos, sapaan akrabnya" and "Zul, begitu ia biasa disapa": the name that ends before token `at`."""
    token = tokens[at]
    follows = [t.lower for t in tokens[at : at + _REACH]]
    calling = token.lower in _CALLING and len(follows) > 1 and follows[1].startswith("akrab")
    so = token.lower in _SO and any(w in _CALLED for w in follows)
    if not (calling or so) or at < 1:
        return None
    end = at - 1 if tokens[at - 1].text == "," else at
    for start in range(max(0, end - 4), end):
        name = read_name(tokens, start)
        if name is not None and name.stop == end:
            return name
    return None


def _clips(words: tuple[str, ...], person: Person) -> bool:
    """Whether a nickname is the beginning of a word of the name ("Zul", "Lalu Zul")."""
    if same_person(person.words, words):
        return True
    return len(words) == 1 and len(words[0]) >= 3 and any(w.startswith(words[0]) for w in person.words)
