"""Every region that an article refers to, and the one where its story happens (codebook: regions, primary_region)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from nlp.document import Document
from nlp.places.datelines import Dateline, find_dateline
from nlp.places.gazetteer import alias_tokens, capitals, kecamatan, regions
from nlp.places.primary import primary_region
from nlp.places.region_scan import BARE, CUE, NEUTRAL, STRONG, Candidate, scan
from nlp.places.region_words import group
from nlp.places.twins import Evidence, Name, resolve, typed
from nlp.records import Part, RegionMention

_LIST_GAP = re.compile(
    r"(?:\s+[a-z0-9]+){0,3}[\s(]*(?:,|/|-|&|\bdan\b|\bserta\b|\bmaupun\b|\batau\b|\bhingga\b|\bsampai\b)[\s,]*"
    r"(?:(?:dan|serta|juga|di|ke|Kota|Kabupaten|Kab\.|Pemkot|Pemkab|Bawaslu|Polres)\s+)*"
)
# How far a list or an address is looked at around a name.
_NEAR = 250
_NAME = r"[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,2}"


def find_regions(document: Document) -> tuple[RegionMention, ...]:
    """Mentions of provinces, kabupaten and kota in text order, each resolved to one code."""
    line = find_dateline(document)
    hidden = list(_outlet_spans(document))
    if line is not None:
        hidden.append(("text", line.sentence.start, line.head_stop))
    candidates = _judged(list(scan(document, hidden)), line)
    accepted = [c for c in candidates if not c.reason]
    names = [_name(c) for c in accepted]
    below = frozenset(c.words for c in candidates if c.reason == "below") | _below_names(document)
    evidence = Evidence(below, _capitals(document, line), article=document.folded["text"])
    evidence.typed = [(name, code) for name in names if len(name.codes) > 1 and (code := typed(name)) is not None]
    for name in names:
        if len(name.codes) == 1:
            evidence.certain[name.codes[0]] += 1
    mentions = [m for c, n in zip(accepted, names, strict=True) for m in _mentions(document, c, n, evidence)]
    if line is not None:
        mentions.append(_dateline_mention(document, line, evidence, Counter(m.code for m in mentions)))
    return tuple(sorted(mentions, key=lambda m: (m.span.part == "text", m.span.start)))


def _outlet_spans(document: Document) -> Iterator[tuple[Part, int, int]]:
    """Where the outlet names itself."""
    name = (document.outlet or "").strip()
    if len(name) < 4:
        return
    for part, text in document.folded.items():
        for match in re.finditer(re.escape(name), text, re.IGNORECASE):
            yield part, match.start(), match.end()


def _judged(candidates: list[Candidate], line: Dateline | None) -> list[Candidate]:
    """The candidates with the article's own evidence added: persons, villages, other uses of the same name."""
    persons = {c.words for c in candidates if c.reason == "person" and len(c.alias.codes[0]) > 2}
    villages = {c.words for c in candidates if c.reason == "below"}
    strong = {code for c in candidates if not c.reason and c.strength == STRONG for code in c.alias.codes}
    if line is not None:
        strong |= set(line.codes)
    found = []
    for candidate in candidates:
        reason = candidate.reason or _refuse(candidate, persons, villages, strong)
        if reason == "says" and candidate.words not in persons and strong & set(candidate.alias.codes):
            reason = ""
        found.append(replace(candidate, reason=reason))
    sure = {code for c in found if not c.reason for code in c.alias.codes} | strong
    told = [c for c in found if not c.reason and (c.strength >= CUE or c.alias.kind == "name")]
    full = {code for c in told for code in c.alias.codes}
    for number, candidate in enumerate(found):
        known = full if candidate.alias.ambiguity == 3 else sure
        if candidate.reason == "weak" and _supported(candidate, found, number, known):
            found[number] = replace(candidate, reason="")
    return found


def _refuse(candidate: Candidate, persons: set[str], villages: set[str], strong: set[str]) -> str:
    codes = candidate.alias.codes
    if candidate.words in persons and candidate.strength <= NEUTRAL and not strong & set(codes):
        return "person"
    if _followed_by_province(candidate):
        return ""
    if candidate.words in villages and candidate.strength < STRONG and not strong & set(codes):
        homes = kecamatan().get(candidate.words, frozenset())
        if not homes & set(codes):
            return "below"
    if candidate.strength < STRONG and _in_village_list(candidate):
        return "below"
    level = candidate.alias.ambiguity
    needed = {0: BARE, 1: BARE, 2: NEUTRAL, 3: STRONG}[level]
    return "weak" if candidate.strength < needed else ""


@cache
def _village_list() -> re.Pattern[str]:
    heads = "|".join(sorted((re.escape(w) for w in group("below")), key=len, reverse=True))
    join = ", dan |, serta |, | dan | serta |/"
    return re.compile(rf"\b(?i:{heads})\.? ({_NAME})(?:(?:{join}){_NAME})*({join})$")


