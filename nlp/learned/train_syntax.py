"""Train a small spaCy parser: `netra train syntax-spacy`. Word class and dependencies from treebanks (CoNLL-U), from
scratch; with the same input, seed and versions it gives the same weights. None is shipped (docs/syntax.md)."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.util import fix_random_seed

from nlp.learned.epochs import Training
from nlp.learned.training import digest_of, versions_of, write_card
from nlp.learned.treebank import Tree, read_trees
from nlp.syntax.parsers import by_spacy, folder_digest
from nlp.syntax.words import Word

_WIDTH = 96
_TOK2VEC = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": _WIDTH, "depth": 4,
            "embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}  # fmt: skip
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": _WIDTH, "upstream": "tok2vec"}
_BATCH_WORDS = 900


def blank_parser() -> Language:
    """An Indonesian pipeline with an untrained morphologizer (word class alone) and parser over shared vectors."""
    nlp = spacy.blank("id")
    nlp.add_pipe("tok2vec", config={"model": _TOK2VEC})
    nlp.add_pipe("morphologizer", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}})
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": _LISTENER,
    }  # fmt: skip
    nlp.add_pipe("parser", config={"model": parser, "min_action_freq": 10})
    return nlp


def _doc(nlp: Language, tree: Tree) -> Doc:
    heads = [n if word.head == 0 else word.head - 1 for n, word in enumerate(tree.said)]
    labels = ["ROOT" if word.head == 0 else word.deprel for word in tree.said]
    return Doc(nlp.vocab, words=list(tree.words), heads=heads, deps=labels, pos=[word.upos for word in tree.said])


def _example(nlp: Language, tree: Tree) -> Example:
    return Example(Doc(nlp.vocab, words=list(tree.words)), _doc(nlp, tree))


def _batches(trees: Sequence[Tree], order: random.Random) -> Iterator[list[Tree]]:
    batch: list[Tree] = []
    words = 0
    for tree in order.sample(trees, len(trees)):
        batch.append(tree)
        words += len(tree.words)
        if words >= _BATCH_WORDS:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


def train(
    trees: Sequence[Tree],
    development: Sequence[Tree],
    how: Training,
    clock: Callable[[], float] = process_time,
    say: Callable[[str], None] = print,
) -> tuple[Language, list[dict[str, Any]]]:
    """The model of the best epoch on `development`, and what each epoch gave (epoch, loss, upos, uas, las, seconds).
    `clock` counts seconds: of this process's own time, so that a busy machine does not end it early. Raises ValueError
    where there is no tree."""
    if not trees or not development:
        raise ValueError("no trees: give treebanks to train on and, with --dev, others to judge on")
    fix_random_seed(how.seed)
    order, start = random.Random(how.seed), clock()
    nlp = blank_parser()
    # all trees: labels and word classes are learned from them
    optimizer = nlp.initialize(lambda: [_example(nlp, tree) for tree in trees])
    optimizer.learn_rate = how.rate
    best, best_las, since = nlp.to_bytes(), -1.0, 0
    history: list[dict[str, Any]] = []
    for epoch in range(1, how.epochs + 1):
        losses: dict[str, float] = {}
        for batch in _batches(trees, order):
            nlp.update([_example(nlp, tree) for tree in batch], sgd=optimizer, drop=how.dropout, losses=losses)
        with nlp.use_params(optimizer.averages):
            figures = evaluate(nlp, development)
            if figures["las"] > best_las:
                best, best_las, since = nlp.to_bytes(exclude=["tokenizer"]), figures["las"], 0
            else:
                since += 1
        seconds = clock() - start
        shown = {name: figures[name] for name in ("upos", "uas", "las")}
        history.append({"epoch": epoch, "loss": round(losses["parser"]), **shown, "seconds": round(seconds)})
        told = ", ".join(f"{name} {value:.3f}" for name, value in shown.items())
        say(f"epoch {epoch}: loss {losses['parser']:.0f}, {told}, {seconds:.0f} s")
        if since >= how.patience or seconds > 60 * how.minutes:
            break
    nlp.from_bytes(best, exclude=["tokenizer"])
    return nlp, history


def evaluate(nlp: Language, trees: Sequence[Tree]) -> dict[str, Any]:
    """Shares of words, punctuation apart, with the right class (upos), head (uas), head and relation (las), and
    `relations`: F1 of those that a reader of news asks for, head included."""
    return score([tree.said for tree in trees], by_spacy(nlp, [tree.words for tree in trees]))


ASKED = ("nsubj", "nsubj:pass", "obj", "appos")
"""Subject of the act, its object, "Nama, the office": the relations that a figure is given for."""


def score(true: Iterable[Sequence[Word]], found: Iterable[Sequence[Word]]) -> dict[str, Any]:
    """The figures of `evaluate` from words alone."""
    hits: Counter[str] = Counter()
    told, wanted, right = Counter[str](), Counter[str](), Counter[str]()
    for truth, guess in zip(true, found, strict=True):
        for mine, theirs in zip(truth, guess, strict=True):
            if mine.upos == "PUNCT":
                continue
            both = mine.head == theirs.head and mine.deprel == theirs.deprel
            hits.update(n=1, upos=mine.upos == theirs.upos, uas=mine.head == theirs.head, las=both)
            wanted[mine.deprel] += 1
            told[theirs.deprel] += 1
            right[mine.deprel] += both
    n = max(hits["n"], 1)
    relations = {
        name: {"f1": round(2 * right[name] / max(told[name] + wanted[name], 1), 3), "n": wanted[name]}
        for name in ASKED
    }
    return {**{name: round(hits[name] / n, 3) for name in ("upos", "uas", "las")}, "words": n, "relations": relations}


def train_syntax(
    files: Sequence[Path],
    development: Sequence[Path],
    test: Sequence[Path],
    folder: Path,
    how: Training,
    say: Callable[[str], None],
) -> Mapping[str, Any]:
    """Train a spaCy folder with a parser from CoNLL-U files; `card.json` beside it has inputs by digest, seed, epochs,
    figures by file, versions. Returns the card. Raises ValueError on a bad line, OSError."""
    nlp, history = train(_read(files), _read(development), how, say=say)
    nlp.to_disk(folder)
    card = {
        "model": "syntax-spacy",
        "seed": how.seed,
        "trained_on": _inputs(files),
        "developed_on": _inputs(development),
        "judged_on": _inputs(test),
        "figures": {_name(path): evaluate(nlp, read_trees(path)) for path in dict.fromkeys([*development, *test])},
        "epochs": history,
        "versions": versions_of("spacy", "thinc", "numpy"),
        "weights": {
            "digest": folder_digest(folder),
            "bytes": sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()),
        },
    }
    write_card(card, folder / "card.json")
    return card


def _read(paths: Sequence[Path]) -> list[Tree]:
    return [tree for path in paths for tree in read_trees(path)]


def _inputs(paths: Sequence[Path]) -> dict[str, Any]:
    return {
        _name(path): {"sha256": digest_of(path), "sentences": len(read_trees(path)), "times": times}
        for path, times in Counter(paths).items()
    }


def _name(path: Path) -> str:
    return f"{path.resolve().parent.name}/{path.name}"
