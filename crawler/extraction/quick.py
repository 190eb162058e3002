"""Simple CSS selectors without XPath: compounds of tag, classes and id, joined by blanks or ">". The page's elements
are indexed once by class, id and tag; an outlet has forty selectors, and each as XPath walks the whole page."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

_COMPOUND = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<names>(?:[.#][A-Za-z_][\w-]*)*)")
_TOKEN = re.compile(r"\s*>\s*|\s+")


@dataclass(frozen=True, slots=True)
class Compound:
    """One step of a selector. `child`: its parent (not any ancestor) must match the step before it."""

    tag: str | None
    id: str | None
    classes: frozenset[str]
    child: bool


@lru_cache(maxsize=2048)
def steps_of(css: str) -> tuple[Compound, ...] | None:
    """The steps of a selector, or None where it says more than this module reads."""
    css = css.strip()
    if not css or re.search(r"[^\w\s.#>-]", css):
        return None
    steps: list[Compound] = []
    joins = [match[0] for match in _TOKEN.finditer(css)]
    for number, part in enumerate(_TOKEN.split(css)):
        match = _COMPOUND.fullmatch(part)
        if not part or match is None:
            return None
        names = re.findall(r"[.#][\w-]+", match["names"])
        ids = [name[1:] for name in names if name[0] == "#"]
        if len(ids) > 1:
            return None
        classes = frozenset(name[1:] for name in names if name[0] == ".")
        child = number > 0 and ">" in joins[number - 1]
        steps.append(Compound(match["tag"], ids[0] if ids else None, classes, child))
    return tuple(steps)


class PageIndex:
    """A page's elements by class, id and tag, each in page order."""

    def __init__(self, elements: list[HtmlElement]) -> None:
        self.order: dict[HtmlElement, int] = {}
        self.classes: dict[HtmlElement, frozenset[str]] = {}
        self._by: dict[str, list[HtmlElement]] = {}
        for number, element in enumerate(elements):
            if not isinstance(element.tag, str):
                continue
            self.order[element] = number
            names = (element.get("class") or "").split()
            if names:
                self.classes[element] = frozenset(names)
            keys = [element.tag, *("." + name for name in dict.fromkeys(names))]
            if found := element.get("id"):
                keys.append("#" + found)
            for key in keys:
                self._by.setdefault(key, []).append(element)

    def select(self, steps: tuple[Compound, ...]) -> list[HtmlElement]:
        """The elements that the selector selects, in page order."""
        last = steps[-1]
        keys = ["#" + last.id] if last.id else ["." + name for name in last.classes] or [last.tag or "*"]
        candidates = min((self._by.get(key, []) for key in keys), key=len)
        return [element for element in candidates if self._fits(element, steps, len(steps) - 1)]

    def _fits(self, element: HtmlElement, steps: tuple[Compound, ...], at: int) -> bool:
        step = steps[at]
        if not self._is(element, step):
            return False
        if at == 0:
            return True
        parent = element.getparent()
        if step.child:
            return parent is not None and self._fits(parent, steps, at - 1)
        while parent is not None:
            if self._fits(parent, steps, at - 1):
                return True
            parent = parent.getparent()
        return False

    def _is(self, element: HtmlElement, step: Compound) -> bool:
        if step.tag is not None and element.tag != step.tag:
            return False
        if step.id is not None and element.get("id") != step.id:
            return False
        return step.classes <= self.classes.get(element, frozenset())
