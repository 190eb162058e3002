"""The learned topic model and what the training commands share."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.document import Document
from nlp.learned.topic_model import MODEL, SURE, article_features, load_topic_model
from nlp.learned.train_topic import cross_validate, fit, save
from nlp.learned.training import f_score, fold_of, read_gold, train
from nlp.pipeline import annotate
from nlp.subject.topic import find_topic

GOLD = Path(__file__).parents[1] / "gold"
SMALL: list[dict[str, Any]] = [
    {"id": f"p{n}", "title": "Camat dilaporkan", "text": f"Camat {n} ikut kampanye calon bupati.", "topic": "yes"}
    for n in range(10)
] + [
    {"id": f"n{n}", "title": "Harga cabai naik", "text": f"Pasar {n} sepi pembeli sejak pagi.", "topic": "no"}
    for n in range(10)
]
# Told by its acts, in words that no rule has.
ACTS = {
    "id": "x",
    "title": "Dukuh Jadi Penabuh Gamelan di Panggung Paslon, Warga Lapor Bawaslu",
    "text": "BANTUL - Seorang dukuh dilaporkan warga ke Bawaslu karena tampil di panggung pasangan calon bupati.\n"
    "Dukuh itu mengenakan kaus bergambar paslon dan mengajak penonton mencoblos nomor dua.\n"
    "Bawaslu akan memanggil dukuh dan pelapor pekan ini.",
}


def test_it_learns_what_it_is_shown() -> None:
    model = fit(SMALL)
    told = Document("x", "Lurah dilaporkan", "Lurah itu ikut kampanye calon bupati.")
    other = Document("y", "Harga beras naik", "Pasar sepi sejak pagi.")
    assert model.judge(told) > 0.5 > model.judge(other)


def test_weights_survive_the_file(tmp_path: Path) -> None:
    model = fit(SMALL)
    save(model, tmp_path / "m.npz")
    again = load_topic_model(tmp_path / "m.npz")
    assert np.allclose(model.weights, again.weights, atol=5e-3)
    assert again.bias == model.bias


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "m.npz", buckets=np.arange(2), weights=np.zeros((2, 3)), bias=np.float64(0))
    with pytest.raises(ValueError, match=r"m\.npz: weights .* train again"):
        load_topic_model(tmp_path / "m.npz")


def test_words_of_the_title_weigh_more() -> None:
    title, body = Document("x", "kampanye", ""), Document("x", "", "kampanye")
    assert sum(article_features(title).values()) > sum(article_features(body).values())


def test_an_article_told_by_its_acts_is_on_the_topic() -> None:
    assert load_topic_model().judge(Document.from_input(ACTS)) >= SURE
    assert next(annotate([ACTS])).topic == "yes"


def test_an_article_without_public_servant_or_election_is_never_judged() -> None:
    rain = Document("x", "Hujan Deras", "Hujan turun sejak pagi.")
    assert find_topic(rain) == "no"
    assert next(annotate([{"id": "x", "title": rain.title, "text": rain.text}])).topic == "no"


def test_breaches_of_something_else_are_none_of_ours() -> None:
    """Discipline without a contest: several sentences that name a sanction make no article on the topic."""
    text = (
        "Pemkab menjatuhkan hukuman disiplin kepada lima ASN yang terbukti mangkir.\nDua diberhentikan, tiga diturunkan "
        "jabatannya.\nBKPSDM menegaskan sanksi berlaku bagi ASN yang melanggar jam kerja.\nKampanye tepat waktu digelar."
    )
    tags = next(annotate([{"id": "x", "title": "Lima ASN Mangkir Disanksi, Dua Dipecat", "text": text}]))
    assert (tags.topic, tags.violations) == ("no", ())


def test_each_article_is_judged_by_a_model_that_has_not_seen_it() -> None:
    assert cross_validate(SMALL, threshold=0.5)["f1"] == 1.0


def test_folds_are_the_same_in_each_run_and_all_used() -> None:
    folds = [fold_of({"id": f"g{n}"}) for n in range(40)]
    assert folds[:6] == [fold_of({"id": f"g{n}"}) for n in range(6)]
    assert set(folds) == {0, 1, 2, 3, 4}


def test_figures_from_counts() -> None:
    assert f_score(hit=8, told=10, true=16) == {"precision": 0.8, "recall": 0.5, "f1": 0.615, "n": 16}
    assert f_score(hit=0, told=0, true=0)["f1"] == 0


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": "a"}\n\n{"id": \n', "utf-8")
    with pytest.raises(ValueError, match=r"gold\.jsonl, line 3: not JSON"):
        read_gold([file])


def test_a_line_separator_in_a_text_ends_no_line(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": "a", "text": "satu\u2028dua"}\n', "utf-8")
    assert read_gold([file]) == [{"id": "a", "text": "satu\u2028dua"}]


def test_the_command_writes_model_and_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold, out = tmp_path / "small.jsonl", tmp_path / "m.npz"
    gold.write_text("".join(json.dumps(a) + "\n" for a in SMALL), "utf-8")
    monkeypatch.setattr("sys.argv", ["train_topic", str(gold), "-o", str(out)])
    train("Train.", MODEL, fit, save, cross_validate)
    card = json.loads(out.with_suffix(".json").read_text("utf-8"))
    assert out.is_file()
    assert (card["articles"], list(card["trained_on"])) == (20, ["small.jsonl"])


@pytest.mark.parametrize("name", ["topic_model.json", "sentence_model.json", "appeal_model.json"])
def test_no_shipped_model_was_trained_on_what_judges_it(name: str) -> None:
    card = json.loads((MODEL.parent / name).read_text("utf-8"))
    assert "heldout.jsonl" not in card["trained_on"]
    assert set(card["trained_on"]) <= {file.name for file in GOLD.glob("*.jsonl")}
