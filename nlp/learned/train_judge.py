"""Train the judge of sentences on labelled articles: `python -m nlp.learned.train_judge GOLD.jsonl ... [-o MODEL.npz]`.

Only articles written for this project may train what ships. Each article is read with a word model that has not seen it,
as the judge will meet it. Needs scikit-learn (extra `train`); with the same input it gives the same weights.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from nlp.breaches.breach import may_concern
from nlp.breaches.signals import Story, signals_of
from nlp.breaches.violations import analyse
from nlp.document import Document
from nlp.learned.sentence_judge import ADD, MODEL, SentenceJudge, save_judge
from nlp.learned.sentence_model import STATUS_OF, SUBSTATUSES, Opinion, opinions
from nlp.learned.train_sentences import fit as fit_words
from nlp.learned.train_sentences import labels
from nlp.learned.training import FOLDS, f_score, fold_of, train
from nlp.persons.officials import find_officials
from nlp.places.regions import find_regions

Example = tuple[Mapping[str, float], str | None]
_C = 1.0
_LEAST = 2


def examples(article: dict[str, Any], views: Sequence[Opinion]) -> list[Example]:
    """Signals and label of each sentence of an article; none where a first look refuses it. `views`: the opinions of a
    word model that has not seen it."""
    document = Document.from_input(article)
    if not may_concern(document):
        return []
    officials = find_officials(document, find_regions(document))
    analysis = analyse(document, officials, views, on_topic=True)
    if analysis is None:
        return []
    story = Story(analysis.told, analysis.sources, analysis.group, document.folded["title"])
    found = zip(signals_of(story, views), labels(article, document), strict=True)
    return [(signals, label) for signals, label in found if signals is not None]


def all_examples(articles: Sequence[dict[str, Any]]) -> dict[str, list[Example]]:
    """The examples of each article by its id, each with opinions of a word model that has not seen the article."""
    found: dict[str, list[Example]] = {}
    for fold in range(FOLDS):
        mine = [a for a in articles if fold_of(a) == fold]
        if mine:
            model = fit_words([a for a in articles if fold_of(a) != fold])
            found |= {str(a["id"]): examples(a, opinions(Document.from_input(a), model)) for a in mine}
    return found


def fit_examples(known: Sequence[Example]) -> SentenceJudge:
    """The judge of these sentences."""
    vectors = DictVectorizer(dtype=np.float32)
    matrix = vectors.fit_transform([signals for signals, _ in known]).tocsr()
    used = np.flatnonzero(np.diff(matrix.tocsc().indptr) >= _LEAST)
    matrix = matrix[:, used]
    wanted = [label for _, label in known]
    is_breach = np.array([label is not None for label in wanted])
    breach = LogisticRegression(C=_C, max_iter=1000).fit(matrix, is_breach)
    told = [label for label in wanted if label is not None]
    status = LogisticRegression(C=_C, max_iter=500).fit(matrix[np.flatnonzero(is_breach)], told)
    weights = np.zeros((len(used), 1 + len(SUBSTATUSES)), np.float32)
    bias = np.full(1 + len(SUBSTATUSES), -20.0, np.float32)
    weights[:, 0], bias[0] = breach.coef_[0], breach.intercept_[0]
    if len(status.classes_) == 2:  # one row that tells the second class from the first
        status.coef_ = np.vstack([-status.coef_, status.coef_]) / 2
        status.intercept_ = np.array([-0.5, 0.5]) * status.intercept_
    for row, name in enumerate(status.classes_):
        column = 1 + SUBSTATUSES.index(name)
        weights[:, column], bias[column] = status.coef_[row], status.intercept_[row]
    names = vectors.get_feature_names_out()
    return SentenceJudge({str(names[at]): row for row, at in enumerate(used)}, weights, bias)


class Course:
    """Fitting and cross-validation over the same articles: their examples cost five word models and are made once."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, ...], dict[str, list[Example]]] = {}

    def examples(self, articles: Sequence[dict[str, Any]]) -> dict[str, list[Example]]:
        """`all_examples` of these articles, made at the first call."""
        key = tuple(str(a["id"]) for a in articles)
        if key not in self.known:
            self.known[key] = all_examples(articles)
        return self.known[key]

    def fit(self, articles: Sequence[dict[str, Any]]) -> SentenceJudge:
        """The judge of these labelled articles (the shape of the codebook)."""
        return fit_examples([one for mine in self.examples(articles).values() for one in mine])

    def cross_validate(self, articles: Sequence[dict[str, Any]], threshold: float = ADD) -> dict[str, float]:
        """Precision, recall and F1 of "is an entry" and accuracy of substatus and status on true ones, each article
        judged by a judge that has not seen it (folds by digest of the id)."""
        known = self.examples(articles)
        hit = told = true = right = near = 0
        for fold in range(FOLDS):
            inside = {str(a["id"]) for a in articles if fold_of(a) == fold}
            judge = fit_examples([one for ident, mine in known.items() if ident not in inside for one in mine])
            for signals, wanted in (one for ident in sorted(inside & set(known)) for one in known[ident]):
                view = judge.judge(signals)
                said = view.breach >= threshold
                told += said
                hit += said and wanted is not None
                if wanted is not None:
                    true += 1
                    right += view.substatus == wanted
                    near += view.status == STATUS_OF[wanted]
        share = {"substatus": round(right / max(true, 1), 3), "status": round(near / max(true, 1), 3)}
        return f_score(hit, told, true) | share


if __name__ == "__main__":
    course = Course()
    train("Train the judge of sentences on labelled articles.", MODEL, course.fit, save_judge, course.cross_validate)
