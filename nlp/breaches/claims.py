"""On whose word a sentence stands (codebook `claimed_by`): who speaks or acts in it, else who spoke last."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from nlp.breaches.clauses import Quotation
from nlp.breaches.lexicon import Rule, RuleSet, load_rules, pattern
from nlp.breaches.office_names import office_words
from nlp.breaches.party_words import party_pattern, party_words
from nlp.document import Sentence
from nlp.records import OfficialMention

_PRONOUN = re.compile(r"\b(?:dia|ia|beliau|dirinya|pihaknya|kami)\b", re.I)


@cache
def _sources() -> RuleSet:
    return RuleSet(load_rules("claim_sources.csv", "source"))


def source_words(text: str) -> Iterable[tuple[Rule, re.Match[str]]]:
    """Every match of a kind of source in `text`, rule by rule."""
    return _sources().matches(text)


def source_in(text: str) -> str | None:
    """The kind of source that the words of `text` name first; None where they name none."""
    found = sorted((m.start(), -m.end(), rule.label) for rule, m in _sources().matches(text))
    if not found:
        return None
    if found[0][2] == "ppk_atasan":
        # "Plt Kepala BKN", "Asisten Komisioner KASN": the body behind a head that any office may have.
        for start, _, kind in found[1:]:
            if kind in _BODIES and pattern("body_head").match(text[found[0][0] : start]):
                return kind
    return found[0][2]


_BODIES = frozenset({"pengawas", "kasn_bkn", "penegak_hukum"})
# "tutur Rubiah (52), penerima bantuan": somebody told by age only is nobody in office.
_AGED = re.compile(r"(?-i:[A-Z][a-z]+) \(\d\d\)")


def name_sources(sentences: Sequence[Sentence], officials: Sequence[OfficialMention]) -> dict[str, str]:
    """For each word of a person's name its kind of source, by the office in the record or beside the name."""
    known: dict[str, str] = {}
    for official in officials:
        kind = source_in(f"{official.position} {official.institution or ''}")
        if kind:
            for word in official.name.split():
                known.setdefault(word.lower(), kind)
    for sentence in sentences:
        if "," not in sentence.text:
            continue
        for rule, match in _sources().matches(sentence.text):
            name = _NAMED.match(sentence.text, match.end())
            for word in name[1].split() if name else ():
                known.setdefault(word.lower(), rule.label)
    return known


_NAMED = re.compile(
    r"(?-i:[^,\"]{0,60}?,\s+(?:(?:H|Hj|Ir|Drs|Dra|Dr|dr|Prof|KH|AKBP|Kompol|Iptu|Ipda|AKP|Kombes|Pol|Letkol|Inf|Tgk|Tb|M|Ny)\.?\s+)*"
    r"([A-Z][a-z'-]+(?: [A-Z][a-z'-]+){0,3})(?=[,. ]))"
)


