"""Which learned recognisers take part: what `--models` asks for and what this installation has."""

from collections.abc import Callable
from enum import StrEnum

from nlp.learned.ner import Engine, engines_of, missing


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
