"""The map of a coding sheet: which column holds which field of the codebook, in TOML."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from corpus.errors import InputError
from corpus.exchange.shape import layers

_VIOLATION = {one.name: one for one in layers()["violation"] if one.name not in ("parties", "remark")}
OF_ARTICLE = ("topic", "primary_region", "regions", "elections", "prevention", "officials")
"""Fields of an article; `officials` are names."""
OF_ENTRIES = ("status", *(name for name, one in _VIOLATION.items() if one.many))
"""Fields of entries that a row for a whole article can hold: all values that its entries have, as a set."""
SINGLE = frozenset({"topic", "primary_region"})


def allowed(field: str) -> tuple[str, ...]:
    """The values of a field; empty: codes, ids or names."""
    if field in _VIOLATION:
        return _VIOLATION[field].values
    return next((one.values for one in layers()["article"] if one.name == field), ())


def is_set(field: str, row: str) -> bool:
    """Whether a cell may hold several values."""
    if row == "violation":
        return _VIOLATION[field].many
    return field not in SINGLE


class Column(BaseModel):
    """Where a field stands: one `column`, whose words `values` translates, or one column a value (`flags`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str | None = None
    values: Mapping[str, str] = {}
    flags: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _one_of_both(self) -> "Column":
        if (self.column is None) == (not self.flags):
            raise ValueError("give either column or flags")
        return self


class SheetMap(BaseModel):
    """A whole map. `row`: what one row is; `id`: the column that names the article, `match`: what stands in it;
    `quote`: the column with the words of the entry (rows of violations)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    match: Literal["id", "url", "title"] = "id"
    row: Literal["article", "violation"] = "article"
    quote: str | None = None
    sheet: str | None = None
    header: int = 1
    separator: str = ";"
    columns: Mapping[str, Column]

    @field_validator("separator")
    @classmethod
    def _not_empty(cls, value: str) -> str:
        if not value:
            raise ValueError("an empty separator splits nothing")
        return value

    @model_validator(mode="after")
    def _fields_fit(self) -> "SheetMap":
        known = tuple(_VIOLATION) if self.row == "violation" else (*OF_ARTICLE, *OF_ENTRIES)
        for field, column in self.columns.items():
            if field not in known:
                raise ValueError(
                    f"columns.{field}: a row of an {self.row} has no such field; it has {', '.join(known)}"
                )
            if column.flags and not is_set(field, self.row):
                raise ValueError(f"columns.{field}: takes one value, so it cannot have a column for each (flags)")
            for value in (*column.values.values(), *column.flags.values()):
                if value and allowed(field) and value not in allowed(field):
                    raise ValueError(
                        f"columns.{field}: {value!r} is no value; it is one of {', '.join(allowed(field))}"
                    )
        if not self.columns:
            raise ValueError("columns: no field is mapped")
        if (self.row == "violation") != (self.quote is not None):
            raise ValueError(
                "quote: a row of a violation needs the column of its words, a row of an article has none"
            )
        return self


def read_map(path: Path) -> SheetMap:
    """The map of a TOML file. Raises InputError, which names file, key and what is expected."""
    try:
        return SheetMap.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: not TOML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(one) for one in first["loc"])
        raise InputError(
            f"{path.name}: {f'{key}: ' if key else ''}{first['msg'].removeprefix('Value error, ')}"
        ) from error
