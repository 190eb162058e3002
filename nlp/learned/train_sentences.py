"""Train the sentence model on labelled articles: `python -m nlp.learned.train_sentences GOLD.jsonl ... [-o MODEL.npz]`.

Only articles written for this project may train what ships. Needs scikit-learn (extra `train`); with the same input it
gives the same weights.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp.document import Document
from nlp.learned.sentence_features import BUCKETS, features
from nlp.learned.sentence_model import MODEL, SUBSTATUSES, SentenceModel, contexts, opinions
from nlp.learned.training import FOLDS, f_score, fold_of, train

_BREACH_C, _STATUS_C = 10.0, 10.0
_LEAST = 2


def labels(article: dict[str, Any], document: Document) -> list[str | None]:
    """For each sentence the substatus of its first entry, None where it has no entry. A sentence has an entry where
    they share more than half of the shorter one. Raises ValueError on a quote that is not in the article."""
    full, offset = f"{document.title}\n{document.text}", len(document.title) + 1
    entries = []
    for violation in article["violations"]:
        quote = violation["quote"].strip()
        at = full.find(quote)
        if at < 0:
            raise ValueError(f"{article['id']}: quote is not in the article: {quote!r:.80}")
        entries.append((at, at + len(quote), violation["substatus"]))
    found = []
    for sentence in document.sentences:
        shift = 0 if sentence.part == "title" else offset
        start, stop = sentence.start + shift, sentence.stop + shift
        mine = [s for a, b, s in entries if min(b, stop) - max(a, start) > 0.5 * min(b - a, stop - start)]
        found.append(mine[0] if mine else None)
    return found


def _matrix(documents: Iterable[Document]) -> csr_matrix:
    rows, columns, values = [], [], []
    at = 0
    for document in documents:
        for context in contexts(document):
            found = features(*context)
            rows += [at] * len(found)
            columns += list(found)
            values += list(found.values())
            at += 1
    return csr_matrix((values, (rows, columns)), shape=(at, BUCKETS))


def fit(articles: Sequence[dict[str, Any]]) -> SentenceModel:
    """The model of these labelled articles (the shape of the codebook)."""
    documents = [Document.from_input(article) for article in articles]
    matrix = _matrix(documents)
    # A word of one sentence alone tells nothing of the next; a solver pays for every column.
    used = np.flatnonzero(np.diff(matrix.tocsc().indptr) >= _LEAST)
    matrix = matrix[:, used]
    wanted = [s for a, d in zip(articles, documents, strict=True) for s in labels(a, d)]
    is_breach = np.array([s is not None for s in wanted])
    breach = LogisticRegression(C=_BREACH_C, class_weight="balanced", max_iter=1000, solver="liblinear")
    breach.fit(matrix, is_breach)
    told = [s for s in wanted if s is not None]
    status = LogisticRegression(C=_STATUS_C, max_iter=400, tol=1e-3).fit(matrix[np.flatnonzero(is_breach)], told)
    weights = np.zeros((BUCKETS, 1 + len(SUBSTATUSES)), np.float32)
    bias = np.full(1 + len(SUBSTATUSES), -20.0, np.float32)
    weights[used, 0], bias[0] = breach.coef_[0], breach.intercept_[0]
    coefficients, intercepts = status.coef_, status.intercept_
    if len(status.classes_) == 2:  # one row that tells the second class from the first
        coefficients, intercepts = np.vstack([-coefficients, coefficients]) / 2, np.array([-1, 1]) * intercepts / 2
    for row, name in enumerate(status.classes_):
        column = 1 + SUBSTATUSES.index(name)
        weights[used, column], bias[column] = coefficients[row], intercepts[row]
    return SentenceModel(weights, bias)


def cross_validate(articles: Sequence[dict[str, Any]], threshold: float = 0.5) -> dict[str, float]:
    """Precision, recall and F1 of "names a breach" and accuracy of the substatus on true ones, each article judged by
    a model that has not seen it (folds by digest of the id)."""
    hit = told = true = right = 0
    for fold in range(FOLDS):
        model = fit([a for a in articles if fold_of(a) != fold])
        for article in (a for a in articles if fold_of(a) == fold):
            document = Document.from_input(article)
            for opinion, wanted in zip(opinions(document, model), labels(article, document), strict=True):
                said = opinion.breach > threshold
                told += said
                true += wanted is not None
                hit += said and wanted is not None
                right += wanted is not None and opinion.substatus == wanted
    return f_score(hit, told, true) | {"substatus": round(right / max(true, 1), 3)}


def save(model: SentenceModel, path: Path) -> None:
    """Write the buckets that carry weight, as float16."""
    kept: npt.NDArray[np.int64] = np.flatnonzero(np.abs(model.weights).max(axis=1) > 1e-3)
    np.savez_compressed(
        path, buckets=kept.astype(np.uint32), weights=model.weights[kept].astype(np.float16), bias=model.bias
    )


if __name__ == "__main__":
    train("Train the sentence model on labelled articles.", MODEL, fit, save, cross_validate)
