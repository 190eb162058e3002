"""The learned opinion on appeals: asked only where the rules have none, in on-topic articles only."""

from typing import Any, Literal

import numpy as np
import pytest

from nlp.document import Document
from nlp.learned.topic_model import TopicModel
from nlp.learned.train_appeal import cross_validate, fit, has_appeal
from nlp.records import Span, ViolationMention
from nlp.subject import prevention
from nlp.subject.prevention import find_prevention

SMALL: list[dict[str, Any]] = [
    {"id": f"p{n}", "title": "Panglima beri wejangan", "text": f"Serdadu {n} diberi wejangan.", "topic": "yes",
     "prevention": ["imbauan"]}
    for n in range(8)
] + [
    {"id": f"n{n}", "title": "Camat diperiksa", "text": f"Berkas {n} dikaji.", "topic": "yes", "prevention": []}
    for n in range(8)
]  # fmt: skip
OFF_TOPIC = {"id": "x", "title": "Wejangan", "text": "Wejangan.", "topic": "no", "prevention": ["imbauan"]}


def norm(
    document: Document, substatus: str, said_by: str, reference: Literal["case", "rule"] = "rule"
) -> ViolationMention:
    span = Span("text", 0, 5, document.text[:5])
    return ViolationMention(
        span, "prohibited", substatus, reference, "current", (), (), (), (said_by,), (), None, span
    )


def fixed(monkeypatch: pytest.MonkeyPatch, probability: float) -> None:
    model = TopicModel(np.zeros(1 << 18, np.float32), float(np.log(probability / (1 - probability))))
    monkeypatch.setattr(prevention, "load_appeal_model", lambda: model)


DOCUMENT = Document("x", "Wejangan", "Serdadu diberi wejangan.")


def test_it_learns_what_it_is_shown_and_leaves_other_topics_out() -> None:
    model = fit([*SMALL, OFF_TOPIC])
    assert model.judge(Document("a", "Wejangan panglima", "Serdadu diberi wejangan.")) > 0.5
    assert model.judge(Document("b", "Lurah diperiksa", "Berkas dikaji.")) < 0.5
    assert cross_validate(SMALL, threshold=0.5) == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 8}
    assert has_appeal(OFF_TOPIC)


def test_a_sure_model_speaks_only_on_the_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    fixed(monkeypatch, 0.9)
    (mention,) = find_prevention(DOCUMENT, on_topic=True)
    assert (mention.kind, mention.span.surface, mention.rule) == ("imbauan", "Wejangan", "appeal model: 0.90")
    assert find_prevention(DOCUMENT) == ()


def test_a_likely_one_needs_two_norms_from_somebody_with_a_say(monkeypatch: pytest.MonkeyPatch) -> None:
    fixed(monkeypatch, 0.5)
    told = norm(DOCUMENT, "forbidden", "ppk_atasan")
    threat = norm(DOCUMENT, "consequence", "pengawas")
    assert find_prevention(DOCUMENT, [told], on_topic=True) == ()
    assert find_prevention(DOCUMENT, [told, norm(DOCUMENT, "forbidden", "warga")], on_topic=True) == ()
    assert find_prevention(DOCUMENT, [told, norm(DOCUMENT, "consequence", "pengawas", "case")], on_topic=True) == ()
    (mention,) = find_prevention(DOCUMENT, [told, threat], on_topic=True)
    assert mention.span == told.span


def test_what_a_rule_finds_is_not_said_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    fixed(monkeypatch, 0.9)
    document = Document("x", "", "Sekda mengimbau ASN tetap netral.")
    (mention,) = find_prevention(document, on_topic=True)
    assert mention.rule.startswith("prevention: ")
