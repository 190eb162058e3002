"""The recognisers' vote: they confirm, they find short forms, they make nobody an official."""

from collections.abc import Collection

import pytest

import nlp.persons.vote as vote_module
from nlp.document import Document
from nlp.learned.ner import Engine, PersonSpan
from nlp.persons.vote import confirmed, short_forms, vote
from nlp.pipeline import annotate, tagger_version
from nlp.records import OfficialMention

TEXT = "Sekda Kendal, Sugiarto Wibawa, meminta ASN netral. Kehadiran Sugiarto dinanti Wibisono. Wibawa pulang."
DOCUMENT = Document("1", "", TEXT)


def person(surface: str, engine: Engine = "spacy") -> PersonSpan:
    at = TEXT.index(surface)
    return PersonSpan(DOCUMENT.span("text", at, at + len(surface)), "PER", engine)


def official(surface: str, name: str = "Sugiarto Wibawa") -> OfficialMention:
    return OfficialMention(person(surface).span, name, "Sekretaris Daerah", "33.24", "source", rule="title, name")


def test_a_mention_is_confirmed_by_who_proposes_just_its_words() -> None:
    mention = official("Sugiarto Wibawa")
    both = [person("Sugiarto Wibawa"), person("Sugiarto Wibawa", "stanza"), person("Sugiarto Wibawa")]
    assert confirmed([mention], both)[0].confirmed_by == ("spacy", "stanza")
    assert confirmed([mention], [person("Kendal, Sugiarto Wibawa")])[0].confirmed_by == ()


@pytest.mark.parametrize(
    ("surface", "found"),
    [
        ("Kehadiran Sugiarto", 0),
        ("Sugiarto dinanti", 0),
        ("Wibisono", 0),
        ("Sugiarto Wibawa", 0),
        ("Wibawa pulang", 0),
    ],
)
def test_other_words_and_taken_places_are_no_short_form(surface: str, found: int) -> None:
    assert len(short_forms([official("Sugiarto Wibawa")], [person(surface)])) == found


def test_a_short_form_is_its_owners() -> None:
    at = TEXT.index("Sugiarto dinanti")
    span = PersonSpan(DOCUMENT.span("text", at, at + len("Sugiarto")), "PER", "spacy")
    (found,) = short_forms([official("Sugiarto Wibawa")], [span, span])
    assert (found.name, found.region, found.span.surface) == ("Sugiarto Wibawa", "33.24", "Sugiarto")
    assert found.rule == "recognised short form"
    two = [official("Sugiarto Wibawa"), official("Kendal", name="Sugiarto Kendal")]
    assert short_forms(two, [span]) == []  # whose is it?


def test_nobody_without_an_office_becomes_an_official(monkeypatch: pytest.MonkeyPatch) -> None:
    def propose(_document: Document, engine: Engine, only: Collection[str]) -> tuple[PersonSpan, ...]:
        assert {"sugiarto", "wibawa"} <= set(only)
        return person("Wibisono", engine), person("Sugiarto Wibawa", engine)

    monkeypatch.setattr(vote_module, "propose_persons", propose)
    (found,) = vote(DOCUMENT, [official("Sugiarto Wibawa")], ("spacy",))
    assert (found.name, found.confirmed_by) == ("Sugiarto Wibawa", ("spacy",))
    assert vote(DOCUMENT, [], ("spacy",)) == ()


def test_the_pipeline_asks_them_only_on_the_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def propose(document: Document, _engine: Engine, _only: Collection[str]) -> tuple[PersonSpan, ...]:
        asked.append(document.id)
        return ()

    monkeypatch.setattr(vote_module, "propose_persons", propose)
    appeal = "Sekda Kabupaten Kendal, Sugiarto Wibawa, meminta ASN menjaga netralitas dalam Pilkada 2024. " * 3
    rain = "Bupati Kendal, Sugiarto Wibawa, meninjau jembatan yang rusak diterjang banjir."
    articles = [
        {"id": "rain", "title": "Banjir", "text": rain},
        {"id": "appeal", "title": "ASN Netral", "text": appeal},
    ]
    tagged = list(annotate(articles, ("spacy",)))
    assert asked == ["appeal"]
    assert tagged[0].officials
    assert tagged[0].tagger == tagger_version(("spacy",)) != tagger_version()
    assert list(annotate(articles))[1].tagger == tagger_version()
    assert asked == ["appeal"]


def test_the_shipped_model_confirms_in_the_pipeline() -> None:
    text = "Sekretaris Daerah Kabupaten Kendal, Sugiarto Wibawa, meminta ASN menjaga netralitas dalam Pilkada 2024.\n"
    (tags,) = annotate([{"id": "1", "title": "ASN Diminta Netral", "text": text * 3}], ("spacy",))
    assert [m.confirmed_by for m in tags.officials] == [("spacy",)] * 3
