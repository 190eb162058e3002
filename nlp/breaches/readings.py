"""A sentence as the violation rules see it: masked, in clauses, with its breaches, cues, sanctions and persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.breaches.assertion import Cue, find_cues
from nlp.breaches.breach import Breach, find_breaches, hide, mask_cues
from nlp.breaches.clauses import Clause, Quotation, quotations, split_clauses
from nlp.breaches.lexicon import pattern
from nlp.breaches.parties import Seen
from nlp.breaches.sanctions import sanctions_in
from nlp.document import Document, Sentence


@dataclass(frozen=True)
class Reading:
    """One sentence. `text`: without misleading names (same length); `masked`: also without words that look like cues.
    All offsets are into the sentence. A sentence without a word of interest has no clauses and no cues."""

    sentence: Sentence
    quote: Quotation
    text: str
    masked: str
    clauses: tuple[Clause, ...]
    breaches: tuple[Breach, ...]
    cues: tuple[Cue, ...]
    sanctions: tuple[str, ...]
    seen: tuple[Seen, ...]

    @property
    def is_title(self) -> bool:
        """Whether it is the title."""
        return self.sentence.part == "title"

    def piece(self, clause: Clause) -> str:
        """The hidden text of a clause."""
        return self.text[clause.start : clause.stop]


def read_article(document: Document, seen: Mapping[int, Sequence[Seen]]) -> tuple[Reading, ...]:
    """The readings of all sentences in order; `seen`: persons by sentence index."""
    sentences = document.sentences
    return tuple(
        _read(sentence, quote, tuple(seen.get(sentence.index, ())))
        for sentence, quote in zip(sentences, quotations(sentences), strict=True)
    )


def _read(sentence: Sentence, quote: Quotation, seen: tuple[Seen, ...]) -> Reading:
    text = hide(sentence.text)
    breaches = find_breaches(text)
    sanctions = sanctions_in(text)
    if not breaches and not sanctions and not pattern("worth").search(text):
        return Reading(sentence, quote, text, text, (), (), (), (), seen)
    masked = mask_cues(text)
    cues = tuple(c for c in find_cues(masked) if not _inside(c, breaches))
    return Reading(sentence, quote, text, masked, split_clauses(masked), breaches, cues, sanctions, seen)


def _inside(cue: Cue, breaches: Sequence[Breach]) -> bool:
    """Whether the negation belongs to the breach itself ("tidak netral")."""
    return cue.name in _NEGATIONS and any(
        b.id == "not_neutral" and b.start <= cue.start and cue.stop <= b.stop for b in breaches
    )


_NEGATIONS = frozenset({"nact", "none", "denyown", "cleared", "nofind"})
