"""Is the article about the election neutrality of public servants (codebook: topic)? And a cheap first test."""

import re
from functools import cache

from nlp.document import Document
from nlp.records import Topic
from nlp.rules import apply_rules, load_rules, word_pattern

# A title and a sentence or two: where the title speaks of public servants, what the body says is the article's theme.
_LEDE = 3
# A longer article with a single late sentence about it has it as an aside, even where the title takes the aside up.
_SHORT = 6


@cache
def _gate() -> tuple[re.Pattern[str], ...]:
    first = (
        "netral|politik praktis|cawe-cawe|pihak|kampanye|calon|caleg|paslon|partai|parpol|pemilu|pemilihan|pilkada|"
    )
    return (
        re.compile(
            first + "pilgub|pilbup|pilwal|pilpres|pileg|petahana|kandidat|timses|tim sukses|bawaslu|"
            "panwas|pemenangan|kontestan"
        ),
        word_pattern("{contest}|{neutral}|{camp}", "nlp/subject/topic.py").pattern,
        word_pattern("{actor}|{uniform}|netralitas", "nlp/subject/topic.py").pattern,
    )


def topic_gate(document: Document) -> bool:
    """Whether the article may be on the topic at all: False lets it skip the heavy parts. Cheap, and wide: somewhere
    in it a public servant, and either neutrality or an election contest."""
    texts = [text for text in document.lowered.values() if text]
    return all(any(pattern.search(text) for text in texts) for pattern in _gate())


@cache
def _election() -> re.Pattern[str]:
    return word_pattern("{contest}|bawaslu|panwas\\w*|pemungutan suara|pencoblosan", "nlp/subject/topic.py").pattern


@cache
def _servant() -> re.Pattern[str]:
    return word_pattern("{actor}|{uniform}|{staff}|{neutral}", "nlp/subject/topic.py").pattern


def find_topic(document: Document) -> Topic:
    """yes: two sentences or more; mention: one, or an aside in one paragraph, or no election in it; no: none."""
    if not topic_gate(document):
        return "no"
    about_election = any(_election().search(text) for text in document.lowered.values())
    hits = [
        hit for hit in apply_rules(document, load_rules("topic.toml")) if hit.rule.kind != "loose" or about_election
    ]
    sure = {hit.sentence.index: hit for hit in hits if hit.rule.kind != "trail"}
    if not sure:
        return "no"
    trail = {hit.sentence.index: hit for hit in hits if hit.rule.kind == "trail"}
    paragraphs = {-1 if hit.sentence.part == "title" else hit.sentence.paragraph for hit in (trail | sure).values()}
    lines = {s.paragraph for s in document.sentences if s.part == "text"}
    body = [index for index, hit in (trail | sure).items() if hit.sentence.part == "text"]
    late = all(index > len(document.sentences) / 2 for index in body)
    aside = len(body) == 1 and late and len(document.sentences) > _SHORT
    enough = len(trail | sure) >= 2 and (len(paragraphs) >= 2 or len(lines) == 1) and not aside
    lede = len(document.sentences) <= _LEDE and bool(body) and bool(_servant().search(document.lowered["title"]))
    return "yes" if (enough or lede) and about_election else "mention"
