"""Train the appeal model on labelled articles: `python -m nlp.learned.train_appeal GOLD.jsonl ... [-o MODEL.npz]`.

Only articles written for this project may train what ships. Needs scikit-learn (extra `train`); with the same input it
gives the same weights. Articles off the topic are left out: the model is asked about on-topic ones only.
"""

from collections.abc import Sequence
from typing import Any

from nlp.document import Document
from nlp.learned.appeal_model import MODEL, SURE
from nlp.learned.topic_model import TopicModel
from nlp.learned.train_topic import fit as fit_article
from nlp.learned.train_topic import is_on_topic, save
from nlp.learned.training import FOLDS, f_score, fold_of, train


def has_appeal(article: dict[str, Any]) -> bool:
    """Whether the labelled article reports an imbauan."""
    return "imbauan" in article["prevention"]


def fit(articles: Sequence[dict[str, Any]]) -> TopicModel:
    """The model that tells on-topic articles with an appeal from those without (the shape of the codebook)."""
    return fit_article([a for a in articles if is_on_topic(a)], has_appeal)


def cross_validate(articles: Sequence[dict[str, Any]], threshold: float = SURE) -> dict[str, float]:
    """Precision, recall and F1 of the model alone, each on-topic article judged by a model that has not seen it."""
    asked = [a for a in articles if is_on_topic(a)]
    hit = told = 0
    for fold in range(FOLDS):
        model = fit([a for a in asked if fold_of(a) != fold])
        for article in (a for a in asked if fold_of(a) == fold):
            said = model.judge(Document.from_input(article)) >= threshold
            told += said
            hit += said and has_appeal(article)
    return f_score(hit, told, sum(map(has_appeal, asked)))


if __name__ == "__main__":
    train("Train the appeal model on labelled articles.", MODEL, fit, save, cross_validate)
