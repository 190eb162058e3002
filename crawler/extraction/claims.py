"""What a page says for machines about its own text: the body in its data, how its text begins, how long it is."""

import html
import re
from dataclasses import dataclass

from crawler.extraction.dom import squeeze
from crawler.extraction.structured import Structured, text_in
from crawler.extraction.titles import fold_title

MIN_BODY = 400  # characters: a shorter articleBody is a summary
MIN_LEAD = 40  # folded characters: a shorter description is a slogan or a headline
LEAD = 60
MIN_SUMMARY_WORDS = 8
LONG_WORD = 4  # letters from which a word says what a text is about
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6])\b[^>]{0,100}>", re.I)
_MARKUP = re.compile(r"<[^>]{0,300}>")


@dataclass(frozen=True, slots=True)
class Claims:
    """`body`: paragraphs of the article in the page's data, () where it holds none; `lead`: the folded beginning of
    its description, "" where that is too short to tell; `summary`: the description as it is; `words`: how many words
    the page says the text has, 0 where it does not; `free`: False where it says that the text is not free to read."""

    body: tuple[str, ...] = ()
    lead: str = ""
    summary: str = ""
    words: int = 0
    free: bool = True


def read_claims(structured: Structured) -> Claims:
    """The claims of a page's metadata and data. Nothing is judged here."""
    bodies = [node.get("articleBody") for node in structured.articles]
    bodies += [structured.next_data.get(key) for key in ("content", "body", "articleBody")]
    longest = max((_paragraphs(body) for body in bodies if isinstance(body, str)), key=_size, default=())
    summary = structured.meta("og:description", "description", "twitter:description") or ""
    folded = fold_title(summary)
    counts = [text_in(node.get("wordCount")) for node in structured.articles]
    closed = any(
        str(node.get("isAccessibleForFree")).lower() == "false" for node in (*structured.articles, *structured.pages)
    )
    return Claims(
        body=longest if _size(longest) >= MIN_BODY else (),
        lead=folded[:LEAD] if len(folded) >= MIN_LEAD else "",
        summary=summary,
        words=max((int(count) for count in counts if count.isdigit() and len(count) < 7), default=0),
        free=not closed,
    )


def _size(paragraphs: tuple[str, ...]) -> int:
    return sum(map(len, paragraphs))


def _paragraphs(body: str) -> tuple[str, ...]:
    plain = _MARKUP.sub("", _BREAK.sub("\n", html.unescape(body[:200_000])))
    return tuple(line for piece in plain.split("\n") if (line := squeeze(html.unescape(piece))))


def about_words(text: str) -> frozenset[str]:
    """The words that say what a text is about, cut to six letters (Indonesian endings fall off)."""
    return frozenset(word[:6] for word in fold_title(text).split() if len(word) >= LONG_WORD)
