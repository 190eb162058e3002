"""Baselines: whom the shipped recognisers alone take for a person, without grammar, gazetteer or labels."""

from nlp.document import Document
from nlp.learned.ner import Engine, propose_persons


def _persons(text: str, engine: Engine) -> tuple[str, ...]:
    document = Document("", "", text)
    return tuple(dict.fromkeys(found.span.surface for found in propose_persons(document, engine)))


def persons_by_spacy(text: str) -> tuple[str, ...]:
    """The persons that the spaCy model finds in a text, each surface once, in order. Raises EngineMissing."""
    return _persons(text, "spacy")


def persons_by_stanza(text: str) -> tuple[str, ...]:
    """The persons that the Stanza model finds in a text, each surface once, in order. Raises EngineMissing."""
    return _persons(text, "stanza")
