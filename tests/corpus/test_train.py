"""`netra train`: twenty made-up sentences in, a model and its card out; and what `--models` does where one is missing."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
import spacy
from typer.testing import CliRunner

import corpus.tagging.models
from corpus.build import build
from corpus.cli import app
from corpus.errors import InputError, NothingThere, UsageProblem
from nlp.learned.epochs import Training
from nlp.learned.ner import missing
from nlp.learned.ner_data import Entity, TaggedSentence, read_sentences, write_sentences
from nlp.learned.train_ner_spacy import train

NAMES = ("Arga Wirana", "Ratri Kusuma", "Tunggul Priyo", "Laras", "Damar Wicaksana")
ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold"


def made_up() -> Iterator[TaggedSentence]:
    for number in range(20):
        name = NAMES[number % len(NAMES)].split()
        before = ("Camat", "Lurah", "Bupati", "kata")[number % 4]
        words = (before, *name, "hadir", "di", "Slawi", ".")
        yield TaggedSentence(words, (Entity(1, 1 + len(name), "PER"), Entity(len(name) + 3, len(name) + 4, "LOC")))


@pytest.fixture
def sentences(tmp_path: Path) -> Path:
    file = tmp_path / "made_up.txt"
    write_sentences(made_up(), file)
    return file


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["train", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("engine", ["spacy", "stanza"])
def test_a_recogniser_with_its_card(engine: str, sentences: Path, tmp_path: Path) -> None:
    if engine == "stanza":
        pytest.importorskip("stanza", reason="the extra stanza is not installed")
    out = tmp_path / engine
    told = run(
        f"ner-{engine}", sentences, sentences, "--dev", sentences, "--test", sentences, "-o", out, "--epochs", 3
    )
    card = json.loads((out / "card.json").read_text("utf-8"))
    assert json.loads(told) == card
    (name,) = card["trained_on"]
    assert name.endswith("/made_up.txt")
    assert str(tmp_path) not in json.dumps(card)
    assert card["trained_on"][name]["sha256"] == sha256(sentences.read_bytes()).hexdigest()
    assert card["trained_on"][name] | {"sha256": ""} == {"sha256": "", "sentences": 20, "words": 136, "times": 2}
    assert card["seed"] == 7
    assert set(card["figures"][name]["PER"]) == {"precision", "recall", "f1", "n"}
    assert card["versions"][engine]
    assert 1 <= len(card["epochs"]) <= 3
    assert str(tmp_path).encode() not in b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())


def test_the_same_seed_gives_the_same_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = spacy.blank
    monkeypatch.setattr(spacy, "blank", lambda _: plain("xx"))  # spares the 16,000 exceptions of "id"
    data = list(made_up())
    models = [train(data, data, Training(seed=seed, epochs=1), say=len)[0] for seed in (7, 7, 8)]
    weights = [model.get_pipe("ner").model.to_bytes() for model in models]
    assert weights[0] == weights[1] != weights[2]


def test_silver_sentences_keep_a_fold_apart(sentences: Path, tmp_path: Path) -> None:
    out = tmp_path / "silver.txt"
    run("silver", sentences, "--dev", sentences, "--articles", GOLD / "hard.jsonl", "-o", out, "--minutes", 0)
    ours, apart = read_sentences(out), read_sentences(tmp_path / "silver-heldout.txt")
    assert len(ours) > len(apart) > 10
    assert not {s.words for s in ours if len(s.words) > 8} & {s.words for s in apart}
    card = json.loads((tmp_path / "silver.json").read_text("utf-8"))
    assert card["articles"] == {"hard.jsonl": sha256((GOLD / "hard.jsonl").read_bytes()).hexdigest()}


def test_a_linear_model_with_its_card(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="the extra train is not installed")
    few = tmp_path / "few.jsonl"
    lines = (GOLD / "hard.jsonl").read_text("utf-8").split("\n")[:9]
    off = (GOLD / "offtopic.jsonl").read_text("utf-8").split("\n")[:9]
    few.write_text("\n".join([*lines, *off]), "utf-8")
    run("topic", few, "-o", tmp_path / "topic.npz")
    card = json.loads((tmp_path / "topic.json").read_text("utf-8"))
    assert card["articles"] == 18
    assert (tmp_path / "topic.npz").stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["ner-spacy", "nowhere.txt", "--dev", "nowhere.txt"], NothingThere, "nowhere.txt: there is no such file"),
        (["ner-spacy", "FILE"], UsageProblem, "--dev FILE is missing"),
        (["silver", "FILE", "--dev", "FILE", "-o", "OUT"], UsageProblem, "--articles"),
        (["ner-spacy", "FILE", "--dev", "FILE", "--articles", "FILE"], UsageProblem, "belongs to silver"),
        (["silver", "FILE", "--dev", "FILE", "--articles", "FILE"], UsageProblem, "--output FILE is missing"),
        (["ner-spacy", "BAD", "--dev", "FILE", "-o", "OUT"], InputError, "bad.txt, line 2"),
    ],
)
def test_what_cannot_be_trained_is_said(
    arguments: list[str], error: type[Exception], message: str, sentences: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.txt").write_text("Arga B-PER\nhadir WHO\n", "utf-8")
    places = {"FILE": str(sentences), "BAD": str(tmp_path / "bad.txt"), "OUT": str(tmp_path / "out")}
    with pytest.raises(error, match=message):
        CliRunner().invoke(app, ["train", *(places.get(a, a) for a in arguments)], catch_exceptions=False)


def test_a_missing_recogniser_is_said_once_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        corpus.tagging.models,
        "missing",
        lambda engine: "stanza is not installed" if engine == "stanza" else missing(engine),
    )
    source = tmp_path / "a.jsonl"
    text = "Sekretaris Daerah Kabupaten Kendal, Sugiarto Wibawa, meminta ASN menjaga netralitas dalam Pilkada 2024.\n"
    lines = [json.dumps({"id": str(n), "title": "ASN Diminta Netral", "text": text * 3}) for n in range(3)]
    source.write_text("\n".join(lines), "utf-8")
    result = CliRunner().invoke(app, ["tag", str(source), "--models", "all"], catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stderr.count("stanza is not installed") == 1
    tagged = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(tagged) == 3
    assert all(m["confirmed_by"] == ["spacy"] for one in tagged for m in one["spans"]["officials"])
    assert " spacy+" in tagged[0]["tagger"]
    plain = CliRunner().invoke(app, ["tag", str(source)], catch_exceptions=False)
    assert plain.stderr == ""
    assert " spacy+" not in json.loads(plain.stdout.splitlines()[0])["tagger"]


def test_a_build_keeps_who_confirmed_what(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    text = "Sekretaris Daerah Kabupaten Kendal, Sugiarto Wibawa, meminta ASN menjaga netralitas dalam Pilkada 2024.\n"
    source.write_text(json.dumps({"id": "1", "title": "ASN Diminta Netral", "text": text * 3}), "utf-8")
    summary = build(tmp_path / "data", articles=[source], engines=("spacy",), workers=1)
    with duckdb.connect(str(summary.corpus), read_only=True) as opened:
        found = opened.execute("SELECT confirmed_by FROM official_mentions").fetchall()
        models = opened.execute("SELECT parameters['models'], tagger FROM builds").fetchone()
    assert found == [(["spacy"],)] * 3
    assert models is not None
    assert models[0] == "spacy"
    assert " spacy+" in models[1]
