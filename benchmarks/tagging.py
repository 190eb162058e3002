"""Articles a second of the tagger, as a ratio to spaCy's bare Indonesian tokenizer on the same texts in the same run.

    python benchmarks/tagging.py ARTICLES.jsonl [--rounds 3]

One process, one thread; the two take turns, the median round counts. Absolute figures depend on the machine; the ratio
is what is compared from one day to the next.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from nlp.document import Document
from nlp.pipeline import annotate


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes, in seconds of this process's own time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print articles a second of both, and the ratio."""
    parser = argparse.ArgumentParser(description="The tagger beside spaCy's bare tokenizer.")
    parser.add_argument("articles", type=Path, help='JSON lines with "title" and "text"')
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.articles.read_text("utf-8").split("\n") if line.strip()]
    documents = [Document(str(n), row.get("title") or "", row["text"]) for n, row in enumerate(rows)]
    texts = [f"{d.title}\n{d.text}" for d in documents]
    bare = spacy.blank("id")
    list(annotate(documents[:50]))  # patterns and models are compiled at first use
    list(bare.tokenizer.pipe(texts[:50]))
    alone, tagged = [], []
    for _ in range(options.rounds):
        alone.append(seconds(lambda: list(bare.tokenizer.pipe(texts))))
        fresh = [Document(d.id, d.title, d.text) for d in documents]  # a document caches its sentences
        tagged.append(seconds(lambda fresh=fresh: list(annotate(fresh))))
    tokenizer, tagger = statistics.median(alone), statistics.median(tagged)
    print(f"{len(rows)} articles, median of {options.rounds} rounds")
    print(f"bare tokenizer  {len(rows) / tokenizer:8.1f} articles a second")
    print(f"netra           {len(rows) / tagger:8.1f} articles a second")
    print(f"ratio           {tokenizer / tagger:8.2f}")


if __name__ == "__main__":
    main()
