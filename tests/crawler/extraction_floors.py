"""The gate's data file and the two ways to change it: `--raise` makes every figure as strict as it is now, `--lower`
makes one looser and writes down why. Run from the checkout's root, beside ../shared."""

import argparse
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from extraction_figures import DOWN, UP, WAYS, figures

FILE = Path(__file__).with_name("extraction_floors.toml")
ROOM = 0.005  # between the figure and its floor: one word on one page is no fall
_DIGEST = re.compile(r'^digest = "([0-9a-f]*)"$', re.M)
_HEAD = """\
# Least and most of each figure on the real pages of ../shared/pages, by its scorer. `rules`: as netra extract reads them;
# `generic`: hosts taken as unknown; `nameless`: as generic, with class and id of every element gone.
# Stricter: python tests/crawler/extraction_floors.py --raise
# Looser:   python tests/crawler/extraction_floors.py --lower WAY NAME VALUE --why TEXT  (kept under [[lowered]])
# The digest is over the rest of the file: an edit by hand fails the gate.
"""


class FloorsError(ValueError):
    """The data file is not as one of the two ways leaves it."""


def digest_of(text: str) -> str:
    """The digest of the file without its digest line."""
    return sha256(_DIGEST.sub("", text).encode()).hexdigest()[:16]


def read_floors(text: str) -> Mapping[str, Mapping[str, float]]:
    """Bounds by way and figure. Raises FloorsError where the file was changed by hand."""
    found = _DIGEST.search(text)
    if found is None or found[1] != digest_of(text):
        raise FloorsError(
            f"{FILE.name}: changed by hand. "
            "To make a figure looser: python tests/crawler/extraction_floors.py "
            "--lower WAY NAME VALUE --why TEXT"
        )
    bounds: Mapping[str, Mapping[str, float]] = tomllib.loads(text)["bounds"]
    return bounds


def keeps(name: str, value: float, bound: float) -> bool:
    """Whether a figure keeps its bound: at least, or at most for the names that count errors."""
    return value <= bound if name in DOWN else value >= bound


def written(bounds: Mapping[str, Mapping[str, float]], lowered: Sequence[Mapping[str, str]]) -> str:
    """The file's text."""
    lines = [_HEAD + 'digest = ""', ""]
    for way in WAYS:
        lines.append(f"[bounds.{way}]")
        lines += [f'"{name}" = {bounds[way][name]:g}' for name in (*UP, *DOWN)]
        lines.append("")
    for entry in lowered:
        lines.append("[[lowered]]")
        lines += [f'{key} = "{value}"' for key, value in entry.items()]
        lines.append("")
    text = "\n".join(lines)
    return _DIGEST.sub(f'digest = "{digest_of(text)}"', text, count=1)


def raised(
    old: Mapping[str, Mapping[str, float]], now: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """The bounds moved up to the figures of now, less a little room; none becomes looser."""
    out: dict[str, dict[str, float]] = {}
    for way in WAYS:
        known = old.get(way, {})
        out[way] = {}
        for name in (*UP, *DOWN):
            value = now[way][name]
            if name in DOWN:
                near = value if value == int(value) else round(value + ROOM, 3)
                out[way][name] = min(known.get(name, near), near)
            else:
                near = max(0.0, round(value - ROOM, 3))
                out[way][name] = max(known.get(name, near), near)
    return out


def lowered_to(text: str, way: str, name: str, value: float, why: str) -> str:
    """The file with one bound made looser and the reason kept. Raises FloorsError for a name or a reason that is none."""
    bounds = {key: dict(values) for key, values in read_floors(text).items()}
    if name not in bounds.get(way, {}):
        raise FloorsError(f"{way} {name}: expected one of {', '.join(WAYS)} and one of {', '.join((*UP, *DOWN))}")
    if len(why.split()) < 4 or '"' in why:
        raise FloorsError("--why: expected a sentence without quotation marks that says what was gained for it")
    entry = {
        "way": way,
        "name": name,
        "from": f"{bounds[way][name]:g}",
        "to": f"{value:g}",
        "on": datetime.now(UTC).date().isoformat(),
        "why": why,
    }
    bounds[way][name] = value
    return written(bounds, [*tomllib.loads(text).get("lowered", []), entry])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", dest="stricter", action="store_true")
    parser.add_argument("--lower", nargs=3, metavar=("WAY", "NAME", "VALUE"))
    parser.add_argument("--why", default="")
    given = parser.parse_args()
    text = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    try:
        if given.lower:
            text = lowered_to(text, given.lower[0], given.lower[1], float(given.lower[2]), given.why)
        elif given.stricter:
            shared = Path(__file__).resolve().parents[3] / "shared"
            old = read_floors(text) if text else {}
            now = {way: figures(shared, way) for way in WAYS}
            text = written(raised(old, now), tomllib.loads(text).get("lowered", []) if text else [])
        else:
            parser.error("expected --raise or --lower")
    except FloorsError as error:
        sys.exit(str(error))
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
