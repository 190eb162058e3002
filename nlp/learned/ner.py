"""The learned recognisers of names: a spaCy and a Stanza model proposing persons, organisations and places. They never
make an official; `nlp/persons/vote.py` says what their word counts for."""

import json
import logging
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, get_args

from nlp.document import Document, Sentence
from nlp.learned.ner_data import Entity, entities_of
from nlp.records import Span

Engine = Literal["spacy", "stanza"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
Choice = Literal["none", "spacy", "stanza", "all"]
CHOICES: tuple[Choice, ...] = get_args(Choice)

_DATA = Path(__file__).parents[1] / "data"
SPACY_MODEL = _DATA / "ner_spacy"
STANZA_MODEL = _DATA / "ner_stanza"
_CAPITAL = re.compile(r"[A-Z]")
_BATCH = 128

Tagger = Callable[[Sequence[Sequence[str]]], list[tuple[Entity, ...]]]
"""Sentences as words (none empty) -> their entities."""


@dataclass(frozen=True)
class NamedSpan:
    """What an engine takes for a name. `label`: PER, ORG or LOC."""

    span: Span
    label: str
    engine: Engine


class PersonSpan(NamedSpan):
    """A `NamedSpan` of a person."""


class EngineMissing(RuntimeError):
    """The engine is not installed or its model is not there; the message says what to do."""


def engines_of(choice: Choice) -> tuple[Engine, ...]:
    """The engines that a value of `--models` names."""
    return ENGINES if choice == "all" else tuple(e for e in ENGINES if e == choice)


def missing(engine: Engine) -> str | None:
    """Why an engine cannot run here and what to do, in a line; None where it can. Loads nothing."""
    if find_spec(engine) is None:
        return f"{engine} is not installed: pip install 'netra-corpus[{engine}]' brings it"
    file = SPACY_MODEL / "meta.json" if engine == "spacy" else STANZA_MODEL / "ner.pt"
    if not file.is_file():
        return f"{file.parent.name}: the model is not there; `netra train ner-{engine}` makes it"
    return None


@cache
def weights_digest(engine: Engine) -> str:
    """First 8 hex digits of the digest of an engine's weights, as its card has it. Raises EngineMissing."""
    folder = SPACY_MODEL if engine == "spacy" else STANZA_MODEL
    if reason := missing(engine):
        raise EngineMissing(reason)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    return str(card["weights"]["sha256"])[:8]


@cache
def load_spacy(folder: Path = SPACY_MODEL) -> Any:
    """The spaCy pipeline with the recogniser. Raises EngineMissing."""
    if reason := missing("spacy"):
        raise EngineMissing(reason)
    import spacy  # seconds: only where it is asked for

    # the tokenizer is spaCy's own; reading its 16,000 exceptions from the folder takes 5 s more than building them
    return spacy.load(folder, exclude=["tokenizer"])


@cache
def load_stanza(folder: Path = STANZA_MODEL) -> Any:
    """The Stanza pipeline with the recogniser; takes lists of words. Nothing is downloaded. Raises EngineMissing."""
    if reason := missing("stanza"):
        raise EngineMissing(reason)
    logging.getLogger("stanza").setLevel(logging.WARNING)  # it tells every step as DEBUG
    import torch
    from stanza.pipeline.core import Pipeline

    torch.set_num_threads(1)  # a worker has one core; more threads only wait for each other
    return Pipeline(
        "id", dir=str(folder), download_method=None, processors="tokenize,ner", tokenize_pretokenized=True,
        ner_model_path=str(folder / "ner.pt"), ner_forward_charlm_path=None, ner_backward_charlm_path=None,
        use_gpu=False, logging_level="WARN",
    )  # fmt: skip


def _by_spacy(sentences: Sequence[Sequence[str]]) -> list[tuple[Entity, ...]]:
    from spacy.tokens import Doc

    nlp = load_spacy()
    docs = nlp.pipe((Doc(nlp.vocab, words=list(words)) for words in sentences), batch_size=_BATCH)
    return [tuple(Entity(e.start, e.end, e.label_) for e in doc.ents) for doc in docs]


def _by_stanza(sentences: Sequence[Sequence[str]]) -> list[tuple[Entity, ...]]:
    if not sentences:
        return []
    found = load_stanza()([list(words) for words in sentences])
    return [entities_of([token.ner for token in sentence.tokens]) for sentence in found.sentences]


TAGGERS: dict[Engine, Tagger] = {"spacy": _by_spacy, "stanza": _by_stanza}


@cache
def _tokenizer() -> Any:
    if missing("spacy") is None:
        return load_spacy().tokenizer
    import spacy

    return spacy.blank("id").tokenizer


def words_of(text: str) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """spaCy's tokens of a sentence that are no blanks, and each one's offsets (half-open) in it: what the recognisers
    are trained on and fed with."""
    tokens = [t for t in _tokenizer()(text.encode("utf-8", "replace").decode("utf-8")) if not t.is_space]
    return tuple(t.text for t in tokens), tuple((t.idx, t.idx + len(t.text)) for t in tokens)


def _worth_reading(sentence: Sentence, only: Collection[str] | None) -> bool:
    if sentence.navigation or not _CAPITAL.search(sentence.text):
        return False
    return only is None or any(word in sentence.lower for word in only)


def recognise(document: Document, engine: Engine, only: Collection[str] | None = None) -> tuple[NamedSpan, ...]:
    """What an engine takes for names in title and body, in order, the page's own lines left out. `only`: words in small
    letters; sentences with none of them are not read (reading costs more than all rules together). Raises
    EngineMissing."""
    chosen = [s for s in document.sentences if _worth_reading(s, only)]
    tokens = [words_of(s.text) for s in chosen]
    found: list[NamedSpan] = []
    for sentence, (_, offsets), entities in zip(chosen, tokens, TAGGERS[engine]([w for w, _ in tokens]), strict=True):
        for entity in entities:
            start, stop = offsets[entity.start][0], offsets[entity.stop - 1][1]
            span = document.span(sentence.part, sentence.start + start, sentence.start + stop)
            kind = PersonSpan if entity.label == "PER" else NamedSpan
            found.append(kind(span, entity.label, engine))
    return tuple(found)


def propose_persons(
    document: Document, engine: Engine, only: Collection[str] | None = None
) -> tuple[PersonSpan, ...]:
    """The persons among what `recognise` finds. Raises EngineMissing."""
    return tuple(found for found in recognise(document, engine, only) if isinstance(found, PersonSpan))
