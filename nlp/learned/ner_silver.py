"""Silver sentences from labelled articles: the names are those of the labels and of the tagger's officials, places those
of its regions; what neither knows (parties, companies, people without an office) is a teacher's, a recogniser trained
on other data."""

import random
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from nlp.document import Document, Sentence
from nlp.learned.ner import words_of
from nlp.learned.ner_data import Entity, TaggedSentence
from nlp.persons.office_tables import bodies, given_names
from nlp.persons.official_tokens import tokens_of
from nlp.persons.officials import find_officials
from nlp.persons.title_parts import match
from nlp.places.regions import find_regions
from nlp.records import Part

Teacher = Callable[[Sequence[Sequence[str]]], Sequence[Sequence[Entity]]]
"""Sentences as words -> their entities."""

_Chars = tuple[Part, int, int]
_KINDS_OF_PLACE = frozenset(["kabupaten", "kota", "provinsi", "kab"])
_SMALL_PLACES = frozenset(["kecamatan", "desa", "kelurahan", "kampung", "nagari", "dusun", "puskesmas"])
_VILLAGE = re.compile(r"\b(?:Kecamatan|Desa|Kelurahan|Nagari|Dusun) ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_NO_NAME = frozenset(["ASN", "PNS", "PPPK", "CPNS", "ODP", "TPS", "SK", "SE", "UU", "WIB", "WITA", "WIT"])
_WORD = re.compile(r"\w+")
_INITIALS = re.compile(r"(?:[A-Z]\.?){1,4}")


def labelled_names(article: Mapping[str, Any]) -> list[str]:
    """The names in the labels (officials, parties of breaches), longest first; initials are no names."""
    parties = (p["name"] for v in article.get("violations") or () for p in v["parties"])
    names = {str(n) for n in [*(o["name"] for o in article.get("officials") or ()), *parties] if n}
    return sorted((n for n in names if not _INITIALS.fullmatch(n)), key=lambda n: (-len(n), n))


def _people(article: Mapping[str, Any], document: Document) -> Iterator[_Chars]:
    """(part, start, stop) of each known person in an article, longest names first."""
    names = labelled_names(article)
    for name in names:
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        for part, text in document.folded.items():
            yield from ((part, m.start(), m.end()) for m in pattern.finditer(text))
    known = {name.casefold() for name in names}
    for mention in find_officials(document, find_regions(document)):
        own = set(_WORD.findall(mention.name.casefold()))
        if own.intersection(_WORD.findall(mention.span.surface.casefold())) and (
            not article.get("officials") or mention.name.casefold() in known
        ):
            yield mention.span.part, mention.span.start, mention.span.stop


def _bodies(sentence: Sentence, places: Sequence[_Chars]) -> Iterator[_Chars]:
    """Public bodies of a sentence with the place that they are named after: "Bawaslu Kabupaten X", "Polres X"."""
    tokens = tokens_of(sentence.text, sentence.start)
    starts = {start: stop for part, start, stop in places if part == sentence.part}
    for at, token in enumerate(tokens):
        hit = match(bodies(), tokens, at) if token.kind in ("cap", "upper") and token.lower in bodies() else None
        if hit is None or (hit[0] == 1 and token.lower in _SMALL_PLACES):
            continue
        end = at + hit[0]
        named = end + 1 if end < len(tokens) and tokens[end].lower in _KINDS_OF_PLACE else end
        stop = starts.get(tokens[named].start) if named < len(tokens) else None
        yield sentence.part, token.start, stop or tokens[end - 1].stop


def _small_places(sentence: Sentence, common: Collection[str]) -> Iterator[_Chars]:
    """Names behind Kecamatan, Desa, Kelurahan: up to two capitalised words that stand nowhere in small letters."""
    for mark in _VILLAGE.finditer(sentence.text):
        named = [w for w in mark[1].split() if w.lower() not in common]
        if named and mark[1].startswith(named[0]):
            stop = mark.start(1) + (len(mark[1]) if " ".join(named) == mark[1] else len(named[0]))
            yield sentence.part, sentence.start + mark.start(1), sentence.start + stop


def small_words(articles: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The words that stand in small letters anywhere in the texts: a person's name holds none of them."""
    return frozenset(word for a in articles for word in _WORD.findall(str(a.get("text") or "")) if word.islower())


def _plausible(guess: Entity, words: Sequence[str], common: Collection[str]) -> bool:
    """Whether a teacher's guess has the form of a name: it begins with a capital and ends with a word; a person's
    words are letters alone and stand nowhere in small letters."""
    inside = words[guess.start : guess.stop]
    if not inside[0][0].isupper() or not inside[-1][-1].isalnum():
        return False
    if " ".join(inside) in _NO_NAME:
        return False
    if guess.label != "PER":
        return any(word.lower() not in common for word in inside)
    letters = all(word.replace(".", "").replace("'", "").isalpha() for word in inside)
    return letters and len(inside[-1]) > 2 and not any(word.lower() in common or word.isupper() for word in inside)


def _entity(sentence: Sentence, offsets: Sequence[tuple[int, int]], span: _Chars, label: str) -> Entity | None:
    part, start, stop = span
    if part != sentence.part or start < sentence.start or stop > sentence.stop:
        return None
    inside = [n for n, (a, b) in enumerate(offsets) if a < stop - sentence.start and b > start - sentence.start]
    return Entity(inside[0], inside[-1] + 1, label) if inside else None


def _free(entity: Entity, taken: Iterable[Entity]) -> bool:
    return all(entity.stop <= other.start or entity.start >= other.stop for other in taken)


def silver(article: Mapping[str, Any], teacher: Teacher, common: Collection[str]) -> list[TaggedSentence]:
    """The sentences of an article (the codebook's shape) with silver entities, the page's own lines left out. Labelled
    persons come first, then public bodies, regions, and the teacher's guesses that have the form of a name; in a
    headline it guesses nobody. `common`: `small_words` of all articles. Words are spaCy's."""
    document = Document.from_input(article)
    sentences = [s for s in document.sentences if not s.navigation]
    tokens = [words_of(s.text) for s in sentences]
    people = list(_people(article, document))
    places: list[_Chars] = [(m.span.part, m.span.start, m.span.stop) for m in find_regions(document)]
    found: list[TaggedSentence] = []
    for sentence, (words, offsets), guessed in zip(
        sentences, tokens, teacher([words for words, _ in tokens]), strict=True
    ):
        entities: list[Entity] = []
        known = (
            (people, "PER"),
            (_bodies(sentence, places), "ORG"),
            (places, "LOC"),
            (_small_places(sentence, common), "LOC"),
        )
        for span, label in ((span, label) for spans, label in known for span in spans):
            entity = _entity(sentence, offsets, span, label)
            if entity is not None and _free(entity, entities):
                entities.append(entity)
        if len(words) > 2 and words[0].isupper() and words[1] == "-":
            guessed = [Entity(0, 1, "LOC"), *(e for e in guessed if e.start > 0)]  # a dateline
        guesses = (e for e in guessed if sentence.part == "text" or e.label != "PER")
        entities += [e for e in guesses if _free(e, entities) and _plausible(e, words, common)]
        found.append(TaggedSentence(words, tuple(sorted(entities, key=lambda e: e.start))))
    return found


def renamed(sentences: Sequence[TaggedSentence], seed: int) -> Iterator[TaggedSentence]:
    """The sentences that name a person, with other names: half of them of the same sentences, half put together from
    common given names, of one to three words. So that a model learns where a name stands, not which names there are."""
    draw = random.Random(seed)
    met = [s.words[e.start : e.stop] for s in sentences for e in s.entities if e.label == "PER"]
    common = sorted(given_names())

    def another() -> tuple[str, ...]:
        if draw.random() < 0.5:
            return draw.choice(met)
        return tuple(word.capitalize() for word in draw.choices(common, k=draw.choice((1, 2, 2, 3))))

    for sentence in sentences:
        if any(e.label == "PER" for e in sentence.entities):
            yield _with_names(sentence, another)


def _with_names(sentence: TaggedSentence, another: Callable[[], tuple[str, ...]]) -> TaggedSentence:
    words: list[str] = []
    entities: list[Entity] = []
    at = 0
    for entity in sentence.entities:
        words += sentence.words[at : entity.start]
        own = sentence.words[entity.start : entity.stop]
        new = another() if entity.label == "PER" else own
        entities.append(Entity(len(words), len(words) + len(new), entity.label))
        words += [word.upper() for word in new] if own[0].isupper() and len(own[0]) > 2 else new
        at = entity.stop
    return TaggedSentence((*words, *sentence.words[at:]), tuple(entities))
