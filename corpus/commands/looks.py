"""netra looks"""

from datetime import UTC, datetime
from typing import Annotated

import typer

from corpus.commands.output import Format, FormatOption, print_rows
from corpus.commands.shared import DEFAULT_DATA, DataOption, say
from corpus.folder import DataFolder, corpus_file, locked

COLUMNS = ("article_id", "after", "since", "day", "accused", "statuses", "outcomes", "outlet_id", "url")

ArticlesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE", help="Articles that were looked at: ids, or the beginning of one."),
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who looked.")]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="WORDS", help="What was seen.")]


def looks(
    articles: ArticlesArgument = None,
    by: ByOption = None,
    note: NoteOption = None,
    data: DataOption = DEFAULT_DATA,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the articles with a named accused that are due for a second look.

    30 and 180 days after an article appeared: was the person cleared, was the article corrected, should it be suppressed?
    With ARTICLE the look is noted (FOLDER/second_looks.jsonl), and the article is due no more, or again after 180 days.

    Example: netra looks 4f1c09ab --note "BKN: not proven" --data data

    Exit codes: 2 a beginning that fits several articles, 4 the file cannot be written, 5 another process is at work, 6 no
    corpus, or no such article.
    """
    import corpus
    from corpus.watching.second_looks import Look, article_named, candidates, due_in, note_look

    folder, today = DataFolder(data), datetime.now(UTC).date()
    file = corpus_file(data)
    if articles:
        with corpus.open(file) as opened:
            known = list(candidates(opened.connection))
        looked = [article_named(start, known) for start in articles]
        with locked(folder, "netra looks", datetime.now(UTC)):
            for one in looked:
                note_look(folder, Look(one.article_id, today, by, note))
        say(f"noted: {', '.join(one.article_id for one in looked)}")
        return
    rows = [
        (
            one.article.article_id,
            one.after,
            one.since.isoformat(),
            one.article.day.isoformat(),
            list(one.article.accused),
            list(one.article.statuses),
            list(one.article.outcomes),
            one.article.outlet_id,
            one.article.url,
        )
        for one in due_in(folder, today)
    ]
    print_rows(COLUMNS, rows, form)
