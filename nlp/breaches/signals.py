"""What the judge of sentences looks at: named signals of each sentence, from the rules' reading of it, what they make
of it, its neighbours and the word model (`nlp/learned/sentence_judge.py`). The same in training and in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from nlp.breaches.claims import Sources
from nlp.breaches.entries import Told
from nlp.breaches.lexicon import pattern
from nlp.breaches.parties import Person
from nlp.breaches.readings import Reading
from nlp.breaches.sanctions import modalities_in
from nlp.learned.sentence_features import stem, words
from nlp.learned.sentence_model import SUBSTATUSES, Opinion

_SEEN, _NEAR, _RULE = 0.25, 0.2, 0.4
_PATTERNS = (
    "servant", "side", "election", "watchdog", "officer", "definite", "number", "core", "pursuit", "criminal",
    "that_suspicion", "excuse", "speech_verb", "own_voice",
)  # fmt: skip
_LIKELY = 0.7
_FLOOR = -8.0


@dataclass(frozen=True)
class Story:
    """What the rules have read in one article, sentence by sentence."""

    told: Sequence[Told]
    sources: Sources
    group: Sequence[Person]
    title: str


def signals_of(story: Story, views: Sequence[Opinion], least: float = 0.0) -> list[dict[str, float] | None]:
    """Name -> value of the signals of each sentence, in order. `views`: the word model's opinions. None, for speed, where
    the rules make no entry and the word model's chance is below `least`."""
    title = {stem(word) for word in words(story.title)}
    seen = [_seen(told.reading, story) for told in story.told]
    learned = _learned(views)
    found: list[dict[str, float] | None] = []
    for at, told in enumerate(story.told):
        if not told.drafts and views[at].breach < least:
            found.append(None)
            continue
        mine = {f"F{name}": _SEEN for name in seen[at]}
        mine |= {f"Fp:{name}": _SEEN for name in _PATTERNS if pattern(name).search(told.reading.text)}
        mine |= {f"R{name}": _RULE for name in _ruled(told)}
        mine |= {f"C{name}": _NEAR for name in _around(story, seen, at, title)}
        found.append(mine | learned[at])
    return found


def _seen(reading: Reading, story: Story) -> frozenset[str]:
    """What stands in the sentence: breaches, cues, sanctions, who speaks, whether it is quoted."""
    found: set[str] = set()
    for breach in reading.breaches:
        found |= {f"bk:{breach.kind}", f"bi:{breach.id}"}
        if breach.form:
            found.add(f"bf:{breach.form}/{breach.kind}")
    for cue in reading.cues:
        found |= {f"c:{cue.name}", f"ci:{cue.id}"}
    found |= {f"san:{one}" for one in reading.sanctions}
    if reading.sanctions:
        found |= {f"mod:{one}" for one in modalities_in(reading.text)}
    if any(one.person in story.group for one in reading.seen):
        found.add("accused")
    source, named = story.sources.of(reading.sentence.index)
    found.add(f"src:{source}")
    if named:
        found.add("srcnamed")
    if reading.quote.parts:
        found.add("quoted")
    return frozenset(found)


def _ruled(told: Told) -> set[str]:
    """What the rules make of the sentence."""
    if not told.drafts:
        guess = told.guess
        return {"-", f"g:{guess.substatus}", f"gr:{guess.rule}"} if guess else {"-"}
    verdict = told.drafts[0].verdict
    found = {"+", f"s:{verdict.status}", f"ss:{verdict.substatus}", f"r:{verdict.rule}", f"e:{verdict.explicit}"}
    return found | {"two"} if len(told.drafts) > 1 else found


def _around(story: Story, seen: Sequence[frozenset[str]], at: int, title: set[str]) -> set[str]:
    """Where the sentence stands, what stands before it, what the article's case has come to."""
    told = story.told[at]
    reading, last = told.reading, len(story.told) - 1
    found = {f"case:{told.case or 'none'}"}
    if told.listed:
        found.add("listed")
    if at:
        before = {name for name in _ruled(story.told[at - 1]) if name[:2] not in ("r:", "gr", "g:")}
        found |= {f"prev:{name}" for name in before}
        found |= {f"prevf:{name}" for name in seen[at - 1] if name[:2] in ("bk", "c:", "sr")}
    first = reading.sentence.paragraph == 0
    found.add("title" if reading.is_title else "lead" if first else "last" if at == last else "body")
    own = [stem(word) for word in words(reading.sentence.text)]
    found.add(f"tov:{int(4 * len(title.intersection(own)) / max(1, len(title)))}")
    found.add(f"len:{min(5, len(own) // 6)}")
    return found


def _learned(views: Sequence[Opinion]) -> list[dict[str, float]]:
    """The word model's opinion of each sentence, of its neighbours and of the whole article."""
    chances = [view.breach for view in views]
    total, most, likely = sum(chances), max(chances), sum(one > _LIKELY for one in chances)
    found: list[dict[str, float]] = []
    for at, (view, chance) in enumerate(zip(views, chances, strict=True)):
        odds = max(-12.0, min(12.0, log(max(chance, 1e-9) / max(1 - chance, 1e-9)))) / 4
        sure = likely - (chance > _LIKELY)
        mine = {
            "d:odds": odds, "d:chance": chance,
            "d:before": chances[at - 1] if at else 0.0, "d:behind": chances[at + 1] if at + 1 < len(views) else 0.0,
            "d:all": total / len(views), "d:others": (total - chance) / max(1, len(views) - 1),
            "d:sure": min(sure, 4) / 4, "d:most": most, "d:title": chances[0],
            "d:one": float(sure >= 1), "d:two": float(sure >= 2), "d:odds_two": odds * (sure >= 2),
        }  # fmt: skip
        for name, one in zip(SUBSTATUSES, view.chances, strict=True):
            mine[f"s:{name}"] = max(_FLOOR, log(max(one, 1e-9))) / 8
        found.append(mine)
    return found
