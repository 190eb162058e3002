"""What the training commands share: reading labelled articles, folds, figures, and the card beside a model."""

import argparse
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

Article = dict[str, Any]
Model = TypeVar("Model")
FOLDS = 5


def fold_of(article: Article) -> int:
    """The fold (0 to FOLDS - 1) of an article, by a digest of its id: the same in each run."""
    return int(hashlib.sha256(str(article["id"]).encode()).hexdigest(), 16) % FOLDS


def f_score(hit: int, told: int, true: int) -> dict[str, float]:
    """Precision, recall and F1 from counts, rounded to three places; `n` is the number of true ones."""
    precision, recall = hit / max(told, 1), hit / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "n": true}


def read_gold(paths: Sequence[Path]) -> list[Article]:
    """The articles of JSON-lines files in order. Raises ValueError with file and line where one is no JSON."""
    articles = []
    for path in paths:
        # Not splitlines: a text may hold U+2028, which ends no JSON line.
        for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
            if not line.strip():
                continue
            try:
                articles.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise ValueError(f"{path.name}, line {number}: not JSON: {error}") from error
    return articles


def train(
    purpose: str,
    default: Path,
    fit: Callable[[Sequence[Article]], Model],
    save: Callable[[Model, Path], None],
    cross_validate: Callable[[Sequence[Article]], Mapping[str, float]],
) -> None:
    """The command: train, cross-validate, write the model and its card (inputs with digests, figures) beside it."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("gold", nargs="+", type=Path, help="JSON lines in the codebook's shape")
    parser.add_argument("-o", "--output", type=Path, default=default)
    options = parser.parse_args()
    articles = read_gold(options.gold)
    save(fit(articles), options.output)
    card = {
        "trained_on": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in options.gold},
        "articles": len(articles),
        "cross_validated": dict(cross_validate(articles)),
    }
    options.output.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    print(json.dumps(card, indent=1))
