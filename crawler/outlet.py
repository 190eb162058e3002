"""Outlets: reading their TOML files over their family's, checking them, finding one by id or URL."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from crawler.outlet_model import Layout, Outlet, OutletError, Paging, Surface

__all__ = [
    "FAMILIES",
    "OUTLETS",
    "Layout",
    "Outlet",
    "OutletError",
    "Paging",
    "Surface",
    "find_outlet",
    "load_outlet",
    "load_outlets",
    "outlet_for_url",
]

HERE = Path(__file__).parent
FAMILIES = HERE / "families"
OUTLETS = HERE / "outlets"
EXTRA = "extra_"
# Lists of tables: a table of the same name is laid over the family's, a new one is added.
TABLES: Mapping[str, type[BaseModel]] = {"surfaces": Surface, "layouts": Layout}
LISTS = tuple(name for name, field in Outlet.model_fields.items() if str(field.annotation).startswith("tuple"))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OutletError(f"{file.name}: not valid TOML: {error}") from error
    except OSError as error:
        raise OutletError(f"{file.name}: cannot be read: {error.strerror}") from error


def _near(word: object, known: list[str]) -> str:
    near = difflib.get_close_matches(str(word), known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"


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


def _merge(file: Path, family: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(family)
    for key, value in own.items():
        base = key.removeprefix(EXTRA)
        if key == base:
            merged[key] = value
            continue
        if base not in LISTS:
            raise OutletError(f"{file.name}: key {key!r}: extra_ adds to a list{_near(base, list(LISTS))}")
        if not isinstance(value, list):
            raise OutletError(f"{file.name}: key {key!r}: expected a list, got {value!r}")
        if base in TABLES and all(isinstance(table, dict) for table in value):
            merged[base] = _lay_over(merged.get(base, []), value, first=base == "layouts")
        else:
            merged[base] = [*merged.get(base, []), *value]
    return merged


def _problem(file: Path, family: Path, own: Mapping[str, Any], error: ValidationError) -> OutletError:
    """The first fault, under the name of the file that says the key."""
    first = error.errors()[0]
    loc = first["loc"]
    top = str(loc[0]) if loc else ""
    where = file if not loc or top in own or EXTRA + top in own or first["type"] == "missing" else family
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        model = TABLES.get(top, Paging if top == "paging" else Outlet)
        message = "unknown key" + _near(loc[-1], list(model.model_fields))
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
    merged = _merge(file, _read(family), own)
    merged["id"] = file.stem
    try:
        return Outlet.model_validate(merged)
    except ValidationError as error:
        raise _problem(file, family, own, error) from error


@cache
def load_outlets(folder: Path = OUTLETS) -> Mapping[str, Outlet]:
    """All outlets of a folder, by id. Raises OutletError on the first wrong file, on a host that two files claim, and
    on a folder that holds none."""
    outlets: dict[str, Outlet] = {}
    owner: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        outlet = load_outlet(file)
        for host in (*outlet.hosts, *outlet.aliases):
            if host in owner:
                raise OutletError(f"{file.name}: key 'hosts': {host} belongs to {owner[host]}.toml already")
            owner[host] = outlet.id
        outlets[outlet.id] = outlet
    if not outlets:
        raise OutletError(f"{folder.name}: expected at least one outlet file (*.toml)")
    return MappingProxyType(outlets)


def find_outlet(outlet_id: str, outlets: Mapping[str, Outlet] | None = None) -> Outlet:
    """The outlet of that id; raises OutletError that names the nearest known one."""
    known = load_outlets() if outlets is None else outlets
    if outlet_id in known:
        return known[outlet_id]
    near = difflib.get_close_matches(outlet_id.lower(), known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]!r}?" if near else "`netra outlets` lists them."
    raise OutletError(f"unknown outlet {outlet_id!r}: {hint}")


def outlet_for_url(url: str, outlets: Mapping[str, Outlet] | None = None) -> Outlet | None:
    """The outlet whose host or alias (or the m. or amp. twin of one) serves this URL, or None."""
    match = re.match(r"https?://(?:[^/?#@]*@)?([^/:?#]+)", url, re.I)
    if not match:
        return None
    host = match[1].lower().rstrip(".")
    names = {host, host.removeprefix("m."), host.removeprefix("amp.")}
    for outlet in (load_outlets() if outlets is None else outlets).values():
        if not names.isdisjoint((*outlet.hosts, *outlet.aliases)):
            return outlet
    return None
