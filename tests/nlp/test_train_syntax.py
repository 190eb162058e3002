"""Treebanks read in the words that the parser meets, figures, and `netra train syntax-spacy` on made-up trees."""

import json
from pathlib import Path

import pytest
import spacy
from typer.testing import CliRunner

from corpus.cli import app
from corpus.errors import InputError, UsageProblem
from nlp.learned.epochs import Training
from nlp.learned.train_syntax import score, train
from nlp.learned.treebank import read_trees
from nlp.syntax.parsers import open_parser
from nlp.syntax.words import Word, parse_sentences

TREES = """\
# text = Camat membaca ikrarnya.
1	Camat	camat	NOUN	_	_	2	nsubj	_	_
2	membaca	baca	VERB	_	_	0	root	_	_
3-4	ikrarnya	_	_	_	_	_	_	_	SpaceAfter=No
3	ikrar	ikrar	NOUN	_	_	2	obj	_	_
4	nya	nya	PRON	_	_	3	nmod:poss	_	_
5	.	.	PUNCT	_	_	2	punct	_	_

1	Lurah	lurah	NOUN	_	_	3	nsubj	_	_
2-3	kumelihat	_	_	_	_	_	_	_	_
2	ku	aku	PRON	_	_	3	nsubj	_	_
3	melihat	lihat	VERB	_	_	0	root	_	_
3.1	_	_	_	_	_	_	_	_	_
4	warga	_	NOUN	_	_	3	obj	_	_

"""


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    file = tmp_path / "rekaan.conllu"
    file.write_text(TREES, "utf-8")
    return file


def test_a_word_of_several_is_one_with_what_governs(treebank: Path) -> None:
    first, second = read_trees(treebank)
    assert first.words == ("Camat", "membaca", "ikrarnya", ".")
    assert [(w.upos, w.head, w.deprel) for w in first.said] == [
        ("NOUN", 2, "nsubj"), ("VERB", 0, "root"), ("NOUN", 2, "obj"), ("PUNCT", 2, "punct"),
    ]  # fmt: skip
    assert second.words == ("Lurah", "kumelihat", "warga")
    assert [(w.lemma, w.head) for w in second.said] == [("lurah", 2), ("lihat", 0), (None, 2)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1\tCamat\n\n", r"bad\.conllu, line 1: 2 columns"),
        (TREES.replace("\t2\tobj", "\t9\tobj"), r"bad\.conllu, sentence before line 8: no tree: 9"),
        (TREES.replace("\t0\troot", "\t5\troot", 1), "not one root"),
        (TREES.replace("1\tCamat", "7\tCamat"), "no tree"),
    ],
)
def test_a_bad_treebank_is_told(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.conllu"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=told):
        read_trees(file)


def test_figures_leave_punctuation_out() -> None:
    def word(upos: str, head: int, deprel: str) -> Word:
        return Word(None, upos, head, deprel)

    true = [(word("NOUN", 2, "nsubj"), word("VERB", 0, "root"), word("NOUN", 2, "obj"), word("PUNCT", 2, "punct"))]
    found = [(word("PROPN", 2, "nsubj"), word("VERB", 0, "root"), word("NOUN", 2, "nsubj"), word("PUNCT", 1, "dep"))]
    got = score(true, found)
    assert {name: got[name] for name in ("upos", "uas", "las", "words")} == {
        "upos": 0.667, "uas": 1.0, "las": 0.667, "words": 3,
    }  # fmt: skip
    assert got["relations"]["nsubj"] == {"f1": 0.667, "n": 1}
    assert got["relations"]["obj"] == {"f1": 0.0, "n": 1}


def trained(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["train", "syntax-spacy", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_parser_that_the_build_can_use(treebank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = spacy.blank
    monkeypatch.setattr(spacy, "blank", lambda _: plain("xx"))  # spares the 16,000 exceptions of "id"
    treebank.write_text(TREES * 20, "utf-8")
    out = tmp_path / "model"
    told = trained(treebank, "--dev", treebank, "--test", treebank, "-o", out, "--epochs", 12)
    card = json.loads((out / "card.json").read_text("utf-8"))
    assert json.loads(told) == card
    (name,) = card["figures"]
    assert name.endswith("/rekaan.conllu")
    assert str(tmp_path) not in json.dumps(card)
    assert card["figures"][name]["las"] > 0.9
    assert card["figures"][name]["relations"]["obj"]["f1"] > 0.9
    parser = open_parser(str(out))
    assert parser.name == f"model {card['weights']['digest']}"
    (tokens,) = parse_sentences(parser, ["Camat membaca ikrarnya."])
    assert [(t.upos, t.head, t.deprel) for t in tokens[:2]] == [("NOUN", 2, "nsubj"), ("VERB", 0, "root")]


def test_the_same_seed_gives_the_same_weights(treebank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = spacy.blank
    monkeypatch.setattr(spacy, "blank", lambda _: plain("xx"))
    trees = read_trees(treebank) * 20
    runs = [train(trees, trees, Training(seed=s, epochs=1), say=lambda _: None)[0] for s in (3, 3, 4)]
    one, two, other = (run.to_bytes(exclude=["tokenizer"]) for run in runs)
    assert one == two
    assert one != other


def test_what_is_missing_is_told(treebank: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="--output FOLDER is missing"):
        trained(treebank, "--dev", treebank)
    with pytest.raises(UsageProblem, match="--dev FILE is missing"):
        trained(treebank, "-o", tmp_path / "model")
    (tmp_path / "empty").write_text("", "utf-8")
    with pytest.raises(InputError, match="no trees"):
        trained(tmp_path / "empty", "--dev", treebank, "-o", tmp_path / "model")
