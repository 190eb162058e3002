"""CoNLL-U: sentences of words, the marks in comments, and which words they cover in MISC."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.exchange.shape import (
    PARTS,
    AnnotatedArticle,
    Annotation,
    ExchangeError,
    Relation,
    checked,
)
from corpus.exchange.words import cut
from nlp.document import Document
from nlp.records import Part

LOSES = (
    "changes in MISC (Netra=...) are not read: the marks are those of the comments",
    "lemmas, classes of words and trees: the columns are empty (netra build --tokens fills the table tokens)",
)
_ESCAPES = {" ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n", "|": "\\p", "\\": "\\\\"}
_PLAIN = {escape: char for char, escape in _ESCAPES.items()}
_ESCAPED = re.compile(r"\\[strnp\\]")
_COMMENT = re.compile(r"# netra (?P<key>[a-z]+) = (?P<value>.*)")


@dataclass
class _Word:
    """A word: its place in the part and the white space behind it."""

    start: int
    stop: int
    text: str
    behind: str = ""


def write(articles: Iterable[AnnotatedArticle], target: Path) -> int:
    """Write one file of all articles; returns how many. White space that one blank cannot say is in SpacesAfter and
    SpacesBefore (UDPipe's escapes), so that each part comes back as it was."""
    count = 0
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for article in articles:
            out.writelines(_lines(article))
            count += 1
    return count


def _lines(article: AnnotatedArticle) -> Iterator[str]:
    document = Document(article.id, article.parts["title"], article.parts["text"], caption=article.parts["caption"])
    sentences = (*document.sentences, *document.caption_sentences)
    # a part without a word has no sentence to stand in
    blank = {part: t for part, t in article.parts.items() if t and not any(s.part == part for s in sentences)}
    about = {
        "id": article.id, "labels": article.labels, "meta": article.meta,
        "relations": [asdict(one) for one in article.relations], "blank": blank,
    }  # fmt: skip
    head = [f"# newdoc id = {' '.join(article.id.split())}\n", f"# netra article = {_json(about)}\n"]
    left = list(article.spans)
    paragraph: tuple[str, int] | None = None
    for number, (part, at, words) in enumerate(_sentences(article, sentences)):
        if (part, at) != paragraph:
            head.append("# newpar\n")
            paragraph = (part, at)
        yield from head
        yield f"# sent_id = {' '.join(article.id.split())}-{number}\n# netra part = {part}\n"
        last = words[-1].stop
        here = [s for s in left if s.part == part and s.start < last]
        left = [s for s in left if s not in here]
        for span in here:
            yield f"# netra span = {_json(asdict(span))}\n"
        yield from _words(words, article.parts[part], article.spans, part)
        head = []
    yield from head  # an article without a word
    for span in left:
        yield f"# netra span = {_json(asdict(span))}\n"
    if head or left:
        yield "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _sentences(article: AnnotatedArticle, sentences: Sequence[Any]) -> Iterator[tuple[Part, int, list[_Word]]]:
    """Part, paragraph and words of each sentence; the last word of one holds all white space up to the next."""
    borders = {part: {at for s in article.spans if s.part == part for at in (s.start, s.stop)} for part in PARTS}
    for number, sentence in enumerate(sentences):
        part, text = sentence.part, article.parts[sentence.part]
        follower = sentences[number + 1] if number + 1 < len(sentences) else None
        stop = follower.start if follower is not None and follower.part == part else len(text)
        inside = {at - sentence.start for at in borders[part]}
        words: list[_Word] = []
        for start, end, piece in cut(text[sentence.start : stop], inside):
            if not piece.isspace():
                words.append(_Word(sentence.start + start, sentence.start + end, piece))
            elif words:
                words[-1].behind += piece
        if words:
            yield part, sentence.paragraph, words


def _words(words: Sequence[_Word], whole: str, spans: Sequence[Annotation], part: Part) -> Iterator[str]:
    first, last = words[0].start, words[-1].stop
    yield f"# text = {' '.join(whole[first:last].split())}\n"
    before = whole[:first] if not whole[:first].strip() else ""
    for number, word in enumerate(words, start=1):
        misc = []
        if word.behind == "":
            misc.append("SpaceAfter=No")
        elif word.behind != " ":
            misc.append(f"SpacesAfter={_escaped(word.behind)}")
        if number == 1 and before:
            misc.append(f"SpacesBefore={_escaped(before)}")
        covering = [s.id for s in spans if s.part == part and s.start < word.stop and word.start < s.stop]
        if covering:
            misc.append(f"Netra={','.join(_escaped(one) for one in covering)}")
        yield "\t".join([str(number), word.text, *"_" * 7, "|".join(misc) or "_"]) + "\n"
    yield "\n"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _PLAIN[match[0]], text)


