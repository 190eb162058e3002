"""`netra train silver`, `ner-spacy`, `ner-stanza`: files in, a model and its card out."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.learned.epochs import Training
from nlp.learned.ner import Engine
from nlp.learned.ner_data import TaggedSentence, read_sentences, write_sentences
from nlp.learned.ner_silver import renamed, silver, small_words
from nlp.learned.training import digest_of, fold_of, read_gold, versions_of, write_card

Say = Callable[[str], None]
HELD_OUT = 0
"""The fold of articles (a fifth, by the digest of the id) that trains nothing and judges."""
_PACKAGES: Mapping[Engine, tuple[str, ...]] = {
    "spacy": ("spacy", "thinc", "numpy"),
    "stanza": ("stanza", "torch", "numpy"),
}
_TEACHER_EPOCHS = 12


@dataclass(frozen=True)
class Sets:
    """Files in the form of `read_sentences`. `train`: a file named twice counts twice; `development` ends the
    training; `test` is judged on once, at the end."""

    train: Sequence[Path]
    development: Sequence[Path]
    test: Sequence[Path] = ()


def _read(paths: Sequence[Path]) -> list[TaggedSentence]:
    return [sentence for path in paths for sentence in read_sentences(path)]


def _inputs(paths: Sequence[Path]) -> dict[str, Any]:
    """What a card says of each file, by the names of its folder and itself; with the card of a file that was made."""
    found: dict[str, Any] = {}
    for path, times in Counter(paths).items():
        sentences = read_sentences(path)
        size = {"sentences": len(sentences), "words": sum(len(s.words) for s in sentences)}
        made = path.with_suffix(".json")
        origin = {"made_from": json.loads(made.read_text("utf-8"))} if made.is_file() else {}
        found[_name(path)] = {"sha256": digest_of(path), **size, "times": times, **origin}
    return found


def _name(path: Path) -> str:
    return f"{path.resolve().parent.name}/{path.name}"


def train_silver(sets: Sets, articles: Sequence[Path], output: Path, seed: int, minutes: float, say: Say) -> Path:
    """Silver sentences of labelled articles: a teacher is trained on `sets`, then labels what the labels leave open;
    those that name a person come a second time with other names. Writes `output`, beside it NAME-heldout with the
    articles of the fold `HELD_OUT`, and a card. Returns the path of the second. Raises ValueError on a bad line,
    OSError."""
    from nlp.learned import train_ner_spacy as spacy_side
    from nlp.pipeline import tagger_version

    how = Training(seed=seed, epochs=_TEACHER_EPOCHS, minutes=minutes)
    teacher, history = spacy_side.train(_read(sets.train), _read(sets.development), how, say=say)
    gold = read_gold(articles)
    common = small_words(gold)
    parts: dict[bool, list[TaggedSentence]] = {False: [], True: []}
    for article in gold:
        found = silver(article, lambda sentences: spacy_side.recognise(teacher, sentences), common)
        parts[fold_of(article) == HELD_OUT] += found
    held_out = output.with_stem(f"{output.stem}-heldout")
    write_sentences([*parts[False], *renamed(parts[False], seed)], output)
    write_sentences(parts[True], held_out)
    card = {
        "articles": {path.name: digest_of(path) for path in articles},
        "held_out": f"a fifth, by the digest of the id: {held_out.name}",
        "labels": tagger_version(),
        "teacher": {"seed": seed, "trained_on": _inputs(sets.train), "developed_on": _inputs(sets.development),
                    "epochs": history},
        "versions": versions_of(*_PACKAGES["spacy"]),
    }  # fmt: skip
    write_card(card, output.with_suffix(".json"))
    return held_out


def train_recogniser(
    engine: Engine, sets: Sets, folder: Path, seed: int, epochs: int, minutes: float, say: Say
) -> Mapping[str, Any]:
    """Train an engine's model into a folder, with `card.json` beside it: inputs by digest, seed, what each epoch
    gave, figures by label, versions, size. Returns the card. Raises ValueError on a bad line, OSError."""
    sentences, development = _read(sets.train), _read(sets.development)
    folder.mkdir(parents=True, exist_ok=True)
    judged = {_name(path): read_sentences(path) for path in [*sets.development, *sets.test]}
    figures: dict[str, Any]
    if engine == "spacy":
        from nlp.learned import train_ner_spacy as spacy_side

        how = Training(seed=seed, epochs=epochs, minutes=minutes)
        model, history = spacy_side.train(sentences, development, how, say=say)
        spacy_side.save(model, folder)
        figures = {name: spacy_side.evaluate(model, judged[name]) for name in judged}
    else:
        from nlp.learned import train_ner_stanza as stanza_side

        plan = stanza_side.Training(seed=seed, epochs=epochs, minutes=minutes)
        trainer, history = stanza_side.train(sentences, development, plan, say=say)
        stanza_side.save(trainer, folder)
        saved = stanza_side.load(folder)  # as it ships, weights in half precision
        figures = {name: stanza_side.evaluate(saved, judged[name]) for name in judged}
    card = {
        "model": f"ner-{engine}",
        "seed": seed,
        "trained_on": _inputs(sets.train),
        "developed_on": _inputs(sets.development),
        "judged_on": _inputs(sets.test),
        "figures": figures,
        "epochs": history,
        "versions": versions_of(*_PACKAGES[engine]),
        "weights": _weights(folder),
    }
    write_card(card, folder / "card.json")
    return card


def _weights(folder: Path) -> dict[str, Any]:
    """Digest and size (bytes) of the files that training wrote, in a fixed order."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in ("card.json", "NOTICE.md"))
    whole = hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()
    return {"sha256": whole, "bytes": sum(p.stat().st_size for p in files)}
