"""Sentences with named entities for training and judging recognisers: reading, labels, scores."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LABELS = ("PER", "ORG", "LOC")
_SAME_AS = {
    "PER": "PER", "PERSON": "PER",
    "ORG": "ORG", "ORGANISATION": "ORG", "ORGANIZATION": "ORG",
    "LOC": "LOC", "PLACE": "LOC", "LOCATION": "LOC",
}  # fmt: skip


@dataclass(frozen=True)
class Entity:
    """Words `start` to `stop` (half-open) of a sentence; `label` is one of `LABELS`."""

    start: int
    stop: int
    label: str


@dataclass(frozen=True)
class TaggedSentence:
    """The words of a sentence and its entities, in order, none inside another."""

    words: tuple[str, ...]
    entities: tuple[Entity, ...]

    def bio(self) -> list[str]:
        """One tag a word: B-PER, I-PER, O ..."""
        tags = ["O"] * len(self.words)
        for entity in self.entities:
            inside = [f"I-{entity.label}"] * (entity.stop - entity.start - 1)
            tags[entity.start : entity.stop] = [f"B-{entity.label}", *inside]
        return tags


def entities_of(tags: Sequence[str]) -> tuple[Entity, ...]:
    """The entities that tags of the kinds BIO or BIOES spell; an I- without its B- begins one."""
    found: list[Entity] = []
    start, label = 0, ""
    for at, tag in enumerate([*tags, "O"]):
        mark, _, name = tag.partition("-")
        if label and (mark in ("O", "B", "S") or name != label):
            found.append(Entity(start, at, label))
            label = ""
        if mark != "O" and not label:
            start, label = at, name
    return tuple(found)


def _tag(raw: str, path: Path, number: int) -> str:
    mark, _, name = raw.partition("-")
    if raw != "O" and (mark not in ("B", "I") or name not in _SAME_AS):
        raise ValueError(
            f"{path.name}, line {number}: {raw!r} is no tag; expected O, or B- or I- with one of {sorted(_SAME_AS)}"
        )
    return raw if raw == "O" else f"{mark}-{_SAME_AS[name]}"


def read_sentences(path: Path) -> list[TaggedSentence]:
    """The sentences of a file with one word a line (its first column; the last is its tag in BIO) and a blank line
    behind each sentence. Raises ValueError with file and line on another tag or a line of one column, OSError."""
    found: list[TaggedSentence] = []
    words: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*path.read_text("utf-8").split("\n"), ""], start=1):
        columns = line.rstrip("\r").split("\t") if "\t" in line else line.split()
        if not line.strip():
            if words:
                found.append(TaggedSentence(tuple(words), entities_of(tags)))
            words, tags = [], []
        elif len(columns) < 2:
            raise ValueError(f"{path.name}, line {number}: expected a word and its tag, got {line!r}")
        else:
            words.append(columns[0])
            tags.append(_tag(columns[-1].strip(), path, number))
    return found


def write_sentences(sentences: Iterable[TaggedSentence], path: Path) -> None:
    """Write them in the form that `read_sentences` reads: word, tab, tag."""
    blocks = ("".join(f"{w}\t{t}\n" for w, t in zip(s.words, s.bio(), strict=True)) for s in sentences)
    path.write_text("\n".join(blocks), "utf-8")


def label_scores(
    wanted: Sequence[Sequence[Entity]], found: Sequence[Sequence[Entity]]
) -> Mapping[str, Mapping[str, float]]:
    """Precision, recall, F1 (0 to 1) and `n` of exact entities, by label and for all; sentences pair off by order."""
    hit, told, true = Counter[str](), Counter[str](), Counter[str]()
    for want, got in zip(wanted, found, strict=True):
        told.update(e.label for e in got)
        true.update(e.label for e in want)
        hit.update(e.label for e in set(want) & set(got))
    return {
        label: _scores(hit[label], told[label], true[label]) for label in LABELS if true[label] or told[label]
    } | {"all": _scores(hit.total(), told.total(), true.total())}


def _scores(hit: int, told: int, true: int) -> Mapping[str, float]:
    precision, recall = hit / max(told, 1), hit / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "n": true}
