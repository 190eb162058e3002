"""Fills tokens: every sentence of the articles on the topic, by the parser that the build was given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.derived.steps import DerivedBuild
from corpus.loading.cache import cache_key
from nlp.syntax.words import Parser, Token, parse_sentences

_ARTICLES = """
SELECT a.article_id, a.title, a.text, a.caption,
       list({'sentence': s.sentence, 'part': s.part, 'start': s.start, 'stop': s.stop} ORDER BY s.sentence)
FROM articles a JOIN sentences s USING (article_id)
WHERE a.topic IN ('yes', 'mention')
GROUP BY ALL ORDER BY a.article_id
"""
_FETCHED = 100


@dataclass(frozen=True)
class _Sentence:
    number: int
    part: str
    start: int
    text: str


def _articles(build: DerivedBuild) -> Iterator[tuple[str, list[_Sentence]]]:
    with build.connection.cursor() as cursor:
        cursor.execute(_ARTICLES)
        while rows := cursor.fetchmany(_FETCHED):
            for ident, title, text, caption, sentences in rows:
                parts = {"title": title or "", "text": text or "", "caption": caption or ""}
                yield (
                    ident,
                    [
                        _Sentence(s["sentence"], s["part"], s["start"], parts[s["part"]][s["start"] : s["stop"]])
                        for s in sentences
                    ],
                )


def _rows(
    ident: str, sentences: Sequence[_Sentence], parsed: Sequence[Sequence[Token]], parser: str
) -> Iterator[Any]:
    for sentence, tokens in zip(sentences, parsed, strict=True):
        for number, token in enumerate(tokens, start=1):
            row: Mapping[str, Any] = {
                "article_id": ident,
                "sentence": sentence.number,
                "token": number,
                "part": sentence.part,
                "start": sentence.start + token.start,
                "stop": sentence.start + token.stop,
                "surface": sentence.text[token.start : token.stop],
                "lemma": token.lemma,
                "upos": token.upos,
                "head": token.head,
                "deprel": token.deprel,
                "parser": parser,
            }
            yield row


def _parse(build: DerivedBuild, parser: Parser, texts: Sequence[str]) -> list[tuple[Token, ...]]:
    key = cache_key("tokens", parser.name, texts)
    if build.cache is not None and (known := build.cache.get(key)) is not None:
        return [tuple(Token(*values) for values in tokens) for tokens in known]
    parsed = parse_sentences(parser, texts)
    if build.cache is not None:
        build.cache.put(
            key, [[[t.lemma, t.upos, t.head, t.deprel, t.start, t.stop] for t in tokens] for tokens in parsed]
        )
    return parsed


def fill(build: DerivedBuild) -> None:
    """Load tokens; nothing where the build has no parser. Raises ParserFault."""
    if build.parser is None:
        return
    for ident, sentences in _articles(build):
        parsed = _parse(build, build.parser, [sentence.text for sentence in sentences])
        build.staging.add("tokens", _rows(ident, sentences, parsed, build.parser.name))
    if build.cache is not None:
        build.cache.commit()
    build.staging.flush()
    build.staging.load(build.connection, "tokens")
