"""Opening a parser: Stanza's official models by name, or a spaCy folder (`netra train syntax-spacy`, or another)."""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nlp.syntax.stanza_models import LANGUAGE, PACKAGES, PROCESSORS, Package, default_folder, require
from nlp.syntax.words import Parser, ParserMissing, Word

STANZA_NAMES = tuple(f"stanza-{package}" for package in PACKAGES)
_BATCH = 128


def open_parser(model: str, stanza_folder: Path | None = None) -> Parser:
    """The parser of that name: stanza-gsd, stanza-csui, or the folder of a spaCy pipeline with a parser.
    `stanza_folder`: where Stanza's models lie (default: its own). Raises ParserMissing, which says what to do."""
    for package in PACKAGES:
        if model == f"stanza-{package}":
            return stanza_parser(package, stanza_folder or default_folder())
    folder = Path(model)
    if not (folder / "meta.json").is_file():
        known = ", ".join(STANZA_NAMES)
        raise ParserMissing(f"{model}: neither {known} nor a folder of a spaCy model (`netra train syntax-spacy`)")
    return spacy_parser(folder)


def spacy_parser(folder: Path) -> Parser:
    """The parser of a spaCy folder, which may have a morphologizer or tagger and a lemmatizer too. Raises
    ParserMissing where spaCy cannot load it or it has no parser."""
    import spacy  # seconds: only where it is asked for

    try:
        nlp = spacy.load(folder)
    except (OSError, ValueError, ImportError) as error:
        raise ParserMissing(f"{folder}: spaCy cannot load it ({error}); train it again") from error
    if "parser" not in nlp.pipe_names:
        raise ParserMissing(f"{folder}: has no parser, only {', '.join(nlp.pipe_names) or 'nothing'}")
    return Parser(f"{folder.resolve().name} {folder_digest(folder)}", lambda sentences: by_spacy(nlp, sentences))


def folder_digest(folder: Path) -> str:
    """First 8 hex digits of the digest of a model's files; its card and notice do not count."""
    whole = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in ("card.json", "NOTICE.md")):
        whole.update(f"{file.relative_to(folder)}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:8]


def by_spacy(nlp: Any, sentences: Sequence[Sequence[str]]) -> list[tuple[Word, ...]]:
    """What a spaCy pipeline says of sentences given as words; each is taken as one sentence with one root."""
    from spacy.tokens import Doc

    docs = [Doc(nlp.vocab, words=list(words)) for words in sentences]
    for doc in docs:
        for token in doc:
            token.is_sent_start = token.i == 0
    return [tuple(_word(token) for token in doc) for doc in nlp.pipe(docs, batch_size=_BATCH)]


def _word(token: Any) -> Word:
    root = token.head.i == token.i
    return Word(
        token.lemma_ or None, token.pos_ or "X", 0 if root else token.head.i + 1, "root" if root else token.dep_
    )


def stanza_parser(package: Package, folder: Path) -> Parser:
    """One of Stanza's official packages; nothing is downloaded. Raises ParserMissing."""
    found = require(package, folder)
    logging.getLogger("stanza").setLevel(logging.WARNING)  # it tells every step as DEBUG
    import torch
    from stanza.pipeline.core import Pipeline

    torch.set_num_threads(1)
    pipeline = Pipeline(
        LANGUAGE, dir=str(folder), download_method=None, processors=",".join(("tokenize", *PROCESSORS)),
        package=package, tokenize_pretokenized=True, use_gpu=False, logging_level="WARN",
    )  # fmt: skip
    return Parser(f"stanza-{package} {found.digest()}", lambda sentences: by_stanza(pipeline, sentences))


def by_stanza(pipeline: Any, sentences: Sequence[Sequence[str]]) -> list[tuple[Word, ...]]:
    """What a Stanza pipeline for words that are split already says of them."""
    if not sentences:
        return []
    document = pipeline([list(words) for words in sentences])
    return [
        tuple(Word(w.lemma or None, w.upos or "X", int(w.head), w.deprel) for w in sentence.words)
        for sentence in document.sentences
    ]
