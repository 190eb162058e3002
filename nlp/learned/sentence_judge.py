"""The judge of sentences: weighs what the rules see in a sentence, the word model's opinion of it and of its neighbours,
and says whether it is an entry and with which substatus. Linear over named signals (`nlp/breaches/signals.py`), trained
on the project's own labelled articles (`nlp/learned/train_judge.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.learned.sentence_model import SUBSTATUSES, Opinion, opinion_of

MODEL = Path(__file__).parents[1] / "data" / "sentence_judge.npz"

KEEP = 0.15
"""Below this probability a sentence is no entry, whatever the rules say (chosen as ADD was)."""
ADD = 0.6
"""From this probability on a sentence is an entry that the rules do not make (chosen on authors that the judge had not
seen, with the real development texts as a check: docs/assertion.md)."""
HOPELESS = 0.03
"""Below this chance by the word model the judge is not asked about a sentence of which the rules make nothing."""

Signals = Mapping[str, float]


@dataclass(frozen=True)
class SentenceJudge:
    """`rows`: the row of each signal it knows; `weights` by row: column 0 is the breach, the rest `SUBSTATUSES`."""

    rows: Mapping[str, int]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def judge(self, signals: Signals) -> Opinion:
        """The opinion on one sentence; signals that it does not know count for nothing."""
        known = [(row, value) for name, value in signals.items() if (row := self.rows.get(name)) is not None]
        scores = self.bias
        if known:
            at, values = zip(*known, strict=True)
            scores = np.array(values, np.float32) @ self.weights[list(at)] + self.bias
        odds = np.exp(scores[1:] - scores[1:].max())
        return opinion_of(float(scores[0]), odds / odds.sum())


@cache
def load_judge(path: Path = MODEL) -> SentenceJudge:
    """The shipped judge. Raises FileNotFoundError where it is missing, ValueError where it is of another shape."""
    with np.load(path, allow_pickle=False) as stored:
        names, weights, bias = str(stored["names"]).split("\n"), stored["weights"], stored["bias"]
    if weights.shape != (len(names), 1 + len(SUBSTATUSES)) or bias.shape != (1 + len(SUBSTATUSES),):
        raise ValueError(
            f"{path.name}: weights {weights.shape} do not fit; train again (python -m nlp.learned.train_judge)"
        )
    rows = {name: row for row, name in enumerate(names)}
    return SentenceJudge(rows, weights.astype(np.float32), bias.astype(np.float32))


def save_judge(judge: SentenceJudge, path: Path) -> None:
    """Write the signals that carry weight, as float16."""
    kept = [(name, row) for name, row in judge.rows.items() if np.abs(judge.weights[row]).max() > 1e-3]
    np.savez_compressed(
        path,
        names=np.array("\n".join(name for name, _ in kept)),
        weights=judge.weights[[row for _, row in kept]].astype(np.float16),
        bias=judge.bias,
    )
