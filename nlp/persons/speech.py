"""Who speaks in each sentence: "kata X", "X mengatakan", "menurut X", "ujarnya", and quotes that run on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from nlp.document import Document, Sentence
from nlp.persons.names import read_name
from nlp.persons.office_tables import Body, bodies, grammar_words, speech_words
from nlp.persons.official_tokens import Token, tokens_of
from nlp.persons.title_parts import Places, match
from nlp.persons.titles import find_titles
from nlp.records import OfficialMention

Form = Literal["said", "says", "according", "carried"]
_NOWHERE = Places({}, frozenset(), lambda _at, _villages: 0, lambda _at: 0)
_REACH = 22


@dataclass(frozen=True)
class Speaker:
    """Whose words a sentence reports. `name`: a named official's fullest form, or the printed name or initials of
    somebody else; `position`: an office, also without a name ("Sekda"); `institution`: the body that speaks or that
    the office belongs to; `branch` as in title_heads.csv; `surface`: the words that say so, "" where `form` is
    carried (the quote goes on, or a pronoun stands for the speaker before)."""

    name: str | None
    position: str | None
    institution: str | None
    branch: str | None
    surface: str
    form: Form


class _Entity(NamedTuple):
    start: int
    stop: int
    kind: Literal["person", "title", "body", "pronoun", "other", "who"]
    speaker: Speaker | None


def speakers(document: Document, officials: Sequence[OfficialMention]) -> tuple[Speaker | None, ...]:
    """The speaker of each sentence, by `Sentence.index`; None where the text itself speaks. `officials`: the mentions
    that `nlp.persons.officials.find_officials` found in the document."""
    found: list[Speaker | None] = []
    last: Speaker | None = None
    inside: list[bool] = []
    open_quote, paragraph = False, -1
    for sentence in document.sentences:
        if sentence.part == "title":
            found.append(_title_speaker(sentence, officials))
            inside.append(False)
            continue
        if sentence.paragraph != paragraph:
            open_quote, paragraph = False, sentence.paragraph
        tokens = tokens_of(sentence.text, sentence.start)
        quoted = _quoted(tokens, open_quote)
        own = _own_speaker(sentence, tokens, quoted, officials, last)
        found.append(own)
        inside.append(own is None and bool(tokens) and (quoted[0] or tokens[0].text == '"'))
        open_quote = (sum(t.text == '"' for t in tokens) % 2 == 1) != open_quote
        last = own or last
    return tuple(_spread(document.sentences, found, inside))


def speaker_of(document: Document, sentence: Sentence, officials: Sequence[OfficialMention] = ()) -> Speaker | None:
    """The speaker of one sentence of the document (for many sentences call `speakers` once)."""
    return speakers(document, officials)[sentence.index]


def _quoted(tokens: Sequence[Token], open_before: bool) -> list[bool]:
    """For each token whether it stands inside quotation marks."""
    state, found = open_before, list[bool]()
    for token in tokens:
        if token.text == '"':
            state = not state
            found.append(True)
        else:
            found.append(state)
    return found


def _spread(
    sentences: Sequence[Sentence], own: Sequence[Speaker | None], inside: Sequence[bool]
) -> Iterator[Speaker | None]:
    """Gives sentences inside a quote the speaker named behind it in the paragraph, else the last one before."""
    last: Speaker | None = None
    for at, sentence in enumerate(sentences):
        speaker = own[at]
        if speaker is None and inside[at]:
            ahead = at + 1
            while ahead < len(sentences) and sentences[ahead].paragraph == sentence.paragraph and own[ahead] is None:
                ahead += 1
            same = ahead < len(sentences) and sentences[ahead].paragraph == sentence.paragraph
            carried = own[ahead] if same and sentences[ahead].text.count('"') else last
            speaker = replace(carried, surface="", form="carried") if carried else None
        if sentence.part == "text":
            last = speaker or last
        yield speaker


def _title_speaker(sentence: Sentence, officials: Sequence[OfficialMention]) -> Speaker | None:
    """ "Sekda X: ASN Jangan ..." and "Sekda X Minta ASN ..." """
    tokens = tokens_of(sentence.text)
    entities = _entities(sentence, tokens, officials)
    if not entities or entities[0].start > 2 or entities[0].kind == "pronoun":
        return None
    stop = entities[0].stop
    while len(entities) > 1 and entities[1].start - stop <= 1 and tokens[stop].text != ":":
        entities = entities[1:]
        stop = entities[0].stop
    verbs = ("minta", "ingatkan", "tegaskan", "sebut", "bantah", "imbau", "himbau", "larang", "ajak", "akui", "klaim")
    after = tokens[stop].lower if stop < len(tokens) else ""
    return entities[0].speaker if after == ":" or after in verbs else None


def _own_speaker(
    sentence: Sentence,
    tokens: Sequence[Token],
    quoted: Sequence[bool],
    officials: Sequence[OfficialMention],
    last: Speaker | None,
) -> Speaker | None:
    """The speaker that the words of a sentence outside its quotes name."""
    entities: list[_Entity] | None = None
    for at, token in enumerate(tokens):
        if quoted[at] or token.kind not in ("low", "cap"):
            continue
        word = token.lower
        if word.endswith("nya") and (word[:-3] in speech_words("noun") or word[:-3] in speech_words("frame")):
            if _is_tag(tokens, at):
                return _carried(last)
            continue
        noun, frame = word in speech_words("noun"), word in speech_words("frame")
        if (noun and _is_tag(tokens, at)) or frame:
            entities = _entities(sentence, tokens, officials) if entities is None else entities
            named = _behind(entities, at, last, tokens)
            if named is not None:
                return replace(named, form="according" if frame else "said") if named.form != "carried" else named
        elif word in speech_words("verb"):
            entities = _entities(sentence, tokens, officials) if entities is None else entities
            subject = _subject(entities, at, last, quoted)
            if subject is not None:
                return subject
    return None


def _is_tag(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word of saying introduces its speaker: behind a quote or comma, or at the start ("Kata dia, ...")."""
    if at == 0:
        return True
    before = tokens[at - 1]
    return before.text in (",", '"', "-", "?", "!", ".") or before.lower in (
        "demikian",
        "begitu",
        "masih",
        "ujar",
        "seperti",
    )


