"""The learned second opinion: the same features in training and in use, weights that survive the file, honest labels."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.document import Document
from nlp.learned.sentence_features import BUCKETS, features, stem
from nlp.learned.sentence_model import SUBSTATUSES, load_model, opinions
from nlp.learned.train_sentences import cross_validate, fit, labels, save


def article(ident: str, sentences: list[tuple[str, str | None]]) -> dict[str, Any]:
    """A labelled article of body sentences, each with its substatus or None."""
    return {
        "id": ident,
        "title": "Kabar dari kecamatan",
        "text": "\n".join(text for text, _ in sentences),
        "violations": [{"quote": text, "substatus": substatus} for text, substatus in sentences if substatus],
    }


SMALL = [
    article(
        f"w{n}",
        [
            (f"Lurah ke-{n} diduga membagikan kaus calon bupati kepada warga.", "suspected"),
            (f"Pasar di blok {n} ramai pembeli sejak pagi hari.", None),
            ("Pegawai dilarang ikut kampanye calon mana pun.", "forbidden"),
            ("Hujan turun deras di sejumlah desa pada malam hari.", None),
        ],
    )
    for n in range(12)
]


@pytest.mark.parametrize(
    ("one", "other"), [("berpihak", "dipihak"), ("mendukung", "dukungan"), ("kampanyekan", "berkampanye")]
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_a_short_word_is_its_own_stem() -> None:
    assert stem("beras") == "beras"


def test_features_are_those_that_the_shipped_weights_were_made_with() -> None:
    found = features("camat ikut", "", "", is_title=True)
    assert sorted(found) == [6984, 15298, 38947, 121397, 124192, 161899, 212827]
    assert max(found) < BUCKETS


def test_numbers_count_as_zeros() -> None:
    assert features("ada 3 kasus", "", "", False) == features("ada 7 kasus", "", "", False)


def test_the_context_weighs_less_than_the_sentence() -> None:
    alone = features("kampanye", "", "", False)
    context = features("", "kampanye", "", False)
    assert max(alone.values()) > max(v for k, v in context.items() if k not in alone)


def test_a_model_learns_what_it_is_shown() -> None:
    model = fit(SMALL)
    told = Document("x", "Kabar dari kecamatan", "Camat diduga membagikan kaus calon.\nHujan turun sejak pagi hari.")
    breach, rain = opinions(told, model)[1:]
    assert breach.breach > 0.5 > rain.breach
    assert (breach.status, breach.substatus) == ("alleged", "suspected")


def test_weights_survive_the_file(tmp_path: Path) -> None:
    model = fit(SMALL)
    save(model, tmp_path / "m.npz")
    again = load_model(tmp_path / "m.npz")
    assert np.allclose(model.weights, again.weights, atol=5e-3)
    assert np.array_equal(model.bias, again.bias)


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "m.npz", buckets=np.arange(2), weights=np.zeros((2, 3)), bias=np.zeros(3))
    with pytest.raises(ValueError, match=r"m\.npz: weights .* train again"):
        load_model(tmp_path / "m.npz")


def test_a_quote_that_is_not_in_the_article_stops_the_training() -> None:
    wrong = SMALL[0] | {"violations": [{"quote": "tidak ada di sini", "substatus": "suspected"}]}
    with pytest.raises(ValueError, match="w0: quote is not in the article"):
        labels(wrong, Document.from_input(wrong))


def test_each_article_is_judged_by_a_model_that_has_not_seen_it() -> None:
    figures = cross_validate(SMALL)
    assert figures["f1"] == 1.0
    assert figures["n"] == 24


def test_the_shipped_model_knows_every_substatus() -> None:
    assert load_model().weights.shape == (BUCKETS, 1 + len(SUBSTATUSES))
