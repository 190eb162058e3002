"""What the training commands share: reading labelled articles, folds, figures, and the card beside a model."""

import argparse
import hashlib
import json
import platform
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
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


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex digits. Raises OSError."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def versions_of(*packages: str) -> dict[str, str]:
    """Versions of Python and of installed packages: what a training must be repeated with."""
    return {"python": platform.python_version()} | {name: version(name) for name in packages}


def write_card(card: Mapping[str, Any], path: Path) -> None:
    """Write a model's card as JSON."""
    path.write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def train_linear(
    gold: Sequence[Path],
    output: Path,
    fit: Callable[[Sequence[Article]], Model],
    save: Callable[[Model, Path], None],
    cross_validate: Callable[[Sequence[Article]], Mapping[str, float]],
) -> Mapping[str, Any]:
    """Train a linear model on JSON lines in the codebook's shape, cross-validate, write the model and its card (inputs
    with digests, figures, versions) beside it. Returns the card. Raises ValueError on a bad line, OSError."""
    articles = read_gold(gold)
    save(fit(articles), output)
    card = {
        "trained_on": {path.name: digest_of(path) for path in gold},
        "articles": len(articles),
        "cross_validated": dict(cross_validate(articles)),
        "versions": versions_of("numpy", "scipy", "scikit-learn"),
    }
    write_card(card, output.with_suffix(".json"))
    return card


def train(
    purpose: str,
    default: Path,
    fit: Callable[[Sequence[Article]], Model],
    save: Callable[[Model, Path], None],
    cross_validate: Callable[[Sequence[Article]], Mapping[str, float]],
) -> None:
    """`train_linear` as a script with arguments of its own."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("gold", nargs="+", type=Path, help="JSON lines in the codebook's shape")
    parser.add_argument("-o", "--output", type=Path, default=default)
    options = parser.parse_args()
    print(json.dumps(train_linear(options.gold, options.output, fit, save, cross_validate), indent=1))
