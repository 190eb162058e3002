"""Which learned models take part: what `--models` and `--tokens` ask for and what this installation has."""

from collections.abc import Callable
from enum import StrEnum

from corpus.errors import UsageProblem
from nlp.learned.ner import Engine, engines_of, missing
from nlp.syntax.words import Parser, ParserMissing


class Models(StrEnum):
    """Values of `--models`."""

    NONE = "none"
    SPACY = "spacy"
    STANZA = "stanza"
    ALL = "all"


def engines_here(models: Models, say: Callable[[str], None]) -> tuple[Engine, ...]:
    """The engines that are asked for and installed; each one that is not here is said in a line. Loads none."""
    found: list[Engine] = []
    for engine in engines_of(models.value):
        reason = missing(engine)
        if reason is None:
            found.append(engine)
        else:
            say(f"netra: {reason}; going on without it")
    return tuple(found)


def parser_named(model: str) -> Parser:
    """The parser that `--tokens` names, loaded. Raises UsageProblem where it is not here."""
    from nlp.syntax.parsers import open_parser

    try:
        return open_parser(model)
    except ParserMissing as error:
        raise UsageProblem(f"--tokens: {error}") from error
