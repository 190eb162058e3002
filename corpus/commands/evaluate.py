"""netra evaluate"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.commands.evaluate_sheet import evaluate_sheet
from corpus.commands.output import Format, print_rows
from corpus.commands.shared import CorpusOption, progress_bar
from corpus.errors import NothingThere, UsageProblem

if TYPE_CHECKING:
    from nlp.evaluation.score import Score


def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="GOLD.jsonl", help="Labelled articles: the codebook's object; with --sheet articles."),
    ] = None,
    tagged: Annotated[
        Path | None, typer.Argument(metavar="TAGGED.jsonl", help="Tags of the same ids; without it netra tags now.")
    ] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, metavar="N", help="List N mistakes of each figure.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as one JSON object.")] = False,
    sheet: Annotated[
        Path | None,
        typer.Option("--sheet", metavar="FILE", help="Labels in Excel or CSV, with --map (docs/coding.md)."),
    ] = None,
    layout: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.toml", help="Which column of the sheet holds which field.")
    ] = None,
    data: CorpusOption = None,
) -> None:
    """Score tags against labels.

    For each figure: F1 (for a field of matched entries: accuracy), precision, recall, labels and tags; then the
    confusion of statuses. Violation entries match where their quotes share half of the shorter one.

    With --sheet the labels stand in a table that people coded in: for each column per cent, Cohen's kappa and F1. The
    tags are those of TAGGED.jsonl, else netra tags the articles of GOLD.jsonl now, else those of the corpus (--data).

    Example: netra evaluate tests/gold/articles.jsonl --errors 5

    Exit codes: 1 a sheet or map cannot be read, 2 a line of a file is no label or tag, 3 cells or rows of a sheet could
    not be used (named on standard error), 6 no such file or corpus.
    """
    if sheet is not None or layout is not None:
        if sheet is None or layout is None:
            raise UsageProblem("--sheet and --map go together")
        evaluate_sheet(sheet, layout, gold, tagged, data, errors, as_json)
        return
    if gold is None:
        raise UsageProblem("GOLD.jsonl is missing: name a file of labelled articles, or a --sheet with its --map")
    from nlp.evaluation.gold import GoldError, read_gold, read_rows
    from nlp.evaluation.score import score

    for path in (gold, tagged):
        if path is not None and not path.is_file():
            raise NothingThere(f"{path}: there is no such file")
    try:
        labels = read_gold(gold)
        tags = read_rows(tagged) if tagged is not None else None
    except GoldError as error:
        raise UsageProblem(str(error)) from error
    if tags is None:
        from nlp.pipeline import annotate

        tags = []
        with progress_bar() as bar:
            for done, one in enumerate(annotate(labels), start=1):
                tags.append(one.codebook())
                bar("tagging", done, len(labels))
    result = score(labels, tags)
    if as_json:
        sys.stdout.write(json.dumps(_figures(result), ensure_ascii=False, indent=1) + "\n")
    else:
        _print(result, errors)


def _figures(result: "Score") -> dict[str, object]:
    figures = {
        name: {
            "f1": round(tally.f1, 4),
            "precision": round(tally.precision, 4),
            "recall": round(tally.recall, 4),
            "labelled": tally.labelled,
            "tagged": tally.tagged,
        }
        for name, tally in result.figures.items()
    }
    confusion = [{"labelled": g, "tagged": t, "entries": n} for (g, t), n in sorted(result.confusion.items())]
    return {"figures": figures, "confusion": confusion}


def _print(result: "Score", errors: int) -> None:
    from nlp.evaluation.score import NOTHING

    rows = [
        (name, f"{tally.f1:.3f}", f"{tally.precision:.3f}", f"{tally.recall:.3f}", tally.labelled, tally.tagged)
        for name, tally in result.figures.items()
    ]
    print_rows(("figure", "F1", "precision", "recall", "labelled", "tagged"), rows, Format.TABLE)
    statuses = ["proven", "alleged", "denied", "conditional", "prohibited", NOTHING]
    table = [(g, *(result.confusion[g, t] for t in statuses)) for g in statuses]
    print_rows(("labelled \\ tagged", *statuses), table, Format.TABLE)
    if errors:
        shown: dict[str, int] = {}
        lines = []
        for mistake in result.mistakes:
            shown[mistake.figure] = shown.get(mistake.figure, 0) + 1
            if shown[mistake.figure] <= errors:
                lines.append((mistake.figure, mistake.id, mistake.what, mistake.text))
        print_rows(("figure", "article", "mistake", "text"), lines, Format.TABLE)
