"""Train the topic model on labelled articles: `python -m nlp.learned.train_topic GOLD.jsonl ... [-o MODEL.npz]`.

Only articles written for this project may train what ships. Needs scikit-learn (extra `train`); with the same input it
gives the same weights.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp.document import Document
from nlp.learned.sentence_features import BUCKETS
from nlp.learned.topic_model import MODEL, SURE, TopicModel, article_features
from nlp.learned.training import FOLDS, f_score, fold_of, train

_C = 10.0


def is_on_topic(article: dict[str, Any]) -> bool:
    """Whether the labelled article is about the topic."""
    return bool(article["topic"] == "yes")


def fit(articles: Sequence[dict[str, Any]], wanted: Callable[[dict[str, Any]], bool] = is_on_topic) -> TopicModel:
    """The model that tells the `wanted` from the rest of these labelled articles (the shape of the codebook)."""
    found = [article_features(Document.from_input(article)) for article in articles]
    rows = [row for row, one in enumerate(found) for _ in one]
    columns = [bucket for one in found for bucket in one]
    values = [value for one in found for value in one.values()]
    used, compact = np.unique(columns, return_inverse=True)
    matrix = csr_matrix((values, (rows, compact)), shape=(len(found), len(used)))
    learned = LogisticRegression(C=_C, class_weight="balanced", max_iter=3000)
    learned.fit(matrix, [wanted(article) for article in articles])
    weights = np.zeros(BUCKETS, np.float32)
    weights[used] = learned.coef_[0]
    return TopicModel(weights, float(learned.intercept_[0]))


def cross_validate(articles: Sequence[dict[str, Any]], threshold: float = SURE) -> dict[str, float]:
    """Precision, recall and F1 of topic "yes", each article judged by a model that has not seen it."""
    hit = told = 0
    for fold in range(FOLDS):
        model = fit([a for a in articles if fold_of(a) != fold])
        for article in (a for a in articles if fold_of(a) == fold):
            said = model.judge(Document.from_input(article)) >= threshold
            told += said
            hit += said and article["topic"] == "yes"
    return f_score(hit, told, sum(a["topic"] == "yes" for a in articles))


def save(model: TopicModel, path: Path) -> None:
    """Write the buckets that carry weight, as float16."""
    kept = np.flatnonzero(np.abs(model.weights) > 1e-3)
    np.savez_compressed(
        path,
        buckets=kept.astype(np.uint32),
        weights=model.weights[kept].astype(np.float16),
        bias=np.float64(model.bias),
    )


if __name__ == "__main__":
    train("Train the topic model on labelled articles.", MODEL, fit, save, cross_validate)
