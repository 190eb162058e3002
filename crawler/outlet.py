"""Outlets: all of them by id, the one of a URL, and those that a user has added."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from crawler.catalogue.outlet_files import FAMILIES, load_outlet
from crawler.catalogue.outlet_model import Expect, Layout, Outlet, OutletError, Paging, Surface

__all__ = [
    "FAMILIES",
    "OUTLETS",
    "OWN_OUTLETS",
    "Expect",
    "Layout",
    "Outlet",
    "OutletError",
    "Outlets",
    "Paging",
    "Surface",
    "find_outlet",
    "load_outlet",
    "load_outlets",
    "outlet_for_url",
    "outlets_with",
]

OUTLETS = Path(__file__).parent / "outlets"
OWN_OUTLETS = "NETRA_OUTLETS"  # environment: a folder of the user's own outlet files
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?([^/:?#]+)", re.I)
_TWINS = ("m.", "amp.")


class Outlets(Mapping[str, Outlet]):
    """Outlets by id, in the order of their ids; `by_host` finds one by a host or alias without a search."""

    def __init__(self, outlets: Mapping[str, Outlet]) -> None:
        self._by_id = dict(sorted(outlets.items()))
        self._by_host = {host: one for one in self._by_id.values() for host in (*one.hosts, *one.aliases)}

    def __getitem__(self, key: str) -> Outlet:
        return self._by_id[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def by_host(self, host: str) -> Outlet | None:
        """The outlet whose host or alias (or the m. or amp. twin of one) this is, or None."""
        host = host.lower().rstrip(".")
        names = (host, *(host.removeprefix(twin) for twin in _TWINS if host.startswith(twin)))
        return next((self._by_host[name] for name in names if name in self._by_host), None)


def _read_folder(folder: Path) -> dict[str, Outlet]:
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
    return outlets


@cache
def _load_folder(folder: Path) -> Outlets:
    return Outlets(_read_folder(folder))


@cache
def outlets_with(own: Path | None) -> Outlets:
    """The packaged outlets, and over them those of the user's folder: a file of the same name replaces the packaged
    one. Raises OutletError on a wrong file, a folder without any, and a host of another packaged outlet."""
    packaged = _load_folder(OUTLETS)
    if own is None:
        return packaged
    if not own.is_dir():
        raise OutletError(f"{own}: expected a folder of outlet files ({OWN_OUTLETS})")
    added = _read_folder(own)
    for outlet in added.values():
        for host in (*outlet.hosts, *outlet.aliases):
            other = packaged.by_host(host)
            if other is not None and other.id not in added:
                raise OutletError(
                    f"{outlet.id}.toml: key 'hosts': {host} belongs to the packaged {other.id}; "
                    f"name the file {other.id}.toml to replace it"
                )
    return Outlets({**packaged, **added})


def load_outlets(folder: Path | None = None) -> Outlets:
    """The outlets of that folder alone; without one the packaged outlets with the user's (environment NETRA_OUTLETS,
    which crawls and build workers inherit). Each folder is read once. Raises OutletError on the first wrong file, on a
    host that two files claim, and on a folder that holds none."""
    if folder is not None:
        return _load_folder(folder)
    own = os.environ.get(OWN_OUTLETS)
    return outlets_with(Path(own).expanduser() if own else None)


def find_outlet(outlet_id: str, outlets: Mapping[str, Outlet] | None = None) -> Outlet:
    """The outlet of that id; raises OutletError that names the nearest known one."""
    known = load_outlets() if outlets is None else outlets
    if outlet_id in known:
        return known[outlet_id]
    close = difflib.get_close_matches(outlet_id.lower(), known, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]!r}?" if close else "`netra outlets` lists them."
    raise OutletError(f"unknown outlet {outlet_id!r}: {hint}")


def outlet_for_url(url: str, outlets: Mapping[str, Outlet] | None = None) -> Outlet | None:
    """The outlet whose host or alias (or the m. or amp. twin of one) serves this URL, or None."""
    match = _HOST.match(url)
    if not match:
        return None
    known = load_outlets() if outlets is None else outlets
    return (known if isinstance(known, Outlets) else Outlets(known)).by_host(match[1])
