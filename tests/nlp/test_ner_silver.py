"""Silver sentences: labels first, then bodies and regions, then the teacher where it is plausible."""

from collections.abc import Sequence

from nlp.learned.ner_data import Entity, TaggedSentence
from nlp.learned.ner_silver import renamed, silver, small_words

ARTICLE = {
    "id": "x1",
    "title": "Camat Arga Wirana Dilaporkan",
    "text": "SLAWI - Camat Lebaksiu, Arga Wirana, dilaporkan ke Bawaslu Kabupaten Tegal oleh Tunggul Priyo. Sekda diam.",
    "officials": [{"name": "Arga Wirana", "position": "Camat", "region": "33.28", "role": "accused"}],
    "violations": [],
}


def shown(sentence: TaggedSentence) -> list[tuple[str, str]]:
    return [(" ".join(sentence.words[e.start : e.stop]), e.label) for e in sentence.entities]


def teacher(sentences: Sequence[Sequence[str]]) -> list[tuple[Entity, ...]]:
    """Takes each capitalised word for a person, two in a row for one."""
    found = []
    for words in sentences:
        spans: list[Entity] = []
        for at, word in enumerate(words):
            if word[0].isupper():
                joined = bool(spans) and spans[-1].stop == at
                spans = (
                    [*spans[:-1], Entity(spans[-1].start, at + 1, "PER")]
                    if joined
                    else [*spans, Entity(at, at + 1, "PER")]
                )
        found.append(tuple(spans))
    return found


def test_labels_win_and_the_teacher_adds_whom_nobody_labelled() -> None:
    title, first, second = silver(ARTICLE, teacher, small_words([{"text": "camat dan sekda"}]))
    assert shown(title) == [("Arga Wirana", "PER")]
    assert shown(first) == [
        ("SLAWI", "LOC"), ("Arga Wirana", "PER"), ("Bawaslu Kabupaten Tegal", "ORG"), ("Tunggul Priyo", "PER")
    ]  # fmt: skip
    assert shown(second) == []  # a teacher's person that stands in small letters elsewhere is none


def test_without_a_teacher_only_what_is_known_is_labelled() -> None:
    sentences = silver(ARTICLE, lambda sentences: [() for _ in sentences], frozenset())
    assert "Tunggul Priyo" not in [text for s in sentences for text, _ in shown(s)]


def test_other_names_take_the_place_of_persons_alone() -> None:
    sentence = TaggedSentence(("Camat", "Arga", "Wirana", "di", "Slawi"), (Entity(1, 3, "PER"), Entity(4, 5, "LOC")))
    nobody = TaggedSentence(("Di", "Slawi"), (Entity(1, 2, "LOC"),))
    made = [one for seed in range(12) for one in renamed([sentence, nobody], seed)]
    assert len(made) == 12
    for one in made:
        person, place = one.entities
        assert one.words[: person.start] == ("Camat",)
        assert one.words[person.stop : place.start] == ("di",)
        assert shown(one)[1] == ("Slawi", "LOC")
    assert len({one.words for one in made}) > 4
    assert list(renamed([sentence], 3)) == list(renamed([sentence], 3))