@dataclass
class _Article:
    """An article as its lines are read."""

    line: int
    about: Mapping[str, Any] = field(default_factory=dict)
    part: Part | None = None
    parts: dict[Part, str] = field(default_factory=lambda: dict.fromkeys(PARTS, ""))
    spans: list[Annotation] = field(default_factory=list)

    def whole(self, file: str) -> AnnotatedArticle:
        parts = {part: text or self.about.get("blank", {}).get(part, "") for part, text in self.parts.items()}
        labels = {name: tuple(values) for name, values in self.about.get("labels", {}).items()}
        relations = tuple(Relation(**row) for row in self.about.get("relations", ()))
        article = AnnotatedArticle(
            str(self.about.get("id", "")), parts, tuple(self.spans), relations, labels, self.about.get("meta", {})
        )
        return checked(article, f"{file}, line {self.line}")


def read(source: Path) -> Iterator[AnnotatedArticle]:
    """Read a file that `write` made, whatever a parser put into the other columns. Raises ExchangeError, which names the
    line."""
    article: _Article | None = None
    with source.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            where = f"{source.name}, line {number}"
            try:
                line = raw.decode("utf-8").rstrip("\n")
                if line.startswith("# newdoc"):
                    if article is not None:
                        yield article.whole(source.name)
                    article = _Article(number)
                elif line and article is None:
                    raise ExchangeError(f"{where}: words before the first `# newdoc id = ...`")
                elif line and article is not None:
                    _take(article, line, where)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ExchangeError(f"{where}: cannot be read ({type(error).__name__}: {error})") from error
    if article is not None:
        yield article.whole(source.name)


def _take(article: _Article, line: str, where: str) -> None:
    comment = _COMMENT.fullmatch(line)
    if comment is not None:
        value = comment["value"]
        if comment["key"] == "part":
            if value not in PARTS:
                raise ExchangeError(f"{where}: part {value!r} is unknown; it is one of {', '.join(PARTS)}")
            article.part = next(part for part in PARTS if part == value)
        elif comment["key"] == "article":
            article.about = json.loads(value)
        elif comment["key"] == "span":
            row = json.loads(value)
            values = {name: tuple(v) if isinstance(v, list) else v for name, v in row["values"].items()}
            article.spans.append(Annotation(**{**row, "values": values}))
    elif not line.startswith("#"):
        _word(article, line.split("\t"), where)


def _word(article: _Article, columns: Sequence[str], where: str) -> None:
    if len(columns) != 10:
        raise ExchangeError(f"{where}: ten columns are expected, not {len(columns)}")
    if article.part is None:
        raise ExchangeError(f"{where}: no `# netra part = ...` before the word: this file is not netra's")
    if "-" in columns[0] or "." in columns[0]:
        raise ExchangeError(f"{where}: joined and empty words ({columns[0]}) are not known here")
    misc = dict(pair.partition("=")[::2] for pair in columns[9].split("|"))
    behind = "" if misc.get("SpaceAfter") == "No" else _unescaped(misc.get("SpacesAfter", "\\s"))
    article.parts[article.part] += _unescaped(misc.get("SpacesBefore", "")) + columns[1] + behind
