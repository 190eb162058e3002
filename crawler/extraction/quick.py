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


@lru_cache(maxsize=20_000)
def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


class PageIndex:
    """A page's elements by class, id and tag, each in page order."""

    def __init__(self, elements: list[HtmlElement]) -> None:
        self.order: dict[HtmlElement, int] = {}
        self.classes: dict[HtmlElement, frozenset[str]] = {}
        by = self._by = dict[str, list[HtmlElement]]()
        for number, element in enumerate(elements):
            if not isinstance(element.tag, str):
                continue
            self.order[element] = number
            by.setdefault(element.tag, []).append(element)
            if written := element.get("class"):
                names = self.classes[element] = _names(written)
                for name in names:
                    by.setdefault("." + name, []).append(element)
            if found := element.get("id"):
                by.setdefault("#" + found, []).append(element)

    def select(self, steps: tuple[Compound, ...]) -> list[HtmlElement]:
        """The elements that the selector selects, in page order."""
        found: list[HtmlElement] = []
        for number, step in enumerate(steps):
            above = set(found)
            found = [element for element in self._candidates(step) if self._is(element, step)]
            if number:
                found = [element for element in found if _stands_in(element, above, step.child)]
            if not found:
                break
        return found

    def _candidates(self, step: Compound) -> list[HtmlElement]:
        """The elements under the rarest of the step's names."""
        keys = ["#" + step.id] if step.id else ["." + name for name in step.classes] or [step.tag or ""]
        return min((self._by.get(key, []) for key in keys), key=len)

    def _is(self, element: HtmlElement, step: Compound) -> bool:
        if step.tag is not None and element.tag != step.tag:
            return False
        if step.id is not None and element.get("id") != step.id:
            return False
        return step.classes <= self.classes.get(element, frozenset())


def _stands_in(element: HtmlElement, above: set[HtmlElement], child: bool) -> bool:
    parent = element.getparent()
    while parent is not None:
        if parent in above:
            return True
        if child:
            return False
        parent = parent.getparent()
    return False
