"""Train the Stanza recogniser of names: `netra train ner-stanza`. A bidirectional LSTM over words and letters with a
CRF, from scratch, without pretrained vectors. Needs the extra `stanza`."""

import json
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import torch
from stanza.models.common.doc import Document
from stanza.models.ner.data import DataLoader
from stanza.models.ner.trainer import Trainer
from stanza.models.ner_tagger import parse_args

from nlp.learned.ner_data import Entity, TaggedSentence, entities_of, label_scores

MODEL = "ner.pt"
# without an entry for the language Stanza loads no model, whatever its path
_RESOURCES = {
    "id": {
        "lang_name": "Indonesian",
        "packages": {"default": {"tokenize": "netra", "ner": "netra"}},
        "tokenize": {"netra": {}},
        "ner": {"netra": {}},
    }
}
_SHAPE = {
    "hidden_dim": 200, "char_hidden_dim": 80, "char_emb_dim": 60, "word_emb_dim": 80, "optim": "adam", "lr": 0.002,
    "dropout": 0.4, "word_dropout": 0.05, "batch_size": 32, "shorthand": "id_netra", "pretrain": False,
}  # fmt: skip
# what the file says of the machine that it was made on is nobody's business
_PRIVATE = ("data_dir", "wordvec_dir", "save_dir", "save_name", "train_file", "eval_file", "charlm_save_dir")


@dataclass(frozen=True)
class Training:
    """`epochs` at most, ended after `minutes` of the clock that is passed in; the learning rate is halved after each
    epoch without a better F1 on the development sentences, the `patience`-th in a row ends it."""

    seed: int = 7
    epochs: int = 20
    patience: int = 3
    minutes: float = 12.0
    evaluate_from: int = 3


def _document(sentences: Sequence[TaggedSentence]) -> Document:
    return Document(
        [
            [{"id": n, "text": w, "ner": t} for n, (w, t) in enumerate(zip(s.words, s.bio(), strict=True), start=1)]
            for s in sentences
        ]
    )


def _loader(sentences: Sequence[TaggedSentence], args: dict[str, Any], vocab: Any) -> DataLoader:
    return DataLoader(_document(sentences), args["batch_size"], args, None, vocab=vocab, evaluation=vocab is not None)


def recognise(trainer: Trainer, sentences: Sequence[Sequence[str]]) -> list[tuple[Entity, ...]]:
    """The entities that a model finds in sentences given as words (none of them empty)."""
    blank = [TaggedSentence(tuple(words), ()) for words in sentences]
    with torch.no_grad():
        tags = [t for batch in _loader(blank, trainer.args, trainer.vocab) for t in trainer.predict(batch)]
    return [entities_of(t) for t in tags]


def evaluate(trainer: Trainer, sentences: Sequence[TaggedSentence]) -> Mapping[str, Mapping[str, float]]:
    """`label_scores` of a model on sentences with known entities."""
    return label_scores([s.entities for s in sentences], recognise(trainer, [s.words for s in sentences]))


def train(
    sentences: Sequence[TaggedSentence],
    development: Sequence[TaggedSentence],
    how: Training,
    clock: Callable[[], float] = process_time,
    say: Callable[[str], None] = print,
) -> tuple[Trainer, list[dict[str, Any]]]:
    """The model of the best epoch on `development`, and what each epoch gave (epoch, loss, f1, per, seconds). `clock`
    counts seconds: of this process's own time, so that a busy machine does not end it early. It sets the seeds of
    random, numpy and torch, which Stanza draws from."""
    logging.getLogger("stanza").setLevel(logging.WARNING)  # it tells every step as DEBUG
    random.seed(how.seed)
    np.random.seed(how.seed)
    torch.manual_seed(how.seed)
    start = clock()
    args = {**parse_args([]), **_SHAPE}
    batches = _loader(sentences, args, None)
    trainer = Trainer(args=args, vocab=batches.vocab, device="cpu")
    best, best_f1, since = _weights(trainer), -1.0, 0
    history: list[dict[str, Any]] = []
    for epoch in range(1, how.epochs + 1):
        loss = sum(trainer.update(batch) for batch in batches)
        batches.reshuffle()
        if epoch < min(how.evaluate_from, how.epochs):
            say(f"epoch {epoch}: loss {loss:.0f}, {clock() - start:.0f} s")
            continue
        scores = evaluate(trainer, development)
        f1, per, seconds = scores["all"]["f1"], scores.get("PER", {}).get("f1", 0.0), clock() - start
        history.append({"epoch": epoch, "loss": round(loss, 1), "f1": f1, "per": per, "seconds": round(seconds)})
        say(f"epoch {epoch}: loss {loss:.0f}, F1 {f1:.3f}, PER {per:.3f}, {seconds:.0f} s")
        if f1 > best_f1:
            best, best_f1, since = _weights(trainer), f1, 0
        else:
            since += 1
            for group in trainer.optimizer.param_groups:
                group["lr"] /= 2
        if since >= how.patience or seconds > 60 * how.minutes:
            break
    trainer.model.load_state_dict(best)
    return trainer, history


def _weights(trainer: Trainer) -> dict[str, torch.Tensor]:
    return {name: value.detach().clone() for name, value in trainer.model.state_dict().items()}


def save(trainer: Trainer, folder: Path) -> None:
    """Write the model and the index that Stanza wants beside it; weights as float16: half the size."""
    weights = {n: v.half() if v.is_floating_point() else v for n, v in trainer.model.state_dict().items()}
    config = {key: value for key, value in trainer.args.items() if key not in _PRIVATE}
    torch.save({"model": weights, "vocab": trainer.vocab.state_dict(), "config": config}, folder / MODEL)
    (folder / "resources.json").write_text(json.dumps(_RESOURCES) + "\n", "utf-8")


def load(folder: Path) -> Trainer:
    """A model that `save` wrote. Raises OSError."""
    nowhere = {"charlm_forward_file": None, "charlm_backward_file": None}
    return Trainer(model_file=str(folder / MODEL), args=nowhere, device="cpu")
