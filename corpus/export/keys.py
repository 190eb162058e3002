"""The key of a project: with it ids become hashes that nobody else can compute."""

import os
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from corpus.errors import InputError

DIGITS = 20
"""Hex digits of a hash in a bundle: 80 bits, no two of a billion alike by chance."""
_KEY_BYTES = 32
_IS_KEY = re.compile(r"[0-9a-f]{64}")


def load_key(file: Path, random_bytes: Callable[[int], bytes]) -> str:
    """The project's key (64 hex digits), made by `random_bytes` at the first call; only the owner can read the file.
    Raises InputError where the file holds something else."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(random_bytes(_KEY_BYTES).hex() + "\n")
    key = file.read_text(encoding="ascii", errors="replace").strip()
    if not _IS_KEY.fullmatch(key):
        raise InputError(f"{file}: expected a key of 64 hex digits; put back the key of earlier bundles, or remove the "
                         "file for a new one: hashes of bundles before and after then do not match")  # fmt: skip
    return key


def _halves(key: str) -> tuple[str, str]:
    return sha256(f"inner {key}".encode()).hexdigest(), sha256(f"outer {key}".encode()).hexdigest()


def keyed_hash(key: str, value: str) -> str:
    """What the bundle shows for an id: nested SHA-256 in the manner of HMAC, the first DIGITS hex digits."""
    inner, outer = _halves(key)
    return sha256((outer + sha256((inner + value).encode()).hexdigest()).encode()).hexdigest()[:DIGITS]


def hash_sql(key: str, value: str) -> str:
    """`keyed_hash` as an SQL expression over an expression; NULL stays NULL."""
    inner, outer = _halves(key)
    return f"substring(sha256('{outer}' || sha256('{inner}' || {value})), 1, {DIGITS})"
