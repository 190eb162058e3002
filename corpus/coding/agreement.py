"""How far a coding sheet and tags agree, column by column: per cent, Cohen's kappa, F1."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from corpus.coding.coded import CodedRow, Value
from corpus.coding.maps import OF_ENTRIES, SheetMap, allowed, is_set
from nlp.document import fold, lower
from nlp.evaluation.matching import Quote, pair, same_name
from nlp.evaluation.score import Tally

Record = Mapping[str, Any]
ENTRIES = "violations"
"""The figure of a sheet of violations that says how many entries were found at all."""


@dataclass
class Figure:
    """One column. `units`: articles, or pairs of entries, compared; `equal`: those where both sides are the same;
    `pairs`: (label, tag) of each judgement, for a set one for each value of the codebook; `tally`: values."""

    units: int = 0
    equal: int = 0
    pairs: Counter[tuple[object, object]] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)

    @property
    def percent(self) -> float:
        """Units where both sides are the same, 0 to 100; 100 where there is none."""
        return 100 * self.equal / self.units if self.units else 100.0

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa over the judgements (a set: over all its values pooled), up to 1. None: both sides only ever said
        one and the same thing, or the values are no closed list (places, elections, names)."""
        total = sum(self.pairs.values())
        if not total:
            return None
        seen = sum(n for (label, tag), n in self.pairs.items() if label == tag) / total
        labels: Counter[object] = Counter()
        tags: Counter[object] = Counter()
        for (label, tag), n in self.pairs.items():
            labels[label] += n
            tags[tag] += n
        chance = sum(labels[one] * tags[one] for one in labels) / total**2
        return None if chance == 1 else (seen - chance) / (1 - chance)


@dataclass(frozen=True)
class Difference:
    """One cell that differs: row of the sheet, article, column, what the sheet says and what the tags say."""

    row: int
    article: str
    column: str
    coded: str
    tagged: str


@dataclass
class Agreement:
    """All columns, every difference, and lines for the user on rows that could not be compared."""

    figures: dict[str, Figure] = field(default_factory=lambda: defaultdict(Figure))
    differences: list[Difference] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def compare(rows: Sequence[CodedRow], layout: SheetMap, tagged: Iterable[Record]) -> Agreement:
    """The sheet beside the codebook's objects (with title, text, url as far as the map needs them). A row whose article
    is not among them, or is named twice, is a problem and not counted."""
    result, found = Agreement(), _index(layout, tagged)
    coded: dict[str, list[CodedRow]] = defaultdict(list)
    for row in rows:
        key = _normal(layout, row.key)
        if layout.row == "article" and coded[key]:
            result.problems.append(
                f"row {row.row}: {row.key!r} stands in row {coded[key][0].row} already; row skipped"
            )
        elif len(found[key]) != 1:
            what = "no article is" if not found[key] else f"{len(found[key])} articles are"
            result.problems.append(f"row {row.row}: {what} named {row.key!r} ({layout.match}); row skipped")
        else:
            coded[key].append(row)
    for key, own in coded.items():
        if own and layout.row == "article":
            for name, value in own[0].values.items():
                _count(result, name, own[0], value, _of_article(found[key][0], name, value))
        elif own:
            _entries(result, own, found[key][0])
    return result


def _index(layout: SheetMap, tagged: Iterable[Record]) -> Mapping[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in tagged:
        if name := record.get(layout.match):
            found[_normal(layout, str(name))].append(record)
    return found


def _normal(layout: SheetMap, name: str) -> str:
    """A name of an article as it is compared: numbers without leading zeros and ".0", addresses without scheme, www,
    query and last slash, titles by their words."""
    name = " ".join(name.split())
    if layout.match == "title":
        return " ".join(re.findall(r"\w+", lower(fold(name))))
    if layout.match == "url":
        parts = urlsplit(name if "//" in name else f"//{name}")
        return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"
    number = re.fullmatch(r"0*(\d+)(?:\.0+)?", name)
    return number[1] if number else name


def _of_article(record: Record, name: str, coded: Value) -> Value:
    """What the tags say in that column."""
    if name == "officials":
        names = [str(one["name"]) for one in record.get("officials") or ()]
        labels = coded if isinstance(coded, frozenset) else frozenset()
        # a tag that means the person of the sheet takes the sheet's spelling
        return frozenset(next((label for label in sorted(labels) if same_name(label, one)), one) for one in names)
    if name in OF_ENTRIES:
        entries = record.get("violations") or ()
        values = [entry.get(name) for entry in entries]
        several = [one for value in values for one in ([value] if isinstance(value, str) else value or ())]
        return frozenset(several)
    value = record.get(name)
    return frozenset(value or ()) if is_set(name, "article") else value


def _count(result: Agreement, name: str, row: CodedRow, coded: Value, tagged: Value) -> None:
    figure = result.figures[name]
    figure.units += 1
    figure.equal += coded == tagged
    if isinstance(coded, frozenset) and isinstance(tagged, frozenset):
        figure.tally.add(coded, tagged)
        for one in allowed(name):  # places, elections and names are no closed list: chance cannot be told
            figure.pairs[one in coded, one in tagged] += 1
    else:
        figure.tally.add({coded} - {None}, {tagged} - {None})
        figure.pairs[coded, tagged] += 1
    if coded != tagged:
        result.differences.append(Difference(row.row, row.key, name, _shown(coded), _shown(tagged)))


def _shown(value: Value) -> str:
    return "; ".join(sorted(value)) if isinstance(value, frozenset) else value or ""


def _entries(result: Agreement, rows: Sequence[CodedRow], record: Record) -> None:
    """Entries of one article: matched by their words, then column by column."""
    full = f"{record.get('title') or ''}\n{record.get('text') or ''}"
    tags: Sequence[Record] = record.get("violations") or ()
    find = _finder(full)
    places = [find(row.quote or "", str(row.values.get("status"))) for row in rows]
    for row, place in zip(rows, places, strict=True):
        if place.start < 0:
            result.problems.append(f"row {row.row}: its words stand nowhere in {row.key!r}; counted as not found")
    pairs = pair(places, [find(tag["quote"], tag["status"]) for tag in tags])
    figure = result.figures[ENTRIES]
    figure.units, figure.equal = figure.units + len(rows), figure.equal + len(pairs)
    tally = figure.tally
    tally.hits, tally.labelled, tally.tagged = (
        tally.hits + len(pairs),
        tally.labelled + len(rows),
        tally.tagged + len(tags),
    )
    for at, row in enumerate(rows):
        if at not in pairs:
            result.differences.append(Difference(row.row, row.key, ENTRIES, (row.quote or "")[:120], ""))
            continue
        tag = tags[pairs[at]]
        for name, value in row.values.items():
            said = tag.get(name)
            _count(
                result,
                name,
                row,
                value,
                frozenset(said or ()) if is_set(name, "violation") else said,
            )


def _finder(full: str) -> Callable[[str, str], Quote]:
    """Finds words as somebody copied them into a cell: white space, quotes and dashes may differ, ellipses at the ends
    are not of the text."""
    folded = lower(fold(full))

    def find(quote: str, status: str) -> Quote:
        at = full.find(quote.strip())
        if at >= 0:
            return Quote(at, at + len(quote.strip()), status)
        words = lower(fold(quote)).strip(" .…\"'").split()
        match = re.search(r"\s+".join(map(re.escape, words)), folded) if words else None
        return Quote(match.start(), match.end(), status) if match else Quote(-1, -1, status)

    return find
