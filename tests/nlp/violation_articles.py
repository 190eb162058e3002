"""Small made-up articles to put a sentence into; every person and place act in them is invented."""

from collections.abc import Sequence

from nlp.breaches.entries import Told
from nlp.breaches.violations import analyse, find_violations
from nlp.document import Document
from nlp.learned.sentence_model import opinions
from nlp.records import OfficialMention, Role, ViolationMention

REMINDER = ("Pemkab Wonorejo Bahas Netralitas ASN", "Pemkab Wonorejo membahas netralitas ASN menjelang Pilkada 2024.")
SUSPICION = (
    "Camat Kalisari Diduga Tidak Netral",
    "Bawaslu Wonorejo menelusuri dugaan pelanggaran netralitas oleh Camat Kalisari pada Pilkada 2024.",
)
VERDICT = (
    "Terbukti Tidak Netral, Lurah Sidomakmur Disanksi",
    "Bupati menjatuhkan sanksi kepada Lurah Sidomakmur yang terbukti melanggar netralitas ASN pada Pilkada 2024.",
)
FIGURES = (
    "Bawaslu Catat 12 Dugaan Pelanggaran Netralitas ASN",
    "Bawaslu Wonorejo mencatat 12 dugaan pelanggaran netralitas ASN pada Pilkada 2024.",
)
CONTEXTS = {"reminder": REMINDER, "suspicion": SUSPICION, "verdict": VERDICT, "figures": FIGURES}


def article(sentence: str, context: str = "reminder", published: str = "2024-10-15") -> Document:
    """The sentence as a last paragraph of its own."""
    title, lede = CONTEXTS[context]
    return Document.from_input(
        {"id": "x", "title": title, "text": f"{lede}\n{sentence}", "published": published},
    )


def entries_of(sentence: str, context: str = "reminder", published: str = "2024-10-15") -> list[ViolationMention]:
    """The entries that stand in the sentence."""
    document = article(sentence, context, published)
    start = document.text.index("\n") + 1
    return [m for m in find_violations(document, (), ()) if m.span.part == "text" and m.span.start >= start]


def entry_of(sentence: str, context: str = "reminder", published: str = "2024-10-15") -> ViolationMention:
    """The only entry that stands in the sentence."""
    found = entries_of(sentence, context, published)
    assert len(found) == 1, [(m.status, m.rule, m.span.surface) for m in found]
    return found[0]


def officials_in(document: Document, people: Sequence[tuple[str, str, Role]]) -> tuple[OfficialMention, ...]:
    """Mentions of people (full name, position, role), as the officials part gives them."""
    found: list[OfficialMention] = []
    for name, position, role in people:
        for part, text in (("title", document.title), ("text", document.text)):
            for form in (name, name.split()[0]):
                at = text.find(form)
                while at >= 0:
                    if not any(m.span.part == part and m.span.start <= at < m.span.stop for m in found):
                        span = document.span("title" if part == "title" else "text", at, at + len(form))
                        found.append(OfficialMention(span, name, position, None, role))
                    at = text.find(form, at + len(form))
    return tuple(sorted(found, key=lambda m: (m.span.part == "text", m.span.start)))


def story(
    title: str, text: str, people: Sequence[tuple[str, str, Role]] = (), published: str = "2024-10-15"
) -> list[ViolationMention]:
    """All entries of a whole article."""
    document = Document.from_input({"id": "x", "title": title, "text": text, "published": published})
    return list(find_violations(document, (), officials_in(document, people)))


def ruled(sentence: str, context: str = "reminder") -> Told:
    """What the rules alone make of the sentence, without the judge."""
    document = article(sentence, context)
    analysis = analyse(document, (), opinions(document), on_topic=True)
    assert analysis is not None
    return analysis.told[-1]
