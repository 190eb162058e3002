"""The learned opinion whether an on-topic article reports an appeal (codebook, prevention: imbauan): a reminder may be
worded without any of the verbs that the rules know. The features and the shape of the topic model
(`nlp/learned/train_appeal.py`)."""

from functools import cache
from pathlib import Path

from nlp.learned.topic_model import TopicModel, load_topic_model

MODEL = Path(__file__).parents[1] / "data" / "appeal_model.npz"

SURE = 0.75
"""From this probability on the article reports an appeal (chosen on articles that the model had not seen)."""
LIKELY = 0.4
"""The same where somebody with a say in it states in two sentences what is forbidden or what would follow."""


@cache
def load_appeal_model() -> TopicModel:
    """The shipped model. Raises as `load_topic_model`."""
    return load_topic_model(MODEL)