def _carried(last: Speaker | None) -> Speaker | None:
    return replace(last, surface="", form="carried") if last else None


def _behind(entities: Sequence[_Entity], at: int, last: Speaker | None, tokens: Sequence[Token]) -> Speaker | None:
    """The first entity behind a word of saying; of "Sekda X, Nama" the name."""
    for number, entity in enumerate(entities):
        if entity.start <= at:
            continue
        if entity.start - at > _REACH or any(t.text in (".", ";") for t in tokens[at + 1 : entity.start]):
            return None
        if entity.kind == "pronoun":
            return _carried(last)
        if entity.kind == "title" and number + 1 < len(entities):
            following = entities[number + 1]
            if following.kind in ("person", "other") and following.start - entity.stop <= 8:
                return following.speaker
        return entity.speaker
    return None


def _subject(entities: Sequence[_Entity], at: int, last: Speaker | None, quoted: Sequence[bool]) -> Speaker | None:
    """The entity before a verb of saying: the nearest person, office or pronoun, else the first body."""
    before = [e for e in entities if e.stop <= at and at - e.stop <= _REACH and not quoted[e.start]]
    for number in range(len(before) - 1, -1, -1):
        entity = before[number]
        if entity.kind == "pronoun":
            return _carried(last)
        if entity.kind == "other" and number and _place_of(before[number - 1], entity):
            return before[number - 1].speaker
        if entity.kind in ("person", "title", "other", "who"):
            return entity.speaker
    return before[0].speaker if before else None


def _place_of(body: _Entity, entity: _Entity) -> bool:
    """Whether a capitalised run is the place of the body before it ("KPU Provinsi Lampung")."""
    return body.kind in ("body", "title") and entity.start - body.stop <= 1


def _entities(sentence: Sentence, tokens: Sequence[Token], officials: Sequence[OfficialMention]) -> list[_Entity]:
    """Everything in a sentence that can speak, left to right, not overlapping."""
    found: list[_Entity] = []
    taken = [False] * len(tokens)

    def add(entity: _Entity) -> None:
        if not any(taken[entity.start : entity.stop]):
            found.append(entity)
            taken[entity.start : entity.stop] = [True] * (entity.stop - entity.start)

    for mention in officials:
        span = mention.span
        if span.part == sentence.part and sentence.start <= span.start < sentence.stop:
            inside = [i for i, t in enumerate(tokens) if t.stop > span.start and t.start < span.stop]
            if inside:
                speaker = Speaker(
                    mention.name, mention.position, mention.institution, mention.branch, span.surface, "says"
                )
                add(_Entity(inside[0], inside[-1] + 1, "person", speaker))
    for title in find_titles(tokens, _NOWHERE):
        if title.head.needs == "paslon" or (title.start and tokens[title.start - 1].lower in grammar_words("aside")):
            continue
        words = sentence.text[
            tokens[title.start].start - sentence.start : tokens[title.stop - 1].stop - sentence.start
        ]
        add(
            _Entity(
                title.start, title.stop, "title", _holder(title.position, title.body, title.branch, words, officials)
            )
        )
    for at, token in enumerate(tokens):
        if not taken[at] and (entity := _plain_entity(tokens, at, token)) is not None:
            add(entity)
    return sorted(found)


def _holder(
    position: str, body: str | None, branch: str, surface: str, officials: Sequence[OfficialMention]
) -> Speaker:
    """The named official whose office a bare title is, else the office itself."""
    for mention in officials:
        if mention.position == position or mention.position.startswith(f"{position} "):
            return Speaker(mention.name, mention.position, mention.institution, mention.branch, surface, "says")
    return Speaker(None, position, body, branch, surface, "says")


def _plain_entity(tokens: Sequence[Token], at: int, token: Token) -> _Entity | None:
    """A pronoun, body, initials, other name or unnamed kind of person at a token."""
    if token.lower in speech_words("pronoun"):
        return _Entity(at, at + 1, "pronoun", None)
    body = match(bodies(), tokens, at)
    if body is not None and isinstance(body[1], Body) and token.kind != "low":
        called = body[1].position or " ".join(t.text for t in tokens[at : at + body[0]])
        return _Entity(at, at + body[0], "body", Speaker(None, None, called, body[1].branch, called, "says"))
    if token.lower in speech_words("who") and token.kind == "low":
        return _Entity(at, at + 1, "who", Speaker(None, None, None, None, token.text, "says"))
    if token.kind == "upper" and len(token.text) in (2, 3) and (not at or tokens[at - 1].kind != "upper"):
        return _Entity(at, at + 1, "other", Speaker(token.text, None, None, None, token.text, "says"))
    name = read_name(tokens, at) if token.kind in ("cap", "affix", "initial") else None
    if name is not None and (at or name.stop - name.start > 1 or name.marked):
        text = " ".join(t.text for t in tokens[name.start : name.stop])
        return _Entity(name.start, name.stop, "other", Speaker(text, None, None, None, text, "says"))
    return None
