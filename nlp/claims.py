"""On whose word a sentence stands (codebook `claimed_by`): who speaks or acts in it, else who spoke last."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from nlp.clauses import Quotation
from nlp.document import Sentence
from nlp.lexicon import load_rules, pattern
from nlp.records import OfficialMention

_PRONOUN = re.compile(r"\b(?:dia|ia|beliau|dirinya|pihaknya|kami)\b", re.I)


@cache
def _sources() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r.label, r.pattern) for r in load_rules("claim_sources.csv", "source"))


def source_in(text: str) -> str | None:
    """The kind of source that the words of `text` name first; None where they name none."""
    found = [(m.start(), -(m.end() - m.start()), kind) for kind, words in _sources() if (m := words.search(text))]
    return min(found)[2] if found else None


def name_sources(sentences: Sequence[Sentence], officials: Sequence[OfficialMention]) -> dict[str, str]:
    """For each word of a person's name its kind of source, by the office in the record or beside the name."""
    known: dict[str, str] = {}
    for official in officials:
        kind = source_in(f"{official.position} {official.institution or ''}")
        if kind:
            for word in official.name.split():
                known.setdefault(word.lower(), kind)
    for sentence in sentences:
        for kind, words in _sources():
            for match in words.finditer(sentence.text):
                name = _NAMED.match(sentence.text, match.end())
                for word in name[1].split() if name else ():
                    known.setdefault(word.lower(), kind)
    return known


_NAMED = re.compile(
    r"(?-i:[^,\"]{0,60}?,\s+(?:(?:H|Hj|Ir|Drs|Dra|Dr|dr|Prof|KH|AKBP|Kompol|Iptu|Ipda|AKP|Kombes|Pol|Letkol|Inf|Tgk|Tb|M|Ny)\.?\s+)*"
    r"([A-Z][a-z'-]+(?: [A-Z][a-z'-]+){0,3})(?=[,. ]))"
)


class Sources:
    """Finds the source of each sentence of one article, in order; remembers who spoke last."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        quotes: Sequence[Quotation],
        names: Mapping[str, str],
        accused: frozenset[str],
    ) -> None:
        self.sentences, self.quotes, self.names, self.accused = sentences, quotes, names, accused
        self.own: list[str | None] = []
        last: str | None = None
        for sentence, quote in zip(sentences, quotes, strict=True):
            found = self._spoken(sentence, quote, last)
            self.own.append(found)
            if sentence.part == "text":
                last = found or last

    def of(self, index: int) -> tuple[str, bool]:
        """The kind of source of sentence `index`, and whether the sentence (or its quotation) names it."""
        sentence, found = self.sentences[index], self.own[index]
        if found or sentence.part == "title":
            return found or "media", bool(found)
        if self.quotes[index].parts:
            for step in (1, -1):
                at = index + step
                while 0 <= at < len(self.sentences) and self._same_quote(at, index):
                    if self.own[at]:
                        return str(self.own[at]), True
                    at += step
        for at in range(index - 1, max(-1, index - 7), -1):
            if self.own[at] and self.sentences[at].part == "text":
                return str(self.own[at]), False
        return "media", False

    def _same_quote(self, at: int, index: int) -> bool:
        here, there = self.sentences[index], self.sentences[at]
        return here.part == there.part and here.paragraph == there.paragraph

    def _who(self, phrase: str, last: str | None, *, first: bool) -> str | None:
        words = {w.lower() for w in re.findall(r"[A-Za-z'-]+", phrase)}
        if words & self.accused:
            return "terlapor"
        kind = source_in(phrase)
        if kind:
            return kind
        known = [
            self.names[w.lower()] for w in re.findall(r"(?-i:\b[A-Z][a-z'-]+)", phrase) if w.lower() in self.names
        ]
        if known:
            return known[0 if first else -1]
        return last if _PRONOUN.search(phrase) or not phrase.strip(" ,.") else None

    def _spoken(self, sentence: Sentence, quote: Quotation, last: str | None) -> str | None:
        text = "".join("_" if quote.holds(i) else c for i, c in enumerate(sentence.text))
        if sentence.part == "title":
            return self._title(sentence.text)
        if quote.parts:
            tail = pattern("quote_tag").search(text, quote.parts[-1][1]) or pattern("quote_tag").search(text)
            if tail:
                return (
                    self._who(re.split(r"[(]|\busai\b|\bsaat\b|\bketika\b", tail[1])[0][:110], last, first=True)
                    or last
                )
        aside = re.search(
            r",\s*(?:kata|ujar|lanjut|tambah|sebut|menurut|tutur|jelas|ucap|sambung)(?:nya| dia| ia|)\b([^,]*),", text
        )
        if aside:
            return self._who(aside[1], last, first=True) or last
        according = re.match(
            r"\W*(?:menurut|berdasarkan (?:data|kajian|keterangan)|data|kata|versi)(nya)?\b([^,]{0,70})", text, re.I
        )
        if according:
            return last if according[1] else self._who(according[2], last, first=True) or last
        for verb in pattern("speech_verb").finditer(text):
            phrase = re.split(r"[;]|\bnamun\b|\bsementara itu\b|\bsedangkan\b", text[: verb.start()])[-1]
            who = self._who(phrase, last, first=False) if phrase.strip(' "-') else last
            if who:
                return who
        agent = pattern("agent").search(text)
        return self._who(text[agent.end() : agent.end() + 40], None, first=True) if agent else None

    def _title(self, text: str) -> str | None:
        lead = re.match(r"([^:]{3,60}):", text)
        if lead and (kind := self._who(lead[1], None, first=True)):
            return kind
        verb = pattern("speech_verb").search(text)
        if verb and (kind := source_in(text[: verb.start()].rpartition(",")[2])):
            return kind
        agent = pattern("agent").search(text + " ")
        if agent and (kind := source_in(text[agent.end() : agent.end() + 30])):
            return kind
        return (
            "terlapor"
            if re.search(
                r"\b(?:bantah|membantah|tepis|menepis|tampik|menampik|berdalih|ngaku|mengaku|akui)\b", text, re.I
            )
            else None
        )
