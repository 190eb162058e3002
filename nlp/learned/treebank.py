"""Universal Dependencies treebanks (CoNLL-U) in the words that the parser will meet: "-nya" stays on its word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.syntax.words import Word

_COLUMNS = 10


@dataclass(frozen=True)
class Tree:
    """A sentence: its words as written and what the treebank says of each."""

    words: tuple[str, ...]
    said: tuple[Word, ...]


def read_trees(path: Path) -> list[Tree]:
    """The sentences of a CoNLL-U file. A word of several syntactic words ("rumahnya") becomes one, with class, head and
    relation of the one that governs the others. Raises ValueError with file and line."""
    found: list[Tree] = []
    rows: list[Sequence[str]] = []
    for number, line in enumerate([*path.read_text("utf-8").split("\n"), ""], start=1):
        if line.startswith("#"):
            continue
        if line:
            row = line.split("\t")
            if len(row) != _COLUMNS or not row[0]:
                raise ValueError(f"{path.name}, line {number}: {len(row)} columns; CoNLL-U has {_COLUMNS}")
            rows.append(row)
        elif rows:
            try:
                found.append(_tree(rows))
            except (ValueError, KeyError) as error:
                raise ValueError(f"{path.name}, sentence before line {number}: no tree: {error}") from error
            rows = []
    return found


def _groups(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, list[Sequence[str]]]]:
    """(the word as written, its syntactic words), in order; empty nodes are left out."""
    plain = {int(row[0]): row for row in rows if row[0].isdigit()}
    ranges = {int(first): (int(last), row[1]) for row in rows if "-" in row[0] for first, last in [row[0].split("-")]}
    at = 1
    while at in plain:
        last, form = ranges.get(at, (at, plain[at][1]))
        yield form, [plain[n] for n in range(at, last + 1)]
        at = last + 1
    if at <= len(plain):
        raise ValueError(f"word {at} is missing")


def _tree(rows: Sequence[Sequence[str]]) -> Tree:
    groups = list(_groups(rows))
    place = {int(row[0]): n for n, (_, group) in enumerate(groups, start=1) for row in group} | {0: 0}
    said = []
    for number, (_, group) in enumerate(groups, start=1):
        top = next(row for row in group if place[int(row[6])] != number)
        lemma = top[2] if top[2] != "_" else None
        said.append(Word(lemma, top[3], place[int(top[6])], top[7]))
    if sum(word.head == 0 for word in said) != 1:
        raise ValueError("not one root")
    return Tree(tuple(form for form, _ in groups), tuple(said))
