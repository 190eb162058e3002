"""The words of a sentence as a parser sees them, with their places in the untouched text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """What a parser says of one word. `upos`, `deprel`: Universal Dependencies; `head`: number of the governing word in
    the sentence, from 1, 0 for the root; `lemma`, None where the parser has no lemmas."""

    lemma: str | None
    upos: str
    head: int
    deprel: str


@dataclass(frozen=True)
class Token(Word):
    """A word with its place: half-open code points into the string that the sentence was given as."""

    start: int
    stop: int


@dataclass(frozen=True)
class Parser:
    """`name`: model and digest of its weights, as the corpus notes them; `parse`: sentences as words (none empty) ->
    a `Word` for each of these, in order."""

    name: str
    parse: Callable[[Sequence[Sequence[str]]], list[tuple[Word, ...]]]


class ParserMissing(RuntimeError):
    """The parser is not installed, not there or not whole; the message says what to do."""


class ParserFault(RuntimeError):
    """A parser gave other words than it was given, or a head outside the sentence."""


def parse_sentences(parser: Parser, sentences: Sequence[str]) -> list[tuple[Token, ...]]:
    """The tokens of each sentence, in order; a sentence of blanks has none. Raises ParserFault."""
    from nlp.document import fold
    from nlp.learned.ner import words_of  # loads spaCy: seconds, only where syntax is asked for

    split = [words_of(fold(sentence)) for sentence in sentences]
    parsed = iter(parser.parse([words for words, _ in split if words]))
    found: list[tuple[Token, ...]] = []
    for words, offsets in split:
        said = next(parsed, None) if words else ()
        if said is None or len(said) != len(words):
            raise ParserFault(
                f"{parser.name}: {len(words)} words in, {len(said or ())} out; the model cannot be used"
            )
        if wrong := [word for word in said if not 0 <= word.head <= len(words)]:
            raise ParserFault(f"{parser.name}: head {wrong[0].head} in a sentence of {len(words)} words")
        found.append(
            tuple(
                Token(word.lemma, word.upos, word.head, word.deprel, start, stop)
                for word, (start, stop) in zip(said, offsets, strict=True)
            )
        )
    return found