class Sources:
    """The source of each sentence of one article: who speaks in it, else who acts in it, else who spoke last."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        quotes: Sequence[Quotation],
        names: Mapping[str, str],
        accused: frozenset[str],
        offices: Sequence[frozenset[str]] = (),
    ) -> None:
        """`accused`: small words of the names of the accused; `offices`: the words of their offices."""
        self.sentences, self.quotes, self.names, self.accused = sentences, quotes, names, accused
        self.offices = offices
        self.spoken: list[str | None] = []
        self.subject: list[str | None] = []
        last: str | None = None
        for sentence, quote in zip(sentences, quotes, strict=True):
            text = quote.hidden(sentence.text)
            found = self._title(text) if sentence.part == "title" else self._spoken(text, quote, last)
            self.spoken.append(found)
            self.subject.append(self._subject(text))
            if sentence.part == "text":
                last = found or self.subject[-1] or last

    def of(self, index: int) -> tuple[str, bool]:
        """The kind of source of sentence `index`, and whether the sentence (or its quotation) names it."""
        sentence, found = self.sentences[index], self.spoken[index]
        shown = pattern("shown").search(sentence.text) or party_pattern("shows").search(sentence.text)
        if sentence.part == "text" and shown and not self._tagged(index):
            return "media", False
        if pattern("bullet").match(sentence.text) and not found:
            return self._listed(index), False
        if found or sentence.part == "title":
            return found or "media", bool(found)
        if self.quotes[index].parts:
            said = self._quotation(index)
            if said:
                return said, True
        elif pattern("own_voice").search(sentence.text) or party_pattern("narrated").search(sentence.text):
            return "media", False
        elif self.subject[index] and self.subject[index] != "terlapor":
            return str(self.subject[index]), True
        return self._carried(index), False

    def _carried(self, index: int) -> str:
        """Who spoke or acted last before the sentence, else who does next; the text itself where nobody is near."""
        for at in range(index - 1, max(-1, index - 7), -1):
            carried = self.spoken[at] or self.subject[at]
            if carried and self.sentences[at].part == "text" and (carried != "terlapor" or self.quotes[index].parts):
                return carried
        for at in range(index + 1, min(len(self.sentences), index + 5)):
            if self.spoken[at] and self.spoken[at] != "terlapor":
                return str(self.spoken[at])
        return "media"

    def _tagged(self, index: int) -> bool:
        """Whether a tag ("..., kata X") tells who says what a recording shows."""
        text = self.quotes[index].hidden(self.sentences[index].text)
        parts = self.quotes[index].parts
        return bool(parts) and pattern("quote_tag").search(text, parts[-1][1]) is not None

    def _listed(self, index: int) -> str:
        """The source of an item: that of the words before its list."""
        for at in range(index - 1, max(-1, index - 25), -1):
            if self.sentences[at].part == "text" and not pattern("bullet").match(self.sentences[at].text):
                carried = self.spoken[at] or self.subject[at]
                if carried and carried != "terlapor":
                    return carried
        return "media"

    def _quotation(self, index: int) -> str | None:
        """Who is named as speaking in the same paragraph: behind the sentence first, then before it."""
        here = self.sentences[index]
        for step in (1, -1):
            at = index + step
            while 0 <= at < len(self.sentences) and self.sentences[at].paragraph == here.paragraph:
                if self.sentences[at].part == here.part and self.spoken[at]:
                    return self.spoken[at]
                at += step
        return None

    def _who(self, phrase: str, last: str | None = None) -> str | None:
        """The kind of source that a phrase names: an accused person, an office or body, a known name, a pronoun."""
        names = re.findall(r"\b[A-Z][A-Za-z'-]*", phrase)
        if any(name.lower() in self.accused for name in names):
            return "terlapor"
        if self._means_accused(phrase):
            return "terlapor"
        kind = source_in(phrase)
        if kind:
            return kind
        known = [self.names[n.lower()] for n in names if n.lower() in self.names]
        if known:
            return known[0]
        if _AGED.search(phrase):
            return "warga"
        return last if _PRONOUN.search(phrase) or not phrase.strip(' ,.-"') else None

    def _means_accused(self, phrase: str) -> bool:
        """Whether "that camat", "that man" at the end of the phrase is one of the accused, by office or as the only
        people meant in that way."""
        found = party_pattern("that_person").search(phrase)
        if found is None:
            return False
        office = office_words(found["office"] or "")
        return any(office <= own for own in self.offices) if office else bool(self.accused)

    def _head(self, text: str) -> str:
        """The text without what only connects it to the sentence before."""
        match = pattern("connective").match(text)
        return text[match.end() :] if match else text

    def _subject(self, text: str) -> str | None:
        """The kind of the body or person that the sentence begins with."""
        head = self._head(text)[:60]
        names = re.findall(r"^\W*([A-Z][A-Za-z'-]*)", head)
        if any(n.lower() in self.accused for n in re.findall(r"[A-Z][A-Za-z'-]*", head)):
            return None
        kind = source_in(head[:28])
        if kind in ("warga", "peserta", "terlapor") or (kind == "ppk_atasan" and not pattern("superior").match(head)):
            return None
        return kind or (self.names.get(names[0].lower()) if names else None)

    def _spoken(self, text: str, quote: Quotation, last: str | None) -> str | None:
        if quote.parts:
            tail = pattern("quote_tag").search(text, quote.parts[-1][1]) or pattern("quote_tag").search(text)
            if tail and _AGED.match(tail[1].strip()):
                return "warga"
            if tail:
                return (
                    self._who(re.split(r"[(]|\b(?:usai|saat|ketika|seusai|sambil)\b", tail[1])[0][:90], last) or last
                )
        according = pattern("according").search(text)
        if according:
            phrase = next((g for g in according.groups()[1::2] if g), "")
            return self._who(phrase, last) or (last if phrase.strip(" ") == "" else None)
        for verb in pattern("speech_verb").finditer(text):
            phrase = self._head(re.split(r"[;]|,? (?:namun|sedangkan|sementara) ", text[: verb.start()])[-1])
            if party_pattern("not_speaking").search(phrase):
                continue
            who = self._who(phrase, last) if phrase.strip(' ",-') else last
            if who and (who != "terlapor" or pattern("accused_says").match(verb[0])):
                return who
        return self._agent(text) or self._actor(text)

    def _actor(self, text: str) -> str | None:
        """The supervising or judging body that is a subject in the sentence, or the agent of any of its passives."""
        for rule, match in _sources().matches(text):
            before, after = text[: match.start()], text[match.end() : match.end() + 60]
            if rule.label not in _BODIES and rule.label != "ppk_atasan":
                continue
            subject = rule.label in _BODIES and party_pattern("subject_place").search(before) is not None
            if subject and party_pattern("then_verb").match(after):
                return rule.label
            verb = party_pattern("passive_before").search(before)
            if verb and verb["verb"].lower() not in party_words("neutral"):
                return rule.label
        return None

    def _agent(self, text: str) -> str | None:
        for agent in pattern("agent").finditer(text):
            lead = re.search(r"(?:pihak |tim |seorang |dua |tiga |sejumlah |para )*$", agent[0], re.IGNORECASE)
            start = agent.end() - len(lead[0]) if lead else agent.end()
            tail = text[start : start + 60]
            if any(match.start() <= agent.end() - start for _, match in _sources().matches(tail)):
                return source_in(tail)
            tail = text[agent.end() :]
            name = re.match(r"[A-Z][A-Za-z'-]*", tail)
            if name and name[0].lower() in self.names:
                return self.names[name[0].lower()]
            if name and pattern("reported_by").search(text[: agent.end()]):
                return "warga"
        return None

    def _title(self, text: str) -> str | None:
        lead = re.match(r"([^:]{3,60}):", text)
        if lead and (kind := self._who(lead[1])):
            return kind
        if pattern("title_denial").search(text):
            return "terlapor"
        for verb in pattern("speech_verb").finditer(text):
            kind = source_in(text[: verb.start()].rpartition(",")[2])
            if kind:
                return kind
        for part in re.split(r"[,:?!;] ", text):
            kind = source_in(part[:22]) if party_pattern("begins_with_source").match(part) else None
            if kind in _BODIES or (kind == "ppk_atasan" and pattern("superior").match(part)):
                return kind
        seen = party_pattern("in_the_eyes").search(text)
        return (source_in(seen[1]) if seen else None) or self._agent(text + " ") or self._actor(text)
