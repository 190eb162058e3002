"""Imported by the server that workers are forked from: what each of them needs is loaded and compiled once, there.

The tagger's patterns take seconds to compile; a forked worker inherits them."""

from contextlib import suppress

from crawler.outlet import load_outlets
from nlp.pipeline import annotate

_SAMPLE = {"id": "warm", "title": "Camat dilaporkan", "text": "ASN diduga tidak netral pada Pilkada 2024."}

load_outlets()
# A fault of the tagger must not end the server without a word: it shows again at the first article, and is told there.
with suppress(Exception):
    list(annotate([_SAMPLE]))
