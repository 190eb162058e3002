"""Reading one outlet file over its family's file, and saying in words what is wrong with it."""

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from crawler.catalogue.outlet_model import Expect, Layout, Outlet, OutletError, Paging, Surface

FAMILIES = Path(__file__).parent.parent / "families"
EXTRA = "extra_"
# Lists of tables: a table of the same name is laid over the family's, a new one is added.
TABLES: Mapping[str, type[BaseModel]] = {"surfaces": Surface, "layouts": Layout}
SINGLE: Mapping[str, type[BaseModel]] = {"paging": Paging, "expect": Expect}
LISTS = tuple(name for name, field in Outlet.model_fields.items() if str(field.annotation).startswith("tuple"))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OutletError(f"{file.name}: not valid TOML: {error}") from error
    except OSError as error:
        raise OutletError(f"{file.name}: cannot be read: {error.strerror}") from error


@cache
def _read_family(file: Path, _changed: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """(the file as it stands, its tables as models). Hundreds of outlets share one family: its tables are checked once.
    Tables with a fault are left out here; the outlet's own check then finds the fault, and has the words for it."""
    raw = _read(file)
    models: dict[str, Any] = {}
    for key, model in {**TABLES, **SINGLE}.items():
        if key in raw:
            form = TypeAdapter(tuple[model, ...] if key in TABLES else model)  # type: ignore[valid-type]  # made at run time
            try:
                models[key] = form.validate_python(raw[key])
            except ValidationError:
                continue
    return raw, models


def read_family(file: Path) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """(a family's file as it stands, its tables as models where they are right). Raises OutletError."""
    return _read_family(file, file.stat().st_mtime_ns)


def near(word: object, known: list[str]) -> str:
    """A hint for an unknown word: the nearest known one, or all of them."""
    found = difflib.get_close_matches(str(word), known, n=1)
    return f"; did you mean {found[0]!r}?" if found else f"; known are {', '.join(known)}"


def _lay_over(base: list[Any], own: list[Any], *, first: bool) -> list[Any]:
    """Tables of `own` laid over those of `base` with the same name; new ones before (`first`) or after them."""
    names = [table.get("name") for table in base]
    merged = list(base)
    new = []
    for table in own:
        if table.get("name") in names:
            at = names.index(table["name"])
            merged[at] = {**merged[at], **table}
        else:
            new.append(table)
    return [*new, *merged] if first else [*merged, *new]


def _merge(
    file: Path, family: Mapping[str, Any], models: Mapping[str, Any], own: Mapping[str, Any]
) -> dict[str, Any]:
    merged = {**family, **models}
    for key, value in own.items():
        base = key.removeprefix(EXTRA)
        if key == base:
            merged[key] = value
            continue
        if base not in LISTS:
            raise OutletError(f"{file.name}: key {key!r}: extra_ adds to a list{near(base, list(LISTS))}")
        if not isinstance(value, list):
            raise OutletError(f"{file.name}: key {key!r}: expected a list, got {value!r}")
        if base in TABLES and all(isinstance(table, dict) for table in value):
            merged[base] = _lay_over(family.get(base, []), value, first=base == "layouts")
        else:
            merged[base] = [*family.get(base, []), *value]
    return merged


def _problem(file: Path, family: Path, own: Mapping[str, Any], error: ValidationError) -> OutletError:
    """The first fault, under the name of the file that says the key."""
    first = error.errors()[0]
    loc = first["loc"]
    top = str(loc[0]) if loc else ""
    where = file if not loc or top in own or EXTRA + top in own or first["type"] == "missing" else family
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        model = TABLES.get(top) or SINGLE.get(top, Outlet)
        message = "unknown key" + near(loc[-1], list(model.model_fields))
    elif first["type"] == "missing":
        message = "expected, but neither the file nor its family says it"
    elif first["type"] != "value_error":
        message += f", got {first.get('input')!r:.80}"
    key = ".".join(str(part) for part in loc) or "(the whole file)"
    return OutletError(f"{where.name}: key {key!r}: {message}")


def load_outlet(file: Path, families: Path = FAMILIES) -> Outlet:
    """Read one outlet file over its family's file: a key of the outlet replaces the family's; `extra_<key>` adds to
    a list of the family. Raises OutletError, which names file, key and what was expected."""
    own = _read(file)
    family = families / f"{own.get('family', '')}.toml"
    if not family.is_file():
        choices = ", ".join(sorted(f.stem for f in families.glob("*.toml")))
        raise OutletError(f"{file.name}: key 'family': expected one of {choices}, got {own.get('family')!r}")
    if "id" in own:
        raise OutletError(f"{file.name}: key 'id': expected to be absent, the file's name is the id")
    merged = _merge(file, *read_family(family), own)
    merged["id"] = file.stem
    try:
        return Outlet.model_validate(merged)
    except ValidationError as error:
        raise _problem(file, family, own, error) from error
