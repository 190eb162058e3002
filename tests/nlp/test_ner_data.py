"""Sentences with named entities: reading, writing, tags, scores."""

from pathlib import Path

import pytest

from nlp.learned.ner_data import Entity, TaggedSentence, entities_of, label_scores, read_sentences, write_sentences

ARGA = TaggedSentence(
    ("Camat", "Arga", "Wirana", "hadir", "di", "Slawi", "."), (Entity(1, 3, "PER"), Entity(5, 6, "LOC"))
)


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        (["O", "B-PER", "I-PER", "O"], [(1, 3, "PER")]),
        (["B-PER", "B-PER"], [(0, 1, "PER"), (1, 2, "PER")]),
        (["B-PER", "I-LOC"], [(0, 1, "PER"), (1, 2, "LOC")]),
        (["I-ORG", "I-ORG", "O"], [(0, 2, "ORG")]),
        (["S-PER", "B-LOC", "I-LOC", "E-LOC", "S-LOC"], [(0, 1, "PER"), (1, 4, "LOC"), (4, 5, "LOC")]),
        ([], []),
    ],
)
def test_tags_spell_entities(tags: list[str], found: list[tuple[int, int, str]]) -> None:
    assert entities_of(tags) == tuple(Entity(*one) for one in found)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    other = TaggedSentence(("Tidak", "ada"), ())
    write_sentences([ARGA, other], tmp_path / "a.txt")
    assert read_sentences(tmp_path / "a.txt") == [ARGA, other]


def test_columns_between_are_passed_over_and_labels_have_one_name(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Arga PROPN B-PERSON\nWirana PROPN I-PERSON\ndi ADP O\nSlawi PROPN B-PLACE\n\n\n", "utf-8")
    (sentence,) = read_sentences(file)
    assert sentence.entities == (Entity(0, 2, "PER"), Entity(3, 4, "LOC"))


@pytest.mark.parametrize(("text", "where"), [("a O\nb X-PER\n", "a.txt, line 2"), ("a O\n\nb\n", "a.txt, line 3")])
def test_a_wrong_line_is_named(tmp_path: Path, text: str, where: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=where):
        read_sentences(file)


def test_scores_are_of_exact_entities() -> None:
    wanted = [ARGA.entities, ()]
    found = [(Entity(1, 2, "PER"), Entity(5, 6, "LOC")), (Entity(0, 1, "ORG"),)]
    scores = label_scores(wanted, found)
    assert scores["PER"] == {"precision": 0, "recall": 0, "f1": 0, "n": 1}
    assert scores["LOC"]["f1"] == 1
    assert scores["ORG"]["n"] == 0
    assert scores["all"] == {"precision": pytest.approx(1 / 3, abs=1e-3), "recall": 0.5, "f1": 0.4, "n": 2}
