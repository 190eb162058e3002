"""The figures of the extraction on ../shared/pages: with rules, without, without names of elements."""

import importlib.util
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from crawler.article import Article
from crawler.catalogue.family_match import outlet_for_page
from crawler.extract import extract_page
from crawler.extract_files import as_record, read_index

UP = ("F1", "F1pp", "P", "R", "title", "pub", "aut", "dl")
DOWN = ("leak", "miss_pp", "autfalse", "dlfalse", "F1_under_.8", "empty", "lists_as_articles")
# as read; hosts unknown; and without class and id, which stands for a template that nobody has seen
WAYS = ("rules", "generic", "nameless")
_NAMES = re.compile(rb"""\b(?:class|id)\s*=\s*("[^"]*"|'[^']*')""")


def load_scorer(shared: Path) -> ModuleType:
    """The scorer that judges, as a module."""
    spec = importlib.util.spec_from_file_location("score_extraction", shared / "score_extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _nameless(body: bytes) -> bytes:
    return _NAMES.sub(lambda match: match[0] if b"wm-" in match[0] else b"", body)


def figures(shared: Path, way: str) -> Mapping[str, float]:
    """The scorer's overall figures in one of WAYS, and how many list pages were taken for articles."""
    scorer = load_scorer(shared)
    pages = shared / "pages"
    index = read_index(pages)
    rows = []
    lists = 0
    for line in (pages / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        url, body = index.get(gold["file"]), (pages / gold["file"]).read_bytes()
        body = _nameless(body) if way == "nameless" else body
        found = extract_page(body, url, outlet_for_page(url, body) if way == "rules" else None)
        if gold["page_type"] != "article":
            lists += isinstance(found, Article)
        else:
            rows.append(
                scorer.score_page(gold, as_record(gold["file"], found) if isinstance(found, Article) else None)
            )
    overall: dict[str, Any] = scorer.overall(rows)
    return {name: float(overall[name]) for name in (*UP, *DOWN[:-1])} | {"lists_as_articles": float(lists)}
