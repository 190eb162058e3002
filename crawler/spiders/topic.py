"""Whether a candidate may be on a topic, by the words that a surface shows; the word lists stand in topics.toml."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crawler.candidate import Candidate
from crawler.urls import slug_words

TOPICS = Path(__file__).parent / "topics.toml"


class TopicError(ValueError):
    """The topic is unknown or its word list is wrong; the message says which and what was expected."""


class Topic(BaseModel):
    """Word lists of one topic: one of `any`, or one of `who` with one of `what`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    example: str
    any: tuple[str, ...] = Field(min_length=1)
    who: tuple[str, ...] = ()
    what: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The name with a digest of the word lists: "netralitas-asn:1a2b3c4d"."""
        words = repr((self.any, self.who, self.what)).encode()
        return f"{self.name}:{blake2b(words, digest_size=4).hexdigest()}"

    def suggests(self, text: str) -> bool:
        """Whether these words may stand over an article on the topic."""
        folded = fold(text)
        if _words(self.any).search(folded):
            return True
        return bool(self.who and self.what and _words(self.who).search(folded) and _words(self.what).search(folded))

    def may_hold(self, candidate: Candidate) -> bool:
        """Whether title, tags, teaser or the address suggest the topic; True where none of them says anything."""
        slug = slug_words(candidate.url)
        texts = [candidate.title or "", " ".join(candidate.tags), candidate.summary or "", slug]
        if not candidate.title and len(slug.split()) < 3:
            return True  # nothing to judge by: recall before thrift
        return self.suggests(" | ".join(texts))


def fold(text: str) -> str:
    """Lower case, hyphens and every other sign as a blank, so that words match whatever joins them."""
    return " ".join(re.sub(r"[^\w|]+|_", " ", text.lower()).split())


@cache
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        "|".join(rf"\b{re.escape(fold(word))}" + (r"\b" if word.startswith("=") else "") for word in words)
    )


@cache
def load_topics(file: Path = TOPICS) -> Mapping[str, Topic]:
    """All topics by name. Raises TopicError, which names file, topic and key."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        return {name: Topic.model_validate({"name": name, **table}) for name, table in tables.items()}
    except tomllib.TOMLDecodeError as error:
        raise TopicError(f"{file.name}: not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise TopicError(f"{file.name}: key {'.'.join(map(str, first['loc']))!r}: {first['msg']}") from error


def find_topic(name: str, topics: Mapping[str, Topic] | None = None) -> Topic:
    """The topic so called. Raises TopicError, which names the nearest."""
    known = load_topics() if topics is None else topics
    if name in known:
        return known[name]
    as_written = "-".join(name.lower().split())  # "netralitas ASN"
    if as_written in known:
        return known[as_written]
    near: Iterable[str] = difflib.get_close_matches(name, known, n=1, cutoff=0.3) or sorted(known)
    raise TopicError(f"unknown topic {name!r}: did you mean {next(iter(near))!r}?")
