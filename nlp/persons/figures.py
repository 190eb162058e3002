"""Holders of national offices whom the press names without an office ("Jokowi"), by the years of their office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.persons.line_names import Introduction
from nlp.persons.names import Name, is_name_word
from nlp.persons.office_tables import Head
from nlp.persons.official_tokens import Line, tokens_of
from nlp.persons.titles import Title
from nlp.tables import TableError, read_table


@dataclass(frozen=True)
class Figure:
    """One office of a national figure. `first`, `last`: years, 0 and 9999 where open."""

    name: str
    office: str
    first: int
    last: int


@cache
def _forms() -> Mapping[tuple[str, ...], tuple[Figure, ...]]:
    """Lower-case words of each form -> the offices. A single word counts only where it is a nickname (not the first
    form). Raises TableError on a year that is no number."""
    found: dict[tuple[str, ...], list[Figure]] = {}
    for row in read_table("national_figures.csv", ("names", "office", "from", "to")):
        names = row["names"].split("|")
        try:
            first, last = int(row["from"] or 0), int(row["to"] or 9999)
        except ValueError as error:
            raise TableError(f"nlp/data/national_figures.csv, {names[0]!r}: from and to must be years") from error
        for form in names:
            words = tuple(t.lower for t in tokens_of(form))
            found.setdefault(words, []).append(Figure(names[0], row["office"], first, last))
    return {words: tuple(figures) for words, figures in found.items()}


@cache
def _bare() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """First word -> forms that may stand without an office, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for words, figures in _forms().items():
        if len(words) > 1 or words[0] not in {f.name.lower() for f in figures}:
            table.setdefault(words[0], []).append(words)
    return {word: tuple(sorted(forms, key=len, reverse=True)) for word, forms in table.items()}


def figure_of(words: Sequence[str], year: int | None) -> Figure | None:
    """The national office of a person with these (lower-case) name words in a year; the latest without a year."""
    figures = _forms().get(tuple(words), ())
    held = [f for f in figures if year is not None and f.first <= year <= f.last]
    if held:
        return held[0]
    return max(figures, key=lambda f: f.first, default=None)


def holds_national(words: Sequence[str], position: str) -> bool:
    """Whether a national figure's position here is one of the table's ("Ketua KPU" beside "Ketua KPU RI")."""
    return any(f.office == position or f.office.startswith(f"{position} ") for f in _forms().get(tuple(words), ()))


def full_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a national figure's full name ("jokowi" -> "joko", "widodo"); the words themselves for others."""
    figures = _forms().get(tuple(words), ())
    names = {f.name for f in figures}
    return tuple(t.lower for t in tokens_of(names.pop())) if len(names) == 1 else tuple(words)


def spelling(words: Sequence[str]) -> str | None:
    """The usual spelling of a national figure's full name, None for anybody else."""
    figures = _forms().get(tuple(words), ())
    return next((f.name for f in figures if tuple(t.lower for t in tokens_of(f.name)) == tuple(words)), None)


def figures_in(lines: Sequence[Line], year: int | None) -> list[Introduction]:
    """Introductions of the national figures that the body names, with the office they held in `year`."""
    found: list[Introduction] = []
    for line in lines:
        tokens = line.tokens
        for at, token in enumerate(tokens):
            if token.kind != "cap" or (at and is_name_word(tokens[at - 1]) and tokens[at - 1].kind == "cap"):
                continue
            for words in _bare().get(token.lower, ()):
                end = at + len(words)
                if tuple(t.lower for t in tokens[at:end]) != words or (
                    end < len(tokens) and is_name_word(tokens[end])
                ):
                    continue
                figure = figure_of(words, year)
                if figure is not None:
                    head = Head(figure.office, "fixed", "nasional", "pusat", "")
                    title = Title(at, at, figure.office, head, "nasional", "pusat")
                    found.append(Introduction(line, Name(at, end, at, end, False), title, "national figure"))
                break
    return found
