"""Reading JSON from strangers: bounded, and never deeper than we look."""

import json
from typing import Any

MAX_BYTES = 30_000_000


class JsonProblem(ValueError):
    """The answer is no JSON; the message says what it is."""


def read_json(body: bytes) -> Any:
    """The decoded value. Raises JsonProblem on an empty, too large, HTML or damaged answer."""
    if not body.strip():
        raise JsonProblem("the answer is empty")
    if len(body) > MAX_BYTES:
        raise JsonProblem(f"the answer has {len(body)} bytes, expected at most {MAX_BYTES}")
    if body.lstrip()[:1] == b"<":
        raise JsonProblem("an HTML page instead of JSON: the interface is switched off or guarded")
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise JsonProblem(f"not JSON: {error}") from error


def text_at(value: Any, *keys: str) -> str | None:
    """The string at the end of a path of keys; None where anything on the way is missing or of another kind."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value if isinstance(value, str) and value.strip() else None
