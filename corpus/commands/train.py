"""netra train"""

import json
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.commands.shared import say
from corpus.errors import InputError, NothingThere, UsageProblem, disk_errors

_DATA = Path("nlp/data")


class Model(StrEnum):
    """What can be trained."""

    SILVER = "silver"
    NER_SPACY = "ner-spacy"
    NER_STANZA = "ner-stanza"
    SYNTAX = "syntax-spacy"
    SENTENCES = "sentences"
    JUDGE = "judge"
    TOPIC = "topic"
    APPEAL = "appeal"


SHIPPED = {
    Model.NER_SPACY: _DATA / "ner_spacy",
    Model.NER_STANZA: _DATA / "ner_stanza",
    Model.SENTENCES: _DATA / "sentence_model.npz",
    Model.JUDGE: _DATA / "sentence_judge.npz",
    Model.TOPIC: _DATA / "topic_model.npz",
    Model.APPEAL: _DATA / "appeal_model.npz",
}
"""Where a model goes without --output: its place in a clone."""
LINEAR = (Model.SENTENCES, Model.JUDGE, Model.TOPIC, Model.APPEAL)
_NEEDS = {Model.NER_STANZA: ("stanza", "stanza")} | dict.fromkeys(LINEAR, ("sklearn", "train"))
"""The import name that a model is trained with, and the extra that brings it."""


def _check(model: Model, files: list[Path], articles: list[Path], dev: list[Path], output: Path | None) -> None:
    """Raises NothingThere, UsageProblem."""
    from importlib.util import find_spec

    for path in files:
        if not path.is_file():
            raise NothingThere(f"{path}: there is no such file")
    if model in _NEEDS and find_spec(_NEEDS[model][0]) is None:
        module, extra = _NEEDS[model]
        raise UsageProblem(f"{model}: {module} is not installed: pip install 'netra-corpus[{extra}]' brings it")
    if model not in LINEAR and not dev:
        raise UsageProblem(f"{model}: --dev FILE is missing: the sentences that say when to stop")
    if (model is Model.SILVER) != bool(articles):
        raise UsageProblem("--articles FILE.jsonl belongs to silver, which needs it; other models take FILE alone")
    if output is None and model not in SHIPPED:
        place = "FILE is missing: where the sentences go" if model is Model.SILVER else "FOLDER is missing"
        raise UsageProblem(f"{model}: --output {place}")
    if output is None and not SHIPPED[model].parent.is_dir():
        raise UsageProblem(f"{SHIPPED[model].parent} is not here: give --output, or run this in a clone")


def _linear(model: Model, files: list[Path], output: Path) -> Mapping[str, Any]:
    from nlp.learned import sentence_judge, train_appeal, train_judge, train_sentences, train_topic
    from nlp.learned.training import train_linear

    if model is Model.SENTENCES:
        return train_linear(files, output, train_sentences.fit, train_sentences.save, train_sentences.cross_validate)
    if model is Model.JUDGE:
        course = train_judge.Course()
        return train_linear(files, output, course.fit, sentence_judge.save_judge, course.cross_validate)
    if model is Model.TOPIC:
        return train_linear(files, output, train_topic.fit, train_topic.save, train_topic.cross_validate)
    return train_linear(files, output, train_appeal.fit, train_topic.save, train_appeal.cross_validate)


def train(
    model: Annotated[
        Model,
        typer.Argument(
            metavar="MODEL", help="silver, ner-spacy, ner-stanza, syntax-spacy, sentences, judge, topic, appeal."
        ),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="What to train on; but for the linear models a file named twice counts twice."
        ),
    ],
    dev: Annotated[
        list[Path] | None,
        typer.Option(
            "--dev", metavar="FILE", help="ner, silver, syntax: sentences that end the training. May be repeated."
        ),
    ] = None,
    test: Annotated[
        list[Path] | None,
        typer.Option(
            "--test", metavar="FILE", help="ner, syntax: sentences to judge on at the end. May be repeated."
        ),
    ] = None,
    articles: Annotated[
        list[Path] | None,
        typer.Option("--articles", metavar="FILE", help="silver: labelled articles (.jsonl). May be repeated."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="Where the model goes (default: its place in a clone)."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="ner, silver, syntax: the seed.")] = 7,
    epochs: Annotated[int, typer.Option("--epochs", min=1, help="ner, syntax: passes over the data, at most.")] = 20,
    minutes: Annotated[
        float, typer.Option("--minutes", min=0.0, help="ner, silver, syntax: processor time, at most.")
    ] = 10.0,
) -> None:
    """Train a learned model and write its card.

    sentences, judge, topic, appeal: labelled articles (JSON lines) in, weights out. ner-spacy, ner-stanza: sentences in,
    one word and its tag (BIO: PER, ORG, LOC) a line. silver: such sentences out of labelled articles (--articles), by a
    teacher that is trained on FILE. syntax-spacy: treebanks (CoNLL-U) in, a parser for `netra build --tokens` out. The
    card (JSON, beside the model, and on standard output) has seed, digest of each input, figures by label and versions.
    docs/models.md says how the shipped ones were made.

    Example: netra train ner-spacy train.txt silver.txt --dev dev.txt --test test.txt -o model

    Exit codes: 1 a line that cannot be read, 2 a wrong option or a package that is missing, 4 disk, 6 no such file.
    """
    paths = [dev or [], test or [], articles or []]
    _check(model, [*files, *(p for group in paths for p in group)], paths[2], paths[0], output)
    target = output or SHIPPED[model]
    try:
        with disk_errors(target):
            card = _train(model, files, paths, target, seed, epochs, minutes)
    except ValueError as error:
        raise InputError(str(error)) from error
    sys.stdout.write(json.dumps(card, indent=1) + "\n")


def _train(
    model: Model, files: list[Path], paths: list[list[Path]], target: Path, seed: int, epochs: int, minutes: float
) -> Mapping[str, Any]:
    if model in LINEAR:
        return _linear(model, files, target)
    if model is Model.SYNTAX:
        from nlp.learned.epochs import Training
        from nlp.learned.train_syntax import train_syntax

        how = Training(seed=seed, epochs=epochs, minutes=minutes)
        return train_syntax(files, paths[0], paths[1], target, how, say)
    from nlp.learned.ner import Engine
    from nlp.learned.train_ner import Sets, train_recogniser, train_silver

    development, test, articles = paths
    sets = Sets(tuple(files), tuple(development), tuple(test))
    if model is Model.SILVER:
        held_out = train_silver(sets, articles, target, seed, minutes, say)
        say(f"{target}: silver sentences; {held_out}: those of a fifth of the articles, to judge on")
        card: Mapping[str, Any] = json.loads(target.with_suffix(".json").read_text("utf-8"))
        return card
    engine: Engine = "spacy" if model is Model.NER_SPACY else "stanza"
    return train_recogniser(engine, sets, target, seed, epochs, minutes, say)
