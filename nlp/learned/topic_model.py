"""The learned topic model: how likely an article is about the neutrality of public servants, by the words and stems of
its title and body. A case told by its acts may use none of the words that the rules know. Linear, trained on the
project's own labelled articles (`nlp/learned/train_topic.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path
from typing import cast
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nlp.document import Document
from nlp.learned.sentence_features import BUCKETS, stem, words
from nlp.records import Part

MODEL = Path(__file__).parents[1] / "data" / "topic_model.npz"

SURE = 0.75
"""From this probability on an article in which the rules see nothing is on the topic (chosen on articles that the
model had not seen: docs/tagging.md)."""
VERY_SURE = 0.93
"""The same for an article in which the rules see an aside."""
LIKELY, POSSIBLE = 0.7, 0.4
"""The same for an article in which three sentences, or four and a fifth of all, name a breach of whatever kind."""

_WEIGHTS: Mapping[Part, float] = {"title": 1.5, "text": 1.0}


def article_features(document: Document) -> Mapping[int, float]:
    """Bucket -> value of the stems and pairs of stems in an article; those of the title weigh more."""
    counts: dict[str, float] = {}
    for part, weight in _WEIGHTS.items():
        stems = [stem(word) for word in words(document.folded[part])]
        keys = {f"s:{one}" for one in stems} | {f"b:{one} {two}" for one, two in pairwise(stems)}
        for key in keys:
            counts[key] = counts.get(key, 0.0) + weight
        if part == "title":
            counts |= {f"t:{one}": 1.0 for one in stems}
    scale = 2 / sqrt(max(len(counts), 1))
    found: dict[int, float] = {}
    for key, value in counts.items():
        bucket = crc32(key.encode()) % BUCKETS
        found[bucket] = found.get(bucket, 0.0) + value * scale
    return found


@dataclass(frozen=True)
class TopicModel:
    """Weights by bucket."""

    weights: npt.NDArray[np.float32]
    bias: float

    def judge(self, document: Document) -> float:
        """The probability (0 to 1) that the article is about the topic."""
        found = article_features(document)
        values = np.fromiter(found.values(), np.float32, len(found))
        return 1 / (1 + exp(-(float(values @ self.weights[list(found)]) + self.bias)))


@cache
def load_topic_model(path: Path = MODEL) -> TopicModel:
    """The shipped model. Raises FileNotFoundError where it is missing, ValueError where it is of another shape."""
    with np.load(path, allow_pickle=False) as stored:
        buckets, weights, bias = stored["buckets"], stored["weights"], stored["bias"]
    if weights.shape != buckets.shape:
        raise ValueError(
            f"{path.name}: weights {weights.shape} do not fit; train again (python -m nlp.learned.train_topic)"
        )
    full = np.zeros(BUCKETS, np.float32)
    full[buckets] = weights
    return TopicModel(full, cast(float, bias.item()))
