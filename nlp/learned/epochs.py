"""How long a spaCy network of ours is trained: one shape for the recogniser of names and the parser."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Training:
    """`epochs` at most, ended after `patience` epochs without a better score on the development sentences (F1 of names,
    LAS of trees) or after `minutes` of the clock that is passed in."""

    seed: int = 7
    epochs: int = 20
    patience: int = 3
    minutes: float = 10.0
    dropout: float = 0.2
    rate: float = 0.001
