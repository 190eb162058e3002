"""The tagger put together: named components in order, `annotate`, its public door, and the same as a spaCy pipeline."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from nlp.breaches.violations import find_violations
from nlp.captions import ArticleTags, CaptionTags, tag_caption
from nlp.document import Document
from nlp.facts.findings import find_facts
from nlp.learned.ner import Engine, weights_digest
from nlp.learned.topic_model import LIKELY, POSSIBLE, SURE, VERY_SURE, load_topic_model
from nlp.persons.officials import assign_roles, find_officials
from nlp.persons.vote import vote
from nlp.places.primary import primary_region
from nlp.places.regions import find_regions
from nlp.records import (
    Annotations,
    ElectionMention,
    Facts,
    OfficialMention,
    PreventionMention,
    RegionMention,
    Topic,
    ViolationMention,
)
from nlp.subject.elections import find_elections
from nlp.subject.prevention import find_prevention
from nlp.subject.topic import find_topic, topic_gate
from nlp.tables import data_digest

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Codebook, topic: a main theme is two sentences or more; one more, because a mention may be wrong.
_THEME = 3
_SHARE = 0.2


@dataclass
class Findings:
    """What the components have found so far in one article; each fills its own field. `gated`: whether the article
    may be on the topic at all (`topic_gate`)."""

    document: Document
    gated: bool = False
    topic: Topic = "no"
    regions: tuple[RegionMention, ...] = ()
    primary_region: str | None = None
    officials: tuple[OfficialMention, ...] = ()
    violations: tuple[ViolationMention, ...] = ()
    prevention: tuple[PreventionMention, ...] = ()
    elections: tuple[ElectionMention, ...] = ()
    facts: Facts = field(default_factory=Facts)
    engines: tuple[Engine, ...] = ()
    caption: CaptionTags = field(default_factory=CaptionTags)

    def annotations(self) -> Annotations:
        """The findings as the tagger yields them: of title and text, then of the caption."""
        behind = self.caption
        return Annotations(
            self.document.id, self.topic, self.primary_region, self.regions + behind.regions,
            self.officials + behind.officials, self.violations + behind.violations,
            self.prevention + behind.prevention, self.elections + behind.elections, tagger_version(self.engines),
            self.facts.with_more(behind.facts),
        )  # fmt: skip


def _topic(findings: Findings) -> None:
    findings.gated = topic_gate(findings.document)
    if not findings.gated:
        return
    findings.topic = find_topic(findings.document)
    if findings.topic != "yes":
        enough = VERY_SURE if findings.topic == "mention" else SURE
        if load_topic_model().judge(findings.document) >= enough:
            findings.topic = "yes"


def _regions(findings: Findings) -> None:
    findings.regions = find_regions(findings.document)
    findings.primary_region = primary_region(findings.document, findings.regions)


def _elections(findings: Findings) -> None:
    findings.elections = find_elections(findings.document)


def _officials(findings: Findings) -> None:
    findings.officials = find_officials(findings.document, findings.regions)


def _told_by_acts(findings: Findings) -> bool:
    """Whether several sentences name a breach, in an article that the model holds possible: a case told by its acts may
    never use the word."""
    told = len({mention.sentence for mention in findings.violations})
    if told < _THEME:
        return False
    dense = told > _THEME and told >= _SHARE * len(findings.document.sentences)
    return load_topic_model().judge(findings.document) >= (POSSIBLE if dense else LIKELY)


def _violations(findings: Findings) -> None:
    if findings.gated:
        findings.violations = find_violations(
            findings.document, findings.regions, findings.officials, on_topic=findings.topic == "yes"
        )
        if findings.topic != "yes" and _told_by_acts(findings):
            findings.topic = "yes"
        if findings.topic == "no":
            findings.violations = ()  # breaches of something else: discipline, campaign material, traffic
        findings.officials = assign_roles(findings.document, findings.officials, findings.violations)


def _prevention(findings: Findings) -> None:
    if findings.topic != "no":
        findings.prevention = find_prevention(
            findings.document, findings.violations, on_topic=findings.topic == "yes"
        )


def _facts(findings: Findings) -> None:
    if findings.topic != "no":
        findings.facts = find_facts(
            findings.document, findings.violations, findings.regions, findings.elections, findings.officials
        )


def _vote(findings: Findings) -> None:
    if findings.engines and findings.topic != "no":
        findings.officials = vote(findings.document, findings.officials, findings.engines)


def _caption(findings: Findings) -> None:
    known = ArticleTags(findings.topic, findings.regions, findings.officials, len(findings.violations))
    findings.caption = tag_caption(findings.document, known, findings.engines)


COMPONENTS: Mapping[str, Callable[[Findings], None]] = {
    "netra_topic": _topic,
    "netra_regions": _regions,
    "netra_elections": _elections,
    "netra_officials": _officials,
    "netra_violations": _violations,
    "netra_prevention": _prevention,
    "netra_facts": _facts,
    "netra_vote": _vote,
    "netra_caption": _caption,
}


@cache
def build() -> "Language":
    """The components as a spaCy pipeline behind its Indonesian tokenizer, for who wants tokens beside the tags
    (displaCy, further components): `build().pipe(docs_of(build(), articles))`. Each `Doc` carries its `Findings` in
    `doc._.netra`. Built once a process; that takes seconds, so nothing else here needs it."""
    # spaCy loads torch where that is installed, and its Indonesian tokenizer compiles 16,000 exceptions: seconds
    # that `annotate`, whose components read the text itself, need not spend.
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    def register(name: str, part: Callable[[Findings], None]) -> None:
        def component(doc: Doc) -> Doc:
            part(doc._.netra)
            return doc

        Language.component(name, func=component)

    if not Doc.has_extension("netra"):
        Doc.set_extension("netra", default=None)
    nlp = spacy.blank("id")
    nlp.max_length = 10**9
    for name, part in COMPONENTS.items():
        register(name, part)
        nlp.add_pipe(name)
    return nlp


@cache
def tagger_version(engines: tuple[Engine, ...] = ()) -> str:
    """What made a tag: the package's version, a digest of its tables, and each recogniser that took part with a digest
    of its weights, "netra 0.1.0+1a2b3c4d5e6f spacy+12345678"."""
    models = "".join(f" {engine}+{weights_digest(engine)}" for engine in engines)
    return f"netra {version('netra-corpus')}+{data_digest()}{models}"


def docs_of(nlp: "Language", articles: Iterable[Mapping[str, Any] | object]) -> Iterator["Doc"]:
    """Articles (as `annotate` takes them) as documents for `build()`; the text is title + newline + body."""
    for article in articles:
        document = _document(article)
        text = f"{document.title}\n{document.text}"
        # Lone surrogates are legal in JSON, but no string spaCy can hash; "?" is as long.
        doc = nlp.make_doc(text.encode("utf-8", "replace").decode("utf-8"))
        doc._.netra = Findings(document)
        yield doc


def _document(article: Mapping[str, Any] | object) -> Document:
    return article if isinstance(article, Document) else Document.from_input(article)


def annotate(articles: Iterable[Mapping[str, Any] | object], engines: Sequence[Engine] = ()) -> Iterator[Annotations]:
    """Annotations of articles in order. An article is a `Document`, or a mapping or object with id, title, text,
    published?, outlet?, caption? (`Document.from_input`). `engines`: learned recognisers that confirm names
    (`nlp.persons.vote`). Raises ValueError where one has no id, EngineMissing."""
    for article in articles:
        findings = Findings(_document(article), engines=tuple(engines))
        for part in COMPONENTS.values():
            part(findings)
        yield findings.annotations()
