"""The learned sentence model: how likely a sentence names a breach, and with which substatus. A second opinion beside
the rules, linear, trained on the project's own labelled articles (`nlp/learned/train_sentences.py`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.document import Document
from nlp.learned.sentence_features import BUCKETS, features
from nlp.records import Status

MODEL = Path(__file__).parents[1] / "data" / "sentence_model.npz"

SURE = 0.85
"""From this probability of a breach on the model is taken at its word (chosen on articles that it had not seen, with
precision before recall: docs/assertion.md)."""

STATUS_OF: dict[str, Status] = {
    "decided": "proven", "found": "proven", "asserted": "proven",
    "suspected": "alleged", "under_process": "alleged",
    "cleared": "denied", "denied_by_party": "denied", "none_reported": "denied",
    "consequence": "conditional", "risk": "conditional",
    "forbidden": "prohibited", "aspired": "prohibited",
}  # fmt: skip
"""The codebook's status of each substatus."""

SUBSTATUSES = tuple(STATUS_OF)


@dataclass(frozen=True)
class Opinion:
    """What the model thinks of a sentence: `breach` is a probability (0 to 1); `substatus` the likeliest, given that
    it names a breach, and `sureness` that one's probability."""

    breach: float
    substatus: str
    sureness: float
    chances: tuple[float, ...] = ()
    """The probability of each of `SUBSTATUSES`, given that it names a breach."""

    @property
    def status(self) -> Status:
        """The status that the substatus belongs to."""
        return STATUS_OF[self.substatus]


def opinion_of(score: float, chances: npt.NDArray[np.float32]) -> Opinion:
    """The opinion of a model that gives the log odds of a breach and the probability of each substatus."""
    best = int(chances.argmax())
    breach = 1 / (1 + exp(-max(-30.0, min(30.0, score))))
    return Opinion(breach, SUBSTATUSES[best], float(chances[best]), tuple(map(float, chances)))


@dataclass(frozen=True)
class SentenceModel:
    """Weights by bucket: column 0 is the breach, the rest are `SUBSTATUSES` in order."""

    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def judge(self, text: str, previous: str, title: str, is_title: bool) -> Opinion:
        """The opinion on one folded sentence in its context."""
        found = features(text, previous, title, is_title)
        values = np.fromiter(found.values(), np.float32, len(found))
        scores = values @ self.weights[list(found)] + self.bias
        odds = np.exp(scores[1:] - scores[1:].max())
        return opinion_of(float(scores[0]), odds / odds.sum())


@cache
def load_model(path: Path = MODEL) -> SentenceModel:
    """The shipped model. Raises FileNotFoundError where it is missing, ValueError where it is of another shape."""
    with np.load(path, allow_pickle=False) as stored:
        buckets, weights, bias = stored["buckets"], stored["weights"], stored["bias"]
    if weights.shape != (len(buckets), 1 + len(SUBSTATUSES)) or bias.shape != (1 + len(SUBSTATUSES),):
        raise ValueError(
            f"{path.name}: weights {weights.shape} do not fit; train again (python -m nlp.learned.train_sentences)"
        )
    full = np.zeros((BUCKETS, weights.shape[1]), np.float32)
    full[buckets] = weights
    return SentenceModel(full, bias.astype(np.float32))


def contexts(document: Document) -> Iterator[tuple[str, str, str, bool]]:
    """The arguments of `features` for each sentence of a document, in order."""
    previous = ""
    for sentence in document.sentences:
        yield sentence.text, previous, document.folded["title"], sentence.part == "title"
        previous = sentence.text


def opinions(document: Document, model: SentenceModel | None = None) -> Sequence[Opinion]:
    """One opinion a sentence, in the order of `document.sentences`."""
    judge = (model or load_model()).judge
    return [judge(*context) for context in contexts(document)]
