"""What the articles say of an official: name, office, place, days; and which of it can tell a person."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from corpus.duty.names import name_words
from nlp.evaluation.matching import office as office_words
from nlp.persons.figures import full_words
from nlp.tables import read_table

_FILE = Path(__file__).with_name("offices.toml")


@dataclass(frozen=True)
class Sighting:
    """One name with one office at one place, in one or more articles. `name`, `position` as the articles have them;
    `acting`: how it is held ("Penjabat"); `former`; `branch` of the state; `first`, `last`: days of publication;
    `article`: set where nothing but the article itself tells the person."""

    name: str
    region: str | None
    position: str
    acting: str | None = None
    former: bool = False
    branch: str | None = None
    first: date | None = None
    last: date | None = None
    articles: int = 1
    article: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name that count, in one spelling."""
        return person_words(self.name)

    @property
    def office(self) -> frozenset[str]:
        """The words of the office, abbreviations spelt out, without how it is held."""
        return office_key(self.position)


@cache
def _offices() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _variants() -> dict[str, str]:
    return {row["variant"]: row["name"] for row in read_table("name_variants.csv", ("variant", "name"))}


@cache
def person_words(name: str) -> tuple[str, ...]:
    """A name without honorifics and degrees, in small letters, "Moh" and "Muhamad" as "muhammad"; a national figure by
    the full name."""
    found = name_words(name) or name.lower().split()
    named = [_variants().get(word, word) if len(found) > 1 else word for word in found]
    return full_words(tuple(named))


@cache
def office_key(position: str) -> frozenset[str]:
    """Words of an office, without how it is held."""
    return frozenset(office_words(position)) - frozenset(_offices()["held"])


@cache
def title_of(office: frozenset[str]) -> frozenset[str]:
    """An office without words such as "kabupaten", which it may have or not."""
    return office - frozenset(_offices()["filler"])


@cache
def is_telling(office: frozenset[str]) -> bool:
    """Whether an office has one holder at a time in its region."""
    if office & frozenset(_offices()["shared"]):
        return False
    return bool(office - frozenset(_offices()["common"])) or any(set(one) <= office for one in _offices()["telling"])


def stands_alone(words: tuple[str, ...], region: str | None, position: str) -> bool:
    """Whether nothing but the article tells the person: one word, or no place, and no office that has one holder."""
    telling = is_telling(office_key(position))
    return not telling and (len(words) < 2 or region is None)
