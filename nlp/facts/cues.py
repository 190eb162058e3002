"""Words that give a value of an unvalidated field (`fact_cues.csv`): one look at a text for all fields."""

from collections.abc import Mapping
from functools import cache

from nlp.breaches.lexicon import Matcher, RuleSet, compile_regex, load_rules

_FILE = "fact_cues.csv"


@cache
def _rules() -> RuleSet:
    return RuleSet(load_rules(_FILE, "value", ("field", "unless")))


@cache
def _unless(regex: str) -> Matcher:
    return compile_regex(regex, f"nlp/data/{_FILE}, unless {regex!r}")


def cues_in(text: str) -> Mapping[str, Mapping[str, int]]:
    """Field -> value -> where in the folded `text` its first word stands. A word inside what `unless` matches does not
    count ("tidak diregistrasi")."""
    found: dict[str, dict[str, int]] = {}
    for rule, match in _rules().matches(text):
        unless = rule.cells["unless"]
        if unless and any(m.start() <= match.start() < m.end() for m in _unless(unless).finditer(text)):
            continue
        values = found.setdefault(rule.cells["field"], {})
        values[rule.label] = min(values.get(rule.label, match.start()), match.start())
    return found
