"""netra export annotations, netra import annotations"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.commands.shared import Bar, CorpusOption, corpus_path, progress_bar, say
from corpus.errors import NothingThere, UsageProblem, disk_errors
from corpus.exchange.formats import FormatName

if TYPE_CHECKING:
    from corpus.exchange.shape import AnnotatedArticle

FormOption = Annotated[FormatName, typer.Option("--format", help="Which tool's files (docs/exchange.md).")]
_TOPICS = ("yes", "mention", "no")


def export_annotations(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PATH", help="File to write (cas and brat: a new folder)."),
    ],
    form: FormOption,
    articles: Annotated[
        Path | None,
        typer.Option("--articles", metavar="FILE.jsonl", help="The codebook's objects with texts, not a corpus."),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic", metavar="TOPIC", help="Only articles with this topic (yes, mention, no); may be repeated."
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="At most N articles, the oldest first.")
    ] = None,
    data: CorpusOption = None,
) -> None:
    """Write articles with their tags for an annotation tool.

    docbin: spaCy, Prodigy. conllu: CoNLL-U. cas: UIMA CAS for INCEpTION, WebAnno. labelstudio: Label Studio. brat: brat.
    netra import annotations reads them back; what a format cannot carry is said in docs/exchange.md. The files hold full
    texts and names: not for the public.

    Example: netra export annotations --format labelstudio --topic yes -o coding.json

    Exit codes: 1 a file cannot be read, 2 a wrong option, 4 disk, 6 there is no corpus or file.
    """
    import corpus
    from corpus.exchange.formats import exchange
    from corpus.exchange.published import from_corpus
    from corpus.export.guard import check_tombstones

    wanted = tuple(topic or ())
    if wrong := [one for one in wanted if one not in _TOPICS]:
        raise UsageProblem(f"--topic {wrong[0]}: expected one of {', '.join(_TOPICS)}")
    form_ = exchange(form)
    if output.is_dir() and not form_.folder:
        raise UsageProblem(f"--output {output}: is a folder; {form.value} is one file, as annotations{form_.suffix}")
    if articles is not None and not articles.is_file():
        raise NothingThere(f"{articles}: there is no such file")
    with disk_errors(output, any_os_error=True), progress_bar() as bar, ExitStack() as stack:
        if articles is not None:
            found = _from_file(articles, wanted, limit)
        else:
            opened = stack.enter_context(corpus.open(corpus_path(data)))
            check_tombstones(opened)
            found = from_corpus(opened, wanted, limit)
        count = form_.write(_counted(found, bar), output)
    say(f"{output}: {count} articles as {form.value}, with full texts and names: not for the public")


def _counted(found: "Iterable[AnnotatedArticle]", bar: Bar) -> "Iterator[AnnotatedArticle]":
    for done, article in enumerate(found, start=1):
        bar("writing", done, None)
        yield article


def _from_file(source: Path, topics: tuple[str, ...], limit: int | None) -> "Iterator[AnnotatedArticle]":
    from corpus.exchange.records import from_record
    from nlp.evaluation.gold import GoldError, read_rows

    try:
        rows = read_rows(source)
    except GoldError as error:
        raise UsageProblem(str(error)) from error
    chosen = [row for row in rows if not topics or row.get("topic") in topics]
    for row in chosen[:limit]:
        yield from_record(row, source.name)


def import_annotations(
    source: Annotated[Path, typer.Argument(metavar="PATH", help="File of the tool (cas and brat: its folder).")],
    form: FormOption,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT.jsonl", help="The codebook's objects with texts and spans.")
    ],
) -> None:
    """Read what was coded in an annotation tool, as labels.

    One line of JSON an article: the codebook's object with title, text and spans, which netra evaluate takes as labels
    or as tags. The corpus is not changed: tags are netra's own, labels stay beside it.

    Example: netra import annotations export.json --format labelstudio -o coded.jsonl

    Exit codes: 1 a file cannot be read, or holds a mark or value that the codebook does not know, 4 disk, 6 no such file.
    """
    from corpus.exchange.formats import exchange
    from corpus.exchange.records import to_record

    if not source.exists():
        raise NothingThere(f"{source}: there is no such file or folder")
    part = output.with_name(f"{output.name}.part-{os.getpid()}")
    count, untold = 0, 0
    try:
        with disk_errors(output):
            with part.open("w", encoding="utf-8", newline="\n") as out, progress_bar() as bar:
                for count, article in enumerate(exchange(form).read(source), start=1):
                    untold += "topic" not in article.labels
                    out.write(json.dumps(to_record(article), ensure_ascii=False) + "\n")
                    bar("reading", count, None)
            os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)
    if untold:
        say(f"netra: {untold} articles have no topic: taken as yes where a violation is marked, else as no")
    say(f"{output}: {count} articles")
