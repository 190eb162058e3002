"""Train the spaCy recogniser of names: `netra train ner-spacy`. A small convolutional network over hashed words, from
scratch; with the same input, seed and versions it gives the same weights."""

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.util import fix_random_seed

from nlp.learned.epochs import Training
from nlp.learned.ner_data import LABELS, Entity, TaggedSentence, label_scores

_TOK2VEC = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4,
            "embed_size": 1500, "window_size": 1, "maxout_pieces": 3, "subword_features": True}  # fmt: skip
_BATCH_WORDS = 700


def blank_recogniser() -> Language:
    """An Indonesian pipeline with an untrained recogniser of `LABELS`."""
    nlp = spacy.blank("id")
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": _TOK2VEC,
    }  # fmt: skip
    recogniser: Any = nlp.add_pipe("ner", config={"model": model})
    for label in LABELS:
        recogniser.add_label(label)
    return nlp


def doc_of(nlp: Language, sentence: TaggedSentence) -> Doc:
    """The sentence's words as a spaCy document, with its entities."""
    doc = Doc(nlp.vocab, words=list(sentence.words))
    doc.ents = tuple(Span(doc, e.start, e.stop, label=e.label) for e in sentence.entities)
    return doc


def recognise(nlp: Language, sentences: Sequence[Sequence[str]]) -> list[tuple[Entity, ...]]:
    """The entities that a model finds in sentences given as words."""
    docs = nlp.pipe((Doc(nlp.vocab, words=list(words)) for words in sentences), batch_size=256)
    return [tuple(Entity(e.start, e.end, e.label_) for e in doc.ents) for doc in docs]


def _batches(sentences: Sequence[TaggedSentence], order: random.Random) -> Iterator[list[TaggedSentence]]:
    shuffled = list(sentences)
    order.shuffle(shuffled)
    source = iter(shuffled)
    for first in source:
        batch, words = [first], len(first.words)
        while words < _BATCH_WORDS and (following := list(islice(source, 1))):
            batch += following
            words += len(following[0].words)
        yield batch


def train(
    sentences: Sequence[TaggedSentence],
    development: Sequence[TaggedSentence],
    how: Training,
    clock: Callable[[], float] = process_time,
    say: Callable[[str], None] = print,
) -> tuple[Language, list[dict[str, Any]]]:
    """The model of the best epoch on `development`, and what each epoch gave (epoch, loss, f1, per, seconds).
    `clock` counts seconds: of this process's own time, so that a busy machine does not end it early."""
    fix_random_seed(how.seed)
    order, start = random.Random(how.seed), clock()
    nlp = blank_recogniser()
    optimizer = nlp.initialize(lambda: [Example(nlp.make_doc(""), doc_of(nlp, s)) for s in sentences[:1]])
    optimizer.learn_rate = how.rate
    recogniser: Any = nlp.get_pipe("ner")
    best, best_f1, since = recogniser.to_bytes(), -1.0, 0
    history: list[dict[str, Any]] = []
    for epoch in range(1, how.epochs + 1):
        losses: dict[str, float] = {}
        for batch in _batches(sentences, order):
            docs = [doc_of(nlp, s) for s in batch]
            examples = [Example(Doc(nlp.vocab, words=[t.text for t in doc]), doc) for doc in docs]
            nlp.update(examples, sgd=optimizer, drop=how.dropout, losses=losses)
        with nlp.use_params(optimizer.averages):
            scores = evaluate(nlp, development)
            f1 = scores["all"]["f1"]
            if f1 > best_f1:
                best, best_f1, since = recogniser.to_bytes(), f1, 0
            else:
                since += 1
        seconds = clock() - start
        per = scores.get("PER", {}).get("f1", 0.0)
        history.append(
            {"epoch": epoch, "loss": round(float(losses["ner"]), 1), "f1": f1, "per": per, "seconds": round(seconds)}
        )
        say(f"epoch {epoch}: loss {losses['ner']:.0f}, F1 {f1:.3f}, PER {per:.3f}, {seconds:.0f} s")
        if since >= how.patience or seconds > 60 * how.minutes:
            break
    recogniser.from_bytes(best)
    return nlp, history


def evaluate(nlp: Language, sentences: Sequence[TaggedSentence]) -> Any:
    """`label_scores` of a model on sentences with known entities."""
    return label_scores([s.entities for s in sentences], recognise(nlp, [s.words for s in sentences]))


def save(nlp: Language, folder: Path) -> None:
    """Write the model as a spaCy folder."""
    nlp.to_disk(folder)
