"""The tombstones of a data folder: decisions by hand that every build honours. One JSON line each, only ever added to.

A person's name stands there as keyed digests (corpus/duty/names.py). The key is `duty/key`, made with the first
tombstone; without it the tombstones cannot be honoured, and a build says so and stops."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.duty.names import Digests, HashedName, from_json, to_json
from corpus.errors import InputError, UsageProblem, disk_errors

FOLDER, FILE, KEY = "duty", "tombstones.jsonl", "key"


@dataclass(frozen=True)
class Tombstone:
    """One decision. `action`: suppress or correct; `target`: person, article or mention. Person: `names` (digests),
    `regions` of the office (empty: any). Article: `article_id`, `addresses` (digests of "outlet url"), `purged`: its
    records are gone from the archive. Mention: `article_id`, `table`, `part`, `start`, `stop`, the `text_digest` of the
    article then, and the digest of the `surface`. `values`: column -> new value, of a correction."""

    id: str
    at: datetime
    by: str
    reason: str
    action: str
    target: str
    names: tuple[HashedName, ...] = ()
    regions: tuple[str, ...] = ()
    article_id: str | None = None
    addresses: tuple[str, ...] = ()
    purged: bool = False
    table: str | None = None
    part: str | None = None
    start: int = 0
    stop: int = 0
    text_digest: str | None = None
    surface: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def path_of(data: Path) -> Path:
    """The file of tombstones of a data folder."""
    return data / FOLDER / FILE


def load_key(data: Path, *, create: bool = False) -> Digests:
    """The key of the folder's digests; `create`: made where there is none, readable by its owner alone. Raises
    InputError where it is missing or damaged."""
    file = data / FOLDER / KEY
    if create and not file.exists() and not path_of(data).exists():
        with disk_errors(file.parent, any_os_error=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as handle:
                handle.write(secrets.token_hex(32) + "\n")
                handle.flush()
                os.fsync(handle.fileno())
    try:
        return Digests(bytes.fromhex(file.read_text("ascii").strip()))
    except (OSError, ValueError) as error:
        raise InputError(
            f"{file}: the key of the tombstones cannot be read: {error}; bring it back from a backup, without it "
            "nobody's suppression can be honoured"
        ) from error


def _line(tombstone: Tombstone) -> dict[str, Any]:
    values = {name: value for name, value in asdict(tombstone).items() if value not in (None, (), {}, False, 0)}
    values["at"] = tombstone.at.isoformat(timespec="seconds")
    if tombstone.names:
        values["names"] = to_json(tombstone.names)
    return values


def _parsed(values: Mapping[str, Any]) -> Tombstone:
    found = dict(values)
    found["at"] = datetime.fromisoformat(found["at"])
    found["names"] = from_json(found.get("names", ()))
    for name in ("regions", "addresses"):
        found[name] = tuple(found.get(name, ()))
    if (found["action"], found["target"]) not in {
        (action, target) for action in ("suppress", "correct") for target in ("person", "article", "mention")
    }:
        raise ValueError(f"unknown action or target: {found['action']} {found['target']}")
    return Tombstone(**found)


def read(data: Path) -> list[Tombstone]:
    """The tombstones in force, oldest first; none without a file. Raises InputError, which names the line: a tombstone
    that cannot be read must stop a build, not be left out."""
    file = path_of(data)
    if not file.is_file():
        return []
    there: dict[str, Tombstone] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            values = json.loads(line)
            if values["action"] == "undo":
                there.pop(values["undoes"], None)
            else:
                there[values["id"]] = _parsed(values)
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{file}, line {number}: no tombstone: {error!r}; bring the line back from a backup"
            ) from error
    return list(there.values())


def digest(data: Path) -> str | None:
    """sha256:... of the file; None where there is none."""
    file = path_of(data)
    return f"sha256:{sha256(file.read_bytes()).hexdigest()}" if file.is_file() else None


def make_id(at: datetime, *parts: object) -> str:
    """The id of a new tombstone."""
    return "t" + sha256(json.dumps([at.isoformat(), *map(str, parts)]).encode()).hexdigest()[:8]


def _append(data: Path, values: Mapping[str, Any]) -> None:
    file = path_of(data)
    with disk_errors(file.parent, any_os_error=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(values, ensure_ascii=False, sort_keys=True) + "\n")
            handle.flush()
            os.fsync(handle.fileno())


def add(data: Path, tombstone: Tombstone) -> None:
    """Append a tombstone. Raises DiskError."""
    _append(data, _line(tombstone))


def undo(data: Path, ident: str, *, by: str, reason: str, now: datetime) -> None:
    """Lift a tombstone; its line and this one stay in the file. Raises UsageProblem where it is not in force, or was
    a purge: what the archive lost cannot come back."""
    there = {one.id: one for one in read(data)}
    if ident not in there:
        raise UsageProblem(f"--undo {ident}: no such tombstone is in force; there are: {', '.join(there) or 'none'}")
    if there[ident].purged:
        raise UsageProblem(f"--undo {ident}: its records were purged from the archive; that cannot be undone")
    _append(
        data, {"action": "undo", "undoes": ident, "at": now.isoformat(timespec="seconds"), "by": by, "reason": reason}
    )
