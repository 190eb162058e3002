"""The door to parsers: tokens keep their place in the text, Stanza's files are found and fetched, absence is told."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
import spacy
from spacy.language import Language
from stanza_double import WANTED, fill, resources

from nlp.syntax import stanza_models
from nlp.syntax.parsers import by_spacy, by_stanza, open_parser
from nlp.syntax.stanza_models import PROCESSORS, download, installed, require
from nlp.syntax.words import Parser, ParserFault, ParserMissing, Token, Word, parse_sentences


def chain(sentences: Sequence[Sequence[str]]) -> list[tuple[Word, ...]]:
    """Each word hangs on the one before it."""
    return [
        tuple(Word(w.lower(), "NOUN", n, "root" if n == 0 else "flat") for n, w in enumerate(words))
        for words in sentences
    ]


def test_tokens_have_their_place_in_the_untouched_text() -> None:
    sentence = "\u201cNetral\u00a0itu wajib,\u201d kata Drs. Wirya."
    (tokens,) = parse_sentences(Parser("double", chain), [sentence])
    words = [sentence[t.start : t.stop] for t in tokens]
    assert words == ["\u201c", "Netral", "itu", "wajib", ",", "\u201d", "kata", "Drs.", "Wirya", "."]
    assert tokens[1] == Token("netral", "NOUN", 1, "flat", 1, 7)


def test_blank_sentences_are_kept_in_step() -> None:
    found = parse_sentences(Parser("double", chain), ["Ia hadir.", "  ", "Camat diam."])
    assert [len(tokens) for tokens in found] == [3, 0, 3]
    assert found[2][0].lemma == "camat"


@pytest.mark.parametrize(
    ("parse", "told"),
    [
        (lambda sentences: [chain([words[:-1]])[0] for words in sentences], "3 words in, 2 out"),
        (lambda _: [], "3 words in, 0 out"),
        (lambda sentences: [tuple(Word(None, "X", 9, "dep") for _ in words) for words in sentences], "head 9"),
    ],
)
def test_a_parser_that_answers_something_else_is_a_fault(parse: Any, told: str) -> None:
    with pytest.raises(ParserFault, match=told):
        parse_sentences(Parser("double", parse), ["Ia hadir."])


def test_a_spacy_pipeline_keeps_a_sentence_whole() -> None:
    nlp = spacy.blank("xx")

    @Language.component("all_on_the_second")
    def all_on_the_second(doc: Any) -> Any:
        for token in doc:
            assert token.is_sent_start is (token.i == 0)
            token.head, token.dep_, token.pos_ = doc[1], "nsubj", "NOUN"
        return doc

    nlp.add_pipe("all_on_the_second")
    (words,) = by_spacy(nlp, [("Camat", "hadir", ".")])
    assert [(w.head, w.deprel, w.lemma) for w in words] == [(2, "nsubj", None), (0, "root", None), (2, "nsubj", None)]


def test_what_stanza_says_becomes_words() -> None:
    said = SimpleNamespace(lemma="hadir", upos="VERB", head=0, deprel="root")
    empty = SimpleNamespace(lemma=None, upos=None, head=1, deprel="punct")

    def pipeline(sentences: list[list[str]]) -> Any:
        assert sentences == [["Hadir", "."]]
        return SimpleNamespace(sentences=[SimpleNamespace(words=[said, empty])])

    assert by_stanza(pipeline, [("Hadir", ".")]) == [(Word("hadir", "VERB", 0, "root"), Word(None, "X", 1, "punct"))]
    assert by_stanza(pipeline, []) == []


@pytest.fixture
def offer(tmp_path: Path) -> Iterator[str]:
    """A server of models on this machine."""
    stanza = pytest.importorskip("stanza", reason="the extra stanza is not installed")
    folder = tmp_path / "offer"
    folder.mkdir()
    fill(folder, stanza.__resources_version__)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_stanzas_own_downloader_brings_what_is_needed(offer: str, tmp_path: Path) -> None:
    from stanza.resources.common import download as stanza_download

    fetch = partial(stanza_download, resources_url=offer, model_url=offer + "/{lang}/{filename}")
    folder = tmp_path / "models"
    assert installed("csui", folder).absent == ("resources.json",)
    found = download("csui", folder, fetch)
    assert found.whole
    assert sorted(str(file.relative_to(folder)) for file in found.files) == WANTED
    assert sorted(str(p.relative_to(folder)) for p in folder.rglob("*.pt")) == WANTED
    before = found.digest()
    (folder / "id/pos/csui_charlm.pt").write_text("other", "utf-8")
    assert require("csui", folder).digest() != before
    (folder / "id/pretrain/conll17.pt").unlink()
    with pytest.raises(ParserMissing, match=r"id/pretrain/conll17\.pt missing.*netra models download stanza-csui"):
        open_parser("stanza-csui", folder)
    with pytest.raises(ParserMissing, match="not in resources"):
        download("gsd", folder, lambda *_args, **_options: None)


def test_stanza_itself_would_load_the_same_files() -> None:
    common = pytest.importorskip("stanza.resources.common", reason="the extra stanza is not installed")
    chosen = common.maintain_processor_list(resources(), "id", None, dict.fromkeys(PROCESSORS, "csui"))
    flat = common.flatten_processor_list(common.add_dependencies(resources(), "id", chosen))
    assert sorted(f"id/{kind}/{name}.pt" for kind, name in flat) == WANTED


def test_a_damaged_list_is_told(tmp_path: Path) -> None:
    for text in ("{", json.dumps({"en": {}})):
        (tmp_path / "resources.json").write_text(text, "utf-8")
        with pytest.raises(ParserMissing, match=r"resources\.json.*netra models download"):
            installed("gsd", tmp_path)


def test_absence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ParserMissing, match="neither stanza-gsd, stanza-csui nor a folder of a spaCy model"):
        open_parser(str(tmp_path / "nothing"))
    with pytest.raises(ParserMissing, match=r"resources\.json missing"):
        open_parser("stanza-gsd", tmp_path)
    spacy.blank("xx").to_disk(tmp_path / "blank")
    with pytest.raises(ParserMissing, match="has no parser, only nothing"):
        open_parser(str(tmp_path / "blank"))
    monkeypatch.setattr(stanza_models, "find_spec", lambda _: None)
    with pytest.raises(ParserMissing, match="pip install"):
        open_parser("stanza-gsd")
    with pytest.raises(ParserMissing, match="pip install"):
        download("gsd", tmp_path)
