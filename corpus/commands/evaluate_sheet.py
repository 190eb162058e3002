"""netra evaluate --sheet: coding that stands in Excel or CSV beside tags."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.commands.output import Format, print_rows
from corpus.commands.shared import SHOWN, corpus_path, leave, progress_bar, say
from corpus.errors import ExitCode, NothingThere, UsageProblem

if TYPE_CHECKING:
    from corpus.coding.agreement import Agreement

Record = Mapping[str, Any]


def evaluate_sheet(
    sheet: Path,
    layout: Path,
    articles: Path | None,
    tagged: Path | None,
    data: Path | None,
    errors: int,
    as_json: bool,
) -> None:
    """Print how far a sheet and tags agree: the tags of `tagged`, else of the articles in `articles` (tagged now), else
    of the corpus. Raises NothingThere, InputError, UsageProblem; ends with exit code 3 where a row is not compared."""
    from corpus.coding.agreement import compare
    from corpus.coding.coded import read_coding
    from corpus.coding.maps import read_map

    for path in (sheet, layout, articles, tagged):
        if path is not None and not path.is_file():
            raise NothingThere(f"{path}: there is no such file")
    asked = read_map(layout)
    coded = read_coding(sheet, asked)
    result = compare(coded.rows, asked, _tags(articles, tagged, data))
    if as_json:
        sys.stdout.write(json.dumps(_figures(result), ensure_ascii=False, indent=1) + "\n")
    else:
        _print(result, errors)
    problems = [*coded.problems, *(f"{sheet.name}, {problem}" for problem in result.problems)]
    for problem in problems[:SHOWN]:
        say(f"netra: {problem}")
    if len(problems) > SHOWN:
        say(f"netra: ... and {len(problems) - SHOWN} more")
    leave(ExitCode.PARTIAL if problems else ExitCode.OK)


def _tags(articles: Path | None, tagged: Path | None, data: Path | None) -> Sequence[Record]:
    """Tags with title, text and address."""
    from nlp.evaluation.gold import GoldError, read_rows

    if articles is None:
        return _of_corpus(data)
    try:
        texts = read_rows(articles)
        if tagged is not None:
            by_id = {row["id"]: row for row in read_rows(tagged)}
            return [{**row, **by_id[row["id"]]} for row in texts if row["id"] in by_id]
    except GoldError as error:
        raise UsageProblem(str(error)) from error
    from nlp.pipeline import annotate

    found = []
    with progress_bar() as bar:
        for done, (row, tags) in enumerate(zip(texts, annotate(texts), strict=True), start=1):
            found.append({**row, **tags.codebook()})
            bar("tagging", done, len(texts))
    return found


def _of_corpus(data: Path | None) -> list[Record]:
    import corpus
    from corpus.exchange.published import from_corpus
    from corpus.exchange.records import to_record

    with corpus.open(corpus_path(data)) as opened:
        return [to_record(article) for article in from_corpus(opened)]


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _figures(result: "Agreement") -> dict[str, object]:
    figures = {
        name: {
            "units": figure.units,
            "percent": round(figure.percent, 1),
            "kappa": _rounded(figure.kappa, 4),
            "f1": round(figure.tally.f1, 4),
            "precision": round(figure.tally.precision, 4),
            "recall": round(figure.tally.recall, 4),
            "coded": figure.tally.labelled,
            "tagged": figure.tally.tagged,
        }
        for name, figure in result.figures.items()
    }
    return {"columns": figures, "differences": [vars(one) for one in result.differences]}


def _print(result: "Agreement", errors: int) -> None:
    rows = [
        (
            name, figure.units, f"{figure.percent:.1f}", "" if figure.kappa is None else f"{figure.kappa:.3f}",
            f"{figure.tally.f1:.3f}", f"{figure.tally.precision:.3f}", f"{figure.tally.recall:.3f}",
            figure.tally.labelled, figure.tally.tagged,
        )
        for name, figure in result.figures.items()
    ]  # fmt: skip
    print_rows(
        ("column", "units", "percent", "kappa", "F1", "precision", "recall", "coded", "tagged"), rows, Format.TABLE
    )
    shown: dict[str, int] = {}
    lines = []
    for one in result.differences:
        shown[one.column] = shown.get(one.column, 0) + 1
        if shown[one.column] <= errors:
            lines.append((one.column, one.row, one.article, one.coded, one.tagged))
    if lines:
        print_rows(("column", "row", "article", "coded", "tagged"), lines, Format.TABLE)
