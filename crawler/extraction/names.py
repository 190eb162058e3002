"""What the names of an element (class, id, itemprop, role) say about it. The vocabulary is `names.toml`."""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement


class Role(StrEnum):
    """What a name says; the first that fits, in this order."""

    JUNK = "junk"
    BODY = "body"
    DECK = "deck"
    KICKER = "kicker"
    BYLINE = "byline"
    DATE = "date"


# "no-share", "has-sidebar": the name says that the thing is absent, or is somewhere else on the page.
_NEGATED = re.compile(
    r"(?<![a-z0-9])(?:no|not|has|with|without|is|enable|post-type|category|tag|type|format)[-_][\w-]+"
)
_CUT = re.compile(r"[-_.:]+")


@cache
def _vocabulary() -> Mapping[str, Any]:
    with (Path(__file__).parent / "names.toml").open("rb") as file:
        data = tomllib.load(file)
    return {
        "junk": frozenset(data["junk"]["words"]),
        "parts": frozenset(data["junk"]["parts"]),
        "patterns": re.compile("|".join(f"(?:{pattern})" for pattern in data["junk"]["patterns"])),
        "body": frozenset(data["body"]["words"]),
        **{key: frozenset(data["head"][key]) for key in ("deck", "kicker", "byline", "date")},
    }


@lru_cache(maxsize=20_000)
def roles_of_name(name: str) -> frozenset[Role]:
    """All roles that a lower-case name string (class, id and itemprop, blank-separated) speaks for."""
    if not name:
        return frozenset()
    words = _vocabulary()
    whole = set(_NEGATED.sub(" ", name).split())
    found: set[Role] = set()
    parts = {part for word in whole for part in _CUT.split(word)}
    if "kicker" in parts:
        found.add(Role.KICKER)
    if whole & words["junk"] or parts & words["parts"] or words["patterns"].search(" ".join(sorted(whole))):
        found.add(Role.JUNK)
    for role in (Role.BODY, Role.DECK, Role.KICKER, Role.BYLINE, Role.DATE):
        if whole & words[role.value]:
            found.add(role)
    return frozenset(found)


def roles_of(element: HtmlElement) -> frozenset[Role]:
    """All roles that the element's own names speak for."""
    return _roles_of_names(element.get("class"), element.get("id"), element.get("role"), element.get("itemprop"))


@lru_cache(maxsize=20_000)
def _roles_of_names(*names: str | None) -> frozenset[Role]:
    return roles_of_name(" ".join(filter(None, names)).lower())
