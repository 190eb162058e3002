"""The shipped recognisers: what they propose, where, and what is said when one is not here."""

import json
from pathlib import Path

import pytest

import nlp.learned.ner as ner
from nlp.document import Document
from nlp.learned.ner import ENGINES, Engine, EngineMissing, engines_of, missing, propose_persons, recognise
from nlp.learned.ner_baseline import persons_by_spacy, persons_by_stanza

DOCUMENT = Document(
    "1",
    "Sekda Kendal Ingatkan ASN",
    "Sekretaris Daerah Kabupaten Kendal, Sugiarto Wibawa, meminta ASN netral.\n"
    "Baca juga: Bambang Riyanto Dilantik\n"
    "\u201cJangan ikut kampanye,\u201d kata Sugiarto saat ditemui di Weleri.\n"
    "semua diam.",
)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param
    if reason := missing(found):
        pytest.skip(reason)
    return found


def test_persons_with_their_place_in_the_untouched_text(engine: Engine) -> None:
    found = propose_persons(DOCUMENT, engine)
    assert [p.span.surface for p in found if p.span.part == "text"] == ["Sugiarto Wibawa", "Sugiarto"]
    for person in recognise(DOCUMENT, engine):
        assert DOCUMENT.span(person.span.part, person.span.start, person.span.stop) == person.span
        assert person.engine == engine


def test_places_are_no_persons(engine: Engine) -> None:
    assert ("Weleri", "LOC") in [(p.span.surface, p.label) for p in recognise(DOCUMENT, engine)]


def test_only_sentences_with_a_wanted_word_are_read(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = ner.TAGGERS[engine]
    monkeypatch.setitem(ner.TAGGERS, engine, lambda s: (read.extend(" ".join(w) for w in s), real(s))[1])
    assert [p.span.surface for p in propose_persons(DOCUMENT, engine, {"wibawa"})] == ["Sugiarto Wibawa"]
    assert len(read) == 1


def test_nothing_to_read_is_nothing_found(engine: Engine) -> None:
    assert recognise(Document("2", "", "semua diam."), engine) == ()
    assert recognise(Document("3", "", ""), engine) == ()


def test_a_lone_surrogate_does_no_harm(engine: Engine) -> None:
    document = Document("4", "", "Camat \ud83d Lebaksiu, Sugiarto Wibawa, hadir.")
    assert "Sugiarto Wibawa" in [p.span.surface for p in propose_persons(document, engine)]


def test_baselines_name_each_person_once() -> None:
    text = "Sugiarto Wibawa hadir. Sugiarto Wibawa lalu pulang, kata Ratri Kusuma."
    assert persons_by_spacy(text).count("Sugiarto Wibawa") == 1
    if reason := missing("stanza"):
        pytest.skip(reason)
    assert persons_by_stanza(text).count("Sugiarto Wibawa") == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_what_ships_has_a_card_and_a_notice(engine: Engine) -> None:
    folder = ner.SPACY_MODEL if engine == "spacy" else ner.STANZA_MODEL
    card = json.loads((folder / "card.json").read_text("utf-8"))
    assert card["weights"]["bytes"] <= 11_000_000
    assert ner.weights_digest(engine) == card["weights"]["sha256"][:8] if missing(engine) is None else True
    assert {"seed", "trained_on", "figures", "versions"} <= set(card)
    assert not [name for name in card["trained_on"] if "heldout" in name or "nerui" in name or "judge" in name]
    assert "Permission is hereby granted" in (folder / "NOTICE.md").read_text("utf-8")


def test_engines_of_a_choice() -> None:
    assert [engines_of(c) for c in ner.CHOICES] == [(), ("spacy",), ("stanza",), ("spacy", "stanza")]


def test_who_is_missing_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ner, "find_spec", lambda _: None)
    assert "pip install 'netra-corpus[stanza]'" in str(missing("stanza"))
    with pytest.raises(EngineMissing, match="netra-corpus"):
        ner.load_stanza(tmp_path)
    monkeypatch.setattr(ner, "find_spec", lambda _: object())
    monkeypatch.setattr(ner, "SPACY_MODEL", tmp_path)
    assert "netra train ner-spacy" in str(missing("spacy"))