def _in_village_list(candidate: Candidate) -> bool:
    """ "Panwascam Kramatwatu, Baros dan Bandung": the list began with a village or kecamatan."""
    start, stop = candidate.start - candidate.sentence.start, candidate.stop - candidate.sentence.start
    before, after = (
        candidate.sentence.text[max(0, start - _NEAR) : start],
        candidate.sentence.text[stop : stop + _NEAR],
    )
    match = _village_list().search(before)
    if match is None or kecamatan().get(match[1].lower(), frozenset()) & set(candidate.alias.codes):
        return False
    more = re.match(rf"(?:, {_NAME}){{0,4}},? (?:dan|serta) (?!Kota |Kabupaten |Kab\.){_NAME}", after)
    return match[2] != ", " or more is not None


def _followed_by_province(candidate: Candidate) -> bool:
    stop = candidate.stop - candidate.sentence.start
    after = candidate.sentence.text[stop : stop + _NEAR]
    match = re.match(rf"(?:,? |, Provinsi )({_NAME})", after)
    if match is None:
        return False
    words = alias_tokens(match[1])
    provinces = {regions()[code].province for code in candidate.alias.codes}
    return any(alias_tokens(regions()[p].name) == words[: len(alias_tokens(regions()[p].name))] for p in provinces)


def _supported(candidate: Candidate, found: Sequence[Candidate], number: int, known: set[str]) -> bool:
    """Whether a weak candidate is `known` from elsewhere or stands in a list with regions of its province."""
    codes = set(candidate.alias.codes)
    if codes & known:
        return True
    for neighbour in (number - 1, number + 1):
        if 0 <= neighbour < len(found) and not found[neighbour].reason and _in_list(found[neighbour], candidate):
            near = {regions()[c].province for c in found[neighbour].alias.codes}
            if candidate.alias.ambiguity < 3 or near & {regions()[c].province for c in codes}:
                return True
    return False


def _in_list(a: Candidate, b: Candidate) -> bool:
    first, second = sorted((a, b), key=lambda c: c.start)
    if first.sentence.index != second.sentence.index:
        return False
    gap = first.sentence.text[first.stop - first.sentence.start : second.start - first.sentence.start]
    return len(gap) < 40 and bool(_LIST_GAP.fullmatch(gap))


def _name(candidate: Candidate) -> Name:
    sentence = candidate.sentence
    return Name(candidate.words, candidate.alias.codes, candidate.hint, candidate.left, sentence.index, sentence.text)


def _below_names(document: Document) -> frozenset[str]:
    """Lower-case names that stand after "Kecamatan", "Camat", "Distrik" and the like."""
    heads = r"[Kk]ecamatan|Kec\.|[Cc]amat|[Ss]ekcam|Panwascam|[Dd]istrik|Polsek|Kapolsek|Kapanewon|Panewu"
    pattern = re.compile(rf"\b(?:{heads}) ({_NAME})")
    names = set()
    for text in document.folded.values():
        for match in pattern.finditer(text):
            words = match[1].lower().split()
            names |= {" ".join(words[:n]) for n in range(1, len(words) + 1)}
    return frozenset(names)


def _capitals(document: Document, line: Dateline | None) -> Counter[str]:
    """How often the capital of each kabupaten is named, anywhere."""
    found: Counter[str] = Counter()
    folded = document.folded["text"]
    for words in re.findall(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?\b", folded):
        tokens = alias_tokens(words)
        for code in capitals().get(tokens, ()) or capitals().get(tokens[:1], ()):
            found[code] += 1
    if line is not None and line.capital:
        found.update(line.codes)
    return found


def _mentions(document: Document, candidate: Candidate, name: Name, evidence: Evidence) -> Iterator[RegionMention]:
    """The mention of a candidate; two for "Kabupaten dan Kota Bogor"."""
    span = document.span(candidate.part, candidate.start, candidate.stop)
    codes, how = name.codes, "type_word"
    if name.hint != "both" or len(codes) == 1:
        code, how = resolve(name, evidence)
        codes = (code,)
    for code in codes:
        if len(code) == 2:
            yield RegionMention(span, code, candidate.alias.codes, how, "province")
        else:
            yield RegionMention(span, code, candidate.alias.codes, how, "kabkota")


def _dateline_mention(document: Document, line: Dateline, evidence: Evidence, named: Counter[str]) -> RegionMention:
    span = document.span("text", line.start, line.stop)
    if line.capital:
        provinces = Counter(code[:2] for code in named.elements())
        code = max(line.codes, key=lambda c: (named[c], provinces[c[:2]]))
        return RegionMention(span, code, line.codes, "capital", "kecamatan")
    name = Name(line.words, line.codes, line.hint, "", line.sentence.index, line.sentence.text, dateline=True)
    code, how = resolve(name, evidence)
    return RegionMention(span, code, line.codes, how, "province" if len(code) == 2 else "kabkota")


__all__ = ["find_regions", "primary_region"]
