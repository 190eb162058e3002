"""Score tags against labels, both objects of the codebook, joined by id; one figure for each thing a user counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp.evaluation.matching import Quote, pair, same_name, same_office, words

Record = Mapping[str, Any]
# the fields of an entry that must be equal, and those that are sets
SINGLE_FIELDS = ("status", "substatus", "reference", "temporal", "sanction_modality")
SET_FIELDS = ("forms", "actors", "sanctions", "claimed_by")
_NAMED = ("proven", "alleged", "denied")
NOTHING = "(none)"


@dataclass
class Tally:
    """Hits, labels and tags of one figure."""

    hits: int = 0
    labelled: int = 0
    tagged: int = 0

    def add(self, gold: Iterable[object], found: Iterable[object]) -> None:
        """Count two sets."""
        labels, tags = set(gold), set(found)
        self.hits += len(labels & tags)
        self.labelled += len(labels)
        self.tagged += len(tags)

    @property
    def precision(self) -> float:
        """Share of tags that are right, 0 to 1; 1 where nothing was tagged and nothing labelled."""
        return self.hits / self.tagged if self.tagged else float(self.labelled == 0)

    @property
    def recall(self) -> float:
        """Share of labels found, 0 to 1; 1 where nothing was labelled and nothing tagged."""
        return self.hits / self.labelled if self.labelled else float(self.tagged == 0)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1. An accuracy is told by the same number."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Mistake:
    """One difference: in which article and figure, `missed`, `extra` or "X taken for Y", and the words it is about."""

    id: str
    figure: str
    what: str
    text: str


@dataclass
class Score:
    """All figures, the confusion of statuses (labelled, tagged) with entries missed or extra under "(none)", and
    every mistake."""

    figures: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)

    def equal(self, figure: str, gold: object, found: object, article: str, text: str) -> None:
        """Count one label that the tag must equal."""
        right = gold == found
        tally = self.figures[figure]
        tally.hits, tally.labelled, tally.tagged = tally.hits + right, tally.labelled + 1, tally.tagged + 1
        if not right:
            self.mistakes.append(Mistake(article, figure, f"{gold} taken for {found}", text))

    def sets(self, figure: str, gold: Iterable[str], found: Iterable[str], article: str) -> None:
        """Count two sets of values and note each difference."""
        labels, tags = set(gold), set(found)
        self.figures[figure].add(labels, tags)
        self.mistakes += [Mistake(article, figure, "missed", value) for value in sorted(labels - tags)]
        self.mistakes += [Mistake(article, figure, "extra", value) for value in sorted(tags - labels)]


def score(gold: Iterable[Record], found: Iterable[Record]) -> Score:
    """Figures over labelled articles and the tags of the same ids; an article without tags counts as untagged.
    Raises KeyError where a labelled article lacks a key of the codebook."""
    tags = {row["id"]: row for row in found}
    result = Score()
    for label in gold:
        tag = tags.get(label["id"], {})
        _documents(result, label, tag)
        _officials(result, label, tag)
        _violations(result, label, tag)
        _accusations(result, label, tag)
    return result


def _documents(result: Score, gold: Record, found: Record) -> None:
    name = gold["id"]
    result.equal("topic", gold["topic"], found.get("topic", "no"), name, gold["title"])
    result.figures["topic_yes"].add([name] * (gold["topic"] == "yes"), [name] * (found.get("topic") == "yes"))
    for key in ("elections", "regions", "prevention"):
        result.sets(key, gold[key], found.get(key, ()), name)
    result.equal("primary_region", gold["primary_region"], found.get("primary_region"), name, gold["title"])


def _officials(result: Score, gold: Record, found: Record) -> None:
    name, left = gold["id"], list(found.get("officials", ()))
    tally = result.figures["officials"]
    tally.labelled += len(gold["officials"])
    tally.tagged += len(left)
    for person in gold["officials"]:
        twin = next((one for one in left if same_name(person["name"], one["name"])), None)
        if twin is None:
            result.mistakes.append(Mistake(name, "officials", "missed", person["name"]))
            continue
        left.remove(twin)
        tally.hits += 1
        alike = same_office(person["position"], twin.get("position") or "")
        position = person["position"] if alike else twin.get("position")
        result.equal("official_position", person["position"], position, name, person["name"])
        result.equal("official_region", person["region"], twin.get("region"), name, person["name"])
        result.equal("official_role", person["role"], twin.get("role"), name, person["name"])
        result.equal("official_name", words(person["name"]), words(twin["name"]), name, person["name"])
    result.mistakes += [Mistake(name, "officials", "extra", one["name"]) for one in left]


def _quotes(record: Record, full: str) -> list[Quote]:
    places = []
    for entry in record.get("violations", ()):
        quote = entry["quote"].strip()
        at = full.find(quote)
        places.append(Quote(at, at + len(quote), entry["status"]))
    return places


def _violations(result: Score, gold: Record, found: Record) -> None:
    name, full = gold["id"], f"{gold['title']}\n{gold['text']}"
    labels: Sequence[Record] = gold["violations"]
    tags: Sequence[Record] = found.get("violations", ())
    pairs = pair(_quotes(gold, full), _quotes(found, full))
    both = sum(labels[g]["status"] == tags[f]["status"] for g, f in pairs.items())
    for figure, hits in (("violations", len(pairs)), ("violations_with_status", both)):
        tally = result.figures[figure]
        tally.hits, tally.labelled = tally.hits + hits, tally.labelled + len(labels)
        tally.tagged += len(tags)
    for g, f in pairs.items():
        label, tag = labels[g], tags[f]
        result.confusion[label["status"], tag["status"]] += 1
        for key in SINGLE_FIELDS:
            if key == "status" or label.get(key) is not None:
                result.equal(key, label.get(key), tag.get(key), name, label["quote"])
        for key in SET_FIELDS:
            result.sets(key, label.get(key) or (), tag.get(key) or (), name)
    for g in set(range(len(labels))) - set(pairs):
        result.confusion[labels[g]["status"], NOTHING] += 1
        result.mistakes.append(Mistake(name, "violations", "missed", labels[g]["quote"]))
    for f in set(range(len(tags))) - set(pairs.values()):
        result.confusion[NOTHING, tags[f]["status"]] += 1
        result.mistakes.append(Mistake(name, "violations", "extra", tags[f]["quote"]))


def _accused(record: Record) -> set[tuple[str, str]]:
    return {
        (" ".join(sorted(set(words(party["name"])))), entry["status"])
        for entry in record.get("violations", ())
        for party in entry.get("parties") or ()
        if party.get("name") and entry["status"] in _NAMED
    }


def _accusations(result: Score, gold: Record, found: Record) -> None:
    name, labels, tags = gold["id"], _accused(gold), _accused(found)
    result.sets("named_status", (f"{who}: {s}" for who, s in labels), (f"{who}: {s}" for who, s in tags), name)
    result.figures["named_proven"].add(
        {who for who, status in labels if status == "proven"}, {who for who, status in tags if status == "proven"}
    )
